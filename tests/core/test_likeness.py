"""When two photos are the same, probably the same post, or two different ones."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.likeness import Closeness, Verdict, judge

COPY = Closeness(same_shape=True, looks=0.99, picture=0.99, words=80, shared=78, contradicting=1)
RETAKEN = Closeness(looks=0.3, picture=0.99, words=80, shared=70, contradicting=3, loose=3)
PHOTO = Closeness(same_shape=True, looks=0.99, picture=0.98, words=2)
FEED = Closeness(looks=0.3, words=150, shared=80, contradicting=2, loose=70)
ROUGH = Closeness(looks=0.3, words=120, shared=100, contradicting=5, loose=10, rough=True)


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
        {"rough": True},
        {"contradicting": 13},
        {"contradicting": 5, "strip": 0.5},
    ],
)
def test_a_copy_with_one_thing_amiss_is_not_the_same(change: dict[str, object]) -> None:
    assert verdict(COPY, **change) is not Verdict.SAME


def test_a_post_from_another_phone_is_similar() -> None:
    assert judge(RETAKEN) is Verdict.SIMILAR
    assert verdict(RETAKEN, picture=None) is Verdict.SIMILAR


def test_one_banner_over_two_texts_makes_two_posts() -> None:
    assert verdict(RETAKEN, shared=45, contradicting=25) is Verdict.NEW
    assert verdict(COPY, shared=45, contradicting=25) is Verdict.NEW


def test_a_short_text_with_another_picture_is_another_post() -> None:
    assert verdict(RETAKEN, words=40, shared=38) is Verdict.SIMILAR
    assert verdict(RETAKEN, words=40, shared=38, picture=0.1) is Verdict.NEW
    assert verdict(RETAKEN, shared=75, picture=0.1) is Verdict.NEW
    assert verdict(RETAKEN, shared=75, picture=0.1, contradicting=2, loose=0) is Verdict.SIMILAR


def test_a_few_other_words_above_the_same_small_print_make_another_post() -> None:
    small_print = Closeness(looks=0.3, words=90, shared=82, contradicting=6, loose=2, before=2)
    assert judge(small_print) is Verdict.NEW
    assert verdict(small_print, picture=0.1) is Verdict.NEW
    assert verdict(small_print, contradicting=4) is Verdict.SIMILAR
    assert verdict(small_print, contradicting=4, before=5) is Verdict.NEW


def test_under_the_same_picture_small_letters_may_be_read_otherwise() -> None:
    small_letters = Closeness(looks=0.3, picture=0.99, words=98, shared=89, contradicting=6, loose=18, before=16)
    assert verdict(small_letters, before=0, loose=1) is Verdict.SIMILAR
    assert verdict(small_letters, contradicting=4) is Verdict.SIMILAR
    assert verdict(small_letters, contradicting=4, picture=None) is Verdict.NEW
    assert verdict(small_letters, contradicting=8, before=0, loose=1) is Verdict.NEW


def test_the_bars_and_buttons_of_a_page_make_no_post() -> None:
    assert judge(Closeness(words=57, shared=18, loose=9)) is Verdict.NEW
    assert judge(Closeness(words=16, shared=13)) is Verdict.NEW


def test_a_part_of_a_long_text_is_similar() -> None:
    assert judge(Closeness(words=300, shared=80)) is Verdict.SIMILAR


def test_a_long_text_is_known_again_among_other_posts() -> None:
    assert judge(FEED) is Verdict.SIMILAR
    assert verdict(FEED, loose=90) is Verdict.NEW
    assert verdict(FEED, contradicting=20) is Verdict.NEW


def test_a_shorter_text_is_known_again_among_other_posts_by_its_picture() -> None:
    assert verdict(FEED, shared=50) is Verdict.NEW
    assert verdict(FEED, shared=50, picture=0.95) is Verdict.SIMILAR
    assert verdict(FEED, shared=50, picture=0.95, loose=90) is Verdict.NEW


def test_a_post_that_is_shared_down_to_its_end_needs_fewer_words_among_others() -> None:
    assert verdict(FEED, shared=50, whole=True) is Verdict.SIMILAR
    assert verdict(FEED, shared=50, whole=True, loose=90) is Verdict.NEW
    assert verdict(FEED, shared=40, whole=True) is Verdict.NEW
    assert verdict(FEED, shared=50, whole=True, contradicting=9) is Verdict.NEW


def test_what_was_measured_roughly_needs_nearly_all_the_text() -> None:
    assert judge(ROUGH) is Verdict.SIMILAR
    assert verdict(ROUGH, loose=40) is Verdict.NEW
    assert verdict(ROUGH, words=160) is Verdict.NEW
    assert verdict(ROUGH, shared=60, words=62) is Verdict.NEW
    assert verdict(ROUGH, picture=0.1) is Verdict.NEW


def test_a_text_in_another_font_is_known_again_under_the_same_picture() -> None:
    other_font = Closeness(looks=0.3, picture=0.99, words=60, shared=50, contradicting=2, loose=6, rough=True)
    assert judge(other_font) is Verdict.SIMILAR
    assert verdict(other_font, contradicting=4) is Verdict.NEW
    assert verdict(other_font, picture=0.3) is Verdict.NEW
    assert verdict(other_font, words=50, shared=48) is Verdict.NEW


def test_a_text_in_another_font_is_known_again_down_to_its_end_among_other_posts() -> None:
    other_font = Closeness(
        looks=0.3, picture=0.99, words=120, shared=60, contradicting=2, loose=50, before=4, rough=True, whole=True
    )
    assert judge(other_font) is Verdict.SIMILAR
    amiss = ({"contradicting": 3}, {"before": 20}, {"loose": 130}, {"shared": 41}, {"whole": False}, {"picture": 0.8})
    for change in amiss:
        assert verdict(other_font, **change) is Verdict.NEW


def test_what_a_page_puts_below_all_its_posts_makes_no_post() -> None:
    footer = Closeness(looks=0.3, words=120, shared=75, contradicting=1, loose=40, before=40)
    assert judge(footer) is Verdict.NEW
    assert verdict(footer, picture=0.99) is Verdict.NEW
    assert verdict(footer, before=5) is Verdict.SIMILAR


def test_photos_without_text_are_told_by_their_pictures() -> None:
    assert judge(PHOTO) is Verdict.SAME
    assert verdict(PHOTO, same_shape=False) is Verdict.SIMILAR
    assert verdict(PHOTO, looks=0.5, picture=0.7) is Verdict.NEW


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
    picture=st.none() | st.floats(-1, 1),
    words=st.integers(0, 400),
    shared=st.integers(0, 400),
    contradicting=st.integers(0, 400),
    loose=st.integers(0, 400),
    before=st.integers(0, 400),
    rough=st.booleans(),
    whole=st.booleans(),
)
RANK = [Verdict.NEW, Verdict.SIMILAR, Verdict.SAME]


@given(closenesses, st.integers(1, 50))
def test_more_that_contradicts_never_makes_two_photos_more_alike(close: Closeness, more: int) -> None:
    assert RANK.index(verdict(close, contradicting=close.contradicting + more)) <= RANK.index(judge(close))
    assert RANK.index(verdict(close, strip=close.strip + more)) <= RANK.index(judge(close))
