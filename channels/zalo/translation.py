"""What does an update of the platform say in neutral words?

Never raises: an update that cannot be read becomes None and a quiet log line, because it must not stop its chat.
"""

import logging
import re
from typing import Final

from channels.payloads import id_in, object_in
from channels.zalo.contents import other_in, picture_in, text_in
from channels.zalo.updates import chat_of, sent_at
from core.ports import Address, Inbound, InboundKind, JsonObject, MediaReference, RawUpdate

_log = logging.getLogger(__name__)

NAME: Final = "zalo"

_START = re.compile(r"/start(?:\s+(.*))?", re.DOTALL)
_MENTIONED = re.compile(r"^@.*?(?=/\w)", re.DOTALL)


def translate(update: RawUpdate, account: str) -> Inbound | None:
    """The update in neutral words; None for what is not said to the bot by a person."""
    try:
        return _inbound(update, Address(NAME, account, update.chat))
    except (KeyError, TypeError, ValueError) as error:
        _log.info("update %s is left out: %s", update.key, type(error).__name__)
        return None


def _inbound(update: RawUpdate, address: Address) -> Inbound | None:
    message = object_in(update.payload, "message")
    writer = object_in(message, "from")
    if chat_of(message) != update.chat:
        raise ValueError("not an update of this chat")
    if writer.get("is_bot") is True:
        return None
    private = object_in(message, "chat").get("chat_type") != "GROUP"
    kind, text, picture, other = _content(update.payload.get("event_name"), message, private)
    return Inbound(
        address=address,
        message=id_in(message, "message_id") or update.key,
        sent_at=sent_at(update.payload),
        kind=kind,
        text=text,
        picture=picture,
        other=other,
        album=update.album,
        private=private,
        sender="" if private else id_in(writer, "id") or "",
    )


def _content(event: object, message: JsonObject, private: bool) -> tuple[InboundKind, str, MediaReference | None, str]:
    """Kind, text, picture, and the word for anything else. What the message has counts, not only what it is called."""
    picture = picture_in(message)
    if picture is not None and event != "message.sticker.received":
        return InboundKind.PHOTO, text_in(message, "caption"), MediaReference(picture), ""
    text = text_in(message, "text")
    if not text.strip():
        return InboundKind.OTHER, "", None, other_in(event, message)
    if not private:
        text = _MENTIONED.sub("", text)  # in a group the bot is named first
    started = _START.fullmatch(text)
    if started is not None:
        return InboundKind.START, (started[1] or "").strip(), None, ""
    return InboundKind.TEXT, text, None, ""
