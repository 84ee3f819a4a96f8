"""What does a message carry: a text, a picture, or something that is no evidence?"""

from collections.abc import Mapping
from typing import Final

from core.ports import JsonObject

# The word in `Inbound.other` for what is no evidence, by the event's name and by the fields that it has.
_EVENTS: Final = {
    "message.sticker.received": "sticker",
    "message.voice.received": "voice",
    "message.unsupported.received": "message",
}
_FIELDS: Final = {"sticker": "sticker", "voice_url": "voice", "voice": "voice"}
_PICTURES: Final = ("photo_url", "photo")


def picture_in(message: JsonObject) -> str | None:
    """The address of the picture: `photo_url` in practice, `photo` in the documents; None when there is none."""
    found = (_address(message.get(name)) for name in _PICTURES)
    return next((address for address in found if address), None)


def text_in(message: JsonObject, name: str) -> str:
    """A text of the message; empty when there is none."""
    found = message.get(name)
    return found if isinstance(found, str) else ""


def other_in(event: object, message: JsonObject) -> str:
    """What was sent when it is neither text nor picture, in one word."""
    by_field = next((word for name, word in _FIELDS.items() if message.get(name)), "message")
    return _EVENTS.get(event, by_field) if isinstance(event, str) else by_field


def _address(value: object) -> str | None:
    """The address in a picture's field, which may be a text or an object around it."""
    if isinstance(value, Mapping):
        value = value.get("url")
    return value if isinstance(value, str) and value.startswith(("https://", "http://")) else None
