"""What a typed name may say exactly, and which names only look like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.names import is_called, nearest, readings

UNITS = {
    "X1": "tan lap", "X2": "tan lam", "X3": "hoa son", "X4": "hai le", "X5": "trieu phuoc", "X6": "trieu phong",
    "X7": "vinh linh truong son dong", "X8": "thi tran thu thua", "X9": "bo",
}  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Tân Lập", ["tan lap"]),
        ("tp Đông Hà", ["tp dong ha", "thanh pho dong ha"]),
        ("TX. Quảng Trị", ["tx. quang tri", "thi xa quang tri"]),
        ("P.Đông Giang", ["p.dong giang", "phuong dong giang"]),
        ("p1", ["p1", "phuong 1"]),
        ("P.1", ["p.1", "phuong 1"]),
        ("x3", ["x3", "xa 3"]),
        ("x", ["x"]),
        ("Taan Laapj", ["taan laapj", "tan lap"]),
        ("p. DDoong Giang", ["p. ddoong giang", "phuong ddoong giang", "p. dong giang", "phuong dong giang"]),
        ("   ", []),
    ],
)
def test_a_typed_name_is_read_in_all_its_ways(typed: str, read: list[str]) -> None:
    assert readings(typed) == read


@pytest.mark.parametrize(
    ("wanted", "near"),
    [
        ("tan lapp", ["X1", "X2"]),
        ("atn lap", ["X1", "X2"]),
        ("tan lqp", ["X1", "X2"]),
        ("tan", ["X2", "X1"]),
        ("hoa sown", ["X3"]),
        ("trieu phuong", ["X6", "X5"]),
        ("vinh linh truong sun dnog", ["X7"]),
        ("thu thua", ["X8"]),
        ("thua", ["X8"]),
        ("xyz", []),
        ("b", []),
        ("", []),
        ("hai son", ["X3"]),
    ],
)
def test_near_names_are_found_the_likest_first(wanted: str, near: list[str]) -> None:
    assert nearest(wanted, UNITS.items()) == near


def test_not_more_than_asked_for_are_offered() -> None:
    assert len(nearest("xa moi", [(n, f"xa moi {n}") for n in range(20)], 3)) == 3


@given(st.text(alphabet="abc ", min_size=6, max_size=12), st.integers(0, 5), st.sampled_from("abc "))
def test_one_letter_less_or_more_is_always_near(name: str, place: int, letter: str) -> None:
    folded = " ".join(name.split())
    if len(folded) < 6:
        return
    assert nearest(folded[:place] + folded[place + 1 :], [("x", folded)]) == ["x"]
    assert nearest(folded[:place] + letter + folded[place:], [("x", folded)]) == ["x"]


@pytest.mark.parametrize(
    ("wanted", "called"),
    [
        ("ho van lam", True),
        ("lam", True),
        ("van lam", True),
        ("lam ho", True),
        ("la", False),
        ("lam lam", False),
        ("", False),
    ],
)
def test_somebody_is_called_by_any_words_of_the_name(wanted: str, called: bool) -> None:
    assert is_called(wanted, "ho van lam") is called
