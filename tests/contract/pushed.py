"""A channel that is pushed to, behind the real web door on loopback."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import TypeVar

import uvicorn

from bot.listening import QuietServer, listener_at
from core.ports import Channel, RawUpdate
from core.pushing import hook_path
from tests.contract.worlds import PATIENCE, Store
from web.front import front
from web.hooks import Hooks

_C = TypeVar("_C", bound=Channel)


class Pushed:
    """What came through the door."""

    def __init__(self) -> None:
        self.store: Store | None = None
        self.last: Sequence[tuple[Channel, Sequence[RawUpdate]]] = ()
        self._news = asyncio.Event()

    async def take_in(self, batches: Sequence[tuple[Channel, Sequence[RawUpdate]]]) -> None:
        """Store what comes."""
        assert self.store is not None
        await self.store(batches)
        self.last = batches
        self._news.set()

    async def again(self) -> None:
        """The last delivery comes once more."""
        assert self.store is not None
        await self.store(self.last)

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait for something that deliveries bring about; the sender hears of the 200 a moment later."""
        async with asyncio.timeout(PATIENCE):
            while not condition():  # noqa: ASYNC110 - what the sender does with the answer rings no bell here
                await asyncio.sleep(0.005)


@asynccontextmanager
async def pushing_to(made: Callable[[str], _C], account: tuple[str, str]) -> AsyncIterator[tuple[_C, Pushed]]:
    """A channel made for its hook's URL, and the door that serves this."""
    listener = listener_at("127.0.0.1", 0)
    channel = made(f"http://127.0.0.1:{listener.getsockname()[1]}{hook_path(*account)}")
    pushed = Pushed()
    hooks = Hooks([channel], pushed.take_in)
    server = QuietServer(uvicorn.Config(front(hooks.routes()), log_level="warning", access_log=False, lifespan="off"))
    running = [asyncio.create_task(server.serve([listener])), asyncio.create_task(hooks.gathering.run())]
    try:
        yield channel, pushed
    finally:
        server.should_exit = True
        await asyncio.wait(running[:1], timeout=PATIENCE)
        running[1].cancel()
        await asyncio.gather(*running, return_exceptions=True)
