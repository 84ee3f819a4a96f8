"""How is a table written so that every office program opens it and none executes it?"""

import re
from collections.abc import Iterable, Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

_DANGEROUS = re.compile(r"'*[=+\-@\t\r\n]")
_NEEDS_QUOTES = re.compile('[,;|\t"\r\n]')  # whatever a reader may take for the separator
_NOT_WRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_COLUMN_WIDTH = 24


def write_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A CSV file as Excel likes it: UTF-8 with its mark, commas, CRLF.

    A cell that a spreadsheet would take for a formula gets an apostrophe in front; `read_sheet` takes it off.
    Characters that no table can hold (control characters, halves of pairs) are left out.
    """
    lines = (",".join(_csv_cell(cell) for cell in row) for row in (header, *rows))
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8-sig")


def write_xlsx(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """An XLSX workbook of one sheet with the header kept in view. Every cell is text, never a formula.

    Characters that no table can hold are left out; a line break is one LF.
    """
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet()
    sheet.freeze_panes = "A2"
    for column in range(1, len(header) + 1):
        sheet.column_dimensions[get_column_letter(column)].width = _COLUMN_WIDTH
    sheet.append([_text_cell(sheet, cell) for cell in header])
    for row in rows:
        sheet.append([_text_cell(sheet, cell) for cell in row])
    content = BytesIO()
    workbook.save(content)
    return content.getvalue()


def _text_cell(sheet: WriteOnlyWorksheet, text: str) -> Cell:
    """A cell that stays text: openpyxl would make a formula of "=1" and an error of "#N/A"."""
    cell = WriteOnlyCell(sheet, _writable(text))
    cell.data_type = "s"
    cell.number_format = "@"
    return cell


def _writable(text: str) -> str:
    return _NOT_WRITABLE.sub("", text)


def _csv_cell(text: str) -> str:
    writable = _writable(text)
    guarded = f"'{writable}" if _DANGEROUS.match(writable) else writable
    quoted = guarded.replace('"', '""')
    return f'"{quoted}"' if _NEEDS_QUOTES.search(guarded) else guarded
