"""Several processes take from one inbox: each update is one's to handle, and a chat is never in two hands."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, update

from core.ports import RawUpdate
from db import claims, inbox
from db.engine import Database, open_database
from db.migrate import migrate
from db.tables import INBOX

NOW = datetime(2026, 11, 16, 2, tzinfo=UTC)


@pytest.fixture
async def database(empty_postgresql: str) -> AsyncIterator[Database]:
    """An empty database on PostgreSQL."""
    await migrate(empty_postgresql)
    opened = open_database(empty_postgresql)
    yield opened
    await opened.close()


async def come(database: Database, *chats: str) -> None:
    """A message in each of these chats, in this order; one chat may be named twice."""
    async with database.transaction() as tx:
        before = await inbox.count(tx, "NEW")
        updates = [RawUpdate(f"{before + number}", chat, {}) for number, chat in enumerate(chats)]
        await inbox.store(tx, "local", "local", updates, NOW)


async def taken(database: Database, holder: str, most: int = 100) -> list[str]:
    """The chats of what this process gets, in order."""
    async with database.transaction() as tx:
        return [row.update.chat for row in await claims.claim(tx, holder, most)]


async def held(database: Database, holder: str) -> int:
    """How many updates are this process's to handle."""
    async with database.transaction() as tx:
        return len(await claims.still_held(tx, holder, list(range(1, 100))))


async def lapse(database: Database) -> None:
    """Every claim runs out."""
    async with database.transaction() as tx:
        await tx.execute(update(INBOX).values(claimed_until=func.current_timestamp()))


async def test_what_one_process_has_no_other_gets(database: Database) -> None:
    await come(database, "an", "binh", "chi")
    assert await taken(database, "one", 2) == ["an", "binh"]
    assert await taken(database, "two") == ["chi"]
    assert await taken(database, "one") == []
    async with database.snapshot() as tx:
        assert not await claims.any_free(tx)


async def test_a_chat_that_one_process_has_is_left_to_it(database: Database) -> None:
    await come(database, "an", "an", "binh")
    assert await taken(database, "one", 1) == ["an"]
    assert await taken(database, "two") == ["binh"]  # the second message of "an" would overtake the first
    assert await taken(database, "one") == ["an"]


async def test_when_a_chats_message_is_done_the_next_one_may_go_to_anybody(database: Database) -> None:
    await come(database, "an", "an")
    assert await taken(database, "one", 1) == ["an"]
    assert await taken(database, "two") == []
    async with database.transaction() as tx:
        await inbox.mark_done(tx, [1], NOW)
    assert await taken(database, "two") == ["an"]


async def test_what_a_dead_process_had_is_free_when_its_claim_runs_out(database: Database) -> None:
    await come(database, "an", "binh")
    assert await taken(database, "one") == ["an", "binh"]
    assert await held(database, "one") == 2
    await lapse(database)
    assert await held(database, "one") == 2  # nobody else took it: slow is not dead
    assert await taken(database, "two", 1) == ["an"]
    assert (await held(database, "one"), await held(database, "two")) == (1, 1)


async def test_a_claim_is_renewed_by_asking_again(database: Database) -> None:
    await come(database, "an")
    assert await taken(database, "one") == ["an"]
    await lapse(database)
    assert await taken(database, "one") == ["an"]
    assert await taken(database, "two") == []


async def test_many_processes_that_ask_at_once_share_everything(database: Database, empty_postgresql: str) -> None:
    await come(database, *(f"chat {number}" for number in range(60)))
    others = [open_database(empty_postgresql) for _ in range(4)]

    async def works(number: int, other: Database) -> list[str]:
        got: list[str] = []
        while part := await taken(other, f"process {number}", 5):
            got += part
        return got

    shares = await asyncio.gather(*(works(number, other) for number, other in enumerate(others)))
    assert sorted(chat for share in shares for chat in share) == sorted(f"chat {number}" for number in range(60))
    for other in others:
        await other.close()
