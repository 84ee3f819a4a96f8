"""Is a sheet read as the roster that its author meant?"""

import csv
from pathlib import Path
from time import process_time
from unicodedata import normalize

import pytest

from core.roster import (
    Roster,
    RosterCounts,
    RosterHolder,
    RosterUnit,
    SeatKind,
    may_be_roster,
    read_roster,
    roster_counts,
)
from tests.core.rosters import HEADER, OWING, Line, country, roster, sheet

PROVINCE = ("T45", "Tỉnh Quảng Trị", "tỉnh", "", "Điều phối", "Bùi Văn Hạnh", "")
DISTRICT = ("H461", "Thành phố Đông Hà", "huyện", "T45", "Điều phối", "Dương Thanh An", "")
COMMUNE = ("X19330", "Phường Đông Giang", "xã", "H461", "Bí thư", "Phan Đức Hải", "0912 345 678")


def reference() -> list[Line]:
    path = Path(__file__).parents[2] / "bot" / "rosters" / "quang-tri-2023.csv"
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return [Line(number, tuple(cells)) for number, cells in enumerate(csv.reader(lines), start=1)]


def test_the_reference_province_has_122_secretaries_and_three_vacant_seats() -> None:
    province = read_roster(reference(), OWING)
    assert isinstance(province, Roster)
    assert roster_counts(province, OWING) == RosterCounts(units=136, owing=125, held=122, vacant=3)
    assert sum(unit.level == "huyện" for unit in province.units) == 10
    assert sum(holder.kind is SeatKind.COORDINATOR for holder in province.holders) == 11


def test_a_line_becomes_a_unit_and_the_holder_of_its_seat() -> None:
    read = roster(PROVINCE, DISTRICT, COMMUNE)
    assert read.units[2] == RosterUnit("X19330", "Phường Đông Giang", "xã", "H461", row=4)
    assert read.holders[2] == RosterHolder("X19330", SeatKind.SECRETARY, "Bí thư", "Phan Đức Hải", "+84912345678", 4)
    assert read.units[0].parent is None


def test_rows_may_come_in_any_order_and_parents_come_out_before_their_children() -> None:
    read = roster(COMMUNE, DISTRICT, PROVINCE)
    assert [unit.code for unit in read.units] == ["T45", "H461", "X19330"]
    assert [unit.row for unit in read.units] == [4, 3, 2]


def test_units_that_are_in_order_stay_in_order() -> None:
    second = ("X2", "Phường 1", "xã", "H461", "", "", "")
    third = ("X1", "Phường 2", "xã", "H461", "", "", "")
    assert [unit.code for unit in roster(PROVINCE, DISTRICT, second, third).units] == ["T45", "H461", "X2", "X1"]


def test_a_country_may_have_many_top_units() -> None:
    other = ("T46", "Thành phố Huế", "tỉnh", "", "", "", "")
    assert [unit.parent for unit in roster(PROVINCE, other).units] == [None, None]


def test_a_unit_may_come_in_two_lines_with_a_secretary_and_a_coordinator() -> None:
    coordinator = (*COMMUNE[:4], "Cán bộ điều phối", "Lê Thị Tú", "")
    read = roster(PROVINCE, DISTRICT, COMMUNE, coordinator)
    assert [unit.code for unit in read.units] == ["T45", "H461", "X19330"]
    assert [holder.kind for holder in read.holders if holder.unit == "X19330"] == [
        SeatKind.SECRETARY,
        SeatKind.COORDINATOR,
    ]


def test_a_line_without_position_and_name_is_a_unit_only() -> None:
    read = roster(PROVINCE, DISTRICT, (*COMMUNE[:4], "", "", ""))
    assert [holder.unit for holder in read.holders] == ["T45", "H461"]
    assert roster_counts(read, OWING) == RosterCounts(units=3, owing=1, held=0, vacant=1)


@pytest.mark.parametrize("nobody", ["", "Khuyết", "(khuyết)", "chưa có", "-", "…", "Trống", "vacant"])
def test_a_position_without_a_person_is_a_vacant_seat(nobody: str) -> None:
    read = roster(PROVINCE, DISTRICT, (*COMMUNE[:4], "Bí thư", nobody, ""))
    assert [holder.unit for holder in read.holders] == ["T45", "H461"]


def test_a_person_without_a_position_is_the_secretary_where_something_is_owed() -> None:
    read = roster(PROVINCE, DISTRICT, (*COMMUNE[:4], "", "Phan Đức Hải", ""))
    assert read.holders[2] == RosterHolder("X19330", SeatKind.SECRETARY, "", "Phan Đức Hải", None, 4)


def test_a_coordinator_in_a_commune_is_no_secretary() -> None:
    read = roster(PROVINCE, DISTRICT, (*COMMUNE[:4], "Điều phối viên", "Phan Đức Hải", ""))
    assert roster_counts(read, OWING) == RosterCounts(units=3, owing=1, held=0, vacant=1)


def test_stray_and_no_break_spaces_and_decomposed_letters_do_not_matter() -> None:
    untidy = tuple(f"\u00a0{normalize('NFD', cell)} \u200b" for cell in DISTRICT)
    assert roster(PROVINCE, untidy).units == roster(PROVINCE, DISTRICT).units


def test_a_line_break_within_a_name_is_a_space() -> None:
    assert roster(("T45", "Tỉnh\nQuảng Trị", "tỉnh", "")).units[0].name == "Tỉnh Quảng Trị"


def test_codes_that_went_through_a_spreadsheet_as_numbers_are_whole_numbers() -> None:
    read = roster(("45", "Tỉnh", "tỉnh", "", "", "", ""), ("461.0", "Thành phố", "huyện", "45.0", "", "", ""))
    assert read.units[1].code == "461"
    assert read.units[1].parent == "45"


def test_a_level_has_one_spelling_that_of_the_settings_if_it_owes() -> None:
    read = roster(PROVINCE, DISTRICT, ("H462", "Thị xã", "HUYỆN", "T45"), ("X1", "Xã", "Xa", "H461", "", "Lê An", ""))
    assert [unit.level for unit in read.units] == ["tỉnh", "huyện", "huyện", "xã"]
    assert read.holders[-1].kind is SeatKind.SECRETARY


def test_lines_that_are_empty_in_the_rosters_own_columns_are_passed_over() -> None:
    header = (*HEADER, "STT")
    assert roster(PROVINCE, ("", "", "", "", "", "", "", "2"), header=header) == roster(PROVINCE)


def test_rows_above_the_header_are_not_units() -> None:
    lines = [Line(1, ("DANH SÁCH ĐƠN VỊ, NĂM 2023",)), Line(4, HEADER), Line(6, PROVINCE)]
    read = read_roster(lines, OWING)
    assert isinstance(read, Roster)
    assert [unit.row for unit in read.units] == [6]


def test_a_sheet_may_be_a_roster_when_its_header_names_every_column() -> None:
    assert may_be_roster(sheet(PROVINCE))
    assert not may_be_roster([Line(1, ("HƯỚNG DẪN",)), Line(2, HEADER[:3])])


def test_units_of_several_levels_may_owe() -> None:
    secretary = (*DISTRICT[:4], "Bí thư", "Dương Thanh An", "")
    read = read_roster(sheet(PROVINCE, secretary, COMMUNE), ("xã", "huyện"))
    assert isinstance(read, Roster)
    assert roster_counts(read, ("Huyện", "xã")) == RosterCounts(units=3, owing=2, held=2, vacant=0)


def test_a_whole_country_is_read_quickly() -> None:
    lines = sheet(*country())
    began = process_time()
    read = read_roster(lines, OWING)
    assert process_time() - began < 1.5  # it takes about 0.25 s, more when coverage is traced
    assert isinstance(read, Roster)
    assert roster_counts(read, OWING) == RosterCounts(units=3366, owing=3332, held=3332, vacant=0)


def test_a_tree_of_ten_thousand_levels_is_no_problem() -> None:
    deep = [(f"U{depth}", "Đơn vị", "cấp", f"U{depth + 1}", "", "", "") for depth in range(10_000)]
    read = roster(*deep, ("U10000", "Đơn vị", "cấp", "", "", "", ""))
    assert read.units[0].code == "U10000"
    assert read.units[-1].code == "U0"
