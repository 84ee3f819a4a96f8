"""The same words, however they were typed."""

import random
import time
from unicodedata import category, is_normalized, normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.spelling import _stripped, _tidied, _without_marks, fold, same_spelling, shorten, tidy

messy = st.text(
    st.characters()
    | st.sampled_from(" \t\n\r\u00a0\u200b\u200d\u0301\u0323\u031b\u0344\ufe0fđĐÐaơƯ…,.")
    | st.characters(categories=["Mn", "Zs", "Cf", "Cs"])
)


@pytest.mark.parametrize(
    ("typed", "tidied"),
    [
        ("Hòa Sơn", "Hòa Sơn"),
        (normalize("NFD", "Hòa Sơn"), "Hòa Sơn"),
        ("  An\u00a0Phú \t xã ", "An Phú xã"),
        ("An\u3000Phú\u2003xã", "An Phú xã"),
        ("An\u200b\ufeff Phú\u00ad\u202e", "An Phú"),
        ("An\x00\x07Phú", "AnPhú"),
        ("e\u200b\u0301", "é"),
        ("một\r\nhai\rba\u2028bốn", "một\nhai\nba\nbốn"),
        ("một \n\n\n\n hai", "một\n\nhai"),
        ("một  \n  hai", "một\nhai"),
        ("An\u3164\u2800Phú", "An Phú"),
        ("lone \ud83d half", "lone half"),
        ("👍🏽 tốt", "👍🏽 tốt"),
        ("\u200b\n ", ""),
        ("", ""),
    ],
)
def test_a_text_is_tidied(typed: str, tidied: str) -> None:
    assert tidy(typed) == tidied


def test_a_heap_of_marks_on_one_letter_is_cut() -> None:
    assert len(tidy("q" + "\u0316\u0301" * 50)) == 1 + 8


@given(messy)
def test_tidying_twice_changes_nothing(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


@given(messy)
def test_a_tidy_text_is_composed_has_no_control_characters_and_can_be_stored(text: str) -> None:
    tidied = tidy(text)
    assert is_normalized("NFC", tidied)
    assert not {category(character) for character in tidied.replace("\n", "")} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert "  " not in tidied
    tidied.encode()


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Hoà Sơn", "hoa son"),
        ("Hòa Sơn", "hoa son"),
        ("HOA SON", "hoa son"),
        ("Đông\nHà", "dong ha"),
        ("Ðông Hà", "dong ha"),
        ("Đắk Lắk", "dak lak"),
        ("tôi còn thiếu gì", "toi con thieu gi"),
        ("Nguyễn Thị Ưởng", "nguyen thi uong"),
        ("Straße İstanbul", "strasse istanbul"),
        ("  ", ""),
        ("\u0301", ""),
    ],
)
def test_a_text_is_folded_for_comparing(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@given(messy)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_every_letter_of_every_script_is_folded_for_good() -> None:
    folded = fold(" ".join(map(chr, range(0x20000))))
    assert fold(folded) == folded


@pytest.mark.parametrize("letters", [range(0x2FF), range(0x1E00, 0x1F00), range(0x2010, 0x2030)])
def test_the_quick_way_for_ordinary_letters_says_what_the_thorough_one_says(letters: range) -> None:
    for letter in map(chr, letters):
        for text in (
            letter,
            f"An{letter} {letter}",
            f"{letter}\u0301",
            f"{letter} \u0301",
            f" {letter}",
            f"a  {letter}",
        ):
            assert tidy(text) == _tidied(text), repr(text)
            assert _without_marks(text) == _stripped(text), repr(text)


@given(messy)
def test_decomposed_texts_and_invisible_characters_make_no_difference(text: str) -> None:
    assert fold(normalize("NFD", tidy(text))) == fold(text)
    assert fold("\u200b".join(text)) == fold(text)


def test_the_place_of_the_tone_mark_makes_no_difference() -> None:
    assert same_spelling("Hoà Sơn", "Hòa Sơn")
    assert same_spelling("Thuỷ", "Thủy")
    assert same_spelling("Đông Hà", "dong  ha")
    assert not same_spelling("Hoà Sơn", "Hoà Sôn 2")


@pytest.mark.parametrize(
    "junk",
    [
        "\u0316\u0301" * 50_000,
        "a" + "\u0344\u0316" * 50_000,
        " " * 100_000 + "x",
        " \n" * 50_000 + "x",
        "\u200b" * 100_000,
        "\ud800" * 100_000,
        "ệ" * 100_000,
        "".join(random.Random(7).choices([chr(code) for code in range(0x20, 0x3000)], k=100_000)),
    ],
    ids=["marks", "double marks", "blanks", "lines", "zero width", "surrogates", "letters", "anything"],
)
def test_a_hundred_thousand_characters_of_junk_take_no_time_to_speak_of(junk: str) -> None:
    began = time.process_time()
    fold(junk)
    shorten(junk, len(junk) - 1)
    assert time.process_time() - began < 20  # time squared would be minutes, also while coverage is measured


@pytest.mark.parametrize(
    ("text", "length", "short"),
    [
        ("xã An Phú", 9, "xã An Phú"),
        ("xã An Phú", 8, "xã An…"),
        ("xã An Phú", 6, "xã An…"),
        ("một, hai ba", 6, "một…"),
        ("một – hai ba bốn", 7, "một…"),
        ("Nghiêng", 5, "Nghi…"),
        ("a Nghiêngngả", 8, "a Nghiê…"),
        ("xyz", 1, "…"),
        ("", 1, ""),
        ("ke\u0301o", 3, "k…"),
        ("\u0301\u0301\u0301\u0301", 3, "…"),
        ("ok👩\u200d🌾nông", 4, "ok…"),
        ("ok👩\u200d🌾nông", 5, "ok…"),
        ("ok👍🏽nông", 4, "ok…"),
        ("ok\ud83d\udc4dnông", 4, "ok…"),
        ("ok\ud83dnông", 4, "ok\ud83d…"),
    ],
)
def test_a_long_text_is_cut_at_a_word_and_never_within_a_letter(text: str, length: int, short: str) -> None:
    assert shorten(text, length) == short


@given(messy, st.integers(1, 30))
def test_a_shortened_text_is_never_too_long_and_begins_as_the_text_does(text: str, length: int) -> None:
    short = shorten(text, length)
    assert len(short) <= length
    assert short == text or text.startswith(short.removesuffix("…"))


@pytest.mark.parametrize("length", [0, -1])
def test_no_text_is_shortened_to_nothing(length: int) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        shorten("text", length)
