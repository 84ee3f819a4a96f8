"""Where on a picture are its lines of text, and where its pictures?

A page is cut along its empty rows and columns, again and again, until what is left is a line of text or something that
cannot be cut: a picture. Empty is what has the paper's brightness, whatever that is: dark pages and coloured bars
are read like white ones. No letters are read, and no language is known.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np

from media.fingerprint_cuts import (
    RULE,
    SMALLEST,
    Grey,
    Mask,
    columns_of,
    margins_of,
    most_frequent,
    runs,
    stacked,
    without_accents,
    without_cut,
    without_specks,
)

NEAR: Final = 28  # steps of brightness that a compressor's noise may stray from the paper's
_DEEPEST: Final = 7
_TALLEST_LINE: Final = 0.1  # of the picture's shorter side
_PANEL: Final = 0.65  # of what is near a panel's paper has just its brightness; in a photograph less
_PORTRAIT: Final = 0.6  # of the tallest line: what stands alone, as high, and is no wider is somebody's picture
_MOST_LINES: Final = 400
_STRAY: Final = 0.008  # of a row: so little ink is a scroll bar or the blurred edge of a panel
_EDGE: Final = 3  # pixels
_FAINT: Final = 10  # steps of brightness: a line between two panels in the dark may differ by no more
_COLUMNS: Final = 4  # pixels between the columns that are looked at


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
    """The lines and the pictures of a page, in reading order."""

    lines: list[Line]
    pictures: list[Box]


def read_page(grey: Grey) -> Page:
    """The lines and pictures of a grey picture. At most some 400 lines; never raises."""
    height, width = grey.shape
    page = Page([], [])
    reader = _Reader(grey, page, max(2 * SMALLEST, int(min(height, width) * _TALLEST_LINE)))
    reader.read(Box(0, 0, width, height), 0)
    return page


class _Reader:
    def __init__(self, grey: Grey, page: Page, tallest: int) -> None:
        self._grey = grey
        self._page = page
        self._tallest = tallest

    def read(self, box: Box, depth: int) -> None:
        """Cut a box whose paper is still to be found: a frame's on both sides, else what there is most of."""
        paper, _ = self._paper(box)
        sides = self._grey[box.top : box.bottom, [box.left, box.right - 1]]
        frame, share = most_frequent(sides)
        self._rows(box, frame if share > 0.8 else paper, depth)

    def _rows(self, box: Box, paper: int, depth: int, *, panel: bool = False, bubble: bool = False) -> None:
        """Cut a box into rows. In a `panel` what touches its sides is a round corner, in a `bubble` what touches its
        top or its end is cut by the screen's."""
        if box.width < 1:
            return
        ink = self._ink(box, paper)
        if panel:
            ink &= ~(np.logical_and.accumulate(ink, axis=1) | np.logical_and.accumulate(ink[:, ::-1], axis=1)[:, ::-1])
        inked = ink.sum(axis=1)
        ruled = self._ruled(box, paper)
        inked[ruled] = 0
        tops, bottoms = without_cut(*runs(inked > _STRAY * box.width), ruled, self._tallest)
        if bubble:
            within = (bottoms - tops > self._tallest) | ((tops > 0) & (bottoms < box.height))
            tops, bottoms = tops[within], bottoms[within]
        for top, bottom in zip(*without_accents(tops, bottoms, self._tallest), strict=True):
            if bottom - top >= SMALLEST and len(self._page.lines) < _MOST_LINES:
                self._band(box, ink[top:bottom], int(top), paper, depth)

    def _ruled(self, box: Box, paper: int) -> Mask:
        """The rows in which a thin line goes from side to side, as above a bar that stays while the text is moved."""
        part = self._grey[box.top : box.bottom, box.left : box.right : max(1, box.width // 128)].astype(np.int16)
        share = (np.abs(part - paper) > _FAINT).mean(axis=1)
        found = np.zeros(box.height, np.bool_)
        tops, bottoms = runs(share > 0.95)
        for top, bottom in zip(tops.tolist(), bottoms.tolist(), strict=True):
            around = [*share[max(0, top - RULE) : max(0, top - 1)], *share[bottom + 1 : bottom + RULE]]
            if bottom - top <= RULE:
                found[max(0, top - 1) : bottom + 1] |= max(around, default=0.0) < 0.6
        return found

    def _band(self, box: Box, ink: Mask, offset: int, paper: int, depth: int) -> None:
        """Cut a stretch of rows at its wide gaps, when that lets a part be cut into rows again."""
        height = len(ink)
        lefts, rights = columns_of(ink, self._tallest)
        pieces = [ink[:, left:right] for left, right in zip(lefts, rights, strict=True)]
        top, bottom = box.top + offset, box.top + offset + height
        boxes = [Box(box.left + left, top, box.left + right, bottom) for left, right in zip(lefts, rights, strict=True)]
        if (
            height >= 3 * SMALLEST
            and any(stacked(piece) for piece in pieces if piece.shape[1] >= 2.5 * height)
            and depth < _DEEPEST
        ):
            for piece in boxes:
                self._rows(piece, paper, depth + 1)
        elif height > self._tallest:
            for left, right in zip(*columns_of(ink, height), strict=True):
                self._whole(Box(box.left + left, top, box.left + right, bottom), paper, depth + 1)
        else:
            self._whole(Box(boxes[0].left, top, boxes[-1].right, bottom), paper, depth + 1)

    def _whole(self, box: Box, paper: int, depth: int) -> None:
        """A box that has no empty row and no wide empty column: a panel with its own paper, a line, or a picture."""
        own, share = self._paper(box)
        if (
            abs(own - paper) > NEAR
            and share > 0.3
            and self._is_paper(box)
            and box.width > 4 * _EDGE
            and depth < _DEEPEST
            and self._panel(box, own, share, depth)
        ):
            return
        if box.height >= 3 * SMALLEST and box.width >= 2 * box.height and self._crowded(box, own, paper):
            return
        if box.height <= self._tallest:
            if box.height < _PORTRAIT * self._tallest or box.width > 1.2 * box.height:
                self._page.lines.append(Line(box, paper))
        elif depth >= _DEEPEST or not any(self._bubbles(box, each, depth) for each in dict.fromkeys((own, paper))):
            self._page.pictures.append(box)

    def _panel(self, box: Box, paper: int, share: float, depth: int) -> bool:
        """Read a box that has a paper of its own; undo that when it does not read like a page."""
        lines, pictures = len(self._page.lines), len(self._page.pictures)
        self._rows(Box(box.left + _EDGE, box.top, box.right - _EDGE, box.bottom), paper, depth + 1, panel=True)
        found, text_only = len(self._page.lines) - lines, len(self._page.pictures) == pictures
        if share > 0.75 or found >= 5 or (text_only and share > 0.5 and found >= (1 if share > 0.6 else 2)):
            return True
        del self._page.lines[lines:], self._page.pictures[pictures:]
        return False

    def _bubbles(self, box: Box, paper: int, depth: int) -> bool:
        """Read panels on a ground with a pattern, as of a chat; False where there are none with two lines of text.

        Known by their margins: columns left and right that have the same colour for long.
        """
        grey = self._grey[box.top : box.bottom, box.left : box.right : _COLUMNS].astype(np.int16)
        margins = margins_of(without_specks(np.abs(grey - paper) <= _FAINT), self._tallest)
        if margins is None:
            return False
        first, last, tops, bottoms = margins
        left, right = box.left + first * _COLUMNS, box.left + last * _COLUMNS
        lines, pictures = len(self._page.lines), len(self._page.pictures)
        above = box.top
        for top, bottom in zip((box.top + tops).tolist(), (box.top + bottoms).tolist(), strict=True):
            if not self._is_paper(Box(left, top, right, bottom)):
                continue
            if top - above > self._tallest:
                self._page.pictures.append(Box(left, above, right, top))
            self._rows(Box(left, top, right, bottom), paper, depth + 1, bubble=True)
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
        letters = heights >= max(SMALLEST, 0.55 * heights.max())  # the others are accents
        if letters.sum() < 2 or heights.max() > self._tallest:
            return False
        for top, bottom in zip(tops[letters], bottoms[letters], strict=True):
            self._page.lines.append(Line(Box(box.left, box.top + int(top), box.right, box.top + int(bottom)), paper))
        return True

    def _paper(self, box: Box) -> tuple[int, float]:
        """The most frequent brightness, and the share of the box that has about that."""
        return most_frequent(self._sample(box))

    def _sample(self, box: Box) -> Grey:
        part = self._grey[box.top : box.bottom, box.left : box.right]
        return part[:: max(1, box.height // 64), :: max(1, box.width // 128)]

    def _is_paper(self, box: Box) -> bool:
        """Whether what is near a box's paper has nearly all just its brightness: in a photograph that varies."""
        paper, share = self._paper(box)
        near = np.abs(self._sample(box).astype(np.int16) - paper) <= NEAR
        return share > _PANEL * float(near.mean())

    def _ink(self, box: Box, paper: int) -> Mask:
        part = self._grey[box.top : box.bottom, box.left : box.right]
        ink: Mask = part > min(255, paper + NEAR)
        ink |= part < max(0, paper - NEAR)
        return ink


def each_part(grey: Grey, lines: list[Line]) -> Iterator[tuple[Line, Grey]]:
    """Each line with its part of the picture."""
    for line in lines:
        box = line.box
        yield line, grey[box.top : box.bottom, box.left : box.right]
