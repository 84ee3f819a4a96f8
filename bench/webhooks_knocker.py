"""Telegram as it delivers: `python -m bench.webhooks_knocker`. Connections stay open, each sends when answered."""

import asyncio
import json
import time
from datetime import datetime
from typing import Any

from bench.telegram_lines import obey
from bench.telegram_people import TOKEN, TUESDAY, link_update
from channels.hooking import secret_of
from core.pushing import hook_path

_SECRET = secret_of(TOKEN)
_PEOPLE = 1000


class _Line(asyncio.Protocol):
    """One connection: the next delivery goes when the last is answered."""

    def __init__(self, knocker: "Knocker", path: str) -> None:
        self._knocker = knocker
        self._head = (
            f"POST {path} HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n"
            f"X-Telegram-Bot-Api-Secret-Token: {_SECRET}\r\n"
        )

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._next()

    def data_received(self, data: bytes) -> None:
        """An answer; both servers send theirs in one go, with an empty body."""
        if not data.startswith(b"HTTP/1.1 200"):
            self._knocker.done.set_exception(RuntimeError(data.decode(errors="replace")[:200]))
            return
        self._knocker.answered()
        self._next()

    def _next(self) -> None:
        body = self._knocker.next_body()
        if body is not None:
            self._transport.write(f"{self._head}Content-Length: {len(body)}\r\n\r\n".encode() + body)


class Knocker:
    """Delivers so many updates, no two alike."""

    def __init__(self) -> None:
        self._number = 0
        self._date = int(datetime.fromisoformat(TUESDAY).timestamp())
        self._bodies: list[bytes] = []
        self._open = 0
        self.taken = 0
        self.done: asyncio.Future[None]

    async def knock(self, order: dict[str, Any], path: str) -> dict[str, float]:
        """How many a second were answered."""
        count = int(order["count"])
        numbers = range(self._number + 1, self._number + 1 + count)
        self._number += count
        self._bodies = [json.dumps(link_update(number, _PEOPLE, self._date)).encode() for number in numbers]
        self._open = count
        loop = asyncio.get_running_loop()
        self.done = loop.create_future()
        began = time.perf_counter()
        made = [
            await loop.create_connection(lambda: _Line(self, path), "127.0.0.1", order["port"])
            for _ in range(order["at_once"])
        ]
        await self.done
        seconds = time.perf_counter() - began
        for transport, _ in made:
            transport.close()
        return {"rate": count / seconds}

    def next_body(self) -> bytes | None:
        """The next delivery; None when there are no more."""
        return self._bodies.pop() if self._bodies else None

    def answered(self) -> None:
        """One more."""
        self._open -= 1
        if self._open == 0:
            self.done.set_result(None)


async def main() -> None:
    """Deliver when the bench says so."""
    knocker = Knocker()
    taken = 0

    async def ours(order: dict[str, Any]) -> dict[str, float]:
        nonlocal taken
        told = await knocker.knock(order, hook_path("telegram", TOKEN.partition(":")[0]))
        taken += order["count"]
        return told

    async def ptb(order: dict[str, Any]) -> dict[str, float]:
        return await knocker.knock(order, "/hook")

    async def so_far(_: object) -> int:
        return taken

    await obey({"ours": ours, "ptb": ptb, "taken": so_far})


if __name__ == "__main__":
    asyncio.run(main())
