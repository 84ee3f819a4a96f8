"""Drawing for reports: letters that have every Vietnamese sign, and colours that everybody can tell apart."""

from functools import cache
from importlib.resources import files
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from core.figures import Outcome

Colour = tuple[int, int, int]
Box = tuple[float, float, float, float]

WIDTH = 1080
"""Pixels of a phone's screen: pictures of this width are read without zooming."""
MARGIN = 36
_NEARLY_WHITE = 248
PAPER: Colour = (255, 255, 255)
INK: Colour = (33, 37, 41)
PALE: Colour = (108, 117, 125)
RULE: Colour = (206, 212, 218)

# Of Okabe and Ito's colours for every kind of sight; the signs tell the same without any colour.
BLUE: Colour = (0, 114, 178)
SKY: Colour = (86, 180, 233)
MIST: Colour = (200, 224, 242)
ORANGE: Colour = (230, 159, 0)
PEACH: Colour = (253, 210, 166)
VERMILION: Colour = (196, 78, 0)
GREY: Colour = (222, 226, 230)

LOOKS: dict[Outcome, tuple[Colour, Colour, str]] = {
    Outcome.ON_TIME: (BLUE, PAPER, "✓"),
    Outcome.LATE: (ORANGE, INK, "◔"),
    Outcome.MISSED: (VERMILION, PAPER, "✗"),
    Outcome.EXCUSED: (GREY, INK, "–"),
    Outcome.NOTHING: (GREY, INK, "0"),
    Outcome.VACANT: (PAPER, PALE, "○"),
    Outcome.OPEN: (MIST, INK, "…"),
}
"""Ground, letter and sign of each outcome."""


@cache
def font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """DejaVu Sans Condensed, shipped with the program; `size` in pixels."""
    name = "DejaVuSansCondensed-Bold.ttf" if bold else "DejaVuSansCondensed.ttf"
    return ImageFont.truetype(BytesIO(files("reports").joinpath("fonts", name).read_bytes()), size)


class Sheet:
    """A picture that is drawn on."""

    def __init__(self, width: int, height: int) -> None:
        self._image = Image.new("RGB", (width, height), PAPER)
        self.brush = ImageDraw.Draw(self._image)

    def text(
        self, at: tuple[float, float], words: str, size: int, colour: Colour = INK, *, bold: bool = False,
        anchor: str = "ls", room: float | None = None,
    ) -> None:  # fmt: skip
        """Write one line; `room` is the most pixels it may take, what is more is cut and ends with "…"."""
        letters = font(size, bold=bold)
        self.brush.text(at, fitted(words, letters, room), colour, letters, anchor=anchor)

    def sign(self, box: Box, outcome: Outcome, size: int) -> None:
        """One outcome: its ground and its sign."""
        ground, letter, mark = LOOKS[outcome]
        self.brush.rounded_rectangle(box, 5, ground, None if ground != PAPER else RULE, 2)
        self.text(middle(box), mark, size, letter, bold=True, anchor="mm")

    def png(self, *, from_top: int = 0) -> bytes:
        """The picture, without so many pixels at the top. The same drawing gives the same bytes."""
        out = BytesIO()
        image = self._image.crop((0, from_top, *self._image.size))
        small = image.quantize(96, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        small.putpalette(_with_pure_white(small.getpalette() or []))
        small.save(out, "PNG")
        return out.getvalue()


def _with_pure_white(palette: list[int]) -> list[int]:
    """Quantizing makes white a little grey, which shows on a white page."""
    colours = zip(palette[::3], palette[1::3], palette[2::3], strict=True)
    return [part for colour in colours for part in ((255, 255, 255) if min(colour) >= _NEARLY_WHITE else colour)]


def middle(box: Box) -> tuple[float, float]:
    """The middle of a box."""
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def fitted(words: str, letters: ImageFont.FreeTypeFont, room: float | None) -> str:
    """The words, or as many of their letters as fit with "…" behind."""
    if room is None or letters.getlength(words) <= room:
        return words
    while words and letters.getlength(words + "…") > room:
        words = words[:-1]
    return words.rstrip() + "…"
