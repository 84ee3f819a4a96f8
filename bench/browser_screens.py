"""Draw folders of screenshots with Chromium, named as bench/likeness.py wants them: an independent test of likeness.

`python -m bench.browser_screens FOLDER [SET…]` writes a folder for each set below FOLDER. Needs playwright and Chromium.
"""

import argparse
import random
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from bench.browser_apps import page
from bench.browser_posts import Look, WebPost, write_web_post
from bench.screens_passed_on import cropped, sent

CHROMIUM = "/usr/bin/chromium"
_STATUS = 30  # CSS pixels


@dataclass(frozen=True, slots=True)
class Screen:
    """A phone: its sides in CSS pixels, how many real ones each is, and its letters."""

    width: int = 360
    height: int = 780
    scale: float = 2.0
    size: float = 15
    font: str = "Roboto,'DejaVu Sans',sans-serif"
    notch: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """What a set shows, and on which two phones."""

    app: str
    phone: Screen = Screen()
    other: Screen = Screen(width=412, height=900, scale=2.0, size=17, notch=True)
    sentences: tuple[int, int] = (1, 4)
    pictures: tuple[int, int] = (1, 4)
    shared: float = 0.3
    dark: tuple[bool, bool] = (False, False)
    comments: bool = False
    keyboard: bool = False
    quality: int = 85
    crop: float = 0.0


_HD = Screen(width=360, height=780, scale=3.0, size=15)
_IPHONE = Screen(width=390, height=844, scale=3.0, size=16, font="Inter,'DejaVu Sans',sans-serif", notch=True)
_MAX = replace(_IPHONE, width=430, height=932, size=17)
_SMALL = Screen(width=360, height=640, scale=1.5, size=14)
_TALL = Screen(width=384, height=900, scale=2.25, size=15)
_TALLER = Screen(width=360, height=880, scale=3.0, size=16, notch=True)
_ARIAL = "'Liberation Sans',Arial,sans-serif"
_DEJAVU = "'DejaVu Sans',sans-serif"

KINDS: Mapping[str, Kind] = {
    "facebook": Kind("facebook"),
    "facebook-comments": Kind("facebook", _HD, comments=True),
    "facebook-dark": Kind("facebook", _IPHONE, _MAX, dark=(True, True), comments=True),
    "facebook-to-dark": Kind("facebook", _HD, dark=(False, True)),
    "facebook-keyboard": Kind("facebook", _HD, comments=True, keyboard=True, quality=70),
    "facebook-small": Kind("facebook", _SMALL, Screen(width=393, height=851, scale=2.75, size=18)),
    "facebook-dejavu": Kind("facebook", replace(_HD, font=_DEJAVU), Screen(412, 900, 2.0, 17, _DEJAVU, True)),
    "facebook-no-picture": Kind("facebook", sentences=(0, 3), pictures=(0, 0)),
    "facebook-banner": Kind("facebook", _HD, sentences=(0, 2), pictures=(1, 1), shared=1.0),
    "facebook-long": Kind("facebook", sentences=(7, 10), pictures=(0, 2)),
    "zalo": Kind("zalo", _HD),
    "zalo-banner": Kind("zalo", sentences=(0, 3), pictures=(1, 1), shared=1.0, quality=60),
    "news": Kind("news", _HD, sentences=(3, 8), pictures=(1, 1)),
    "news-serif": Kind(
        "news",
        replace(_HD, font="'Liberation Serif',serif", size=17),
        Screen(412, 900, 2.6, 19, "'Liberation Serif',serif"),
        sentences=(3, 8),
        pictures=(0, 1),
    ),
    "telegram": Kind("telegram", _HD, pictures=(0, 2)),
    "telegram-dark": Kind("telegram", _IPHONE, _MAX, pictures=(0, 2), dark=(True, True)),
    "x": Kind("x", _IPHONE, _MAX, sentences=(0, 2), pictures=(0, 2)),
    "x-dark": Kind("x", _HD, sentences=(0, 2), pictures=(0, 1), dark=(True, True), comments=True),
    "youtube": Kind("youtube", _TALL, _TALLER, sentences=(0, 3), pictures=(0, 2)),
    "youtube-dark": Kind("youtube", _TALLER, _TALL, sentences=(0, 3), pictures=(0, 2), dark=(True, True)),
    "portal": Kind("portal", _HD, replace(_TALLER, scale=2.6), sentences=(2, 5), pictures=(0, 1)),
    "other-font": Kind("facebook", _HD, _IPHONE),
    "arial": Kind("facebook", _HD, replace(_MAX, font=_ARIAL)),
}


def main() -> None:
    """Read the command line and draw."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    options.add_argument("sets", nargs="*", choices=[*KINDS, []], metavar="SET")
    options.add_argument("--posts", type=int, default=40)
    options.add_argument("--first", type=int, default=0, help="the number of the first post; others show other posts")
    chosen = options.parse_args()
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as scratch:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for name in chosen.sets or KINDS:
            draw_set(
                browser,
                KINDS[name],
                chosen.folder / name,
                range(chosen.first, chosen.first + chosen.posts),
                Path(scratch),
            )
        browser.close()


def draw_set(browser: Browser, kind: Kind, folder: Path, numbers: range, scratch: Path) -> None:
    """Four files for each of these posts."""
    folder.mkdir(parents=True, exist_ok=True)
    for variant, screen in (("a", kind.phone), ("d", kind.other)):
        context = browser.new_context(
            viewport={"width": screen.width, "height": screen.height}, device_scale_factor=screen.scale
        )
        sheet = context.new_page()
        for number in numbers:
            dice = random.Random(f"{number} {variant}")
            file = scratch / "page.html"
            file.write_text(_document(kind, number, screen, variant == "d", dice))
            sheet.goto(file.as_uri())
            picture = sheet.screenshot(type="jpeg", quality=kind.quality)
            (folder / f"{number:02}-{variant}.jpg").write_bytes(picture)
            if variant == "a":
                (folder / f"{number:02}-b.jpg").write_bytes(
                    sent(picture, dice.choice((1110, 1280)), dice.choice((60, 75)))
                )
                crop = cropped(picture, _STATUS / screen.height, kind.crop, quality=85)
                (folder / f"{number:02}-c.jpg").write_bytes(crop)
        context.close()


def _document(kind: Kind, number: int, screen: Screen, later: bool, dice: random.Random) -> str:
    def post(which: int) -> WebPost:
        return write_web_post(which, kind.sentences, kind.pictures, kind.shared)

    shown = post(number)
    comments = tuple(dice.sample(range(40), 3)) if kind.comments else ()
    look = Look(
        clock=f"{dice.randint(6, 22)}:{dice.randint(10, 59)}",
        battery=dice.randint(9, 100),
        hours=dice.randint(4, 22) if later else dice.randint(1, 3),
        more=dice.randint(3, 60) if later else 0,
        comments=comments,
        keyboard=kind.keyboard and later,
        dark=kind.dark[later],
        notch=screen.notch,
    )
    below = post(10_000 + 2 * number + later)
    return page(kind.app, shown, below, look, screen.size, screen.font)


if __name__ == "__main__":
    main()
