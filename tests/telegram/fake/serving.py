"""Starting the stand-in: in this event loop, or in a thread of its own."""

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Final

from aiohttp import web

from core.ports import Clock
from tests.telegram.fake.stand_in import FakeTelegram

_LARGEST_REQUEST: Final = 64 << 20


@asynccontextmanager
async def served(fake: FakeTelegram, port: int = 0) -> AsyncIterator[None]:
    """Serve in this event loop; port 0 takes a free one.

    Left and entered again on the same port: Telegram was down for a while.
    """
    server = web.Server(fake.door.answer, request_factory=base_request, handler_cancellation=True, access_log=None)
    runner = web.ServerRunner(server, shutdown_timeout=0.5)
    await runner.setup()
    delivering = asyncio.create_task(fake.webhook.deliver())
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
        fake.port = runner.addresses[0][1]
        yield
    finally:
        fake.updates.end_poll(None)
        delivering.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await delivering
        await runner.cleanup()


@asynccontextmanager
async def serving(clock: Clock | None = None, *, checking: bool = True) -> AsyncIterator[FakeTelegram]:
    """A stand-in in this event loop. At the end it fails when anything broke the specification."""
    fake = FakeTelegram(clock, checking=checking)
    async with served(fake):
        yield fake
    fake.assert_clean()


@contextmanager
def serving_in_thread(clock: Clock | None = None, *, checking: bool = True) -> Iterator[FakeTelegram]:
    """A stand-in in a thread of its own, for tests and benches that run the bot as a process, or block."""
    fake = FakeTelegram(clock, checking=checking)
    ready = threading.Event()
    stop: list[asyncio.Event] = []
    loops: list[asyncio.AbstractEventLoop] = []

    async def serve() -> None:
        stop.append(asyncio.Event())
        loops.append(asyncio.get_running_loop())
        try:
            async with served(fake):
                ready.set()
                await stop[0].wait()
        finally:
            ready.set()

    thread = threading.Thread(target=asyncio.run, args=(serve(),), name="fake Telegram", daemon=True)
    thread.start()
    ready.wait()
    assert fake.port, "the stand-in for Telegram did not start"
    try:
        yield fake
    finally:
        loops[0].call_soon_threadsafe(stop[0].set)
        thread.join(timeout=10)
    fake.assert_clean()


def base_request(*parts: object) -> web.BaseRequest:
    """A request as aiohttp makes it for a bare server, but of any size."""
    message, payload, protocol, writer, task, *_ = parts
    loop = asyncio.get_running_loop()
    return web.BaseRequest(
        message,  # type: ignore[arg-type]  # aiohttp hands them over in this order
        payload,  # type: ignore[arg-type]
        protocol,  # type: ignore[arg-type]
        writer,  # type: ignore[arg-type]
        task,  # type: ignore[arg-type]
        loop,
        client_max_size=_LARGEST_REQUEST,
    )
