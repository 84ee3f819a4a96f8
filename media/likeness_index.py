"""Which of a million earlier photos might be like a new one? Kept in memory, asked in milliseconds."""

import threading
from array import array
from bisect import bisect_left
from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from media.likeness_sketch import SKETCH_NUMBERS, Numbers

Postings = NDArray[np.uint64]  # a sketch's number in the upper 32 bits, a photo's row in the lower, sorted
Rows = NDArray[np.intp]
Scores = NDArray[np.float64]

_FRESH: Final = 512  # photos that are kept apart until they are worth sorting in
_COMMON: Final = 2000  # photos with one number: of more only the newest are looked at, as that is a layout or a banner
_LOW: Final = np.uint64(0xFFFFFFFF)


class LikenessIndex:
    """Finds photos by their sketches (media/likeness_sketch.py). Safe to use from several threads.

    Some 170 bytes a photo. It only suggests: whether two photos are alike is seen by comparing their fingerprints.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._photos = array("q")  # by row, never falling: a late one has the number before it here, its own in _late
        self._late: dict[int, int] = {}
        self._sorted: list[Postings] = []  # each at least twice as long as the next
        self._fresh: list[Postings] = []

    def __len__(self) -> int:
        return len(self._photos)

    def load(self, photos: Iterable[tuple[int, bytes]]) -> None:
        """Add many photos, each with its sketch, by ascending number. Some 2 s for a million."""
        numbers, sketches = zip(*photos, strict=True) if (photos := list(photos)) else ((), ())
        with self._lock:
            first = len(self._photos)
            self._photos.extend(numbers)
            lengths = np.fromiter((len(sketch) // 4 for sketch in sketches), np.int64, len(sketches))
            rows = np.repeat(np.arange(first, first + len(lengths), dtype=np.uint64), lengths)
            self._sort_in(_postings(np.frombuffer(b"".join(sketches), "<u4"), rows))

    def add(self, photo: int, sketch: bytes) -> None:
        """Add one photo; a number lower than one before is that of a picture that arrived late."""
        with self._lock:
            row = np.uint64(len(self._photos))
            if self._photos and photo < self._photos[-1]:
                self._late[len(self._photos)] = photo
            self._photos.append(max(photo, self._photos[-1] if self._photos else photo))
            self._fresh.append(_postings(np.frombuffer(sketch, "<u4"), row))
            if len(self._fresh) >= _FRESH:
                fresh, self._fresh = np.concatenate(self._fresh), []
                self._sort_in(fresh)

    def candidates(self, probes: Numbers, limit: int = 30, oldest: int = 0, own: Iterable[int] = ()) -> list[int]:
        """The photos that share most of these numbers, the likeliest first; none that was added before `oldest`.

        At most `limit` of those named in `own`, whatever their age, and after them at most `limit` of all: so that a
        unit's earlier photo is found though thousands of others show the same. Takes some 10 ms among a million.
        """
        with self._lock:
            parts = [*self._sorted, *([np.sort(np.concatenate(self._fresh))] if self._fresh else [])]
            first, count = bisect_left(self._photos, oldest), len(self._photos)
            mine = self._rows(own)
        if not count or not len(probes):
            return []
        best = _best(parts, probes, limit, first)
        if len(mine):
            best = [*_ranked(mine, _scores_of(mine, parts, probes), limit), *best]
        return [self._late.get(row, self._photos[row]) for row in dict.fromkeys(best)]

    def _rows(self, photos: Iterable[int]) -> Rows:
        """Where these photos stand, in order; those that are not here are left out."""
        wanted = set(photos)
        rows = {row for row, photo in self._late.items() if photo in wanted}
        for photo in wanted:
            row = bisect_left(self._photos, photo)
            if row < len(self._photos) and self._photos[row] == photo:
                rows.add(row)
        return np.array(sorted(rows), np.intp)

    def _sort_in(self, postings: Postings) -> None:
        postings = np.sort(postings)
        while self._sorted and len(self._sorted[-1]) < 2 * len(postings):
            postings = np.sort(np.concatenate([self._sorted.pop(), postings]))
        self._sorted.append(postings)


def _postings(numbers: NDArray[np.uint32], rows: NDArray[np.uint64] | np.uint64) -> Postings:
    return (numbers.astype(np.uint64) << np.uint64(32)) | rows


def _best(parts: list[Postings], probes: Numbers, limit: int, first: int) -> list[int]:
    """The rows from `first` on that share most with these numbers."""
    found = [_hits(part, probes) for part in parts]
    rows, rarity = (np.concatenate(column) for column in zip(*found, strict=True))
    rows, rarity = rows[rows >= first], rarity[rows >= first]
    scores = np.bincount(rows, rarity, minlength=1)
    # A row is hit once for each of its numbers at most, so among so many of the best hits are the best rows.
    most = limit * SKETCH_NUMBERS
    if len(rows) > most:
        reached = scores[rows]
        rows = rows[reached >= np.partition(reached, -most)[-most]]
    rows = np.unique(rows)
    return _ranked(rows, scores[rows], limit)


def _hits(postings: Postings, probes: Numbers) -> tuple[Rows, Scores]:
    """The rows that have one of these numbers, once for each, and how much each of these hits says."""
    starts, ends, rarity = _places(postings, probes)
    starts = np.maximum(starts, ends - _COMMON)
    pieces = [postings[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True) if end > start]
    rows = np.concatenate([np.zeros(0, np.uint64), *pieces]) & _LOW
    return rows.astype(np.intp), np.repeat(rarity, ends - starts)


def _scores_of(mine: Rows, parts: list[Postings], probes: Numbers) -> Scores:
    """How much each of these rows shares with these numbers."""
    scores = np.zeros(len(mine))
    for part in filter(len, parts):
        _, _, rarity = _places(part, probes)
        wanted = (probes.astype(np.uint64) << np.uint64(32))[:, None] | mine.astype(np.uint64)[None, :]
        there = part[np.minimum(np.searchsorted(part, wanted.ravel()), len(part) - 1)].reshape(wanted.shape)
        scores += rarity @ (there == wanted)
    return scores


def _places(postings: Postings, probes: Numbers) -> tuple[Rows, Rows, Scores]:
    """Where the postings of each number begin and end, and how rare the number is."""
    keys = probes.astype(np.uint64) << np.uint64(32)
    starts, ends = np.searchsorted(postings, keys), np.searchsorted(postings, keys | _LOW, side="right")
    return starts, ends, np.log1p(len(postings) / np.maximum(1, ends - starts))


def _ranked(rows: Rows, scores: Scores, limit: int) -> list[int]:
    """The rows with the highest scores, the newest first among equals; none that scores nothing."""
    telling = scores > 0
    if int(telling.sum()) > limit:
        telling = scores >= np.partition(scores, -limit)[-limit]
    rows, scores = rows[telling], scores[telling]
    found: list[int] = rows[np.lexsort((-rows, -scores))][:limit].tolist()
    return found
