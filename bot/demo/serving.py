"""Serving the demo: the page is there at once, the province is opened behind it; Ctrl-C stops both gently."""

import asyncio
import socket
from collections.abc import Callable

import uvicorn

from bot.demo.stage import DemoStage
from bot.listening import QuietServer, listener_at
from bot.session import CommandError
from web.chat.app import chat_page
from web.chat.door import loopback_hosts
from web.chat.feed import Feed

LOOPBACK = "127.0.0.1"


def bind(port: int) -> socket.socket:
    """Take a port on loopback, 0 for any. Raises CommandError naming it when another program has it."""
    try:
        return listener_at(LOOPBACK, port)
    except OSError as error:
        raise CommandError(
            f"port {port} on {LOOPBACK} cannot be used ({error.strerror or error}): perhaps another demo, or another "
            f"program, is running there; nothing was started. Choose another one: nhacnop demo --port {_other(port)}"
        ) from error


def _other(port: int) -> int:
    """A port that is free at this moment, near the one that was wanted if possible."""
    for candidate in (*range(port + 1, min(port + 20, 65536)), 0):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            try:
                probe.bind((LOOPBACK, candidate))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    return 8081


class Serving:
    """One demo being served until `stop`."""

    def __init__(self, stage: DemoStage, listener: socket.socket) -> None:
        self._stage = stage
        self._listener = listener
        self._feed = Feed()
        port = int(listener.getsockname()[1])
        self.address = f"http://{LOOPBACK}:{port}/"
        app = chat_page(stage, stage.organisation, loopback_hosts(port), self._feed)
        self._server = QuietServer(
            uvicorn.Config(app, log_level="warning", access_log=False, lifespan="on", timeout_graceful_shutdown=2)
        )

    def stop(self) -> None:
        """Stop soon: open pages are told by the end of their streams, what was said is stored."""
        self._feed.close()
        self._server.should_exit = True

    async def run(self, ready: Callable[[], None]) -> None:
        """Serve until stopped. `ready` is called at once: the port listens, so a browser may come.

        Raises what stopped the province.
        """
        page = asyncio.create_task(self._server.serve([self._listener]))
        ready()
        province = asyncio.create_task(self._play())
        try:
            await asyncio.wait({page, province}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self.stop()
            province.cancel()
            outcomes = await asyncio.gather(page, province, return_exceptions=True)
        for outcome in outcomes:
            if isinstance(outcome, Exception):
                raise outcome

    async def _play(self) -> None:
        async with self._stage.played() as living:
            await living.run()
