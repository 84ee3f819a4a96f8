"""How much of one text is in another, going by the widths of their words alone?

Two texts are laid side by side where their widths agree for so many words in a row that chance cannot have done it: the
longest such stretch first, then the longest before and behind it. How often widths agree by chance is counted
in the two texts themselves, so text with words of one length needs longer stretches.
"""

from collections.abc import Sequence
from itertools import pairwise
from math import comb, log
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from media.fingerprint_cuts import runs
from media.fingerprint_words import STEPS

Widths = NDArray[np.float32]
Table = NDArray[np.bool_]
Places = NDArray[np.intp]
Above = tuple[int, int]  # words above a picture, or above a post's end, on the one and on the other photo

_CHANCE: Final = 4.6  # the logarithm of 100: as rare as that must be what is taken for no chance
_SHORTEST: Final = 5  # words
_COUNTS: Final = 12  # words: the row of likes and comments, of which the numbers change
_UNFOLDED: Final = 4  # words that stand in one text only: fewer are badly parted ones
_LIKELY: Final = -0.7  # the logarithm of a half
_PARAGRAPH: Final = 12  # words
_LITTLE: Final = 2  # contradicting words that a text's second reading has, beside one in 50
_MOST: Final = 0.5  # of the shared words: so many stand above what ends a post
_NARROW: Final = 8  # words between two stretches: a stretch in there need only be unlikely for that place
_MOST_SCALES: Final = 2
_TELLING: Final = 24  # words above: fewer are only who wrote it and when
_AT: Final = 2  # words: so near to it text reaches down to it
_WEIGHT: Final = 3  # shared words that one contradicting outweighs


class Closely(NamedTuple):
    """How closely widths must agree, as a share of the width; and which share of a gap's words is no chance then."""

    width: float
    most: float


SAME_FONT: Final = Closely(0.05, 0.65)
OTHER_FONT: Final = Closely(0.12, 0.8)


class Stretch(NamedTuple):
    """Words that stand in both texts: from which word on in each, and how many."""

    here: int
    there: int
    words: int


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


class SharedText(NamedTuple):
    """What two texts have in common, in words.

    `shared` stand in both. `contradicting`: so many others stand between shared ones and say that these are two texts.
    `loose`: so many others stand before the first or behind the last shared one in each of them; where only one of
    them goes on, the other may be cut off, and that is not counted. `before`: those of them before the first.
    `unbroken`: how many follow each other, each as wide there as here, in the longest shared stretch. `end`: the words
    above what ends the post on both, where shared text reaches down to it.
    """

    shared: int
    contradicting: int
    loose: int
    before: int
    unbroken: int
    end: Above | None = None


def shared_text(
    here: NDArray[np.uint8], there: NDArray[np.uint8], closely: Closely = SAME_FONT, ends: Sequence[Above] = ()
) -> SharedText:
    """What two sequences of widths have in common. Takes 1 ms for posts, some 10 ms for 400 words each.

    `ends`: so many words stand above what may end the post on the one and on the other, or above a picture that is on
    both. What stands below may be other posts, or what others said of this one: where that contradicts, it counts as
    loose.
    """
    one: Widths = here.astype(np.float32) / np.float32(STEPS)
    other: Widths = there.astype(np.float32) / np.float32(STEPS)
    best = SharedText(0, 0, min(len(one), len(other)), 0, 0)
    if best.loose < _SHORTEST:
        return best
    for scale in _scales(one, other, closely.width):
        agree = np.abs(one[:, None] - other[None, :] - np.float32(scale)) < closely.width
        found = _stretches(agree)
        measured = [_measure(some, agree, closely.most) for some in (found, *_to_the_end(found, ends))]
        likeliest = max(measured, key=_likely)
        reached = [above for above in ends if any(_reaches(each, above) for each in found)]
        telling = [above for above in reached if _down_to(above, found) >= _MOST * likeliest.shared]
        likeliest = likeliest._replace(end=max(telling, default=None))
        best = max(best, likeliest, key=lambda each: each.shared)
    return best


def _likely(text: SharedText) -> tuple[bool, int]:
    """The more shared the better, when little contradicts."""
    little = text.contradicting <= _LITTLE + 0.02 * text.shared
    return little, text.shared - (0 if little else _WEIGHT * text.contradicting)


def _scales(one: Widths, other: Widths, width: float) -> list[float]:
    """The likeliest ratios of the two texts' sizes, as logarithms: where steps from word to word agree for long."""
    steps = np.abs(np.diff(one)[:, None] - np.diff(other)[None, :]) < 1.4 * width
    found = _diagonals(steps, _SHORTEST - 1)
    scales: list[float] = []
    for place in np.argsort(-found.words, kind="stable")[:6].tolist():
        here, there, words = int(found.here[place]), int(found.there[place]), int(found.words[place]) + 1
        ratio = float(np.median(one[here : here + words] - other[there : there + words]))
        if all(abs(ratio - scale) > width for scale in scales):
            scales.append(ratio)
    return scales[:_MOST_SCALES]


def _stretches(agree: Table) -> list[Stretch]:
    """The longest stretch in the table, then the longest before and behind it, and so on; in order."""
    mended = agree.copy()
    mended[1:-1, 1:-1] |= agree[:-2, :-2] & agree[2:, 2:]
    rare = -np.log(min(0.9, max(0.06, float(mended.mean()))))
    everything = _diagonals(mended, 2)
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
        todo.append((longest.here + longest.words, longest.there + longest.words, bottom, right))
    return sorted(chosen)


def _to_the_end(stretches: list[Stretch], ends: Sequence[Above]) -> list[list[Stretch]]:
    """The stretches without some of those below the post's end, where the text reaches down to it on both."""
    telling = [above for above in ends if min(above) >= _TELLING]
    last = [any(_reaches(each, above) for above in telling) for each in stretches]
    return [stretches[:place] for place in range(1, len(stretches)) if last[place - 1]]


def _reaches(stretch: Stretch, above: Above) -> bool:
    """Whether it reaches down to these places, which are the same one in it, or runs across them."""
    here, there = above[0] - stretch.here, above[1] - stretch.there
    return min(here, there) > 0 and max(here, there) <= stretch.words + _AT and abs(here - there) <= _AT


def _down_to(above: Above, stretches: list[Stretch]) -> int:
    """How many shared words stand above that place: a menu's rule, say, ends no post, as most of it comes below."""
    return sum(min(each.words, max(0, above[0] - each.here)) for each in stretches)


def _moved(some: _Stretches, longest: Stretch) -> NDArray[np.float64]:
    """What it costs that they are not where the longest one lets expect them: text has been put in or left out."""
    cost: NDArray[np.float64] = 2 * np.log1p(np.abs((some.here - some.there) - (longest.here - longest.there)))
    return cost


def _diagonals(table: Table, shortest: int) -> _Stretches:
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
    long = words >= shortest
    diagonals, here = np.divmod(starts[long], rows + 1)
    return _Stretches(here, columns - 1 - diagonals + here, words[long])


def _measure(stretches: list[Stretch], agree: Table, most: float) -> SharedText:
    """Count what is shared, and what stands between, before and behind that on both sides."""
    if not stretches:
        return SharedText(0, 0, min(agree.shape), 0, 0)
    shared = sum(each.words for each in stretches)
    rare = -log(max(0.02, float(agree.mean())))
    inside: list[tuple[int, int]] = []
    outside: list[int] = []
    ends = [Stretch(0, 0, 0), *stretches, Stretch(agree.shape[0], agree.shape[1], 0)]
    for place, (before, after) in enumerate(pairwise(ends)):
        gap = agree[before.here + before.words : after.here, before.there + before.words : after.there]
        alike = _alike(gap, most, rare)
        shared += alike
        if 0 < place < len(stretches):
            inside.append((gap.shape[0] - alike, gap.shape[1] - alike))
        else:
            outside.append(min(gap.shape) - alike)
    return SharedText(shared, _contradicting(inside), sum(outside), outside[0], _unbroken(stretches, agree))


def _unbroken(stretches: list[Stretch], agree: Table) -> int:
    longest = max(stretches, key=lambda each: each.words)
    places = np.arange(longest.words)
    starts, ends = runs(agree[longest.here + places, longest.there + places])
    return int((ends - starts).max(initial=0))


def _contradicting(gaps: list[tuple[int, int]]) -> int:
    """How many words between shared ones say that these are two texts.

    Those that stand in both; and where one text goes on longer, what is too much, but for the longest such place: a
    post may have been unfolded, but not several in a row that are otherwise the same. And an unfolded one is otherwise
    the same, so that what stands in both counts twice beside a whole paragraph more.
    """
    more = [abs(here - there) for here, there in gaps if abs(here - there) >= _UNFOLDED]
    both = min(sum(here for here, _ in gaps), sum(there for _, there in gaps))
    unfolded = max(more, default=0)
    return both * (2 if unfolded >= _PARAGRAPH else 1) + sum(more) - unfolded


def _alike(gap: Table, most: float, rare: float) -> int:
    """How many words of a gap agree in order, when they are most of it: few words differ among many that do not.

    As many fewer as would agree by chance; `rare`: the negative logarithm of how often two words do.
    """
    if not gap.size:
        return 0
    # The longest common subsequence, a row of the table in one number's bits: Hyyrö's algorithm.
    width = gap.shape[1]
    everything = (1 << width) - 1
    left = everything
    for row in np.packbits(gap, axis=1, bitorder="little"):
        used = left & int.from_bytes(row.tobytes(), "little")
        left = (left + used | left - used) & everything
    alike = width - left.bit_count()
    if max(gap.shape) <= _COUNTS:
        most *= 0.7
    if alike < most * sum(gap.shape) / 2:
        return 0
    rows, columns = gap.shape
    least, chance = min(rows, columns), _by_chance(rows, columns, rare)
    return int(least * (alike - chance) / (least - chance)) if alike > chance else 0


def _by_chance(rows: int, columns: int, rare: float) -> int:
    """How many words in order two short texts share that have nothing to do with each other: fewer than all."""
    expected = (log(comb(rows, words) * comb(columns, words)) - words * rare for words in range(1, min(rows, columns)))
    return next((words for words, each in enumerate(expected) if each < _LIKELY), min(rows, columns) - 1)
