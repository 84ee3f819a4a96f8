"""Is every kind of CSV that Excel saves read as the table that it shows?"""

import pytest

from sheets.reading import read_sheet
from sheets.table import MAX_CELL, SheetError, SheetProblem, SheetRow

ROWS = [("Mã", "Tên", "Cấp"), ("X1", "Phường Đông Lương", "xã"), ("X2", "Thị trấn Krông Klang; cũ, mới", "xã")]


def text(separator: str = ",", end: str = "\r\n") -> str:
    """ROWS as Excel writes them: a cell with a separator, a quote or a line break is quoted."""
    return "".join(separator.join(_quoted(cell) for cell in row) + end for row in ROWS)


def _quoted(cell: str) -> str:
    return f'"{cell}"' if any(mark in cell for mark in ",;\n") else cell


def cells(content: bytes) -> list[tuple[str, ...]]:
    return [row.cells for row in read_sheet(content, "danh_sach.csv")]


def problem(content: bytes, name: str = "danh_sach.csv") -> tuple[SheetProblem, object]:
    with pytest.raises(SheetError) as caught:
        read_sheet(content, name)
    return caught.value.problem, caught.value.parameters.get("row")


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_letters_separators_and_line_ends_in_every_combination(codec: str, separator: str, end: str) -> None:
    assert cells(text(separator, end).encode(codec)) == ROWS


def test_big_endian_unicode_text_with_its_mark_is_read() -> None:
    assert cells(b"\xfe\xff" + text("\t").encode("utf-16-be")) == ROWS


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
def test_a_first_line_may_name_the_separator_and_has_no_number(separator: str, codec: str) -> None:
    rows = read_sheet(f"sep={separator}\r\na,b;c{separator}d\r\n".encode(codec), "x")
    assert [row.number for row in rows] == [1]
    assert "d" in rows[0].cells[-1]
    assert len(rows[0].cells) == 1 + "a,b;cXd".replace("X", separator).count(separator)


def test_a_vietnamese_windows_saves_tones_as_letters_of_their_own() -> None:
    # Ph, u+horn, grave, ng; D with stroke, o+circumflex, ng; H, a, hook ...
    content = b"M\xe3,T\xean\r\nX1,Ph\xfd\xf5\xccng \xd0\xf4ng L\xfd\xf5ng\r\nX2,Ha\xd2i L\xe3ng Th\xe2\xecm\r\n"
    assert cells(content) == [("Mă", "Tên"), ("X1", "Phường Đông Lương"), ("X2", "Hải Lăng Thấm")]


def test_an_american_windows_saves_what_it_can_of_the_letters() -> None:
    content = "Mã;Tên\r\nX1;Gio Hà\r\nX2;Thì Mò\r\n".encode("cp1252")
    assert cells(content) == [("Mã", "Tên"), ("X1", "Gio Hà"), ("X2", "Thì Mò")]


@pytest.mark.parametrize("content", ["Mã,Tên\r\nX1,Nguy?n Hà\r\n".encode("cp1252"), b"Ma,Ten\r\nX1,Nguy??n\r\n"])
def test_letters_that_are_lost_are_told_instead_of_imported(content: bytes) -> None:
    assert problem(content) == (SheetProblem.LOST_LETTERS, 2)


def test_a_question_mark_in_a_link_or_in_unicode_is_no_lost_letter() -> None:
    assert cells(b"a,https://example.org/x?y\r\n") == [("a", "https://example.org/x?y")]
    assert cells("Đúng,Có?Không\r\n".encode()) == [("Đúng", "Có?Không")]


def test_blank_lines_count_but_are_not_returned() -> None:
    rows = read_sheet(b"\r\na,b\r\n\r\n , \r\n,,,\r\nc,d\r\n", "x")
    assert rows == [SheetRow(2, ("a", "b")), SheetRow(6, ("c", "d"))]


def test_empty_cells_at_the_end_are_left_out_and_others_kept() -> None:
    assert cells(b"a,,b,, ,\r\n,c\r\n") == [("a", "", "b"), ("", "c")]


def test_a_line_break_and_quotes_within_a_cell_are_kept_and_the_line_is_one() -> None:
    rows = read_sheet(b'a,"say ""yes""\r\nor no"\r\nb,c\r\n', "x")
    assert rows == [SheetRow(1, ("a", 'say "yes"\r\nor no')), SheetRow(2, ("b", "c"))]


def test_titles_above_the_table_do_not_mislead_about_the_separator() -> None:
    content = "Danh sách, tháng 10, năm 2023, tỉnh Quảng Trị\n\nMã;Tên\nX1;Xã A, huyện B\nX2;Xã C, huyện D\n"
    assert cells(content.encode())[1:] == [("Mã", "Tên"), ("X1", "Xã A, huyện B"), ("X2", "Xã C, huyện D")]


def test_a_table_of_one_column_needs_no_separator() -> None:
    assert cells("Mã\nX1\n".encode()) == [("Mã",), ("X1",)]


def test_an_empty_file_has_no_rows() -> None:
    assert read_sheet(b"", "x.csv") == []
    assert read_sheet(b"\xef\xbb\xbf", "x.csv") == []
    assert read_sheet(b"sep=;\r\n", "x.csv") == []


def test_an_apostrophe_that_guards_a_formula_is_taken_off_and_others_stay() -> None:
    assert cells(b"'=1+1,''=2,'tis,'+84912345678\r\n") == [("=1+1", "'=2", "'tis", "+84912345678")]


@pytest.mark.parametrize("line", ['X1,"Xã A,xã\r\nX2,Xã B,xã\r\n', 'X1,"Xã" A,xã\r\n'])
def test_a_quotation_mark_that_is_not_closed_swallows_no_rows(line: str) -> None:
    assert problem(f"Mã,Tên,Cấp\r\n{line}".encode()) == (SheetProblem.OPEN_QUOTE, 2)


def test_a_cell_may_have_two_thousand_characters_and_no_more() -> None:
    assert cells(b"a," + b"x" * MAX_CELL)[0][1] == "x" * MAX_CELL
    assert problem(b"a\nb," + b"x" * (MAX_CELL + 1)) == (SheetProblem.CELL_TOO_LONG, 2)


def test_the_sample_for_the_separator_survives_a_huge_quoted_cell() -> None:
    assert problem(b'"' + b"x," * 80_000)[0] is SheetProblem.RECORD_TOO_LONG


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"%PDF-1.7\n", SheetProblem.OTHER_KIND),
        (b"\x89PNG\r\n\x1a\n", SheetProblem.OTHER_KIND),
        (b"<html><table><tr><td>1</td></tr></table></html>", SheetProblem.OTHER_KIND),
        (b'  <?xml version="1.0"?><Workbook/>', SheetProblem.OTHER_KIND),
        (b"a,b\x00c\x00\x00d", SheetProblem.UNKNOWN_LETTERS),
        (b"\xef\xbb\xbfa,\xff\xfe", SheetProblem.UNKNOWN_LETTERS),
        (b"a,\x81\x8d", SheetProblem.UNKNOWN_LETTERS),
        (b"\xff\xfea\x00,", SheetProblem.UNKNOWN_LETTERS),
        (b"\xff\xfea\x00\x00\x00b\x00", SheetProblem.UNKNOWN_LETTERS),
    ],
)
def test_what_is_no_table_is_refused(content: bytes, expected: SheetProblem) -> None:
    assert problem(content)[0] is expected


def test_the_content_decides_and_not_the_name() -> None:
    assert read_sheet(b"a,b\n", "danh_sach.xlsx") == [SheetRow(1, ("a", "b"))]
    assert read_sheet("Mã,Tên\n".encode("utf-16"), "danh_sach.xls") == [SheetRow(1, ("Mã", "Tên"))]
