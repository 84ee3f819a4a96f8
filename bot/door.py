"""The one HTTP door of a running installation: what is served there, and on which port."""

import asyncio
import logging
import socket
from collections.abc import Awaitable, Callable, Sequence

import uvicorn
from starlette.routing import BaseRoute

from bot.config import WebSettings
from bot.listening import QuietServer, listener_at
from bot.session import CommandError
from web.front import front

_log = logging.getLogger(__name__)

STOP_SECONDS = 3
"""How long requests that are under way may take when it closes."""

AT_ONCE = 2000
"""More connections than this at a time are answered 503."""


Beside = Callable[[], Awaitable[None]]


class Door:
    """Opened before anything is received, closed before anything else is stopped."""

    def __init__(
        self,
        settings: WebSettings,
        routes: Sequence[BaseRoute],
        beside: Sequence[Beside] = (),
        *,
        needed: bool = True,
    ) -> None:
        """`beside` runs as long as the door is open; it is stopped when nobody is served any more.

        `needed` False: the bot works without it, so a port that another program has is only told.
        """
        self._settings = settings
        self._routes = routes
        self._beside = beside
        self._needed = needed
        self._running: list[asyncio.Task[None]] = []
        self._serving: asyncio.Task[None] | None = None
        self._server: QuietServer | None = None

    def open(self) -> str | None:
        """Begin to serve; the address. Call it in the event loop.

        When another program has the port: raises CommandError if the door is needed, else None.
        """
        try:
            listener = self._listener()
        except CommandError:
            if self._needed:
                raise
            _log.warning(
                "port %d on %s is taken, so nobody can look at /healthz and /metrics; the bot works all the same",
                self._settings.port,
                self._settings.host,
            )
            return None
        self._server = QuietServer(
            uvicorn.Config(
                front(self._routes),
                log_level="warning",
                access_log=False,
                log_config=None,  # what it has to say goes where everything goes, in the same form
                lifespan="off",
                server_header=False,
                timeout_graceful_shutdown=STOP_SECONDS,
                limit_concurrency=AT_ONCE,
            )
        )
        self._running = [asyncio.ensure_future(work()) for work in self._beside]
        self._serving = asyncio.create_task(self._server.serve([listener]))
        return f"http://{self._settings.host}:{listener.getsockname()[1]}"

    async def close(self) -> None:
        """Take nothing in any more; what was taken is stored."""
        serving, self._serving = self._serving, None
        if serving is None or self._server is None:
            return
        self._server.should_exit = True
        await asyncio.wait({serving}, timeout=2 * STOP_SECONDS)
        for task in (serving, *self._running):
            task.cancel()
        await asyncio.gather(serving, *self._running, return_exceptions=True)

    def _listener(self) -> socket.socket:
        host, port = self._settings.host, self._settings.port
        try:
            return listener_at(host, port)
        except OSError as error:
            raise CommandError(
                f"port {port} on {host} cannot be used ({error.strerror or error}), so no platform could push its "
                "messages here; nothing was started. Stop the other program or choose another web.port"
            ) from error
