"""How many calls a second does a server of ours answer when the caller costs next to nothing?"""

import asyncio
import json
import time

from bench.telegram_people import FIRST_CHAT, TOKEN

CALLS = 5000
CONNECTIONS = 16


class _Caller(asyncio.Protocol):
    """Sends the same request again as soon as it is answered."""

    def __init__(self, request: bytes, left: list[int], done: asyncio.Future[None]) -> None:
        self._request, self._left, self._done = request, left, done

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        self._left[0] -= data.count(b"HTTP/1.1 200")
        if self._left[0] > 0:
            self._transport.write(self._request)
        elif not self._done.done():
            self._done.set_result(None)


async def calls_a_second(port: int) -> float:
    """Messages sent over some connections side by side, as fast as they are answered."""
    body = json.dumps({"chat_id": FIRST_CHAT, "text": "✅ Đã nhận BC-2471 lúc 20:11. Tuần 47: 1/1. " * 4}).encode()
    head = f"POST /bot{TOKEN}/sendMessage HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n"
    request = f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body
    loop = asyncio.get_running_loop()
    left, done = [CALLS], loop.create_future()
    began = time.perf_counter()
    made = [
        await loop.create_connection(lambda: _Caller(request, left, done), "127.0.0.1", port)
        for _ in range(CONNECTIONS)
    ]
    await done
    seconds = time.perf_counter() - began
    for transport, _ in made:
        transport.close()
    return CALLS / seconds
