"""Every picture has a fingerprint, however odd it is, and a fingerprint can be kept."""

from functools import cache
from io import BytesIO
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from bench.screens import Phone, draw
from bench.screens_passed_on import as_jpeg
from bench.screens_posts import write_post
from core.likeness import Closeness
from media.fingerprint import BLANK, Fingerprint, take_fingerprint
from media.fingerprint_picture import small_grey
from media.fingerprint_version import VERSION
from media.likeness import compare
from media.likeness_sketch import probes_of, sketch_of

SCREENSHOT = draw([write_post(1), write_post(2)], Phone())


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    file = BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def screenshot(mode: str) -> Image.Image:
    return SCREENSHOT.convert(mode)


FRAMES = [SCREENSHOT.convert("P"), Image.new("P", SCREENSHOT.size)]
BLANKS = {
    "one pixel": saved(Image.new("RGB", (1, 1), "red"), "PNG"),
    "white": saved(Image.new("RGB", (720, 1480), "white"), "JPEG"),
    "black and clear": saved(Image.new("RGBA", (300, 300), (0, 0, 0, 0)), "PNG"),
    "a thread": saved(Image.new("L", (1, 9000), 7), "PNG"),
    "nothing": b"",
    "no picture": b"%PDF-1.7 and so on",
    "cut off": saved(SCREENSHOT, "JPEG")[:900],
    "too many pixels": saved(Image.new("1", (30_001, 1)), "PNG"),
}
ODD = {
    "palette": saved(screenshot("P"), "PNG"),
    "palette with a clear colour": saved(screenshot("P"), "PNG", transparency=3),
    "grey with alpha": saved(screenshot("LA"), "PNG"),
    "alpha": saved(screenshot("RGBA"), "WEBP"),
    "four colours of ink": saved(screenshot("CMYK"), "JPEG"),
    "one bit": saved(screenshot("1"), "PNG"),
    "moving": saved(FRAMES[0], "GIF", save_all=True, append_images=FRAMES[1:]),
    "bitmap": saved(SCREENSHOT, "BMP"),
    "sixteen bits": saved(Image.fromarray(np.asarray(screenshot("L")).astype(np.uint16) * 257), "PNG"),
}
NARROW = {
    "a tall strip": Image.effect_noise((3, 9000), 60),
    "a wide strip": Image.effect_noise((9000, 2), 60),
    "two pixels": Image.effect_noise((2, 1), 90),
    "noise": Image.effect_noise((900, 900), 90),
}


@pytest.mark.parametrize("content", BLANKS.values(), ids=BLANKS)
def test_a_picture_that_shows_nothing_is_like_nothing(content: bytes) -> None:
    taken = take_fingerprint(content)
    assert taken.blank
    assert compare(taken, taken) == Closeness()
    assert sketch_of(taken) == b""
    assert len(probes_of(taken)) == 0
    assert Fingerprint.from_bytes(taken.to_bytes()).blank


@pytest.mark.parametrize("content", ODD.values(), ids=ODD)
def test_the_words_are_found_in_every_kind_of_file(content: bytes) -> None:
    words = len(take_fingerprint(saved(SCREENSHOT, "PNG")).text.widths)
    assert len(take_fingerprint(content).text.widths) == pytest.approx(words, abs=words // 8)


@pytest.mark.parametrize("picture", NARROW.values(), ids=NARROW)
def test_odd_shapes_have_a_fingerprint_that_can_be_kept(picture: Image.Image) -> None:
    taken = take_fingerprint(saved(picture, "PNG"))
    assert Fingerprint.from_bytes(taken.to_bytes()).to_bytes() == taken.to_bytes()
    assert (taken.width, taken.height) == picture.size or taken.blank
    compare(taken, taken)
    sketch_of(taken)
    probes_of(taken)


def test_a_photo_is_looked_at_as_its_exif_turns_it() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    lying = saved(SCREENSHOT.transpose(Image.Transpose.ROTATE_90), "JPEG", exif=exif.tobytes(), quality=95)
    taken = take_fingerprint(lying)
    assert (taken.width, taken.height) == SCREENSHOT.size
    assert abs(len(taken.text.widths) - len(take_fingerprint(as_jpeg(SCREENSHOT, 95)).text.widths)) <= 3


def test_a_large_photo_is_looked_at_smaller() -> None:
    large = Image.new("RGB", (6000, 4000), "white")
    ImageDraw.Draw(large).ellipse((500, 500, 5000, 3500), fill="blue")
    grey, size = small_grey(as_jpeg(large))
    assert size == (6000, 4000)
    assert 500_000 < grey.width * grey.height < 2_000_000


def test_a_mistake_of_ours_refuses_nobodys_photo_and_is_written_down(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def mistaken(_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("media.fingerprint.read_page", mistaken)
    assert take_fingerprint(saved(SCREENSHOT, "PNG")) is BLANK
    assert "only its exact bytes will be known again" in caplog.text
    assert "ZeroDivisionError" in caplog.text


def test_bytes_that_are_no_picture_are_nobodys_mistake(caplog: pytest.LogCaptureFixture) -> None:
    assert take_fingerprint(b"no picture") is BLANK
    assert not caplog.text


def test_a_fingerprint_takes_one_to_two_kilobytes() -> None:
    assert len(take_fingerprint(as_jpeg(SCREENSHOT)).to_bytes()) < 1800


def test_a_kept_fingerprint_is_the_same_as_before() -> None:
    taken = take_fingerprint(as_jpeg(SCREENSHOT))
    again = Fingerprint.from_bytes(taken.to_bytes())
    assert again.to_bytes() == taken.to_bytes()
    assert compare(taken, again) == compare(taken, taken)
    assert taken.to_bytes()[0] == VERSION


@given(st.binary(max_size=60))
def test_bytes_that_are_no_fingerprint_are_refused(junk: bytes) -> None:
    with pytest.raises(ValueError, match="fingerprint"):
        Fingerprint.from_bytes(junk)


@given(st.integers(0, 1300))
def test_a_fingerprint_cut_short_is_refused(length: int) -> None:
    kept = take_once()
    with pytest.raises(ValueError, match="fingerprint"):
        Fingerprint.from_bytes(kept[: min(length, len(kept) - 1)])


@cache
def take_once() -> bytes:
    return take_fingerprint(as_jpeg(SCREENSHOT)).to_bytes()


@given(st.integers(0, 255), st.integers(1, 40), st.integers(1, 40), st.randoms(use_true_random=False))
def test_whatever_a_picture_shows_it_has_a_fingerprint(shade: int, width: int, height: int, dice: Random) -> None:
    picture = Image.new("L", (width * 10, height * 10), shade)
    brush = ImageDraw.Draw(picture)
    for _ in range(12):
        x, y = dice.randrange(width * 10), dice.randrange(height * 10)
        brush.rectangle((x, y, x + dice.randrange(90), y + dice.randrange(30)), fill=dice.randrange(256))
    taken = take_fingerprint(saved(picture, "PNG"))
    assert Fingerprint.from_bytes(taken.to_bytes()).to_bytes() == taken.to_bytes()
    assert BLANK.blank
