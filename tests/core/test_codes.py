"""Invitation codes: made from chance, written for people, read back as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.codes import CODE_LENGTH, new_code, new_short_code, tidy_code, tidy_short_code, written_code

CODE = "7K3M9QX2B4T01"
chance = st.binary(min_size=9, max_size=16)


@pytest.mark.parametrize(
    "typed",
    [
        "7K3M9QX2B4T01",
        "7K3M-9QX2-B4T01",
        "7k3m-9qx2-b4t01",
        "  7K3M 9QX2 B4T01\n",
        "7K3M–9QX2—B4T01",
        "7K3M.9QX2.B4T01.",
        "7K3M-9QX2-B4TOI",
        "7k3m-9qx2-b4tol",
    ],
)
def test_a_code_is_understood_however_it_is_typed(typed: str) -> None:
    assert tidy_code(typed) == CODE


@pytest.mark.parametrize("length", range(8, 19))
def test_a_code_with_a_few_characters_too_few_or_too_many_is_still_seen_as_a_wrong_code(length: int) -> None:
    typed = (CODE * 2)[:length]
    assert tidy_code(typed) == (typed if 10 <= length <= 16 else None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "/start",
        "mã của em đâu ạ",
        "em chao anh chi",
        "toi o xa an phu",
        "Tan Lap 1 da goi",
        "con thieu tuan 47",
        "nhac lai sau 2h",
        "hoan 3 gio nua",
        "2 tuan nua em nop",
        "0912 345 678",
        "https://example.org/7K3M9QX2B4T01",
        "7K3M_9QX2_B4T01",
        "٧K3M9QX2B4T01",
    ],
)
def test_what_people_say_is_not_taken_for_a_code(text: str) -> None:
    assert tidy_code(text) is None


def test_a_code_of_13_characters_is_written_in_three_groups() -> None:
    assert len(CODE) == CODE_LENGTH
    assert written_code(CODE) == "7K3M-9QX2-B4T01"


@given(chance)
def test_every_code_is_understood_as_it_is_written_and_as_it_is_misread(random_bytes: bytes) -> None:
    code = new_code(random_bytes)
    assert len(code) == CODE_LENGTH
    misread = code.replace("0", "O").replace("1", "I")
    for typed in (code, written_code(code), written_code(code).lower(), misread, misread.replace("I", "l")):
        assert tidy_code(typed) == code


@given(chance)
def test_no_code_has_a_letter_that_is_easily_mistaken(random_bytes: bytes) -> None:
    assert not set(new_code(random_bytes)) & set("ILOU")


@given(st.binary(min_size=8, max_size=8), st.integers(0, 62))
def test_every_one_of_63_random_bits_makes_another_code(random_bytes: bytes, position: int) -> None:
    other = int.from_bytes(random_bytes, "big") ^ (1 << position)
    assert new_code(random_bytes) != new_code(other.to_bytes(8, "big"))


@given(st.binary(min_size=5, max_size=9))
def test_a_short_code_is_read_back_however_it_is_typed(random_bytes: bytes) -> None:
    code = new_short_code(random_bytes)
    assert len(code) == 8 and not code.isdigit()
    for typed in (code, code.lower(), written_code(code), f" {code[:4]} {code[4:]} ", code.replace("0", "o")):
        assert tidy_short_code(typed) == code
    assert tidy_code(code) is None


def test_a_short_code_of_digits_only_would_be_taken_for_a_number() -> None:
    assert new_short_code(bytes(5)) == "2000000K"


@pytest.mark.parametrize("text", ["", "23456789", "1K3M9QX2", "7K3M9QX", "7K3M9QX22", "Tân Lập 1", "7K3MUQX2"])
def test_other_words_are_no_short_code(text: str) -> None:
    assert tidy_short_code(text) is None


def test_a_short_code_is_read_in_one_spelling() -> None:
    assert tidy_short_code("7k-mq o2pl") == "7KMQ02P1"
    assert tidy_short_code("23 45 67 89") is None
