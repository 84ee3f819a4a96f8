"""What does a picture look like, in a few hundred bytes, whatever its size, its brightness and its compression?"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from media.fingerprint_page import Box

LEVELS: Final = 16
WHOLE_SIDE: Final = 32
"""Cells a side for the whole picture; a picture on a page has half as many."""
PART_SIDE: Final = 16
MOST_PARTS: Final = 3

_SMALLEST_PART: Final = 0.04  # of the page
_HARDLY_ANYTHING: Final = 45.0  # squared steps in a row of cells: a pale strip with a compressor's noise
_FLAT: Final = 1.5  # steps of brightness that a picture must vary by to look like anything at all

Cells = NDArray[np.uint8]


class Looks(NamedTuple):
    """A picture as a square of cells in 16 steps from its own darkest to its own brightest.

    `contrast` is the distance between those two in steps of brightness, 0 to 255.
    """

    cells: Cells
    contrast: int

    @property
    def flat(self) -> bool:
        """Whether there is nothing to be seen: one colour."""
        return self.contrast <= _FLAT


class Part(NamedTuple):
    """A picture on a page: where, in 255ths of the page's sides, what it looks like, and how many words stand above."""

    box: Box
    looks: Looks
    above: int = 0


def looks_of(picture: Image.Image, box: Box, side: int) -> Looks:
    """What a part of a grey picture looks like, as `side` times `side` cells."""
    small = picture.resize((side, side), Image.Resampling.BOX, box=(box.left, box.top, box.right, box.bottom))
    cells = np.asarray(small, np.float32)
    darkest, brightest = float(cells.min()), float(cells.max())
    steps = (cells - darkest) * ((LEVELS - 1) / max(1.0, brightest - darkest))
    return Looks(np.rint(steps).astype(np.uint8), round(brightest - darkest))


def parts_of(picture: Image.Image, boxes: list[Box], words: NDArray[np.intp]) -> list[Part]:
    """The largest pictures on a page, at most three, none smaller than a 25th of it; `words`: the row of each word."""
    width, height = picture.size
    large = [box for box in boxes if box.area >= _SMALLEST_PART * width * height]
    largest = sorted(sorted(large, key=lambda box: -box.area)[:MOST_PARTS], key=lambda box: (box.top, box.left))
    return [
        Part(
            Box(*(round(255 * place / side) for place, side in zip(box, (width, height) * 2, strict=True))),
            looks_of(picture, box, PART_SIDE),
            int((words < box.top).sum()),
        )
        for box in largest
    ]


def resemblance(one: Looks, other: Looks) -> float:
    """How much two pictures with as many cells resemble each other: 1 the same, about 0 any two, never less than -1.

    Compared are the steps from each cell to its neighbours, so that it does not matter that most photographs are
    brighter above than below. Flat pictures resemble nothing.
    """
    if one.flat or other.flat or one.cells.shape != other.cells.shape:
        return 0.0
    return steps_agree(one.cells.astype(np.float32), other.cells.astype(np.float32))


def worst_strip(one: Looks, other: Looks) -> float:
    """How far two pictures differ in the row of cells in which they differ most: 0 nowhere, about 1 for any two.

    So that a line of text that reads otherwise shows, though all the rest is the same.
    """
    here, there = (np.diff(looks.cells.astype(np.float32), axis=1) for looks in (one, other))
    differing = ((here - there) ** 2).sum(axis=1)
    return float((differing / ((here**2 + there**2).sum(axis=1) + _HARDLY_ANYTHING)).max())


def part_of(cells: Cells, share: float, top: bool) -> NDArray[np.float32]:
    """As many cells of the upper or the lower part of a picture: so it looks where the rest is cut off."""
    side = len(cells)
    rows = (np.arange(side) + 0.5) * share - 0.5 + (0 if top else (1 - share) * side)
    before = np.clip(np.floor(rows).astype(np.intp), 0, side - 2)
    weight = np.clip(rows - before, 0, 1)[:, None]
    mixed: NDArray[np.float32] = (cells[before] * (1 - weight) + cells[before + 1] * weight).astype(np.float32)
    return mixed


def steps_agree(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    """The correlation of the steps between neighbouring cells."""
    here, there = _steps(one), _steps(other)
    norm = float(np.sqrt((here @ here) * (there @ there)))
    return float(here @ there) / norm if norm else 0.0


def _steps(cells: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.concatenate([np.diff(cells, axis=0).ravel(), np.diff(cells, axis=1).ravel()])
