"""How a database is opened and how a transaction is made. Only the unit of work here commits."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from db.hurry import connect

Tx = AsyncConnection
"""A running transaction, as every function of db/ takes it. None of them commits."""

DatabaseAway = DBAPIError
"""What every statement raises when the database cannot be opened, is locked for too long, or is broken."""

_AWAY_CODES = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY")
_AWAY_STATES = ("08", "53", "57P", "58")
"""PostgreSQL's SQLSTATEs of lost connections, exhausted disks and memories, servers that stop, and system errors."""


def is_away(error: BaseException) -> bool:
    """Whether an error says that the database cannot work now, whatever it is asked: locked, disk full, gone."""
    if not isinstance(error, DBAPIError):
        return False
    code = getattr(error.orig, "sqlite_errorname", "")
    state = getattr(error.orig, "sqlstate", None) or ""
    return error.connection_invalidated or code.startswith(_AWAY_CODES) or state.startswith(_AWAY_STATES)


def away_in_words(error: DBAPIError) -> str:
    """What the driver says, in one line without SQLAlchemy's own words and links."""
    return str(error.orig).splitlines()[0][:200] if str(error.orig) else type(error.orig).__name__


BUSY_SECONDS = 30
"""How long a write waits for another process's lock before it fails."""

READERS = 10
"""The most snapshots at a time; further ones wait their turn. The pool has more connections than that."""

POSTGRESQL_WRITER = 0x6E686163
"""The advisory lock that makes a PostgreSQL database have one writer at a time, as SQLite has."""


CONNECT_SECONDS = 5.0
"""How long connecting to a PostgreSQL server may take."""

_KEEPALIVE = {"tcp_keepalives_idle": "3", "tcp_keepalives_interval": "2", "tcp_keepalives_count": "2"}
"""A machine that vanished without a word is known to the server within seven seconds, and so are its locks."""


class Database:
    """One installation's database. Create it with `open_database`, close it when done.

    Connections are kept open between transactions: taking one from a pool and giving it back costs more than a
    small transaction.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        # SQLite has one writer. Waiting here in order is fair and cheap; waiting in SQLite is polling.
        self._writer = asyncio.Lock()
        self._readers = asyncio.Semaphore(READERS)
        self._idle_writers: list[AsyncConnection] = []
        self._idle_readers: list[AsyncConnection] = []

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Tx]:
        """A writing transaction: commits when the block ends well, else rolls everything back.

        One at a time in this process; no network may be awaited inside.
        """
        async with self._writer, self._kept(self._idle_writers, writes=True) as connection, connection.begin():
            yield connection

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[Tx]:
        """A reading transaction: one consistent picture, beside writers. The database refuses to write in it."""
        async with self._readers, self._kept(self._idle_readers, writes=False) as connection, connection.begin():
            yield connection

    @asynccontextmanager
    async def _kept(self, idle: list[AsyncConnection], writes: bool) -> AsyncIterator[AsyncConnection]:
        if idle:
            connection = idle.pop()
        else:
            connection = await connected(self._engine)
            await connection.execution_options(nhacnop_writes=writes)
        try:
            yield connection
        except BaseException as error:
            await connection.close()  # whatever went wrong, the next one starts afresh
            if is_away(error):
                await self._let_go()  # a server that was away has forgotten the others too
            raise
        idle.append(connection)

    async def session(self) -> AsyncConnection:
        """A connection outside every transaction, for locks that live as long as it does. Whoever asks closes it."""
        connection = await connected(self._engine)
        return await connection.execution_options(isolation_level="AUTOCOMMIT", nhacnop_session=True)

    async def close(self) -> None:
        """Give the connections back."""
        await self._let_go()
        await self._engine.dispose()

    async def _let_go(self) -> None:
        """Keep no idle connection."""
        for idle in (self._idle_writers, self._idle_readers):
            while idle:
                connection = idle.pop()
                with suppress(DBAPIError):  # it is gone already
                    await connection.close()


async def connected(engine: AsyncEngine) -> AsyncConnection:
    """A connection of this engine. Raises DatabaseAway whatever the driver raises when it cannot connect."""
    try:
        return await engine.connect()
    except DBAPIError:
        raise
    except Exception as error:
        raise from_driver("connect", error) from error


def from_driver(statement: str, error: Exception) -> DBAPIError:
    """What PostgreSQL's driver raises where it is used directly, the system's errors and its own, as a statement's."""
    state = getattr(error, "sqlstate", None) or ""
    away = isinstance(error, OSError) or state.startswith(_AWAY_STATES)
    return OperationalError(statement, None, error, connection_invalidated=away)


def open_database(url: str, *, passing: bool = False) -> Database:
    """A database at this SQLAlchemy URL. The folder of a SQLite file is made; nothing is migrated here.

    `passing`: nobody will look at it after this run, so a commit survives a killed process but need not survive a
    power cut, and does not wait for the disk. It may also take 64 MB of memory for pages.
    """
    engine = make_engine(url, alone=passing)
    if passing and sqlite_file(url) is not None:
        event.listen(engine.sync_engine, "connect", _spare_the_disk)
    return Database(engine)


def make_engine(url: str, *, alone: bool = False) -> AsyncEngine:
    """An engine with one writer at a time. SQLite's connections are durable and check foreign keys."""
    path = sqlite_file(url)
    if path is None:
        engine = create_async_engine(url, connect_args={"timeout": CONNECT_SECONDS, "server_settings": _KEEPALIVE})
        event.listen(engine.sync_engine, "begin", _begin_postgresql)
        return engine
    path.parent.mkdir(parents=True, exist_ok=True)
    engine = create_async_engine(
        url, hide_parameters=True, async_creator=lambda *_, **__: connect(str(path), BUSY_SECONDS, alone=alone)
    )
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def sqlite_file(url: str) -> Path | None:
    """The file behind a SQLite URL; None for another engine."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        return None
    return Path(parsed.database)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver's own BEGIN is deferred and lets two writers collide
    cursor = connection.cursor()
    for pragma in ("synchronous=FULL", "foreign_keys=ON", "temp_store=MEMORY"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _spare_the_disk(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in ("synchronous=NORMAL", "cache_size=-65536"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _writes(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get("nhacnop_writes", False))


def _begin_sqlite(connection: Connection) -> None:
    writes = _writes(connection)
    if connection.info.pop("nhacnop_writes", None) is not writes:  # the connection comes from the pool as it was left
        connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if writes else 'ON'}")
    connection.info["nhacnop_writes"] = writes
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get("nhacnop_session", False):
        return
    if _writes(connection):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({POSTGRESQL_WRITER})")
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
