"""Updates of which parts are missing or are something else: never an error, never half a message."""

import copy
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.telegram.translation import translate
from channels.telegram.updates import raw_update

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
FILE: dict[str, Any] = {
    "message_id": 11,
    "from": AN,
    "chat": GROUP,
    "date": 1_795_000_000,
    "document": {"file_id": "d", "file_unique_id": "e", "file_name": "anh.png", "mime_type": "image/png"},
}
CONTACT: dict[str, Any] = {
    "message_id": 12,
    "from": AN,
    "chat": CHAT,
    "date": 1_795_000_000,
    "contact": {"phone_number": "+84905000111", "first_name": "An", "user_id": AN["id"]},
}


def membership(status: str, chat: dict[str, Any] = CHAT, **more: Any) -> dict[str, Any]:
    old, new = {"user": BOT, "status": "member"}, {"user": BOT, "status": status} | more
    return {"chat": chat, "from": AN, "date": 1_795_000_000, "old_chat_member": old, "new_chat_member": new}


WHOLE: list[dict[str, Any]] = [
    {"update_id": 1, "message": TEXT},
    {"update_id": 2, "message": PHOTO},
    {"update_id": 3, "message": FILE},
    {"update_id": 4, "message": CONTACT},
    {"update_id": 5, "edited_message": TEXT | {"edit_date": 1_795_000_900}},
    {"update_id": 6, "callback_query": PRESS},
    {"update_id": 7, "my_chat_member": membership("kicked")},
]
JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=5),
    st.lists(st.integers(), max_size=3),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)


def places(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The way to every value inside."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [way for key, each in inner for way in [(*path, key), *places(each, (*path, key))]]


@st.composite
def mutilated(draw: st.DrawFn) -> dict[str, Any]:
    """An update of which a few parts are missing or are something else."""
    update: dict[str, Any] = copy.deepcopy(draw(st.sampled_from(WHOLE)))
    for _ in range(draw(st.integers(1, 4))):
        ways = places(update)
        if not ways:
            break
        *before, last = draw(st.sampled_from(ways))
        inside: Any = update
        for key in before:
            inside = inside[key]
        if draw(st.booleans()):
            del inside[last]
        else:
            inside[last] = draw(JUNK)
    return update


@given(mutilated())
def test_no_mutilated_update_raises(update: dict[str, Any]) -> None:
    raw = raw_update(update, NOW)
    if raw is None:
        return
    inbound = translate(raw, "7100000001", "nhac_nop_bot")
    if inbound is not None:
        assert inbound.address.chat == raw.chat
        assert inbound.sent_at.tzinfo is UTC
        assert all(isinstance(each, str) for each in (inbound.message, inbound.text, inbound.action, inbound.phone))
        assert all(isinstance(link, str) for link in inbound.links)
        assert inbound.picture is None or (inbound.picture.key and isinstance(inbound.picture.key, str))


@pytest.mark.parametrize("whole", WHOLE)
def test_whole_updates_are_understood(whole: dict[str, Any]) -> None:
    raw = raw_update(whole, NOW)
    assert raw is not None
    assert translate(raw, "7100000001", "nhac_nop_bot") is not None
