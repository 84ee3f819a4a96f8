"""A lock that one connection holds for as long as it lives: PostgreSQL's advisory lock of a session."""

import asyncio
from contextlib import suppress

from sqlalchemy.ext.asyncio import AsyncConnection

from db.engine import Database

LEADER = 0x6E68616C
"""The key of the lock."""

ANSWER_SECONDS = 4.0
"""A connection that does not answer for so long is given up, and with it the lock."""


class Leadership:
    """PostgreSQL only. The server frees the lock when the connection ends, by a death of the process too."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection: AsyncConnection | None = None

    @property
    def held(self) -> bool:
        """Whether the lock was held when it was last looked at."""
        return self._connection is not None

    async def take(self) -> bool:
        """Take the lock if it is free. Raises what the database raises when it is away."""
        connection = await self._database.session()
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                free = bool((await connection.exec_driver_sql(f"SELECT pg_try_advisory_lock({LEADER})")).scalar_one())
        except BaseException:
            await _drop(connection)
            raise
        if free:
            self._connection = connection
        else:
            await connection.close()
        return free

    async def still_held(self) -> bool:
        """Whether the connection that holds the lock is alive."""
        if self._connection is None:
            return False
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                await self._connection.exec_driver_sql("SELECT 1")
        except Exception:
            await self.release()
            return False
        return True

    async def release(self) -> None:
        """Let go. A second call changes nothing."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await _drop(connection)


async def _drop(connection: AsyncConnection) -> None:
    """End the connection itself: one given back to the pool would keep the lock."""
    with suppress(Exception):
        await connection.invalidate()
    with suppress(Exception):
        await connection.close()
