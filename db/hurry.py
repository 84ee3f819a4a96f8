"""A SQLite connection on aiosqlite that visits its thread once a statement instead of five times.

SQLAlchemy's adapter opens a cursor, executes, fetches and closes in separate visits of the connection's thread;
each visit costs more than a small statement itself (measured: a replay takes 1.8 times as long). Here one visit
does all four; everything else is aiosqlite's. Rows are fetched whole: no statement may return more than memory
holds.
"""

import asyncio
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

import aiosqlite

_PAUSE_SECONDS = 0.02


class HurriedCursor:
    """As much of a cursor as SQLAlchemy's adapter uses."""

    def __init__(self, connection: "HurriedConnection") -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def __aenter__(self) -> "HurriedCursor":
        return self

    async def execute(self, sql: str, parameters: Sequence[Any] = ()) -> "HurriedCursor":
        """Execute and fetch everything."""
        await self._connection.visit(self._execute, sql, parameters)
        return self

    async def executemany(self, sql: str, parameters: Iterable[Sequence[Any]]) -> "HurriedCursor":
        """Execute once for each of the parameters."""
        await self._connection.visit(self._executemany, sql, list(parameters))
        return self

    async def fetchall(self) -> list[Any]:
        """What the last statement returned."""
        return self._rows

    async def close(self) -> None:
        """Nothing is open any more."""

    def _execute(self, connection: sqlite3.Connection, sql: str, parameters: Sequence[Any]) -> None:
        cursor = connection.execute(sql, parameters)
        self.description = cursor.description
        self._rows = cursor.fetchall() if cursor.description else []
        self._keep(cursor)

    def _executemany(self, connection: sqlite3.Connection, sql: str, parameters: list[Sequence[Any]]) -> None:
        self.description = None
        self._keep(connection.executemany(sql, parameters))

    def _keep(self, cursor: sqlite3.Cursor) -> None:
        self.rowcount = cursor.rowcount
        self.lastrowid = cursor.lastrowid
        cursor.close()


class HurriedConnection(aiosqlite.Connection):
    """An aiosqlite connection with hurried cursors."""

    def cursor(self) -> Any:
        """A cursor that costs nothing until it executes."""
        return HurriedCursor(self)

    alone = False
    """Nobody else has anything to do while this one works: its thread is not visited at all."""

    async def commit(self) -> None:
        """Commit; nothing to do after a lone question, which needed no transaction."""
        if self._conn.in_transaction:
            await self.visit(sqlite3.Connection.commit)

    async def rollback(self) -> None:
        """Roll back what there is."""
        if self._conn.in_transaction:
            await self.visit(sqlite3.Connection.rollback)

    async def visit(self, do: Any, *arguments: Any) -> None:
        """Run `do(connection, …)` in the connection's thread."""
        if self.alone:
            do(self._conn, *arguments)
            return
        execute: Any = self._execute
        await execute(do, self._conn, *arguments)


async def connect(path: str, wait_seconds: float, *, alone: bool = False) -> aiosqlite.Connection:
    """Open a database file; a write waits so long for another process's lock.

    `alone`: the event loop does the work itself and stands still meanwhile. For a rehearsal that nobody talks to,
    where it takes a fifth less time.
    """

    def connector() -> sqlite3.Connection:
        return sqlite3.connect(path, timeout=wait_seconds, check_same_thread=not alone)

    connection = HurriedConnection(connector, 64)
    connection.alone = alone
    connection._thread.daemon = True  # as SQLAlchemy does: a forgotten connection must not keep the program alive
    await connection
    try:
        await _write_ahead(connection, wait_seconds)
    except BaseException:
        await connection.close()
        raise
    return connection


async def _write_ahead(connection: HurriedConnection, wait_seconds: float) -> None:
    """Have the file keep its write-ahead log, so that readers and the writer do not wait for each other.

    Of two that open a new file at the same moment SQLite refuses one without waiting, whatever it was told.
    """
    loop = asyncio.get_running_loop()
    until = loop.time() + wait_seconds
    while True:
        try:
            await connection.visit(_set_journal)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or loop.time() >= until:
                raise
            await asyncio.sleep(_PAUSE_SECONDS)
        else:
            return


def _set_journal(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode=WAL").close()
