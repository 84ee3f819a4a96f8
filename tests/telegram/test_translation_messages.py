"""What a person sends on Telegram, in neutral words. The raw updates are as the Bot API's documentation has them."""

from datetime import UTC, datetime
from typing import Any

import pytest

from channels.telegram.translation import translate
from channels.telegram.updates import raw_update
from core.ports import Address, Inbound, InboundKind, MediaReference

AN = {"id": 5200000001, "is_bot": False, "first_name": "An", "language_code": "vi"}
CHAT = {"id": 5200000001, "first_name": "An", "type": "private"}
GROUP = {"id": -1001234567890, "title": "Cán bộ huyện", "type": "supergroup"}
MONDAY = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)
ARRIVED = datetime(2026, 11, 16, 1, 0, 7, 250_000, tzinfo=UTC)
SIZES = [
    {"file_id": "small", "file_unique_id": "s", "width": 90, "height": 51, "file_size": 1101},
    {"file_id": "large", "file_unique_id": "l", "width": 1280, "height": 720, "file_size": 101_202},
    {"file_id": "middle", "file_unique_id": "m", "width": 320, "height": 180, "file_size": 15_003},
]


def understood(kind: str, body: dict[str, Any], username: str | None = "nhac_nop_bot") -> Inbound | None:
    update = raw_update({"update_id": 700, kind: body}, ARRIVED)
    return None if update is None else translate(update, "7100000001", username)


def sent(content: dict[str, Any], **changes: Any) -> Inbound | None:
    message = {"message_id": 42, "from": AN, "chat": CHAT, "date": int(MONDAY.timestamp())}
    return understood("message", message | content | changes)


def said(content: dict[str, Any], **changes: Any) -> Inbound:
    inbound = sent(content, **changes)
    assert inbound is not None
    return inbound


def file(name: str | None = None, mime_type: str | None = None, size: int | None = 2048) -> dict[str, Any]:
    given = {"file_name": name, "mime_type": mime_type, "file_size": size}
    known = {key: value for key, value in given.items() if value is not None}
    return {"document": {"file_id": "doc", "file_unique_id": "d"} | known}


# ---- texts -----------------------------------------------------------------------------------------------------


def test_a_text_comes_with_its_chat_its_number_and_the_platforms_time() -> None:
    assert sent({"text": "Em gửi chị"}) == Inbound(
        address=Address("telegram", "7100000001", "5200000001"),
        message="42",
        sent_at=MONDAY,
        kind=InboundKind.TEXT,
        text="Em gửi chị",
    )


@pytest.mark.parametrize(
    "text", ["a\x00b", "\x07", "Đồng chí ạ", "x" * 4096, "\U0001f469\u200d\U0001f467", "\u202etràng", "\ud83d"]
)
def test_any_text_passes_as_it_is(text: str) -> None:
    assert said({"text": text}).text == text


def test_links_behind_words_are_told_and_those_that_can_be_read_are_not() -> None:
    entities = [
        {"type": "url", "offset": 0, "length": 20},
        {"type": "text_link", "offset": 21, "length": 3, "url": "https://fb.com/1"},
        {"type": "text_link", "offset": 25, "length": 3, "url": "https://fb.com/1"},
        {"type": "text_link", "offset": 29, "length": 3, "url": "https://fb.com/2"},
        {"type": "bold", "offset": 29, "length": 3},
    ]
    inbound = said({"text": "https://facebook.com bài bài bài", "entities": entities})
    assert inbound.links == ("https://fb.com/1", "https://fb.com/2")


def test_a_captions_hidden_links_are_told_with_its_photo() -> None:
    hidden = [{"type": "text_link", "offset": 0, "length": 3, "url": "https://fb.com/1"}]
    inbound = said({"photo": SIZES, "caption": "bài", "caption_entities": hidden})
    assert (inbound.kind, inbound.text, inbound.links) == (InboundKind.PHOTO, "bài", ("https://fb.com/1",))


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("/trangthai", "/trangthai"),
        ("/trangthai@nhac_nop_bot", "/trangthai"),
        ("/trangthai@Nhac_Nop_Bot tuần 47", "/trangthai tuần 47"),
        ("viết cho a@b.vn", "viết cho a@b.vn"),
        ("/xa@bot_khac", "/xa"),
    ],
)
def test_a_command_loses_the_bots_name(typed: str, means: str) -> None:
    assert said({"text": typed}).text == means


@pytest.mark.parametrize(
    ("typed", "code"),
    [("/start", ""), ("/start MA-QT47-0001", "MA-QT47-0001"), ("/start@nhac_nop_bot abc", "abc"), ("/start  x ", "x")],
)
def test_a_deep_link_is_a_start_with_its_payload(typed: str, code: str) -> None:
    inbound = said({"text": typed})
    assert (inbound.kind, inbound.text) == (InboundKind.START, code)


def test_what_only_begins_like_start_is_a_text() -> None:
    assert said({"text": "/starts abc"}).kind is InboundKind.TEXT


def test_a_forwarded_post_counts_as_if_it_was_written_now() -> None:
    origin = {"type": "channel", "date": 1_700_000_000, "chat": {"id": -100, "type": "channel"}, "message_id": 9}
    hidden = [{"type": "text_link", "offset": 0, "length": 3, "url": "https://fb.com/1"}]
    inbound = said({"text": "Bài hay", "entities": hidden, "forward_origin": origin})
    assert (inbound.sent_at, inbound.links) == (MONDAY, ("https://fb.com/1",))
    assert said({"photo": SIZES, "forward_origin": origin}).kind is InboundKind.PHOTO


# ---- pictures --------------------------------------------------------------------------------------------------


def test_of_a_photo_the_largest_size_is_taken() -> None:
    inbound = said({"photo": SIZES, "caption": "chú thích"})
    assert (inbound.kind, inbound.text) == (InboundKind.PHOTO, "chú thích")
    assert inbound.picture == MediaReference("large", content_type="image/jpeg", size=101_202)


def test_the_items_of_an_album_share_its_key_and_keep_their_own_moments() -> None:
    first, second = (
        said({"photo": SIZES, "media_group_id": "1350"}, message_id=n, date=1_795_000_000 + n) for n in (1, 2)
    )
    assert first.album == second.album == "1350"
    assert (second.sent_at - first.sent_at).total_seconds() == 1


@pytest.mark.parametrize(
    ("name", "mime_type"),
    [("anh.JPG", None), ("x.heic", "application/octet-stream"), (None, "image/png"), ("khong_duoi", "image/webp")],
)
def test_a_picture_sent_as_a_file_is_a_photo(name: str | None, mime_type: str | None) -> None:
    inbound = said(file(name, mime_type) | {"caption": "ảnh gốc"})
    assert (inbound.kind, inbound.text) == (InboundKind.PHOTO, "ảnh gốc")
    assert inbound.picture == MediaReference("doc", name, mime_type, 2048)


def test_a_file_too_large_to_be_downloaded_is_still_told_with_its_size() -> None:
    inbound = said(file("anh.png", "image/png", size=21 << 20))
    assert inbound.picture is not None
    assert inbound.picture.size == 21 << 20


# ---- everything else -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (file("Bao cao.pdf", "application/pdf"), "PDF"),
        (file("so.xlsx"), "XLSX"),
        (file("khong duoi"), "file"),
        (file(), "file"),
        (file("hinh.svg", "image/svg+xml"), "SVG"),
        (file("phim.MOV", "video/quicktime"), "video"),
        (file("ghi.m4a"), "audio"),
        (file("hoat_hinh.gif", "image/gif") | {"animation": {"file_id": "a"}}, "video"),
        ({"video": {"file_id": "v"}}, "video"),
        ({"video_note": {"file_id": "v"}}, "video"),
        ({"audio": {"file_id": "a"}}, "audio"),
        ({"voice": {"file_id": "v"}}, "voice"),
        ({"sticker": {"file_id": "s"}}, "sticker"),
        ({"location": {"latitude": 16.8, "longitude": 107.1}}, "location"),
        ({"venue": {"title": "UBND"}, "location": {}}, "location"),
        ({"poll": {"id": "1"}}, "poll"),
        ({"story": {"id": 1}}, "story"),
        ({"dice": {"emoji": "🎲", "value": 3}}, "message"),
    ],
)
def test_what_is_neither_text_nor_picture_is_named(content: dict[str, Any], word: str) -> None:
    inbound = said(content)
    assert (inbound.kind, inbound.other, inbound.picture) == (InboundKind.OTHER, word, None)


def test_the_links_in_a_videos_caption_are_not_lost() -> None:
    inbound = said({"video": {"file_id": "v"}, "caption": "https://fb.com/1"})
    assert (inbound.kind, inbound.text) == (InboundKind.OTHER, "https://fb.com/1")


def test_only_the_senders_own_contact_carries_a_number() -> None:
    own = {"phone_number": "+84905000111", "first_name": "An", "user_id": AN["id"]}
    assert said({"contact": own}).kind is InboundKind.CONTACT
    assert said({"contact": own}).phone == "+84905000111"
    assert said({"contact": own | {"user_id": 99}}).phone == ""
    unknown = {"phone_number": "+84905000111", "first_name": "An"}
    assert said({"contact": unknown}).phone == ""


@pytest.mark.parametrize(
    "content",
    [
        {"new_chat_members": [AN]},
        {"left_chat_member": AN},
        {"pinned_message": {"chat": CHAT, "message_id": 1, "date": 0}},
        {"migrate_to_chat_id": -100123},
        {"group_chat_created": True},
        {"write_access_allowed": {}},
        {"something_of_2028": {"a": 1}},
    ],
)
def test_nobody_said_anything_with_a_service_message(content: dict[str, Any]) -> None:
    assert sent(content) is None


def test_bots_channels_and_the_channel_behind_a_group_are_nobody() -> None:
    assert sent({"text": "a"}, **{"from": AN | {"is_bot": True}}) is None
    assert sent({"text": "a"}, chat={"id": CHAT["id"], "type": "channel"}) is None
    assert understood("channel_post", {"message_id": 1, "chat": {"id": -1, "type": "channel"}, "date": 1}) is None


# ---- groups ----------------------------------------------------------------------------------------------------


def test_in_a_group_the_chat_is_the_groups_and_the_sender_is_told() -> None:
    inbound = said({"text": "chào"}, chat=GROUP)
    assert inbound.address.chat == "-1001234567890"
    assert (inbound.private, inbound.sender) == (False, "5200000001")


def test_a_groups_command_for_another_bot_is_not_ours() -> None:
    assert sent({"text": "/help@bot_khac"}, chat=GROUP) is None
    assert said({"text": "/help@nhac_nop_bot"}, chat=GROUP).text == "/help"


def test_as_long_as_the_own_name_is_not_known_every_command_is_ours() -> None:
    message = {"message_id": 42, "from": AN, "chat": GROUP, "date": 1, "text": "/help@bot_khac"}
    inbound = understood("message", message, username=None)
    assert inbound is not None
    assert inbound.text == "/help"
