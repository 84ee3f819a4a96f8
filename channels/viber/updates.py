"""What of a callback does the inbox need to know? Any field may be missing, and any may have an odd kind."""

import hashlib
import json
import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from channels.albums import Albums
from core.ports import JsonObject, RawUpdate

_log = logging.getLogger(__name__)

ARRIVED: Final = "nhacnop_arrived_at"
"""A key of our own in the stored update: when we got it, ISO 8601, UTC. It dates what carries no date."""

WANTED: Final = ("message", "unsubscribed")
"""The callbacks that say something. Whether a message was delivered or seen changes nothing here."""


def raw_update(body: object, arrived: datetime, albums: Albums) -> RawUpdate | None:
    """What is stored of a callback; None for one that nobody said, or that belongs to nobody."""
    if not isinstance(body, Mapping):
        return None
    payload: dict[str, Any] = dict(body)
    event = payload.get("event")
    if event not in WANTED:
        return None
    chat = chat_of(payload)
    if chat is None:
        _log.info("a callback without a person is left out: %s", event)
        return None
    key = token_in(payload) or _made_up_key(payload)
    payload[ARRIVED] = arrived.astimezone(UTC).isoformat()
    picture = object_in(payload, "message").get("type") == "picture"
    album = albums.of_picture(chat, key, sent_at(payload)) if picture else None
    return RawUpdate(f"{event}:{key}", chat, payload, album)


def chat_of(payload: JsonObject) -> str | None:
    """Whose private chat it belongs to: ids of people belong to the bot."""
    found = object_in(payload, "sender").get("id") or payload.get("user_id")
    return found if isinstance(found, str) and found else None


def sent_at(payload: JsonObject) -> datetime:
    """When it was sent, by the platform (milliseconds); without a date when it reached us."""
    stamp = payload.get("timestamp")
    if isinstance(stamp, int) and not isinstance(stamp, bool) and stamp > 0:
        try:
            return datetime.fromtimestamp(stamp / 1000, UTC)
        except (OverflowError, ValueError, OSError):
            pass
    return datetime.fromisoformat(payload[ARRIVED])


def token_in(payload: JsonObject) -> str | None:
    """The number that a delivery has; the same when it is delivered again."""
    found = payload.get("message_token")
    if isinstance(found, int) and not isinstance(found, bool):
        return str(found)
    return found if isinstance(found, str) and found else None


def object_in(body: JsonObject, key: str) -> JsonObject:
    """An object of the body; empty when there is none."""
    found = body.get(key)
    return found if isinstance(found, Mapping) else {}


def _made_up_key(payload: JsonObject) -> str:
    """The same again for the same callback."""
    return hashlib.sha256(json.dumps(payload, sort_keys=True, default=str).encode()).hexdigest()[:32]
