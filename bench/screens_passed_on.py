"""What happens to a screenshot on its way: compressed by a messenger, cropped, photographed from the gallery."""

from io import BytesIO

from PIL import Image, ImageDraw

LONGEST_SENT = 1280  # pixels: what messengers make of a picture's longer side


def as_jpeg(picture: Image.Image, quality: int = 85) -> bytes:
    """The bytes of the file that a phone stores."""
    file = BytesIO()
    picture.save(file, "JPEG", quality=quality)
    return file.getvalue()


def sent(content: bytes, longest: int = LONGEST_SENT, quality: int = 75) -> bytes:
    """The file as a messenger passes it on: at most so long, compressed again."""
    picture = Image.open(BytesIO(content))
    picture.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    return as_jpeg(picture, quality)


def cropped(content: bytes, top: float = 0.04, bottom: float = 0.0, side: float = 0.0, quality: int = 88) -> bytes:
    """Without these shares of its height and, on both sides, of its width."""
    picture = Image.open(BytesIO(content))
    width, height = picture.size
    box = (round(width * side), round(height * top), round(width * (1 - side)), round(height * (1 - bottom)))
    return as_jpeg(picture.crop(box), quality)


def screenshot_of(content: bytes, width: int = 1080, height: int = 2340, share: float = 0.8) -> bytes:
    """A screenshot of the gallery showing the picture, between the gallery's own bars."""
    inner: Image.Image = Image.open(BytesIO(content))
    factor = min(width / inner.width, height * share / inner.height)
    inner = inner.resize((round(inner.width * factor), round(inner.height * factor)), Image.Resampling.BILINEAR)
    sheet = Image.new("RGB", (width, height), (0, 0, 0))
    sheet.paste(inner, ((width - inner.width) // 2, (height - inner.height) // 2))
    brush = ImageDraw.Draw(sheet)
    for place in range(4):
        x = round(width * (place + 0.5) / 4)
        brush.ellipse((x - 25, height - 110, x + 25, height - 60), outline=(230, 230, 230), width=5)
    return as_jpeg(sheet, 90)
