"""Where does a text stand in another: in which stretches do so many words in a row agree that it is no chance?

The longest such stretch comes first, then the longest before and behind it. How often words agree by chance is counted
in the two texts themselves.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.bool_]
"""For each word of the one text and each of the other whether they agree."""

Places = NDArray[np.intp]
Above = tuple[int, int]
"""Words above a picture, or above a post's end, on the one and on the other photo."""

_CHANCE: Final = 4.6  # the logarithm of 100: as rare as that must be what is taken for no chance
_COMMON: Final = 0.02  # of all pairs of words: fewer that agree say no more
_NARROW: Final = 8  # words between two stretches: a stretch in there need only be unlikely for that place
AT: Final = 2
"""Words: so near to it text reaches down to it."""


class Stretch(NamedTuple):
    """Words that stand in both texts: from which word on in each, and how many."""

    here: int
    there: int
    words: int

    @property
    def end_here(self) -> int:
        """The first word behind it in the one text."""
        return self.here + self.words

    @property
    def end_there(self) -> int:
        """The first word behind it in the other."""
        return self.there + self.words

    def reaches(self, above: Above) -> bool:
        """Whether it reaches down to these places, which are the same one in it, or runs across them."""
        here, there = above[0] - self.here, above[1] - self.there
        return min(here, there) > 0 and max(here, there) <= self.words + AT and abs(here - there) <= AT


class _Stretches(NamedTuple):
    """Many stretches, a column each."""

    here: Places
    there: Places
    words: Places

    def inside(self, top: int, left: int, bottom: int, right: int) -> "_Stretches":
        """Their parts within a rectangle; where there is none `words` is not positive."""
        skip = np.maximum(np.maximum(top - self.here, left - self.there), 0)
        words = np.minimum(np.minimum(self.words, bottom - self.here), right - self.there) - skip
        return _Stretches(self.here + skip, self.there + skip, words)


def stretches_of(agree: Table) -> list[Stretch]:
    """The longest stretch in the table, then the longest before and behind it, and so on; in order."""
    rare = -np.log(min(0.9, max(_COMMON, float(agree.mean()))))
    everything = _diagonals(agree)
    chosen: list[Stretch] = []
    todo = [(0, 0, *agree.shape)]
    while todo:
        top, left, bottom, right = todo.pop()
        if min(bottom - top, right - left) < 2:
            continue
        narrow = min(bottom - top, right - left) <= _NARROW
        needed = _CHANCE + np.log((bottom - top) * (right - left) if narrow else agree.size)
        inside = everything.inside(top, left, bottom, right)
        gains = inside.words * rare - (_moved(inside, chosen[0]) if chosen else 0.0)
        if not len(gains) or gains.max() <= needed:
            continue
        best = int(gains.argmax())
        longest = Stretch(int(inside.here[best]), int(inside.there[best]), int(inside.words[best]))
        chosen.append(longest)
        todo.append((top, left, longest.here, longest.there))
        todo.append((longest.end_here, longest.end_there, bottom, right))
    return sorted(chosen)


def _moved(some: _Stretches, longest: Stretch) -> NDArray[np.float64]:
    """What it costs that they are not where the longest one lets expect them: text has been put in or left out."""
    cost: NDArray[np.float64] = 2 * np.log1p(np.abs((some.here - some.there) - (longest.here - longest.there)))
    return cost


def _diagonals(table: Table) -> _Stretches:
    """The stretches of agreement: true cells that follow each other down to the right."""
    rows, columns = table.shape
    # Mirrored and padded so that, read in rows one cell shorter, each diagonal becomes a column.
    padded = np.zeros((rows, rows + columns), np.bool_)
    padded[:, :columns] = table[:, ::-1]
    slanted = padded.ravel()[: rows * (rows + columns - 1)].reshape(rows, rows + columns - 1)
    upright = np.zeros((rows + columns - 1, rows + 1), np.bool_)
    upright[:, 1:] = slanted.T
    flat = upright.ravel()
    edges = np.flatnonzero(flat[1:] != flat[:-1])
    edges = np.append(edges, flat.size - 1) if len(edges) % 2 else edges
    starts, words = edges[0::2], edges[1::2] - edges[0::2]
    diagonals, here = np.divmod(starts, rows + 1)
    return _Stretches(here, columns - 1 - diagonals + here, words)
