"""How much memory may pictures take that have come and are not stored yet?

Heavy ones have a room of their own, so that a few of them do not hold up everybody's photos.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

HEAVY_BYTES: Final = 2 * 1024 * 1024
"""Heavier than any photo that a messenger has compressed."""

LIGHT_ROOM: Final = 12 * 1024 * 1024
HEAVY_ROOM: Final = 40 * 1024 * 1024
"""Bytes; two of the heaviest pictures at a time."""


class Room:
    """So many bytes for pictures on their way, first come, first served. Used in one event loop."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._free = size
        self._waiting: deque[tuple[int, asyncio.Future[None]]] = deque()

    @asynccontextmanager
    async def taken(self, size: int) -> AsyncIterator[None]:
        """Wait for room for so many bytes, and keep it for the time of the block; what is larger takes all of it."""
        size = min(size, self._size)
        await self._take(size)
        try:
            yield
        finally:
            self._give(size)

    @property
    def free(self) -> int:
        """How many bytes are not taken."""
        return self._free

    async def _take(self, size: int) -> None:
        if size <= self._free and not self._waiting:
            self._free -= size
            return
        turn = asyncio.get_running_loop().create_future()
        self._waiting.append((size, turn))
        try:
            await turn
        except asyncio.CancelledError:
            # Either nobody waits here any more, or it was given in the very moment in which the wait ended.
            self._give(0 if turn.cancelled() else size)
            raise

    def _give(self, size: int) -> None:
        self._free += size
        while self._waiting:
            wanted, turn = self._waiting[0]
            if wanted > self._free and not turn.cancelled():
                break
            self._waiting.popleft()
            if not turn.cancelled():
                self._free -= wanted
                turn.set_result(None)


class Rooms:
    """One for light pictures and one for heavy ones."""

    def __init__(self) -> None:
        self.light = Room(LIGHT_ROOM)
        self.heavy = Room(HEAVY_ROOM)

    def of(self, size: int) -> Room:
        """Where a picture of so many bytes has its place."""
        return self.heavy if size > HEAVY_BYTES else self.light
