"""Thousands of photos at next to no cost, no two of which look alike.

Each is put together of strips that were compressed beforehand: in a JPEG with restart markers the rows of blocks do not
depend on each other.
"""

import random
from functools import cache
from io import BytesIO

from PIL import Image

WIDTH, STRIP, STRIPS = 640, 128, 10
_KINDS = 64
_STRIP_END = b"\xff\xd7"  # the eighth restart marker: a strip has eight rows of blocks
_PICTURE_END = b"\xff\xd9"


def photo(number: int) -> bytes:
    """The photo with this number: 640 by 1,280 pixels, about 80 kB, as Telegram hands out a screenshot."""
    dice = random.Random(number)
    remark = f"photo {number}".encode()
    strips = _STRIP_END.join(_strip(dice.randrange(_KINDS)) for _ in range(STRIPS))
    begin = b"\xff\xd8\xff\xfe" + (len(remark) + 2).to_bytes(2, "big") + remark
    return b"".join((begin, _head(), strips, _PICTURE_END))


def prepare() -> None:
    """Draw what all photos are put together of, which takes a second, before anything is timed."""
    _head()
    for kind in range(_KINDS):
        _strip(kind)


@cache
def _head() -> bytes:
    return _parts(Image.new("RGB", (WIDTH, STRIP * STRIPS)))[0]


@cache
def _strip(kind: int) -> bytes:
    dice = random.Random(kind)
    colours = Image.frombytes("RGB", (10, 2), dice.randbytes(60)).resize((WIDTH, STRIP), Image.Resampling.BICUBIC)
    grain = Image.effect_noise((WIDTH, STRIP), 60).convert("RGB")
    return _parts(Image.blend(colours, grain, 0.05))[1]


def _parts(picture: Image.Image) -> tuple[bytes, bytes]:
    """A compressed picture's head, without the two bytes that begin every JPEG, and what follows the head."""
    file = BytesIO()
    picture.save(file, "JPEG", quality=80, restart_marker_rows=1)
    content = file.getvalue()
    scan = content.index(b"\xff\xda")
    first = scan + 2 + int.from_bytes(content[scan + 2 : scan + 4], "big")
    return content[2:first], content[first:-2]
