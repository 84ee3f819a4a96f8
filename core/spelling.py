"""Are two texts the same to a reader, however they were typed?

People type "Hoà Sơn", "Hòa Sơn" and "hoa son" for the same place, and paste texts with invisible characters.
Every function here is linear in the length of the text, also for hostile ones.
"""

import re
from functools import lru_cache
from unicodedata import category, combining, normalize

_BLANKS = frozenset("\t\u115f\u1160\u2800\u3164\uffa0")  # these show as a blank, whatever Unicode calls them
_LINE_ENDS = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")
_CONTROLS = frozenset({"Cc", "Cf", "Cs"})  # control, format (all zero-width ones) and halves of a surrogate pair
_MOST_MARKS = 8  # on one letter; Vietnamese needs two, and normalising a heap of marks takes time squared
_D_LETTERS = str.maketrans("đðɖ", "ddd")  # the last two look like đ when capital (Ð, Ɖ) and are typed for it
_LATIN = "!-~\u00a1-\u00ac\u00ae-\u024f\u1e00-\u1eff–—‘’“”…"  # composed letters and signs, visible ones only
_ORDINARY = re.compile(f"[{_LATIN}]+(?: [{_LATIN}]+)*")
_BARE_LETTERS = str.maketrans(
    {
        letter: normalize("NFD", letter)[0]
        for letter in map(chr, (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)))
        if normalize("NFD", letter) != letter
    }
)
_CUT_ENDINGS = " \n\t,;:–-"
_JOINERS = frozenset("\u200d") | frozenset(map(chr, range(0x1F3FB, 0x1F400)))  # join emoji; skin tones
_ELLIPSIS = "…"


def tidy(text: str) -> str:
    """The text as it is meant to be stored: composed (NFC), without invisible characters, with plain blanks.

    Tabs, no-break and odd spaces become spaces; runs of spaces become one, more than one empty line becomes one;
    the ends are stripped. Newlines stay. More than eight combining marks on one letter are cut. Idempotent.
    """
    if _ORDINARY.fullmatch(text):
        return text
    return _tidied(text)


def _tidied(text: str) -> str:
    """What `tidy` says, for any text at all."""
    plain = "".join(map(_plain, text.replace("\r\n", "\n")))
    plain = _without_heaps(normalize("NFC", _without_heaps(plain)))
    plain = re.sub(r" {2,}", " ", plain)
    plain = re.sub(r" ?\n ?", "\n", plain)
    return re.sub(r"\n{3,}", "\n\n", plain).strip(" \n")


def fold(text: str) -> str:
    """The text for comparing: no diacritics, no capitals, đ as d, one space between words. Idempotent.

    Not for showing to anybody: "Hòa" and "Hóa" become the same, too.
    """
    bare = _without_marks(tidy(text)).casefold()
    return " ".join(_without_marks(bare).translate(_D_LETTERS).split())


def same_spelling(one: str, other: str) -> bool:
    """Whether the two texts differ at most in diacritics, capitals and blanks."""
    return fold(one) == fold(other)


def shorten(text: str, length: int) -> str:
    """The text in at most `length` characters (code points): unchanged if it fits, else cut and ended with "…".

    Cut between words, unless that would lose more than half; then within a word, but never between a letter and
    its combining marks, within a joined emoji or within a surrogate pair. ValueError for a length below 1.
    """
    if length < 1:
        raise ValueError(f"a text cannot be shortened to {length} characters; it takes at least 1")
    if len(text) <= length:
        return text
    room = length - len(_ELLIPSIS)
    cut = room
    while cut > 0 and not text[cut].isspace():
        cut -= 1
    if cut * 2 < room:
        cut = room
        while cut > 0 and not _may_cut(text[cut - 1], text[cut]):
            cut -= 1
    return text[:cut].rstrip(_CUT_ENDINGS) + _ELLIPSIS


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    """What `tidy` puts in the place of one character."""
    if character in _LINE_ENDS:
        return "\n"
    kind = category(character)
    if kind == "Zs" or character in _BLANKS:
        return " "
    return "" if kind in _CONTROLS else character


def _without_heaps(text: str) -> str:
    """The text with at most so many combining marks in a row."""
    if text.isascii() or not any(map(combining, text)):
        return text
    kept, marks = [], 0
    for character in text:
        marks = marks + 1 if combining(character) else 0
        if marks <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def _without_marks(text: str) -> str:
    if text.isascii():
        return text
    if _ORDINARY.fullmatch(text):
        return text.translate(_BARE_LETTERS)
    return _stripped(text)


def _stripped(text: str) -> str:
    """What `_without_marks` says, for any text at all."""
    return "".join(character for character in normalize("NFD", text) if category(character) != "Mn")


def _may_cut(before: str, after: str) -> bool:
    """Whether a reader sees an end between these two characters."""
    if before == "\u200d" or after in _JOINERS or category(after).startswith("M"):
        return False
    return not (category(before) == "Cs" and "\udc00" <= after <= "\udfff")
