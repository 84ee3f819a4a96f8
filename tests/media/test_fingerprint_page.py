"""Where the lines and the pictures of a page are, whatever stands around them."""

from itertools import pairwise

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
    return len(words_of(grey, read_page(grey).lines).tops)


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
    bars = sorted(set(taken.text.ends) - set(fingerprint_of(PAGE).text.ends))
    assert any(20 < words < len(taken.text.widths) - 20 for words in bars)


def ends_of(picture: Image.Image) -> list[int]:
    return fingerprint_of(picture).text.ends


@pytest.mark.parametrize(("shade", "ends"), [(255, False), (246, True), (205, True)])
def test_what_stands_between_two_lines_may_end_a_post(shade: int, ends: bool) -> None:
    lines = [line.box for line in read(PAGE).lines if line.box.width > 0.7 * PAGE.width]
    first = next(one for one, other in pairwise(lines) if other.top - one.top < 2 * one.height)
    below = first.bottom + first.height // 2
    ruled = Image.new("L", (PAGE.width, PAGE.height + 12), 255)
    ruled.paste(PAGE.crop((0, 0, PAGE.width, below)))
    ruled.paste(PAGE.crop((0, below, *PAGE.size)), (0, below + 12))
    ImageDraw.Draw(ruled).rectangle((first.left, below + 5, first.right, below + 6), fill=shade)
    assert (len(ends_of(ruled)) > len(ends_of(PAGE))) is ends


def test_a_bubble_that_hardly_differs_from_its_ground_ends_where_its_ground_begins() -> None:
    bubble = PAGE.crop((20, 322, PAGE.width - 20, 520))
    talk = Image.new("L", (PAGE.width, 1400), 236)
    for top in (200, 500, 900):
        talk.paste(bubble, (20, top))
    words = len(fingerprint_of(talk).text.widths) // 3
    assert words > 20 and {words, 2 * words, 3 * words} <= set(ends_of(talk))


def test_a_paragraph_is_running_text_and_buttons_are_not() -> None:
    running = fingerprint_of(PAGE).text.running
    assert 30 < running.sum() < len(running) - 10
    assert not running[-4:].any()


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
    assert 30 < max(part.above for part in taken.parts) < len(taken.text.widths)


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
