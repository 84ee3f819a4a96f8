"""The built-in platform: saying a thing again, and who listens."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.local import rules
from channels.local.messages import LocalMessage, NotPossible
from channels.local.platform import LocalPlatform
from core.ports import Option

MONDAY = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)
YES_NO = (Option("Đúng", "yes"), Option("Không phải tôi", "no"))
HALF_AN_EMOJI = "\ud83d"


def test_the_same_key_again_changes_nothing_and_returns_the_first(platform: LocalPlatform) -> None:
    asked = int(platform.bot_send("an", "Đúng không ạ?", YES_NO))
    said = platform.say("an", "một", once="k1")
    album = platform.send_pictures("an", [b"1", b"2"], once="k2")
    file = platform.send_file("an", "a.pdf", b"x", once="k3")
    started = platform.start("an", "code", once="k4")
    pressed = platform.press("an", asked, "yes", once="k5")
    forged = platform.press_forged("an", asked, "none", once="k6")
    before = platform.messages("an")
    assert platform.say("an", "khác", once="k1") == said
    assert platform.send_pictures("an", [b"3"], once="k2") == album
    assert platform.send_file("an", "b.pdf", b"y", once="k3") == file
    assert platform.start("an", "other", once="k4") == started
    assert platform.press("an", asked, "no", once="k5") == pressed
    assert platform.press_forged("an", asked, "other", once="k6") == forged
    assert platform.messages("an") == before


def test_a_key_holds_for_its_own_chat_only(platform: LocalPlatform) -> None:
    assert platform.say("an", "một", once="k") != platform.say("ba", "một", once="k")


def test_a_repeat_is_answered_even_after_blocking_and_a_link_opened_twice_does_not_unblock(
    platform: LocalPlatform,
) -> None:
    said = platform.say("an", "một", once="k1")
    started = platform.start("an", "code", once="k2")
    platform.block("an")
    assert platform.say("an", "một", once="k1") == said
    assert platform.start("an", "code", once="k2") == started
    assert platform.chats()[0].blocked


def test_a_listener_hears_every_new_message_until_it_leaves(platform: LocalPlatform) -> None:
    heard: list[LocalMessage] = []
    leave = platform.subscribe(heard.append)
    said = platform.say("an", "một", once="k")
    platform.say("an", "một", once="k")
    photos = platform.send_pictures("ba", [b"1", b"2"])
    platform.bot_send("an", "hai", ())
    platform.confirm(platform.updates()[-1].key)
    platform.deliver_again(3)
    assert heard[:3] == [said, *photos]
    assert [message.from_bot for message in heard] == [False, False, False, True]
    leave()
    leave()
    platform.say("an", "ba")
    assert len(heard) == 4


def test_a_listener_that_fails_hurts_nobody(platform: LocalPlatform, caplog: pytest.LogCaptureFixture) -> None:
    heard: list[LocalMessage] = []

    def fail(message: LocalMessage) -> None:
        raise RuntimeError("the page is gone")

    platform.subscribe(fail)
    platform.subscribe(heard.append)
    assert platform.say("an", "một") == heard[0]
    assert "listener" in caplog.text


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30), st.integers(0, 2050))
def test_the_length_of_a_text_is_what_utf16_says(text: str, emoji: int) -> None:
    whole = text + "🌾" * emoji
    units = len(whole.encode("utf-16-le")) // 2
    assert rules.utf16_length(whole) == units
    if units <= 4096 and whole.strip():
        assert rules.spoken(whole) == whole
    else:
        with pytest.raises(NotPossible):
            rules.spoken(whole)


def test_later_messages_have_later_times(tmp_path: Path) -> None:
    moments = iter(MONDAY + timedelta(minutes=n) for n in range(10))
    with LocalPlatform(tmp_path, lambda: next(moments)) as platform:
        platform.open_chat("an", "Chị An")
        assert platform.say("an", "a").at < platform.say("an", "b").at
