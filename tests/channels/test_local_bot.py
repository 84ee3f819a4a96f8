"""The built-in platform: how strict it is with the bot, and how it delivers."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.local import rules
from channels.local.platform import LocalPlatform
from core.ports import (
    MediaGone,
    Option,
    RawUpdate,
    Refused,
    Unreachable,
)

MONDAY = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)
YES = Option("Đúng", "yes")
HALF_AN_EMOJI = "\ud83d"


def keys(updates: list[RawUpdate]) -> list[str]:
    return [update.key for update in updates]


# ---- sending ---------------------------------------------------------------------------------------------------


def test_a_sent_message_lies_in_the_chat_under_its_id(platform: LocalPlatform) -> None:
    number = platform.bot_send("an", "Kính chào", [YES])
    (message,) = platform.messages("an")
    assert str(message.id) == number
    assert (message.from_bot, message.text, message.options) == (True, "Kính chào", (YES,))
    assert platform.updates() == []


def test_the_bot_cannot_write_to_a_stranger_or_to_who_blocked_it(platform: LocalPlatform) -> None:
    with pytest.raises(Unreachable):
        platform.bot_send("stranger", "a", [])
    platform.block("an")
    with pytest.raises(Unreachable):
        platform.bot_send("an", "a", [])
    assert platform.messages("an") == []
    platform.unblock("an")
    platform.bot_send("an", "a", [])


@pytest.mark.parametrize("text", ["a", "x" * 4095, "x" * 4096, "😀" * 2048])
def test_a_text_of_up_to_4096_utf16_units_is_delivered_as_it_is(platform: LocalPlatform, text: str) -> None:
    platform.bot_send("an", text, [])
    assert platform.messages("an")[0].text == text


@pytest.mark.parametrize("text", ["", " \n ", "x" * 4097, "😀" * 2048 + "x", HALF_AN_EMOJI])
def test_an_empty_too_long_or_broken_text_is_refused(platform: LocalPlatform, text: str) -> None:
    with pytest.raises(Refused):
        platform.bot_send("an", text, [])
    assert platform.messages("an") == []


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40), st.integers(2030, 2060))
def test_emoji_count_twice(text: str, emoji: int) -> None:
    whole = "🎉" * emoji + text
    if len(whole.encode("utf-16-le")) <= 2 * 4096:
        rules.check_outgoing(whole, ())
    else:
        with pytest.raises(Refused):
            rules.check_outgoing(whole, ())


@pytest.mark.parametrize(
    ("option", "fits"),
    [
        (Option("x" * 63, "a"), True),
        (Option("ạ" * 64, "a"), True),
        (Option("x" * 65, "a"), False),
        (Option("", "a"), False),
        (Option(" ", "a"), False),
        (Option(HALF_AN_EMOJI, "a"), False),
        (Option("x", ""), False),
        (Option("x", "a" * 63), True),
        (Option("x", "a" * 64), True),
        (Option("x", "a" * 65), False),
        (Option("x", "ạ" * 21), True),
        (Option("x", "ạ" * 22), False),
        (Option("x", HALF_AN_EMOJI), False),
    ],
)
def test_a_label_has_64_characters_and_an_action_64_bytes(platform: LocalPlatform, option: Option, fits: bool) -> None:
    if fits:
        platform.bot_send("an", "Chọn giúp em", [option])
        assert platform.last_options("an") == (option,)
    else:
        with pytest.raises(Refused):
            platform.bot_send("an", "Chọn giúp em", [YES, option])
        assert platform.messages("an") == []


@pytest.mark.parametrize(("count", "fits"), [(99, True), (100, True), (101, False)])
def test_a_message_has_at_most_100_options(platform: LocalPlatform, count: int, fits: bool) -> None:
    options = [Option(str(n), str(n)) for n in range(count)]
    if fits:
        platform.bot_send("an", "a", options)
    else:
        with pytest.raises(Refused):
            platform.bot_send("an", "a", options)


# ---- receiving -------------------------------------------------------------------------------------------------


def test_the_same_updates_come_until_they_are_confirmed(platform: LocalPlatform) -> None:
    for text in ("một", "hai", "ba"):
        platform.say("an", text)
    first = platform.updates()
    assert platform.updates() == first
    platform.confirm(first[1].key)
    assert platform.updates() == first[2:]
    platform.confirm(first[0].key)  # long ago: nothing changes
    assert platform.updates() == first[2:]
    platform.confirm(first[2].key)
    assert platform.updates() == []


def test_updates_come_oldest_first_and_at_most_as_many_as_wanted(platform: LocalPlatform) -> None:
    said = [str(platform.say("an" if n % 2 else "ba", str(n)).id) for n in range(120)]
    assert keys(platform.updates(1)) == said[:1]
    assert keys(platform.updates(7)) == said[:7]
    assert keys(platform.updates()) == said[:100]
    for limit in (0, 101):
        with pytest.raises(ValueError, match="limit"):
            platform.updates(limit)


def test_confirming_what_never_was_is_an_error(platform: LocalPlatform) -> None:
    sent = platform.bot_send("an", "a", [])
    for key in (sent, "99", "x"):
        with pytest.raises(ValueError, match="no update"):
            platform.confirm(key)


def test_confirmed_updates_can_come_again_with_the_same_keys(platform: LocalPlatform) -> None:
    for text in ("một", "hai", "ba", "bốn"):
        platform.say("an", text)
    all_four = platform.updates()
    platform.confirm(all_four[2].key)
    platform.deliver_again(2)
    assert platform.updates() == all_four[1:]
    platform.deliver_again(100)
    assert platform.updates() == all_four
    platform.confirm(all_four[3].key)
    assert platform.updates() == []
    platform.deliver_again(0)
    assert platform.updates() == []
    with pytest.raises(ValueError, match="negative"):
        platform.deliver_again(-1)


def test_the_waker_is_called_for_what_people_say_and_for_a_redelivery(platform: LocalPlatform) -> None:
    woken: list[str] = []
    leave = platform.on_updates(lambda: woken.append("woken"))
    platform.bot_send("an", "a", [])
    assert woken == []
    platform.say("an", "a")
    assert len(woken) == 1
    platform.confirm(platform.updates()[-1].key)
    assert len(woken) == 1
    platform.deliver_again(1)
    assert len(woken) == 2
    leave()
    platform.say("an", "b")
    assert len(woken) == 2


def test_the_bot_fetches_what_was_sent_and_nothing_else(platform: LocalPlatform) -> None:
    (photo,) = platform.send_pictures("an", [b"ten bytes!"])
    assert photo.upload is not None
    assert platform.bot_fetch(photo.upload) == b"ten bytes!"
    for key in ("0" * 64, "", "../chat.jsonl", photo.upload.upper()):
        with pytest.raises(MediaGone):
            platform.bot_fetch(key)
