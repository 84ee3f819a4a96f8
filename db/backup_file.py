"""A whole database as one SQLite file: written from either engine while others work, and checked."""

import asyncio
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from db.copying import Sums, copy_all
from db.engine import open_database, sqlite_file
from db.migrate import migrate

_WHOLE = ("INTEGER", "BIGINT", "SMALLINT")
"""How columns of whole numbers are declared."""


@dataclass(frozen=True, slots=True)
class Held:
    """What a file of any version holds: its revision, its tables in figures, the pictures that should lie beside it."""

    revision: str
    tables: Mapping[str, Sums]
    pictures: frozenset[str]


class NotWritten(Exception):
    """The file could not be written; says why."""


class Damaged(Exception):
    """The file is not a whole database; says in what."""


async def write_file(url: str, file: Path) -> None:
    """Write the database at `url` as it is at one moment into a new file.

    Nobody is stopped meanwhile: SQLite copies within one reading transaction, PostgreSQL within a repeatable read.
    Raises DatabaseAway, and NotWritten when the file cannot be written (a full disk, say).
    """
    source = sqlite_file(url)
    if source is not None:
        await asyncio.to_thread(_vacuum_into, source, file)
    else:
        await copy_into(url, f"sqlite+aiosqlite:///{file.as_posix()}")


async def copy_into(source: str, target: str) -> None:
    """Copy all rows into an empty database that is made for it. Raises as `copy_all`."""
    await migrate(target)
    old, new = open_database(source), open_database(target, passing=True)
    try:
        async with old.snapshot() as from_tx, new.transaction() as to_tx:
            await copy_all(from_tx, to_tx, lambda table, rows: None)
    finally:
        await old.close()
        await new.close()


def _vacuum_into(source: Path, file: Path) -> None:
    with closing(sqlite3.connect(_to_read(source), uri=True, timeout=30)) as connection:
        try:
            connection.execute("VACUUM INTO ?", (str(file),))
        except sqlite3.Error as error:
            raise NotWritten(str(error)) from None


def _to_read(file: Path) -> str:
    """The file's name for SQLite, not to be written. In a URI: a folder may be called "Tổ #1" or "50%"."""
    return f"{file.absolute().as_uri()}?mode=ro"


async def look_into(file: Path) -> Held:
    """Check the file from its first page to its last row, and say what it holds. Raises Damaged."""
    await asyncio.to_thread(_check, file)
    return await held_in(file)


async def held_in(file: Path) -> Held:
    """What the file says that it holds; nothing is checked. Raises Damaged when it cannot be read at all."""
    return await asyncio.to_thread(_held_in, file)


def pictures_named_in(file: Path) -> frozenset[str]:
    """The pictures that should lie beside this file. Raises Damaged."""
    with _opened(file) as connection:
        return _pictures(connection)


def _held_in(file: Path) -> Held:
    with _opened(file) as connection:
        (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        tables = {table: _figures(connection, table) for table in _tables(connection)}
        return Held(str(revision), tables, _pictures(connection))


def _tables(connection: sqlite3.Connection) -> list[str]:
    """Of whatever version the file is: tables are those it has, not those that this program knows."""
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
    return sorted(name for (name,) in rows if name != "alembic_version")


def _figures(connection: sqlite3.Connection, table: str) -> Sums:
    described = connection.execute("SELECT name, type FROM pragma_table_info(?)", (table,)).fetchall()
    numbers = [name for name, kind in described if kind in _WHOLE]
    columns = ["count(*)", *(f'coalesce(sum("{name}"), 0)' for name in numbers)]
    rows, *totals = connection.execute(f'SELECT {", ".join(columns)} FROM "{table}"').fetchone()  # noqa: S608 - its own
    return Sums(int(rows), {name: int(total) for name, total in zip(numbers, totals, strict=True)})


def _check(file: Path) -> None:
    with _opened(file) as connection:
        wrong = connection.execute("PRAGMA integrity_check(3)").fetchall()
        if wrong != [("ok",)]:
            raise Damaged(f"its pages: {wrong[0][0]}")
        loose = connection.execute("PRAGMA foreign_key_check").fetchone()
        if loose is not None:
            raise Damaged(f"rows of {loose[0]} that point to nothing")


def _pictures(connection: sqlite3.Connection) -> frozenset[str]:
    rows = connection.execute("SELECT sha256 FROM media WHERE purged_at IS NULL").fetchall()
    return frozenset(row[0] for row in rows)


@contextmanager
def _opened(file: Path) -> Iterator[sqlite3.Connection]:
    if not file.is_file():
        raise Damaged("there is no such file")
    with closing(sqlite3.connect(_to_read(file), uri=True, timeout=30)) as connection:
        try:
            yield connection
        except (sqlite3.DatabaseError, TypeError) as error:
            raise Damaged(f"it cannot be read as a database ({error})") from None
