"""Which parts of a plain text does Telegram mark by itself? Commands, links, mentions, hashtags."""

import re
from typing import Final

from tests.telegram.fake.checks import Json

_MARKS: Final = re.compile(
    r"(?P<url>(?:https?://|(?<![\w@.])(?:[a-z0-9-]+\.)+(?:com|vn|net|org|me)\b)[^\s<>\"]*)"
    r"|(?<![\w/])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@\w+)?)"
    r"|(?<!\w)(?P<mention>@[A-Za-z][A-Za-z0-9_]{3,31})"
    r"|(?<!\w)(?P<hashtag>#\w*[^\W\d]\w*)",
    re.IGNORECASE,
)
_TRAILING: Final = ".,;:!?)'\"…"


def utf16_length(text: str) -> int:
    """How long Telegram finds a text: in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def found_in(text: str) -> list[Json]:
    """The marks Telegram would set, offsets and lengths in UTF-16 units."""
    found: list[Json] = []
    if not any(mark in text for mark in "/.@#"):
        return found
    for match in _MARKS.finditer(text):
        kind = str(match.lastgroup)
        marked = match[0].rstrip(_TRAILING) if kind == "url" else match[0]
        found.append({"type": kind, "offset": utf16_length(text[: match.start()]), "length": utf16_length(marked)})
    return found


def link_under(text: str, words: str, url: str) -> Json:
    """The mark that hides a link under these words of the text."""
    before, middle, _ = text.partition(words)
    if not middle:
        raise ValueError(f"{words!r} does not stand in {text!r}")
    return {"type": "text_link", "offset": utf16_length(before), "length": utf16_length(words), "url": url}
