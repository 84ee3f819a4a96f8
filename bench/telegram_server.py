"""A Bot API that does as little as it can, as a process: so that it is the bots that are measured.

The tests' strict stand-in spends as much on a call as a fast bot does. This one answers only what the measured bots
ask, and checks nothing.
"""

import asyncio
import json
import time
from datetime import datetime
from typing import Any

from aiohttp import web

from bench.telegram_lines import obey
from bench.telegram_people import TOKEN, TUESDAY, link_update, photo_update
from bench.telegram_photos import photo

_API, _FILE = f"/bot{TOKEN}/", f"/file/bot{TOKEN}/"
_ME = {"id": int(TOKEN.partition(":")[0]), "is_bot": True, "first_name": "Bot", "username": "bench_bot"}


class Server:
    """The updates that wait, and how many messages were sent."""

    def __init__(self) -> None:
        self.latency = 0.0
        self._made = {"links": link_update, "photos": photo_update}
        self._waiting: list[dict[str, Any]] = []
        self._numbers = 0
        self._date = int(datetime.fromisoformat(TUESDAY).timestamp())
        self._news, self._polled, self._all_sent = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self._sent, self._expected = 0, 0
        self._last_sent = 0.0
        self.fetched = 0

    # ---- what the bench asks -----------------------------------------------------------------------------------

    async def is_polled(self, _: object) -> bool:
        """Returns once the bot waits for updates."""
        await self._polled.wait()
        return True

    async def slow_down(self, seconds: float) -> bool:
        """From now on every call takes so long."""
        self.latency = seconds
        return True

    async def feed(self, order: dict[str, Any]) -> dict[str, float]:
        """`count` updates of this `kind` from so many `people`; returns once each was answered.

        The seconds from the moment they waited until the last answer came.
        """
        count = order["count"]
        numbers = range(self._numbers + 1, self._numbers + 1 + count)
        updates = [self._made[order["kind"]](number, order["people"], self._date) for number in numbers]
        self._numbers += count
        self._sent, self._expected = 0, count
        self._all_sent.clear()
        began = time.monotonic()
        self._waiting += updates
        self._news.set()
        await self._all_sent.wait()
        return {"seconds": self._last_sent - began}

    # ---- what the bots ask -------------------------------------------------------------------------------------

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        """Any request."""
        path = request.path
        if path.startswith(_FILE):
            await self._delay()
            self.fetched += 1
            return web.Response(body=photo(int(path.rpartition("-")[2])), content_type="application/octet-stream")
        said = await request.json() if request.content_type == "application/json" else dict(await request.post())
        method = path.removeprefix(_API)
        if method == "getUpdates":
            result = await self._updates(said)
        else:
            await self._delay()
            result = self._do(method, said)
        return web.Response(body=json.dumps({"ok": True, "result": result}).encode(), content_type="application/json")

    def _do(self, method: str, said: dict[str, Any]) -> Any:
        if method == "getMe":
            return _ME
        if method == "getFile":
            number = int(said["file_id"].rpartition("-")[2])
            return {"file_id": said["file_id"], "file_unique_id": f"u{number}", "file_size": len(photo(number)),
                    "file_path": f"photos/file-{number}"}  # fmt: skip
        if method == "sendMessage":
            return self._message(said)
        return True

    def _message(self, said: dict[str, Any]) -> dict[str, Any]:
        self._sent += 1
        if self._sent == self._expected:
            self._last_sent = time.monotonic()
            self._all_sent.set()
        chat = {"id": int(said["chat_id"]), "type": "private", "first_name": "Hạnh"}
        return {"message_id": self._sent, "date": self._date, "chat": chat, "from": _ME, "text": said["text"]}

    async def _updates(self, said: dict[str, Any]) -> list[dict[str, Any]]:
        offset, most = int(said.get("offset") or 0), int(said.get("limit") or 100)
        confirmed = next((place for place, each in enumerate(self._waiting) if each["update_id"] >= offset), None)
        del self._waiting[: len(self._waiting) if confirmed is None else confirmed]
        if not self._waiting:
            self._news.clear()
            self._polled.set()
            try:
                async with asyncio.timeout(float(said.get("timeout") or 0)):
                    await self._news.wait()
            except TimeoutError:
                return []
        await self._delay()
        return self._waiting[:most]

    async def _delay(self) -> None:
        if self.latency:
            await asyncio.sleep(self.latency)


async def main() -> None:
    """Serve until the bench closes its line."""
    server = Server()
    runner = web.ServerRunner(web.Server(server.answer, access_log=None))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()

    async def port(_: object) -> int:
        return int(runner.addresses[0][1])

    await obey({"port": port, "is_polled": server.is_polled, "slow_down": server.slow_down, "feed": server.feed})
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(main())
