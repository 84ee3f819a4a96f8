"""What the platform sends, update by update, and what each says in neutral words.

From the platform's documents and from updates that people have published; names and ids are made up.
"""

from datetime import UTC, datetime
from typing import Any, Final

from core.ports import InboundKind

HANH: Final = "6ede9afa66b88fe6d6a9"
SENT: Final = datetime(2026, 11, 17, 2, 12, 11, 602000, tzinfo=UTC)
ARRIVED: Final = datetime(2026, 11, 17, 2, 12, 13, tzinfo=UTC)
_MILLISECONDS: Final = 1_794_881_531_602
_URL: Final = "https://photo-stal-24.zdn.vn/jpg/a1b2c3"

Json = dict[str, Any]


def update(event: str, **message: Any) -> Json:
    """A private message of Hạnh's."""
    told = {
        "from": {"id": HANH, "display_name": "Hạnh", "is_bot": False},
        "chat": {"id": HANH, "chat_type": "PRIVATE"},
        "message_id": "2d758cb5e222177a4e35",
        "date": _MILLISECONDS,
    }
    return {"event_name": f"message.{event}.received", "message": {**told, **message}}


def without(event: str, *names: str, **message: Any) -> Json:
    """The same with fields missing."""
    told = update(event, **message)
    return {**told, "message": {name: value for name, value in told["message"].items() if name not in names}}


PAYLOADS: Final[dict[str, tuple[Json, Json]]] = {
    "a text": (update("text", text="Xin chào"), {"kind": InboundKind.TEXT, "text": "Xin chào"}),
    "a text in the documents' wrapping": (
        {"ok": True, "result": update("text", text="Xin chào")},
        {"kind": InboundKind.TEXT, "text": "Xin chào"},
    ),
    "a picture, as it comes": (
        update("image", photo_url=_URL, caption="Bài tuần này"),
        {"kind": InboundKind.PHOTO, "text": "Bài tuần này", "picture": _URL},
    ),
    "a picture, as the documents have it": (
        update("image", photo=_URL),
        {"kind": InboundKind.PHOTO, "text": "", "picture": _URL},
    ),
    "a picture with both": (
        update("image", photo=None, photo_url=_URL, text=""),
        {"kind": InboundKind.PHOTO, "picture": _URL},
    ),
    "a picture in an object": (update("image", photo={"url": _URL}), {"kind": InboundKind.PHOTO, "picture": _URL}),
    "a picture without an address": (update("image", photo=""), {"kind": InboundKind.OTHER, "other": "message"}),
    "a picture whose address leads elsewhere": (
        update("image", photo_url="file:///etc/passwd"),
        {"kind": InboundKind.OTHER, "other": "message"},
    ),
    "a sticker": (
        update("sticker", sticker="bfe4", url="https://zalo-api.zadn.vn/api/emoticon/sticker.png"),
        {"kind": InboundKind.OTHER, "other": "sticker"},
    ),
    "a voice": (
        update("voice", voice_url="https://voice.zdn.vn/a.aac"),
        {"kind": InboundKind.OTHER, "other": "voice"},
    ),
    "what bots may not see": (update("unsupported"), {"kind": InboundKind.OTHER, "other": "message"}),
    "the same with hardly anything in it": (
        without("unsupported", "message_id", "date", "chat"),
        {"kind": InboundKind.OTHER, "other": "message", "sent_at": ARRIVED},
    ),
    "an event that nobody knows yet": (
        update("poll", question="?"),
        {"kind": InboundKind.OTHER, "other": "message"},
    ),
    "a text of such an event": (update("reply", text="em gửi lại"), {"kind": InboundKind.TEXT, "text": "em gửi lại"}),
    "a code typed as other platforms carry it": (
        update("text", text="/start 7K3Q9B2MXA4TP"),
        {"kind": InboundKind.START, "text": "7K3Q9B2MXA4TP"},
    ),
    "seconds instead of milliseconds": (
        update("text", text="a", date=1_794_881_531),
        {"kind": InboundKind.TEXT, "sent_at": SENT.replace(microsecond=0)},
    ),
    "milliseconds in quotes": (update("text", text="a", date=str(_MILLISECONDS)), {"sent_at": SENT}),
    "no date": (without("text", "date", text="a"), {"sent_at": ARRIVED}),
    "a date that is none": (update("text", text="a", date=True), {"sent_at": ARRIVED}),
    "a date beyond all calendars": (update("text", text="a", date=10**30), {"sent_at": ARRIVED}),
    "ids that are numbers": (
        update("text", text="a", message_id=17, chat={"id": 42, "chat_type": "PRIVATE"}),
        {"message": "17", "chat": "42"},
    ),
    "a group, where the bot is named first": (
        update("text", text="@Bot Nhắc Nộp /nhom Đông Hà", chat={"id": "g1", "chat_type": "GROUP"}),
        {"kind": InboundKind.TEXT, "text": "/nhom Đông Hà", "private": False, "sender": HANH, "chat": "g1"},
    ),
}
"""By what is odd about them: the update, and what the neutral message must have."""

NOTHING: Final[dict[str, object]] = {
    "another bot": update("text", text="a", **{"from": {"id": HANH, "is_bot": True}}),
}
"""Updates that nobody said, which are stored and passed over."""

HOMELESS: Final[dict[str, object]] = {
    "no object": ["an", "array"],
    "a word": "ok",
    "nothing": None,
    "an empty object": {},
    "no message": {"event_name": "message.text.received"},
    "a message that is none": {"event_name": "message.text.received", "message": "a"},
    "no chat and no sender": without("unsupported", "chat", "from"),
    "a chat without an id": {**update("text", text="a"), "message": {"chat": {"id": None}, "from": {"id": ""}}},
    "a failure": {"ok": False, "error_code": 408, "description": "Request timeout"},
}
"""Updates of no chat, which nobody could answer."""
