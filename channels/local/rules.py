"""What does the built-in platform let people and the bot send? As strict as Telegram."""

import re
from collections.abc import Sequence
from typing import Final

from channels.local.messages import NotPossible
from core.ports import Option, Refused

TEXT_LENGTH: Final = 4096  # UTF-16 units
CAPTION_LENGTH: Final = 1024  # UTF-16 units
LABEL_LENGTH: Final = 64  # characters
OPTIONS: Final = 100
ACTION_BYTES: Final = 64
ALBUM_PICTURES: Final = 10
FILE_BYTES: Final = 20 * 1024 * 1024
FILE_NAME_LENGTH: Final = 255  # characters
UPDATES: Final = 100

_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{0,64}")
# Telegram's servers turn control characters into spaces, except the end of a line.
_BLANKS = {code: " " for code in range(32) if chr(code) != "\n"} | {ord("\r"): None}


def utf16_length(text: str) -> int:
    """How many UTF-16 units the text has: an emoji has two. Raises UnicodeEncodeError for half an emoji."""
    return len(text.encode("utf-16-le")) // 2


def check_outgoing(text: str, options: Sequence[Option]) -> None:
    """Whether the bot may send this. Raises Refused."""
    if not text.strip():
        raise Refused("message text is empty")
    try:
        length = utf16_length(text)
    except UnicodeEncodeError:
        raise Refused("text is not valid Unicode") from None
    if length > TEXT_LENGTH:
        raise Refused(f"message is too long: {length} UTF-16 units, at most {TEXT_LENGTH}")
    if len(options) > OPTIONS:
        raise Refused(f"too many options: {len(options)}, at most {OPTIONS}")
    for option in options:
        _check_option(option)


def spoken(text: str) -> str:
    """A person's text as the platform keeps it: 1 to 4,096 UTF-16 units. Raises NotPossible."""
    text = _kept(text, TEXT_LENGTH)
    if not text.strip():
        raise NotPossible("an empty text cannot be sent")
    return text


def caption(text: str) -> str:
    """A caption as the platform keeps it: 0 to 1,024 UTF-16 units. Raises NotPossible."""
    return _kept(text, CAPTION_LENGTH)


def file_name(name: str) -> str:
    """The name without folders, 1 to 255 characters. Raises NotPossible."""
    last = re.split(r"[/\\]", name)[-1]
    last = _kept(last, 2 * FILE_NAME_LENGTH).replace("\n", " ").strip()
    if not 1 <= len(last) <= FILE_NAME_LENGTH:
        raise NotPossible(f"a file's name has 1 to {FILE_NAME_LENGTH} characters")
    return last


def check_content(content: bytes) -> None:
    """Whether a person may upload this: 1 byte to 20 MB. Raises NotPossible."""
    if not 1 <= len(content) <= FILE_BYTES:
        raise NotPossible(f"a file has 1 to {FILE_BYTES} bytes, not {len(content)}")


def check_payload(payload: str) -> None:
    """Whether an invitation link may carry this: at most 64 of A-Za-z0-9_-. Raises NotPossible."""
    if not _PAYLOAD.fullmatch(payload):
        raise NotPossible("a start payload is at most 64 of A-Za-z0-9_-")


def action_fits(action: str) -> bool:
    """Whether a button may carry this: 1 to 64 bytes."""
    try:
        return 1 <= len(action.encode()) <= ACTION_BYTES
    except UnicodeEncodeError:
        return False


def _check_option(option: Option) -> None:
    if not option.label.strip():
        raise Refused("an option's label is empty")
    if len(option.label) > LABEL_LENGTH:
        raise Refused(f"an option's label has {len(option.label)} characters, at most {LABEL_LENGTH}")
    try:
        option.label.encode()
    except UnicodeEncodeError:
        raise Refused("an option's label is not valid Unicode") from None
    if not action_fits(option.action):
        raise Refused(f"an option's action has 1 to {ACTION_BYTES} bytes")


def _kept(text: str, longest: int) -> str:
    try:
        length = utf16_length(text)
    except UnicodeEncodeError:
        raise NotPossible("the text is not valid Unicode") from None
    if length > longest:
        raise NotPossible(f"the text has {length} UTF-16 units, at most {longest}")
    return text.translate(_BLANKS)
