"""Which calls of the Bot API make up one outgoing message?

One attachment whose text fits under it goes in one call with its buttons. Otherwise the attachments come first, the
pictures as albums, and the text follows, cut where it is too long, with the buttons under its last part.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Final

from core.ports import Attachment, Option, Outgoing, Refused, TextUnit
from core.splitting import split, units

TEXT_UNITS: Final = 4096
CAPTION_UNITS: Final = 1024
ACTION_BYTES: Final = 64
UPLOAD_BYTES: Final = 50 * 1024 * 1024
PICTURE_BYTES: Final = 10 * 1024 * 1024
"""A heavier picture goes as a file."""

_ALBUM: Final = 10
_ROW: Final = 3
_SHORT_LABEL: Final = 12  # characters; as many as three in a row show whole on a small phone


@dataclass(frozen=True, slots=True)
class TextPart:
    """One sendMessage."""

    text: str
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class FilePart:
    """One sendPhoto or sendDocument, with the text under it."""

    attachment: Attachment
    caption: str = ""
    options: tuple[Option, ...] = ()

    @property
    def as_file(self) -> "FilePart":
        """The same, not shown as a picture."""
        return replace(self, attachment=replace(self.attachment, picture=False))


@dataclass(frozen=True, slots=True)
class AlbumPart:
    """One sendMediaGroup of 2 to 10 pictures."""

    pictures: tuple[Attachment, ...]


Part = TextPart | FilePart | AlbumPart


def parts_of(message: Outgoing) -> list[Part]:
    """The calls in order; never empty. Raises Refused for what Telegram would refuse only after half was sent."""
    _check(message)
    attachments = [_shown(attachment) for attachment in message.attachments]
    if len(attachments) == 1 and units(message.text, TextUnit.UTF16) <= CAPTION_UNITS:
        return [FilePart(attachments[0], message.text, message.options)]
    parts: list[Part] = []
    for pictures, neighbours in groupby(attachments, key=lambda each: each.picture):
        group = list(neighbours)
        parts += _albums(group) if pictures else [FilePart(each) for each in group]
    if not message.text.strip():
        return parts
    texts = split(message.text, TEXT_UNITS, TextUnit.UTF16)
    return [*parts, *(TextPart(text) for text in texts[:-1]), TextPart(texts[-1], message.options)]


def keyboard_of(options: Sequence[Option]) -> dict[str, Any]:
    """The buttons in reading order: one a row, or up to three short ones."""
    rows: list[list[Option]] = []
    for option in options:
        row = rows[-1] if rows else []
        if row and len(row) < _ROW and all(len(each.label) <= _SHORT_LABEL for each in (*row, option)):
            row.append(option)
        else:
            rows.append([option])
    return {"inline_keyboard": [[{"text": each.label, "callback_data": each.action} for each in row] for row in rows]}


def _albums(pictures: Sequence[Attachment]) -> list[Part]:
    """Albums of ten; one that is left over stands alone."""
    groups = [tuple(pictures[start : start + _ALBUM]) for start in range(0, len(pictures), _ALBUM)]
    return [AlbumPart(group) if len(group) > 1 else FilePart(group[0]) for group in groups]


def _shown(attachment: Attachment) -> Attachment:
    heavy = attachment.picture and len(attachment.content) > PICTURE_BYTES
    return replace(attachment, picture=False) if heavy else attachment


def _check(message: Outgoing) -> None:
    without_text = len(message.attachments) == 1 or (message.attachments and not message.options)
    if not message.text.strip() and not without_text:
        raise Refused("message text is empty")
    try:
        "".join((message.text, *(option.label for option in message.options))).encode()
        lengths = [len(option.action.encode()) for option in message.options]
    except UnicodeEncodeError:
        raise Refused("text is not valid Unicode") from None
    if any(not 1 <= length <= ACTION_BYTES for length in lengths):
        raise Refused(f"a button carries 1 to {ACTION_BYTES} bytes")
    for attachment in message.attachments:
        if not 1 <= len(attachment.content) <= UPLOAD_BYTES:
            raise Refused(f"an attachment has 1 to {UPLOAD_BYTES} bytes, not {len(attachment.content)}")
