"""When two photos are the same, probably the same post, or two different ones."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.likeness import Closeness, Verdict, judge

COPY = Closeness(same_shape=True, looks=0.97, picture=0.99, words=80, shared=78, running=50, contradicting=1)
RETAKEN = Closeness(looks=0.3, picture=0.99, words=80, shared=70, running=50, contradicting=1, passing=2, loose=3)
PHOTO = Closeness(same_shape=True, looks=0.97, picture=0.98, words=2)
TALK = Closeness(looks=0.3, words=90, shared=50, running=40, loose=60, before=2, whole=True)


def verdict(close: Closeness, **changes: object) -> Verdict:
    return judge(replace(close, **changes))  # type: ignore[arg-type]  # the names are checked by replace


def test_the_same_bytes_are_the_same_photo() -> None:
    assert judge(Closeness(same_bytes=True)) is Verdict.SAME


def test_nothing_in_common_is_a_new_photo() -> None:
    assert judge(Closeness()) is Verdict.NEW
    assert judge(Closeness(words=80, loose=80)) is Verdict.NEW


def test_a_copy_is_the_same_photo() -> None:
    assert judge(COPY) is Verdict.SAME


@pytest.mark.parametrize(
    "change",
    [
        {"same_shape": False},
        {"looks": 0.9},
        {"strip": 0.7},
        {"shared": 60},
        {"contradicting": 4},
        {"passing": 14},
        {"doubtful": 2},
        {"contradicting": 3, "strip": 0.45},
    ],
)
def test_a_copy_with_one_thing_amiss_is_not_the_same(change: dict[str, object]) -> None:
    assert verdict(COPY, **change) is not Verdict.SAME


def test_a_copy_with_a_few_words_badly_parted_is_the_same_where_nothing_looks_otherwise() -> None:
    assert verdict(COPY, looks=0.99, strip=0.1, contradicting=3) is Verdict.SAME
    assert verdict(COPY, looks=0.99, strip=0.1, contradicting=3, doubtful=1) is not Verdict.SAME
    assert verdict(COPY, looks=0.99, strip=0.16, contradicting=3) is not Verdict.SAME


def test_a_copy_whose_last_line_was_read_otherwise_is_the_same_where_all_looks_the_same() -> None:
    cut = replace(COPY, looks=0.99, strip=0.1, words=145, shared=115, contradicting=0, loose=30)
    assert judge(cut) is Verdict.SAME
    for change in ({"looks": 0.98}, {"strip": 0.16}, {"shared": 100}, {"contradicting": 3}):
        assert verdict(cut, **change) is not Verdict.SAME


def test_a_post_from_another_phone_is_similar() -> None:
    assert judge(RETAKEN) is Verdict.SIMILAR
    assert verdict(RETAKEN, picture=None) is Verdict.SIMILAR


def test_one_banner_over_two_texts_makes_two_posts() -> None:
    assert verdict(RETAKEN, shared=45, contradicting=25) is Verdict.NEW
    assert verdict(COPY, shared=45, contradicting=25) is Verdict.NEW


def test_two_posts_of_one_template_are_told_by_a_few_numbers() -> None:
    assert verdict(RETAKEN, contradicting=2) is Verdict.NEW
    assert verdict(RETAKEN, contradicting=0, doubtful=2) is Verdict.SIMILAR
    assert verdict(RETAKEN, contradicting=0, doubtful=3) is Verdict.NEW


def test_a_time_and_counts_that_have_grown_make_no_other_post() -> None:
    assert verdict(RETAKEN, contradicting=0, passing=8) is Verdict.SIMILAR
    assert verdict(RETAKEN, contradicting=0, passing=9) is Verdict.NEW


def test_in_another_font_more_words_are_badly_read() -> None:
    assert verdict(RETAKEN, contradicting=2, unlikeness=0.1) is Verdict.SIMILAR
    assert verdict(RETAKEN, contradicting=4, unlikeness=0.1) is Verdict.NEW
    assert verdict(RETAKEN, contradicting=5, unlikeness=0.9) is Verdict.NEW


def test_a_short_text_with_another_picture_is_another_post() -> None:
    other = replace(RETAKEN, picture=0.1, contradicting=0, passing=0, loose=0)
    assert judge(other) is Verdict.SIMILAR
    assert verdict(other, shared=69) is Verdict.NEW
    assert verdict(other, contradicting=2) is Verdict.NEW


def test_the_bars_and_buttons_of_a_page_make_no_post() -> None:
    bars = Closeness(words=40, shared=30, running=4, whole=True)
    assert judge(bars) is Verdict.NEW
    assert verdict(bars, running=12) is Verdict.SIMILAR
    assert verdict(bars, picture=0.95) is Verdict.SIMILAR
    assert verdict(bars, shared=13, running=13, words=16) is Verdict.NEW


def test_a_part_of_a_long_text_is_similar() -> None:
    assert judge(Closeness(words=300, shared=80, running=80)) is Verdict.SIMILAR
    assert judge(Closeness(words=300, shared=60, running=60)) is Verdict.NEW


def test_a_message_is_known_again_in_a_talk_from_its_beginning_to_its_end() -> None:
    assert judge(TALK) is Verdict.SIMILAR
    amiss = ({"whole": False}, {"loose": 90}, {"contradicting": 3}, {"before": 20, "ahead": 20})
    for change in amiss:
        assert verdict(TALK, **change) is Verdict.NEW


def test_what_others_said_above_a_message_makes_no_other_one() -> None:
    below_others = replace(TALK, before=20, ahead=0)
    assert judge(below_others) is Verdict.SIMILAR
    assert verdict(below_others, ahead=3) is Verdict.SIMILAR
    assert verdict(below_others, ahead=4) is Verdict.NEW
    assert verdict(below_others, words=101) is Verdict.NEW


def test_what_a_page_puts_below_all_its_posts_makes_no_post() -> None:
    footer = Closeness(looks=0.3, words=120, shared=75, running=70, loose=40, before=40, ahead=30, whole=True)
    assert judge(footer) is Verdict.NEW
    assert verdict(footer, picture=0.99) is Verdict.NEW
    assert verdict(footer, before=11, loose=11) is Verdict.SIMILAR
    assert verdict(footer, before=12, loose=12) is Verdict.NEW


def test_photos_without_text_are_told_by_their_pictures() -> None:
    assert judge(PHOTO) is Verdict.SAME
    assert verdict(PHOTO, same_shape=False) is Verdict.SIMILAR
    assert verdict(PHOTO, looks=0.5, picture=0.7) is Verdict.NEW


def test_a_screen_with_hardly_a_word_is_told_by_its_looks() -> None:
    screen = Closeness(same_shape=True, looks=0.99, framed=0.99, strip=0.1)
    assert judge(screen) is Verdict.SAME
    assert verdict(screen, looks=0.97) is Verdict.SIMILAR
    assert verdict(screen, looks=0.5, framed=0.78, same_shape=False) is Verdict.SIMILAR
    assert verdict(screen, looks=0.5, framed=0.77, same_shape=False) is Verdict.NEW
    assert verdict(screen, looks=0.5, words=14) is Verdict.NEW


def test_a_drawing_that_was_read_as_words_is_told_by_its_picture() -> None:
    """A copy of a text shares words; where none agrees though all looks the same, there were none."""
    drawing = Closeness(same_shape=True, looks=0.99, strip=0.08, picture=0.99, words=16, loose=16)
    assert judge(drawing) is Verdict.SAME
    for change in (
        {"strip": 0.13},
        {"words": 32},
        {"shared": 1},
        {"picture": 0.89},
        {"picture": None},
        {"looks": 0.94},
    ):
        assert verdict(drawing, **change) is Verdict.NEW


def test_two_nearly_empty_pages_are_not_the_same() -> None:
    assert verdict(PHOTO, picture=None) is Verdict.NEW


closenesses = st.builds(
    Closeness,
    same_shape=st.booleans(),
    looks=st.floats(-1, 1),
    strip=st.floats(0, 2),
    framed=st.floats(-1, 1),
    picture=st.none() | st.floats(-1, 1),
    words=st.integers(0, 400),
    shared=st.integers(0, 400),
    running=st.integers(0, 400),
    contradicting=st.integers(0, 400),
    passing=st.integers(0, 400),
    loose=st.integers(0, 400),
    before=st.integers(0, 400),
    ahead=st.integers(0, 400),
    whole=st.booleans(),
    unlikeness=st.floats(0, 2),
    doubtful=st.integers(0, 400),
)
RANK = [Verdict.NEW, Verdict.SIMILAR, Verdict.SAME]


@given(closenesses, st.integers(1, 50))
def test_more_that_contradicts_never_makes_two_photos_more_alike(close: Closeness, more: int) -> None:
    assert RANK.index(verdict(close, contradicting=close.contradicting + more)) <= RANK.index(judge(close))
    assert RANK.index(verdict(close, passing=close.passing + more)) <= RANK.index(judge(close))
    assert RANK.index(verdict(close, doubtful=close.doubtful + more)) <= RANK.index(judge(close))
    assert RANK.index(verdict(close, strip=close.strip + more)) <= RANK.index(judge(close))
