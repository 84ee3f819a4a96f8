"""What of a raw update does the inbox need to know? Any field may be missing, and any may have an odd kind."""

import hashlib
import json
import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from channels.albums import Albums
from channels.zalo.contents import picture_in
from core.ports import JsonObject, RawUpdate

_log = logging.getLogger(__name__)

ARRIVED: Final = "nhacnop_arrived_at"
"""A key of our own in the stored update: when we got it, ISO 8601, UTC. It dates what carries no date."""

_MILLISECONDS: Final = 10**11
"""Larger numbers are milliseconds, as the platform sends; smaller ones would be seconds."""


def bare(body: object) -> JsonObject:
    """The update itself, whether it came wrapped in {"ok": …, "result": …} or not; empty for what is no update."""
    if not isinstance(body, Mapping):
        return {}
    inner = body.get("result")
    return inner if isinstance(inner, Mapping) and "message" not in body else body


def raw_update(body: object, arrived: datetime, albums: Albums) -> RawUpdate | None:
    """What is stored of an update. None, with a quiet log line, for one that belongs to no chat.

    Those who may not be shown arrive as `unsupported` with next to nothing in them; without a chat nobody can be
    answered, so they are forgotten.
    """
    payload: dict[str, Any] = dict(bare(body))
    message = object_in(payload, "message")
    chat = chat_of(message)
    if chat is None:
        _log.info("an update without a chat is left out: %s", ", ".join(sorted(map(str, payload))[:5]) or "empty")
        return None
    key = id_in(message, "message_id") or _made_up_key(payload)
    payload[ARRIVED] = arrived.astimezone(UTC).isoformat()
    album = albums.of_picture(chat, key, sent_at(payload)) if picture_in(message) else None
    return RawUpdate(key, chat, payload, album)


def chat_of(message: JsonObject) -> str | None:
    """The chat a message belongs to; where it is missing the sender, whose private chat has the same id."""
    return id_in(object_in(message, "chat"), "id") or id_in(object_in(message, "from"), "id")


def sent_at(payload: JsonObject) -> datetime:
    """When the message was sent, by the platform; without a date when it reached us. Raises ValueError or KeyError."""
    date = object_in(payload, "message").get("date")
    if isinstance(date, str) and date.isdecimal():
        date = int(date)
    if isinstance(date, bool) or not isinstance(date, int | float) or not date > 0:
        return datetime.fromisoformat(payload[ARRIVED])
    try:
        return datetime.fromtimestamp(date / 1000 if date >= _MILLISECONDS else date, UTC)
    except (OverflowError, ValueError, OSError):
        return datetime.fromisoformat(payload[ARRIVED])


def object_in(body: JsonObject, key: str) -> JsonObject:
    """An object of the body; empty when there is none."""
    found = body.get(key)
    return found if isinstance(found, Mapping) else {}


def id_in(body: JsonObject, key: str) -> str | None:
    """An id of the body as a text; None when there is none. Ids are opaque."""
    found = body.get(key)
    if isinstance(found, int) and not isinstance(found, bool):
        return str(found)
    return found if isinstance(found, str) and found else None


def _made_up_key(payload: JsonObject) -> str:
    """The same again for the same update."""
    return hashlib.sha256(json.dumps(payload, sort_keys=True, default=str).encode()).hexdigest()[:32]
