"""How does somebody wait for something that another thread, or another task, brings about?"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Bell:
    """Wakes somebody who waits in an event loop, from whichever thread."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._event = asyncio.Event()

    def ring(self) -> None:
        """Something happened."""
        self._loop.call_soon_threadsafe(self._event.set)

    async def wait(self) -> None:
        """Wait for the next ring."""
        await self._event.wait()
        self._event.clear()


class Bells:
    """The bells of all who listen to the same thing."""

    def __init__(self) -> None:
        self._bells: list[Bell] = []

    def ring(self) -> None:
        """Something happened."""
        for bell in tuple(self._bells):
            bell.ring()

    @contextmanager
    def listening(self) -> Iterator[Bell]:
        """A bell of one's own."""
        bell = Bell()
        self._bells.append(bell)
        try:
            yield bell
        finally:
            self._bells.remove(bell)

    async def until(self, condition: Callable[[], bool], within: float) -> None:
        """Wait until the condition holds; it is asked at every ring. Raises TimeoutError after so many seconds."""
        with self.listening() as bell:
            async with asyncio.timeout(within):
                while not condition():
                    await bell.wait()
