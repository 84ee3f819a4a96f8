"""Taking updates in by long polling: nothing is delivered twice, so nothing that came may be lost here."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest
from aiohttp import web

from bot.clock import SystemClock
from channels.outage import Outage
from channels.zalo import polling
from channels.zalo.access import Access
from channels.zalo.channel import ZaloChannel
from core.ports import InboundKind, Misconfigured, RawUpdate
from tests.channels.leaks import answering
from tests.zalo.conftest import opened
from tests.zalo.fake import FakeZalo

WITHIN = 30.0


@pytest.fixture(autouse=True)
def in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Pauses after a failure are a thousandth of what they are."""
    sleep = asyncio.sleep

    async def shortly(seconds: float, result: Any = None) -> Any:
        return await sleep(seconds / 1000, result)

    monkeypatch.setattr("channels.zalo.polling.asyncio.sleep", shortly)
    yield


class Inbox:
    """What was stored; it may be broken for a while."""

    def __init__(self) -> None:
        self.stored: list[RawUpdate] = []
        self.broken = False
        self.tried = asyncio.Event()
        self._news = asyncio.Event()

    async def store(self, updates: Sequence[RawUpdate]) -> None:
        self.tried.set()
        if self.broken:
            raise OSError("the disk is full")
        self.stored += updates
        self._news.set()

    async def holds(self, number: int) -> list[RawUpdate]:
        async with asyncio.timeout(WITHIN):
            while len(self.stored) < number:
                self._news.clear()
                await self._news.wait()
        return self.stored


@asynccontextmanager
async def receiving(channel: ZaloChannel, inbox: Inbox) -> AsyncIterator["asyncio.Task[None]"]:
    task = asyncio.create_task(channel.receive(inbox.store))
    try:
        yield task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError, OSError, Misconfigured):
            await task


async def test_what_people_send_comes_in_one_by_one_and_in_order(fake: FakeZalo, channel: ZaloChannel) -> None:
    hanh, inbox = fake.person("Hạnh"), Inbox()
    hanh.says("một")
    hanh.sends_photo(b"\xff\xd8", "hai")
    hanh.sends_sticker()
    async with receiving(channel, inbox):
        await inbox.holds(3)
        hanh.says("bốn")
        updates = await inbox.holds(4)
    inbounds = [channel.translate(update) for update in updates]
    assert [inbound and (inbound.kind, inbound.text or inbound.other) for inbound in inbounds] == [
        (InboundKind.TEXT, "một"),
        (InboundKind.PHOTO, "hai"),
        (InboundKind.OTHER, "sticker"),
        (InboundKind.TEXT, "bốn"),
    ]
    assert all(inbound and inbound.address.chat == hanh.id for inbound in inbounds)
    assert fake.bots["zalo-1"].handed_out == 4


async def test_silence_is_no_failure(fake: FakeZalo, caplog: pytest.LogCaptureFixture) -> None:
    inbox = Inbox()
    async with opened(fake, "zalo-1", poll_seconds=0) as channel, receiving(channel, inbox):
        async with asyncio.timeout(WITHIN):
            await fake.calls.bells.until(lambda: len(fake.calls.of("getUpdates")) > 3, WITHIN)
        fake.person("Hạnh").says("chào")
        await inbox.holds(1)
    assert not caplog.records
    assert {call.description for call in fake.calls.of("getUpdates")} == {"Request timeout", ""}


async def test_a_server_that_says_nothing_at_once_is_not_asked_without_a_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []

    async def noting(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 3:
            raise OSError("enough")

    monkeypatch.setattr("channels.zalo.polling.asyncio.sleep", noting)
    for told in ('{"ok": true}', '{"ok": true, "result": {}}', '{"ok": false, "error_code": 408}'):
        slept.clear()

        async def answer(request: web.BaseRequest, told: str = told) -> web.StreamResponse:
            return web.Response(text=told, content_type="application/json")

        async with answering(answer) as url:
            access = Access("1459232241454765289:abcdefgh", f"{url}/bot")
            async with ZaloChannel("zalo-1", access, SystemClock()) as channel:
                with pytest.raises(OSError, match="enough"):
                    await channel.receive(Inbox().store)
        assert slept[:3] == [0.5] * 3


async def test_what_could_not_be_stored_is_kept_and_stored_first_afterwards(
    fake: FakeZalo, channel: ZaloChannel
) -> None:
    hanh, inbox = fake.person("Hạnh"), Inbox()
    inbox.broken = True
    hanh.says("một")
    async with receiving(channel, inbox) as task:
        with pytest.raises(OSError, match="full"):
            await task
    assert fake.bots["zalo-1"].handed_out == 1, "it is gone from the platform"
    hanh.says("hai")
    inbox.broken = False
    async with receiving(channel, inbox):
        texts = [update.payload["message"]["text"] for update in await inbox.holds(2)]
    assert texts == ["một", "hai"]


async def test_the_next_poll_waits_while_something_is_stored(fake: FakeZalo, channel: ZaloChannel) -> None:
    fake.loses_unpolled = True
    hanh, inbox, slowly = fake.person("Hạnh"), Inbox(), asyncio.Event()

    async def store(updates: Sequence[RawUpdate]) -> None:
        await inbox.store(updates)
        await slowly.wait()

    task = asyncio.create_task(channel.receive(store))
    await fake.is_polled()
    hanh.says("một")
    await inbox.holds(1)
    await fake.is_polled()
    hanh.says("hai")  # the first one is still being stored
    slowly.set()
    assert len(await inbox.holds(2)) == 2
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def test_told_to_stop_it_stores_what_came_before_it_stops(fake: FakeZalo, channel: ZaloChannel) -> None:
    tried: list[Sequence[RawUpdate]] = []
    began = asyncio.Event()

    async def store(updates: Sequence[RawUpdate]) -> None:
        tried.append(updates)
        began.set()
        if len(tried) == 1:
            await asyncio.Event().wait()  # a slow disk

    task = asyncio.create_task(channel.receive(store))
    fake.person("Hạnh").says("một")
    async with asyncio.timeout(WITHIN):
        await began.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert len(tried) == 2
    assert tried[0] == tried[1]


@pytest.mark.parametrize("times", [1, 5])
async def test_an_outage_is_waited_out_and_told_once(
    fake: FakeZalo, channel: ZaloChannel, caplog: pytest.LogCaptureFixture, times: int
) -> None:
    caplog.set_level(logging.INFO, "channels.outage")
    inbox = Inbox()
    fake.when("getUpdates", times=times).answers(502)
    fake.when("getUpdates", nth=times + 1).answers(504)
    fake.when("getUpdates", nth=times + 2).resets("before")
    fake.person("Hạnh").says("chào")
    async with receiving(channel, inbox):
        await inbox.holds(1)
        await fake.is_polled()
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]
    assert f"{times + 2} failed tries" in caplog.text
    assert "<html>" not in caplog.text


async def test_polling_too_fast_and_a_quota_used_up_are_waited_out(
    fake: FakeZalo, channel: ZaloChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    failed = polling.Polling._failed

    async def noting(self: polling.Polling, error: Any) -> float:
        waited.append(await failed(self, error))
        return 0.0

    monkeypatch.setattr(polling.Polling, "_failed", noting)
    inbox = Inbox()
    fake.when("getUpdates").answers(429, html=True)
    fake.when("getUpdates", nth=2).answers(429, "Quota exceeded")
    fake.person("Hạnh").says("chào")
    async with receiving(channel, inbox):
        await inbox.holds(1)
    assert waited == [polling.TOO_FAST_SECONDS, polling.QUOTA_SECONDS]


async def test_a_webhook_left_from_before_is_taken_away(
    fake: FakeZalo, channel: ZaloChannel, caplog: pytest.LogCaptureFixture
) -> None:
    bot, inbox = fake.bots["zalo-1"], Inbox()
    fake.hooks.probes = False
    bot.hook, bot.secret = "https://nhacnop.invalid/hook", "12345678"
    async with receiving(channel, inbox):
        await fake.is_polled()
        fake.person("Hạnh").says("chào")
        await inbox.holds(1)
    assert bot.hook == ""
    assert "a webhook was set for this bot; it is removed" in caplog.text


async def test_a_rejected_token_is_a_matter_for_the_settings(fake: FakeZalo, channel: ZaloChannel) -> None:
    fake.when("getUpdates").answers(401, "Unauthorized")
    with pytest.raises(Misconfigured, match="rejects the bot's token: Unauthorized"):
        await channel.receive(Inbox().store)


async def test_each_bot_has_its_own_updates(fake: FakeZalo, channel: ZaloChannel) -> None:
    inbox, second = Inbox(), Inbox()
    async with opened(fake, "zalo-2") as other, receiving(channel, inbox), receiving(other, second):
        fake.person("Hạnh").says("với bot 1")
        fake.person("Hải", bot="zalo-2").says("với bot 2")
        (first,) = await inbox.holds(1)
        (update,) = await second.holds(1)
    understood = other.translate(update)
    assert understood is not None
    assert (understood.address.account, understood.text) == ("zalo-2", "với bot 2")
    assert first.payload["message"]["text"] == "với bot 1"


def test_an_outage_names_its_platform(caplog: pytest.LogCaptureFixture) -> None:
    outage = Outage("Zalo (zalo-2)")
    outage.failed("nobody answers")
    outage.failed("nobody answers")
    assert caplog.messages == ["Zalo (zalo-2): nobody answers; trying again, later and later"]
