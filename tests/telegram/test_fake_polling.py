"""Does the stand-in keep updates as Telegram keeps them: until an offset confirms them?"""

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.telegram.fake import FakeTelegram, Person, serving
from tests.telegram.fake.checks import Json
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


def texts(updates: list[Json]) -> list[str]:
    """What was said."""
    return [update["message"]["text"] for update in updates]


async def test_what_no_offset_confirmed_is_delivered_again(bot: PlainClient, hanh: Person) -> None:
    for text in ("một", "hai", "ba"):
        hanh.says(text)
    first = await bot.updates()
    assert texts(first) == texts(await bot.updates()) == ["một", "hai", "ba"]
    assert [update["update_id"] - first[0]["update_id"] for update in first] == [0, 1, 2]


async def test_an_offset_confirms_everything_before_it_for_ever(bot: PlainClient, hanh: Person) -> None:
    for text in ("một", "hai", "ba"):
        hanh.says(text)
    first = (await bot.updates())[0]["update_id"]
    assert texts(await bot.updates(first)) == ["một", "hai", "ba"]
    assert texts(await bot.updates(first + 1)) == ["hai", "ba"]
    assert texts(await bot.updates(first)) == ["hai", "ba"]
    assert await bot.updates(first + 3) == []
    assert await bot.updates() == []


async def test_a_negative_offset_keeps_only_the_newest(bot: PlainClient, hanh: Person) -> None:
    for text in ("một", "hai", "ba"):
        hanh.says(text)
    assert texts(await bot.updates(-2)) == ["hai", "ba"]
    assert texts(await bot.updates()) == ["hai", "ba"]


async def test_an_offset_from_the_future_confirms_nothing(bot: PlainClient, hanh: Person) -> None:
    hanh.says("một")
    (update,) = await bot.updates()
    assert texts(await bot.updates(update["update_id"] + 3)) == ["một"]


async def test_an_answer_holds_at_most_its_limit_and_never_more_than_a_hundred(
    bot: PlainClient, hanh: Person, fake: FakeTelegram
) -> None:
    for number in range(101):
        hanh.says(str(number))
    assert len(await bot.updates()) == 100
    assert len(await bot.updates(limit=101)) == 100
    assert texts(await bot.updates(limit=2)) == ["0", "1"]
    fake.updates.per_answer = 1
    assert texts(await bot.updates()) == ["0"]


async def test_a_long_poll_ends_as_soon_as_somebody_writes(bot: PlainClient, hanh: Person, fake: FakeTelegram) -> None:
    poll = asyncio.create_task(bot.updates(timeout=30))
    await fake.is_polled()
    hanh.says("đây")
    assert texts(await poll) == ["đây"]


async def test_a_second_poll_ends_the_first_with_a_conflict(bot: PlainClient, hanh: Person, fake: FakeTelegram) -> None:
    first = asyncio.create_task(bot("getUpdates", timeout=30))
    await fake.is_polled()
    second = asyncio.create_task(bot("getUpdates", timeout=30))
    assert (await first).refusal == (
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    )
    hanh.says("đây")
    assert texts((await second).result) == ["đây"]


async def test_a_poll_whose_caller_is_gone_hinders_nobody(bot: PlainClient, hanh: Person, fake: FakeTelegram) -> None:
    gone = asyncio.create_task(bot("getUpdates", timeout=30))
    await fake.is_polled()
    gone.cancel()
    await fake.is_left_alone()
    hanh.says("đây")
    assert texts(await bot.updates()) == ["đây"]
    assert [call.status for call in fake.calls] == [0, 200]


async def test_only_the_kinds_asked_for_are_kept_from_then_on(bot: PlainClient, hanh: Person) -> None:
    hanh.says("một")
    await bot.updates(allowed_updates=["my_chat_member"])
    hanh.says("hai")
    hanh.blocks()
    kinds = [sorted(update) for update in await bot.updates()]
    assert kinds == [["message", "update_id"], ["my_chat_member", "update_id"]]
    await bot.updates(allowed_updates=[])
    hanh.starts()
    assert [next(reversed(update)) for update in await bot.updates()] == [
        "message",
        "my_chat_member",
        "my_chat_member",
        "message",
    ]


async def test_updates_are_repeated_when_the_script_says_so(bot: PlainClient, hanh: Person, fake: FakeTelegram) -> None:
    hanh.says("một")
    (first,) = await bot.updates()
    fake.repeats_updates()
    hanh.says("hai")
    assert texts(await bot.updates(first["update_id"] + 1)) == ["một", "hai"]
    assert texts(await bot.updates(first["update_id"] + 1)) == ["hai"]


async def test_fed_updates_get_the_next_numbers(bot: PlainClient, hanh: Person, fake: FakeTelegram) -> None:
    message = hanh.says("một")
    fake.feed({"message": message | {"message_id": number}} for number in range(100, 103))
    updates = await bot.updates()
    assert [update["message"]["message_id"] for update in updates] == [message["message_id"], 100, 101, 102]
    assert len({update["update_id"] for update in updates}) == 4
    with pytest.raises(ValueError, match="comes after"):
        fake.feed([{"update_id": 5, "message": message}])


async def test_an_answer_that_is_lost_loses_no_update(bot: PlainClient, hanh: Person, fake: FakeTelegram) -> None:
    hanh.says("một")
    fake.when("getUpdates").loses_answer()
    assert await bot.is_cut("getUpdates")
    assert texts(await bot.updates()) == ["một"]
