"""Which words stand on a page, in reading order: how wide is each, how does it look, and where may a post begin?

Widths and shapes in their order are what a text keeps on another screen, in another size and with its edges cut off.
Letters are never read; a word is what stands between two gaps that are wide for its paragraph.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from media.fingerprint_cuts import Grey, runs
from media.fingerprint_lines import Extent, parted, running
from media.fingerprint_page import NEAR, Box, Line, each_part
from media.fingerprint_shapes import PARTS, Shapes, darkness_of, halves_of, shapes_of

MOST_WORDS: Final = 400
STEPS: Final = 32
"""Steps of the logarithm: a width of n pixels is kept as 32 ln n, so that one step is 3 %."""

_CLEAR: Final = 0.4  # of the line's contrast: what stands out so far is ink
_USUAL_GAP: Final = 0.42  # of the height of small letters: between the gaps of letters and those of words
_THRESHOLDS: Final = _USUAL_GAP * np.exp(np.linspace(-0.5, 0.5, 21))  # tried as the least gap between words
_PULL: Final = 0.25  # how much the usual one is preferred
_LIKE: Final = 0.2  # lines whose letters differ by less belong to one paragraph
_SHORTEST: Final = 0.5  # times the height of small letters: less is a dot or a bar, and comes and goes
_APART: Final = 1.35  # times the usual gap: nearer to what is so narrow, say the figure 1, is its word
_LONGEST: Final = 16  # times the height of small letters: more is a rule or a frame
_TALL: Final = 1.5  # times as high as wide: a phone's screen
_BARS: Final = 0.035  # of its height
_FULLEST: Final = 0.85  # share of ink: more is a bar, not letters


class _Strokes(NamedTuple):
    """Where a line's ink begins and ends, in fractions of pixels from its box's left; its ink so far.

    `halves`: so much stands left of each column above and below the middle of its letters. `fresh`: something else than
    the common ground stands above it.
    """

    lefts: NDArray[np.float64]
    rights: NDArray[np.float64]
    before: NDArray[np.int64]
    through: NDArray[np.int64]
    extent: Extent
    halves: NDArray[np.float64]
    box: Box
    fresh: bool = False


class Text(NamedTuple):
    """A photo's words in reading order, at most 400.

    `widths`: as steps of the logarithm. `shapes`: how each looks (media/fingerprint_shapes.py). `running`: whether its
    line is of running text, not an author's name, counts or a button. `fresh`: whether a post may begin with it, and
    another end above it.
    """

    widths: NDArray[np.uint8]
    shapes: Shapes
    running: NDArray[np.bool_]
    fresh: NDArray[np.bool_]

    @property
    def ends(self) -> list[int]:
        """So many words stand above each place where a post may begin or end."""
        return [*np.flatnonzero(self.fresh).tolist(), len(self.widths)]


NO_TEXT: Final = Text(
    np.zeros(0, np.uint8), np.zeros((0, 2 * PARTS), np.uint8), np.zeros(0, np.bool_), np.zeros(0, np.bool_)
)


class Words(NamedTuple):
    """The words of a page, and in which row the line of each begins."""

    text: Text
    tops: NDArray[np.intp]


def words_of(grey: Grey, lines: list[Line]) -> Words:
    """The words in these lines, but for the phone's own; at most 400, the first ones."""
    found: list[tuple[NDArray[np.float64], NDArray[np.float64], bool, bool, int]] = []
    count, fresh = 0, True
    paragraphs = list(_paragraphs(grey, _without_bars(grey, lines)))
    goes_on = iter(running([line.extent for paragraph in paragraphs for line in paragraph]))
    for paragraph in paragraphs:
        gap = _word_gap(paragraph)
        for line in paragraph:
            runs_on = next(goes_on)
            lefts, rights = _words(line, gap * line.extent.small)
            fresh |= line.fresh
            if len(lefts):
                found.append((rights - lefts, darkness_of(line.halves, lefts, rights), runs_on, fresh, line.box.top))
                fresh = False
                count += len(lefts)
        if count >= MOST_WORDS:
            break
    if not found:
        return Words(NO_TEXT, np.zeros(0, np.intp))
    widths, darkness, *flags = zip(*found, strict=True)
    lengths = [len(each) for each in widths]
    in_running, begins, tops = (np.repeat(np.array(flag), lengths)[:MOST_WORDS] for flag in flags)
    begins &= np.concatenate([np.arange(length) == 0 for length in lengths])[:MOST_WORDS]
    steps = np.rint(STEPS * np.log(np.maximum(1, np.concatenate(widths)[:MOST_WORDS])))
    shapes = shapes_of(np.concatenate(darkness)[:MOST_WORDS])
    return Words(Text(np.minimum(255, steps).astype(np.uint8), shapes, in_running, begins), tops)


def _without_bars(grey: Grey, lines: list[Line]) -> list[Line]:
    """The lines of a tall picture without those at its very edges: there a phone shows its clock and its buttons."""
    height, width = grey.shape
    if height < _TALL * width:
        return lines
    first, last = _BARS * height, (1 - _BARS) * height
    return [line for line in lines if first < (line.box.top + line.box.bottom) / 2 < last]


def _paragraphs(grey: Grey, lines: list[Line]) -> Iterator[list[_Strokes]]:
    """The lines in groups of neighbours with letters of one size."""
    paragraph: list[_Strokes] = []
    above: Line | None = None
    fresh = True
    for line, part in each_part(grey, lines):
        fresh |= above is not None and parted(grey, above.box, line.box)
        above = line
        strokes = _strokes(part, line)
        if strokes is None:
            continue
        if paragraph and abs(np.log(strokes.extent.small / paragraph[0].extent.small)) > _LIKE:
            yield paragraph
            paragraph = []
        paragraph.append(strokes._replace(fresh=fresh))
        fresh = False
    if paragraph:
        yield paragraph


def _strokes(part: Grey, line: Line) -> _Strokes | None:
    """The ink of one line, column by column; None where nothing stands out."""
    distance = np.abs(part.astype(np.int16) - line.paper)
    place = distance.size - 1 - distance.size // 50
    clear = max(NEAR, _CLEAR * int(np.partition(distance, place, axis=None)[place]))
    ink = distance > clear
    strongest = np.zeros(part.shape[1] + 2)
    strongest[1:-1] = distance.max(axis=0)
    starts, ends = runs(strongest > clear)
    if not len(starts):
        return None
    # An edge lies where the brightness between two columns passes what is clear.
    lefts = starts - (strongest[starts] - clear) / (strongest[starts] - strongest[starts - 1])
    rights = ends - (clear - strongest[ends]) / (strongest[ends - 1] - strongest[ends])
    rows, amounts = ink.sum(axis=1), np.append(0, ink.sum(axis=0).cumsum())
    small, middle = _small_letters(rows)
    box = line.box
    extent = Extent(box.left + float(lefts[0]), box.left + float(rights[-1]), box.top, box.height, small)
    halves = halves_of(distance.astype(np.float64), middle, small)
    return _Strokes(lefts, rights, amounts[starts - 1], amounts[ends - 1], extent, halves, box)


def _small_letters(rows: NDArray[np.int64]) -> tuple[float, float]:
    """About the height of an x, from how widely the ink is spread over the rows; and where its middle is."""
    places, total = np.arange(len(rows)), int(rows.sum())
    middle = float(rows @ places) / total
    spread = float(np.sqrt(max(0.0, float(rows @ places**2) / total - middle**2)))
    return max(1.0, 2.3 * spread), middle + 0.5


def _word_gap(paragraph: list[_Strokes]) -> float:
    """From which gap on, in heights of small letters, words are parted: where the fewest gaps are about as wide."""
    gaps = np.concatenate([(line.lefts[1:] - line.rights[:-1]) / line.extent.small for line in paragraph])
    gaps = gaps[(gaps > 0.15) & (gaps < 1.2)]
    distance = np.log(gaps[None, :] / _THRESHOLDS[:, None])
    crowd = np.exp(-((distance / 0.15) ** 2)).sum(axis=1) / max(1, len(gaps))
    return float(_THRESHOLDS[(crowd + _PULL * np.log(_THRESHOLDS / _USUAL_GAP) ** 2).argmin()])


def _words(line: _Strokes, gap: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Where one line's words begin and end, in pixels; what is no text is left out."""
    small = line.extent.small
    gaps = line.lefts[1:] - line.rights[:-1]
    between = np.flatnonzero(gaps >= gap)
    first, last = np.append(0, between + 1), np.append(between, len(line.rights) - 1)
    narrow = line.rights[last] - line.lefts[first] < _SHORTEST * small
    between = between[(gaps[between] >= _APART * gap) | ~(narrow[:-1] | narrow[1:])]
    first, last = np.append(0, between + 1), np.append(between, len(line.rights) - 1)
    widths = line.rights[last] - line.lefts[first]
    full = (line.through[last] - line.before[first]) / (np.maximum(1, widths) * line.extent.height)
    words = (widths >= _SHORTEST * small) & (widths <= _LONGEST * small) & (full <= _FULLEST)
    return line.lefts[first][words], line.rights[last][words]
