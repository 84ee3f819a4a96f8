"""The built-in platform: what people can and cannot do on it."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from channels.local import rules
from channels.local.messages import LocalKind, LocalMessage, NotPossible
from channels.local.platform import LocalPlatform
from core.ports import Option

MONDAY = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)
YES_NO = (Option("Đúng", "yes"), Option("Không phải tôi", "no"))
HALF_AN_EMOJI = "\ud83d"


def test_a_text_lies_in_its_chat_with_a_growing_id_and_the_moment(platform: LocalPlatform) -> None:
    first = platform.say("an", "xin chào")
    second = platform.say("ba", "chào")
    assert first == LocalMessage(1, "an", MONDAY, LocalKind.TEXT, text="xin chào")
    assert second.id > first.id
    assert platform.messages("an") == [first]
    assert platform.messages("nobody") == []


def test_times_are_kept_in_utc_whatever_the_clock_tells(tmp_path: Path) -> None:
    hanoi = datetime.fromisoformat("2026-11-16T08:00:00+07:00")
    with LocalPlatform(tmp_path, lambda: hanoi) as platform:
        platform.open_chat("an", "Chị An")
        assert platform.say("an", "a").at.isoformat() == "2026-11-16T01:00:00+00:00"


def test_a_clock_without_zone_is_refused(tmp_path: Path) -> None:
    with (
        LocalPlatform(tmp_path, lambda: MONDAY.replace(tzinfo=None)) as platform,
        pytest.raises(ValueError, match="aware"),
    ):
        platform.open_chat("an", "Chị An")


def test_opening_a_chat_again_keeps_it_and_takes_a_new_title(platform: LocalPlatform) -> None:
    platform.say("an", "a")
    platform.open_chat("an", "Chị An")
    platform.open_chat("an", "Chị An Nguyễn")
    assert [(c.chat, c.title, c.at) for c in platform.chats()] == [
        ("an", "Chị An Nguyễn", MONDAY),
        ("ba", "Anh Ba", MONDAY),
    ]
    assert len(platform.messages("an")) == 1


@pytest.mark.parametrize("length", [1, 4095, 4096])
def test_a_text_fits_up_to_4096_units(platform: LocalPlatform, length: int) -> None:
    assert platform.say("an", "x" * length).text == "x" * length


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 4097, "😀" * 2049, HALF_AN_EMOJI])
def test_an_empty_too_long_or_broken_text_is_not_possible(platform: LocalPlatform, text: str) -> None:
    with pytest.raises(NotPossible):
        platform.say("an", text)
    assert platform.messages("an") == []
    assert platform.updates() == []


def test_control_characters_never_reach_the_bot(platform: LocalPlatform) -> None:
    assert platform.say("an", "a\x00b\tc\r\nd").text == "a b c\nd"


def test_one_picture_is_a_photo_without_album(platform: LocalPlatform) -> None:
    (photo,) = platform.send_pictures("an", [b"one"], "tin bài")
    assert (photo.kind, photo.album, photo.text, photo.size) == (LocalKind.PHOTO, None, "tin bài", 3)
    assert photo.picture is not None
    assert platform.upload(photo.picture) == b"one"


@pytest.mark.parametrize("count", [2, 3, 10])
def test_an_album_is_separate_messages_with_one_key_and_the_caption_on_the_first(
    platform: LocalPlatform, count: int
) -> None:
    photos = platform.send_pictures("an", [b"%d" % n for n in range(count)], "ba ảnh")
    assert [photo.text for photo in photos] == ["ba ảnh"] + [""] * (count - 1)
    assert len({photo.album for photo in photos}) == 1
    assert len({photo.id for photo in photos}) == count
    updates = platform.updates()
    assert len(updates) == count
    assert {update.album for update in updates} == {photos[0].album}
    assert len({update.key for update in updates}) == count


def test_two_albums_have_different_keys(platform: LocalPlatform) -> None:
    first = platform.send_pictures("an", [b"1", b"2"])
    second = platform.send_pictures("an", [b"1", b"2"])
    assert first[0].album != second[0].album


@pytest.mark.parametrize("count", [0, 11])
def test_no_pictures_or_more_than_ten_are_not_possible(platform: LocalPlatform, count: int) -> None:
    with pytest.raises(NotPossible):
        platform.send_pictures("an", [b"x"] * count)
    assert platform.updates() == []


@pytest.mark.parametrize(("length", "fits"), [(0, True), (1023, True), (1024, True), (1025, False)])
def test_a_caption_has_at_most_1024_units(platform: LocalPlatform, length: int, fits: bool) -> None:
    if fits:
        assert len(platform.send_pictures("an", [b"x"], "c" * length)[0].text) == length
    else:
        with pytest.raises(NotPossible):
            platform.send_pictures("an", [b"x"], "c" * length)


@pytest.mark.parametrize(
    ("size", "fits"),
    [(0, False), (1, True), (rules.FILE_BYTES - 1, True), (rules.FILE_BYTES, True), (rules.FILE_BYTES + 1, False)],
)
def test_a_file_has_at_most_20_megabytes(platform: LocalPlatform, size: int, fits: bool) -> None:
    if fits:
        sent = platform.send_file("an", "lon.bin", bytes(size))
        assert (sent.size, sent.picture) == (size, None)
        assert sent.upload is not None
        assert len(platform.upload(sent.upload) or b"") == size
    else:
        with pytest.raises(NotPossible):
            platform.send_file("an", "lon.bin", bytes(size))


@pytest.mark.parametrize(
    ("name", "kept"),
    [("a.pdf", "a.pdf"), ("../../etc/passwd", "passwd"), ("C:\\tệp\\b c.xlsx", "b c.xlsx"), ("a\x00\n.txt", "a  .txt")],
)
def test_a_file_keeps_its_name_without_folders(platform: LocalPlatform, name: str, kept: str) -> None:
    assert platform.send_file("an", name, b"x").file_name == kept


@pytest.mark.parametrize("name", ["", "thư mục/", "x" * 256])
def test_a_file_needs_a_name_of_1_to_255_characters(platform: LocalPlatform, name: str) -> None:
    with pytest.raises(NotPossible):
        platform.send_file("an", name, b"x")


@pytest.mark.parametrize("payload", ["", "x", "A-z_09" * 10, "x" * 64])
def test_an_invitation_link_carries_up_to_64_signs(platform: LocalPlatform, payload: str) -> None:
    started = platform.start("an", payload)
    assert (started.kind, started.text) == (LocalKind.START, payload)


@pytest.mark.parametrize("payload", ["x" * 65, "a b", "mã", "a.b", "a\n"])
def test_a_link_with_anything_else_is_not_possible(platform: LocalPlatform, payload: str) -> None:
    with pytest.raises(NotPossible):
        platform.start("an", payload)


def test_pressing_a_button_tells_its_action_and_shows_its_label(platform: LocalPlatform) -> None:
    asked = int(platform.bot_send("an", "Đúng không ạ?", YES_NO))
    pressed = platform.press("an", asked, "yes")
    assert (pressed.kind, pressed.text, pressed.pressed, pressed.under) == (LocalKind.PRESS, "Đúng", "yes", asked)


def test_an_old_button_can_still_be_pressed(platform: LocalPlatform) -> None:
    asked = int(platform.bot_send("an", "Đúng không ạ?", YES_NO))
    platform.bot_send("an", "Chọn tuần", (Option("Tuần 46", "46"),))
    assert platform.press("an", asked, "no").pressed == "no"


def test_only_a_button_that_is_there_can_be_pressed(platform: LocalPlatform) -> None:
    asked = int(platform.bot_send("an", "Đúng không ạ?", YES_NO))
    said = platform.say("an", "yes")
    for chat, message, action in [
        ("an", asked, "maybe"),
        ("ba", asked, "yes"),
        ("an", said.id, "yes"),
        ("an", 99, "yes"),
    ]:
        with pytest.raises(NotPossible):
            platform.press(chat, message, action)


@pytest.mark.parametrize(("action", "fits"), [("", False), ("x" * 64, True), ("x" * 65, False), ("ạ" * 22, False)])
def test_a_doctored_client_can_send_any_action_of_64_bytes(platform: LocalPlatform, action: str, fits: bool) -> None:
    if fits:
        assert platform.press_forged("an", 12345, action).pressed == action
    else:
        with pytest.raises(NotPossible):
            platform.press_forged("an", 12345, action)


def test_the_newest_message_with_options_is_the_one_that_asks(platform: LocalPlatform) -> None:
    assert platform.last_asking("an") is None
    assert platform.last_options("an") == ()
    platform.bot_send("an", "Đúng không ạ?", YES_NO)
    newest = platform.bot_send("an", "Chọn tuần", (Option("Tuần 46", "46"),))
    platform.bot_send("an", "Em cảm ơn!", ())
    asking = platform.last_asking("an")
    assert asking is not None
    assert str(asking.id) == newest
    assert platform.last_options("an") == (Option("Tuần 46", "46"),)
    assert platform.last_options("ba") == ()


def deeds(platform: LocalPlatform, chat: str) -> list[Callable[[], object]]:
    return [
        lambda: platform.say(chat, "a"),
        lambda: platform.send_pictures(chat, [b"x"]),
        lambda: platform.send_file(chat, "a.pdf", b"x"),
        lambda: platform.press(chat, 1, "yes"),
        lambda: platform.press_forged(chat, 1, "yes"),
    ]


def test_nobody_writes_where_no_chat_was_opened(platform: LocalPlatform) -> None:
    for deed in deeds(platform, "stranger"):
        with pytest.raises(NotPossible):
            deed()
    with pytest.raises(NotPossible):
        platform.start("stranger", "code")
    with pytest.raises(NotPossible):
        platform.block("stranger")
    with pytest.raises(NotPossible):
        platform.open_chat("", "Không tên")


def test_who_blocked_the_bot_cannot_write_until_unblocking(platform: LocalPlatform) -> None:
    platform.block("an")
    platform.block("an")
    for deed in deeds(platform, "an"):
        with pytest.raises(NotPossible):
            deed()
    platform.unblock("an")
    assert platform.say("an", "lại đây ạ").id == 1


def test_opening_a_link_lets_a_blocked_bot_in_again(platform: LocalPlatform) -> None:
    platform.block("an")
    platform.start("an", "code")
    assert [chat.blocked for chat in platform.chats()] == [False, False]
    platform.bot_send("an", "Kính chào", ())
