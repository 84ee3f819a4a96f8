"""Where on a picture are its lines of text, and where its pictures?

A page is cut along its empty rows and columns, again and again, until what is left is a line of text or something that
cannot be cut: a picture. Empty is what has the paper's brightness, whatever that is: dark pages and coloured bars
are read like white ones. No letters are read, and no language is known.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Places = NDArray[np.intp]

NEAR: Final = 28  # steps of brightness that a compressor's noise may stray from the paper's
_DEEPEST: Final = 7
_SMALLEST: Final = 5  # pixels; less is no line of text
_TALLEST_LINE: Final = 0.1  # of the picture's shorter side
_MOST_LINES: Final = 400
_STRAY: Final = 0.008  # of a row: so little ink is a scroll bar or the blurred edge of a panel
_EDGE: Final = 3  # pixels
_FAINT: Final = 10  # steps of brightness: a line between two panels in the dark may differ by no more
_COLUMNS: Final = 4  # pixels between the columns that are looked at
_ROUND: Final = 4  # of them: as wide is a round corner
_RULE: Final = 4  # pixels: a line from side to side is no thicker


class Box(NamedTuple):
    """A rectangle in pixels; right and bottom are outside."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """In pixels."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """In pixels."""
        return self.bottom - self.top

    @property
    def area(self) -> int:
        """In pixels."""
        return self.width * self.height


class Line(NamedTuple):
    """What may be a line of text, and the brightness of the paper that it stands on."""

    box: Box
    paper: int


class Page(NamedTuple):
    """The lines and the pictures of a page, in reading order; and in which rows an empty bar from side to side begins.

    Such bars stand between posts.
    """

    lines: list[Line]
    pictures: list[Box]
    bars: list[int]


def read_page(grey: Grey) -> Page:
    """The lines and pictures of a grey picture. At most some 400 lines; never raises."""
    height, width = grey.shape
    page = Page([], [], [])
    reader = _Reader(grey, page, max(2 * _SMALLEST, int(min(height, width) * _TALLEST_LINE)))
    reader.read(Box(0, 0, width, height), 0)
    return page


def runs(mask: NDArray[np.bool_] | np.bool) -> tuple[Places, Places]:
    """Where the true stretches of a row begin, and where they end (the first false place behind them)."""
    flags = np.asarray(mask)
    framed = np.zeros(len(flags) + 2, np.bool_)
    framed[1:-1] = flags
    edges = np.flatnonzero(framed[1:] != framed[:-1])
    return edges[0::2], edges[1::2]


class _Reader:
    def __init__(self, grey: Grey, page: Page, tallest: int) -> None:
        self._grey = grey
        self._page = page
        self._tallest = tallest

    def read(self, box: Box, depth: int) -> None:
        """Cut a box whose paper is still to be found: a frame's on both sides, else what there is most of."""
        paper, _ = self._paper(box)
        sides = self._grey[box.top : box.bottom, [box.left, box.right - 1]]
        frame, share = _most_frequent(sides)
        self._rows(box, frame if share > 0.8 else paper, depth)

    def _rows(self, box: Box, paper: int, depth: int) -> None:
        if box.width < 1:
            return
        ink = self._ink(box, paper)
        inked = ink.sum(axis=1)
        ruled = self._ruled(box, paper, depth)
        inked[ruled] = 0
        tops, bottoms = _without_cut(*runs(inked > _STRAY * box.width), ruled, self._tallest)
        for top, bottom in zip(*_without_accents(tops, bottoms, self._tallest), strict=True):
            if bottom - top >= _SMALLEST and len(self._page.lines) < _MOST_LINES:
                self._band(box, ink[top:bottom], int(top), paper, depth)

    def _ruled(self, box: Box, paper: int, depth: int) -> Mask:
        """The rows in which a thin line goes from side to side, as above a bar that stays while the text is moved.

        Bars between posts are noted on the way, those of the whole page.
        """
        part = self._grey[box.top : box.bottom, box.left : box.right : max(1, box.width // 128)].astype(np.int16)
        share = (np.abs(part - paper) > _FAINT).mean(axis=1)
        found = np.zeros(box.height, np.bool_)
        tops, bottoms = runs(share > 0.95)
        for top, bottom in zip(tops.tolist(), bottoms.tolist(), strict=True):
            around = [*share[max(0, top - _RULE) : max(0, top - 1)], *share[bottom + 1 : bottom + _RULE]]
            if bottom - top <= _RULE:
                found[max(0, top - 1) : bottom + 1] |= max(around, default=0.0) < 0.6
            elif depth == 0 and bottom - top <= self._tallest and np.ptp(part[top + 2 : bottom - 2]) <= 2 * _FAINT:
                self._page.bars.append(box.top + top)
        return found

    def _band(self, box: Box, ink: Mask, offset: int, paper: int, depth: int) -> None:
        """Cut a stretch of rows at its wide gaps, when that lets a part be cut into rows again."""
        height = len(ink)
        starts, ends = runs(ink.any(axis=0))
        wide = np.flatnonzero(starts[1:] - ends[:-1] >= max(6, 0.2 * height))
        lefts = [int(starts[0]), *(int(starts[place + 1]) for place in wide)]
        rights = [*(int(ends[place]) for place in wide), int(ends[-1])]
        pieces = [ink[:, left:right] for left, right in zip(lefts, rights, strict=True)]
        top, bottom = box.top + offset, box.top + offset + height
        boxes = [Box(box.left + left, top, box.left + right, bottom) for left, right in zip(lefts, rights, strict=True)]
        if (
            height >= 3 * _SMALLEST
            and any(_stacked(piece) for piece in pieces if piece.shape[1] >= 2.5 * height)
            and depth < _DEEPEST
        ):
            for piece in boxes:
                self._rows(piece, paper, depth + 1)
        elif height > self._tallest:
            for piece in boxes:
                self._whole(piece, paper, depth + 1)
        else:
            self._whole(Box(boxes[0].left, top, boxes[-1].right, bottom), paper, depth + 1)

    def _whole(self, box: Box, paper: int, depth: int) -> None:
        """A box that has no empty row and no wide empty column: a panel with its own paper, a line, or a picture."""
        own, share = self._paper(box)
        if (
            abs(own - paper) > NEAR
            and share > 0.3
            and box.width > 4 * _EDGE
            and depth < _DEEPEST
            and self._panel(box, own, share, depth)
        ):
            return
        if box.height >= 3 * _SMALLEST and box.width >= 2 * box.height and self._crowded(box, own, paper):
            return
        if box.height <= self._tallest:
            self._page.lines.append(Line(box, paper))
        elif depth >= _DEEPEST or not any(self._bubbles(box, each, depth) for each in dict.fromkeys((own, paper))):
            self._page.pictures.append(box)

    def _panel(self, box: Box, paper: int, share: float, depth: int) -> bool:
        """Read a box that has a paper of its own; undo that when it does not read like a page."""
        lines, pictures = len(self._page.lines), len(self._page.pictures)
        self._rows(Box(box.left + _EDGE, box.top, box.right - _EDGE, box.bottom), paper, depth + 1)
        if share > 0.75 or len(self._page.lines) - lines >= 3:
            return True
        del self._page.lines[lines:], self._page.pictures[pictures:]
        return False

    def _bubbles(self, box: Box, paper: int, depth: int) -> bool:
        """Read panels on a ground with a pattern, as of a chat; False where there are none with two lines of text.

        Known by their margins: columns left and right that have the same colour for long.
        """
        grey = self._grey[box.top : box.bottom, box.left : box.right : _COLUMNS].astype(np.int16)
        margins = _margins(np.abs(grey - paper) <= _FAINT, self._tallest)
        if margins is None:
            return False
        first, last, tops, bottoms = margins
        left, right = box.left + first * _COLUMNS, box.left + last * _COLUMNS
        lines, pictures = len(self._page.lines), len(self._page.pictures)
        above = box.top
        for top, bottom in zip((box.top + tops).tolist(), (box.top + bottoms).tolist(), strict=True):
            if top - above > self._tallest:
                self._page.pictures.append(Box(left, above, right, top))
            self._rows(Box(left, top, right, bottom), paper, depth + 1)
            above = bottom
        if len(self._page.lines) - lines < 2:
            del self._page.lines[lines:], self._page.pictures[pictures:]
            return False
        if box.bottom - above > self._tallest:
            self._page.pictures.append(Box(left, above, right, box.bottom))
        return True

    def _crowded(self, box: Box, own: int, paper: int) -> bool:
        """Read lines that stand so close that no empty row parts them; False when it is no text."""
        if abs(own - paper) > NEAR:
            return False
        ink = self._ink(box, paper).sum(axis=1)
        tops, bottoms = runs(ink > 0.12 * np.quantile(ink, 0.9))
        heights = bottoms - tops
        letters = heights >= max(_SMALLEST, 0.55 * heights.max())  # the others are accents
        if letters.sum() < 2 or heights.max() > self._tallest:
            return False
        for top, bottom in zip(tops[letters], bottoms[letters], strict=True):
            self._page.lines.append(Line(Box(box.left, box.top + int(top), box.right, box.top + int(bottom)), paper))
        return True

    def _paper(self, box: Box) -> tuple[int, float]:
        """The most frequent brightness, and the share of the box that has about that."""
        part = self._grey[box.top : box.bottom, box.left : box.right]
        sample = part[:: max(1, box.height // 64), :: max(1, box.width // 128)]
        return _most_frequent(sample)

    def _ink(self, box: Box, paper: int) -> Mask:
        part = self._grey[box.top : box.bottom, box.left : box.right]
        ink: Mask = part > min(255, paper + NEAR)
        ink |= part < max(0, paper - NEAR)
        return ink


def _most_frequent(sample: Grey) -> tuple[int, float]:
    """The brightness about which most of the sample lies, and the share that does."""
    counts = np.convolve(np.bincount(sample.ravel(), minlength=256), np.ones(9, np.int64), "same")
    most = int(counts.argmax())
    return most, float(counts[most]) / sample.size


def _margins(flat: Mask, shortest: int) -> tuple[int, int, Places, Places] | None:
    """The outermost columns that are flat for long, and from where to where both are; None where there are none."""
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
    tops, bottoms = runs(long[:, first] & long[:, last])
    wide = bottoms - tops > shortest
    return (first, last, tops[wide], bottoms[wide]) if wide.any() else None


def _without_cut(tops: Places, bottoms: Places, ruled: Mask, tallest: int) -> tuple[Places, Places]:
    """The stretches of rows without lines of text that a rule cuts lengthways: what is left of them is no text."""
    cut = (bottoms - tops <= tallest) & (ruled[np.maximum(0, tops - 1)] | ruled[np.minimum(len(ruled) - 1, bottoms)])
    return tops[~cut], bottoms[~cut]


def _without_accents(tops: Places, bottoms: Places, tallest: int) -> tuple[Places, Places]:
    """The stretches of rows without those that are only the accents above, or the dots below, a line of text."""
    heights = bottoms - tops
    gaps = tops[1:] - bottoms[:-1]
    accents = np.zeros(len(tops), np.bool_)
    for one, other in ((slice(None, -1), slice(1, None)), (slice(1, None), slice(None, -1))):
        line = heights[other]
        accents[one] |= (heights[one] < 0.45 * line) & (gaps <= 0.2 * line) & (line <= 0.6 * tallest)
    return tops[~accents], bottoms[~accents]


def _stacked(ink: Mask) -> bool:
    """Whether two lines stand above each other in a piece; an accent above a letter is none."""
    tops, bottoms = runs(ink.any(axis=1))
    heights = np.sort(bottoms - tops)
    return len(heights) > 1 and bool(heights[-2] >= max(_SMALLEST, 0.6 * heights[-1]))


def each_part(grey: Grey, lines: list[Line]) -> Iterator[tuple[Line, Grey]]:
    """Each line with its part of the picture."""
    for line in lines:
        box = line.box
        yield line, grey[box.top : box.bottom, box.left : box.right]
