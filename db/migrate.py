"""Bringing a database to this program's schema, and saying when it cannot be done."""

import asyncio
import sys
from contextlib import aclosing
from typing import Any

from sqlalchemy import Connection, event, inspect, text

from db.engine import connected, make_engine, sqlite_file

HEAD = "0015"
"""The newest revision this program knows; raised with every migration (a test compares)."""


_FIRST_TABLES = ("unit", "seat", "member", "submission", "outbox")
"""Some of those that every version had."""


class NewerDatabase(Exception):
    """The database was written by a newer version of the program; it is left untouched."""


class HalfDatabase(Exception):
    """The database has our tables and does not say of which version they are; it is left untouched."""


def head() -> str:
    """The newest revision this program knows."""
    return HEAD


async def current(url: str) -> str | None:
    """The revision of the database at `url`; None for an empty one. Changes nothing.

    Raises NewerDatabase and HalfDatabase.
    """
    engine = make_engine(url)
    try:
        async with aclosing(await connected(engine)) as connection:
            revision = await connection.run_sync(_revision)
    finally:
        await engine.dispose()
    refuse_newer(revision)
    return revision


async def migrate(url: str, revision: str = "head") -> bool:
    """Upgrade the database at `url`; True when anything changed. Raises NewerDatabase and HalfDatabase.

    One transaction for all migrations, on SQLite and PostgreSQL: one that is cut short leaves the old tables and rows.
    """
    if await current(url) == HEAD:
        return False
    return await asyncio.to_thread(asyncio.run, _migrate(url, revision))


async def _migrate(url: str, revision: str) -> bool:
    engine = make_engine(url)
    if sqlite_file(url) is not None:
        event.listen(engine.sync_engine, "connect", _let_tables_be_rebuilt)
    try:
        async with aclosing(await connected(engine)) as connection:
            await connection.execution_options(nhacnop_writes=True)
            changed = await connection.run_sync(_upgrade, revision)
            await connection.commit()
            return changed
    finally:
        await engine.dispose()


def _let_tables_be_rebuilt(connection: Any, _record: Any) -> None:
    """SQLite changes a table by making it anew, which no row may point to meanwhile; they are checked afterwards."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=OFF")
    cursor.close()


def _upgrade(connection: Connection, revision: str) -> bool:
    """Look again inside the writing transaction: another process may have upgraded meanwhile."""
    # Alembic's templates would bring a highlighter of program texts: five megabytes in a process that goes on to serve.
    sys.modules.setdefault("mako.ext.pygmentplugin", None)  # type: ignore[arg-type]
    from db.upgrading import upgrade  # noqa: PLC0415 - Alembic is slow to import and rarely needed

    before = _revision(connection)
    if before == HEAD:
        return False
    refuse_newer(before)
    upgrade(connection, revision)
    return _revision(connection) != before


def refuse_newer(revision: str | None) -> None:
    """Raises NewerDatabase for a revision that this program does not know; None is an empty database."""
    if revision is None or revision == HEAD:
        return
    from db.upgrading import known  # noqa: PLC0415 - as above

    if not known(revision):
        raise NewerDatabase(revision)


def _revision(connection: Connection) -> str | None:
    tables = set(inspect(connection).get_table_names())
    named = "alembic_version" in tables
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all() if named else []
    if len(found) > 1:
        raise HalfDatabase(f"it says that it is of the versions {', '.join(sorted(found))}")
    if not found and (ours := sorted(tables.intersection(_FIRST_TABLES))):
        raise HalfDatabase(f'it has the table "{ours[0]}" and does not say of which version')
    return found[0] if found else None
