"""What does an update of the Bot API say in neutral words?

Never raises: a field that is missing or of an odd kind makes it None and a quiet log line, because nothing can be
answered to a message that cannot be read, and because it must not stop its chat.
"""

import logging
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

from channels.telegram.contents import document_of, links_of, other_of, picture_of
from channels.telegram.updates import ARRIVED, chat_of
from core.ports import Address, Inbound, InboundKind, JsonObject, RawUpdate

_log = logging.getLogger(__name__)

NAME: Final = "telegram"

_START = re.compile(r"/start(?:\s+(.*))?", re.DOTALL)
_COMMAND = re.compile(r"(/\w{1,64})@(\w+)")
_GONE: Final = {"kicked", "left"}


def translate(update: RawUpdate, account: str, username: str | None) -> Inbound | None:
    """The update in neutral words; None for what is not said to the bot by a person.

    `username` is the bot's own when it is known: a group's command for another bot is then left out.
    """
    try:
        if chat_of(update.payload) != update.chat:
            raise ValueError("not an update of this chat")
        return _inbound(update, account, username)
    except (KeyError, TypeError, ValueError, OverflowError, OSError, AttributeError) as error:
        _log.info("update %s is left out: %s", update.key, type(error).__name__)
        return None


def _inbound(update: RawUpdate, account: str, username: str | None) -> Inbound | None:
    payload, address = update.payload, Address(NAME, account, update.chat)
    if "message" in payload:
        return _message(payload["message"], address, username)
    if "edited_message" in payload:
        return _edited(payload["edited_message"], address, username)
    if "callback_query" in payload:
        return _pressed(payload, address)
    if "my_chat_member" in payload:
        return _left(payload["my_chat_member"], address, update.key)
    return None


def _message(body: JsonObject, address: Address, username: str | None) -> Inbound | None:
    plain = _by_person(body, address, str(_number(body["message_id"])), _moment(body["date"]))
    if plain is None:
        return None
    if "text" in body:
        return _text(replace(plain, text=_string(body["text"]), links=links_of(body)), username)
    if "contact" in body:
        return _contact(body, plain)
    plain = replace(plain, text=_string(body.get("caption", "")), links=links_of(body), album=_album(body))
    picture = picture_of(body)
    if picture is not None:
        return replace(plain, kind=InboundKind.PHOTO, picture=picture)
    other = other_of(body)
    return replace(plain, kind=InboundKind.OTHER, other=other, document=document_of(body)) if other else None


def _edited(body: JsonObject, address: Address, username: str | None) -> Inbound | None:
    """A text or a caption that was changed. A live location is edited every few seconds: nobody said anything."""
    inbound = _message(body, address, username)
    if inbound is None or inbound.kind not in (InboundKind.TEXT, InboundKind.PHOTO, InboundKind.START):
        return None
    return replace(inbound, edited=True, album=None, sent_at=_moment(body["edit_date"]))


def _text(plain: Inbound, username: str | None) -> Inbound | None:
    command = _COMMAND.match(plain.text)
    if command is not None:
        if not plain.private and username is not None and command[2].lower() != username.lower():
            return None  # another bot's
        plain = replace(plain, text=command[1] + plain.text[command.end() :])
    started = _START.fullmatch(plain.text)
    return replace(plain, kind=InboundKind.START, text=(started[1] or "").strip()) if started else plain


def _contact(body: JsonObject, plain: Inbound) -> Inbound:
    """Somebody's number; it proves who the sender is only when Telegram says that it is the sender's own."""
    contact = body["contact"]
    own = contact.get("user_id") is not None and contact.get("user_id") == body["from"]["id"]
    return replace(plain, kind=InboundKind.CONTACT, phone=_string(contact["phone_number"]) if own else "")


def _pressed(payload: JsonObject, address: Address) -> Inbound | None:
    """A button, also under a message that is too old to be shown: only what it carries matters."""
    query = payload["callback_query"]
    message = query.get("message") or {}
    about = {"chat": message.get("chat", {"type": "private"}), "from": query["from"]}
    plain = _by_person(about, address, _string(query["id"]), datetime.fromisoformat(payload[ARRIVED]))
    if plain is None or "data" not in query:
        return None
    return replace(plain, kind=InboundKind.BUTTON, action=_string(query["data"]))


def _left(body: JsonObject, address: Address, key: str) -> Inbound | None:
    """The person blocked the bot, or somebody put it out of the group."""
    member = body["new_chat_member"]
    gone = member["status"] in _GONE or (member["status"] == "restricted" and member.get("is_member") is False)
    plain = _by_person(body, address, f"update-{key}", _moment(body["date"])) if gone else None
    return None if plain is None else replace(plain, kind=InboundKind.LEFT)


def _by_person(body: JsonObject, address: Address, message: str, sent_at: datetime) -> Inbound | None:
    """What is the same for all; None when it was no person, or in a channel, where nobody talks to the bot."""
    chat, sender = body["chat"], body.get("from")
    if chat["type"] not in ("private", "group", "supergroup") or sender is None or sender["is_bot"]:
        return None
    private = chat["type"] == "private"
    writer = "" if private else str(_number(sender["id"]))  # a person's id is the id of the private chat with the bot
    return Inbound(address, message, sent_at, InboundKind.TEXT, private=private, sender=writer)


def _album(body: JsonObject) -> str | None:
    found = body.get("media_group_id")
    return None if found is None else _string(found)


def _moment(seconds: Any) -> datetime:
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or seconds <= 0:
        raise ValueError("no moment")  # 0 is what a message too old to be shown has
    return datetime.fromtimestamp(seconds, UTC)


def _number(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError("no number")
    return value


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return value
