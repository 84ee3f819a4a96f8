"""What Telegram sends, update by update, and what each says in neutral words: the plain cases.

The odd ones have tests of their own beside this file.
"""

from datetime import UTC, datetime
from typing import Any, Final

from core.ports import InboundKind

SENT: Final = datetime(2026, 11, 17, 2, 12, 11, tzinfo=UTC)
ARRIVED: Final = datetime(2026, 11, 17, 2, 12, 13, tzinfo=UTC)
_HANH: Final[dict[str, Any]] = {"id": 5200000001, "is_bot": False, "first_name": "Hạnh"}
_CHAT: Final[dict[str, Any]] = {"id": 5200000001, "type": "private", "first_name": "Hạnh"}

Json = dict[str, Any]


def update(kind: str = "message", **content: Any) -> Json:
    """An update about a private message of Hạnh's."""
    date = int(SENT.timestamp())
    return {"update_id": 860000001, kind: {"message_id": 7, "date": date, "chat": _CHAT, "from": _HANH, **content}}


def _size(name: str, side: int) -> Json:
    return {"file_id": name, "file_unique_id": f"u{name}", "width": side, "height": side}


PAYLOADS: Final[dict[str, tuple[object, Json]]] = {
    "a text": (
        update(text="Xin chào"),
        {"kind": InboundKind.TEXT, "text": "Xin chào", "message": "7", "sent_at": SENT},
    ),
    "a deep link": (update(text="/start 7K3Q9B2MXA4TP"), {"kind": InboundKind.START, "text": "7K3Q9B2MXA4TP"}),
    "a photo in its sizes": (
        update(photo=[_size("small", 90), _size("large", 1280)], caption="Bài"),
        {"kind": InboundKind.PHOTO, "text": "Bài", "picture": "large"},
    ),
    "a photo of an album": (update(photo=[_size("a", 90)], media_group_id="1"), {"album": "1"}),
    "an image sent as a file": (
        update(document={"file_id": "d", "file_unique_id": "u", "file_name": "a.PNG"}),
        {"kind": InboundKind.PHOTO, "picture": "d"},
    ),
    "a PDF": (
        update(document={"file_id": "d", "file_unique_id": "u", "mime_type": "application/pdf", "file_name": "a.pdf"}),
        {"kind": InboundKind.OTHER, "other": "PDF"},
    ),
    "a sticker": (update(sticker={"file_id": "s"}), {"kind": InboundKind.OTHER, "other": "sticker"}),
    "a changed text": (update("edited_message", text="b", edit_date=1794881600), {"edited": True, "text": "b"}),
    "a pressed button": (
        {"update_id": 5, "callback_query": {"id": "9", "from": _HANH, "message": {"chat": _CHAT}, "data": "status"}},
        {"kind": InboundKind.BUTTON, "action": "status", "sent_at": ARRIVED},
    ),
}

NOTHING: Final[dict[str, object]] = {
    "a service message": update(pinned_message={"message_id": 1}),
    "another bot": {"update_id": 5, "message": update(text="a")["message"] | {"from": {**_HANH, "is_bot": True}}},
    "no date": update(text="a", date=0),
}

HOMELESS: Final[dict[str, object]] = {
    "no object": ["an", "array"],
    "no number": {"message": {"chat": _CHAT, "text": "a"}},
    "a poll's result": {"update_id": 6, "poll": {"id": "1"}},
    "an empty update": {"update_id": 6},
}
