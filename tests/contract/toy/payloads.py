"""The toy's table of raw updates: what comes, and what it says in neutral words."""

from typing import Final

from core.ports import InboundKind

_LINE: Final = "an|7|2026-11-17T02:12:11+00:00|"

PAYLOADS: Final[dict[str, tuple[object, dict[str, object]]]] = {
    "a text": (f"{_LINE}xin chào", {"kind": InboundKind.TEXT, "text": "xin chào", "message": "7", "chat": "an"}),
    "a text with bars": (f"{_LINE}a|b", {"text": "a|b"}),
    "a picture": (f"{_LINE}picture:abc", {"kind": InboundKind.PHOTO, "picture": "abc"}),
    "a sticker": (f"{_LINE}*", {"kind": InboundKind.OTHER, "other": "sticker"}),
}

NOTHING: Final[dict[str, object]] = {
    "too few fields": "an|7",
    "no moment": "an|7|yesterday|a",
    "a moment of no zone": "an|7|2026-11-17T02:12:11|a",
}

HOMELESS: Final[dict[str, object]] = {"no line": None, "an empty line": "", "no chat": "|7|x|a", "a word": "a"}
