"""How people say that units change: where a sentence is parted, which names stand in it, how a new name is written."""

import pytest

from core.reform_words import (
    BECOMES,
    BELOW,
    INTO,
    OUT_OF,
    code_in,
    level_word_before,
    names_in,
    new_name,
    person_in,
    readings,
)


@pytest.mark.parametrize(
    ("text", "words", "first"),
    [
        ("Tân Lập thành Tân Hải", BECOMES, ("Tân Lập", "Tân Hải")),
        ("tan lap thanh tan hai", BECOMES, ("tan lap", "tan hai")),
        ("thị xã Đông Hà thành thành phố Đông Hà", BECOMES, ("thị xã Đông Hà", "thành phố Đông Hà")),
        ("thành phố Đông Hà thành thành phố Mới", BECOMES, ("thành phố Đông Hà", "thành phố Mới")),
        ("xã Thanh thành xã Thanh An", BECOMES, ("xã Thanh", "xã Thanh An")),
        ("Tân Lập vào Hải Lệ", INTO, ("Tân Lập", "Hải Lệ")),
        ("Tân Sơn ra khỏi Tân Lập", OUT_OF, ("Tân Sơn ra", "Tân Lập")),
        ("Hải Lệ về Đông Hà.", BELOW, ("Hải Lệ", "Đông Hà")),
    ],
)
def test_the_likeliest_reading_comes_first(text: str, words: tuple[str, ...], first: tuple[str, str]) -> None:
    assert readings(text, words)[0] == first


def test_every_reading_of_an_unsure_word_is_given() -> None:
    assert ("xa", "an thanh xa moi") in readings("xa thanh an thanh xa moi", BECOMES)
    assert ("xa thanh an", "xa moi") in readings("xa thanh an thanh xa moi", BECOMES)


@pytest.mark.parametrize("text", ["", "thành", "thành Tân Hải", "Tân Lập thành", "Tân Lập , thành", ", thành x"])
def test_a_sentence_without_two_sides_has_no_reading(text: str) -> None:
    assert readings(text, BECOMES) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A", ["A"]),
        ("A và B", ["A", "B"]),
        ("A, B và C", ["A", "B", "C"]),
        ("A voi B", ["A", "B"]),
        ("các xã A, B + C & D", ["xã A", "B", "C", "D"]),
        ("hai phường Ba Lòng và Hai Bà", ["phường Ba Lòng", "Hai Bà"]),
        ("Ba Lòng và Triệu Nguyên", ["Ba Lòng", "Triệu Nguyên"]),
        ("A, , B", ["A", "B"]),
        ("", []),
    ],
)
def test_names_in_a_list(text: str, names: list[str]) -> None:
    assert names_in(text) == names


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Tân Hải (mã X99)", ("Tân Hải", "X99")),
        ("Tân Hải, mã số: 19330 nhé", ("Tân Hải, nhé", "19330")),
        ("mã X9.", ("", "X9")),
        ("code H1-2", ("", "H1-2")),
        ("Xã Ma Thuột", ("Xã Ma Thuột", "")),
        ("Tân Hải", ("Tân Hải", "")),
    ],
)
def test_a_code_in_a_sentence(text: str, found: tuple[str, str]) -> None:
    assert code_in(text) == found


@pytest.mark.parametrize(
    ("typed", "like", "name"),
    [
        ("Tân Hải", "Xã Tân Lập", "Xã Tân Hải"),
        ("tân hải", "xã Tân Lập", "Xã Tân Hải"),
        ("phường tân hải", "Xã Tân Lập", "Phường Tân Hải"),
        ("PHƯỜNG Tân Hải", "Xã Tân Lập", "Phường Tân Hải"),
        ("thị trấn Mới", "Xã A", "Thị trấn Mới"),
        ("Phòng 3", "", "Phòng 3"),
        ("Phòng 3", "Phòng 2", "Phòng 3"),
        ("xã", "", "Xã"),
        (" . ", "Xã A", ""),
    ],
)
def test_how_a_new_name_is_written(typed: str, like: str, name: str) -> None:
    assert new_name(typed, like) == name


@pytest.mark.parametrize(
    ("text", "word"), [("thêm xã", "xã "), ("lập thị trấn", "thị trấn "), ("thêm đơn vị", ""), ("", ""), ("xa", "xa ")]
)
def test_the_level_with_which_a_phrase_ends(text: str, word: str) -> None:
    assert level_word_before(text) == word


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Lê Thị Lan", ("Lê Thị Lan", None)),
        ("Lê Thị Lan, 0912 345 678", ("Lê Thị Lan", "+84912345678")),
        ("0912345678 Lan", ("Lan", "+84912345678")),
        ("Lan 01234567", None),
        ("0912345678", None),
        ("x", None),
        ("Lê Thị Lan 2", None),
    ],
)
def test_a_person_in_a_sentence(text: str, person: tuple[str, str | None] | None) -> None:
    assert person_in(text) == person
