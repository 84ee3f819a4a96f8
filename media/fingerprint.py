"""What is kept of a photo to know it again: its words' widths and what it and the pictures on it look like.

About 1 kB. It is made from the bytes alone and says nothing readable: neither the text nor the picture can be restored.
"""

import logging
import struct
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from media.fingerprint_looks import PART_SIDE, WHOLE_SIDE, Cells, Looks, Part, looks_of, parts_of
from media.fingerprint_page import Box, Page, read_page
from media.fingerprint_picture import small_grey
from media.fingerprint_version import VERSION
from media.fingerprint_words import Words, words_of

_log = logging.getLogger(__name__)

# version, kind, width, height, contrast, words, ends, parts
_HEAD: Final = struct.Struct("<BBIIBHBB")
_POST: Final = 16  # words: fewer above a bar are the app's own
_MOST_ENDS: Final = 6
_PART: Final = struct.Struct("<BBBBBH")  # box, contrast, words above


@dataclass(frozen=True, slots=True, eq=False)
class Fingerprint:
    """What is kept of one photo. `width` and `height` in pixels as it is looked at (turned by EXIF).

    `words` are steps of the logarithm of each word's width, in reading order. A *blank* photo (one colour, or not to be
    decoded) is like nothing but its own bytes. `ends`: so many words stand above each place where a
    post may end, the first six of those with a post's words above.
    """

    width: int
    height: int
    words: NDArray[np.uint8]
    looks: Looks
    parts: tuple[Part, ...]
    ends: tuple[int, ...] = ()

    @property
    def blank(self) -> bool:
        """Whether there is nothing to know it by."""
        return self.looks.flat

    def to_bytes(self) -> bytes:
        """For the database; some 600 to 1,400 bytes, the same for the same fingerprint."""
        counts = (len(self.words), len(self.ends), len(self.parts))
        head = _HEAD.pack(VERSION, 0, self.width, self.height, self.looks.contrast, *counts)
        parts = b"".join(
            _PART.pack(*part.box, part.looks.contrast, part.above) + _packed(part.looks.cells) for part in self.parts
        )
        ends = np.array(self.ends, "<u2").tobytes()
        return head + _packed(self.looks.cells) + self.words.tobytes() + ends + parts

    @staticmethod
    def from_bytes(kept: bytes) -> "Fingerprint":
        """What `to_bytes` wrote. Raises ValueError for other versions and for anything else."""
        try:
            return _read(memoryview(kept))
        except struct.error as error:
            raise ValueError("these bytes are no fingerprint") from error


BLANK: Final = Fingerprint(0, 0, np.zeros(0, np.uint8), Looks(np.zeros((WHOLE_SIDE, WHOLE_SIDE), np.uint8), 0), ())
"""What is known of a photo that shows nothing."""


def take_fingerprint(content: bytes) -> Fingerprint:
    """The fingerprint of a picture's bytes; of a moving one the first frame. BLANK when they cannot be decoded.

    Computes for 10 to 30 ms (a photo of 12 megapixels too, as a JPEG is decoded at a fraction of its size), so call it
    in a thread; any number may run, but one at a time decodes. See `small_grey` for the memory that takes.
    """
    try:
        picture, size = small_grey(content)
    except MemoryError:
        raise
    except Exception:  # hostile bytes make decoders raise nearly anything; whether it is a picture was asked before
        return BLANK
    try:
        return fingerprint_of(picture, size)
    except MemoryError:
        raise
    except Exception:  # our mistake, for which nobody's photo is refused
        _log.exception("a picture could not be read; only its exact bytes will be known again")
        return BLANK


def fingerprint_of(picture: Image.Image, size: tuple[int, int] | None = None) -> Fingerprint:
    """The same of a grey picture that is decoded already; `size` is the one it had before it was made smaller."""
    width, height = size or picture.size
    whole = looks_of(picture, Box(0, 0, *picture.size), WHOLE_SIDE)
    if whole.flat:
        return BLANK
    grey = np.asarray(picture)
    page = read_page(grey)
    words = words_of(grey, page.lines)
    parts = tuple(parts_of(picture, page.pictures, words.tops))
    return Fingerprint(width, height, words.widths, whole, parts, _ends(page, words))


def _ends(page: Page, words: Words) -> tuple[int, ...]:
    """How many words stand above each place where a post may end."""
    above = {int((words.tops < row).sum()) for row in page.ends}
    return tuple(sorted(count for count in above if count >= _POST)[:_MOST_ENDS])


def _packed(cells: Cells) -> bytes:
    flat = cells.ravel()
    return (flat[0::2] << 4 | flat[1::2]).astype(np.uint8).tobytes()


def _unpacked(kept: memoryview, side: int) -> Cells:
    pairs = np.frombuffer(kept[: side * side // 2], np.uint8)
    if len(pairs) != side * side // 2:
        raise ValueError("these bytes are no whole fingerprint")
    return np.stack([pairs >> 4, pairs & 15], axis=-1).reshape(side, side)


def _read(kept: memoryview) -> Fingerprint:
    version, _, width, height, contrast, words, ends, parts = _HEAD.unpack_from(kept)
    if version != VERSION:
        raise ValueError(f"a fingerprint of version {version}, not {VERSION}")
    place = _HEAD.size
    looks = Looks(_unpacked(kept[place:], WHOLE_SIDE), contrast)
    place += WHOLE_SIDE * WHOLE_SIDE // 2
    widths = np.frombuffer(kept[place : place + words], np.uint8)
    place += words
    reached = np.frombuffer(kept[place : place + 2 * ends], "<u2").tolist()
    place += 2 * ends
    found = []
    for _ in range(parts):
        *box, contrast, above = _PART.unpack_from(kept, place)
        place += _PART.size
        found.append(Part(Box(*box), Looks(_unpacked(kept[place:], PART_SIDE), contrast), above))
        place += PART_SIDE * PART_SIDE // 2
    if place != len(kept) or len(widths) != words:
        raise ValueError("these bytes are no whole fingerprint")
    return Fingerprint(width, height, widths, looks, tuple(found), tuple(reached))
