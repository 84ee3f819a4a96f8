"""Pictures and files that people send in the journeys; the same name gives the same bytes."""

import random
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@cache
def photo(name: str) -> bytes:
    """A small JPEG, like a screenshot of a post."""
    return _picture(name, (90, 160), "JPEG")


@cache
def png(name: str) -> bytes:
    """The same sort of picture as a PNG, as computers make screenshots."""
    return _picture(name, (160, 90), "PNG")


@cache
def huge_picture() -> bytes:
    """12,000 × 12,000 points in few bytes: harmless to send, not to unpack."""
    out = BytesIO()
    Image.new("1", (12_000, 12_000)).save(out, "PNG", compress_level=9)
    return out.getvalue()


def _picture(name: str, size: tuple[int, int], kind: str) -> bytes:
    dice = random.Random(name)
    image = Image.new("RGB", size, tuple(dice.randrange(120, 250) for _ in range(3)))
    draw = ImageDraw.Draw(image)
    for line in range(10, size[1], 12):
        draw.rectangle((6, line, dice.randrange(20, size[0] - 6), line + 5), fill=(60, 64, 70))
    out = BytesIO()
    image.save(out, kind)
    return out.getvalue()


@cache
def screenshot(post: str, width: int = 720, quality: int = 85) -> bytes:
    """A phone's screenshot of a post: lines of words and a picture below. The same post at any width or quality."""
    dice = random.Random(post)
    image = Image.new("RGB", (720, 1480), "white")
    draw = ImageDraw.Draw(image)
    y = 90
    for _ in range(14):
        x = 40
        while x < 600:
            word = dice.randrange(22, 120)
            draw.rectangle((x, y, x + word, y + 20), fill=(30, 30, 30))
            x += word + 14
        y += 44
    for band in range(12):
        colour = tuple(dice.randrange(20, 235) for _ in range(3))
        left = 40 + dice.randrange(300)
        draw.rectangle((left, y + band * 50, left + dice.randrange(80, 340), y + band * 50 + 50), fill=colour)
    out = BytesIO()
    image.resize((width, round(1480 * width / 720)), Image.Resampling.LANCZOS).save(out, "JPEG", quality=quality)
    return out.getvalue()
