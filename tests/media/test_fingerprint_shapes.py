"""A word looks like itself in another size, in the dark and in another font, and unlike others that are as wide."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from media.fingerprint_page import read_page
from media.fingerprint_shapes import unlikeness
from media.fingerprint_words import Text, words_of

SENTENCE = "Trong tuần đã tiếp nhận hồ sơ của bà con thôn trên rồi giải quyết xong"


def read(text: str, size: int = 28, font: str = "DejaVuSans.ttf", paper: int = 255, ink: int = 0) -> Text:
    letters = ImageFont.truetype(f"/usr/share/fonts/truetype/dejavu/{font}", size)
    page = Image.new("L", (40 + int(letters.getlength(text)), 20 * size), paper)
    ImageDraw.Draw(page).text((20, 9 * size), text, ink, letters)
    grey = np.asarray(page)
    return words_of(grey, read_page(grey).lines).text


@pytest.mark.parametrize(
    "other",
    [{"size": 19}, {"size": 44}, {"paper": 20, "ink": 230}, {"paper": 240, "ink": 120}, {"font": "DejaVuSerif.ttf"}],
)
def test_a_word_looks_like_itself_and_unlike_the_others(other: dict[str, int | str]) -> None:
    here, there = read(SENTENCE), read(SENTENCE, **other)  # type: ignore[arg-type]
    assert len(here.widths) == len(there.widths) == len(SENTENCE.split())
    far = unlikeness(here.shapes, there.shapes)
    same = np.diagonal(far)
    assert np.median(same) < (0.3 if "font" in other else 0.12)
    assert (far.argmin(axis=1) == np.arange(len(far))).mean() > 0.75
    assert np.median(far[~np.eye(len(far), dtype=bool)]) > 0.7


def test_numbers_of_one_width_look_unlike_each_other() -> None:
    here, there = read("tiếp nhận 236 hồ sơ"), read("tiếp nhận 480 hồ sơ")
    far = np.diagonal(unlikeness(here.shapes, there.shapes))
    assert here.widths[2] == pytest.approx(there.widths[2], abs=2)
    assert far[2] > 0.2 and max(far[0], far[1], far[3], far[4]) < 0.05


def test_a_dash_looks_like_a_dash() -> None:
    dashes = read("một — hai — ba")
    assert unlikeness(dashes.shapes[1:2], dashes.shapes[3:4])[0, 0] < 0.1
    assert unlikeness(dashes.shapes[1:2], dashes.shapes[0:1])[0, 0] > 0.5
