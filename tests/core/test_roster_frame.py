"""Is the frame of a printed table told from its units?"""

import pytest

from core.roster import FaultKind
from tests.core.rosters import HEADER, kinds, roster

TOP = ("T1", "Tỉnh", "tỉnh", "", "Điều phối", "Bùi Hạnh", "")
COMMUNE = ("X1", "Xã Hòa Sơn", "xã", "T1", "Bí thư", "Phan Hải", "")
NUMBERED = ("STT", *HEADER)
BARE = roster(TOP, COMMUNE)


@pytest.mark.parametrize(
    "line",
    [
        tuple(f"({number})" for number in range(1, 9)),
        tuple("12345678"),
        ("A", "B", "C", "1", "2", "3", "4", "5"),
    ],
)
def test_the_numbers_of_the_columns_are_no_unit(line: tuple[str, ...]) -> None:
    read = roster(line, ("1", *TOP), ("2", *COMMUNE), header=NUMBERED)
    assert [unit.code for unit in read.units] == ["T1", "X1"]


def test_a_unit_of_short_names_is_a_unit_below_the_first() -> None:
    assert kinds(TOP, ("2", "3", "4", "5", "", "", "")) == [(3, FaultKind.UNKNOWN_PARENT)]


@pytest.mark.parametrize(
    "line", [("A", "A", "a", "B"), ("1", "2", "x", "y"), ("1", "2", "3 xã", "4"), ("1", "2", "3", "9")]
)
def test_a_first_unit_of_single_letters_is_a_unit(line: tuple[str, ...]) -> None:
    assert kinds(line, TOP) != []


@pytest.mark.parametrize(
    "line",
    [
        ("Tổng cộng:", "2 đơn vị"),
        ("", "Tổng số: 2 đơn vị"),
        ("TỔNG", "", "", "", "", "2"),
        ("Cộng", "2"),
        ("Total", "2"),
        ("", "Cộng (2 đơn vị)", "2", "2", "", "2", "1"),
        ("Ghi chú: cập nhật đến 01/11/2026",),
        ("Danh sách gồm 2 đơn vị./.",),
        ("", "", "", "", "", "Quảng Trị, ngày 16 tháng 11 năm 2026"),
        ("", "", "", "", "", "Ngày ... tháng ... năm 2026"),
        ("", "NGƯỜI LẬP BIỂU", "", "", "", "THỦ TRƯỞNG ĐƠN VỊ"),
        ("", "(Ký, ghi rõ họ tên)", "", "", "", "(Ký tên, đóng dấu)"),
        ("Nơi nhận:", "- Như trên;"),
        ("", "", "", "", "TM. BAN THƯỜNG VỤ", ""),
    ],
)
def test_a_sum_a_note_or_a_signature_is_no_unit(line: tuple[str, ...]) -> None:
    assert roster(TOP, COMMUNE, line) == BARE


def test_the_names_below_a_signature_are_no_units_either() -> None:
    assert roster(TOP, COMMUNE, ("Người lập biểu",), ("", "Nguyễn Văn An", "", "", "", "Trần Bình"), ("X",)) == BARE


def test_what_is_passed_over_is_told_by_its_rows() -> None:
    read = roster(tuple("1234567"), TOP, COMMUNE, ("Tổng cộng", "2"), ("", "Trần Bình"))
    assert read.passed_over == (2, 5, 6)


def test_units_below_a_sum_between_them_are_units() -> None:
    read = roster(TOP, ("", "Cộng: 1"), COMMUNE)
    assert [unit.code for unit in read.units] == ["T1", "X1"]
    assert kinds(TOP, ("Cộng", "1"), ("", "Xã Mới", "xã", "T1"), ("", "Xã khác")) == [
        (4, FaultKind.MISSING_CODE),
        *((5, kind) for kind in (FaultKind.MISSING_CODE, FaultKind.MISSING_LEVEL)),
    ]
    assert (4, FaultKind.MISSING_LEVEL) in kinds(TOP, ("Cộng", "1"), ("", "Xã Mới", "", "T1"))


@pytest.mark.parametrize("name", ["Tổng công ty Điện lực", "Cộng Hòa", "Xã Mới", "Kỳ Anh", "Ngày Mới", "Tân Hợp"])
def test_a_unit_whose_code_and_level_are_missing_is_a_mistake_and_no_sum(name: str) -> None:
    missing = [(4, FaultKind.MISSING_CODE), (4, FaultKind.MISSING_LEVEL)]
    assert kinds(TOP, COMMUNE, ("", name)) == missing


def test_a_unit_below_a_sum_keeps_its_mistakes() -> None:
    assert (5, FaultKind.MISSING_LEVEL) in kinds(TOP, COMMUNE, ("Cộng", "2"), ("X9", "Xã Chín"))


@pytest.mark.parametrize("parent", ["t1", "T1", "0T1"])
def test_a_parent_is_found_in_other_capitals_and_without_its_zeros(parent: str) -> None:
    assert roster(TOP, (*COMMUNE[:3], parent, *COMMUNE[4:])) == BARE


def test_a_parent_that_could_be_two_units_is_none() -> None:
    others = [(code, f"Tỉnh {code}", "tỉnh", "", "", "", "") for code in ("01", "001")]
    assert kinds(*others, (*COMMUNE[:3], "1", *COMMUNE[4:])) == [(4, FaultKind.UNKNOWN_PARENT)]
