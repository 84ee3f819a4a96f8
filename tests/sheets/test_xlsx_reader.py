"""Is an XLSX workbook read as Excel shows it?"""

from datetime import date, datetime, time

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from sheets.reading import read_sheet
from sheets.table import SheetError, SheetProblem, SheetRow
from tests.sheets.workbooks import saved, with_part, with_rows, workbook_of


def cells(content: bytes) -> list[tuple[str, ...]]:
    return [row.cells for row in read_sheet(content, "danh_sach")]


def problem(content: bytes) -> tuple[SheetProblem, object]:
    with pytest.raises(SheetError) as caught:
        read_sheet(content, "danh_sach.xlsx")
    return caught.value.problem, caught.value.parameters.get("row")


def first_sheet(workbook: Workbook) -> Worksheet:
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    return sheet


def test_texts_are_read_as_they_stand() -> None:
    assert cells(workbook_of(["Mã", "Tên"], ["X1", " Phường\u00a0Đông\nLương "])) == [
        ("Mã", "Tên"),
        ("X1", " Phường\u00a0Đông\nLương "),
    ]


def test_numbers_are_written_out() -> None:
    row = [19330, 19330.0, 912345678.0, 84912345678, 1e15, 1.5, 1e-7, 10**20]
    assert cells(workbook_of(row))[0] == (
        *("19330", "19330", "912345678", "84912345678", "1000000000000000", "1.5", "0.0000001", "1" + "0" * 20),
    )


def test_zeros_in_front_that_the_format_shows_are_kept() -> None:
    workbook = Workbook()
    sheet = first_sheet(workbook)
    sheet.append([70, 70, 123456, 912345678])
    for place, number_format in (("A1", "00000"), ("B1", "0"), ("C1", "00000"), ("D1", "0000000000")):
        sheet[place].number_format = number_format
    assert cells(saved(workbook)) == [("00070", "70", "123456", "0912345678")]


def test_dates_are_iso_and_truth_is_as_excel_writes_it() -> None:
    row = [date(2023, 10, 2), datetime.fromisoformat("2023-10-02T08:30"), time(7, 5), True, False]
    assert cells(workbook_of(row)) == [("2023-10-02", "2023-10-02 08:30", "07:05:00", "TRUE", "FALSE")]


def test_blank_lines_count_but_are_not_returned() -> None:
    content = workbook_of([], ["a", None, "b", None, " "], [None, " "], [], ["c"])
    assert read_sheet(content, "x") == [SheetRow(2, ("a", "", "b")), SheetRow(5, ("c",))]


def test_lines_that_the_file_leaves_out_count_too() -> None:
    content = with_rows('<row r="3"><c r="B3"><v>7</v></c></row><row r="9"><c r="A9"><v>8</v></c></row>')
    assert read_sheet(content, "x") == [SheetRow(3, ("", "7")), SheetRow(9, ("8",))]


def test_lines_without_numbers_of_their_own_follow_each_other() -> None:
    assert read_sheet(with_rows("<row><c><v>7</v></c></row><row><c><v>8</v></c></row>"), "x") == [
        SheetRow(1, ("7",)),
        SheetRow(2, ("8",)),
    ]


def test_the_size_that_a_sheet_claims_is_not_believed() -> None:
    content = with_rows('<row r="2"><c r="B2"><v>7</v></c></row>', before='<dimension ref="A1"/>')
    assert read_sheet(content, "x") == [SheetRow(2, ("", "7"))]


def test_the_first_sheet_with_rows_is_read() -> None:
    workbook = Workbook()
    workbook.create_sheet("second").append(["second"])
    workbook.create_sheet("third").append(["third"])
    assert cells(saved(workbook)) == [("second",)]


def test_a_hidden_sheet_is_read_only_if_no_visible_one_has_rows() -> None:
    workbook = Workbook()
    first_sheet(workbook).append(["hidden"])
    first_sheet(workbook).sheet_state = "hidden"
    visible = workbook.create_sheet("visible")
    assert cells(saved(workbook)) == [("hidden",)]
    visible.append(["visible"])
    assert cells(saved(workbook)) == [("visible",)]


def test_a_workbook_without_rows_has_none() -> None:
    assert read_sheet(saved(Workbook()), "x") == []


def test_merged_cells_have_their_text_in_the_first_place() -> None:
    workbook = Workbook()
    sheet = first_sheet(workbook)
    sheet.append(["DANH SÁCH", None, None])
    sheet.append(["a", "b", "c"])
    sheet.merge_cells("A1:C1")
    assert cells(saved(workbook)) == [("DANH SÁCH",), ("a", "b", "c")]


def test_a_formula_counts_with_its_saved_result() -> None:
    content = with_rows(
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>"x"&amp;"y"</f><v>xy</v></c></row>'
        '<row r="2"><c r="A2"><v>3</v></c><c r="B2" t="str"><f>""</f><v></v></c></row>'
    )
    assert cells(content) == [("2", "xy"), ("3",)]


def test_a_formula_without_a_saved_result_is_refused_with_its_row() -> None:
    content = workbook_of(["Mã"], ["X1"], ['=CONCAT("X",2)'], ["=1+1"])
    assert problem(content) == (SheetProblem.FORMULA, 3)


@pytest.mark.parametrize("value", ["", "<v/>", "<v> </v>"])
def test_a_formula_without_result_in_the_last_cell_is_refused(value: str) -> None:
    assert problem(with_rows(f'<row r="1"><c r="A1"><f>1+1</f>{value}</c></row>')) == (SheetProblem.FORMULA, 1)


def test_a_formula_on_a_sheet_that_is_not_read_does_not_matter() -> None:
    workbook = Workbook()
    first_sheet(workbook).append(["a"])
    workbook.create_sheet("other").append(["=1+1"])
    assert cells(saved(workbook)) == [("a",)]


def test_an_error_in_a_cell_is_refused_with_its_row() -> None:
    assert problem(workbook_of(["a"], ["#N/A"])) == (SheetProblem.ERROR_VALUE, 2)


def test_what_openpyxl_warns_about_does_not_matter() -> None:
    ext = '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"/></extLst>'
    assert cells(with_rows('<row r="1"><c r="A1"><v>1</v></c></row>', after=ext)) == [("1",)]


def test_pictures_and_other_parts_that_are_no_xml_are_passed_over() -> None:
    assert cells(with_part(workbook_of(["a"]), "xl/media/image1.png", b"\x89PNG\r\n\x1a\n")) == [("a",)]


def test_an_old_workbook_and_a_locked_one_are_told_apart() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    assert problem(ole)[0] is SheetProblem.OLD_EXCEL
    assert problem(ole + "EncryptedPackage".encode("utf-16-le"))[0] is SheetProblem.LOCKED
    with pytest.raises(SheetError, match=r"save it as \.xlsx"):
        read_sheet(b"\x09\x08\x10\x00\x00\x06\x05\x00", "danh_sach.XLS")


@pytest.mark.parametrize("part", ["xl/workbook.bin", "word/document.xml", "content.xml"])
def test_other_office_files_are_recognised(part: str) -> None:
    assert problem(with_part(workbook_of(["a"]), part, b""))[0] is SheetProblem.OTHER_KIND
