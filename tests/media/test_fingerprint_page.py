"""Where the lines and the pictures of a page are, whatever stands around them."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from bench.screens import Phone, draw
from bench.screens_posts import write_post
from media.fingerprint import fingerprint_of
from media.fingerprint_cuts import margins_of
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
    bars = sorted(set(taken.ends) - set(fingerprint_of(PAGE).ends))
    assert any(20 < words < len(taken.words) - 20 for words in bars)


@pytest.mark.parametrize("margin", [0, 24, 140])
def test_a_thin_rule_nearly_from_side_to_side_may_end_a_post(margin: int) -> None:
    foot = max(line.box.bottom for line in read(PAGE).lines) + 60
    ruled = PAGE.copy()
    ImageDraw.Draw(ruled).rectangle((margin, foot, ruled.width - 1 - margin, foot + 1), fill=205)
    taken = fingerprint_of(ruled)
    assert (len(taken.words) in taken.ends) is (margin < 140)


def test_a_name_beside_a_face_is_read_as_on_any_other_phone() -> None:
    posts = [write_post(number, pictured=0.0, words=(40, 40)) for number in range(6)]
    small, large = Phone(), Phone(width=824, height=1738, size=33)
    counts = [[word_count(draw([post], phone).convert("L")) for phone in (small, large)] for post in posts]
    assert all(abs(here - there) <= 1 for here, there in counts)


def test_a_soft_photograph_is_no_page() -> None:
    sky = np.random.default_rng(3).integers(90, 165, (9, 12), np.uint8)
    photo = Image.fromarray(sky).resize((620, 420), Image.Resampling.BICUBIC)
    page = PAGE.copy()
    words = word_count(page)
    top = max(line.box.bottom for line in read(PAGE).lines) + 60
    page.paste(photo, (50, top))
    assert word_count(page) == words and len(read(page).pictures) > len(read(PAGE).pictures)


def test_the_words_above_a_picture_are_counted() -> None:
    taken = fingerprint_of(draw([write_post(5, pictured=1.0, words=(30, 30))], Phone()).convert("L"))
    assert 30 < max(part.above for part in taken.parts) < len(taken.words)


def test_bubbles_on_a_ground_with_a_pattern_are_read() -> None:
    bubble = PAGE.crop((0, 322, PAGE.width, 700))
    x, y = np.meshgrid(np.arange(900), np.arange(1600))
    ground = Image.fromarray((170 + 25 * np.sin((x + y) / 14)).astype(np.uint8))
    chat = ground.copy()
    chat.paste(bubble, (40, 200))
    chat.paste(bubble, (40, 700))
    assert len(read(chat).lines) >= 2 * len(read(bubble).lines) > 10
    assert not read(ground).lines


def test_a_narrow_picture_whose_margins_would_cross_has_none() -> None:
    flat = np.zeros((100, 4), np.bool_)
    for column in range(4):
        flat[: 60 + 10 * column, column] = True
    assert margins_of(flat, shortest=20) is None
    assert margins_of(np.ones((100, 4), np.bool_), shortest=20) is not None
