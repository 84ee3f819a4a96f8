"""The built-in channel keeps the promises of core.ports over the built-in platform."""

import asyncio
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.local.channel import LocalChannel
from channels.local.platform import LocalPlatform
from channels.local.translation import translate
from core.ports import (
    Address,
    Channel,
    Inbound,
    InboundKind,
    MediaGone,
    MediaReference,
    Option,
    Outgoing,
    RawUpdate,
    Refused,
    TextUnit,
    Unreachable,
)

MONDAY = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)
AN = Address("local", "local", "an")


@pytest.fixture
def platform(tmp_path: Path) -> Iterator[LocalPlatform]:
    with LocalPlatform(tmp_path, lambda: MONDAY) as opened:
        opened.open_chat("an", "Chị An")
        yield opened


@pytest.fixture
def channel(platform: LocalPlatform) -> LocalChannel:
    return LocalChannel(platform)


def newest(channel: LocalChannel, platform: LocalPlatform) -> Inbound:
    inbound = channel.translate(platform.updates()[-1])
    assert inbound is not None
    return inbound


def test_it_is_a_channel(platform: LocalPlatform) -> None:
    channel: Channel = LocalChannel(platform)
    assert (channel.name, channel.account) == ("local", "local")
    limits = channel.limits
    assert (limits.text_length, limits.text_unit, limits.buttons, limits.action_bytes) == (
        4096,
        TextUnit.UTF16,
        True,
        64,
    )
    assert (limits.per_second, limits.per_chat_second) == (None, None)


def test_it_tells_rates_while_the_platform_has_some(platform: LocalPlatform, channel: LocalChannel) -> None:
    platform.faults.limit_rates(lambda: 0.0)
    assert (channel.limits.per_second, channel.limits.per_chat_second) == (30, 1)
    platform.faults.lift_rates()
    assert channel.limits.per_second is None


# ---- translating -----------------------------------------------------------------------------------------------


def test_a_text_is_a_text(platform: LocalPlatform, channel: LocalChannel) -> None:
    said = platform.say("an", "tôi còn thiếu gì")
    assert newest(channel, platform) == Inbound(AN, str(said.id), MONDAY, InboundKind.TEXT, text="tôi còn thiếu gì")


def test_a_photo_has_a_reference_and_its_caption(platform: LocalPlatform, channel: LocalChannel) -> None:
    (photo,) = platform.send_pictures("an", [b"12345"], "https://example.org/1")
    assert photo.upload is not None
    assert newest(channel, platform) == Inbound(
        AN,
        str(photo.id),
        MONDAY,
        InboundKind.PHOTO,
        text="https://example.org/1",
        picture=MediaReference(photo.upload, None, None, 5),
    )


def test_the_items_of_an_album_share_its_key(platform: LocalPlatform, channel: LocalChannel) -> None:
    platform.send_pictures("an", [b"1", b"2"])
    first, second = (channel.translate(update) for update in platform.updates())
    assert first is not None and second is not None
    assert first.album == second.album is not None
    assert first.message != second.message


@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("anh.jpg", None),
        ("ANH.JPEG", None),
        ("man hinh.PNG", "application/octet-stream"),
        ("a.webp", None),
        ("IMG_0001.HEIC", None),
        ("a.gif", None),
        ("khong-duoi", "image/jpeg"),
        ("a.bin", "IMAGE/PNG"),
    ],
)
def test_a_picture_sent_as_a_file_is_a_photo(
    platform: LocalPlatform, channel: LocalChannel, name: str, content_type: str | None
) -> None:
    sent = platform.send_file("an", name, b"12345", "chú thích", content_type=content_type)
    inbound = newest(channel, platform)
    assert (inbound.kind, inbound.text) == (InboundKind.PHOTO, "chú thích")
    assert inbound.picture == MediaReference(sent.upload or "", name, content_type, 5)


@pytest.mark.parametrize(
    ("name", "content_type", "word"),
    [
        ("bao cao.pdf", None, "PDF"),
        ("danh_sach.xlsx", None, "XLSX"),
        ("logo.svg", "image/svg+xml", "SVG"),
        ("phim.MP4", None, "video"),
        ("khong-duoi", "video/mp4", "video"),
        ("ghi am.m4a", None, "audio"),
        ("khong-duoi", None, "file"),
        ("dấu.chấm cuối.", None, "file"),
        ("la.quá dài không phải đuôi", None, "file"),
    ],
)
def test_any_other_file_is_named_in_one_word(
    platform: LocalPlatform, channel: LocalChannel, name: str, content_type: str | None, word: str
) -> None:
    platform.send_file("an", name, b"x", content_type=content_type)
    inbound = newest(channel, platform)
    assert (inbound.kind, inbound.other, inbound.picture) == (InboundKind.OTHER, word, None)


def test_a_press_is_a_button_with_its_action_forged_or_not(platform: LocalPlatform, channel: LocalChannel) -> None:
    asked = int(platform.bot_send("an", "Đúng không ạ?", [Option("Đúng", "yes")]))
    pressed = platform.press("an", asked, "yes")
    assert newest(channel, platform) == Inbound(AN, str(pressed.id), MONDAY, InboundKind.BUTTON, action="yes")
    platform.press_forged("an", asked, "approve:1")
    assert newest(channel, platform).action == "approve:1"


def test_opening_a_link_is_a_start_with_its_code(platform: LocalPlatform, channel: LocalChannel) -> None:
    platform.start("an", "abc-123")
    inbound = newest(channel, platform)
    assert (inbound.kind, inbound.text) == (InboundKind.START, "abc-123")


@pytest.mark.parametrize(
    ("typed", "code"), [("/start", ""), ("/start abc", "abc"), ("/start  abc ", "abc"), ("/start\nabc", "abc")]
)
def test_start_typed_by_hand_is_the_same(platform: LocalPlatform, channel: LocalChannel, typed: str, code: str) -> None:
    platform.say("an", typed)
    inbound = newest(channel, platform)
    assert (inbound.kind, inbound.text) == (InboundKind.START, code)


def test_other_commands_stay_texts(platform: LocalPlatform, channel: LocalChannel) -> None:
    for text in ("/started", "xem /start", "/tiendo"):
        platform.say("an", text)
        assert newest(channel, platform).kind is InboundKind.TEXT


GOOD: dict[str, Any] = {"id": 1, "chat": "an", "at": "2026-11-16T01:00:00+00:00", "kind": "text", "text": "a"}


@pytest.mark.parametrize(
    "payload",
    [
        {},
        *({name: value for name, value in GOOD.items() if name != left_out} for left_out in GOOD),
        GOOD | {"kind": "poll"},
        GOOD | {"kind": None},
        GOOD | {"id": "1"},
        GOOD | {"text": None},
        GOOD | {"at": "yesterday"},
        GOOD | {"at": "2026-11-16T01:00:00"},
        GOOD | {"at": "0001-01-01T00:00:00+07:00"},
        GOOD | {"at": 5},
        GOOD | {"chat": "ba"},
        GOOD | {"from_bot": True},
        GOOD | {"options": 7},
        GOOD | {"options": ["x"]},
        GOOD | {"kind": "photo"},
        GOOD | {"kind": "photo", "upload": 5},
        GOOD | {"kind": "press"},
        GOOD | {"kind": "file", "file_name": 5},
    ],
)
def test_what_it_does_not_understand_is_nothing_and_no_error(
    channel: LocalChannel, payload: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "channels.local")
    assert channel.translate(RawUpdate("7", "an", GOOD)) is not None
    assert channel.translate(RawUpdate("7", "an", payload)) is None
    assert [(record.levelname, "update 7" in record.message) for record in caplog.records] == [("INFO", True)]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=2)
)


@given(st.dictionaries(st.sampled_from([*GOOD, "upload", "size", "file_name", "album", "pressed"]), json_values))
def test_no_payload_whatever_raises(odd: dict[str, Any]) -> None:
    translate(RawUpdate("7", "an", GOOD | odd))
    for kind in ("photo", "file", "press", "start"):
        translate(RawUpdate("7", "an", GOOD | odd | {"kind": kind}))


# ---- receiving, fetching, sending ------------------------------------------------------------------------------


async def test_what_waits_is_stored_first_and_then_confirmed(platform: LocalPlatform, channel: LocalChannel) -> None:
    for n in range(250):
        platform.say("an", str(n))
    stored: list[RawUpdate] = []

    async def store(updates: Sequence[RawUpdate]) -> None:
        assert platform.updates()[0] == updates[0]
        stored.extend(updates)

    assert await channel.receive_waiting(store) == 250
    assert [update.payload["text"] for update in stored] == [str(n) for n in range(250)]
    assert platform.updates() == []
    assert await channel.receive_waiting(store) == 0


async def test_what_could_not_be_stored_comes_again(platform: LocalPlatform, channel: LocalChannel) -> None:
    platform.say("an", "một")

    async def fail(updates: Sequence[RawUpdate]) -> None:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        await channel.receive_waiting(fail)
    with pytest.raises(OSError, match="disk full"):
        await channel.receive(fail)
    assert len(platform.updates()) == 1


async def test_receive_takes_what_waits_and_what_comes_later_and_redeliveries(
    platform: LocalPlatform, channel: LocalChannel
) -> None:
    arrived: asyncio.Queue[str] = asyncio.Queue()

    async def store(updates: Sequence[RawUpdate]) -> None:
        for update in updates:
            arrived.put_nowait(update.payload["text"])

    platform.say("an", "trước")
    receiving = asyncio.create_task(channel.receive(store))
    async with asyncio.timeout(10):
        assert await arrived.get() == "trước"
        platform.say("an", "sau")
        assert await arrived.get() == "sau"
        platform.deliver_again(1)
        assert await arrived.get() == "sau"
    receiving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await receiving
    assert platform.updates() == []


async def test_it_fetches_and_sends_through_the_platform(platform: LocalPlatform, channel: LocalChannel) -> None:
    platform.send_pictures("an", [b"12345"])
    picture = newest(channel, platform).picture
    assert picture is not None
    assert await channel.fetch(picture) == b"12345"
    with pytest.raises(MediaGone):
        await channel.fetch(MediaReference("0" * 64))
    number = await channel.send("an", Outgoing("Đã nhận", (Option("Xem lại", "show"),)))
    sent = platform.messages("an")[-1]
    assert (str(sent.id), sent.from_bot, sent.options) == (number, True, (Option("Xem lại", "show"),))
    with pytest.raises(Refused):
        await channel.send("an", Outgoing(""))
    platform.block("an")
    with pytest.raises(Unreachable):
        await channel.send("an", Outgoing("a"))
