"""How much of one text is in another, going by how wide its words are and how they look?

Two texts are laid side by side where their words agree for so many in a row that chance cannot have done it. What
stands between says whether these are two texts.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from media.fingerprint_shapes import unlikeness
from media.fingerprint_words import STEPS, Text
from media.likeness_gaps import Gap, Tables, contradicting, gap_between
from media.likeness_stretches import AT, Above, Stretch, Table, stretches_of

Matrix = NDArray[np.float32]

_SHORTEST: Final = 5  # words
_FAR: Final = 0.4  # unlikeness that two readings of one word seldom have, and two words seldom less
_WIDTH: Final = 0.13  # of the width, by which two readings may differ
_NEAR_FAR: Final = 0.6
_NEAR_WIDTH: Final = 0.2
"""The same between shared words, where the same word is expected."""

_ONE_FONT: Final = 0.075  # unlikeness that half the words of one font have at most
_MOST_SLACK: Final = 1.4  # times as much is allowed between two fonts
_CLEARLY: Final = 0.08
_TIMES: Final = 6  # times as unlike as three quarters of the words are: an outlier
_ALIKE: Final = 0.2  # unlikeness of words that tell about sizes
_MOST_SCALES: Final = 2
_RARELY: Final = 0.15  # times the votes of the likeliest ratio: with fewer there is no second one
_BIN: Final = 0.03
_SPACE: Final = 0.2  # of a word's width
_MOST: Final = 0.5  # of the shared words: so many stand above what ends a post
_POST: Final = 16  # words: fewer above a bar are the app's own
_BEGUN: Final = 2  # words by which a post's beginning may be missed
_BARS: Final = 4  # words of running text that a page's bars have at most
_MOVED: Final = 2  # words that stand on both above text that was moved on one: half a line
_WEIGHT: Final = 3  # shared words that one contradicting outweighs
_PASSING: Final = 2  # and those that one outweighs that is no running text


class SharedText(NamedTuple):
    """What two texts have in common, in words.

    `shared` stand in both, `running` of them in running text. `contradicting`: so many others of running text stand
    between shared ones and say that these are two texts; `passing`: so many that are no running text, such as counts.
    `loose`: so many others stand before the first or behind the last shared one in each of them; where only one of
    them goes on, the other may be cut off, and that is not counted. `before`: those of them before the first; `ahead`:
    those since the place above where a post may begin. `end`: the words above what ends the post on both, where shared
    text reaches down to it. `unlikeness`: of the shared words, the median: some 0.03 in one font, 0.1 in two.
    """

    shared: int
    contradicting: int
    loose: int
    before: int
    running: int = 0
    passing: int = 0
    ahead: int = 0
    end: Above | None = None
    unlikeness: float = 0.0
    doubtful: int = 0


def shared_text(one: Text, other: Text, picture: Above | None = None, *, copied: bool = False) -> SharedText:
    """What two texts have in common. Takes 2 ms for posts, some 10 ms for 400 words each.

    `picture`: so many words stand above a picture that is on both; there the post may end, too. What stands above and
    below the post may be other posts, or what others said of this one, and counts as loose; in a `copied` photo there
    is no such thing.
    """
    words = len(one.widths), len(other.widths)
    if min(words) < _SHORTEST:
        return SharedText(0, 0, min(words), 0)
    sizes = _sizes(one, other)
    agree = (sizes.far < _FAR) & (sizes.off < _WIDTH)
    found = stretches_of(agree)
    if not found:
        return SharedText(0, 0, min(words), 0)
    median = _median(sizes.far, found)
    tables = _tables(sizes, agree, min(_MOST_SLACK, max(1.0, median / _ONE_FONT)))
    gaps = [gap_between(above, below, tables, one, other) for above, below in pairwise(found)]
    if copied:  # what only one of them shows was badly read
        gaps = [gap._replace(here=min(gap.here, gap.there), there=min(gap.here, gap.there)) for gap in gaps]
    running = [_running(each, one, other) for each in found]
    laid = _Laid(found, gaps, running, words)
    first, last = (0, len(found) - 1) if copied else _likeliest(laid)
    post, text = found[first : last + 1], _measure(laid, first, last)
    return text._replace(
        running=sum(running[first : last + 1]),
        ahead=_ahead(post[0], one, other),
        end=_end(post, _reached(post, one, other, picture), text.shared),
        unlikeness=median,
        doubtful=_doubtful(post, sizes.far, one, other),
    )


class _Sizes(NamedTuple):
    """How unlike words look, and how far the ratio of their widths is from the likeliest.

    `here` and `there`: the logarithms of the widths, so that words of one size are as wide.
    """

    far: Matrix
    off: Matrix
    here: Matrix
    there: Matrix


def _sizes(one: Text, other: Text) -> _Sizes:
    here, there = (text.widths.astype(np.float32) / np.float32(STEPS) for text in (one, other))
    far = unlikeness(one.shapes, other.shapes)
    ratio = here[:, None] - there[None, :]
    scales = _scales(far, ratio)
    off = np.abs(ratio - np.float32(scales[0]))
    for scale in scales[1:]:
        off = np.minimum(off, np.abs(ratio - np.float32(scale)))
    return _Sizes(far, off, here - np.float32(scales[0]), there)


def _scales(far: Matrix, ratio: Matrix) -> list[float]:
    """The likeliest ratios of the two texts' sizes, as logarithms: what words that look alike, two by two, have.

    One phone may show the text larger than another, but not its buttons.
    """
    alike = far < _ALIKE
    pairs = alike[1:, 1:] & alike[:-1, :-1] & (np.abs(ratio[1:, 1:] - ratio[:-1, :-1]) < _WIDTH)
    votes = np.concatenate([ratio[1:, 1:][pairs], ratio[:-1, :-1][pairs]])
    if not len(votes):
        return [0.0]
    counts, edges = np.histogram(votes, bins=np.arange(-2.0, 2.0, _BIN))
    crowd = np.convolve(counts, [1, 2, 3, 2, 1], "same")
    scales: list[float] = []
    for place in np.argsort(-crowd, kind="stable").tolist():
        if scales and (crowd[place] < _RARELY * crowd.max() or len(scales) == _MOST_SCALES):
            break
        middle = float(edges[place]) + _BIN / 2
        if all(abs(middle - scale) > _WIDTH for scale in scales):
            around = votes[np.abs(votes - middle) < 2.5 * _BIN]
            scales.append(float(np.median(around)) if len(around) else middle)
    return scales


def _tables(sizes: _Sizes, agree: Table, slack: float) -> Tables:
    near = (sizes.far < slack * _NEAR_FAR) & (sizes.off < slack * _NEAR_WIDTH)
    here, there = np.exp(sizes.here), np.exp(sizes.there)
    return Tables(agree, near, here, there, _SPACE * float(np.median(there)))


def _median(far: Matrix, found: list[Stretch]) -> float:
    """The median unlikeness of shared words."""
    places = [np.arange(each.words) for each in found]
    shared = [far[each.here + place, each.there + place] for each, place in zip(found, places, strict=True)]
    return float(np.median(np.concatenate(shared)))


class _Laid(NamedTuple):
    """Two texts side by side: their stretches, what stands between, each one's running text, and both texts' words."""

    found: list[Stretch]
    gaps: list[Gap]
    running: list[int]
    words: tuple[int, int]


def _likeliest(laid: _Laid) -> tuple[int, int]:
    """The first and the last of the stretches that are likeliest one post: much is shared, and little contradicts."""
    count = len(laid.found)
    rows = [(first, last) for first in range(count) for last in range(first, count)]
    return max(rows, key=lambda row: _likely(_measure(laid, *row)))


def _likely(text: SharedText) -> int:
    return text.shared - _WEIGHT * text.contradicting - _PASSING * text.passing


def _measure(laid: _Laid, first: int, last: int) -> SharedText:
    """What is shared from the first to the last of these stretches, and what stands between, before and behind."""
    head, foot, gaps = laid.found[first], laid.found[last], laid.gaps[first:last]
    before = min(head.here, head.there) - _bars_above(laid, first)
    behind = min(laid.words[0] - foot.end_here, laid.words[1] - foot.end_there)
    behind -= sum(each.words for each in laid.found[last + 1 :])
    return SharedText(
        shared=sum(each.words for each in laid.found[first : last + 1]) + sum(gap.alike for gap in gaps),
        contradicting=contradicting(gaps, laid.running[first : last + 1]),
        loose=before + max(0, behind),
        before=before,
        passing=sum(gap.passing for gap in gaps),
    )


def _bars_above(laid: _Laid, first: int) -> int:
    """How many shared words above that stretch are a page's bars, below which the text was moved on one of them."""
    words = 0
    for place in range(first - 1, -1, -1):
        gap = laid.gaps[place]
        if gap.passing > _MOVED or min(gap.here, gap.there) or laid.running[place] > _BARS:
            break
        words += laid.found[place].words
    return words


def _running(stretch: Stretch, one: Text, other: Text) -> int:
    """How many words of a stretch are of running text."""
    here = one.running[stretch.here : stretch.end_here]
    return int(min(here.sum(), other.running[stretch.there : stretch.end_there].sum()))


def _doubtful(post: list[Stretch], far: Matrix, one: Text, other: Text) -> int:
    """How many shared words of running text look otherwise than the others let expect: numbers, mostly."""
    here = np.concatenate([np.arange(each.here, each.end_here) for each in post])
    there = np.concatenate([np.arange(each.there, each.end_there) for each in post])
    running = one.running[here] & other.running[there]
    unlike = far[here, there][running]
    return int((unlike > max(_CLEARLY, _TIMES * np.quantile(unlike, 0.75))).sum()) if len(unlike) else 0


def _ahead(head: Stretch, one: Text, other: Text) -> int:
    """How many words stand above the first shared one, since the place where a post may begin: the more of both."""
    begun = (
        max((each for each in text.ends if each <= place + _BEGUN), default=0)
        for text, place in ((one, head.here), (other, head.there))
    )
    return max(0, *(place - begin for place, begin in zip((head.here, head.there), begun, strict=True)))


def _reached(post: list[Stretch], one: Text, other: Text, picture: Above | None) -> set[Above]:
    """The places where the post may end on both and down to which shared text reaches.

    Of a page with hundreds of lines only those near a stretch are paired.
    """
    reached = {picture} if picture is not None and any(each.reaches(picture) for each in post) else set()
    theres = [end for end in other.ends if end >= _POST]
    for here in (end for end in one.ends if end >= _POST):
        for stretch in post:
            there = stretch.there + here - stretch.here  # where it should be on the other
            first, last = bisect_left(theres, there - AT), bisect_right(theres, there + AT)
            reached |= {(here, each) for each in theres[first:last] if stretch.reaches((here, each))}
    return reached


def _end(post: list[Stretch], reached: Collection[Above], shared: int) -> Above | None:
    """The last place down to which most of the post reaches: a menu's rule, say, ends none, as most comes below."""
    return max((above for above in reached if _down_to(above, post) >= _MOST * shared), default=None)


def _down_to(above: Above, post: list[Stretch]) -> int:
    """How many shared words stand above that place."""
    return sum(min(each.words, max(0, above[0] - each.here)) for each in post)
