"""How do people answer: with a button, with its number, or in their own plain words?"""

import re
from enum import StrEnum

from core.spelling import fold

_PRESSED = re.compile(r"^(> 👤 \d\d:\d\d )\[(\d+) (.+)\]  $", re.MULTILINE)


class Manner(StrEnum):
    """One way of choosing among the options that a message offers."""

    BUTTONS = "buttons"
    NUMBERS = "numbers"
    PLAIN_WORDS = "plain words"


def retold(transcript: str, manner: Manner) -> str:
    """A transcript with buttons, as it reads when the same person chooses in another manner."""
    if manner is Manner.BUTTONS:
        return transcript
    return _PRESSED.sub(
        lambda found: f"{found[1]}{found[2] if manner is Manner.NUMBERS else fold(found[3])}  ", transcript
    )
