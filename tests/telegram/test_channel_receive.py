"""Taking updates in over a strict stand-in for Telegram: stored first, confirmed after, whatever goes wrong."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest

from bot.clock import SystemClock
from channels.outage import PAUSES, Outage
from channels.telegram.access import Access
from channels.telegram.channel import TelegramChannel
from channels.telegram.polling import Polling
from channels.telegram.transport import AiohttpRequest
from core.ports import InboundKind, Misconfigured, Option, Outgoing, RawUpdate
from tests.telegram.fake import FakeTelegram, serving
from tests.telegram.fake.people import Person
from tests.telegram.fake.reading import PATIENCE

NO_PAUSE = (0.001,)


class Inbox:
    """Stores in memory; `full` makes it fail."""

    def __init__(self) -> None:
        self.updates: list[RawUpdate] = []
        self.batches = 0
        self.full = False
        self._news = asyncio.Event()

    async def store(self, updates: Sequence[RawUpdate]) -> None:
        if self.full:
            raise OSError("no space left")
        await asyncio.sleep(0)
        known = {update.key for update in self.updates}
        self.updates += [update for update in updates if update.key not in known]
        self.batches += 1
        self._news.set()

    async def holds(self, count: int) -> None:
        async with asyncio.timeout(PATIENCE):
            while len(self.updates) < count:
                self._news.clear()
                await self._news.wait()


@pytest.fixture
async def fake() -> AsyncIterator[FakeTelegram]:
    async with serving() as served:
        yield served


@pytest.fixture
def an(fake: FakeTelegram) -> Person:
    return fake.person("An", started=True)


@pytest.fixture
async def request_to(fake: FakeTelegram) -> AsyncIterator[AiohttpRequest]:
    async with AiohttpRequest(Access(fake.token, fake.api_url, fake.file_url)) as opened:
        yield opened


@asynccontextmanager
async def polling(request: AiohttpRequest, inbox: Inbox, seconds: int = 5) -> AsyncIterator[asyncio.Task[None]]:
    """A loop that polls meanwhile, hardly pausing after a failure."""
    loop = Polling(request, SystemClock(), seconds, NO_PAUSE)
    task = asyncio.create_task(loop.run(inbox.store, lambda _: None))
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.wait([task])


async def next_poll(fake: FakeTelegram) -> None:
    """Wait until a poll waits: everything before it is confirmed."""
    await fake.is_polled()


# ---- nothing lost ----------------------------------------------------------------------------------------------


async def test_updates_are_stored_raw_in_their_order(
    fake: FakeTelegram, request_to: AiohttpRequest, an: Person
) -> None:
    said = [an.says(f"câu {number}") for number in range(3)]
    inbox = Inbox()
    async with polling(request_to, inbox):
        await inbox.holds(3)
        an.says("câu 3")
        await inbox.holds(4)
    assert [update.payload["message"] for update in inbox.updates[:3]] == said
    assert [update.chat for update in inbox.updates] == [str(an.id)] * 4
    assert len({update.key for update in inbox.updates}) == 4


async def test_only_what_is_stored_is_confirmed(fake: FakeTelegram, request_to: AiohttpRequest, an: Person) -> None:
    an.says("đừng mất câu này")
    inbox = Inbox()
    inbox.full = True
    async with polling(request_to, inbox) as task:
        await asyncio.wait([task])
        assert isinstance(task.exception(), OSError)
    assert len(fake.updates.waiting) == 1
    inbox.full = False
    async with polling(request_to, inbox):
        await inbox.holds(1)
        await next_poll(fake)
        assert not fake.updates.waiting
    assert inbox.updates[0].payload["message"]["text"] == "đừng mất câu này"


async def test_what_is_delivered_again_has_the_same_key(
    fake: FakeTelegram, request_to: AiohttpRequest, an: Person
) -> None:
    an.says("một")
    inbox = Inbox()
    async with polling(request_to, inbox):
        await inbox.holds(1)
        fake.repeats_updates()
        an.says("hai")
        await inbox.holds(2)
    assert [update.payload["message"]["text"] for update in inbox.updates] == ["một", "hai"]


async def test_more_than_a_hundred_come_in_several_batches(
    fake: FakeTelegram, request_to: AiohttpRequest, an: Person
) -> None:
    for number in range(250):
        an.says(str(number))
    inbox = Inbox()
    async with polling(request_to, inbox):
        await inbox.holds(250)
    assert inbox.batches == 3


async def test_updates_without_a_chat_are_confirmed_and_forgotten(
    fake: FakeTelegram, request_to: AiohttpRequest, an: Person
) -> None:
    fake.feed([{"inline_query": {"id": "1", "from": an.user, "query": "a", "offset": ""}}])
    an.says("chào")
    inbox = Inbox()
    async with polling(request_to, inbox):
        await inbox.holds(1)
        await next_poll(fake)
        assert not fake.updates.waiting
    assert [update.chat for update in inbox.updates] == [str(an.id)]


# ---- what goes wrong -------------------------------------------------------------------------------------------


async def test_an_outage_is_waited_out_and_told_once(
    fake: FakeTelegram, request_to: AiohttpRequest, an: Person, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "channels.outage")
    an.says("chào")
    inbox = Inbox()
    fake.when("getUpdates", times=2).resets()
    fake.when("getUpdates", times=2).answers(502)
    async with polling(request_to, inbox):
        await inbox.holds(1)
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]
    assert "4 failed tries" in caplog.text


async def test_a_second_program_with_the_same_token_is_named(
    fake: FakeTelegram, request_to: AiohttpRequest, an: Person, caplog: pytest.LogCaptureFixture
) -> None:
    fake.when("getUpdates", times=3).answers(409, "Conflict: terminated by other getUpdates request")
    an.says("chào")
    inbox = Inbox()
    async with polling(request_to, inbox):
        await inbox.holds(1)
    assert caplog.text.count("another program polls with this bot's token") == 1
    assert "stop the other one, or renew the token and set it here only" in caplog.text


async def test_a_webhook_left_behind_is_removed(
    fake: FakeTelegram, request_to: AiohttpRequest, an: Person, caplog: pytest.LogCaptureFixture
) -> None:
    await request_to.ask("setWebhook", {"url": "https://example.com/cu"})
    an.says("chào")
    inbox = Inbox()
    async with polling(request_to, inbox):
        await inbox.holds(1)
    assert "webhook" in caplog.text


@pytest.mark.parametrize("status", [401, 404])
async def test_a_rejected_token_ends_it(fake: FakeTelegram, request_to: AiohttpRequest, status: int) -> None:
    fake.when("getUpdates").answers(status)
    async with polling(request_to, Inbox()) as task:
        await asyncio.wait([task], timeout=PATIENCE)
        assert isinstance(task.exception(), Misconfigured)


async def test_it_stops_at_once_though_a_poll_waits(fake: FakeTelegram, request_to: AiohttpRequest) -> None:
    async with polling(request_to, Inbox(), seconds=30) as task:
        await next_poll(fake)
        task.cancel()
        await asyncio.wait([task], timeout=15)  # half of what the poll would take
        assert task.cancelled()


def test_pauses_grow_up_to_thirty_seconds_and_begin_again() -> None:
    outage = Outage("Telegram")
    assert [outage.failed("x") for _ in range(9)] == [*PAUSES, 30.0, 30.0]
    outage.over()
    assert outage.failed("x") == 0.5


# ---- buttons ---------------------------------------------------------------------------------------------------


async def test_a_pressed_button_is_answered_at_once_and_an_old_one_harms_nobody(fake: FakeTelegram, an: Person) -> None:
    access = Access(fake.token, fake.api_url, fake.file_url)
    async with TelegramChannel(access, SystemClock(), poll_seconds=5, paced=False) as channel:
        await channel.send(str(an.id), Outgoing("Chọn giúp em", (Option("Xem lại", "h"),)))
        inbox = Inbox()
        receiving = asyncio.create_task(channel.receive(inbox.store))
        an.presses("Xem lại", stale=True)
        an.presses("Xem lại", gone=True)
        an.presses("Xem lại")
        await inbox.holds(3)
        await fake.until(lambda: len(fake.calls.of("answerCallbackQuery")) == 3)
        understood = [channel.translate(update) for update in inbox.updates]
        receiving.cancel()
    assert [each and (each.kind, each.action) for each in understood] == [(InboundKind.BUTTON, "h")] * 3
