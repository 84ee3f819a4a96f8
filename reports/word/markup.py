"""Pieces of a Word document as WordprocessingML texts: paragraphs, tables, links, pictures.

Texts and not objects, because a province's evidence is thousands of cells: python-docx needs minutes for what is
joined here in a second. Lengths are in twentieths of a point unless they say otherwise.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

CM = 567
"""Twentieths of a point in a centimetre."""

EMU = 635
"""English metric units, in which pictures are measured, in a twentieth of a point."""

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_RELATIONS = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_DRAWING = 'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
_SHAPES = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
_FRAME = '<a:ln w="6350"><a:solidFill><a:srgbClr val="BFBFBF"/></a:solidFill></a:ln>'
_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"


def plain(text: str) -> str:
    """A text that an XML file can hold: control characters and halves of pairs are left out."""
    return _NOT_IN_XML.sub("", text)


def run(
    text: str,
    *,
    bold: bool = False,
    italic: bool = False,
    size: float | None = None,
    colour: str = "",
    underlined: bool = False,
) -> str:
    """Letters of one look; `size` in points, `colour` as RRGGBB."""
    look = "<w:b/>" if bold else ""
    look += "<w:i/>" if italic else ""
    look += f'<w:color w:val="{colour}"/>' if colour else ""
    look += f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>' if size else ""
    look += '<w:u w:val="single"/>' if underlined else ""
    look = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(plain(text))}</w:t></w:r>'


def paragraph(
    *content: str,
    align: str = "both",
    first: int = 0,
    before: int = 0,
    after: int = 0,
    with_next: bool = False,
    new_page: bool = False,
    outline: int | None = None,
    boxed: bool = False,
) -> str:
    """One paragraph of runs. `outline`: its level (0 is the highest) in Word's navigation; `boxed`: in a grey box."""
    look = "<w:keepNext/>" if with_next else ""
    look += "<w:pageBreakBefore/>" if new_page else ""
    if boxed:
        sides = "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="4" w:color="999999"/>'
            for side in ("top", "left", "bottom", "right")
        )
        look += f'<w:pBdr>{sides}</w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="EEEEEE"/>'
    look += f'<w:spacing w:before="{before}" w:after="{after}"/>'
    look += f'<w:ind w:left="0" w:right="0" w:firstLine="{first}"/>'
    look += f'<w:jc w:val="{align}"/>'
    look += "" if outline is None else f'<w:outlineLvl w:val="{outline}"/>'
    return f"<w:p><w:pPr>{look}</w:pPr>{''.join(content)}</w:p>"


def cell(content: str, width: int, *, fill: str = "", span: int = 1, borders: bool = True, middle: bool = True) -> str:
    """One cell of a table, holding paragraphs; `fill` as RRGGBB."""
    look = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    look += f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    if not borders:
        sides = "".join(f'<w:{side} w:val="nil"/>' for side in ("top", "left", "bottom", "right"))
        look += f"<w:tcBorders>{sides}</w:tcBorders>"
    look += f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    look += '<w:vAlign w:val="center"/>' if middle else ""
    return f"<w:tc><w:tcPr>{look}</w:tcPr>{content}</w:tc>"


def row(cells: Iterable[str], *, heading: bool = False) -> str:
    """One row, never torn between two pages; a heading is repeated on every page."""
    look = "<w:cantSplit/>" + ("<w:tblHeader/>" if heading else "")
    return f"<w:tr><w:trPr>{look}</w:trPr>{''.join(cells)}</w:tr>"


def table(widths: Sequence[int], rows: Iterable[str], *, borders: bool = True) -> str:
    """A table of fixed column widths."""
    lines = ("top", "left", "bottom", "right", "insideH", "insideV")
    style = 'w:val="single" w:sz="4" w:space="0" w:color="000000"' if borders else 'w:val="nil"'
    frame = "".join(f"<w:{line} {style}/>" for line in lines)
    margins = '<w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/>'
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{frame}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def web_address(address: str) -> str | None:
    """The address in letters that every office program takes; None when it is not of the web."""
    whole = plain(address).strip()
    if not whole.lower().startswith(("http://", "https://")):
        return None
    return quote(whole, safe="%/:=&?~#+!$,;'@()*[]")


@dataclass(slots=True)
class Relations:
    """What a document's text points to: web addresses, and pictures by a key of their own."""

    links: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, str] = field(default_factory=dict)
    _drawn: int = 0

    def link(self, address: str, *, size: float | None = None) -> str:
        """The address as a link that shows itself; as plain letters when it is no web address."""
        target = web_address(address)
        if target is None:
            return run(address, size=size)
        name = self.links.setdefault(target, f"nhacnopL{len(self.links) + 1}")
        look = run(address, size=size, colour="0563C1", underlined=True)
        return f'<w:hyperlink r:id="{name}" {_RELATIONS}>{look}</w:hyperlink>'

    def picture(self, key: str, width: int, height: int, words: str, *, framed: bool = False) -> str:
        """A picture in the line, with words for those who do not see it; `framed`: with a thin grey line around."""
        name = self.pictures.setdefault(key, f"nhacnopP{len(self.pictures) + 1}")
        self._drawn += 1
        told, size = quoteattr(plain(words)), f'cx="{width * EMU}" cy="{height * EMU}"'
        number = 10_000 + self._drawn
        return (
            f'<w:r><w:drawing><wp:inline {_DRAWING} distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
            f'<wp:docPr id="{number}" name="Picture {self._drawn}" descr={told}/>'
            f'<a:graphic {_SHAPES}><a:graphicData uri="{_PICTURE}"><pic:pic xmlns:pic="{_PICTURE}">'
            f'<pic:nvPicPr><pic:cNvPr id="{number}" name="Picture {self._drawn}"/><pic:cNvPicPr/></pic:nvPicPr>'
            f'<pic:blipFill><a:blip r:embed="{name}" {_RELATIONS}/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
            f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
            f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{_FRAME if framed else ""}</pic:spPr>'
            "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )
