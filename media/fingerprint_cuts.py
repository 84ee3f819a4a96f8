"""Where may a part of a page be cut: at which empty rows and columns, at which rules, beside which margins?"""

from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Places = NDArray[np.intp]

SMALLEST: Final = 5  # pixels; less is no line of text
_WORD_GAP: Final = 0.7  # of a line's height: words stand closer
_ONE_SIZE: Final = 1.7  # times as high: more is no letter of the same size
_ROUND: Final = 4  # of them: as wide is a round corner
RULE: Final = 4  # pixels: a line from side to side is no thicker


def runs(mask: NDArray[np.bool_] | np.bool) -> tuple[Places, Places]:
    """Where the true stretches of a row begin, and where they end (the first false place behind them)."""
    flags = np.asarray(mask)
    framed = np.zeros(len(flags) + 2, np.bool_)
    framed[1:-1] = flags
    edges = np.flatnonzero(framed[1:] != framed[:-1])
    return edges[0::2], edges[1::2]


def most_frequent(sample: Grey | NDArray[np.int16]) -> tuple[int, float]:
    """The brightness about which most of the sample lies, and the share that does."""
    counts = np.convolve(np.bincount(sample.ravel(), minlength=256), np.ones(9, np.int64), "same")
    most = int(counts.argmax())
    return most, float(counts[most]) / sample.size


def without_specks(flat: Mask) -> Mask:
    """The same, columns no longer interrupted by one or two rows of a compressor's noise."""
    mended = flat.copy()
    mended[1:-1] |= flat[:-2] & flat[2:]
    both = flat[:-3] & flat[3:]
    mended[1:-2] |= both
    mended[2:-1] |= both
    return mended


def margins_of(flat: Mask, shortest: int) -> tuple[int, int, Places, Places] | None:
    """The outermost columns that are flat for long, and from where to where both are; None where there are none, or
    where nothing is left between them."""
    long = np.zeros(flat.shape, np.bool_)
    for column in range(flat.shape[1]):
        for top, bottom in zip(*runs(flat[:, column]), strict=True):
            long[top:bottom, column] = bottom - top > shortest
    length = long.sum(axis=0)
    columns = np.flatnonzero(length > 2 * shortest)
    if not len(columns) or columns[-1] - columns[0] < 0.5 * flat.shape[1]:
        return None
    first = int(columns[0] + length[columns[0] :][:_ROUND].argmax())
    last = int(columns[-1] - length[columns[-1] :: -1][:_ROUND].argmax())
    if first >= last:
        return None
    tops, bottoms = runs(long[:, first] & long[:, last])
    wide = bottoms - tops > shortest
    return (first, last, tops[wide], bottoms[wide]) if wide.any() else None


def without_cut(tops: Places, bottoms: Places, ruled: Mask, tallest: int) -> tuple[Places, Places]:
    """The stretches of rows without lines of text that a rule cuts lengthways: what is left of them is no text."""
    cut = (bottoms - tops <= tallest) & (ruled[np.maximum(0, tops - 1)] | ruled[np.minimum(len(ruled) - 1, bottoms)])
    return tops[~cut], bottoms[~cut]


def without_accents(tops: Places, bottoms: Places, tallest: int) -> tuple[Places, Places]:
    """The stretches of rows without those that are only the accents above, or the dots below, a line of text."""
    heights = bottoms - tops
    gaps = tops[1:] - bottoms[:-1]
    accents = np.zeros(len(tops), np.bool_)
    for one, other in ((slice(None, -1), slice(1, None)), (slice(1, None), slice(None, -1))):
        line = heights[other]
        accents[one] |= (heights[one] < 0.45 * line) & (gaps <= 0.2 * line) & (line <= 0.6 * tallest)
    return tops[~accents], bottoms[~accents]


def columns_of(ink: Mask, tallest: int) -> tuple[list[int], list[int]]:
    """From where to where the parts of a band go that wide gaps part.

    Beside a picture as high as two lines the gaps between the words of the upper line may look as wide: those are none.
    """
    starts, ends = runs(ink.any(axis=0))
    wide = starts[1:] - ends[:-1] >= max(6, 0.2 * min(len(ink), tallest))
    lefts, rights = starts[np.append(True, wide)].tolist(), ends[np.append(wide, True)].tolist()
    if len(lefts) < 3 or not (stacked(ink[:, lefts[1] :]) or stacked(ink[:, : rights[-2]])):
        return lefts, rights
    lines = [_line_height(ink[:, left:right]) for left, right in zip(lefts, rights, strict=True)]
    sizes = [(min(pair), max(pair)) for pair in pairwise(lines)]
    together = [
        left - right < _WORD_GAP * low and high < _ONE_SIZE * low
        for left, right, (low, high) in zip(lefts[1:], rights, sizes, strict=False)
    ]
    return (
        [left for left, joined in zip(lefts, [False, *together], strict=True) if not joined],
        [right for right, joined in zip(rights, [*together, False], strict=True) if not joined],
    )


def _line_height(ink: Mask) -> int:
    """The height of the highest line in a piece."""
    tops, bottoms = runs(ink.any(axis=1))
    return int((bottoms - tops).max(initial=0))


def stacked(ink: Mask) -> bool:
    """Whether two lines stand above each other in a piece; an accent above a letter is none."""
    tops, bottoms = runs(ink.any(axis=1))
    heights = np.sort(bottoms - tops)
    return len(heights) > 1 and bool(heights[-2] >= max(SMALLEST, 0.6 * heights[-1]))
