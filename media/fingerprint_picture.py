"""How does a picture of any kind and size become a small grey one that can be looked at?"""

import warnings
from io import BytesIO
from typing import Final

import numpy as np
from PIL import Image, ImageOps

from media.checking import _DECODING, MAX_PIXELS, MAX_SIDE

_ENOUGH: Final = 1_000_000  # pixels: with fewer the letters of a phone's screen run into each other
_DEEP: Final = ("I", "F", "I;16", "I;16L", "I;16B", "I;16N")  # modes with more than 256 steps of brightness


def small_grey(content: bytes) -> tuple[Image.Image, tuple[int, int]]:
    """The picture in grey with a good million pixels (less where it has less), and its own size.

    Both turned by EXIF as people look at it; on white where it is transparent; of a moving picture the first frame.
    A JPEG is decoded at a fraction of its size; others as a whole, up to 100 megapixels and 30,000 pixels a side.
    Raises nearly anything for bytes that cannot be decoded. One picture at a time is decoded in the whole process.
    """
    # Warnings' filters belong to the whole process, so this shares the lock of those who look whether it is a picture.
    with _DECODING, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Image.open(BytesIO(content)) as picture:
            width, height = picture.size
            if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
                raise ValueError(f"{width} times {height} pixels are too many")
            factor = _factor(width, height)
            picture.draft("L", (max(1, width // factor), max(1, height // factor)))
            grey = _grey(picture)
            turned = ImageOps.exif_transpose(_smaller(grey))
    upright = (turned.width < turned.height) == (grey.width < grey.height)
    return turned, (width, height) if upright else (height, width)


def _factor(width: int, height: int) -> int:
    """By how much a JPEG may be decoded smaller: 1, 2, 4 or 8."""
    return max((each for each in (1, 2, 4, 8) if width * height >= each * each * _ENOUGH), default=1)


def _smaller(grey: Image.Image) -> Image.Image:
    factor = (grey.width * grey.height / _ENOUGH) ** 0.5 / 1.12
    if factor <= 1.1:
        return grey
    size = (max(1, round(grey.width / factor)), max(1, round(grey.height / factor)))
    return grey.resize(size, Image.Resampling.BOX, reducing_gap=2.0)


def _grey(picture: Image.Image) -> Image.Image:
    if picture.mode in _DEEP:
        return _from_deep(picture)
    if picture.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        paper = Image.new("RGBA", clear.size, "white")
        return Image.alpha_composite(paper, clear).convert("L")
    return picture.convert("L")


def _from_deep(picture: Image.Image) -> Image.Image:
    """From its own darkest to its own brightest."""
    values = np.nan_to_num(np.asarray(picture, np.float32))
    darkest, brightest = float(values.min()), float(values.max())
    return Image.fromarray(((values - darkest) * (255 / max(1e-9, brightest - darkest))).astype(np.uint8))
