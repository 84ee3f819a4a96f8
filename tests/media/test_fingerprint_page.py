"""Where the lines and the pictures of a page are, whatever stands around them."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from bench.screens import Phone, draw
from bench.screens_posts import write_post
from media.fingerprint import fingerprint_of
from media.fingerprint_page import Page, read_page
from media.fingerprint_words import words_of

PAGE = draw([write_post(3, pictured=0.0, words=(40, 40))], Phone()).convert("L")


def read(picture: Image.Image) -> Page:
    return read_page(np.asarray(picture))


def word_count(picture: Image.Image) -> int:
    grey = np.asarray(picture)
    return len(words_of(grey, read_page(grey).lines).widths)


@pytest.mark.parametrize("rule", [120, 235])
def test_a_line_of_text_that_a_bar_cuts_lengthways_is_left_out(rule: int) -> None:
    line = max((line.box for line in read(PAGE).lines if line.box.top > 300), key=lambda box: box.width)
    cut = PAGE.copy()
    middle = (line.top + line.bottom) // 2
    brush = ImageDraw.Draw(cut)
    brush.rectangle((0, middle, cut.width, cut.height), fill=255)
    without_rule = cut.copy()
    brush.rectangle((0, middle, cut.width, middle + 1), fill=rule)
    assert not any(each.box.bottom > line.top for each in read(cut).lines)
    assert any(each.box.bottom > line.top for each in read(without_rule).lines)


def test_a_phones_clock_and_buttons_are_no_words_of_the_page() -> None:
    without = PAGE.copy()
    ImageDraw.Draw(without).rectangle((0, 0, without.width, round(0.033 * without.height)), fill=255)
    assert word_count(without) == word_count(PAGE)


def test_the_bar_between_two_posts_ends_the_first() -> None:
    two = draw([write_post(3, pictured=0.0), write_post(4, pictured=0.0)], Phone()).convert("L")
    taken = fingerprint_of(two)
    assert 20 < taken.first < len(taken.words)
    assert fingerprint_of(PAGE).first == 0


def test_the_words_above_a_picture_are_counted() -> None:
    taken = fingerprint_of(draw([write_post(5, pictured=1.0, words=(30, 30))], Phone()).convert("L"))
    assert 30 < max(part.above for part in taken.parts) < len(taken.words)


def test_bubbles_on_a_ground_with_a_pattern_are_read() -> None:
    bubble = PAGE.crop((0, 300, PAGE.width, 700))
    x, y = np.meshgrid(np.arange(900), np.arange(1600))
    ground = Image.fromarray((170 + 25 * np.sin((x + y) / 14)).astype(np.uint8))
    chat = ground.copy()
    chat.paste(bubble, (40, 200))
    chat.paste(bubble, (40, 700))
    assert len(read(chat).lines) >= 2 * len(read(bubble).lines) > 10
    assert not read(ground).lines
