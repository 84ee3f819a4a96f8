"""Does a written table come back as it was, and does no spreadsheet execute it?"""

import csv
from io import BytesIO, StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from sheets.reading import read_sheet
from sheets.writing import write_csv, write_xlsx

HEADER = ("Mã đơn vị", "Tên đơn vị")
DANGEROUS = ["=1+1", "+84912345678", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("x","y")', "'=1", "''=1"]

WORDS = st.text(st.characters(exclude_categories=["C"]) | st.sampled_from("=+-@'\"\n\t,;đĐễ"), max_size=40)
TABLES = st.lists(st.lists(WORDS, min_size=2, max_size=4).map(tuple), max_size=8)


def shown(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """What reading promises to keep: no blank lines, no empty cells at a line's end."""
    kept = [row[: max((place for place, cell in enumerate(row, 1) if cell.strip()), default=0)] for row in rows]
    return [row for row in kept if row]


@given(TABLES)
def test_what_is_written_as_csv_is_read_back(rows: list[tuple[str, ...]]) -> None:
    read = read_sheet(write_csv(HEADER, rows), "x.csv")
    assert [row.cells for row in read] == [HEADER, *shown(rows)]


@given(TABLES)
def test_what_is_written_as_xlsx_is_read_back(rows: list[tuple[str, ...]]) -> None:
    read = read_sheet(write_xlsx(HEADER, rows), "x.xlsx")
    assert [row.cells for row in read] == [HEADER, *shown(rows)]


def test_csv_is_what_excel_opens_by_a_double_click() -> None:
    content = write_csv(HEADER, [("X1", "Phường 1, cũ")])
    assert content == b"\xef\xbb\xbf" + 'Mã đơn vị,Tên đơn vị\r\nX1,"Phường 1, cũ"\r\n'.encode()


@pytest.mark.parametrize("cell", DANGEROUS)
def test_a_spreadsheet_sees_an_apostrophe_before_what_it_would_execute(cell: str) -> None:
    content = write_csv((cell,), [(cell,)]).decode("utf-8-sig")
    assert list(csv.reader(StringIO(content, newline=""))) == [[f"'{cell}"]] * 2
    assert [row.cells for row in read_sheet(content.encode(), "x")] == [(cell,)] * 2


@pytest.mark.parametrize("cell", [*DANGEROUS, "#N/A", "TRUE", "19330", "2023-10-02"])
def test_every_cell_of_a_workbook_is_text(cell: str) -> None:
    workbook = load_workbook(BytesIO(write_xlsx((cell,), [(cell,)])))
    for (found,) in workbook.worksheets[0].rows:
        assert found.data_type == "s"
        assert found.number_format == "@"
        assert str(found.value).replace("\n", "\r") == cell


def test_letters_that_no_table_can_hold_are_left_out() -> None:
    rows = [("a\x00b\x1bc\ud800d\uffff", "e")]
    for content in (write_csv(HEADER, rows), write_xlsx(HEADER, rows)):
        assert read_sheet(content, "x")[1].cells == ("abcd", "e")


def test_an_empty_table_has_its_header() -> None:
    assert read_sheet(write_xlsx(HEADER, []), "x")[0].cells == HEADER
    assert read_sheet(write_csv(HEADER, []), "x")[0].cells == HEADER
