"""Workbooks for the tests: whole ones by openpyxl, and with single parts put in by hand."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

SHEET_PART = "xl/worksheets/sheet1.xml"


def saved(workbook: Workbook) -> bytes:
    """The workbook's file."""
    content = BytesIO()
    workbook.save(content)
    return content.getvalue()


def workbook_of(*rows: Iterable[Any]) -> bytes:
    """A workbook of one sheet with these rows."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    return saved(workbook)


def with_part(content: bytes, name: str, part: bytes, compression: int = ZIP_DEFLATED) -> bytes:
    """The same archive with one part replaced or added."""
    target = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(target, "w", compression) as new:
        for other in old.namelist():
            if other != name:
                new.writestr(other, old.read(other))
        new.writestr(name, part)
    return target.getvalue()


def with_rows(xml_rows: str, before: str = "", after: str = "") -> bytes:
    """A workbook whose only sheet has this XML for its rows."""
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    part = f'<worksheet xmlns="{namespace}">{before}<sheetData>{xml_rows}</sheetData>{after}</worksheet>'
    return with_part(workbook_of(["x"]), SHEET_PART, part.encode())
