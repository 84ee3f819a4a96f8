"""How do people answer: with a button, with its number, or in their own plain words?

Who has no buttons has no Vietnamese keyboard either: in those manners everything is typed without diacritics.
"""

import re
from enum import StrEnum
from unicodedata import category, normalize

from core.spelling import fold

_PRESSED = re.compile(r"^(> 👤 \d\d:\d\d )\[(\d+) (.+)\]  $", re.MULTILINE)
_D_LETTERS = str.maketrans("đĐ", "dD")


class Manner(StrEnum):
    """One way of choosing among the options that a message offers, and of typing."""

    BUTTONS = "buttons"
    NUMBERS = "numbers"
    PLAIN_WORDS = "plain words"

    def typed(self, text: str) -> str:
        """The text as somebody of this manner types it."""
        return text if self is Manner.BUTTONS else bare(text)


def bare(text: str) -> str:
    """The text without diacritics; capitals, lines and blanks stay."""
    return "".join(each for each in normalize("NFD", text) if category(each) != "Mn").translate(_D_LETTERS)


class Bare(str):
    """What was heard by somebody who types without diacritics and is quoted so: compared without them."""

    __slots__ = ()

    def __contains__(self, words: str) -> bool:  # type: ignore[override]
        return bare(words) in bare(str(self))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str) and bare(other) == bare(str(self))

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(bare(str(self)))

    def startswith(self, words: str) -> bool:  # type: ignore[override]
        """Whether it begins so, without diacritics."""
        return bare(str(self)).startswith(bare(words))

    def count(self, words: str) -> int:  # type: ignore[override]
        """How often the words stand there, without diacritics."""
        return bare(str(self)).count(bare(words))


def retold(transcript: str, manner: Manner) -> str:
    """A transcript with buttons, as it reads when the same person chooses in another manner."""
    if manner is Manner.BUTTONS:
        return transcript
    return _PRESSED.sub(
        lambda found: f"{found[1]}{found[2] if manner is Manner.NUMBERS else fold(found[3])}  ", transcript
    )
