"""Which name is meant by what somebody typed? Readings that say the same, and names that only look like it.

A reading is as good as the name itself ("tp Dong Ha", "DDoong Haf"); a near one is only ever offered.
"""

from collections import Counter
from collections.abc import Hashable, Iterable
from typing import TypeVar

from core.spelling import fold
from core.telex import from_telex

Key = TypeVar("Key", bound=Hashable)

_LEVELS = {
    "tp": "thanh pho", "tx": "thi xa", "tt": "thi tran", "p": "phuong", "x": "xa", "h": "huyen", "q": "quan",
    "t": "tinh",
}  # fmt: skip
"""How people write the word for a level in front of a name."""


def readings(typed: str) -> list[str]:
    """Everything that a typed name may say exactly, folded, the likeliest first; empty for nothing.

    As typed; with "tp.", "p1" and the like written out; both again without the leftovers of Telex.
    """
    found: list[str] = []
    for text in (typed, from_telex(typed)):
        folded = fold(text)
        found += [folded, _written_out(folded)]
    return [reading for reading in dict.fromkeys(found) if reading]


def _written_out(folded: str) -> str:
    """ "tp. dong ha" is "thanh pho dong ha", "p1" and "p.1" are "phuong 1"."""
    first, _, rest = folded.partition(" ")
    if "." in first.rstrip("."):  # "p.dong giang"
        first, _, begun = first.partition(".")
        rest = f"{begun} {rest}".strip()
    elif first[:1] in _LEVELS and first[1:].isdigit() and not rest:
        first, rest = first[0], first[1:]
    level = _LEVELS.get(first.rstrip("."))
    return f"{level} {rest}" if level and rest else folded


def is_called(wanted: str, name: str) -> bool:
    """Whether somebody of this name (folded) is meant by these folded words: all of them are of the name."""
    words, there = wanted.split(), name.split()
    return bool(words) and all(words.count(word) <= there.count(word) for word in words)


def nearest(wanted: str, names: Iterable[tuple[Key, str]], most: int = 5) -> list[Key]:
    """The keys whose names (folded) look like the wanted one, also folded, the likest first; at most so many.

    A name looks like it that has all its words (or begins with them), or differs in few letters: one in a short
    name, two from six letters on, three from thirteen on.
    """
    letters, words = Counter(wanted), wanted.split()
    found: list[tuple[int, str, Key]] = []
    for key, name in names:
        if words and _has_words(words, name):
            found.append((0, name, key))
        elif (apart := _apart(wanted, letters, name)) is not None:
            found.append((apart, name, key))
    found.sort(key=lambda each: each[:2])
    return [key for _, _, key in found[:most]]


def _has_words(words: list[str], name: str) -> bool:
    """Whether each word begins one of the name's, so that "thu thua" finds "thi tran thu thua". One letter is none."""
    if len(words[0]) == 1 or not all(word in name for word in words):  # quick, and passed by few names of a country
        return False
    there = name.split()
    return all(any(each.startswith(word) for each in there) for word in words)


def _apart(wanted: str, letters: Counter[str], name: str) -> int | None:
    """In how many letters two names differ; None when in too many."""
    most = 1 if len(wanted) < _SHORT else 2 if len(wanted) < _LONG else 3
    if abs(len(wanted) - len(name)) > most or len(wanted) <= most:
        return None
    if sum((Counter(name) - letters).values()) > most:
        return None
    apart = _distance(wanted, name, most)
    return apart if apart <= most else None


_SHORT, _LONG = 6, 13


def _distance(one: str, other: str, most: int) -> int:
    """Letters put in, left out, changed or swapped with a neighbour; `most` + 1 for more than that."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        line = [row]
        for column, there in enumerate(other, start=1):
            cost = min(line[-1] + 1, last[column] + 1, last[column - 1] + (letter != there))
            swapped = row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == there
            line.append(min(cost, before[column - 2] + 1) if swapped else cost)
        if min(line) > most:
            return most + 1
        before, last = last, line
    return last[-1]
