"""What of a raw update does the inbox need to know? Any field may be missing, and any may have an odd kind."""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from channels.albums import Albums
from channels.payloads import arrived, id_in, made_up_key, object_in, with_arrival
from channels.zalo.contents import picture_in
from core.ports import JsonObject, RawUpdate

_log = logging.getLogger(__name__)

_MILLISECONDS: Final = 10**11
"""Larger numbers are milliseconds, as the platform sends; smaller ones would be seconds."""


def bare(body: object) -> JsonObject:
    """The update itself, whether it came wrapped in {"ok": …, "result": …} or not; empty for what is no update."""
    if not isinstance(body, Mapping):
        return {}
    inner = body.get("result")
    return inner if isinstance(inner, Mapping) and "message" not in body else body


def raw_update(body: object, now: datetime, albums: Albums) -> RawUpdate | None:
    """What is stored of an update. None, with a quiet log line, for one that belongs to no chat.

    Those who may not be shown arrive as `unsupported` with next to nothing in them; without a chat nobody can be
    answered, so they are forgotten.
    """
    payload = bare(body)
    message = object_in(payload, "message")
    chat = chat_of(message)
    if chat is None:
        _log.info("an update without a chat is left out: %s", ", ".join(sorted(map(str, payload))[:5]) or "empty")
        return None
    key = id_in(message, "message_id") or made_up_key(payload)
    dated = with_arrival(payload, now)
    album = albums.of_picture(chat, key, sent_at(dated)) if picture_in(message) else None
    return RawUpdate(key, chat, dated, album)


def chat_of(message: JsonObject) -> str | None:
    """The chat a message belongs to; where it is missing the sender, whose private chat has the same id."""
    return id_in(object_in(message, "chat"), "id") or id_in(object_in(message, "from"), "id")


def sent_at(payload: JsonObject) -> datetime:
    """When the message was sent, by the platform; without a date when it reached us. Raises ValueError or KeyError."""
    date = object_in(payload, "message").get("date")
    if isinstance(date, str) and date.isdecimal():
        date = int(date)
    if isinstance(date, bool) or not isinstance(date, int | float) or not date > 0:
        return arrived(payload)
    try:
        return datetime.fromtimestamp(date / 1000 if date >= _MILLISECONDS else date, UTC)
    except (OverflowError, ValueError, OSError):
        return arrived(payload)
