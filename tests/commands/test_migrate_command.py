"""An installation that outgrew its file: all of it is copied into PostgreSQL, proved, and goes on there."""

import asyncio

import pytest
from sqlalchemy import select, text

from db.backup_file import copy_into
from db.copying import TABLES, sums
from db.engine import make_engine, open_database
from db.migrate import migrate
from db.tables import MEMBER
from tests.commands.conftest import Office


@pytest.fixture
def lived(office: Office) -> Office:
    """A replayed week, and settings that look at its database."""
    out = office.folder / "out"
    printed = office.run("replay", "--weeks", "1", "--roster", office.roster, "--out", out, "--json")
    assert printed.code == 0, printed.err
    _at(office, "sqlite+aiosqlite:///out/replay.db")
    return office


def _at(place: Office, url: str) -> None:
    place.config.write_text(f'database: {{url: "{url}"}}\nholidays: {{country: null}}\n', encoding="utf-8")


def test_a_whole_installation_moves_and_goes_on(lived: Office, empty_postgresql: str) -> None:
    before = lived.run("status", "--json").json
    moved = lived.run("migrate", "--to", empty_postgresql)
    assert moved.code == 0, moved.err
    assert "every count and sum is the same in both databases" in moved.out
    assert f"set database.url in config.yaml to {empty_postgresql}" in moved.out
    again = lived.run("migrate", "--to", empty_postgresql)
    assert (again.code, "is not empty" in again.err) == (1, True)
    _at(lived, empty_postgresql)
    after = lived.run("status", "--json").json
    assert {**after, "now": ""} == {**before, "now": ""}
    assert lived.run("admin-invite").code == 0  # new rows get numbers that nobody has
    assert lived.run("roster", "import", lived.roster, "--yes").code == 0


def test_there_and_back_again_every_value_of_every_row_is_the_same(lived: Office, empty_postgresql: str) -> None:
    here = f"sqlite+aiosqlite:///{lived.folder}/out/replay.db"
    back = f"sqlite+aiosqlite:///{lived.folder}/back.db"
    asyncio.run(copy_into(here, empty_postgresql))
    there = asyncio.run(_rows(empty_postgresql))
    asyncio.run(copy_into(empty_postgresql, back))
    assert asyncio.run(_rows(here)) == there == asyncio.run(_rows(back))
    assert sum(map(len, there.values())) > 100


def test_nothing_is_copied_onto_itself_or_to_a_mistyped_address(lived: Office) -> None:
    same = lived.run("migrate", "--to", "sqlite+aiosqlite:///out/replay.db")
    assert (same.code, "already; nothing was copied" in same.err) == (2, True)
    mistyped = lived.run("migrate", "--to", "postgres://db/x")
    assert (mistyped.code, "postgresql+asyncpg://user@host/name" in mistyped.err) == (2, True)
    secret = lived.run("migrate", "--to", "postgresql+asyncpg://u:geheim@db/x")
    assert "geheim" not in secret.err + secret.out


def test_a_copy_that_differs_is_not_kept(lived: Office, empty_postgresql: str) -> None:
    assert asyncio.run(_lose_audit_rows(empty_postgresql))
    moved = lived.run("migrate", "--to", empty_postgresql)
    assert (moved.code, "the copy differs in audit" in moved.err) == (1, True)
    assert asyncio.run(_members(empty_postgresql)) == 0


async def _lose_audit_rows(url: str) -> bool:
    """From now on this database forgets a table's rows without a word."""
    changed = await migrate(url)
    engine = make_engine(url)
    async with engine.connect() as connection:
        await connection.execution_options(nhacnop_writes=True)
        forget = "CREATE FUNCTION forget() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'"
        await connection.execute(text(forget))
        await connection.execute(
            text("CREATE TRIGGER forget BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION forget()")
        )
        await connection.commit()
    await engine.dispose()
    return changed


async def _rows(url: str) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    database = open_database(url)
    async with database.snapshot() as tx:
        found = {}
        for table in TABLES:
            rows = await tx.execute(select(table).order_by(*table.primary_key.columns))
            found[table.name] = [tuple(row) for row in rows]
    await database.close()
    return found


async def _members(url: str) -> int:
    database = open_database(url)
    async with database.snapshot() as tx:
        rows = (await sums(tx, MEMBER)).rows
    await database.close()
    return rows
