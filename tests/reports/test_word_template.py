"""An organisation's own template: what is put in place, and what is said when it is broken."""

from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as Paper
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Cm, Pt

from core.figures import MonthTable, fold
from core.figures_facts import narrowed
from media.store import MediaStore
from reports.word.document import Wish, write_document
from reports.word.template import BrokenTemplate
from tests.reports.facts import DISTRICT_A, month
from tests.reports.opening import read, words
from texts.report import ReportTexts


@pytest.fixture
def template() -> Paper:
    """An organisation's page: its own head, a signature, narrow margins, letters of its own."""
    paper = Document()
    paper.styles["Normal"].font.name, paper.styles["Normal"].font.size = "Arial", Pt(12)
    paper.sections[0].left_margin = paper.sections[0].right_margin = Cm(2)
    paper.sections[0].header.paragraphs[0].text = "{{ten_don_vi}} – {{ky}}"
    head = paper.add_table(1, 2)
    head.rows[0].cells[0].text = "{{TEN_CAP_TREN}}"
    head.rows[0].cells[0].add_paragraph("{{ TEN_DON_VI }}")
    head.rows[0].cells[1].text = "ĐẢNG CỘNG SẢN VIỆT NAM"
    paper.add_paragraph("{{tieu_de}}", style="Title")
    paper.add_paragraph("{{noi_dung}}")
    paper.add_paragraph("T/M BAN THƯỜNG VỤ")
    return paper


def made(
    table: MonthTable, texts: ReportTexts, store: MediaStore, out: Path, template: Paper, draft: bool = False
) -> Paper:
    """The report in this template, opened."""
    file = out / "mau.docx"
    template.save(str(file))
    return read(write_document(table, texts, store, out, "a", Wish(draft=draft, template=file))[0])


def refused(table: MonthTable, texts: ReportTexts, store: MediaStore, out: Path, template: Paper) -> str:
    """What is said of this template; nothing is written then."""
    with pytest.raises(BrokenTemplate) as caught:
        made(table, texts, store, out, template)
    assert [file.name for file in out.iterdir()] == ["mau.docx"]
    return str(caught.value)


def test_the_page_head_styles_and_signature_are_the_templates(
    texts: ReportTexts, store: MediaStore, out: Path, template: Paper
) -> None:
    paper = made(fold(narrowed(month(), DISTRICT_A)), texts, store, out, template)
    assert paper.styles["Normal"].font.name == "Arial"
    assert paper.sections[0].header.paragraphs[0].text == "Huyện An – tháng 11 năm 2026"
    cell = paper.tables[0].rows[0].cells[0]
    assert [line.text for line in cell.paragraphs] == ["TỈNH MẪU", "HUYỆN AN"]
    lines = [line.text for line in paper.paragraphs]
    assert lines[0] == "Kết quả thực hiện nhiệm vụ “Mỗi tuần một tin bài”"
    result, signature, annex = (lines.index(text) for text in ("1. Kết quả chung", "T/M BAN THƯỜNG VỤ", "Phụ lục I"))
    assert result < signature < annex
    assert "CỘNG HOÀ XÃ HỘI" not in words(paper)


def test_without_a_unit_above_that_line_vanishes(
    table: MonthTable, texts: ReportTexts, store: MediaStore, out: Path, template: Paper
) -> None:
    paper = made(table, texts, store, out, template)
    assert [line.text for line in paper.tables[0].rows[0].cells[0].paragraphs] == ["TỈNH MẪU"]


def test_tables_are_as_wide_as_the_templates_page(
    table: MonthTable, texts: ReportTexts, store: MediaStore, out: Path, template: Paper
) -> None:
    paper = made(table, texts, store, out, template)
    grid = paper.tables[1]
    width = sum(column.width or 0 for column in grid.columns)
    section = paper.sections[0]
    assert section.page_width is not None
    assert width == pytest.approx(section.page_width - Cm(4), rel=0.01)


def test_the_annexes_come_where_the_template_wants_them(
    table: MonthTable, texts: ReportTexts, store: MediaStore, out: Path, template: Paper
) -> None:
    template.add_paragraph("{{phu_luc}}")
    template.add_paragraph("Hết")
    lines = [line.text for line in made(table, texts, store, out, template).paragraphs]
    assert lines.index("Phụ lục I") < lines.index("Hết")


def test_a_placeholder_that_word_spread_over_runs_is_found(
    table: MonthTable, texts: ReportTexts, store: MediaStore, out: Path, template: Paper
) -> None:
    line = template.add_paragraph("Tháng ")
    bold = line.add_run("{{th")
    bold.bold = True
    line.add_run("ang")
    line.add_run("}} năm {{nam}}, từ {{tu_ngay}} đến {{den_ngay}}{{du_thao}}")
    told = next(line for line in made(table, texts, store, out, template).paragraphs if line.text.startswith("Tháng "))
    assert told.text == "Tháng 11 năm 2026, từ 19/10/2026 đến 15/11/2026"
    assert [run.text for run in told.runs if run.bold] == ["11"]


def test_a_draft_is_marked_even_where_the_template_has_no_place_for_it(
    table: MonthTable, texts: ReportTexts, store: MediaStore, out: Path, template: Paper
) -> None:
    assert "DỰ THẢO" in words(made(table, texts, store, out, template, draft=True))


def test_a_style_of_the_templates_own_is_kept(
    table: MonthTable, texts: ReportTexts, store: MediaStore, out: Path, template: Paper
) -> None:
    style = template.styles.add_style("Quốc hiệu", WD_STYLE_TYPE.PARAGRAPH)
    template.add_paragraph("{{ten_don_vi}}", style=style)
    last = [line for line in made(table, texts, store, out, template).paragraphs if line.text == "Tỉnh Mẫu"]
    assert last[-1].style is not None and last[-1].style.name == "Quốc hiệu"


def test_an_unknown_placeholder_is_named_with_its_place(
    table: MonthTable, texts: ReportTexts, store: MediaStore, out: Path, template: Paper
) -> None:
    template.add_paragraph("Kính gửi {{noi_nhan}}")
    told = refused(table, texts, store, out, template)
    assert 'mau.docx, paragraph 7 ("Kính gửi {{noi_nhan}}")' in told
    assert "there is no placeholder {{noi_nhan}}" in told
    assert "{{ten_don_vi}}" in told


@pytest.mark.parametrize("words", ["{{ten_don_vi", "ten_don_vi}}", "{{ten_don_vi}"])
def test_braces_that_are_not_paired_are_told(
    table: MonthTable, texts: ReportTexts, store: MediaStore, out: Path, template: Paper, words: str
) -> None:
    template.add_paragraph(words)
    assert "two braces on both sides" in refused(table, texts, store, out, template)


def test_without_a_place_for_the_content_there_is_no_report(
    table: MonthTable, texts: ReportTexts, store: MediaStore, out: Path
) -> None:
    assert "no paragraph says {{noi_dung}}" in refused(table, texts, store, out, Document())


def test_the_content_stands_once_alone_and_in_no_table(
    table: MonthTable, texts: ReportTexts, store: MediaStore, out: Path, template: Paper
) -> None:
    template.add_paragraph("{{noi_dung}}")
    assert "a second time" in refused(table, texts, store, out, template)
    (out / "mau.docx").unlink()
    other = Document()
    other.add_paragraph("Nội dung: {{noi_dung}}")
    assert "must stand alone in its paragraph" in refused(table, texts, store, out, other)
    (out / "mau.docx").unlink()
    third = Document()
    third.add_table(1, 1).rows[0].cells[0].text = "{{noi_dung}}"
    assert "not in a table" in refused(table, texts, store, out, third)


def test_a_fault_in_a_header_is_found_there(
    table: MonthTable, texts: ReportTexts, store: MediaStore, out: Path, template: Paper
) -> None:
    template.sections[0].header.paragraphs[0].text = "{{Ten_don_vi}}"
    assert "header /word/header1.xml, paragraph 1" in refused(table, texts, store, out, template)


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_word_document_is_said_to_be_none(
    table: MonthTable, texts: ReportTexts, store: MediaStore, out: Path, content: bytes
) -> None:
    file = out / "mau.docx"
    file.write_bytes(content)
    with pytest.raises(BrokenTemplate, match="this is no Word document"):
        write_document(table, texts, store, out, "a", Wish(template=file))
