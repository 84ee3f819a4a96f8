"""What do people say when units change? "sáp nhập A, B và C thành D (mã X9)", "tách B khỏi A", "chuyển A về B".

Only the words are taken apart here; which unit a name means is looked up elsewhere, so where a word could belong to
a name ("thành phố", "xã Thanh") every reading is given, the likeliest first.
"""

import re
from collections.abc import Sequence

from core.roster_cells import phone_of
from core.spelling import fold, tidy

LONGEST_NAME, LONGEST_PERSON = 100, 60
"""In letters: a unit's name, a person's. Longer ones are given here as they were typed; whoever asked refuses them."""

BECOMES = ("thành", "thanh", "là", "to", "into", "as")
INTO = ("vào", "vao", "into")
OUT_OF = ("khỏi", "khoi", "from")
BELOW = ("thuộc", "thuoc", "về", "ve", "sang", "vào", "vao", "dưới", "duoi", "trong", "under", "in", "to")

_LEVEL_WORDS = ("thị trấn", "thị xã", "thành phố", "đặc khu", "xã", "phường", "huyện", "quận", "tỉnh")
_FOLDED_LEVELS = tuple(fold(word) for word in _LEVEL_WORDS)
_BETWEEN = re.compile(r"\s*[,;+&]\s*|\s+(?:và|va|and|với|voi|cùng|cung|with)\s+", re.IGNORECASE)
_COUNTED = re.compile(
    r"^(?:các|cac|hai|ba|bốn|bon|năm|nam|[2-9]|the|both)\s+"
    r"(?=(?:xã|xa|phường|phuong|thị|thi|huyện|huyen|quận|quan|tỉnh|tinh|đơn vị|don vi)\s)",
    re.IGNORECASE,
)
_CODE = re.compile(r"[(\[]?\s*\b(?:mã|ma|code)(?:\s+(?:số|so))?\s*:?\s*(?=[\w./-]*\d)([\w./-]{1,20})\s*[)\]]?", re.I)
_PHONE = re.compile(r"\+?\d[\d .\-]{7,}\d")
_ENDS = " .,;:!?…-–"


def readings(text: str, words: Sequence[str]) -> list[tuple[str, str]]:
    """Every way to part a text at one of these words, what stands before and behind it; the likeliest first.

    A word typed with its own diacritics goes before one without; "thành" that begins "thành phố" goes last.
    """
    tokens = text.split()
    wanted = {fold(word) for word in words}
    found = []
    for position in range(1, len(tokens) - 1):
        if fold(tokens[position].strip(_ENDS)) in wanted:
            exact = tokens[position].strip(_ENDS).casefold() in words[:1]
            begins_a_town = fold(" ".join(tokens[position : position + 2])) == "thanh pho"
            before, behind = (" ".join(part).strip(_ENDS) for part in (tokens[:position], tokens[position + 1 :]))
            if before and behind:
                found.append((begins_a_town, not exact, before, behind))
    return [(before, behind) for _, _, before, behind in sorted(found, key=lambda each: each[:2])]


def names_in(text: str) -> list[str]:
    """The names that a list such as "các xã A, B và C" names."""
    names = [_COUNTED.sub("", name.strip(_ENDS)).strip(_ENDS) for name in _BETWEEN.split(text)]
    return [name for name in names if name]


def code_in(text: str) -> tuple[str, str]:
    """The text without "(mã X9)", and the code, "" where none is said. A code has at least one digit."""
    found = _CODE.search(text)
    if found is None:
        return text, ""
    return f"{text[: found.start()]} {text[found.end() :]}".strip(), found[1].strip("./-")


def new_name(typed: str, like: str = "") -> str:
    """The name as it is written down: "Xã Tân Hải" of "tân hải", where units like it are called "Xã …"."""
    name = tidy(typed).replace("\n", " ").strip(_ENDS).strip()
    if name == name.lower():
        name = " ".join(word[:1].upper() + word[1:] for word in name.split())
    own, model = _level_word(name), _level_word(like)
    if own:
        name = own[:1].upper() + own[1:].lower() + name[len(own) :]
    elif model and name:
        name = f"{model[:1].upper()}{model[1:].lower()} {name}"
    return name[:1].upper() + name[1:]


def level_word_before(text: str) -> str:
    """The word for a level with which a text ends, and a blank: "xã " of "thêm xã"; "" where it ends otherwise."""
    words = text.split()
    for count in (2, 1):
        if len(words) >= count and fold(" ".join(words[-count:])) in _FOLDED_LEVELS:
            return " ".join(words[-count:]) + " "
    return ""


def _level_word(name: str) -> str:
    """The word for the level with which a name begins, as it is spelled there; "" where there is none."""
    words = name.split()
    for count in (2, 1):
        if len(words) > count and fold(" ".join(words[:count])) in _FOLDED_LEVELS:
            return " ".join(words[:count])
    return ""


def person_in(text: str) -> tuple[str, str | None] | None:
    """Name and phone number of a person, "Lê Thị Lan, 0912 345 678"; None when the text names nobody."""
    phone = _PHONE.search(text)
    name = tidy(_PHONE.sub(" ", text)).replace("\n", " ").strip(" ,;:-.")
    if len(name) < 2 or any(letter.isdigit() for letter in name):
        return None
    return name, phone_of(phone[0]) if phone else None
