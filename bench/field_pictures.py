"""Pictures as such posts carry them: a hall with a red backdrop, people in a row, work outdoors, a poster with text.

Many resemble each other as the real ones do: the same hall, the same shirts. The same number is the same picture.
"""

import base64
import random
from functools import lru_cache
from io import BytesIO

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from bench.field_posts import sentence

_FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf"


@lru_cache(maxsize=400)
def picture_address(number: int, ratio: float = 1.33) -> str:
    """The picture as a `data:` address."""
    file = BytesIO()
    draw_picture(number, ratio).save(file, "JPEG", quality=82)
    return "data:image/jpeg;base64," + base64.b64encode(file.getvalue()).decode()


def draw_picture(number: int, ratio: float = 1.33) -> Image.Image:
    """One of four kinds; below 3 a page's banner."""
    dice = random.Random(f"picture {number}")
    size = (round(480 * ratio), 480)
    kind = "poster" if number < 3 else dice.choice(("hall", "hall", "outdoors", "outdoors", "poster"))
    if kind == "poster":
        return _poster(dice, size)
    picture = _texture(dice.randrange(1 << 30), size, kind == "hall")
    brush = ImageDraw.Draw(picture)
    width, height = size
    if kind == "hall":
        left, right = width * dice.uniform(0.02, 0.2), width * dice.uniform(0.8, 0.98)
        brush.rectangle((left, 0, right, height * 0.55), fill=(dice.randint(160, 215), 20, 30))
        for line in range(3):
            text = sentence(dice)[: 14 + 6 * line].upper()
            font = ImageFont.truetype(_FONT, 20 + 8 * (line == 1))
            brush.text((width / 2, 30 + 45 * line), text, fill=(250, 220, 60), font=font, anchor="mm")
    shirts = dice.choice(
        (((25, 70, 160),), ((240, 240, 240),), ((25, 70, 160), (230, 120, 40), (90, 140, 60), (30, 30, 40)))
    )
    count, foot = dice.randint(3, 14), height * dice.uniform(0.85, 0.99)
    for place in range(count):
        middle = width * (place + dice.uniform(0.3, 0.7)) / count
        tall = height * dice.uniform(0.3, 0.5)
        wide = min(width / count * 0.42, tall * 0.22)
        skin = (dice.randint(170, 225), dice.randint(125, 170), dice.randint(95, 130))
        brush.rounded_rectangle(
            (middle - wide, foot - tall * 0.8, middle + wide, foot - tall * 0.3), wide / 2, fill=dice.choice(shirts)
        )
        brush.rectangle(
            (middle - wide * 0.8, foot - tall * 0.35, middle + wide * 0.8, foot), fill=(30, 32, dice.randint(35, 80))
        )
        brush.ellipse((middle - wide * 0.5, foot - tall, middle + wide * 0.5, foot - tall * 0.8), fill=skin)
    return picture.filter(ImageFilter.GaussianBlur(1.1))


def _texture(seed: int, size: tuple[int, int], indoors: bool) -> Image.Image:
    """Noise as photographs have it: the coarser the stronger."""
    dice = np.random.default_rng(seed)
    width, height = size
    scene = np.zeros((height, width, 3), np.float32)
    for cells in (3, 6, 12, 24, 48, 96):
        rough = Image.fromarray(dice.integers(0, 255, (cells, round(cells * width / height)), np.uint8))
        grown = np.asarray(rough.resize(size, Image.Resampling.BICUBIC), np.float32)
        scene += ((grown - 128) * (2.2 / cells**0.5))[..., None] * dice.uniform(0.7, 1.3, 3)
    above, below = dice.integers(120, 245, 3), dice.integers(40, 170, 3)
    edge = 0.75 if indoors else dice.uniform(0.25, 0.6)
    share = 1 / (1 + np.exp(-(np.linspace(0, 1, height) - edge) * 25))[:, None, None]
    return Image.fromarray((scene * 0.35 + above * (1 - share) + below * share).clip(0, 255).astype(np.uint8))


def _poster(dice: random.Random, size: tuple[int, int]) -> Image.Image:
    """A drawn picture with text in it, as pages have for holidays and notices."""
    width, height = size
    colours = [np.array([dice.randint(0, 255) for _ in range(3)]) for _ in range(2)]
    slope = np.linspace(0, 1, height)[:, None, None] * np.ones((1, width, 1))
    picture = Image.fromarray((colours[0] * (1 - slope) + colours[1] * slope).astype(np.uint8))
    brush = ImageDraw.Draw(picture)
    for _ in range(dice.randint(3, 9)):
        x, y, r = dice.randint(0, width), dice.randint(0, height), dice.randint(15, 110)
        brush.ellipse((x - r, y - r, x + r, y + r), fill=tuple(dice.randint(0, 255) for _ in range(3)))
    bright = colours[0].mean() < 128
    words = sentence(dice).upper().split()
    for line in range(dice.randint(2, 4)):
        text = " ".join(words[4 * line : 4 * line + 4])
        brush.text(
            (width / 2, height * (0.25 + 0.17 * line)),
            text,
            fill="white" if bright else "black",
            font=ImageFont.truetype(_FONT, 30),
            anchor="mm",
        )
    return picture
