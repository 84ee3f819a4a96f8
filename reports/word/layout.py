"""The built-in layout: that of Decree 30/2020/NĐ-CP, as a template with placeholders like an organisation's own.

A4; margins of 20 mm above and below, 30 mm left, 15 mm right; Times New Roman 13 and 14; the page number centred in
the top margin from the second page on. Number, place, date, signature and seal are left to those who sign.
"""

from docx import Document
from docx.document import Document as Paper
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Length, Mm, Pt, Twips
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from core.report_layout import USUAL_LAYOUT, ReportLayout
from texts.report import ReportTexts

FONT = "Times New Roman"
SIZE = 13
LEFT, RIGHT = Cm(6.2), Cm(10.3)
"""The two columns of the head: the body that issues, the nation."""


def built_in(texts: ReportTexts, layout: ReportLayout = USUAL_LAYOUT) -> Paper:
    """The layout with its placeholders and the organisation's words, ready to be filled."""
    paper = Document()
    _page(paper)
    _letters(paper, texts.language)
    _head(paper, texts, layout)
    _title(paper, texts)
    paper.add_paragraph("{{noi_dung}}")
    _signature(paper, texts, layout)
    return paper


def appendix(texts: ReportTexts) -> Paper:
    """The same page without head and signature: for an annex that is a file of its own."""
    paper = Document()
    _page(paper)
    _letters(paper, texts.language)
    paper.add_paragraph("{{noi_dung}}")
    return paper


def _page(paper: Paper) -> None:
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Twips(1134)  # a file knows twentieths of a point: 20 mm, rounded up
    section.left_margin, section.right_margin = Twips(1701), Twips(851)
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>2</w:t></w:r></w:fldSimple>'
    number._p.append(parse_xml(field))


def _letters(paper: Paper, language: str) -> None:
    normal = paper.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(SIZE)
    fonts = normal.element.rPr.rFonts
    for kind in ("w:eastAsia", "w:cs"):
        fonts.set(qn(kind), FONT)
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), "vi-VN" if language == "vi" else "en-GB")
    normal.element.rPr.append(spoken)
    normal.paragraph_format.space_after = normal.paragraph_format.space_before = Pt(0)


def _head(paper: Paper, texts: ReportTexts, layout: ReportLayout) -> None:
    grid = paper.add_table(rows=2, cols=2)
    grid.alignment = WD_TABLE_ALIGNMENT.CENTER
    grid.autofit = False
    _widths(grid, LEFT, RIGHT)
    body, nation = grid.rows[0].cells
    _line(body, "{{TEN_CAP_TREN}}", size=SIZE, first=True)
    _line(body, "{{TEN_DON_VI}}", size=SIZE, bold=True)
    _rule(body, Cm(2))
    _line(nation, texts.say("head.nation"), size=12, bold=True, first=True)
    _line(nation, texts.say("head.motto"), size=SIZE, bold=True)
    _rule(nation, Cm(2.3))
    number, place = grid.rows[1].cells
    _line(number, texts.say("head.number"), size=SIZE, first=True)
    _line(number, "{{du_thao}}", size=SIZE, bold=True)
    of_place = texts.say("head.place_and_date", place=layout.place or texts.say("head.no_place"))
    _line(place, of_place, size=SIZE, italic=True, first=True)


def _title(paper: Paper, texts: ReportTexts) -> None:
    for position, (words, before) in enumerate(
        ((texts.say("head.title"), 18), ("{{tieu_de}}", 0), (texts.say("head.month", month="{{ky}}"), 0))
    ):
        line = paper.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.paragraph_format.space_before = Pt(before)
        _write(line, words, size=14, bold=True)
        if position == 2:
            _border(paper.add_paragraph(), Cm(6.5), after=Pt(10))


def _signature(paper: Paper, texts: ReportTexts, layout: ReportLayout) -> None:
    paper.add_paragraph().paragraph_format.keep_with_next = True  # no signature stands alone on a page
    grid = paper.add_table(rows=1, cols=2)
    grid.alignment = WD_TABLE_ALIGNMENT.CENTER
    grid.autofit = False
    receivers, signer = grid.rows[0].cells
    _widths(grid, Cm(8), Cm(8.5))
    _write(receivers.paragraphs[0], texts.say("head.recipients"), size=12, bold=True, italic=True)
    dots = texts.say("head.recipient")
    named = [texts.say("head.receiver", name=name) for name in layout.receivers] or [dots, dots]
    for words in (*named, texts.say("head.archive")):
        _write(receivers.add_paragraph(), words, size=11)
    signs = [words.upper() for words in (layout.signs_for, layout.position) if words] or [texts.say("head.signer")]
    for number, words in enumerate(signs):
        _line(signer, words, size=SIZE, bold=True, first=number == 0)
    for _ in range(5):
        signer.add_paragraph()
    _line(signer, layout.signer or texts.say("head.signer"), size=SIZE, bold=True)
    keep = OxmlElement("w:cantSplit")
    grid.rows[0]._tr.get_or_add_trPr().append(keep)


def _widths(grid: Table, *widths: Length) -> None:
    """Both the columns' and the cells': some office programs read the ones, some the others."""
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width


def _line(
    cell: _Cell, words: str, *, size: int, bold: bool = False, italic: bool = False, first: bool = False
) -> None:  # fmt: skip
    line = cell.paragraphs[0] if first else cell.add_paragraph()
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _write(line, words, size=size, bold=bold, italic=italic)


def _write(line: Paragraph, words: str, *, size: int, bold: bool = False, italic: bool = False) -> None:
    letters = line.add_run(words)
    letters.font.size, letters.bold, letters.italic = Pt(size), bold, italic


def _rule(cell: _Cell, indent: Length) -> None:
    _border(cell.add_paragraph(), indent, after=Pt(4))


def _border(line: Paragraph, indent: Length, after: Length) -> None:
    """A thin line in the middle, as far from both sides as `indent`: the decree wants one under some lines."""
    line.paragraph_format.left_indent = line.paragraph_format.right_indent = indent
    line.paragraph_format.space_after = after
    line.paragraph_format.line_spacing = Pt(3)
    rule = f'<w:pBdr {nsdecls("w")}><w:top w:val="single" w:sz="4" w:space="1" w:color="000000"/></w:pBdr>'
    spacing = line._p.get_or_add_pPr().find(qn("w:spacing"))
    spacing.addprevious(parse_xml(rule))
