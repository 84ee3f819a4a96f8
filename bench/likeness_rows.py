"""What do a million photos cost: in seconds to load, in bytes to keep, in milliseconds to look one up among them?"""

import time
from collections.abc import Iterator
from statistics import median

import numpy as np

from media.fingerprint import Fingerprint
from media.fingerprint_looks import PART_SIDE, WHOLE_SIDE, Looks, Part
from media.fingerprint_page import Box
from media.fingerprint_shapes import PARTS, STEPS_OF_SHAPE
from media.fingerprint_words import STEPS, Text
from media.likeness_index import LikenessIndex
from media.likeness_sketch import probes_of, sketch_of

QUESTIONS = 50
_PATTERN = 20_000  # photos that are made up one by one; of the others the numbers of the sketches are drawn anew


def measure_rows(count: int) -> dict[str, float]:
    """Seconds and megabytes for a history of so many made-up photos with one layout, and the median look-up in it."""
    dice = np.random.default_rng(1)
    history = list(_history(dice, count))
    index = LikenessIndex()
    start = time.perf_counter()
    index.load(enumerate(history))
    seconds = time.perf_counter() - start
    questions = [probes_of(_made_up(dice)) for _ in range(QUESTIONS)]
    taken = []
    for probes in questions:
        start = time.perf_counter()
        index.candidates(probes)
        taken.append(1000 * (time.perf_counter() - start))
    megabytes = (sum(map(len, history)) * 2 + 8 * count) / 1e6  # four bytes of a sketch become eight of the index
    return {
        "rows": count,
        "load_seconds": round(seconds, 1),
        "megabytes": round(megabytes),
        "lookup_ms": round(median(taken), 1),
        "lookup_ms_slowest": round(max(taken), 1),
    }


def _history(dice: np.random.Generator, count: int) -> Iterator[bytes]:
    pattern = [np.frombuffer(sketch_of(_made_up(dice)), "<u4") for _ in range(min(count, _PATTERN))]
    yield from (sketch.tobytes() for sketch in pattern)
    numbers = np.concatenate(pattern)
    for _ in range(count - len(pattern)):
        yield dice.choice(numbers, 20).tobytes()


def _made_up(dice: np.random.Generator) -> Fingerprint:
    """A page with 12 words of bars above, 14 of buttons below, 80 between, and one picture."""
    page = np.random.default_rng(2)
    widths = [page.normal(50, 16, 12), dice.normal(50, 16, 80), page.normal(50, 16, 14)]
    words = np.rint(STEPS * np.log(np.concatenate(widths).clip(12, 120))).astype(np.uint8)
    shapes = dice.integers(0, STEPS_OF_SHAPE, (len(words), 2 * PARTS), np.uint8)
    text = Text(words, shapes, np.ones(len(words), np.bool_), np.zeros(len(words), np.bool_))
    picture = Looks(dice.integers(0, 16, (PART_SIDE, PART_SIDE), np.uint8), 255)
    whole = Looks(dice.integers(0, 16, (WHOLE_SIDE, WHOLE_SIDE), np.uint8), 255)
    return Fingerprint(720, 1480, text, whole, (Part(Box(0, 90, 255, 180), picture),))
