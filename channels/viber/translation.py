"""What does a callback say in neutral words?

Never raises: one that cannot be read becomes None and a quiet log line, because it must not stop its chat.
"""

import logging
import re
from typing import Final

from channels.payloads import object_in
from channels.viber.updates import chat_of, sent_at, token_in
from core.ports import Address, Inbound, InboundKind, JsonObject, MediaReference, RawUpdate

_log = logging.getLogger(__name__)

NAME: Final = "viber"

PRESSED: Final = "▸"
"""What the body of our keyboards' buttons begins with: a press comes back as a text."""

_START = re.compile(r"/start(?:\s+(.*))?", re.DOTALL)
_OTHERS: Final = {"video": "video", "sticker": "sticker", "location": "location", "contact": "contact"}


def translate(update: RawUpdate, account: str) -> Inbound | None:
    """The callback in neutral words; None for what is not said to the bot by a person."""
    try:
        return _inbound(update, Address(NAME, account, update.chat))
    except (KeyError, TypeError, ValueError) as error:
        _log.info("callback %s is left out: %s", update.key, type(error).__name__)
        return None


def _inbound(update: RawUpdate, address: Address) -> Inbound | None:
    payload = update.payload
    if chat_of(payload) != update.chat:
        raise ValueError("not a callback of this chat")
    message = token_in(payload) or update.key
    if payload.get("event") == "unsubscribed":
        return Inbound(address, message, sent_at(payload), InboundKind.LEFT)
    kind, text, picture, other, action = _content(object_in(payload, "message"))
    return Inbound(
        address=address,
        message=message,
        sent_at=sent_at(payload),
        kind=kind,
        text=text,
        picture=picture,
        other=other,
        action=action,
        album=update.album,
    )


def _content(message: JsonObject) -> tuple[InboundKind, str, MediaReference | None, str, str]:
    """Kind, text, picture, the word for anything else, and what a pressed button carries."""
    text = message.get("text") if isinstance(message.get("text"), str) else ""
    assert isinstance(text, str)
    kind, media = message.get("type"), message.get("media")
    file_name = message.get("file_name")
    name = file_name if isinstance(file_name, str) else None
    if isinstance(media, str) and (kind == "picture" or (kind == "file" and _is_picture(name))):
        return InboundKind.PHOTO, text, MediaReference(media, name), "", ""
    if kind in ("text", "url"):
        said = text or (media if isinstance(media, str) else "")
        if said.startswith(PRESSED):
            return InboundKind.BUTTON, "", None, "", said.removeprefix(PRESSED)
        started = _START.fullmatch(said.strip())
        if started is not None:
            return InboundKind.START, (started[1] or "").strip(), None, "", ""
        if said.strip():
            return InboundKind.TEXT, said, None, "", ""
    suffix = (name or "").rpartition(".")[2].upper() if kind == "file" and name and "." in name else ""
    return InboundKind.OTHER, "", None, suffix or _OTHERS.get(str(kind), "message"), ""


def _is_picture(name: str | None) -> bool:
    return (name or "").lower().rpartition(".")[2] in {"jpg", "jpeg", "png", "webp", "gif", "heic", "heif", "bmp"}
