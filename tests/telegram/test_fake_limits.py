"""Does the stand-in count messages as Telegram does, with 50 ms of tolerance?"""

from collections.abc import AsyncIterator

import pytest

from tests.telegram.fake import FakeTelegram, Person, Refusal, serving
from tests.telegram.fake.calls import Calls
from tests.telegram.fake.chats import Chat
from tests.telegram.fake.limits import Limits
from tests.telegram.fake.plain_client import PlainClient, calling


@pytest.fixture
async def fake() -> AsyncIterator[FakeTelegram]:
    """A stand-in in the test's own loop."""
    async with serving() as opened:
        yield opened


@pytest.fixture
async def bot(fake: FakeTelegram) -> AsyncIterator[PlainClient]:
    """A bot that asks plainly."""
    async with calling(fake) as client:
        yield client


@pytest.fixture
def hanh(fake: FakeTelegram) -> Person:
    """Somebody who has opened the bot before."""
    return fake.person("Hạnh", started=True)


class Watch:
    """A stopwatch set by hand."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def watch() -> Watch:
    """It stands still."""
    return Watch()


@pytest.fixture
def limits(watch: Watch) -> Limits:
    """Telegram's own rates."""
    limits = Limits(watch)
    limits.enforce()
    return limits


def chats(fake: FakeTelegram, count: int) -> list[Chat]:
    """Private chats."""
    return [fake.person(f"Người {number}", started=True).chat for number in range(count)]


def retry_after(limits: Limits, chat: Chat, items: int = 1) -> int:
    """How long Telegram wants the bot to wait; 0 when the message goes through."""
    try:
        limits.meet(chat, items)
    except Refusal as refusal:
        assert refusal.status == 429
        assert refusal.parameters is not None
        return int(refusal.parameters["retry_after"])
    return 0


def test_one_message_a_second_goes_to_a_chat(fake: FakeTelegram, limits: Limits, watch: Watch) -> None:
    (chat,) = chats(fake, 1)
    assert retry_after(limits, chat) == 0
    watch.seconds += 0.94
    assert retry_after(limits, chat) == 1
    watch.seconds += 0.01
    assert retry_after(limits, chat) == 0


def test_thirty_messages_a_second_go_out_overall(fake: FakeTelegram, limits: Limits, watch: Watch) -> None:
    first, *others, last = chats(fake, 31)
    assert [retry_after(limits, chat) for chat in (first, *others)] == [0] * 30
    watch.seconds += 0.94
    assert retry_after(limits, last) == 1
    watch.seconds += 0.011
    assert [retry_after(limits, chat) for chat in (last, first, *others)] == [0] * 30 + [1]


def test_twenty_messages_a_minute_go_to_a_group(fake: FakeTelegram, limits: Limits, watch: Watch) -> None:
    group = fake.group("Điều phối").chat
    for _ in range(20):
        assert retry_after(limits, group) == 0
        watch.seconds += 1
    assert retry_after(limits, group) == 40
    watch.seconds += 39.94
    assert retry_after(limits, group) == 1
    watch.seconds += 0.01
    assert retry_after(limits, group) == 0
    assert retry_after(limits, group) == 1


def test_an_album_counts_as_many_as_it_has_pictures(fake: FakeTelegram, limits: Limits, watch: Watch) -> None:
    first, second, third = chats(fake, 3)
    assert retry_after(limits, first, 10) == 0
    assert retry_after(limits, first) == 1
    watch.seconds += 0.5
    assert retry_after(limits, second, 10) == 0
    assert retry_after(limits, third, 10) == 0
    assert retry_after(limits, fake.person("Mai").chat) == 1


def test_what_was_refused_does_not_count(fake: FakeTelegram, limits: Limits, watch: Watch) -> None:
    (chat,) = chats(fake, 1)
    assert retry_after(limits, chat) == 0
    for _ in range(9):
        watch.seconds += 0.1
        assert retry_after(limits, chat) == 1
    watch.seconds += 0.1
    assert retry_after(limits, chat) == 0


def test_nothing_is_limited_until_it_is_enforced_or_once_it_is_lifted(fake: FakeTelegram, watch: Watch) -> None:
    (chat,) = chats(fake, 1)
    limits = Limits(watch)
    assert [retry_after(limits, chat) for _ in range(50)] == [0] * 50
    limits.enforce()
    assert [retry_after(limits, chat) for _ in range(3)] == [0, 1, 1]
    limits.lift()
    assert [retry_after(limits, chat) for _ in range(50)] == [0] * 50


async def test_a_call_too_many_is_answered_in_telegrams_words(
    bot: PlainClient, hanh: Person, fake: FakeTelegram
) -> None:
    fake.limits.enforce()
    assert (await bot("sendMessage", chat_id=hanh.id, text="một")).status == 200
    answer = await bot("sendMessage", chat_id=hanh.id, text="hai")
    assert answer.refusal == (429, "Too Many Requests: retry after 1")
    assert answer.body["parameters"] == {"retry_after": 1}
    assert (await bot("sendChatAction", chat_id=hanh.id, action="typing")).status == 200
    assert [message.text for message in hanh.received] == ["một"]


def test_the_log_tells_the_busiest_second(watch: Watch) -> None:
    calls = Calls(watch)
    for gap in (0.0, 0.5, 0.499, 0.001, 0.2):
        watch.seconds += gap
        calls.begin("sendMessage", 1).delivered = True
    calls.begin("sendMessage", 1)  # refused
    calls.begin("getFile", None).delivered = True
    assert calls.busiest() == 4
    assert calls.busiest(0.1) == 2
    assert len(calls.sends) == 5
