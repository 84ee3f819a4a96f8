"""Where may a long text be cut? Between paragraphs, else lines, else words; never inside what is seen as a character.

Lengths are in the platform's own unit: in UTF-16 units an emoji counts two or more, in characters one or more.
"""

import unicodedata
from typing import Final

from core.ports import TextUnit

_PLACES: Final = ("\n\n", "\n", " ")
_JOINERS: Final = {"\u200d", "\ufe0e", "\ufe0f"}
_SKIN_TONES: Final = ("\U0001f3fb", "\U0001f3ff")
_LONGEST_CLUSTER: Final = 16  # characters; longer ones are nobody's writing


def units(text: str, unit: TextUnit) -> int:
    """How long the text is in this unit."""
    return len(text) if unit is TextUnit.CHARACTER else len(text.encode("utf-16-le", "surrogatepass")) // 2


def split(text: str, longest: int, unit: TextUnit) -> list[str]:
    """The text in pieces of at most `longest` units (at least 2), without the blanks at the cuts.

    Every other character is in exactly one piece, in order. A text that fits is returned as it is.
    """
    pieces: list[str] = []
    rest = text
    while units(rest, unit) > longest:
        end = _cut(rest, longest, unit)
        piece = rest[:end].rstrip()
        rest = rest[end:].lstrip()
        if piece:
            pieces.append(piece)
    return [*pieces, rest] if rest or not pieces else pieces


def _cut(text: str, longest: int, unit: TextUnit) -> int:
    """Where the first piece ends: at the last good place, unless that leaves it less than half full."""
    most = _characters(text, longest, unit)
    for place in _PLACES:
        found = text.rfind(place, most // 2, most + len(place))
        if found > 0:
            return found
    return _before_cluster(text, most)


def _characters(text: str, longest: int, unit: TextUnit) -> int:
    """How many characters of a text fit that is longer."""
    if unit is TextUnit.CHARACTER:
        return longest
    count = taken = 0
    while (taken := taken + (2 if text[count] > "\uffff" else 1)) <= longest:
        count += 1
    return count


def _before_cluster(text: str, end: int) -> int:
    """The nearest place at or before `end` that does not part what is seen as one character."""
    for place in range(end, max(end - _LONGEST_CLUSTER, 0), -1):
        if not _continues(text[place]) and text[place - 1] != "\u200d":
            return place
    return end


def _continues(character: str) -> bool:
    """Whether it belongs to the character before it: a tone mark, a variation, a part of an emoji."""
    return (
        character in _JOINERS or unicodedata.combining(character) != 0 or _SKIN_TONES[0] <= character <= _SKIN_TONES[1]
    )
