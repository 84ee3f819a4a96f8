"""Filling a template's placeholders: `{{ten_don_vi}}` and its like, in any paragraph, table, header or footer.

An organisation may bring its own `.docx`: its page, styles, heading and signature stay as they are, the content
comes where a paragraph says `{{noi_dung}}`, the annexes at `{{phu_luc}}` or else at the end.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from docx import Document
from docx.document import Document as Paper
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml import etree  # type: ignore[import-untyped] # it brings no types

from core.spelling import shorten

CONTENT, ANNEXES = "noi_dung", "phu_luc"
VALUES = ("ten_don_vi", "ten_cap_tren", "tieu_de", "ky", "thang", "nam", "tu_ngay", "den_ngay", "du_thao",
          "noi_lap", "thay_mat", "chuc_vu", "nguoi_ky")  # fmt: skip
"""Placeholders that stand for words; written in capitals they give capitals. Those without a value vanish."""

MARKS = {CONTENT: b"<!--nhacnop content-->", ANNEXES: b"<!--nhacnop annexes-->"}
"""What stands in the document's file where the content and the annexes belong."""

_PLACEHOLDER = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")


class BrokenTemplate(Exception):
    """An organisation's template cannot be used; the text says where and what would be right."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A paragraph and how people find it."""

    paragraph: Any
    words: str


def open_template(file: Path) -> Paper:
    """The organisation's own template. Raises BrokenTemplate when it is no Word document, OSError when unreadable."""
    try:
        with file.open("rb") as content:
            return Document(content)
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError, etree.XMLSyntaxError) as error:
        raise BrokenTemplate(f"{file}: this is no Word document (.docx): {' '.join(str(error).split())}") from error


def fill(paper: Paper, values: Mapping[str, str], name: str) -> None:
    """Put the values in place, and marks where the content and the annexes belong.

    `name` is how errors call the template. Raises BrokenTemplate for a placeholder that does not exist or is not
    closed, and when `{{noi_dung}}` is not there exactly once, alone in a paragraph that is in no table.
    """
    marked: set[str] = set()
    for place in list(_places(paper)):
        words = _words_of(place.paragraph)
        if "{{" in words or "}}" in words:
            _fill_paragraph(paper, place, words, values, marked, name)
    if CONTENT not in marked:
        raise BrokenTemplate(f"{name}: no paragraph says {{{{{CONTENT}}}}}, so there is no place for the content")
    if ANNEXES not in marked:
        body = paper.element.body
        last = body.find(qn("w:sectPr"))
        mark = _mark(ANNEXES)
        if last is None:
            body.append(mark)
        else:
            last.addprevious(mark)


def _fill_paragraph(
    paper: Paper, place: _Place, words: str, values: Mapping[str, str], marked: set[str], name: str
) -> None:  # fmt: skip
    where = f'{name}, {place.words} ("{shorten(words.strip(), 60)}")'
    block = _block(place, words, where)
    if block is not None:
        if block in marked:
            raise BrokenTemplate(f"{where}: {{{{{block}}}}} stands there a second time")
        if place.paragraph.getparent() is not paper.element.body:
            raise BrokenTemplate(f"{where}: {{{{{block}}}}} must stand in the text itself, not in a table or a header")
        marked.add(block)
        place.paragraph.getparent().replace(place.paragraph, _mark(block))
        return
    pieces = list(place.paragraph.iter(qn("w:t")))
    for found in reversed(list(_PLACEHOLDER.finditer(words))):
        _replace(pieces, found.start(), found.end(), _value(found[1], values, where))
    left = _words_of(place.paragraph)
    if not left.strip() and len(place.paragraph.getparent().findall(qn("w:p"))) > 1:
        place.paragraph.getparent().remove(place.paragraph)


def _block(place: _Place, words: str, where: str) -> str | None:
    """The name of the part that is to come in place of this whole paragraph. Refuses braces that are not paired."""
    if "{{" in _PLACEHOLDER.sub("", words) or "}}" in _PLACEHOLDER.sub("", words):
        raise BrokenTemplate(f"{where}: a placeholder is written {{{{name}}}}, with two braces on both sides")
    names = [found[1] for found in _PLACEHOLDER.finditer(words)]
    for name in (CONTENT, ANNEXES):
        if name in names:
            if _PLACEHOLDER.fullmatch(words.strip()) is None:
                raise BrokenTemplate(f"{where}: {{{{{name}}}}} must stand alone in its paragraph")
            return name
    return None


def _value(name: str, values: Mapping[str, str], where: str) -> str:
    if name.lower() not in VALUES or name not in (name.lower(), name.upper()):
        known = ", ".join(f"{{{{{each}}}}}" for each in (*VALUES, CONTENT, ANNEXES))
        raise BrokenTemplate(f"{where}: there is no placeholder {{{{{name}}}}}; there are {known}")
    value = values.get(name.lower(), "")
    return value.upper() if name.isupper() else value


def _replace(pieces: list[Any], start: int, end: int, value: str) -> None:
    """Put the value in the place of these letters, which Word may have spread over several runs."""
    at = 0
    for piece in pieces:
        text = piece.text or ""
        begins, ends = max(start - at, 0), min(end - at, len(text))
        at += len(text)
        if begins < ends:
            piece.text = text[:begins] + value + text[ends:]
            piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            value = ""


def _places(paper: Paper) -> Iterator[_Place]:
    """Every paragraph: of the text and its tables, of headers and footers."""
    for number, paragraph in enumerate(paper.element.body.iter(qn("w:p")), 1):
        yield _Place(paragraph, f"paragraph {number}")
    for relation in paper.part.rels.values():
        if not relation.is_external and relation.reltype.endswith(("/header", "/footer")):
            part = relation.target_part
            for number, paragraph in enumerate(part.element.iter(qn("w:p")), 1):
                yield _Place(paragraph, f"{relation.reltype.rsplit('/', 1)[1]} {part.partname}, paragraph {number}")


def _words_of(paragraph: Any) -> str:
    return "".join(piece.text or "" for piece in paragraph.iter(qn("w:t")))


def _mark(name: str) -> Any:
    return etree.Comment(MARKS[name].decode()[4:-3])
