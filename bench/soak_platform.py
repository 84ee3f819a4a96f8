"""The soak's Telegram: hands out what people send, and remembers what they heard until it is asked."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

from bench.telegram_server import Server


class Platform(Server):
    """A Bot API that checks nothing. `heard` counts texts and captions by chat."""

    def __init__(self) -> None:
        super().__init__()
        self.port = 0
        self.heard: Counter[tuple[str, str]] = Counter()

    def goes_on_from(self, number: int) -> None:
        """The next update has a number above this one: earlier ones are in a restored inbox, and would be repeats."""
        self._numbers = max(self._numbers, number)

    def gives(self, updates: Sequence[dict[str, Any]]) -> None:
        """People send these, now; numbers go up."""
        self._waiting += updates
        self._news.set()

    @property
    def waiting(self) -> int:
        """How many updates the bot has not confirmed yet."""
        return len(self._waiting)

    def hushed(self) -> Counter[tuple[str, str]]:
        """What was heard since the last time."""
        heard, self.heard = self.heard, Counter()
        return heard

    def _do(self, method: str, said: dict[str, Any]) -> Any:
        if method in {"sendDocument", "sendPhoto"}:
            return self._message({"chat_id": said["chat_id"], "text": said.get("caption", "")})
        if method == "sendMediaGroup":
            return [self._message({"chat_id": said["chat_id"], "text": ""})]
        return super()._do(method, said)

    def _message(self, said: dict[str, Any]) -> dict[str, Any]:
        if said["text"]:
            self.heard[str(said["chat_id"]), said["text"]] += 1
        return super()._message(said)


@asynccontextmanager
async def served() -> AsyncIterator[Platform]:
    """One on a free port of this machine."""
    platform = Platform()
    server = web.Server(platform.answer, request_factory=_any_size, access_log=None)
    runner = web.ServerRunner(server, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        platform.port = int(runner.addresses[0][1])
        yield platform
    finally:
        await runner.cleanup()


def _any_size(*parts: Any) -> web.BaseRequest:
    """Documents have megabytes."""
    message, payload, protocol, writer, task = parts
    loop = asyncio.get_running_loop()
    return web.BaseRequest(message, payload, protocol, writer, task, loop, client_max_size=1 << 28)
