"""What stands between two stretches that two texts share: the same words badly read, or words that say otherwise?"""

from itertools import accumulate
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from media.fingerprint_words import Text
from media.likeness_stretches import Stretch, Table

Widths = NDArray[np.float32]

_SHORT: Final = 12  # words on each side: so short a gap is looked at word by word
_PIECES: Final = 3  # in so many a word may be parted: "11/3" as "1", "1", "/3"
_SPACES: Final = (0.25, 1.2)  # times the usual one: how wide a space between such pieces may be
_EXACTLY: Final = 0.05  # of a word's width
_MOSTLY: Final = 0.2  # of the words on both sides: when fewer of a long gap agree, that is chance
_BELOW: Final = 4  # words of running text: more are another part of the text
_UNFOLDED: Final = 4  # words that stand in one text only: fewer are badly parted ones


class Tables(NamedTuple):
    """Which words agree, and which nearly; how wide they are in pixels of one size, and how wide a space is."""

    agree: Table
    near: Table
    here: Widths
    there: Widths
    space: float


class Gap(NamedTuple):
    """What stands between two stretches.

    `alike`: words that agree after all. `here` and `there`: so many others are of running text. `passing`: so many
    others stand on both, such as a time or a count that has grown.
    """

    alike: int
    here: int
    there: int
    passing: int


def gap_between(above: Stretch, below: Stretch, tables: Tables, one: Text, other: Text) -> Gap:
    """What stands between two stretches that follow each other."""
    rows, columns = slice(above.end_here, below.here), slice(above.end_there, below.there)
    height, width = rows.stop - rows.start, columns.stop - columns.start
    running = int(one.running[rows].sum()), int(other.running[columns].sum())
    if min(height, width) == 0:
        return Gap(0, *running, 0)
    if max(height, width) <= _SHORT:
        fitted = _fitting(tables.near[rows, columns], tables.here[rows], tables.there[columns], tables.space)
    else:
        alike = _in_order(tables.agree[rows, columns])
        fitted = (alike, alike) if alike >= _MOSTLY * (height + width) else (0, 0)
    left = height - fitted[0], width - fitted[1]
    here, there = min(left[0], running[0]), min(left[1], running[1])
    if 2 * here > left[0] or 2 * there > left[1]:  # text on one side only: the other's last line was taken for no text
        here, there = max(here, min(left)), max(there, min(left))
    return Gap(min(fitted), here, there, min(left) - min(here, there))


def contradicting(gaps: list[Gap], running: list[int]) -> int:
    """How many words between shared ones say that these are two texts. `running`: those of running text in each
    stretch, in order.

    Those that stand in both; and where one text goes on longer, what is too much, but for the last such place: there a
    post may have been unfolded, if only counts and buttons come below.
    """
    more = [abs(gap.here - gap.there) for gap in gaps]
    below = reversed(list(accumulate(reversed(running[1:]))))
    unfolded = max((each for each, words in zip(more, below, strict=True) if words <= _BELOW), default=0)
    both = sum(min(gap.here, gap.there) for gap in gaps)
    return both + sum(each for each in more if each >= _UNFOLDED) - (unfolded if unfolded >= _UNFOLDED else 0)


def _fitting(near: Table, here: Widths, there: Widths, space: float) -> tuple[int, int]:
    """How many words of a short gap agree on each side, where one may be two or three on the other, badly parted."""
    rows, columns = near.shape
    best: dict[tuple[int, int], tuple[int, int]] = {}
    for i in range(rows + 1):
        for j in range(columns + 1):
            found = [best[each] for each in ((i - 1, j), (i, j - 1)) if each in best] or [(0, 0)]
            if i and j and near[i - 1, j - 1]:
                found.append(_plus(best[i - 1, j - 1], 1, 1))
            for pieces in range(2, _PIECES + 1):
                if i and j >= pieces and _fits(here[i - 1], there[j - pieces : j], space):
                    found.append(_plus(best[i - 1, j - pieces], 1, pieces))
                if j and i >= pieces and _fits(there[j - 1], here[i - pieces : i], space):
                    found.append(_plus(best[i - pieces, j - 1], pieces, 1))
            best[i, j] = max(found, key=sum)
    return best[rows, columns]


def _plus(fitted: tuple[int, int], here: int, there: int) -> tuple[int, int]:
    return fitted[0] + here, fitted[1] + there


def _fits(word: float, pieces: Widths, space: float) -> bool:
    """Whether a word is as wide as those pieces with the spaces between them."""
    left, spaces, about = word - float(pieces.sum()), (len(pieces) - 1) * space, _EXACTLY * word
    return _SPACES[0] * spaces - about <= left <= _SPACES[1] * spaces + about


def _in_order(gap: Table) -> int:
    """How many words of a gap agree in order: the longest common subsequence."""
    if not gap.size or not gap.any():
        return 0
    # A row of the table in one number's bits: Hyyrö's algorithm.
    width: int = gap.shape[1]
    everything = (1 << width) - 1
    left = everything
    for row in np.packbits(gap, axis=1, bitorder="little"):
        used = left & int.from_bytes(row.tobytes(), "little")
        left = (left + used | left - used) & everything
    return width - left.bit_count()
