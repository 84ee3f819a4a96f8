"""A sweep survives its bad rows, but not a fault that is everywhere."""

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from db.engine import Database, Tx, open_database
from db.insert import insert_one
from db.migrate import migrate
from db.people import names_of
from db.tables import MEMBER
from scheduler.batches import HOPELESS, work_through
from tests.databases import url_of

BATCH = 10


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """An empty database."""
    url = url_of(tmp_path / "nhacnop.db")
    await migrate(url)
    database = open_database(url)
    yield database
    await database.close()


async def _written(database: Database) -> set[str]:
    async with database.snapshot() as tx:
        return set((await names_of(tx, list(range(1, 200)))).values())


async def test_every_row_is_written_once_batch_by_batch(database: Database) -> None:
    sizes: list[int] = []

    async def find(tx: Tx, after: int) -> Sequence[int]:
        return [row for row in range(1, 26) if row > after][:BATCH]

    async def write(tx: Tx, rows: Sequence[int]) -> None:
        sizes.append(len(rows))
        for row in rows:
            await insert_one(tx, MEMBER, name=f"row {row}")

    assert await work_through(database, find, lambda row: row, write) == 25
    assert sizes == [10, 10, 5]
    assert await _written(database) == {f"row {row}" for row in range(1, 26)}


async def test_a_bad_row_is_set_aside_and_the_others_of_its_batch_are_written(database: Database) -> None:
    async def find(tx: Tx, after: int) -> Sequence[int]:
        return [row for row in range(1, 26) if row > after][:BATCH]

    async def write(tx: Tx, rows: Sequence[int]) -> None:
        for row in rows:
            await insert_one(tx, MEMBER, name=f"row {row}")
            if row == 7:
                raise ValueError("a bad row")

    assert await work_through(database, find, lambda row: row, write) == 24
    assert await _written(database) == {f"row {row}" for row in range(1, 26)} - {"row 7"}


async def test_a_fault_that_is_everywhere_fails_the_step_so_that_it_is_tried_again(database: Database) -> None:
    tried: list[int] = []

    async def find(tx: Tx, after: int) -> Sequence[int]:
        return [row for row in range(1, 101) if row > after]

    async def write(tx: Tx, rows: Sequence[int]) -> None:
        tried.append(len(rows))
        raise ValueError("not the rows' fault")

    with pytest.raises(ValueError, match="not the rows' fault"):
        await work_through(database, find, lambda row: row, write)
    assert tried == [100, *[1] * HOPELESS]
    assert await _written(database) == set()
