"""Does a whole roster survive every kind of file it may come in?"""

from collections.abc import Callable
from pathlib import Path

import pytest

from core.roster import Roster, RosterCounts, read_roster, roster_counts
from core.roster_difference import difference
from core.roster_table import HEADER, roster_table
from sheets.reading import read_sheet
from sheets.table import SheetError, SheetProblem
from sheets.writing import write_csv, write_xlsx
from tests.core.rosters import OWING, country, roster
from tests.sheets.workbooks import workbook_of

REFERENCE = (Path(__file__).parents[2] / "bot" / "rosters" / "quang-tri-2023.csv").read_bytes()


def read(content: bytes) -> Roster:
    answer = read_roster(read_sheet(content, "danh_sach"), OWING)
    assert isinstance(answer, Roster), answer
    return answer


@pytest.mark.parametrize(
    "convert",
    [
        lambda content: content,
        lambda content: b"\xef\xbb\xbf" + content.replace(b",", b";"),
        lambda content: b"sep=;\r\n" + content.replace(b",", b";"),
        lambda content: content.decode().replace(",", "\t").encode("utf-16"),
        lambda content: content.replace(b"\r\n", b"\n").replace(b"\n", b"\r"),
        lambda content: workbook_of(*(line.split(",") for line in content.decode().splitlines())),
        lambda content: write_csv(HEADER, roster_table(read(content))),
        lambda content: write_xlsx(HEADER, roster_table(read(content))),
    ],
    ids=["as it is", "semicolons", "sep=", "unicode text", "old Mac", "workbook", "exported CSV", "exported XLSX"],
)
def test_the_reference_province_is_the_same_in_every_kind_of_file(convert: Callable[[bytes], bytes]) -> None:
    province = read(convert(REFERENCE))
    assert roster_counts(province, OWING) == RosterCounts(units=136, owing=125, held=122, vacant=3)
    assert difference(read(REFERENCE), province).unchanged


@pytest.mark.long
def test_a_whole_country_survives_a_workbook() -> None:
    whole = roster(*country())
    assert difference(whole, read(write_xlsx(HEADER, roster_table(whole)))).unchanged


def test_codes_and_phones_that_excel_made_numbers_are_understood() -> None:
    province = read(
        workbook_of(
            ["Danh sách năm 2023"],
            [],
            HEADER,
            [45, "Tỉnh Quảng Trị", "tỉnh", None, "Điều phối", "Bùi Văn Hạnh", 912345678],
            [19330.0, "Phường Đông Giang", "xã", 45.0, "Bí thư", "Phan Đức Hải", 84987654321],
        )
    )
    assert [(unit.code, unit.parent, unit.row) for unit in province.units] == [("45", None, 4), ("19330", "45", 5)]
    assert [holder.phone for holder in province.holders] == ["+84912345678", "+84987654321"]


@pytest.mark.parametrize("problem", SheetProblem)
def test_every_refusal_is_a_sentence(problem: SheetProblem) -> None:
    error = SheetError(problem, row=7, limit=50_000, rows=50_000, found="a PDF", value="#N/A")
    assert str(error).endswith(".")
    assert "{" not in str(error)
