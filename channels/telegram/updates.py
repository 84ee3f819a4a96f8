"""What of a raw update does the inbox need to know?"""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from core.ports import JsonObject, RawUpdate

_log = logging.getLogger(__name__)

WANTED: Final = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds of updates that the bot asks for. Others may still come for a while after the setting has changed."""

ARRIVED: Final = "nhacnop_arrived_at"
"""A key of our own in the payload of a pressed button, which is the one update that carries no time: when we got it,
ISO 8601, UTC. It is stored with the update, so that a press that waited in the inbox keeps its moment."""


def update_id(update: object) -> int | None:
    """The update's number; None for something that is no update at all."""
    found = update.get("update_id") if isinstance(update, dict) else None
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def raw_update(update: object, arrived: datetime) -> RawUpdate | None:
    """What is stored of an update. None, with a quiet log line, for one that has no number or belongs to no chat.

    Nothing that a person says to the bot is without a chat: those are polls' results, payments, inline queries and
    what Telegram may invent. They are confirmed and forgotten, so that they cannot stand in anybody's way.
    """
    number = update_id(update)
    chat = chat_of(update) if isinstance(update, dict) else None
    if number is None or chat is None or not isinstance(update, dict):
        _log.info("an update without a chat is left out: %s", _kinds(update))
        return None
    payload: dict[str, Any] = dict(update)
    if "callback_query" in payload:
        payload[ARRIVED] = arrived.astimezone(UTC).isoformat()
    return RawUpdate(str(number), chat, payload, _album(update))


def chat_of(update: JsonObject) -> str | None:
    """The chat an update belongs to; for a button without its message (too old) the chat with whoever pressed it."""
    for kind, body in update.items():
        if not isinstance(body, dict):
            continue
        if kind == "callback_query":
            return _id(_object(body, "message"), "chat") or _id(body, "from")
        if (found := _id(body, "chat")) is not None:
            return found
    return None


def pressed(update: JsonObject) -> str | None:
    """The id of a pressed button's query, which waits for an answer; None for everything else."""
    found = _object(update, "callback_query").get("id")
    return found if isinstance(found, str) and found else None


def _album(update: JsonObject) -> str | None:
    found = _object(update, "message").get("media_group_id")
    return found if isinstance(found, str) and found else None


def _id(body: JsonObject, key: str) -> str | None:
    found = _object(body, key).get("id")
    return str(found) if isinstance(found, int) and not isinstance(found, bool) else None


def _object(body: JsonObject, key: str) -> JsonObject:
    found = body.get(key)
    return found if isinstance(found, Mapping) else {}


def _kinds(update: object) -> str:
    """The update's keys, which say what it is without saying what is in it."""
    return ", ".join(sorted(map(str, update))[:5]) if isinstance(update, dict) else type(update).__name__
