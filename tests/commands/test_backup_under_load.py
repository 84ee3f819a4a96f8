"""A backup that is made while evidence comes in is of one moment: every item in it has its receipt."""

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.backup.making import make_backup
from bot.backup.restoring import restore_backup
from core.ports import RawUpdate
from db.engine import Database, open_database
from db.tables import INBOX, OUTBOX, SUBMISSION
from media.store import MediaStore
from tests.databases import url_of
from tests.journeys.conftest import form as form  # noqa: PLC0414 - the stage's fixtures
from tests.journeys.conftest import imported_file as imported_file  # noqa: PLC0414 - as above
from tests.journeys.conftest import linked_file as linked_file  # noqa: PLC0414 - as above
from tests.journeys.conftest import manner as manner  # noqa: PLC0414 - as above
from tests.journeys.conftest import quota as quota  # noqa: PLC0414 - as above
from tests.journeys.conftest import stage as stage  # noqa: PLC0414 - as above
from tests.journeys.conftest import trust as trust  # noqa: PLC0414 - as above
from tests.journeys.conftest import two_platforms as two_platforms  # noqa: PLC0414 - as above
from tests.journeys.stage import Stage

A_SECOND = 100
"""So many submissions come in each second."""

SLOWLY = 60.0
"""Seconds that the next item may take on a busy machine."""

PEOPLE = ("hanh", "hai", "lam")


async def figures(database: Database) -> list[int]:
    """How many items there are, how many receipts, and how many updates are done."""
    async with database.snapshot() as tx:
        items = select(func.count()).select_from(SUBMISSION)
        receipts = select(func.count()).where(OUTBOX.c.kind == "receipt")
        done = select(func.count()).where(INBOX.c.state == "DONE", INBOX.c.payload.is_not(None))
        return [int((await tx.execute(each)).scalar_one()) for each in (items, receipts, done)]


async def grown(database: Database) -> list[int]:
    """The figures, once there are more items than there were."""
    was = await figures(database)
    async with asyncio.timeout(SLOWLY):
        while (now := await figures(database))[0] <= was[0]:  # noqa: ASYNC110 - rows ring no bell
            await asyncio.sleep(0.01)
    return now


async def comes_in(stage: Stage, until: asyncio.Event) -> int:
    """A hundred links a second, each stored, handled and receipted; how many they were."""
    product, number, began = stage.installation, 0, time.monotonic()

    async def store(updates: Sequence[RawUpdate]) -> None:
        await product.intake.take_in(stage.channel, updates)

    while not until.is_set() or number < A_SECOND:
        while number < (time.monotonic() - began) * A_SECOND:
            number += 1
            stage.platform.say(PEOPLE[number % len(PEOPLE)], f"https://vi-du.example/bai-{number}")
        await stage.channel.receive_waiting(store)
        await product.intake.drain()
        await asyncio.sleep(0.005)
    return number


@pytest.mark.long
async def test_what_is_restored_is_one_moment_of_it(stage: Stage, tmp_path: Path) -> None:
    await stage.at("2026-11-16 09:00")
    product, over = stage.installation, asyncio.Event()
    coming = asyncio.create_task(comes_in(stage, over))
    before = await grown(product.database)
    await grown(product.database)
    made = [
        await make_backup(
            url_of(tmp_path / "nhacnop.db"), MediaStore(stage.media), tmp_path / f"backups-{number}",
            product.clock.now(), 3, lambda *_: None,
        )
        for number in range(3)
    ]  # fmt: skip
    await grown(product.database)
    over.set()
    sent = await coming
    after = await figures(product.database)
    assert after[0] == sent
    last = before
    for number, backup in enumerate(made):
        url = f"sqlite+aiosqlite:///{tmp_path}/back-{number}.db"
        await restore_backup(backup.path, url, tmp_path / f"media-{number}", lambda *_: None)
        restored = open_database(url)
        found = await figures(restored)
        await restored.close()
        items, receipts, done = (now - was for now, was in zip(found, before, strict=True))
        assert items == receipts == done  # one moment of all three
        assert all(was <= now for was, now in zip(last, found, strict=True))
        last = found
    assert before[0] < last[0] < after[0]
