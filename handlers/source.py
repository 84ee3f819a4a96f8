"""Where stored updates are taken from: all of them by the only process, or those that no other process holds."""

from collections.abc import Sequence
from typing import Protocol

from db import claims, inbox
from db.engine import Database, Tx
from db.inbox import Waiting


class Source(Protocol):
    """What the intake reads, and what it asks before it commits."""

    shared: bool
    """Whether other processes read from it, too."""

    idle_seconds: float
    """How long an idle intake may wait before it looks again without having been told of news."""

    async def read(self, limit: int) -> list[Waiting]:
        """Updates that wait to be handled, in order of arrival; some may have been read before."""
        ...

    async def along(self, tx: Tx, limit: int) -> list[Waiting]:
        """The same within a transaction that is this one's to write in anyway, where a turn of its own is saved."""
        ...

    async def mine(self, tx: Tx, ids: Sequence[int]) -> set[int]:
        """Those of them that are still to be handled here."""
        ...


class Alone:
    """The only process at this database: everything is its to handle, once."""

    shared = False
    idle_seconds = 30.0

    def __init__(self, database: Database) -> None:
        self._database = database
        self._seen = 0

    async def read(self, limit: int) -> list[Waiting]:
        """What came in since the last look."""
        async with self._database.snapshot() as tx:
            rows = await inbox.waiting(tx, self._seen, limit)
        self._seen = max((row.id for row in rows), default=self._seen)
        return rows

    async def along(self, tx: Tx, limit: int) -> list[Waiting]:
        """Nothing: reading needs no turn."""
        return []

    async def mine(self, tx: Tx, ids: Sequence[int]) -> set[int]:
        """All of them."""
        return set(ids)


class AmongOthers:
    """One of several processes at a PostgreSQL database. `holder` names this one.

    What another process stored is found by looking, so an answer may come a quarter of a second later.
    """

    shared = True
    idle_seconds = 0.25

    def __init__(self, database: Database, holder: str) -> None:
        self._database = database
        self._holder = holder

    async def read(self, limit: int) -> list[Waiting]:
        """What nobody holds; and again what this process has held for so long that its claim ran out."""
        async with self._database.snapshot() as tx:
            if not await claims.any_free(tx):
                return []
        async with self._database.transaction() as tx:
            return await claims.claim(tx, self._holder, limit)

    async def along(self, tx: Tx, limit: int) -> list[Waiting]:
        """What nobody holds, as `read`."""
        return await claims.claim(tx, self._holder, limit)

    async def mine(self, tx: Tx, ids: Sequence[int]) -> set[int]:
        """Those that did not pass to another process while this one was too slow."""
        return await claims.still_held(tx, self._holder, ids)
