"""Are files made to hurt refused at once, with the limit named and without using memory?"""

import os
import tracemalloc
from collections.abc import Callable
from io import BytesIO
from time import process_time
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

import pytest

from sheets.reading import read_sheet
from sheets.table import MAX_BYTES, MAX_COLUMNS, MAX_ROWS, SheetError, SheetProblem, SheetRow
from tests.sheets.workbooks import SHEET_PART, with_part, with_rows, workbook_of

MEBI = 1024 * 1024


def refusal(content: bytes) -> SheetError:
    with pytest.raises(SheetError) as caught:
        read_sheet(content, "danh_sach.xlsx")
    return caught.value


def numbered_rows(count: int) -> str:
    return "".join(f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in range(1, count + 1))


def memory_for(content: bytes) -> int:
    tracemalloc.start()
    try:
        refusal(content)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_file_beyond_twenty_mebibytes_is_refused_unread() -> None:
    assert str(refusal(b"a" * (MAX_BYTES + 1))).startswith("The file is larger than 20 MiB.")


def test_fifty_thousand_rows_are_read_and_one_more_refused() -> None:
    assert len(read_sheet(b"a,b\n" * MAX_ROWS, "x")) == MAX_ROWS
    assert "more than 50,000 rows" in str(refusal(b"a,b\n" * (MAX_ROWS + 1)))


@pytest.mark.long
def test_fifty_thousand_workbook_rows_are_read_and_one_more_refused() -> None:
    assert len(read_sheet(with_rows(numbered_rows(MAX_ROWS)), "x")) == MAX_ROWS
    assert "more than 50,000 rows" in str(refusal(with_rows(numbered_rows(MAX_ROWS + 1))))


@pytest.mark.long
@pytest.mark.parametrize(
    "make",
    [
        lambda: b"X19330,Xa Tan Lap,xa\r\n" * 900_000,
        lambda: b"\n" * MAX_BYTES,
        lambda: b"," * MAX_BYTES,
        lambda: b'"\n",' * (MAX_BYTES // 4),
        lambda: b'"' * MAX_BYTES,
        lambda: b"x" * MAX_BYTES,
        lambda: with_rows(numbered_rows(1_000_000)),
    ],
    ids=["rows", "blank lines", "separators", "quoted breaks", "quotes", "one cell", "workbook"],
)
def test_a_million_rows_and_their_like_are_refused_quickly_and_without_using_memory(make: Callable[[], bytes]) -> None:
    content = make()
    began = process_time()
    refusal(content)
    assert process_time() - began < 2
    assert memory_for(content) < 40 * MEBI


def test_a_row_may_have_a_hundred_columns_and_no_more() -> None:
    wide = [f"c{place}" for place in range(MAX_COLUMNS)]
    assert len(read_sheet(workbook_of(wide), "x")[0].cells) == MAX_COLUMNS
    assert str(refusal(workbook_of(["a"], [*wide, "x"]))) == "Row 2 has more than 100 columns."
    assert str(refusal(("a\n" + "b," * 100 + "c").encode())) == "Row 2 has more than 100 columns."


def test_empty_cells_beyond_the_hundredth_column_do_not_matter() -> None:
    content = with_rows('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"/></row>')
    assert read_sheet(content, "x") == [SheetRow(1, ("1",))]


def test_a_cell_that_is_too_long_is_refused_with_its_row() -> None:
    assert refusal(workbook_of(["a"], ["x" * 2001])).parameters == {"row": 2, "limit": 2000}


@pytest.mark.long
def test_a_lonely_cell_in_excels_last_row_is_refused_and_an_empty_one_is_not() -> None:
    first = '<row r="1"><c r="A1"><v>1</v></c></row>'
    assert refusal(with_rows(first + '<row r="1048576"><c r="A1048576"><v>1</v></c></row>')).problem is (
        SheetProblem.TOO_MANY_ROWS
    )
    assert len(read_sheet(with_rows(first + '<row r="1048576"/>'), "x")) == 1


@pytest.mark.parametrize("rows", ['<row r="2"/><row r="2"/>', '<row r="2"/><row r="1"/>', '<row r="1048577"/>'])
def test_rows_out_of_order_are_refused_instead_of_dropped(rows: str) -> None:
    assert refusal(with_rows(rows)).problem is SheetProblem.DAMAGED


def test_a_zip_bomb_is_refused_by_its_directory() -> None:
    bomb = with_part(workbook_of(["a"]), SHEET_PART, bytes(65 * MEBI))
    assert len(bomb) < MEBI
    assert refusal(bomb).problem is SheetProblem.TOO_MUCH_UNPACKED
    assert memory_for(bomb) < 2 * MEBI


def test_a_part_packed_more_than_two_hundred_times_is_refused() -> None:
    assert refusal(with_part(workbook_of(["a"]), "xl/x.xml", bytes(3 * MEBI))).problem is SheetProblem.TOO_MUCH_UNPACKED
    assert read_sheet(with_part(workbook_of(["a"]), "xl/x.xml", bytes(MEBI)), "x") == [SheetRow(1, ("a",))]


def test_a_directory_that_lies_about_a_size_gains_nothing() -> None:
    honest = with_part(workbook_of(["a"]), SHEET_PART, bytes(8 * MEBI))
    lying = honest.replace((8 * MEBI).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert lying != honest
    assert refusal(lying).problem is SheetProblem.DAMAGED
    assert memory_for(lying) < 2 * MEBI


def test_packings_that_excel_never_uses_are_refused() -> None:
    odd = with_part(workbook_of(["a"]), "xl/x.xml", b"x", compression=ZIP_BZIP2)
    assert refusal(odd).problem is SheetProblem.HURTFUL


def test_thousands_of_parts_are_refused_before_the_directory_is_read() -> None:
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        for number in range(2_001):
            archive.writestr(f"{number}", b"")
    assert refusal(target.getvalue()).problem is SheetProblem.HURTFUL


@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
@pytest.mark.parametrize("part", [SHEET_PART, "xl/styles.xml", "[Content_Types].xml", "xl/anything.rels"])
def test_entities_and_document_types_are_refused_in_every_part(part: str, codec: str) -> None:
    laughs = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    xml = f'<?xml version="1.0" encoding="{codec}"?><!DOCTYPE w [<!ENTITY l0 "ha">{laughs}]><w>&l9;</w>'
    assert refusal(with_part(workbook_of(["a"]), part, xml.encode(codec))).problem is SheetProblem.HURTFUL


def noise() -> str:
    """A comment that does not pack, so that what stands around it may pack well."""
    return f"<!--{os.urandom(40_000).hex()}-->"


@pytest.mark.long
@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda: with_rows(f"<row>{'<c/>' * 200_000}</row>{noise()}"), SheetProblem.HURTFUL),
        (lambda: with_rows("<row>" + "<c/>" * 50_000 + "</row>", after=noise()), None),
        (lambda: with_rows(("<row>" + "<c/>" * 90_000 + "</row>") * 12 + noise()), SheetProblem.TOO_MUCH_UNPACKED),
        (
            lambda: with_part(workbook_of(["a"]), "xl/styles.xml", f"<s>{'<a/>' * 3_100_000}{noise()}</s>".encode()),
            SheetProblem.TOO_MUCH_UNPACKED,
        ),
        (
            lambda: with_rows("".join(f'<row r="{row}"><c r="XFD{row}"/></row>' for row in range(1, 1000))),
            SheetProblem.HURTFUL,
        ),
    ],
    ids=["cells in a row", "a wide row", "cells", "elements", "wide rows"],
)
def test_heaps_of_elements_are_refused_before_they_become_objects(
    make: Callable[[], bytes], expected: SheetProblem | None
) -> None:
    content = make()
    if expected is None:
        assert read_sheet(content, "x") == []
    else:
        assert refusal(content).problem is expected


def test_a_password_on_the_archive_is_told() -> None:
    content = bytearray(workbook_of(["a"]))
    place = content.rindex(b"PK\x01\x02")
    content[place + 8] |= 1
    assert "password" in str(refusal(bytes(content)))


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04",
        b"PK\x03\x04" + bytes(1000),
        workbook_of(["a"])[:-30],
        with_part(workbook_of(["a"]), SHEET_PART, b"<worksheet><sheetData><row>"),
        with_part(workbook_of(["a"]), SHEET_PART, b"nothing"),
        with_part(workbook_of(["a"]), "xl/workbook.xml", b"<workbook/>"),
        with_part(workbook_of(["a"]), "[Content_Types].xml", b"<Types/>"),
        with_rows('<row r="1"><c r="A1" t="s"><v>7</v></c></row>'),
        with_rows('<row r="1"><c r="A1"><v>seven</v></c></row>'),
        with_rows('<row r="one"><c><v>1</v></c></row>'),
    ],
)
def test_a_damaged_workbook_is_refused_with_advice(content: bytes) -> None:
    assert refusal(content).problem is SheetProblem.DAMAGED
    assert "save it again" in str(refusal(content))


def test_any_other_archive_is_no_workbook() -> None:
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"a")
    assert refusal(target.getvalue()).parameters == {"found": "a zip archive"}
    assert refusal(b"PK\x05\x06" + bytes(18)).parameters == {"found": "a zip archive"}
