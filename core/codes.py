"""Invitation codes: how they are made, written, and read back as people type them."""

import re

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U to confuse
_FIRST = "23456789"
CODE_LENGTH = 13
"""The first character is a digit that nobody mistakes for a letter, so that no code reads like a word:
3 + 12 × 5 = 63 random bits."""

SHORT_LENGTH = 8
"""A short code is good for minutes and links one more chat of somebody who is known: 3 + 7 × 5 = 38 random bits."""

_LOOKS_LIKE_SHORT = re.compile(r"[2-9][0-9A-TV-Z]{7}")
_BETWEEN = re.compile(r"[\s\-–—.]")
_READ_AS = str.maketrans("OIL", "011")
_LOOKS_LIKE_CODE = re.compile(r"[2-9][0-9A-TV-Z]{9,15}")


def tidy_code(text: str) -> str | None:
    """A typed code in its one spelling; None when the text does not look like a code at all.

    Case, spaces and hyphens do not matter; O is read as 0, I and L as 1. A sentence typed without diacritics
    seldom looks like a code: a code begins with a digit from 2 to 9 and has no U.
    """
    code = _BETWEEN.sub("", text).upper()
    if not _LOOKS_LIKE_CODE.fullmatch(code):
        return None
    return code.translate(_READ_AS)


def tidy_short_code(text: str) -> str | None:
    """A typed short code in its one spelling; None when the text does not look like one, or has digits only."""
    code = _BETWEEN.sub("", text).upper()
    if not _LOOKS_LIKE_SHORT.fullmatch(code) or code.isdigit():
        return None
    return code.translate(_READ_AS)


def new_code(random_bytes: bytes, length: int = CODE_LENGTH) -> str:
    """A code made from at least 8 random bytes."""
    number = int.from_bytes(random_bytes, "big")
    rest = (_ALPHABET[(number >> (3 + 5 * position)) & 31] for position in range(length - 1))
    return _FIRST[number & 7] + "".join(rest)


def new_short_code(random_bytes: bytes) -> str:
    """A short code made from at least 5 random bytes; it has at least one letter."""
    code = new_code(random_bytes, SHORT_LENGTH)
    return f"{code[:-1]}K" if code.isdigit() else code


def written_code(code: str) -> str:
    """The code as people read and type it: XXXX-XXXX-XXXXX, a short one XXXX-XXXX."""
    return "-".join(part for part in (code[:4], code[4:8], code[8:]) if part)
