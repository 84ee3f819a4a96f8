"""Sending over a strict stand-in for Telegram: what arrives, and what each refusal means."""

from collections.abc import AsyncIterator
from io import BytesIO

import pytest
from PIL import Image

from bot.clock import SystemClock
from channels.telegram.access import Access
from channels.telegram.channel import TelegramChannel
from core.ports import (
    Attachment,
    Misconfigured,
    Moved,
    Option,
    Outgoing,
    Refused,
    SendError,
    Throttled,
    Unavailable,
    Unreachable,
)
from tests.telegram.fake import FakeTelegram, serving
from tests.telegram.fake.people import Person

REVIEW, WITHDRAW = Option("Xem lại", "h"), Option("Rút lại", "w:2471")
LONG = "\n".join(f"{number}. Xã An Lạc chưa nộp minh chứng tuần này" for number in range(1, 200))


@pytest.fixture
async def fake() -> AsyncIterator[FakeTelegram]:
    async with serving() as served:
        yield served


@pytest.fixture
async def channel(fake: FakeTelegram) -> AsyncIterator[TelegramChannel]:
    access = Access(fake.token, fake.api_url, fake.file_url)
    async with TelegramChannel(access, SystemClock(), paced=False) as opened:
        yield opened


@pytest.fixture
def an(fake: FakeTelegram) -> Person:
    return fake.person("An", started=True)


def jpeg(width: int = 90, height: int = 60) -> bytes:
    made = BytesIO()
    Image.new("RGB", (width, height), "red").save(made, "JPEG")
    return made.getvalue()


def sends(fake: FakeTelegram) -> list[str]:
    return [call.method for call in fake.calls if call.method.startswith("send")]


# ---- what arrives ----------------------------------------------------------------------------------------------


async def test_a_text_arrives_with_its_buttons_and_returns_its_number(channel: TelegramChannel, an: Person) -> None:
    number = await channel.send(str(an.id), Outgoing("Đã nhận 👍 <b>", (REVIEW, WITHDRAW)))
    heard = await an.hears("Đã nhận 👍 <b>")
    assert str(heard.raw["message_id"]) == number
    assert [b["callback_data"] for row in heard.raw["reply_markup"]["inline_keyboard"] for b in row] == ["h", "w:2471"]


async def test_a_long_text_arrives_in_parts_with_the_buttons_under_the_last(
    channel: TelegramChannel, an: Person
) -> None:
    number = await channel.send(str(an.id), Outgoing(LONG, (REVIEW,)))
    first, second, third = [await an.hears() for _ in range(3)]
    assert "\n".join([first.raw["text"], second.raw["text"], third.raw["text"]]) == LONG
    assert "reply_markup" not in first.raw
    assert str(third.raw["message_id"]) == number
    assert "reply_markup" in third.raw


async def test_a_document_keeps_its_vietnamese_name(channel: TelegramChannel, an: Person) -> None:
    report = Attachment('Báo cáo "tháng 11".docx', b"PK\x03\x04" * 400_000)
    await channel.send(str(an.id), Outgoing("Báo cáo tháng 11", (REVIEW,), (report,)))
    heard = await an.hears("Báo cáo tháng 11")
    assert heard.raw["document"]["file_name"].startswith("Báo cáo ")
    assert heard.raw["document"]["file_size"] == 1_600_000
    assert "reply_markup" in heard.raw


async def test_one_picture_is_a_photo_and_several_are_an_album(
    fake: FakeTelegram, channel: TelegramChannel, an: Person
) -> None:
    shown = Attachment("ban_do.jpg", jpeg(), picture=True)
    await channel.send(str(an.id), Outgoing("Bản đồ", (), (shown,)))
    await channel.send(str(an.id), Outgoing("Ba ảnh", (REVIEW,), (shown, shown, shown)))
    assert sends(fake) == ["sendPhoto", "sendMediaGroup", "sendMessage"]
    assert "photo" in (await an.hears("Bản đồ")).raw
    assert "reply_markup" in (await an.hears("Ba ảnh")).raw


@pytest.mark.parametrize("pictures", [1, 2])
async def test_what_telegram_does_not_take_as_a_photo_goes_as_a_file(
    fake: FakeTelegram, channel: TelegramChannel, an: Person, pictures: int
) -> None:
    fake.when("sendPhoto").answers(400, "Bad Request: PHOTO_INVALID_DIMENSIONS")
    fake.when("sendMediaGroup").answers(400, "Bad Request: IMAGE_PROCESS_FAILED")
    shown = Attachment("dai.jpg", jpeg(), picture=True)
    await channel.send(str(an.id), Outgoing("", (), (shown,) * pictures))
    assert "document" in (await an.hears()).raw


# ---- what goes wrong -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "description", "meaning"),
    [
        (400, "Bad Request: chat not found", Unreachable),
        (400, "Bad Request: PEER_ID_INVALID", Unreachable),
        (400, "Bad Request: not enough rights to send text messages to the chat", Unreachable),
        (400, "Bad Request: message text is empty", Refused),
        (400, "Bad Request: BUTTON_DATA_INVALID", Refused),
        (413, "Request Entity Too Large", Refused),
        (401, "Unauthorized", Misconfigured),
        (404, "Not Found", Misconfigured),
        (403, "Forbidden: bot was blocked by the user", Unreachable),
        (403, "Forbidden: user is deactivated", Unreachable),
        (403, "Forbidden: bot was kicked from the supergroup chat", Unreachable),
        (409, "Conflict", Unavailable),
        (500, "Internal Server Error", Unavailable),
        (500, "", Unavailable),
        (502, "", Unavailable),
        (504, "", Unavailable),
    ],
)
async def test_each_refusal_has_its_meaning(
    fake: FakeTelegram,
    channel: TelegramChannel,
    an: Person,
    status: int,
    description: str,
    meaning: type[SendError],
) -> None:
    fake.when(None, times=None).answers(status, description)
    shown = Attachment("anh.jpg", jpeg(), picture=True)
    for message in (Outgoing("a"), Outgoing("a", (), (shown,)), Outgoing("a", (), (shown, shown))):
        with pytest.raises(SendError) as raised:
            await channel.send(str(an.id), message)
        assert type(raised.value) is meaning


async def test_flood_control_says_how_long(fake: FakeTelegram, channel: TelegramChannel, an: Person) -> None:
    fake.when(None, times=2).answers(429, retry_after=7)
    for attachments in ((), (Attachment("a.txt", b"a"),)):
        with pytest.raises(Throttled) as raised:
            await channel.send(str(an.id), Outgoing("a", (), attachments))
        assert raised.value.after == 7


async def test_a_group_that_moved_tells_its_new_id(fake: FakeTelegram, channel: TelegramChannel, an: Person) -> None:
    group = fake.group("Cán bộ huyện")
    group.takes_bot_in(an)
    before = str(group.chat.id)
    group.becomes_supergroup(an)
    with pytest.raises(Moved) as raised:
        await channel.send(before, Outgoing("chào"))
    assert raised.value.chat == str(group.chat.id)
    await channel.send(raised.value.chat, Outgoing("chào"))


async def test_a_stranger_and_a_blocker_cannot_be_reached(
    fake: FakeTelegram, channel: TelegramChannel, an: Person
) -> None:
    stranger = fake.person("Ba")
    an.blocks()
    for chat in (str(stranger.id), str(an.id), "123456", "khong phai so"):
        with pytest.raises(Unreachable):
            await channel.send(chat, Outgoing("chào"))


@pytest.mark.parametrize("when", ["before", "in mid-answer", "after"])
async def test_a_broken_connection_may_have_delivered(
    fake: FakeTelegram, channel: TelegramChannel, an: Person, when: str
) -> None:
    fake.when("sendMessage").resets(when)  # type: ignore[arg-type]  # the three words it takes
    with pytest.raises(Unavailable):
        await channel.send(str(an.id), Outgoing("chào"))
    await channel.send(str(an.id), Outgoing("chào"))


async def test_half_an_emoji_is_our_mistake(fake: FakeTelegram, channel: TelegramChannel, an: Person) -> None:
    with pytest.raises(Refused):
        await channel.send(str(an.id), Outgoing("\ud83d"))
    assert not fake.calls


async def test_a_message_that_failed_half_way_goes_on_where_it_stopped(
    fake: FakeTelegram, channel: TelegramChannel, an: Person
) -> None:
    message = Outgoing(LONG, (REVIEW,))
    fake.when("sendMessage", nth=2).answers(429, retry_after=1)
    fake.when("sendMessage", nth=3).answers(502)
    with pytest.raises(Throttled):
        await channel.send(str(an.id), message)
    with pytest.raises(Unavailable):
        await channel.send(str(an.id), message)
    await channel.send(str(an.id), message)
    parts = [await an.hears() for _ in range(3)]
    assert "\n".join(part.raw["text"] for part in parts) == LONG
    await channel.send(str(an.id), message)  # once it is through, the same again is another message
    assert len([call for call in fake.calls if call.delivered and call.method == "sendMessage"]) == 6
