"""What of a callback does the inbox need to know? Any field may be missing, and any may have an odd kind."""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from channels.albums import Albums
from channels.payloads import arrived, id_in, made_up_key, object_in, with_arrival
from core.ports import JsonObject, RawUpdate

_log = logging.getLogger(__name__)

WANTED: Final = ("message", "unsubscribed")
"""The callbacks that say something. Whether a message was delivered or seen changes nothing here."""


def raw_update(body: object, now: datetime, albums: Albums) -> RawUpdate | None:
    """What is stored of a callback; None for one that nobody said, or that belongs to nobody."""
    if not isinstance(body, Mapping):
        return None
    event = body.get("event")
    if event not in WANTED:
        return None
    chat = chat_of(body)
    if chat is None:
        _log.info("a callback without a person is left out: %s", event)
        return None
    key = token_in(body) or made_up_key(body)
    payload = with_arrival(body, now)
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
    return arrived(payload)


def token_in(payload: JsonObject) -> str | None:
    """The number that a delivery has; the same when it is delivered again."""
    return id_in(payload, "message_token")
