"""Sending texts and fetching pictures over a strict stand-in for the platform."""

from typing import Any

import pytest

from bot.clock import SystemClock
from channels import fetching
from channels.calling import CallFault, Client
from channels.fetching import Fetcher
from channels.line import Patience
from channels.zalo.access import Access
from channels.zalo.answers import result_of
from channels.zalo.channel import ZaloChannel
from core.ports import (
    Channel,
    Identified,
    MediaError,
    MediaGone,
    MediaReference,
    Misconfigured,
    Option,
    Outgoing,
    OutOfQuota,
    Refused,
    SendError,
    TextUnit,
    Throttled,
    Unavailable,
    Unreachable,
    WithMenus,
)
from tests.channels.leaks import answering, nonsense
from tests.zalo.fake import FakeZalo, Person

QUESTION = Outgoing("Đúng không ạ?", (Option("Đúng", "y"), Option("Không phải tôi", "n")))


@pytest.fixture
def hanh(fake: FakeZalo) -> Person:
    """Somebody who has written to the first bot."""
    person = fake.person("Hạnh")
    person.says("xin chào")
    return person


async def test_a_text_goes_out_with_its_answers_numbered(channel: ZaloChannel, hanh: Person) -> None:
    number = await channel.send(hanh.id, QUESTION)
    assert hanh.received == ["Đúng không ạ?\n\n1. Đúng\n2. Không phải tôi"]
    assert number == hanh.chat.turns[-1].message
    hanh.chooses("Không phải tôi")
    assert hanh.chat.turns[-1].text == "2"


async def test_a_long_text_goes_out_in_pieces_and_goes_on_where_it_failed(
    fake: FakeZalo, channel: ZaloChannel, hanh: Person
) -> None:
    paragraphs = [f"{number}: " + "chữ " * 200 for number in range(6)]
    message = Outgoing("\n\n".join(paragraphs), QUESTION.options)
    fake.when("sendMessage", nth=2).answers(502)
    with pytest.raises(Unavailable):
        await channel.send(hanh.id, message)
    await channel.send(hanh.id, message)
    assert [piece[:2] for piece in hanh.received] == ["0:", "2:", "4:"]
    assert hanh.received[-1].endswith("1. Đúng\n2. Không phải tôi")
    assert all("1. Đúng" not in piece for piece in hanh.received[:-1])


@pytest.mark.parametrize(
    ("text", "options"), [("", ()), (" \n", ()), ("nửa \ud83d", ()), ("a", (Option("nửa \ud83d", "a"),))]
)
async def test_what_cannot_be_sent_is_refused_before_it_is_tried(
    fake: FakeZalo, channel: ZaloChannel, hanh: Person, text: str, options: tuple[Option, ...]
) -> None:
    with pytest.raises(Refused):
        await channel.send(hanh.id, Outgoing(text, options))
    assert not fake.calls.sends


@pytest.mark.parametrize(
    ("code", "html", "kind"),
    [
        (429, False, OutOfQuota),
        (429, True, Throttled),
        (401, False, Misconfigured),
        (400, False, Refused),
        (408, False, Unavailable),
        (500, False, Unavailable),
        (502, True, Unavailable),
        (504, True, Unavailable),
    ],
)
async def test_each_failure_has_its_kind(
    fake: FakeZalo, channel: ZaloChannel, hanh: Person, code: int, html: bool, kind: type[SendError]
) -> None:
    fake.when("sendMessage").answers(code, "" if html else "words", html=html)
    with pytest.raises(SendError) as raised:
        await channel.send(hanh.id, QUESTION)
    assert type(raised.value) is kind


async def test_nobody_who_never_wrote_or_blocked_the_bot_is_reached(
    fake: FakeZalo, channel: ZaloChannel, hanh: Person
) -> None:
    stranger = fake.person("Người lạ")
    hanh.blocks()
    for chat in (stranger.id, hanh.id, "nobody"):
        with pytest.raises(Unreachable):
            await channel.send(chat, QUESTION)
    hanh.says("em đây")
    await channel.send(hanh.id, QUESTION)


async def test_the_plans_messages_come_to_their_end(fake: FakeZalo, channel: ZaloChannel, hanh: Person) -> None:
    fake.bots["zalo-1"].quota = 1
    await channel.send(hanh.id, QUESTION)
    with pytest.raises(OutOfQuota):
        await channel.send(hanh.id, QUESTION)
    assert len(hanh.received) == 1


async def test_an_answer_that_is_lost_may_have_arrived(fake: FakeZalo, channel: ZaloChannel, hanh: Person) -> None:
    fake.when("sendMessage").loses_answer()
    with pytest.raises(Unavailable):
        await channel.send(hanh.id, QUESTION)
    assert len(hanh.received) == 1


async def test_an_answer_without_an_id_is_a_success(fake: FakeZalo) -> None:
    async with answering(nonsense) as url:
        access = Access(fake.bots["zalo-1"].token, f"{url}/bot")
        async with ZaloChannel("zalo-1", access, SystemClock()) as channel:
            assert await channel.send("1", QUESTION) == ""


# ---- pictures ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("content_type", ["application/octet-stream", "image/jpeg", "text/plain"])
async def test_a_picture_is_fetched_whatever_the_server_calls_it(
    fake: FakeZalo, channel: ZaloChannel, content_type: str
) -> None:
    fake.type_of_pictures = content_type
    assert await channel.fetch(MediaReference(fake.keeps_picture(b"\xff\xd8jpeg"))) == b"\xff\xd8jpeg"


def fetcher(fake: FakeZalo) -> tuple[Client[Any], Fetcher]:
    client = Client("Zalo", Access(fake.bots["zalo-1"].token, fake.api_url), result_of, Patience(exchange=2))
    return client, Fetcher(client, (0.001,) * len(fetching.PAUSES))


@pytest.mark.parametrize(
    ("status", "times", "outcome"),
    [
        (404, 2, None),
        (502, 2, None),
        (404, 99, MediaGone),
        (403, 99, MediaGone),
        (410, 99, MediaGone),
        (502, 99, MediaError),
        (429, 99, MediaError),
    ],
)
async def test_an_address_that_leads_nowhere_is_tried_a_few_times(
    fake: FakeZalo, status: int, times: int, outcome: type[MediaError] | None
) -> None:
    client, fetching_ = fetcher(fake)
    await client.open()
    fake.when("download", times=times).answers(status, "no")
    reference = MediaReference(fake.keeps_picture(b"jpeg"))
    if outcome is None:
        assert await fetching_.fetch(reference) == b"jpeg"
    else:
        with pytest.raises(MediaError) as raised:
            await fetching_.fetch(reference)
        assert type(raised.value) is outcome
        assert len(fake.calls.of("download")) == len(fetching.PAUSES) + 1
    await client.close()


async def test_an_expired_address_and_a_page_and_a_giant(fake: FakeZalo, monkeypatch: pytest.MonkeyPatch) -> None:
    client, fetching_ = fetcher(fake)
    await client.open()
    address = fake.keeps_picture(b"jpeg")
    fake.pictures.clear()
    with pytest.raises(MediaGone):
        await fetching_.fetch(MediaReference(address))
    fake.type_of_pictures = "text/html"
    with pytest.raises(MediaError):
        await fetching_.fetch(MediaReference(fake.keeps_picture(b"<html>")))
    fake.type_of_pictures = "image/jpeg"
    monkeypatch.setattr(fetching, "DOWNLOAD_BYTES", 10)
    with pytest.raises(MediaGone):
        await fetching_.fetch(MediaReference(fake.keeps_picture(b"x" * 11)))
    with pytest.raises(MediaError):
        await fetching_.fetch(MediaReference("no address"))
    await client.close()


# ---- who it is -----------------------------------------------------------------------------------------------------


async def test_the_bot_knows_its_name_and_what_it_can_carry(fake: FakeZalo, channel: ZaloChannel) -> None:
    assert await channel.identify() == fake.bots["zalo-1"].account_name
    assert (channel.name, channel.account) == ("zalo", "zalo-1")
    limits = channel.limits
    assert (limits.text_length, limits.text_unit, limits.buttons) == (1900, TextUnit.UTF16, False)
    assert limits.upload_bytes == 0
    paced = ZaloChannel("zalo-1", Access(fake.bots["zalo-1"].token), SystemClock()).limits
    assert paced.per_second and paced.per_chat_second


async def test_a_wrong_token_is_a_matter_for_the_settings(fake: FakeZalo) -> None:
    async with ZaloChannel("zalo-1", Access("1:" + "x" * 30, fake.api_url), SystemClock()) as channel:
        with pytest.raises(Misconfigured):
            await channel.identify()


async def test_it_keeps_the_promises_of_a_channel_without_menus(channel: ZaloChannel) -> None:
    promised: tuple[Channel, Identified] = (channel, channel)
    assert promised[0].name == "zalo"
    assert not isinstance(channel, WithMenus)


# ---- the stand-in's strictness -------------------------------------------------------------------------------------


async def test_the_stand_in_refuses_what_the_documents_do_not_allow(fake: FakeZalo, hanh: Person) -> None:
    client = Client("Zalo", Access(fake.bots["zalo-1"].token, fake.api_url), result_of)
    await client.open()
    wrong: list[tuple[str, dict[str, object]]] = [
        ("sendMessage", {"chat_id": hanh.id}),
        ("sendMessage", {"chat_id": hanh.id, "text": "x" * 2001}),
        ("sendMessage", {"chat_id": 42, "text": "x"}),
        ("sendMessage", {"chat_id": hanh.id, "text": "x", "reply_markup": {}}),
        ("sendDocument", {"chat_id": hanh.id}),
        ("sendPhoto", {"chat_id": hanh.id, "photo": "http://nhacnop.example/a.jpg"}),
        ("setWebhook", {"url": "http://nhacnop.example/hook", "secret_token": "12345678"}),
        ("setWebhook", {"url": "https://nhacnop.example/hook", "secret_token": "1234567"}),
        ("getUpdates", {"offset": 5}),
    ]
    with fake.expecting_violations() as found:
        for method, said in wrong:
            with pytest.raises(CallFault, match="Bad Request"):
                await client.ask(method, said)
    assert len(found) == len(wrong)
    await client.close()
