"""Pictures that look like a screenshot of a post; the same name gives the same bytes, and nothing is anybody's."""

import random
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw

Colour = tuple[int, int, int]

SIZE = (300, 400)
_PAPER, _INK, _PALE = (255, 255, 255), (52, 60, 68), (222, 227, 231)
_SKIES: tuple[tuple[Colour, Colour], ...] = (
    ((126, 190, 226), (231, 243, 247)),
    ((244, 176, 112), (252, 232, 200)),
    ((112, 152, 196), (214, 226, 240)),
    ((226, 142, 138), (250, 222, 204)),
    ((134, 196, 186), (232, 246, 236)),
)
_HILLS: tuple[Colour, ...] = ((47, 111, 88), (66, 128, 74), (36, 92, 104), (98, 116, 62), (58, 88, 72))


@lru_cache(maxsize=64)
def picture(name: str) -> bytes:
    """A JPEG of a made-up post: who and when as bars, a landscape, and lines of text as bars. Some 10 kB."""
    dice = random.Random(f"demo:{name}")
    image = Image.new("RGB", SIZE, _PAPER)
    draw = ImageDraw.Draw(image)
    _author(draw, dice)
    image.paste(_landscape(dice), (0, 62))
    _lines(draw, dice, top=282)
    out = BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()


def _author(draw: ImageDraw.ImageDraw, dice: random.Random) -> None:
    draw.ellipse((12, 12, 50, 50), fill=dice.choice(_HILLS))
    draw.rounded_rectangle((62, 18, 62 + dice.randrange(90, 150), 28), 5, fill=_INK)
    draw.rounded_rectangle((62, 36, 62 + dice.randrange(50, 80), 43), 4, fill=_PALE)


def _landscape(dice: random.Random) -> Image.Image:
    width, height = SIZE[0], 200
    top, bottom = dice.choice(_SKIES)
    sky = Image.linear_gradient("L").resize((width, height))
    image = Image.composite(Image.new("RGB", sky.size, bottom), Image.new("RGB", sky.size, top), sky)
    draw = ImageDraw.Draw(image)
    x, y, r = dice.randrange(40, 260), dice.randrange(30, 80), dice.randrange(14, 24)
    draw.ellipse((x - r, y - r, x + r, y + r), fill=(255, 246, 214))
    ground = dice.choice(_HILLS)
    for layer in range(3):
        lift = 120 + 24 * layer
        shade = tuple(min(255, channel + 60 - 30 * layer) for channel in ground)
        points = [(0, height), *((at, lift + dice.randrange(-18, 18)) for at in range(0, width + 60, 60))]
        draw.polygon([*points, (width + 60, height)], fill=shade)
    return image


def _lines(draw: ImageDraw.ImageDraw, dice: random.Random, top: int) -> None:
    for row in range(4):
        left, right = 14, 286 if row < 3 else dice.randrange(90, 220)
        while left < right - 16:
            width = min(dice.randrange(16, 58), right - left)
            draw.rounded_rectangle((left, top, left + width, top + 8), 4, fill=(120, 128, 136))
            left += width + 7
        top += 18
    draw.line((14, 364, 286, 364), fill=_PALE)
    for button in range(3):
        draw.rounded_rectangle((34 + button * 90, 376, 84 + button * 90, 385), 4, fill=_PALE)
