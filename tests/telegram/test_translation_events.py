"""Buttons, edits, leaving, and updates that nobody can read."""

from datetime import UTC, datetime
from typing import Any

import pytest

from channels.telegram.translation import translate
from channels.telegram.updates import ARRIVED, pressed, raw_update
from core.ports import Inbound, InboundKind, RawUpdate

NOW = datetime(2026, 11, 16, 1, 0, 7, 250_000, tzinfo=UTC)
AN: dict[str, Any] = {"id": 5200000001, "is_bot": False, "first_name": "An"}
BOT: dict[str, Any] = {"id": 7100000001, "is_bot": True, "first_name": "Nhắc Nộp", "username": "nhac_nop_bot"}
CHAT: dict[str, Any] = {"id": 5200000001, "first_name": "An", "type": "private"}
GROUP: dict[str, Any] = {"id": -1001234567890, "title": "Cán bộ huyện", "type": "supergroup"}
ASKED: dict[str, Any] = {"message_id": 7, "from": BOT, "chat": CHAT, "date": 1_795_000_000, "text": "Chọn giúp em"}
TOO_OLD: dict[str, Any] = {"message_id": 7, "chat": CHAT, "date": 0}
PRESS: dict[str, Any] = {"id": "4382", "from": AN, "chat_instance": "8", "message": ASKED, "data": "w:2471"}
TEXT: dict[str, Any] = {"message_id": 9, "from": AN, "chat": CHAT, "date": 1_795_000_000, "text": "https://fb.com/1"}
PHOTO: dict[str, Any] = {
    "message_id": 10,
    "from": AN,
    "chat": CHAT,
    "date": 1_795_000_000,
    "media_group_id": "77",
    "photo": [{"file_id": "p", "file_unique_id": "u", "width": 10, "height": 10, "file_size": 5}],
    "caption": "bài",
    "caption_entities": [{"type": "text_link", "offset": 0, "length": 3, "url": "https://fb.com/2"}],
}


def membership(status: str, chat: dict[str, Any] = CHAT, **more: Any) -> dict[str, Any]:
    old, new = {"user": BOT, "status": "member"}, {"user": BOT, "status": status} | more
    return {"chat": chat, "from": AN, "date": 1_795_000_000, "old_chat_member": old, "new_chat_member": new}


def stored(kind: str, body: dict[str, Any]) -> RawUpdate:
    update = raw_update({"update_id": 700, kind: body}, NOW)
    assert update is not None
    return update


def understood(kind: str, body: dict[str, Any]) -> Inbound | None:
    return translate(stored(kind, body), "7100000001", "nhac_nop_bot")


# ---- buttons ---------------------------------------------------------------------------------------------------


def test_a_press_carries_the_buttons_action_and_the_moment_we_got_it() -> None:
    inbound = understood("callback_query", PRESS)
    assert inbound is not None
    assert (inbound.kind, inbound.action, inbound.message) == (InboundKind.BUTTON, "w:2471", "4382")
    assert inbound.sent_at == NOW
    assert inbound.address.chat == "5200000001"


def test_a_press_keeps_its_moment_however_long_it_waits_in_the_inbox() -> None:
    update = stored("callback_query", PRESS)
    assert update.payload[ARRIVED] == "2026-11-16T01:00:07.250000+00:00"
    assert ARRIVED not in stored("message", TEXT).payload


@pytest.mark.parametrize("message", [TOO_OLD, None])
def test_a_button_under_a_message_too_old_to_be_shown_works(message: dict[str, Any] | None) -> None:
    query = PRESS | {"message": message} if message else {k: v for k, v in PRESS.items() if k != "message"}
    inbound = understood("callback_query", query)
    assert inbound is not None
    assert (inbound.action, inbound.address.chat, inbound.private) == ("w:2471", "5200000001", True)


def test_a_press_in_a_group_belongs_to_the_group() -> None:
    inbound = understood("callback_query", PRESS | {"message": ASKED | {"chat": GROUP}})
    assert inbound is not None
    assert (inbound.address.chat, inbound.private, inbound.sender) == ("-1001234567890", False, "5200000001")


def test_whatever_a_press_carries_is_passed_on_to_be_judged() -> None:
    inbound = understood("callback_query", PRESS | {"data": "'; DROP TABLE\x00"})
    assert inbound is not None
    assert inbound.action == "'; DROP TABLE\x00"


def test_a_games_button_is_nothing() -> None:
    assert understood("callback_query", {k: v for k, v in PRESS.items() if k != "data"}) is None


def test_only_presses_wait_for_an_answer() -> None:
    assert pressed(stored("callback_query", PRESS).payload) == "4382"
    assert pressed(stored("message", TEXT).payload) is None


# ---- edits -----------------------------------------------------------------------------------------------------


def test_an_edit_has_the_earlier_number_and_the_moment_of_the_change() -> None:
    inbound = understood("edited_message", TEXT | {"text": "https://fb.com/3", "edit_date": 1_795_000_900})
    assert inbound is not None
    assert (inbound.edited, inbound.message, inbound.text) == (True, "9", "https://fb.com/3")
    assert inbound.sent_at == datetime.fromtimestamp(1_795_000_900, UTC)


def test_an_edited_caption_is_an_edited_photo_and_waits_for_no_album() -> None:
    update = stored("edited_message", PHOTO | {"edit_date": 1_795_000_900})
    inbound = understood("edited_message", PHOTO | {"edit_date": 1_795_000_900})
    assert inbound is not None
    assert (inbound.kind, inbound.edited, inbound.album, update.album) == (InboundKind.PHOTO, True, None, None)


def test_a_live_location_that_moves_says_nothing() -> None:
    moved = {k: v for k, v in TEXT.items() if k != "text"} | {"location": {"latitude": 1.0, "longitude": 2.0}}
    assert understood("edited_message", moved | {"edit_date": 1_795_000_900}) is None


# ---- leaving ---------------------------------------------------------------------------------------------------


def test_blocking_the_bot_is_leaving() -> None:
    inbound = understood("my_chat_member", membership("kicked"))
    assert inbound is not None
    assert (inbound.kind, inbound.private, inbound.sender) == (InboundKind.LEFT, True, "")


@pytest.mark.parametrize(
    "change", [membership("left", GROUP), membership("kicked", GROUP), membership("restricted", GROUP, is_member=False)]
)
def test_a_group_may_put_the_bot_out(change: dict[str, Any]) -> None:
    inbound = understood("my_chat_member", change)
    assert inbound is not None
    assert (inbound.kind, inbound.private, inbound.sender) == (InboundKind.LEFT, False, "5200000001")


@pytest.mark.parametrize(
    "change",
    [
        membership("member"),
        membership("administrator", GROUP),
        membership("restricted", GROUP, is_member=True),
        membership("left", {"id": -1009, "type": "channel", "title": "Tin"}),
    ],
)
def test_coming_back_or_another_rank_is_nothing_that_was_said(change: dict[str, Any]) -> None:
    assert understood("my_chat_member", change) is None


# ---- what the inbox takes --------------------------------------------------------------------------------------


def test_an_update_is_stored_whole_under_its_number_and_its_chat() -> None:
    update = stored("message", PHOTO)
    assert update == RawUpdate("700", "5200000001", {"update_id": 700, "message": PHOTO}, album="77")


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 1, "poll": {"id": "5", "question": "?"}},
        {"update_id": 1, "inline_query": {"id": "5", "from": AN, "query": "a"}},
        {"update_id": 1},
        {"message": TEXT},
        {"update_id": "1", "message": TEXT},
        None,
        [],
        "update",
    ],
)
def test_what_belongs_to_no_chat_is_not_stored(update: object) -> None:
    assert raw_update(update, NOW) is None


def test_an_update_stored_under_another_chat_is_left_out() -> None:
    assert translate(RawUpdate("1", "99", {"update_id": 1, "message": TEXT}), "7100000001", None) is None
