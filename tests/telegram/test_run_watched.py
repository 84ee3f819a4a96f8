"""`nhacnop run` as an operator watches it: its log, its health and figures, and who hears that it lives."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from aiohttp import web

from bot.clock import SystemClock
from bot.invitations import issue_for_seats
from bot.listening import listener_at
from db.engine import open_database
from tests.databases import url_of
from tests.journeys.pictures import photo
from tests.journeys.stage import organisation
from tests.telegram.fake import FakeTelegram, serving
from tests.telegram.office import write_office
from tests.telegram.test_run_process import SLOWLY, House, comes_in

pytestmark = [pytest.mark.long, pytest.mark.skipif(sys.platform == "win32", reason="signals work otherwise on Windows")]


@pytest.fixture
async def fake() -> AsyncIterator[FakeTelegram]:
    """Telegram, with the machine's clock."""
    async with serving() as served:
        yield served


class Switch:
    """A dead man's switch: who fetches it lives."""

    def __init__(self) -> None:
        self.fetched = asyncio.Event()
        self.url = ""

    async def answer(self, _: web.Request) -> web.Response:
        self.fetched.set()
        return web.Response()


@pytest.fixture
async def switch() -> AsyncIterator[Switch]:
    """One that listens on a port of its own."""
    found = Switch()
    application = web.Application()
    application.router.add_get("/ping/secret", found.answer)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    found.url = f"http://127.0.0.1:{runner.addresses[0][1]}/ping/secret"
    yield found
    await runner.cleanup()


async def at_rest(watcher: httpx.AsyncClient) -> dict[str, Any]:
    """How it is once nothing waits: whoever sends marks it as sent a moment after it was heard."""
    while (health := (await watcher.get("/healthz")).json())["nhacnop_outbox_oldest_seconds"]:  # noqa: ASYNC110 - no bell rings
        await asyncio.sleep(0.05)
    return dict(health)


async def test_an_operator_sees_that_it_lives_and_where_every_message_went(
    fake: FakeTelegram, switch: Switch, tmp_path: Path
) -> None:
    house = House(tmp_path, fake)
    with listener_at("127.0.0.1", 0) as free:
        port = int(free.getsockname()[1])
    config = tmp_path / "config.yaml"
    said = config.read_text(encoding="utf-8").replace("web: {enabled: false}", f"web: {{port: {port}}}")
    config.write_text(f"{said}logs: {{format: json}}\nwatch: {{url: '{switch.url}'}}\n", encoding="utf-8")
    now = SystemClock().now()
    await write_office(tmp_path / "nhacnop.db", linked=False, at=now)
    database = open_database(url_of(tmp_path / "nhacnop.db"))
    issued = await issue_for_seats(database, organisation(), now, "X1")
    await database.close()
    hanh = fake.person("Hạnh")
    with (tmp_path / "log").open("w+") as log, house.running(log):
        await comes_in(hanh, issued[0].code)
        hanh.sends_photo(photo("bài"), "Em gửi bài ạ")
        await hanh.hears("Đã nhận 1 ảnh", within=SLOWLY)
        door = httpx.AsyncHTTPTransport(retries=8)  # it is opened a moment after the bot is ready
        async with (
            asyncio.timeout(SLOWLY),
            httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", transport=door, timeout=SLOWLY) as watcher,
        ):
            await switch.fetched.wait()
            health = await at_rest(watcher)
            assert (health["alive"], health["ready"]) == (True, True)
            assert health["last_beat"] is not None
            assert health["nhacnop_inbox_oldest_seconds"] == 0.0
            figures = (await watcher.get("/metrics")).text
            assert "nhacnop_inbox_waiting 0.0" in figures and "nhacnop_beat_age_seconds" in figures
    lines = [json.loads(line) for line in (tmp_path / "log").read_text(encoding="utf-8").splitlines()]
    assert [line["text"] for line in lines if line["room"] == "bot"][-2:] == [
        "ready: telegram; stop with Ctrl-C",
        "stopped; what was taken in is stored",
    ]
    (stored,) = [line for line in lines if line["text"].startswith("a picture was stored")]
    rooms = [line for line in lines if line.get("event") == stored["event"]]
    assert [(line["room"], line["text"].partition(":")[0]) for line in rooms] == [
        ("handlers.intake", "taken up"),
        ("media.fetching", "a picture was stored"),
        ("handlers.committing", "handled; answers"),
    ]
    receipt = rooms[-1]["text"].partition(": ")[2]
    (sent,) = [line for line in lines if line["text"] == f"sent: {receipt}"]
    assert sent["event"].startswith("out:") and sent["room"] == "scheduler.dispatch"
    written = (tmp_path / "log").read_text(encoding="utf-8")
    assert "Hạnh" not in written and "Em gửi bài" not in written and issued[0].code not in written
    assert "secret" not in written
