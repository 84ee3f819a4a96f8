"""Which of several processes polls, beats and sends? The one that holds a lock of the database.

So pacing, and one message at a time to a chat, stay in one place. When that process dies the database server lets
go of its lock, and another one takes it within seconds.
"""

import asyncio
import logging
from typing import Protocol

from db.engine import Database
from db.leadership import Leadership

LOOK_SECONDS = 2.0
"""Real seconds between two looks for the lock, and between two looks whether it is still held."""

_log = logging.getLogger(__name__)


class Leading(Protocol):
    """Whether it is this process's turn."""

    alone: bool
    """There is no other process."""

    @property
    def leads(self) -> bool:
        """Whether it is this process now."""
        ...

    async def begins(self) -> None:
        """Returns once it is this process."""
        ...

    async def ends(self) -> None:
        """Returns once it is no longer this process."""
        ...

    async def give_up(self) -> None:
        """Let another process go on."""
        ...


class Alone:
    """The only process: SQLite, and everything that tests and rehearses."""

    alone = True
    leads = True

    async def begins(self) -> None:
        """At once."""

    async def ends(self) -> None:
        """Never."""
        await asyncio.Event().wait()

    async def give_up(self) -> None:
        """There is nobody to go on."""


class AmongOthers:
    """One of several processes at a PostgreSQL database."""

    alone = False

    def __init__(self, database: Database) -> None:
        self._lock = Leadership(database)

    @property
    def leads(self) -> bool:
        """Whether the lock was held when it was last looked at."""
        return self._lock.held

    async def begins(self) -> None:
        """Ask for the lock until it is free. While the database is away nobody leads."""
        away = False
        while True:
            try:
                if await self._lock.take():
                    return
                away = False
            except Exception as error:
                if not away:  # said once, not every other second
                    _log.warning("the database cannot be asked who beats and sends: %s", type(error).__name__)
                away = True
            await asyncio.sleep(LOOK_SECONDS)

    async def ends(self) -> None:
        """The lock is lost with the connection that holds it."""
        while await self._lock.still_held():  # noqa: ASYNC110 - no bell rings when a connection dies
            await asyncio.sleep(LOOK_SECONDS)

    async def give_up(self) -> None:
        """Let go, so that another process need not wait."""
        await self._lock.release()
