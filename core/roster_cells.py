"""What does a cell of a roster mean: whose code, which seat, nobody, which phone?

Every text here has been tidied before.
"""

import re
from enum import StrEnum
from functools import lru_cache

from core.spelling import fold


class SeatKind(StrEnum):
    """The two seats that a unit may have."""

    SECRETARY = "secretary"
    COORDINATOR = "coordinator"


_DECIMAL_ZERO = re.compile(r"(\d+)\.0+")
_COORDINATOR_WORDS = ("dieu phoi", "coordinator")
_SECRETARY_WORDS = ("bi thu", "dau moi", "secretary")
_NOBODY = frozenset({"khuyết", "khuyet", "chưa có", "chua co", "trống", "vacant", "none"})
_BETWEEN_DIGITS = re.compile(r"[\s.\-()'’\u2010-\u2015]")
_BETWEEN_CODES = re.compile(r"[\s,;+&]+")
_ABROAD = re.compile(r"\+[1-9]\d{7,14}")
# Since 2018 a mobile number has nine digits after the zero, a landline ten and starts with 2.
_NATIONAL = re.compile(r"[35789]\d{8}|2\d{9}")
_VIETNAM = "+84"


def code_of(text: str) -> str:
    """A unit's code; "19330.0", a number that went through a spreadsheet, is "19330"."""
    number = _DECIMAL_ZERO.fullmatch(text)
    return number[1] if number else text


def codes_of(text: str) -> tuple[str, ...]:
    """The codes in a list such as "X1, X2" or "X1; X2", each once."""
    return tuple(dict.fromkeys(code_of(code) for code in _BETWEEN_CODES.split(text) if code))


@lru_cache(maxsize=256)
def seat_of(title: str, owes: bool) -> SeatKind | None:
    """The seat that a position's words mean; None when they mean none.

    `owes`: whether the unit's level owes a task; there every title but a coordinator's is the secretary's.
    """
    words = fold(title)
    if any(word in words for word in _COORDINATOR_WORDS):
        return SeatKind.COORDINATOR
    if owes or any(word in words for word in _SECRETARY_WORDS):
        return SeatKind.SECRETARY
    return None


def member_of(text: str) -> str | None:
    """A person's name; None for an empty cell and for what people write instead: "khuyết", a dash."""
    plain = text.strip("()[]. ").casefold()
    return text if plain not in _NOBODY and any(letter.isalpha() for letter in text) else None


def phone_of(text: str) -> str | None:
    """A phone number as +84912345678; None when the text is none.

    Understands spaces, dots and brackets, +84, 84, 0084, and the leading zero that Excel loses. A number of
    another country needs its plus sign.
    """
    digits = _BETWEEN_DIGITS.sub("", code_of(text))
    for prefix in (_VIETNAM, "0084", "84", ""):
        national = digits.removeprefix(prefix).removeprefix("0")
        if digits.startswith(prefix) and digits.isascii() and _NATIONAL.fullmatch(national):
            return _VIETNAM + national
    is_abroad = _ABROAD.fullmatch(digits) and digits.isascii() and not digits.startswith(_VIETNAM)
    return digits if is_abroad else None
