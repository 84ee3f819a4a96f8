"""How wide are the words on a page, in reading order?

The sequence of widths is what a text keeps on another screen, in another size and with its edges cut off. Letters are
never read; a word is what stands between two gaps that are wide for its paragraph.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from media.fingerprint_cuts import Grey, runs
from media.fingerprint_page import NEAR, Line, each_part

MOST_WORDS: Final = 400
STEPS: Final = 32
"""Steps of the logarithm: a width of n pixels is kept as 32 ln n, so that one step is 3 %."""

_CLEAR: Final = 0.4  # of the line's contrast: what stands out so far is ink
_USUAL_GAP: Final = 0.42  # of the height of small letters: between the gaps of letters and those of words
_THRESHOLDS: Final = _USUAL_GAP * np.exp(np.linspace(-0.5, 0.5, 21))  # tried as the least gap between words
_PULL: Final = 0.25  # how much the usual one is preferred
_LIKE: Final = 0.2  # lines whose letters differ by less belong to one paragraph
_SHORTEST: Final = 0.5  # times the height of small letters: less is a dot or a bar, and comes and goes
_LONGEST: Final = 16  # times the height of small letters: more is a rule or a frame
_TALL: Final = 1.5  # times as high as wide: a phone's screen
_BARS: Final = 0.035  # of its height
_FULLEST: Final = 0.85  # share of ink: more is a bar, not letters


class _Strokes(NamedTuple):
    """Where a line's ink begins and ends, in fractions of pixels; the height of its small letters; its ink so far."""

    lefts: NDArray[np.float64]
    rights: NDArray[np.float64]
    small: float
    height: int
    before: NDArray[np.int64]
    through: NDArray[np.int64]
    top: int


class Words(NamedTuple):
    """The widths of words in reading order, as steps of the logarithm, and in which row the line of each begins."""

    widths: NDArray[np.uint8]
    tops: NDArray[np.intp]


def words_of(grey: Grey, lines: list[Line]) -> Words:
    """The words in these lines, but for the phone's own; at most 400, the first ones."""
    widths: list[float] = []
    tops: list[int] = []
    for paragraph in _paragraphs(grey, _without_bars(grey, lines)):
        gap = _word_gap(paragraph)
        for line in paragraph:
            found = _words(line, gap * line.small)
            widths.extend(found)
            tops.extend([line.top] * len(found))
        if len(widths) >= MOST_WORDS:
            break
    pixels = np.maximum(1, np.array(widths[:MOST_WORDS], np.float64))
    steps: NDArray[np.float64] = np.rint(STEPS * np.log(pixels))
    return Words(np.minimum(255, steps).astype(np.uint8), np.array(tops[:MOST_WORDS], np.intp))


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
    for line, part in each_part(grey, lines):
        strokes = _strokes(part, line)
        if strokes is None:
            continue
        if paragraph and abs(np.log(strokes.small / paragraph[0].small)) > _LIKE:
            yield paragraph
            paragraph = []
        paragraph.append(strokes)
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
    small, top = _small_letters(rows), line.box.top
    return _Strokes(lefts, rights, small, len(rows), amounts[starts - 1], amounts[ends - 1], top)


def _small_letters(rows: NDArray[np.int64]) -> float:
    """About the height of an x, from how widely the ink is spread over the rows."""
    places, total = np.arange(len(rows)), int(rows.sum())
    middle = float(rows @ places) / total
    return max(1.0, 2.3 * float(np.sqrt(max(0.0, float(rows @ places**2) / total - middle**2))))


def _word_gap(paragraph: list[_Strokes]) -> float:
    """From which gap on, in heights of small letters, words are parted: where the fewest gaps are about as wide."""
    gaps = np.concatenate([(line.lefts[1:] - line.rights[:-1]) / line.small for line in paragraph])
    gaps = gaps[(gaps > 0.15) & (gaps < 1.2)]
    distance = np.log(gaps[None, :] / _THRESHOLDS[:, None])
    crowd = np.exp(-((distance / 0.15) ** 2)).sum(axis=1) / max(1, len(gaps))
    return float(_THRESHOLDS[(crowd + _PULL * np.log(_THRESHOLDS / _USUAL_GAP) ** 2).argmin()])


def _words(line: _Strokes, gap: float) -> list[float]:
    """The widths in pixels of one line's words; what is no text is left out."""
    between = np.flatnonzero(line.lefts[1:] - line.rights[:-1] >= gap)
    first, last = np.append(0, between + 1), np.append(between, len(line.rights) - 1)
    widths = line.rights[last] - line.lefts[first]
    full = (line.through[last] - line.before[first]) / (np.maximum(1, widths) * line.height)
    words = (widths >= _SHORTEST * line.small) & (widths <= _LONGEST * line.small) & (full <= _FULLEST)
    found: list[float] = widths[words].tolist()
    return found
