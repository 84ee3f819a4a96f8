"""What happens to a picture of a screen: messengers, other phones' galleries, and cameras held over it."""

import random
from io import BytesIO

import numpy as np
from PIL import Image, ImageEnhance, ImageFilter

from bench.screens_passed_on import as_jpeg


def by_zalo(content: bytes, dice: random.Random) -> bytes:
    """Made smaller and compressed, sometimes twice."""
    for _ in range(dice.choice((1, 1, 2))):
        picture = Image.open(BytesIO(content)).convert("RGB")
        longest = dice.choice((1280, 1600, 2048))
        picture.thumbnail((longest, longest), dice.choice((Image.Resampling.BILINEAR, Image.Resampling.LANCZOS)))
        content = as_jpeg(picture, dice.randint(60, 82))
    return content


def trimmed(content: bytes, status: float, dice: random.Random, most: float) -> bytes:
    """Without the status bar, and without up to so much on each other side."""
    picture = Image.open(BytesIO(content))
    width, height = picture.size
    left, right, foot = (dice.uniform(0, most) for _ in range(3))
    box = (round(width * left), round(height * status), round(width * (1 - right)), round(height * (1 - foot)))
    return as_jpeg(picture.crop(box), dice.randint(75, 92))


def photographed(content: bytes, dice: random.Random, turned: float, slanted: float) -> bytes:
    """A photo of the screen: turned by up to so many degrees, its corners off by up to such a share of its width."""
    screen = Image.open(BytesIO(content)).convert("RGB")
    screen = screen.resize((1080, round(1080 * screen.height / screen.width)), Image.Resampling.LANCZOS)
    screen = ImageEnhance.Brightness(screen).enhance(dice.uniform(0.75, 1.1))
    wide, tall = screen.width + 240, screen.height + 240
    desk = Image.new("RGB", (wide, tall), tuple(dice.randint(30, 150) for _ in range(3)))
    desk.paste((12, 12, 14), (95, 95, wide - 95, tall - 95))
    desk.paste(screen, (120, 120))
    off = slanted * wide
    corners = [(0, 0), (0, tall), (wide, tall), (wide, 0)]
    quad = [value + dice.uniform(-off, off) for corner in corners for value in corner]
    desk = desk.transform(
        (wide, tall), Image.Transform.PERSPECTIVE, _coefficients(corners, quad), Image.Resampling.BICUBIC
    )
    desk = desk.rotate(dice.uniform(-turned, turned), Image.Resampling.BICUBIC, fillcolor=(60, 60, 60))
    light = np.asarray(desk.filter(ImageFilter.GaussianBlur(dice.uniform(0.6, 1.3))), np.float32)
    y, x = np.mgrid[0:tall, 0:wide].astype(np.float32)
    angle, pitch = dice.uniform(0, 3), dice.uniform(5, 40)
    moire = 6 * np.sin((x * np.cos(angle) + y * np.sin(angle)) / pitch)
    shade = 1 + 0.15 * (x / wide - 0.5) * dice.uniform(-1, 1) + 0.15 * (y / tall - 0.5) * dice.uniform(-1, 1)
    noise = np.random.default_rng(dice.randrange(1 << 30)).normal(0, 5, light.shape)
    photo = (light * shade[..., None] + moire[..., None] + noise).clip(0, 255).astype(np.uint8)
    return as_jpeg(Image.fromarray(photo), 80)


def _coefficients(target: list[tuple[int, int]], source: list[float]) -> list[float]:
    rows = []
    for (x, y), u, v in zip(target, source[0::2], source[1::2], strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
    found: list[float] = np.linalg.solve(np.array(rows, float), np.array(source)).tolist()
    return found
