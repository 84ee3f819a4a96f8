"""Is what an office merged over several rows read in each of them, and the right sheet chosen?"""

from collections.abc import Sequence
from zipfile import ZIP_STORED

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from sheets.reading import read_sheet
from sheets.table import SheetError, SheetProblem, SheetRow
from sheets.xlsx_merges import Merge, fill_down, merge_of
from tests.sheets.workbooks import saved, with_part, with_rows, workbook_of


def cells(content: bytes) -> list[tuple[str, ...]]:
    return [row.cells for row in read_sheet(content, "danh_sach")]


def has_code(rows: Sequence[SheetRow]) -> bool:
    return any("Mã" in row.cells for row in rows)


def merged(*rows: Sequence[object], blocks: Sequence[str]) -> bytes:
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    for row in rows:
        sheet.append(list(row))
    for block in blocks:
        sheet.merge_cells(block)
    return saved(workbook)


def test_a_parent_merged_over_its_units_stands_in_each_of_their_rows() -> None:
    content = merged(["X1", "H1"], ["X2", None], ["X3", None], ["X4", "H2"], blocks=["B1:B3"])
    assert cells(content) == [("X1", "H1"), ("X2", "H1"), ("X3", "H1"), ("X4", "H2")]


def test_a_block_of_rows_and_columns_fills_its_first_column_only() -> None:
    assert cells(merged(["A", None, "x"], [None, None, "y"], blocks=["A1:B2"])) == [("A", "", "x"), ("A", "", "y")]


def test_a_block_fills_no_blank_row_and_nothing_beyond_the_table() -> None:
    assert cells(merged(["DANH SÁCH"], [], ["a"], blocks=["A1:A2", "D5:D9"])) == [("DANH SÁCH",), ("a",)]


@pytest.mark.parametrize("reference", ["", "A1", "A1:C1", "A0:A3", "A3:A1", "ABCD1:ABCD2", "A1:A99999999"])
def test_what_is_not_merged_down_is_no_block(reference: str) -> None:
    assert merge_of(reference) is None


def test_a_block_is_its_first_column_and_its_rows() -> None:
    assert merge_of("D4:E9") == Merge(3, 4, 9)


def test_what_stands_in_a_hidden_place_of_a_block_stays() -> None:
    table = {1: ["a"], 2: ["b"], 3: [" "]}
    fill_down(table, [Merge(0, 1, 3)])
    assert table == {1: ["a"], 2: ["b"], 3: ["a"]}


def test_blocks_made_to_hurt_are_refused() -> None:
    with pytest.raises(SheetError) as caught:
        fill_down({1: ["a"]}, [Merge(0, 1, 1_000_000)] * 100)
    assert caught.value.problem is SheetProblem.HURTFUL


def two_sheets(first: Sequence[Sequence[object]], second: Sequence[Sequence[object]]) -> bytes:
    workbook = Workbook()
    for sheet, rows in ((workbook.worksheets[0], first), (workbook.create_sheet("Danh sách"), second)):
        for row in rows:
            sheet.append(list(row))
    return saved(workbook)


def test_the_wanted_sheet_is_read_behind_others() -> None:
    content = two_sheets([["HƯỚNG DẪN"], ["Điền trang sau"]], [["Mã"], ["X1"]])
    assert [row.cells for row in read_sheet(content, "x", has_code)] == [("Mã",), ("X1",)]


def test_when_no_sheet_is_wanted_the_first_with_rows_is_read() -> None:
    assert [row.cells for row in read_sheet(two_sheets([], [["a"]]), "x", has_code)] == [("a",)]


def test_a_faulty_sheet_that_is_wanted_is_refused_and_no_older_one_taken() -> None:
    content = two_sheets([["Mã"], ["=1+1"]], [["Mã"], ["X1"]])
    with pytest.raises(SheetError) as caught:
        read_sheet(content, "x", has_code)
    assert caught.value.problem is SheetProblem.FORMULA


def test_the_faults_of_a_sheet_that_is_not_wanted_do_not_matter() -> None:
    content = two_sheets([["#N/A"], ["=1+1"]], [["Mã"], ["X1"]])
    assert [row.cells for row in read_sheet(content, "x", has_code)] == [("Mã",), ("X1",)]
    with pytest.raises(SheetError):
        read_sheet(two_sheets([["=1+1"]], []), "x", has_code)


def test_a_carriage_return_that_excel_wrote_in_its_own_way_is_one() -> None:
    assert cells(workbook_of(["Xã_x000D_\nAn Phú", "_x0041_"])) == [("Xã\r\nAn Phú", "A")]


@pytest.mark.parametrize(
    ("number_format", "shown"), [('"X"0', "X70"), ("\\X00000", "X00070"), ("00000", "00070"), ('"X"#', "X70")]
)
def test_letters_that_only_a_format_shows_belong_to_a_code(number_format: str, shown: str) -> None:
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    sheet["A1"] = 70
    sheet["A1"].number_format = number_format
    assert cells(saved(workbook)) == [(shown,)]


def test_a_strict_workbook_is_refused_with_its_name() -> None:
    strict = b'<workbook xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"/>'
    with pytest.raises(SheetError, match="Strict Open XML"):
        read_sheet(with_part(with_rows(""), "xl/workbook.xml", strict, ZIP_STORED), "x")
