"""Does everything go wrong exactly when and how the script says, and otherwise nothing?"""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientConnectionError, ClientPayloadError

from tests.journeys.pictures import photo
from tests.telegram.fake import FakeTelegram, Person, serving
from tests.telegram.fake.plain_client import PlainClient, calling
from tests.telegram.fake.reading import PATIENCE


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


async def sends(bot: PlainClient, person: Person, text: str = "Xin chào") -> int:
    """The HTTP status that a message is answered with."""
    async with bot.session.post(bot.url("sendMessage"), json={"chat_id": person.id, "text": text}) as answer:
        return answer.status


async def test_the_nth_call_and_so_many_after_it_fare_ill(bot: PlainClient, hanh: Person, fake: FakeTelegram) -> None:
    script = fake.when("sendMessage", nth=2, times=2).answers(502)
    assert [await sends(bot, hanh) for _ in range(5)] == [200, 502, 502, 200, 200]
    assert (script.seen, script.met) == (5, 2)
    assert len(hanh.received) == 3


async def test_scripts_follow_each_other_and_concern_their_chat_and_method_only(
    bot: PlainClient, hanh: Person, fake: FakeTelegram
) -> None:
    mai = fake.person("Mai", started=True)
    fake.when("sendMessage", chat=hanh).answers(429, retry_after=7)
    fake.when("sendMessage", chat=hanh).answers(500)
    fake.when("sendPhoto").answers(500)
    assert [await sends(bot, mai), await sends(bot, hanh), await sends(bot, hanh), await sends(bot, hanh)] == [
        200,
        429,
        500,
        200,
    ]


async def test_a_script_may_last_until_it_is_cleared(bot: PlainClient, hanh: Person, fake: FakeTelegram) -> None:
    fake.when(times=None).answers(503)
    assert [await sends(bot, hanh) for _ in range(3)] == [503] * 3
    fake.faults.clear()
    assert await sends(bot, hanh) == 200


async def test_a_storm_of_429_says_how_long_it_lasts(bot: PlainClient, hanh: Person, fake: FakeTelegram) -> None:
    fake.when("sendMessage", times=3).answers(429, retry_after=5)
    for _ in range(3):
        answer = await bot("sendMessage", chat_id=hanh.id, text="?")
        assert answer.refusal == (429, "Too Many Requests: retry after 5")
        assert answer.body["parameters"] == {"retry_after": 5}
    assert await sends(bot, hanh) == 200


@pytest.mark.parametrize("status", [500, 502, 503, 504])
async def test_a_broken_gateway_answers_with_html(
    bot: PlainClient, hanh: Person, fake: FakeTelegram, status: int
) -> None:
    fake.when("sendMessage").answers(status)
    async with bot.session.post(bot.url("sendMessage"), json={"chat_id": hanh.id, "text": "?"}) as answer:
        assert (answer.status, answer.content_type) == (status, "text/html")
        assert "<h1>" in await answer.text()
    assert hanh.received == []


async def test_telegrams_own_500_is_json(bot: PlainClient, fake: FakeTelegram) -> None:
    fake.when("getMe").answers(500, "Internal Server Error: restart")
    assert (await bot("getMe")).refusal == (500, "Internal Server Error: restart")


async def test_a_reset_comes_before_or_in_the_middle_of_an_answer_and_nothing_was_done(
    bot: PlainClient, hanh: Person, fake: FakeTelegram
) -> None:
    fake.when("sendMessage").resets("before")
    with pytest.raises(ClientConnectionError):
        await sends(bot, hanh)
    fake.when("sendMessage").resets()
    with pytest.raises(ClientPayloadError):
        await bot("sendMessage", chat_id=hanh.id, text="?")
    assert hanh.received == []
    assert await sends(bot, hanh) == 200


async def test_an_answer_can_be_lost_after_the_message_was_delivered(
    bot: PlainClient, hanh: Person, fake: FakeTelegram
) -> None:
    fake.when("sendMessage").loses_answer()
    with pytest.raises(ClientConnectionError):
        await sends(bot, hanh)
    assert [message.text for message in hanh.received] == ["Xin chào"]
    (call,) = fake.calls
    assert (call.ok, call.delivered, call.status) == (False, True, 0)


async def test_a_slow_answer_comes_late_but_the_message_at_once(
    bot: PlainClient, hanh: Person, fake: FakeTelegram
) -> None:
    fake.when("sendMessage").waits(30)
    sending = asyncio.create_task(sends(bot, hanh))
    assert (await hanh.hears()).text == "Xin chào"
    assert not sending.done()
    sending.cancel()
    fake.when("sendMessage").waits(0.01)
    assert await sends(bot, hanh) == 200


async def test_a_call_that_is_held_does_nothing_until_then_and_never_when_its_caller_is_gone(
    bot: PlainClient, hanh: Person, fake: FakeTelegram
) -> None:
    script = fake.when("sendMessage").holds(30)
    sending = asyncio.create_task(sends(bot, hanh))
    await fake.until(lambda: script.met == 1)
    sending.cancel()
    assert hanh.received == []
    fake.when("sendMessage").holds(0.01)
    assert await sends(bot, hanh) == 200
    assert len(hanh.received) == 1


async def test_a_page_may_come_instead_of_an_answer_whatever_its_status(bot: PlainClient, fake: FakeTelegram) -> None:
    fake.when("getMe").answers(200, html=True)
    async with bot.session.post(bot.url("getMe")) as answer:
        assert (answer.status, answer.content_type) == (200, "text/html")


async def test_every_call_takes_the_latency(bot: PlainClient, hanh: Person, fake: FakeTelegram) -> None:
    fake.latency = 0.05
    await asyncio.gather(*(bot("getMe") for _ in range(10)), bot("getUpdates"))
    assert all(call.done_at and call.done_at - call.at >= 0.05 for call in fake.calls)


async def test_calls_take_the_latency_side_by_side(
    bot: PlainClient, hanh: Person, fake: FakeTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    all_of_them = asyncio.Barrier(11)

    async def sleep(_: float) -> None:
        await all_of_them.wait()  # nobody goes on before the last one is there

    fake.latency = 0.05
    monkeypatch.setattr("tests.telegram.fake.door.asyncio.sleep", sleep)
    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(*(bot("getMe") for _ in range(10)), bot("getUpdates"))


async def test_a_download_can_fail_too(bot: PlainClient, hanh: Person, fake: FakeTelegram) -> None:
    file_id = hanh.sends_photo(photo("a"))["photo"][-1]["file_id"]
    path = (await bot("getFile", file_id=file_id)).result["file_path"]
    fake.when("download").answers(404)
    fake.when("download").answers(502)
    fake.when("download").resets()
    assert (await bot.downloads(path))[0] == 404
    assert (await bot.downloads(path))[0] == 502
    with pytest.raises(ClientPayloadError):
        await bot.downloads(path)
    assert await bot.downloads(path) == (200, photo("a"))
    assert [call.status for call in fake.calls.of("download")] == [404, 502, 0, 200]


async def test_the_log_tells_how_each_call_ended(bot: PlainClient, hanh: Person, fake: FakeTelegram) -> None:
    await bot("sendMessage", chat_id=hanh.id, text="Xin chào")
    await bot("sendMessage", chat_id=404, text="Xin chào")
    told = [(call.method, call.chat, call.ok, call.delivered, call.description) for call in fake.calls]
    assert told == [
        ("sendMessage", hanh.id, True, True, ""),
        ("sendMessage", 404, False, False, "Bad Request: chat not found"),
    ]
    assert fake.calls.refused == [list(fake.calls)[1]]
    fake.calls.clear()
    assert len(fake.calls) == 0


async def test_one_can_wait_until_something_was_called(bot: PlainClient, hanh: Person, fake: FakeTelegram) -> None:
    waiting = asyncio.create_task(fake.until(lambda: len(fake.calls.of("getMe")) == 2))
    await bot("getMe")
    assert not waiting.done()
    await bot("getMe")
    await waiting
    with pytest.raises(TimeoutError):
        await fake.until(lambda: False, within=0.01)
