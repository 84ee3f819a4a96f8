"""Many webhooks at once, and one commit for all of them: waiting for the disk costs the same for one as for fifty."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from core.ports import Channel, RawUpdate

_log = logging.getLogger(__name__)

Batch = tuple[Channel, Sequence[RawUpdate]]
StoreTogether = Callable[[Sequence[Batch]], Awaitable[None]]
"""Stores all of it in one transaction, or raises and stores nothing."""

MOST_TOGETHER = 256
"""How many deliveries share a commit at most."""


@dataclass(slots=True)
class _Waiting:
    batch: Batch
    stored: "asyncio.Future[None]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Gathering:
    """Stores deliveries as they come: while one commit is on its way to the disk, the next ones gather.

    `run` it beside the server; it belongs to one event loop.
    """

    def __init__(self, store: StoreTogether) -> None:
        self._store = store
        self._waiting: list[_Waiting] = []
        self._news = asyncio.Event()

    async def stored(self, channel: Channel, updates: Sequence[RawUpdate]) -> None:
        """Returns when these are on disk. Raises what kept them from it: nothing of them is stored then."""
        waiting = _Waiting((channel, updates))
        self._waiting.append(waiting)
        self._news.set()
        await waiting.stored

    async def run(self) -> None:
        """Store what gathers, for ever. Cancelled, it stores what has gathered before it ends."""
        try:
            while True:
                await self._news.wait()
                self._news.clear()
                await self._commit_all()
        except asyncio.CancelledError:
            await self._commit_all()
            raise

    async def _commit_all(self) -> None:
        while self._waiting:
            together = self._waiting[:MOST_TOGETHER]
            del self._waiting[:MOST_TOGETHER]
            try:
                await self._store([each.batch for each in together])
            except Exception as error:
                await self._one_by_one(together, error)
            else:
                for each in together:
                    _settle(each, None)

    async def _one_by_one(self, together: Sequence[_Waiting], error: Exception) -> None:
        """The commit failed. Each for itself, so that one that the database cannot take holds up nobody else."""
        if len(together) == 1:
            _settle(together[0], error)
            return
        _log.warning("%d deliveries could not be stored together: %s", len(together), type(error).__name__)
        for each in together:
            try:
                await self._store([each.batch])
            except Exception as own:
                _settle(each, own)
            else:
                _settle(each, None)


def _settle(waiting: _Waiting, error: Exception | None) -> None:
    """Tell whoever waits, if the connection has not gone away meanwhile."""
    if waiting.stored.done():
        return
    if error is None:
        waiting.stored.set_result(None)
    else:
        waiting.stored.set_exception(error)
        with suppress(Exception):
            waiting.stored.exception()  # looked at, should nobody be there any more
