"""The workbooks, opened again: real numbers and dates, filters, links, and nothing that a spreadsheet would execute."""

import re
import subprocess
import sys
import textwrap
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from core.figures import MonthTable, fold
from core.figures_facts import MonthFacts, ReportTask, narrowed
from core.figures_year import Threshold
from core.ports import Words
from reports.book import sheet_name
from reports.month_book import write_month_book
from reports.year_book import write_year_book, year_file
from tests.core.test_figures_year import year
from tests.reports.facts import A1, DISTRICT_A, UNITS, WEEKS, ZONE, items, month
from texts.report import ReportTexts


@pytest.fixture
def book(table: MonthTable, texts: ReportTexts, out: Path) -> Workbook:
    """The sample month's workbook."""
    return openpyxl.load_workbook(write_month_book(table, texts, out, "bao-cao"))


def rows(sheet: Worksheet, top: int = 3) -> list[dict[str, object]]:
    """The lines of a sheet by their headings."""
    found = list(sheet.iter_rows(min_row=top, values_only=True))
    return [dict(zip(map(str, found[0]), line, strict=True)) for line in found[1:]]


def test_there_is_a_sheet_for_each_question(book: Workbook) -> None:
    assert book.sheetnames == ["Tổng hợp", "Theo tuần", "Minh chứng", "Chưa đạt"]


def test_every_sheet_has_filters_frozen_headings_and_columns_that_fit(book: Workbook) -> None:
    for sheet in book.worksheets:
        assert sheet.auto_filter.ref == f"A3:{sheet.dimensions.split(':')[1]}"
        assert str(sheet.freeze_panes).endswith("4")
        assert sheet.print_title_rows == "$3:$3"
        assert all(column.width >= 7 for column in sheet.column_dimensions.values())


def test_the_districts_add_up_to_the_province_in_numbers(book: Workbook) -> None:
    lines = rows(book["Tổng hợp"])
    assert [line["Đơn vị"] for line in lines] == ["Tỉnh Mẫu", "Huyện An", "Huyện Bình"]
    for key in ("Số đơn vị", "Phải nộp", "Đúng hạn", "Muộn", "Thiếu", "Miễn", "Khuyết", "Minh chứng", "Ảnh"):
        assert lines[0][key] == lines[1][key] + lines[2][key], key  # type: ignore[operator] # numbers, or it fails
    assert lines[0]["Tỷ lệ đạt"] == pytest.approx(14 / 19)
    assert book["Tổng hợp"]["A4"].font.bold


def test_a_units_line_has_its_weeks_and_their_colours(book: Workbook) -> None:
    sheet = book["Theo tuần"]
    lines = {str(line["Mã đơn vị"]): line for line in rows(sheet)}
    assert [lines["X12"][f"Tuần {week}"] for week in range(43, 47)] == ["Đúng hạn", "Muộn", "Thiếu", "Miễn"]
    assert lines["X23"]["Tuần 43"] is None
    assert lines["X12"]["Tỷ lệ đạt"] == pytest.approx(2 / 3)
    grounds = {cell.value: cell.fill.start_color.rgb for row in sheet["E4:H9"] for cell in row if cell.value}
    assert len(set(grounds.values())) == len(grounds) == 6


def test_every_item_has_real_dates_and_its_link(book: Workbook) -> None:
    sheet = book["Minh chứng"]
    lines = rows(sheet)
    assert len(lines) == len(items())
    first = lines[0]
    at, due = first["Thời điểm nộp"], first["Hạn nộp"]
    assert isinstance(at, datetime) and isinstance(due, datetime)
    assert at == items()[0].effective_at.astimezone(ZONE).replace(tzinfo=None)
    assert due.isoformat() == "2026-10-25T20:00:00"
    assert first["Tuần"] == 43
    assert (first["Số hiệu"], sheet["A4"].number_format) == (2400, '"BC-"0')
    assert lines[-1]["Trạng thái"] == "Trùng, không tính"
    links = {cell.hyperlink.target for row in sheet.iter_rows() for cell in row if cell.hyperlink}
    assert links == {item.url for item in items() if item.url}
    assert {line["Trạng thái"] for line in lines[:-1]} == {"Đúng hạn", "Muộn"}


def test_what_was_not_met_stands_with_its_reason(book: Workbook) -> None:
    lines = {(line["Mã đơn vị"], line["Tuần"]): line for line in rows(book["Chưa đạt"])}
    assert lines["X12", 45]["Lý do"] == "hẹn nộp bù"
    assert lines["X12", 46]["Kết quả"] == "Miễn"
    assert lines["X12", 46]["Lý do"] == "Mưa lũ"
    assert lines["X13", 43]["Kết quả"] == "Khuyết"
    assert lines["X23", 46]["Kết quả"] == "Chưa hết hạn"
    assert len(lines) == 4 + 1 + 1 + 2


@pytest.mark.parametrize("name", ["=1+1", "+84 912", "-cmd", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")'])
def test_a_name_that_looks_like_a_formula_stays_a_text(texts: ReportTexts, out: Path, name: str) -> None:
    units = tuple(replace(unit, name=name) for unit in UNITS)
    found = tuple(replace(item, sender=name) for item in items())
    file = write_month_book(fold(month(units=units, items=found)), texts, out, "a")
    for sheet in openpyxl.load_workbook(file).worksheets:
        told = [cell for row in sheet.iter_rows(min_row=3) for cell in row if cell.value == name]
        assert told
        assert all(cell.data_type == "s" and cell.quotePrefix for cell in told)
    with ZipFile(file) as package:
        sheets = [package.read(entry).decode() for entry in package.namelist() if "worksheets/sheet" in entry]
    assert not any("<f>" in sheet or "<f " in sheet for sheet in sheets)


def test_an_address_that_is_none_is_no_link(texts: ReportTexts, out: Path) -> None:
    first, second, *_ = items()
    odd = (replace(first, url="file:///etc/passwd"), replace(second, url="https://a.vn/" + "x" * 3000))
    book = openpyxl.load_workbook(write_month_book(fold(month(items=odd)), texts, out, "a"))
    assert not [cell for row in book["Minh chứng"].iter_rows() for cell in row if cell.hyperlink]


def test_several_tasks_stand_in_one_column_and_a_sheet_each(texts: ReportTexts, out: Path) -> None:
    tasks = (ReportTask("tuan", "Tin bài", "xã"), ReportTask("anh", "Ảnh [mới]", "xã"))
    weeks = tuple(replace(week, task="anh") if week.period > 2 else week for week in WEEKS)
    book = openpyxl.load_workbook(write_month_book(fold(month(tasks=tasks, weeks=weeks)), texts, out, "a"))
    assert book.sheetnames[1:3] == ["Theo tuần – Tin bài", "Theo tuần – Ảnh  mới"]
    assert {line["Nhiệm vụ"] for line in rows(book["Tổng hợp"])} == {"Tin bài", "Ảnh [mới]"}


def test_a_district_has_a_sum_of_its_own(texts: ReportTexts, out: Path) -> None:
    book = openpyxl.load_workbook(write_month_book(fold(narrowed(month(), DISTRICT_A)), texts, out, "a"))
    assert [line["Đơn vị"] for line in rows(book["Tổng hợp"])] == ["Huyện An"]
    assert len(rows(book["Theo tuần"])) == 3


def test_a_draft_says_so_in_every_sheet(table: MonthTable, texts: ReportTexts, out: Path) -> None:
    book = openpyxl.load_workbook(write_month_book(table, texts, out, "a", draft=True))
    assert all(str(sheet["A2"].value).startswith("DỰ THẢO") for sheet in book.worksheets)


def test_english_words_make_an_english_book(table: MonthTable, out: Path) -> None:
    book = openpyxl.load_workbook(write_month_book(table, ReportTexts(Words("Sample"), ZONE, "en"), out, "a"))
    assert book.sheetnames == ["Summary", "Weeks", "Items", "Not met"]


def test_the_same_facts_give_the_same_bytes(table: MonthTable, texts: ReportTexts, out: Path) -> None:
    first = write_month_book(table, texts, out, "a").read_bytes()
    assert write_month_book(fold(month()), texts, out, "b").read_bytes() == first


def test_the_years_sheet_has_a_line_for_each_secretary(texts: ReportTexts, out: Path) -> None:
    facts = year()
    assert year_file(facts, texts) == "bang-nam-2026"
    book = openpyxl.load_workbook(write_year_book(facts, texts, out, "nam"))
    assert book.sheetnames == ["Năm 2026"]
    lines = rows(book["Năm 2026"], top=4)
    assert [line["Đầu mối"] for line in lines][:3] == ["Nguyễn Thị Hạnh", "Phạm Văn Lập", "=1+1"]
    assert (lines[0]["Phải nộp"], lines[0]["Chuỗi đạt dài nhất"], lines[0]["Xếp loại"]) == (
        4,
        4,
        "Hoàn thành xuất sắc nhiệm vụ",
    )
    assert lines[1]["Tỷ lệ đạt"] == pytest.approx(2 / 3)


def test_the_years_ratings_are_the_settings_own(texts: ReportTexts, out: Path) -> None:
    vacant = replace(year(), duties=tuple(replace(each, member=None, member_name="") for each in year().duties))
    thresholds = (Threshold("A", met=100), Threshold("B", met=0))
    book = openpyxl.load_workbook(write_year_book(vacant, texts, out, "nam", thresholds))
    lines = {str(line["Mã đơn vị"]): line for line in rows(book.worksheets[0], top=4)}
    assert (lines["X11"]["Xếp loại"], lines["X12"]["Xếp loại"]) == ("A", "B")
    assert lines["X11"]["Đầu mối"] == "(khuyết)"


@pytest.mark.parametrize(
    ("name", "allowed"), [("a/b:c", "a b c"), ("x" * 40, "x" * 31), ("''", "-"), ("Theo tuần", "Theo tuần")]
)
def test_a_sheets_name_is_one_that_programs_take(name: str, allowed: str) -> None:
    assert sheet_name(name) == allowed


def many(facts: MonthFacts, number: int) -> MonthFacts:
    """The same month with so many items."""
    item = facts.items[0]
    return replace(facts, items=tuple(replace(item, number=at, unit=A1) for at in range(number)))


def test_rows_leave_the_memory_as_they_are_written(out: Path, tmp_path: Path) -> None:
    """A sheet's temporary file lies beside its target, not wherever the system keeps such files."""
    script = textwrap.dedent(
        """
        import sys, tempfile
        tempfile.tempdir = "/nonexistent"
        from pathlib import Path
        from core.figures import fold
        from core.ports import Words
        from reports.month_book import write_month_book
        from tests.reports.facts import ZONE, month
        from texts.report import ReportTexts
        print(write_month_book(fold(month()), ReportTexts(Words("T"), ZONE), Path(sys.argv[1]), "a"))
        """
    )
    done = subprocess.run([sys.executable, "-c", script, str(out)], capture_output=True, text=True, check=False)
    assert re.search(r"a\.xlsx$", done.stdout.strip()), done.stderr
    assert [file.name for file in out.iterdir()] == ["a.xlsx"]
