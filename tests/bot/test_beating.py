"""A beat that is slow, and one in which something fails."""

import asyncio
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.beating import Beating
from bot.installation import Installation
from db import upkeep
from tests.db.conftest import migrated_file as migrated_file  # noqa: PLC0414 - fixtures of the database
from tests.db.conftest import province as province  # noqa: PLC0414 - as above
from tests.db.conftest import province_file as province_file  # noqa: PLC0414 - as above
from tests.db.province import Province

NOW = datetime(2026, 11, 18, 3, tzinfo=UTC)


class Work:
    """Something that a beat does: as often as it was done, and how."""

    def __init__(self, fails: Exception | None = None) -> None:
        self.done = 0
        self.may_end = asyncio.Event()
        self.may_end.set()
        self._fails = fails

    async def tidy(self, now: datetime) -> int:
        self.done += 1
        await self.may_end.wait()
        if self._fails is not None:
            raise self._fails
        return 0


def installed(province: Province, heartbeat: Work, *chores: Work) -> Any:
    async def nothing(now: datetime) -> int:
        return 0

    return SimpleNamespace(
        clock=SimpleNamespace(now=lambda: NOW),
        heartbeat=SimpleNamespace(beat=heartbeat.tidy),
        chores=chores,
        channels=(),
        database=province.database,
        dispatcher=SimpleNamespace(metering=SimpleNamespace(warn=nothing), wake=lambda: None),
        close_books=nothing,
    )


async def test_a_chore_that_fails_keeps_neither_the_others_nor_the_beat_from_being_done(
    province: Province, caplog: pytest.LogCaptureFixture
) -> None:
    lived = asyncio.Event()

    async def lives() -> None:
        lived.set()

    bad, good = Work(PermissionError("a picture that nobody may delete")), Work()
    beating = Beating(cast(Installation, installed(province, Work(), bad, good)), lives=lives)
    await beating._beat()
    assert (bad.done, good.done, lived.is_set()) == (1, 1, True)
    assert "Work failed; it is tried again at the next beat" in caplog.text
    async with province.database.snapshot() as tx:
        assert upkeep.BEAT in await upkeep.all_done(tx)


async def test_no_beat_begins_while_one_is_under_way(province: Province) -> None:
    heartbeat = Work()
    heartbeat.may_end.clear()
    beating = Beating(cast(Installation, installed(province, heartbeat)))
    slow = asyncio.create_task(beating._beat())
    while not heartbeat.done:  # noqa: ASYNC110 - it begins in a moment
        await asyncio.sleep(0)
    await beating._beat()
    assert heartbeat.done == 1
    heartbeat.may_end.set()
    await slow
    await beating._beat()
    assert heartbeat.done == 2
