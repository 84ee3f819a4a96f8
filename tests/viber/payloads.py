"""What Viber pushes, callback by callback, and what each says in neutral words. Names and ids are made up."""

from datetime import UTC, datetime
from typing import Any, Final

from core.ports import InboundKind

HANH: Final = "01234567890A="
SENT: Final = datetime(2026, 11, 17, 2, 12, 11, 602000, tzinfo=UTC)
ARRIVED: Final = datetime(2026, 11, 17, 2, 12, 13, tzinfo=UTC)
_MILLISECONDS: Final = 1_794_881_531_602
_URL: Final = "https://dl-media.viber.com/5/media/2/short/any/sig/image/0x0/abc.jpg"

Json = dict[str, Any]


def callback(**message: Any) -> Json:
    """A message of Hạnh's."""
    return {
        "event": "message",
        "timestamp": _MILLISECONDS,
        "chat_hostname": "SN-CHAT-01_",
        "message_token": 4912661846655238145,
        "sender": {"id": HANH, "name": "Hạnh", "language": "vi", "country": "VN", "api_version": 10},
        "message": message,
        "silent": False,
    }


PAYLOADS: Final[dict[str, tuple[Json, Json]]] = {
    "a text": (
        callback(type="text", text="Xin chào"),
        {"kind": InboundKind.TEXT, "text": "Xin chào", "message": "4912661846655238145", "sent_at": SENT},
    ),
    "a link by itself": (
        callback(type="url", media="https://vi-du.example/bai"),
        {"kind": InboundKind.TEXT, "text": "https://vi-du.example/bai"},
    ),
    "a picture": (
        callback(type="picture", media=_URL, text="bài tuần này", file_name="abc.jpg"),
        {"kind": InboundKind.PHOTO, "picture": _URL, "text": "bài tuần này"},
    ),
    "a picture as a file": (
        callback(type="file", media=_URL, file_name="man-hinh.PNG", size=12),
        {"kind": InboundKind.PHOTO, "picture": _URL},
    ),
    "another file": (
        callback(type="file", media=_URL, file_name="bao-cao.pdf", size=12),
        {"kind": InboundKind.OTHER, "other": "PDF"},
    ),
    "a sticker": (callback(type="sticker", sticker_id=40100), {"kind": InboundKind.OTHER, "other": "sticker"}),
    "a place": (callback(type="location", location={"lat": 1, "lon": 2}), {"kind": InboundKind.OTHER}),
    "a pressed button": (callback(type="text", text="▸status"), {"kind": InboundKind.BUTTON, "action": "status"}),
    "the first button": (
        callback(type="text", text="/start 4M7VY0RSHDDD9"),
        {"kind": InboundKind.START, "text": "4M7VY0RSHDDD9"},
    ),
    "the first button without a code": (callback(type="text", text="/start"), {"kind": InboundKind.START, "text": ""}),
    "somebody left": (
        {"event": "unsubscribed", "timestamp": _MILLISECONDS, "user_id": HANH, "message_token": 4912661846655238146},
        {"kind": InboundKind.LEFT, "message": "4912661846655238146"},
    ),
    "no date": (
        {name: value for name, value in callback(type="text", text="a").items() if name != "timestamp"},
        {"sent_at": ARRIVED},
    ),
}

NOTHING: Final[dict[str, object]] = {}
"""Everything that nobody said is left out before it is stored."""

HOMELESS: Final[dict[str, object]] = {
    "a probe": {"event": "webhook", "timestamp": 1, "message_token": 2},
    "delivered": {"event": "delivered", "timestamp": 1, "message_token": 2, "user_id": HANH},
    "seen": {"event": "seen", "timestamp": 1, "message_token": 2, "user_id": HANH},
    "failed": {"event": "failed", "timestamp": 1, "message_token": 2, "user_id": HANH, "desc": "x"},
    "subscribed": {"event": "subscribed", "timestamp": 1, "message_token": 2, "user": {"id": HANH}},
    "no sender": {**callback(type="text", text="a"), "sender": None},
    "an odd sender": {**callback(type="text", text="a"), "sender": {"id": 7}},
    "no object": [],
    "nothing": None,
    "a text": "message",
}
