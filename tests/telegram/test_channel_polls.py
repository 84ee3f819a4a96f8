"""What each poll asks for, against a server that answers as it is told."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

from bot.clock import SystemClock
from channels.telegram.access import Access
from channels.telegram.polling import Polling
from channels.telegram.transport import AiohttpRequest
from core.ports import RawUpdate
from tests.telegram.fake.reading import PATIENCE

TEXT = {
    "message_id": 1,
    "from": {"id": 5, "is_bot": False},
    "chat": {"id": 5, "type": "private"},
    "date": 1,
    "text": "a",
}
PAUSE = 0.02


class Script:
    """Answers each poll with the next of these results, then with nothing; remembers what was asked, and when."""

    def __init__(self, results: Sequence[Any]) -> None:
        self._results = list(results)
        self.asked: list[dict[str, Any]] = []
        self.times: list[float] = []
        self.done = asyncio.Event()

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        self.asked.append(await request.json())
        self.times.append(asyncio.get_running_loop().time())
        if len(self.asked) > len(self._results) + 2:
            self.done.set()
        result = self._results[len(self.asked) - 1] if len(self.asked) <= len(self._results) else []
        return web.Response(text=json.dumps({"ok": True, "result": result}))


@asynccontextmanager
async def polled(script: Script, seconds: int = 25) -> AsyncIterator[list[RawUpdate]]:
    """Poll the script to its end; what was stored."""
    stored: list[RawUpdate] = []

    async def store(updates: Sequence[RawUpdate]) -> None:
        stored.extend(updates)

    runner = web.ServerRunner(web.Server(script.answer, access_log=None), shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        access = Access("71:abc", f"http://127.0.0.1:{runner.addresses[0][1]}/bot")
        async with AiohttpRequest(access) as request:
            polling = asyncio.create_task(Polling(request, SystemClock(), seconds, (PAUSE,)).run(store, lambda _: None))
            async with asyncio.timeout(PATIENCE):
                await script.done.wait()
            polling.cancel()
            await asyncio.wait([polling])
        yield stored
    finally:
        await runner.cleanup()


async def test_each_kind_that_is_wanted_is_asked_for_by_name() -> None:
    script = Script([])
    async with polled(script):
        wanted = ["message", "edited_message", "callback_query", "my_chat_member"]
        assert script.asked[0] == {"timeout": 25, "allowed_updates": wanted}


async def test_the_offset_is_one_more_than_the_highest_and_forgotten_when_nothing_waits() -> None:
    script = Script([[{"update_id": 9, "message": TEXT}, {"update_id": 12, "message": TEXT}], [], []])
    async with polled(script) as stored:
        assert [update.key for update in stored] == ["9", "12"]
    assert [asked.get("offset") for asked in script.asked[:4]] == [None, 13, None, None]


async def test_lower_numbers_after_a_week_of_silence_are_taken_too() -> None:
    script = Script([[{"update_id": 900, "message": TEXT}], [], [{"update_id": 7, "message": TEXT}]])
    async with polled(script) as stored:
        assert [update.key for update in stored] == ["900", "7"]


async def test_a_server_that_answers_nothing_at_once_is_not_asked_without_a_pause() -> None:
    script = Script([[], [None], ["?"]])
    async with polled(script) as stored:
        assert stored == []
    pauses = [after - before for before, after in zip(script.times, script.times[1:], strict=False)]
    assert min(pauses) >= PAUSE * 0.9


async def test_an_answer_that_is_no_list_is_an_outage() -> None:
    script = Script([{"odd": 1}, "?", 5, [{"update_id": 3, "message": TEXT}]])
    async with polled(script) as stored:
        assert [update.key for update in stored] == ["3"]
