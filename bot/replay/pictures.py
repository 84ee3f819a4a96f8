"""Small pictures that look like screenshots, one for each name; the same name gives the same bytes."""

import random
from collections.abc import Callable
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw

SIZE = (180, 320)


Pictures = Callable[[str], bytes]
"""Gives the picture of a name; the same name the same bytes, another name others."""


class NoPictures(Exception):
    """The folder holds no pictures that can be handed in."""


def from_folder(folder: Path) -> Pictures:
    """Pictures that lie in a folder (.jpg, .jpeg), one chosen for each name and marked with it. Raises NoPictures."""
    files = sorted(each for each in folder.glob("*") if each.suffix.lower() in (".jpg", ".jpeg"))
    if not files:
        raise NoPictures(f"{folder} holds no .jpg files")

    def chosen(name: str) -> bytes:
        content = random.Random(f"picture:{name}").choice(files).read_bytes()
        note = name.encode()
        comment = b"\xff\xfe" + (len(note) + 2).to_bytes(2, "big") + note  # so that no two are the same file
        return content[:2] + comment + content[2:]

    return chosen


@lru_cache(maxsize=64)
def picture(name: str) -> bytes:
    """A JPEG of a made-up post: a coloured banner and lines of text as bars."""
    dice = random.Random(f"picture:{name}")
    image = Image.new("RGB", SIZE, (246, 247, 249))
    draw = ImageDraw.Draw(image)
    colour = tuple(dice.randrange(40, 220) for _ in range(3))
    draw.rectangle((10, 40, 170, 120), fill=colour)
    top = 135
    while top < 300:
        left = 12
        while left < 150:
            width = dice.randrange(8, 34)
            draw.rectangle((left, top, min(left + width, 168), top + 5), fill=(60, 64, 70))
            left += width + 5
        top += 12
    out = BytesIO()
    image.save(out, "JPEG", quality=70)
    return out.getvalue()


PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
"""A file of the wrong kind."""
