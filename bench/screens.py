"""Screenshots of made-up posts on made-up phones: what likeness is measured with, beside real ones."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from bench.screens_posts import Post, draw_picture

FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts")
Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of an app."""

    paper: Colour = (255, 255, 255)
    ink: Colour = (5, 5, 5)
    pale: Colour = (101, 103, 107)
    bar: Colour = (24, 119, 242)
    on_bar: Colour = (255, 255, 255)
    between: Colour = (220, 221, 225)


_SMALL = 0.72  # of the size of a page's letters: its small print
LIGHT = Theme()
DARK = Theme((36, 37, 38), (228, 230, 235), (176, 179, 184), (24, 25, 26), (228, 230, 235), (10, 11, 12))
GREEN = Theme(bar=(0, 104, 55), paper=(250, 250, 246), between=(200, 205, 200))


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone and the app on it: `width` and `height` in pixels, `size` of its letters in pixels, its font files."""

    width: int = 720
    height: int = 1480
    size: int = 29
    font: str = "DejaVuSans.ttf"
    bold: str = "DejaVuSans-Bold.ttf"
    theme: Theme = LIGHT
    spacing: float = 1.34
    picture_first: bool = False
    app: str = "bảng tin"
    buttons: tuple[str, ...] = ("Thích", "Bình luận", "Chia sẻ")


@dataclass(frozen=True, slots=True)
class Moment:
    """When somebody looked: the phone's clock and battery, how many likes were added, how far the app was moved."""

    clock: str = "9:41"
    battery: int = 80
    more_likes: int = 0
    scrolled: int = 0


def find_font(name: str, folders: Iterable[Path] = FONT_FOLDERS) -> str:
    """The path of the font file with this name, or the name itself where it lies nowhere."""
    return next((str(path) for folder in folders for path in sorted(folder.rglob(name))), name)


@lru_cache(maxsize=64)
def _load(name: str, size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """The font of this file ("Roboto.ttf", or "Roboto.ttf|Bold" for a variable one), else Pillow's own."""
    file, _, style = name.partition("|")
    try:
        font = ImageFont.truetype(file if Path(file).is_file() else find_font(file), size)
    except OSError:
        return ImageFont.load_default(size)  # it lacks some letters, which then are boxes: as wide in every screenshot
    if style:
        font.set_variation_by_name(style)
    return font


class _Page:
    """A sheet that is drawn from top to bottom."""

    def __init__(self, phone: Phone) -> None:
        self.phone = phone
        self.sheet = Image.new("RGB", (phone.width, phone.height * 2), phone.theme.paper)
        self.brush = ImageDraw.Draw(self.sheet)
        self.margin = phone.size
        self.y = 0

    def font(self, factor: float = 1.0, *, bold: bool = False) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
        return _load(self.phone.bold if bold else self.phone.font, max(8, round(self.phone.size * factor)))

    def write(self, x: int, y: int, text: str, colour: Colour, factor: float = 1.0, *, bold: bool = False) -> None:
        self.brush.text((x, y), text, fill=colour, font=self.font(factor, bold=bold))

    def write_right(self, y: int, text: str, colour: Colour, factor: float = 1.0) -> None:
        length = self.font(factor).getlength(text)
        self.write(round(self.phone.width - self.margin - length), y, text, colour, factor)

    def fill(self, height: int, colour: Colour) -> None:
        self.brush.rectangle((0, self.y, self.phone.width, self.y + height), fill=colour)

    def paragraph(self, text: str, *, bold: bool = False, small: bool = False) -> None:
        factor = _SMALL if small else 1.0
        font, room = self.font(factor, bold=bold), self.phone.width - 2 * self.margin
        line = ""
        for word in text.split():
            longer = f"{line} {word}".strip()
            if line and font.getlength(longer) > room:
                self._line(line, factor, bold)
                longer = word
            line = longer
        self._line(line, factor, bold)

    def _line(self, line: str, factor: float, bold: bool) -> None:
        colour = self.phone.theme.ink if factor == 1.0 else self.phone.theme.pale
        self.write(self.margin, self.y, line, colour, factor, bold=bold)
        self.y += round(self.phone.size * factor * self.phone.spacing)


def draw(posts: Sequence[Post], phone: Phone, moment: Moment | None = None) -> Image.Image:
    """What the phone shows: the first post, and below it the others as far as they fit."""
    moment = moment or Moment()
    page = _Page(phone)
    _draw_bars(page, moment)
    top = page.y
    for number, post in enumerate(posts):
        if page.y < phone.height * 1.5:
            _draw_post(page, post, moment, number)
    moved = page.sheet.crop((0, moment.scrolled, phone.width, moment.scrolled + phone.height))
    moved.paste(page.sheet.crop((0, 0, phone.width, top)), (0, 0))
    return moved


def _draw_bars(page: _Page, moment: Moment) -> None:
    theme, size = page.phone.theme, page.phone.size
    page.fill(round(size * 1.8), theme.paper)
    page.write(page.margin, round(size * 0.4), moment.clock, theme.ink, 0.8, bold=True)
    page.write_right(round(size * 0.4), f"4G ▮ {moment.battery}%", theme.ink, 0.8)
    page.y = round(size * 1.8)
    page.fill(round(size * 3.2), theme.bar)
    page.write(page.margin, page.y + size, page.phone.app, theme.on_bar, 1.25, bold=True)
    page.y += round(size * 3.2)


def _draw_post(page: _Page, post: Post, moment: Moment, number: int) -> None:
    theme, size, phone = page.phone.theme, page.phone.size, page.phone
    if number:
        page.fill(size // 2, theme.between)
    page.y += size
    face = draw_picture(sum(map(ord, post.author)), size * 3, size * 3)
    mask = Image.new("L", face.size)
    ImageDraw.Draw(mask).ellipse((0, 0, size * 3 - 1, size * 3 - 1), fill=255)
    page.sheet.paste(face, (page.margin, page.y), mask)
    page.write(page.margin + size * 4, page.y + size // 6, post.author, theme.ink, bold=True)
    page.write(page.margin + size * 4, page.y + round(size * 1.7), f"{post.date} · công khai", theme.pale, 0.8)
    page.y += round(size * 3.9)
    if phone.picture_first:
        _draw_picture(page, post)
    for count, paragraph in enumerate(post.paragraphs):
        page.paragraph(paragraph, bold=count == 0)
    if post.small_print:
        page.paragraph(post.small_print, small=True)
    page.y += size // 2
    if not phone.picture_first:
        _draw_picture(page, post)
    likes = post.likes + moment.more_likes
    page.write(page.margin, page.y + size // 2, f"{likes}", theme.pale)
    page.write_right(page.y + size // 2, f"{likes // 7} bình luận · {likes // 5} chia sẻ", theme.pale)
    page.y += round(size * 2.2)
    page.brush.line((page.margin, page.y, phone.width - page.margin, page.y), fill=theme.between)
    room = phone.width // len(phone.buttons)
    for place, button in enumerate(phone.buttons):
        x = round(room * place + (room - page.font(0.9).getlength(button)) / 2)
        page.write(x, page.y + size // 2, button, theme.pale, 0.9)
    page.y += round(size * 2.3)


def _draw_picture(page: _Page, post: Post) -> None:
    if post.picture is not None:
        height = round(page.phone.width * 2 / 3)
        page.sheet.paste(draw_picture(post.picture, page.phone.width, height), (0, page.y))
        page.y += height
