"""The Word document, opened again: the decree's layout, the figures in words, tables, annexes, drafts."""

from dataclasses import replace
from pathlib import Path

from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from core.figures import MonthTable, fold
from core.figures_facts import narrowed
from core.report_layout import ReportLayout
from media.store import MediaStore
from reports.word.document import Wish, write_document
from tests.reports.facts import A1, A2, DISTRICT_A, PROVINCE, UNITS, WEEKS, duty, month
from tests.reports.opening import read, words
from texts.report import ReportTexts


def test_the_page_is_an_a4_with_the_margins_of_the_decree(paper: Paper) -> None:
    section = paper.sections[0]
    assert section.page_width is not None and section.page_height is not None
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert section.top_margin is not None and Mm(20) <= section.top_margin <= Mm(25)
    assert section.bottom_margin is not None and Mm(20) <= section.bottom_margin <= Mm(25)
    assert section.left_margin is not None and Mm(30) <= section.left_margin <= Mm(35)
    assert section.right_margin is not None and Mm(15) <= section.right_margin <= Mm(20)


def test_the_letters_are_times_new_roman_13_to_14(paper: Paper) -> None:
    normal = paper.styles["Normal"].font
    assert (normal.name, normal.size) == ("Times New Roman", Pt(13))
    title = next(line for line in paper.paragraphs if line.text == "BÁO CÁO")
    assert title.runs[0].font.size == Pt(14)
    assert title.runs[0].bold


def test_the_page_number_is_centred_on_top_from_the_second_page_on(paper: Paper) -> None:
    section = paper.sections[0]
    assert section.different_first_page_header_footer
    assert not words_of_header(section.first_page_header._element)
    [number] = section.header.paragraphs
    assert number.alignment is WD_ALIGN_PARAGRAPH.CENTER
    assert [field.get(qn("w:instr")) for field in number._p.iter(qn("w:fldSimple"))] == ["PAGE"]


def words_of_header(element: object) -> str:
    return "".join(piece.text or "" for piece in element.iter(qn("w:t")))  # type: ignore[attr-defined] # lxml


def test_the_head_has_the_nation_on_the_right_and_leaves_number_date_and_signature_blank(paper: Paper) -> None:
    left, right = paper.tables[0].rows[0].cells
    assert [line.text for line in right.paragraphs][:2] == [
        "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
    ]
    assert left.text.strip() == "TỈNH MẪU"
    number, date = paper.tables[0].rows[1].cells
    assert number.text.startswith("Số: …")
    assert not any(letter.isdigit() for letter in number.text + date.text)
    signer = next(table for table in paper.tables if "Nơi nhận:" in table.rows[0].cells[0].text).rows[0].cells[1]
    assert not any(letter.isalnum() for letter in signer.text)


def test_the_organisations_words_stand_in_head_and_signature(texts: ReportTexts, store: MediaStore, out: Path) -> None:
    layout = ReportLayout(
        issuer="Đảng uỷ {unit}", issuer_above="Tỉnh uỷ {above}", place="Đông Hà", signs_for="TM. Ban Thường vụ",
        position="Bí thư", signer="Lê Văn Tỉnh", receivers=("Tỉnh uỷ (để báo cáo)",),
    )  # fmt: skip
    district = fold(narrowed(month(), DISTRICT_A))
    told = words(read(write_document(district, texts, store, out, "a", Wish(layout=layout))[0]))
    order = ["TỈNH UỶ TỈNH MẪU", "ĐẢNG UỶ HUYỆN AN", "Đông Hà, ngày", "- Tỉnh uỷ (để báo cáo);", "TM. BAN THƯỜNG VỤ",
             "BÍ THƯ", "Lê Văn Tỉnh"]  # fmt: skip
    places = [told.find(line) for line in order]
    assert -1 not in places and places == sorted(places)


def test_a_districts_head_names_the_province_above_it(texts: ReportTexts, store: MediaStore, out: Path) -> None:
    [file] = write_document(fold(narrowed(month(), DISTRICT_A)), texts, store, out, "a")
    left = read(file).tables[0].rows[0].cells[0]
    assert [line.text for line in left.paragraphs][:2] == ["TỈNH MẪU", "HUYỆN AN"]


def test_one_of_several_provinces_has_its_own_name_under_the_organisations(
    texts: ReportTexts, store: MediaStore, out: Path
) -> None:
    provinces = tuple(replace(unit, parent=None) if unit.parent == PROVINCE else unit for unit in UNITS[1:])
    country = month(root=None, above="Tỉnh Mẫu", units=provinces)
    whole, one = (
        read(write_document(fold(facts), texts, store, out, "a")[0]).tables[0].rows[0].cells[0]
        for facts in (country, narrowed(country, DISTRICT_A))
    )
    assert whole.text.strip() == "TỈNH MẪU"
    assert [line.text for line in one.paragraphs][:2] == ["TỈNH MẪU", "HUYỆN AN"]


def test_the_result_is_told_in_words_with_its_figures(texts: ReportTexts, store: MediaStore, out: Path) -> None:
    facts = replace(month(), duties=tuple(each for each in month().duties if each.facts.closes_at <= month().closes_at))
    [file] = write_document(fold(facts), texts, store, out, "a")
    told = words(read(file))
    assert (
        "Kỳ báo cáo tháng 11 năm 2026 gồm 4 tuần, từ tuần 43 đến tuần 46 (từ ngày 19/10/2026 đến ngày 15/11/2026)."
        in told
    )
    assert "Tỉnh Mẫu có 6 đơn vị thuộc diện nộp minh chứng, tổng cộng 18 lượt phải nộp" in told
    assert "Có 1 đơn vị khuyết đầu mối (2 lượt), không tính vào số phải nộp." in told
    assert "Toàn kỳ có 14/18 lượt đạt chỉ tiêu (77,8%), gồm 12 lượt đúng hạn và 2 lượt muộn; còn thiếu 4 lượt." in told
    assert "Có 1 lượt được miễn." in told
    assert "Có 3/6 đơn vị đạt chỉ tiêu ở tất cả các tuần phải nộp; 1 đơn vị thiếu từ hai tuần trở lên." in told
    assert "Tổng số minh chứng được tính là 14, gồm 10 ảnh và 4 đường dẫn." in told
    assert "So với 8 tuần liền trước, tỷ lệ đạt chỉ tiêu giảm 5,5 điểm phần trăm (từ 83,3% xuống 77,8%)." in told


def test_when_everybody_met_it_nothing_is_said_of_missing_ones(
    texts: ReportTexts, store: MediaStore, out: Path
) -> None:
    facts = replace(month(), duties=(duty(A1, 1, "+"), duty(A2, 1, "+")), vacancies=(), items=(), earlier=())
    [file] = write_document(fold(facts), texts, store, out, "a")
    told = words(read(file))
    assert "Cả 2 lượt đều đạt chỉ tiêu (100%), gồm 2 lượt đúng hạn và 0 lượt muộn." in told
    assert "Không có đơn vị nào còn thiếu." in told
    assert "Kỳ này chưa có minh chứng nào được tính." in told


def test_there_is_a_table_of_the_districts_and_one_for_each(paper: Paper) -> None:
    summary = next(table for table in paper.tables if "Phải nộp" in {cell.text for cell in table.rows[0].cells})
    cells = [[cell.text for cell in row.cells] for row in summary.rows]
    assert cells[0][:6] == ["STT", "Đơn vị", "Số đơn vị", "Phải nộp", "Đúng hạn", "Muộn"]
    assert [row[1] for row in cells[1:]] == ["Huyện An", "Huyện Bình", "Cộng"]
    totals = [int(cell) for cell in cells[3][2:10]]
    assert totals == [int(a) + int(b) for a, b in zip(cells[1][2:10], cells[2][2:10], strict=True)]
    assert words(paper).count("Bảng ") == 3


def test_a_units_weeks_stand_in_words(paper: Paper) -> None:
    table = next(table for table in paper.tables if "Tuần 43" in {cell.text for cell in table.rows[0].cells})
    rows = {row.cells[1].text: [cell.text for cell in row.cells[2:]] for row in table.rows[1:]}
    assert rows["Xã Tân Lập"] == ["Đúng hạn", "Muộn", "Thiếu", "Miễn", "2"]
    assert rows["Phường 1"][:2] == ["Khuyết", "Khuyết"]
    heading = table.rows[0]._tr
    assert heading.find(qn("w:trPr")).find(qn("w:tblHeader")) is not None


def test_the_missing_are_listed_with_reasons(paper: Paper) -> None:
    table = next(table for table in paper.tables if "Lý do" in {cell.text for cell in table.rows[0].cells})
    rows = [[cell.text for cell in row.cells] for row in table.rows[1:]]
    assert rows[0] == ["1", "Xã Tân Lập", "Huyện An", "45", "0/1", "Phạm Văn Lập", "hẹn nộp bù"]
    assert rows[1][-1] == "Chưa có lý do"
    assert rows[2][1] == "Phường 1"
    assert rows[2][3] == "43"
    assert rows[2][-1].startswith("Đã liên hệ ngày ")
    told = words(paper)
    assert "Mưa lũ" in told
    assert "Đơn vị khuyết đầu mối" in told


def test_a_draft_says_that_it_is_one_and_what_is_still_open(texts: ReportTexts, store: MediaStore, out: Path) -> None:
    running = month(taken_at=WEEKS[3].opens_at)
    short = duty(A2, 4, "-")
    facts = replace(
        running, duties=tuple(short if (each.unit, each.period) == (A2, 4) else each for each in running.duties)
    )
    [file] = write_document(fold(facts), texts, store, out, "a", Wish(draft=True))
    paper = read(file)
    assert "DỰ THẢO" in paper.tables[0].rows[1].cells[0].text
    told = words(paper)
    assert "DỰ THẢO, số liệu tính đến 00:00 ngày 09/11/2026. Kỳ báo cáo chốt lúc 12:00 ngày 22/11/2026" in told
    assert "tuần 46)" in told
    assert "Đến nay có " in told
    assert "DỰ THẢO" not in words(read(write_document(fold(facts), texts, store, out, "b")[0]))


def test_a_month_without_weeks_is_a_report_all_the_same(texts: ReportTexts, store: MediaStore, out: Path) -> None:
    empty = month(weeks=(), duties=(), vacancies=(), items=(), earlier=())
    [file] = write_document(fold(empty), texts, store, out, "a")
    assert "Kỳ báo cáo tháng 11 năm 2026 không có tuần nào phải nộp." in words(read(file))


def test_the_same_facts_give_the_same_bytes(written: Path, texts: ReportTexts, media: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    again.mkdir()
    [file] = write_document(fold(month()), texts, MediaStore(media), again, "bao-cao")
    assert file.read_bytes() == written.read_bytes()
    notes = read(file).core_properties
    assert notes.created == notes.modified
    assert notes.created is not None and notes.created.isoformat() == "2026-11-22T05:00:00+00:00"


def test_progress_is_told_for_every_picture(
    table: MonthTable, texts: ReportTexts, store: MediaStore, out: Path
) -> None:
    told: list[tuple[int, int]] = []
    write_document(table, texts, store, out, "a", progress=lambda done, total: told.append((done, total)))
    assert told == [(done, 10) for done in range(1, 11)]
