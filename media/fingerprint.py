"""What is kept of a photo to know it again: how wide its words are and how they look, how it and its pictures look.

1 to 2 kB, made from the bytes alone. It is neither text nor picture, but who knows the font could guess many of the
words from it: it is guarded like the database that it lies in.
"""

import logging
import struct
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from media.fingerprint_looks import PART_SIDE, WHOLE_SIDE, Cells, Looks, Part, looks_of, parts_of
from media.fingerprint_page import Box, read_page
from media.fingerprint_picture import small_grey
from media.fingerprint_shapes import PARTS, Shapes
from media.fingerprint_version import VERSION
from media.fingerprint_words import NO_TEXT, Text, words_of

_log = logging.getLogger(__name__)

# version, kind, width, height, contrast, words, parts
_HEAD: Final = struct.Struct("<BBIIBHB")
_SHAPE_BYTES: Final = 3 * 2 * PARTS // 8  # three bits a part
_BITS: Final = np.array([2, 1, 0], np.uint8)
_PART: Final = struct.Struct("<BBBBBH")  # box, contrast, words above


@dataclass(frozen=True, slots=True, eq=False)
class Fingerprint:
    """What is kept of one photo. `width` and `height` in pixels as it is looked at (turned by EXIF).

    A *blank* photo (one colour, or not to be decoded) is like nothing but its own bytes.
    """

    width: int
    height: int
    text: Text
    looks: Looks
    parts: tuple[Part, ...]

    @property
    def blank(self) -> bool:
        """Whether there is nothing to know it by."""
        return self.looks.flat

    def to_bytes(self) -> bytes:
        """For the database; some 700 to 4,000 bytes, mostly under 2,000; the same for the same fingerprint."""
        text = self.text
        counts = (len(text.widths), len(self.parts))
        head = _HEAD.pack(VERSION, 0, self.width, self.height, self.looks.contrast, *counts)
        parts = b"".join(
            _PART.pack(*part.box, part.looks.contrast, part.above) + _packed(part.looks.cells) for part in self.parts
        )
        flags = np.packbits(np.stack([text.running, text.fresh])).tobytes()
        words = text.widths.tobytes() + _packed_shapes(text.shapes) + flags
        return head + _packed(self.looks.cells) + words + parts

    @staticmethod
    def from_bytes(kept: bytes) -> "Fingerprint":
        """What `to_bytes` wrote. Raises ValueError for other versions and for anything else."""
        try:
            return _read(memoryview(kept))
        except struct.error as error:
            raise ValueError("these bytes are no fingerprint") from error


BLANK: Final = Fingerprint(0, 0, NO_TEXT, Looks(np.zeros((WHOLE_SIDE, WHOLE_SIDE), np.uint8), 0), ())
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
    return Fingerprint(width, height, words.text, whole, parts)


def _packed(cells: Cells) -> bytes:
    flat = cells.ravel()
    return (flat[0::2] << 4 | flat[1::2]).astype(np.uint8).tobytes()


def _unpacked(kept: memoryview, side: int) -> Cells:
    pairs = np.frombuffer(kept[: side * side // 2], np.uint8)
    if len(pairs) != side * side // 2:
        raise ValueError("these bytes are no whole fingerprint")
    return np.stack([pairs >> 4, pairs & 15], axis=-1).reshape(side, side)


def _packed_shapes(shapes: Shapes) -> bytes:
    return np.packbits(shapes[:, :, None] >> _BITS & 1).tobytes()


def _unpacked_shapes(kept: NDArray[np.uint8]) -> Shapes:
    bits = np.unpackbits(kept).reshape(-1, 2 * PARTS, 3)
    shapes: Shapes = (bits << _BITS).sum(axis=2, dtype=np.uint8)
    return shapes


def _read_text(kept: memoryview, place: int, words: int) -> tuple[Text, int]:
    """The words from that byte on, and the first byte behind them. Raises ValueError where they are not whole."""
    lengths = words, _SHAPE_BYTES * words, (2 * words + 7) // 8
    places = [place, *(place + sum(lengths[: each + 1]) for each in range(3))]
    widths, shapes, flags = (np.frombuffer(kept[begin:end], np.uint8) for begin, end in pairwise(places))
    if len(flags) != lengths[2]:
        raise ValueError("these bytes are no whole fingerprint")
    running, fresh = np.unpackbits(flags, count=2 * words).astype(np.bool_).reshape(2, words)
    return Text(widths, _unpacked_shapes(shapes), running, fresh), places[-1]


def _read(kept: memoryview) -> Fingerprint:
    version, _, width, height, contrast, words, parts = _HEAD.unpack_from(kept)
    if version != VERSION:
        raise ValueError(f"a fingerprint of version {version}, not {VERSION}")
    place = _HEAD.size
    looks = Looks(_unpacked(kept[place:], WHOLE_SIDE), contrast)
    place += WHOLE_SIDE * WHOLE_SIDE // 2
    text, place = _read_text(kept, place, words)
    found = []
    for _ in range(parts):
        *box, contrast, above = _PART.unpack_from(kept, place)
        place += _PART.size
        found.append(Part(Box(*box), Looks(_unpacked(kept[place:], PART_SIDE), contrast), above))
        place += PART_SIDE * PART_SIDE // 2
    if place != len(kept) or len(text.widths) != words:
        raise ValueError("these bytes are no whole fingerprint")
    return Fingerprint(width, height, text, looks, tuple(found))
