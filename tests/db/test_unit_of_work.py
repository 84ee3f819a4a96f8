"""What a transaction promises: whole or not at all, one writer at a time, durable, with foreign keys."""

import ast
import asyncio
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from db.engine import Database, Tx, open_database, sqlite_file
from db.insert import insert_one
from db.tables import MEMBER, TENURE
from tests.databases import only_sqlite
from tests.db.province import MONDAY

DB = Path(__file__).parents[2] / "db"


async def names(database: Database) -> list[str]:
    async with database.snapshot() as tx:
        return list((await tx.execute(select(MEMBER.c.name).order_by(MEMBER.c.id))).scalars())


async def add(tx: Tx, name: str) -> int:
    return await insert_one(tx, MEMBER, name=name)


# ---- whole or not at all ---------------------------------------------------------------------------------------


async def test_a_transaction_that_ends_well_is_kept(database: Database, url: str) -> None:
    async with database.transaction() as tx:
        await add(tx, "An")
        await add(tx, "Bình")
    await database.close()
    again = open_database(url)
    assert await names(again) == ["An", "Bình"]
    await again.close()


async def test_an_exception_rolls_everything_back(database: Database) -> None:
    with pytest.raises(RuntimeError):
        async with database.transaction() as tx:
            await add(tx, "An")
            raise RuntimeError
    assert await names(database) == []


async def test_after_a_failed_transaction_the_next_one_works(database: Database) -> None:
    for _ in range(20):  # more often than there are connections
        with pytest.raises(RuntimeError):
            async with database.transaction() as tx:
                await add(tx, "An")
                raise RuntimeError
    async with database.transaction() as tx:
        await add(tx, "Bình")
    assert await names(database) == ["Bình"]


async def test_a_cancelled_transaction_writes_nothing_and_frees_the_way(database: Database) -> None:
    async def write_for_ever(so_many: int, written: asyncio.Event) -> None:
        async with database.transaction() as tx:
            for number in count():
                if number == so_many:
                    written.set()
                await add(tx, "An")

    for so_many in range(20):
        written = asyncio.Event()
        writing = asyncio.create_task(write_for_ever(so_many, written))
        await written.wait()
        writing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await writing
    async with database.transaction() as tx:
        await add(tx, "Bình")
    assert await names(database) == ["Bình"]


async def test_a_savepoint_that_raises_is_rolled_back_alone(database: Database) -> None:
    async with database.transaction() as tx:
        await add(tx, "An")
        with pytest.raises(IntegrityError):
            async with tx.begin_nested():
                await add(tx, "Bình")
                await insert_one(tx, TENURE, seat_id=7, member_id=7, from_day=None)
        async with tx.begin_nested():
            await add(tx, "Chi")
    assert await names(database) == ["An", "Chi"]


def test_only_the_unit_of_work_and_the_migration_commit() -> None:
    committing = set()
    for path in DB.rglob("*.py"):
        found = [node for node in ast.walk(ast.parse(path.read_bytes())) if isinstance(node, ast.Attribute)]
        if any(call.attr in {"commit", "rollback", "autocommit"} for call in found):
            committing.add(path.relative_to(DB).as_posix())
    assert committing <= {"engine.py", "migrate.py", "hurry.py"}  # the last is the driver


# ---- beside each other -----------------------------------------------------------------------------------------


async def test_a_snapshot_does_not_see_what_is_not_committed(database: Database) -> None:
    async with database.transaction() as tx:
        await add(tx, "An")
        assert await names(database) == []
    assert await names(database) == ["An"]


async def test_a_snapshot_is_one_picture_however_long_it_is_looked_at(database: Database) -> None:
    counting = select(func.count()).select_from(MEMBER)
    async with database.snapshot() as before:
        assert (await before.execute(counting)).scalar_one() == 0
        async with database.transaction() as tx:
            await add(tx, "An")
        assert (await before.execute(counting)).scalar_one() == 0
    assert await names(database) == ["An"]


async def test_any_number_of_snapshots_get_their_turn(database: Database) -> None:
    async def look() -> int:
        async with database.snapshot() as tx:
            first = (await tx.execute(select(func.count()).select_from(MEMBER))).scalar_one()
            await asyncio.sleep(0)
            return int(first)

    async with database.transaction() as tx:
        await add(tx, "An")
        async with asyncio.timeout(20):
            assert await asyncio.gather(*(look() for _ in range(100))) == [0] * 100


async def test_writing_in_a_snapshot_is_refused(database: Database) -> None:
    for _ in range(3):
        with pytest.raises(DBAPIError, match=r"read-?only"):
            async with database.snapshot() as tx:
                await add(tx, "An")
        async with database.transaction() as tx:  # the same connection may write again
            await add(tx, "Bình")
    assert await names(database) == ["Bình"] * 3


async def test_concurrent_increments_are_not_lost(database: Database, url: str) -> None:
    async with database.transaction() as tx:
        await add(tx, "0")
    other = open_database(url)  # as another process would

    async def increment(through: Database) -> None:
        async with through.transaction() as tx:
            value = int((await tx.execute(select(MEMBER.c.name))).scalar_one())
            await asyncio.sleep(0)
            await tx.execute(update(MEMBER).values(name=str(value + 1)))

    await asyncio.gather(*(increment(through) for through in [database, other] * 25))
    assert await names(database) == ["50"]
    await other.close()


async def test_a_transaction_reads_what_others_committed_while_it_waited(database: Database) -> None:
    entered = asyncio.Event()

    async def second() -> list[str]:
        entered.set()
        async with database.transaction() as tx:
            return list((await tx.execute(select(MEMBER.c.name))).scalars())

    async with database.transaction() as tx:
        waiting = asyncio.create_task(second())
        await entered.wait()
        await add(tx, "An")
    assert await waiting == ["An"]


# ---- SQLite's settings -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 30_000)]
)
async def test_every_connection_is_durable_and_checks_foreign_keys(
    database: Database, pragma: str, value: object
) -> None:
    only_sqlite("pragmas are its settings")
    async with database.transaction() as one, database.snapshot() as two, database.snapshot() as three:
        for tx in (one, two, three):
            assert (await tx.exec_driver_sql(f"PRAGMA {pragma}")).scalar_one() == value


async def test_a_row_that_points_to_nothing_is_refused(database: Database) -> None:
    async with database.transaction() as tx:
        member = await add(tx, "An")
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
        async with database.transaction() as tx:
            await insert_one(tx, TENURE, seat_id=99, member_id=member, from_day=MONDAY)


async def test_the_folder_of_a_new_database_is_made(tmp_path: Path) -> None:
    database = open_database(f"sqlite+aiosqlite:///{tmp_path}/a/b/new.db")
    async with database.snapshot() as tx:
        await tx.exec_driver_sql("SELECT 1")
    await database.close()
    assert (tmp_path / "a" / "b" / "new.db").exists()


def test_only_a_sqlite_url_has_a_file() -> None:
    assert sqlite_file("sqlite+aiosqlite:///data/nhacnop.db") == Path("data/nhacnop.db")
    assert sqlite_file("postgresql+asyncpg://somebody@example.org/nhacnop") is None
