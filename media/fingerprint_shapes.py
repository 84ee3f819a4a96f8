"""What does a word look like, in sixteen small numbers, whatever its size, its brightness and nearly whatever its font?

A word is cut into eight parts side by side, each into an upper and a lower half, and kept is how dark each of these is
beside the others. That tells "137" from "248", which are as wide, and knows a word again in another font.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Shapes = NDArray[np.uint8]
"""A row for each word: the eight parts of its upper half, then those of its lower half, as steps from 0 to 7."""

PARTS: Final = 8
STEPS_OF_SHAPE: Final = 8

_REACH: Final = 1.3  # times the height of small letters, above and below their middle: letters and most accents
_STEP: Final = 0.5  # of the standard deviation of a word's parts
_EVEN: Final = 0.05  # of their mean: a dash is as dark everywhere


def halves_of(distance: NDArray[np.float64], middle: float, small: float) -> NDArray[np.float64]:
    """How much ink stands left of each column, in the upper and in the lower half of a line.

    `distance`: how far each pixel is from the paper; `middle`: the row in the middle of small letters, `small` their
    height, both in pixels.
    """
    edges = middle + np.array([-_REACH * small, 0.0, _REACH * small])
    within = np.clip(edges[:, None] - np.arange(len(distance))[None, :], 0, 1)
    halves = np.zeros((2, distance.shape[1] + 1))
    halves[:, 1:] = (np.diff(within, axis=0) @ distance).cumsum(axis=1)
    return halves


def darkness_of(
    halves: NDArray[np.float64], lefts: NDArray[np.float64], rights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """How dark each part of each word between these columns is."""
    widths = (rights - lefts)[:, None]
    edges = lefts[:, None] + widths * np.linspace(0, 1, PARTS + 1)
    columns = np.arange(halves.shape[1])
    parts = [np.diff(np.interp(edges, columns, half), axis=1) for half in halves]
    dark: NDArray[np.float64] = np.concatenate(parts, axis=1) / np.maximum(1, widths)
    return dark


def shapes_of(darkness: NDArray[np.float64]) -> Shapes:
    """The darkness of each word's parts beside that of all of them."""
    middle, spread = darkness.mean(axis=1, keepdims=True), darkness.std(axis=1, keepdims=True)
    steps = np.floor((darkness - middle) / (_STEP * np.maximum(spread, _EVEN * middle + 1e-9))) + STEPS_OF_SHAPE / 2
    shapes: Shapes = np.clip(steps, 0, STEPS_OF_SHAPE - 1).astype(np.uint8)
    return shapes


def unlikeness(one: Shapes, other: Shapes) -> NDArray[np.float32]:
    """For each word here and each there how little alike they look: 0 the same, about 1 any two, 2 the opposite."""
    far: NDArray[np.float32] = 1 - _directions(one) @ _directions(other).T
    return far


def _directions(shapes: Shapes) -> NDArray[np.float32]:
    """Each shape as a vector of length 1."""
    centred = shapes.astype(np.float32) - np.float32((STEPS_OF_SHAPE - 1) / 2)
    unit: NDArray[np.float32] = centred / np.linalg.norm(centred, axis=1, keepdims=True)
    return unit
