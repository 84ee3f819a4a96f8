"""Draw folders of screens for bench/likeness.py, apart from bench/browser_screens.py: other apps' layouts, other texts.

`python -m bench.field_screens FOLDER [SET…]`. The same post is never twice in one set, but posts of one page share its
banner and its opening; in the sets called numbers they differ in numbers and names alone.
"""

import argparse
import random
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from bench.browser_screens import CHROMIUM
from bench.field_pages import View, document
from bench.field_photos import by_zalo, photographed, trimmed
from bench.field_posts import Story, write_story
from bench.screens_passed_on import screenshot_of

_DEJAVU = "'DejaVu Sans'"
_LIBERATION = "'Liberation Sans'"


@dataclass(frozen=True, slots=True)
class Phone:
    """Its sides in CSS pixels, how many real ones each is, and its letters."""

    width: int
    height: int
    scale: float
    size: float
    font: str = _LIBERATION
    island: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """What a set shows, on which two phones, and how its `d` came about."""

    app: str
    first: Phone
    second: Phone
    likeness: str = "mixed"
    sentences: tuple[int, int] = (1, 5)
    pictures: tuple[int, int] = (0, 5)
    night: tuple[str, str] = ("", "")
    moved: tuple[int, int] = (0, 0)
    trim: float = 0.0
    photo: tuple[float, float] | None = None
    gallery: bool = False


_A50 = Phone(360, 800, 2.0, 15)
_A72 = Phone(393, 873, 2.75, 15)
_S23 = Phone(360, 780, 3.0, 15)
_NOTE = Phone(412, 915, 3.5, 15.5)
_BIG_LETTERS = Phone(360, 800, 3.0, 19)
_BIG_SCALE = Phone(320, 694, 3.375, 15)
_IPHONE = Phone(393, 852, 3.0, 16, island=True)
_PRO_MAX = Phone(430, 932, 3.0, 17, island=True)


def _with(phone: Phone, font: str) -> Phone:
    return Phone(phone.width, phone.height, phone.scale, phone.size, font, phone.island)


FIELDS: Mapping[str, Field] = {
    "facebook": Field("facebook", _A72, _NOTE),
    "facebook-moved": Field("facebook", _S23, _A50, sentences=(2, 6), moved=(0, 4), trim=0.02),
    "facebook-short": Field("facebook", _S23, _PRO_MAX, sentences=(0, 1), pictures=(0, 5)),
    "facebook-night": Field("facebook", _IPHONE, _BIG_LETTERS, night=("", "night")),
    "facebook-long": Field("facebook", _A50, _BIG_SCALE, sentences=(8, 14), pictures=(0, 2)),
    "facebook-template": Field("facebook", _A72, _NOTE, "template", (1, 3), (1, 1)),
    "facebook-template-short": Field("facebook", _A72, _PRO_MAX, "template", (0, 1), (1, 1)),
    "facebook-numbers": Field("facebook", _S23, _A72, "numbers", pictures=(1, 1)),
    "facebook-roboto": Field("facebook", _with(_S23, "Roboto"), _with(_NOTE, "Roboto"), sentences=(0, 4)),
    "facebook-fonts": Field("facebook", _with(_S23, "Roboto"), _with(_PRO_MAX, "Inter"), sentences=(1, 5)),
    "facebook-fonts-template": Field(
        "facebook", _with(_S23, _DEJAVU), _with(_PRO_MAX, _LIBERATION), "template", (1, 4), (1, 1)
    ),
    "group": Field("group", _S23, _IPHONE, pictures=(0, 4)),
    "group-template": Field("group", _A50, _NOTE, "template", (1, 3), (0, 1), trim=0.02),
    "group-numbers": Field("group", _A72, _S23, "numbers", pictures=(0, 0)),
    "diary": Field("diary", _A50, _BIG_LETTERS, sentences=(0, 4)),
    "diary-night": Field("diary", _PRO_MAX, _S23, night=("night", "night"), moved=(0, 3)),
    "diary-template": Field("diary", _S23, _A50, "template", (1, 2), (1, 1)),
    "tiktok": Field("tiktok", _S23, _A72, sentences=(0, 2), pictures=(1, 1), night=("black", "black")),
    "youtube": Field("youtube", _NOTE, _IPHONE, sentences=(1, 4), pictures=(1, 1)),
    "news": Field("news", _S23, _A72, sentences=(3, 9), pictures=(0, 1), moved=(0, 4)),
    "news-serif": Field(
        "news", _with(_S23, "'DejaVu Serif'"), _with(_NOTE, "'DejaVu Serif'"), sentences=(3, 9), pictures=(0, 1)
    ),
    "portal": Field("portal", _A72, _BIG_SCALE, sentences=(1, 4), pictures=(0, 1)),
    "portal-template": Field("portal", _S23, _NOTE, "template", (1, 3), (0, 1)),
    "gallery": Field("facebook", _A72, _A72, gallery=True),
    "photographed": Field("facebook", _A72, _A72, photo=(0.4, 0.002)),
    "photographed-askew": Field("facebook", _A72, _A72, photo=(2.0, 0.01)),
}


def main() -> None:
    """Read the command line and draw."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    options.add_argument("sets", nargs="*", choices=[*FIELDS, []], metavar="SET")
    options.add_argument("--posts", type=int, default=40)
    options.add_argument("--first", type=int, default=0, help="the number of the first post; others show other posts")
    chosen = options.parse_intermixed_args()
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as scratch:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for name in chosen.sets or FIELDS:
            numbers = range(chosen.first, chosen.first + chosen.posts)
            draw_field(browser, FIELDS[name], chosen.folder / name, numbers, Path(scratch))
        browser.close()


def draw_field(browser: Browser, field: Field, folder: Path, numbers: range, scratch: Path) -> None:
    """Four files for each of these posts."""
    folder.mkdir(parents=True, exist_ok=True)
    for variant, phone in (("a", field.first), ("d", field.second)):
        size = ViewportSize(width=phone.width, height=phone.height)
        context = browser.new_context(viewport=size, device_scale_factor=phone.scale)
        sheet = context.new_page()
        for number in numbers:
            dice = random.Random(f"look {number} {variant}")
            file = scratch / "screen.html"
            file.write_text(_screen(field, number, phone, variant == "d", dice))
            sheet.goto(file.as_uri())
            picture = sheet.screenshot(type="jpeg", quality=dice.randint(80, 95))
            name = f"{number:02}"
            if variant == "d":
                (folder / f"{name}-d.jpg").write_bytes(_passed_on(picture, field, dice))
                continue
            (folder / f"{name}-a.jpg").write_bytes(picture)
            (folder / f"{name}-b.jpg").write_bytes(by_zalo(picture, dice))
            (folder / f"{name}-c.jpg").write_bytes(trimmed(picture, 30 / phone.height, dice, field.trim))
        context.close()


def _passed_on(picture: bytes, field: Field, dice: random.Random) -> bytes:
    if field.gallery:
        return screenshot_of(picture, 1080, 2340, dice.uniform(0.7, 0.9))
    if field.photo:
        return photographed(picture, dice, *field.photo)
    return picture


def _screen(field: Field, number: int, phone: Phone, later: bool, dice: random.Random) -> str:
    def story(which: int) -> Story:
        return write_story(which, field.likeness, field.sentences, field.pictures)

    view = View(
        clock=f"{dice.randint(5, 23):02}:{dice.randint(0, 59):02}",
        battery=dice.randint(5, 100),
        later=dice.randint(2, 80) if later else 0,
        night=field.night[later],
        margin=dice.choice((12, 16)),
        size=phone.size,
        font=f"{phone.font},'DejaVu Sans',sans-serif",
        moved=dice.randint(*field.moved) if later else 0,
        buttons=dice.random() < 0.5,
        island=phone.island,
        dice=dice,
    )
    return document(field.app, story(number), story(10_000 + 2 * number + later), view)


if __name__ == "__main__":
    main()
