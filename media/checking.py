"""Are these bytes a picture that the product can keep and show?

Decided by the bytes alone, never by a name or by what a sender claims.
"""

import hashlib
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from typing import Final

import pi_heif
from PIL import Image

MAX_BYTES: Final = 20 * 1024 * 1024
MAX_PIXELS: Final = 100_000_000
MAX_SIDE: Final = 30_000  # pixels


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that was decoded without fault.

    Width and height in pixels, as stored: not turned by EXIF. `size` in bytes.
    """

    content_type: str
    extension: str
    width: int
    height: int
    sha256: str
    size: int


class PictureFault(StrEnum):
    """Why bytes are not taken as a picture."""

    NOT_A_PICTURE = "not_a_picture"
    BROKEN = "broken"
    TOO_HEAVY = "too_heavy"
    TOO_LARGE = "too_large"
    UNSUPPORTED = "unsupported"


class NotAPicture(Exception):
    """The bytes are not taken; `reason` says why. Trying again changes nothing."""

    def __init__(self, reason: PictureFault) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class _Format:
    name: str  # Pillow's
    content_type: str
    extension: str


_JPEG = _Format("JPEG", "image/jpeg", "jpg")
_PNG = _Format("PNG", "image/png", "png")
_WEBP = _Format("WEBP", "image/webp", "webp")
_GIF = _Format("GIF", "image/gif", "gif")
_BMP = _Format("BMP", "image/bmp", "bmp")
_HEIF = _Format("HEIF", "image/heic", "heic")

_BMP_HEADERS = {12, 40, 52, 56, 64, 108, 124}  # sizes; the two letters "BM" alone begin many a text
_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"mif1"}
_OTHER_BRANDS = {b"hevc", b"hevx", b"msf1", b"avif", b"avis"}  # films, and a codec that is not read here

pi_heif.register_heif_opener(thumbnails=False)

# Warnings' filters belong to the whole process, so they may be changed by one thread at a time only. It also means
# that one picture at a time lies decoded in memory, 400 MB at the very most.
_DECODING = threading.Lock()


def inspect(content: bytes) -> Picture:
    """What picture this is: JPEG, PNG, WEBP, GIF, BMP or HEIC; of a moving one the first frame. Raises NotAPicture.

    TOO_HEAVY above 20 MB; TOO_LARGE above 100 megapixels or 30,000 pixels a side, told by the header at once;
    BROKEN when it begins like a picture but cannot be decoded to its end; UNSUPPORTED for the pictures that
    Pillow cannot be relied on to read (AVIF, TIFF); NOT_A_PICTURE for everything else.
    It computes, a second or so for the largest: call it in a thread.
    """
    if len(content) > MAX_BYTES:
        raise NotAPicture(PictureFault.TOO_HEAVY)
    kind = _format_of(content)
    if kind is None:
        reason = PictureFault.UNSUPPORTED if _is_other_picture(content) else PictureFault.NOT_A_PICTURE
        raise NotAPicture(reason)
    width, height = _decoded_size(content, kind)
    sha256 = hashlib.sha256(content).hexdigest()
    return Picture(kind.content_type, kind.extension, width, height, sha256, len(content))


def _format_of(content: bytes) -> _Format | None:
    begins = {
        _JPEG: content.startswith(b"\xff\xd8\xff"),
        _PNG: content.startswith(b"\x89PNG\r\n\x1a\n"),
        _GIF: content.startswith((b"GIF87a", b"GIF89a")),
        _WEBP: content.startswith(b"RIFF") and content[8:12] == b"WEBP",
        _HEIF: content[4:8] == b"ftyp" and content[8:12] in _HEIF_BRANDS,
        _BMP: content.startswith(b"BM") and int.from_bytes(content[14:18], "little") in _BMP_HEADERS,
    }
    return next((kind for kind, begins_so in begins.items() if begins_so), None)


def _is_other_picture(content: bytes) -> bool:
    """Whether it is a picture of a kind that is not taken, so that the person can be told what to do."""
    if content[4:8] == b"ftyp":
        return content[8:12] in _OTHER_BRANDS
    return content.startswith((b"II*\x00", b"MM\x00*"))


def _decoded_size(content: bytes, kind: _Format) -> tuple[int, int]:
    with _DECODING, _broken_if_anything_fails(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a phone's odd EXIF is no fault; size is judged here
        with Image.open(BytesIO(content), formats=[kind.name]) as image:
            width, height = image.size
            if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
                raise NotAPicture(PictureFault.TOO_LARGE)
            image.draft("L", (max(1, width // 8), max(1, height // 8)))  # JPEG only: eight times as fast
            image.load()
            return width, height


@contextmanager
def _broken_if_anything_fails() -> Iterator[None]:
    try:
        yield
    except (NotAPicture, MemoryError):
        raise
    except Image.DecompressionBombError:
        raise NotAPicture(PictureFault.TOO_LARGE) from None
    except Exception as error:  # hostile bytes make decoders raise nearly anything
        raise NotAPicture(PictureFault.BROKEN) from error
