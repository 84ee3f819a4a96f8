"""Under which numbers can a photo be found among a million others?

A photo's *sketch* is a handful of numbers drawn from its fingerprint: from some runs of seven words, how their widths
go up and down, and from its pictures, where they grow brighter. A photo that is looked for asks for all of its numbers,
and for those that it would have had with one width measured a little otherwise.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from media.fingerprint import Fingerprint
from media.fingerprint_looks import Looks
from media.fingerprint_words import STEPS

Numbers = NDArray[np.uint32]

SKETCH_NUMBERS: Final = 20
"""The most that are kept of one photo: four bytes each."""

_RUN: Final = 7  # words
_COARSE: Final = 0.25  # of the logarithm of two neighbours' ratio
_TEXT_NUMBERS: Final = 16
_FEW_WORDS: Final = 25  # with fewer the whole photo is looked up, too
_MULTIPLIER: Final = 0x9E3779B97F4A7C15  # Knuth's, for mixing
_BANDS: Final = 4


def sketch_of(photo: Fingerprint) -> bytes:
    """The numbers to keep beside the fingerprint, at most 20; none for a blank photo. Deterministic."""
    if photo.blank:
        return b""
    text = np.sort(_mixed(_steps(photo.text.widths)))
    numbers = np.concatenate([_picture_numbers(photo)[: SKETCH_NUMBERS // 2], np.unique(text)[:_TEXT_NUMBERS]])
    return numbers[:SKETCH_NUMBERS].astype("<u4").tobytes()


def probes_of(photo: Fingerprint) -> Numbers:
    """The numbers to look it up by: each of its own, and its neighbours. Sorted, without doubles."""
    if photo.blank:
        return np.zeros(0, np.uint32)
    steps = _steps(photo.text.widths)
    variants = [_mixed(steps)]
    if len(steps):
        # The step that is nearest to the border between two coarse ones may have fallen on its other side.
        offsets = steps / _COARSE - np.rint(steps / _COARSE)
        order = np.argsort(-np.abs(offsets), axis=1)
        rows = np.arange(len(steps))
        for place in range(2):
            moved = steps.copy()
            column = order[:, place]
            moved[rows, column] += np.sign(offsets[rows, column]) * _COARSE / 2
            variants.append(_mixed(moved))
    return np.unique(np.concatenate([*variants, _picture_numbers(photo)]))


def _steps(words: NDArray[np.uint8]) -> NDArray[np.float64]:
    """For each run of seven words the six steps from one width to the next."""
    if len(words) < _RUN:
        return np.zeros((0, _RUN - 1))
    steps = np.diff(words.astype(np.float64) / STEPS)
    return np.lib.stride_tricks.sliding_window_view(steps, _RUN - 1).copy()


def _mixed(steps: NDArray[np.float64]) -> Numbers:
    """A number for each row of coarse steps."""
    coarse = (np.rint(steps / _COARSE).astype(np.int64) + 64).astype(np.uint64)
    number = np.zeros(len(coarse), np.uint64)
    for column in range(coarse.shape[1]):
        number = number * np.uint64(131) + coarse[:, column]
    return _spread(number)


def _spread(number: NDArray[np.uint64]) -> Numbers:
    return ((number * np.uint64(_MULTIPLIER)) >> np.uint64(32)).astype(np.uint32)


def _picture_numbers(photo: Fingerprint) -> Numbers:
    """Four numbers for each picture on it, the largest first, and for the whole where there are few words."""
    pictures = [part.looks for part in sorted(photo.parts, key=lambda part: -part.box.area)]
    if len(photo.text.widths) < _FEW_WORDS:
        pictures.append(photo.looks)
    return np.concatenate([np.zeros(0, np.uint32), *(_bands(looks) for looks in pictures if not looks.flat)])


def _bands(looks: Looks) -> Numbers:
    """Where the picture grows brighter from left to right, in four bands of sixteen bits."""
    side = len(looks.cells) // 8
    coarse = looks.cells.reshape(8, side, 8, side).astype(np.float64).mean(axis=(1, 3))
    brighter = np.diff(coarse, axis=1, append=coarse[:, :1]) > 0.4
    values = np.packbits(brighter.reshape(_BANDS, 16), axis=1).astype(np.uint64)
    kinds = np.arange(1, _BANDS + 1, dtype=np.uint64) << np.uint64(40)
    return _spread(kinds + (values[:, 0] << np.uint64(8)) + values[:, 1])
