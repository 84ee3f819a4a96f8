"""What lies in a chat of the built-in platform, and how is it written down as JSON?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

from core.ports import Option

_T = TypeVar("_T")


class NotPossible(ValueError):
    """A person tried what the platform does not allow: an unknown chat, a blocked bot, too long a text."""


class LocalKind(StrEnum):
    """What sort of thing a message is. The bot only sends TEXT."""

    TEXT = "text"
    PHOTO = "photo"
    FILE = "file"
    START = "start"
    PRESS = "press"


@dataclass(frozen=True, slots=True)
class LocalChat:
    """One person's private talk with the bot. `at` is when it was opened (aware, UTC)."""

    chat: str
    title: str
    at: datetime
    blocked: bool = False


@dataclass(frozen=True, slots=True)
class LocalMessage:
    """One thing in a chat. `id` grows over the whole platform; `at` is aware and in UTC.

    `text` is the text, the caption of a PHOTO or FILE, the payload of a START, or the label that a PRESS shows.
    `upload` is the SHA-256 of what was sent with it, `size` its bytes. The pictures of an album share `album`.
    A PRESS says the action `pressed` and `under` which message of the bot.
    """

    id: int
    chat: str
    at: datetime
    kind: LocalKind
    from_bot: bool = False
    text: str = ""
    options: tuple[Option, ...] = ()
    upload: str | None = None
    size: int | None = None
    file_name: str | None = None
    content_type: str | None = None
    album: str | None = None
    under: int | None = None
    pressed: str | None = None

    @property
    def picture(self) -> str | None:
        """The upload of a PHOTO; None for everything else, also for a picture sent as a file."""
        return self.upload if self.kind is LocalKind.PHOTO else None


_MAYBE = ("upload", "size", "file_name", "content_type", "album", "under", "pressed")


def message_record(message: LocalMessage) -> dict[str, Any]:
    """The message as JSON; what it does not have is left out."""
    record: dict[str, Any] = {
        "id": message.id,
        "chat": message.chat,
        "at": message.at.isoformat(),
        "kind": message.kind.value,
        "text": message.text,
    }
    if message.from_bot:
        record["from_bot"] = True
    if message.options:
        record["options"] = [[option.label, option.action] for option in message.options]
    for name in _MAYBE:
        value = getattr(message, name)
        if value is not None:
            record[name] = value
    return record


def message_from(record: Mapping[str, Any]) -> LocalMessage:
    """The message that `message_record` wrote. Raises KeyError, TypeError or ValueError for anything else."""
    at = datetime.fromisoformat(record["at"])
    if at.tzinfo is None:
        raise ValueError("a time without its zone")
    return LocalMessage(
        id=_typed(record["id"], int),
        chat=_typed(record["chat"], str),
        at=at.astimezone(UTC),
        kind=LocalKind(record["kind"]),
        from_bot=_typed(record.get("from_bot", False), bool),
        text=_typed(record["text"], str),
        options=tuple(Option(_typed(label, str), _typed(action, str)) for label, action in record.get("options", ())),
        upload=_maybe(record, "upload", str),
        size=_maybe(record, "size", int),
        file_name=_maybe(record, "file_name", str),
        content_type=_maybe(record, "content_type", str),
        album=_maybe(record, "album", str),
        under=_maybe(record, "under", int),
        pressed=_maybe(record, "pressed", str),
    )


def _maybe(record: Mapping[str, Any], name: str, kind: type[_T]) -> _T | None:
    return _typed(record[name], kind) if name in record else None


def _typed(value: Any, kind: type[_T]) -> _T:
    if not isinstance(value, kind):
        raise TypeError(f"{value!r} is no {kind.__name__}")
    return value
