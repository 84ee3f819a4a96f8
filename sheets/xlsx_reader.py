"""What stands in the wanted sheet of an XLSX workbook?"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Protocol
from warnings import catch_warnings, simplefilter

from openpyxl import load_workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from sheets.table import MAX_COLUMNS, MAX_ROWS, SheetError, SheetProblem, SheetRow, Wanted, any_rows, sheet_row
from sheets.xlsx_archive import open_archive, refuse_strict
from sheets.xlsx_merges import fill_down
from sheets.xlsx_survey import Surveyed, survey

_SHOWN_IN_FRONT = re.compile(r'(?:"([^"]{1,10})"|((?:\\.){1,10}))?(0{1,20}|#)')
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")  # how Excel writes a carriage return into a text


class _Cell(Protocol):
    """What the kinds of cell that openpyxl has for one place have in common."""

    @property
    def value(self) -> object: ...
    @property
    def data_type(self) -> str: ...
    @property
    def number_format(self) -> str: ...


def read_xlsx(content: bytes, wanted: Wanted = any_rows) -> list[SheetRow]:
    """The lines that are not blank, of the first visible sheet that is wanted, else of the first hidden one; when
    none is wanted, of the first that has any.

    Numbers are written out ("19330", never 1.933E+4), with the zeros and words in front that their format shows;
    dates are ISO. What is merged over several rows stands in each of them. A formula counts with the result that
    the file has saved. Raises SheetError.
    """
    try:
        with open_archive(content) as archive, catch_warnings():
            simplefilter("ignore")  # openpyxl warns of decorations that it does not know
            refuse_strict(archive)
            return _wanted_rows(content, survey(archive), wanted)
    except SheetError:
        raise
    except Exception as error:  # whatever openpyxl, zipfile and the XML parser raise over a broken file
        raise SheetError(SheetProblem.DAMAGED) from error


def _wanted_rows(content: bytes, found: Mapping[str, Surveyed], wanted: Wanted) -> list[SheetRow]:
    workbook = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
    sheets = [sheet for sheet in workbook.worksheets if isinstance(sheet, ReadOnlyWorksheet)]
    if not sheets:
        raise SheetError(SheetProblem.DAMAGED)
    others = []
    for sheet in sorted(sheets, key=lambda sheet: sheet.sheet_state != "visible"):
        part = str(vars(sheet)["_worksheet_path"])  # openpyxl names the sheet's part nowhere else
        read = _read(sheet, found.get(part, Surveyed()))
        if wanted(read.rows):
            return _faultless(read)
        if read.rows or read.fault:
            others.append(read)
    return _faultless(others[0]) if others else []


@dataclass(frozen=True, slots=True)
class _Read:
    """A sheet's lines, and why there are no more of them, or why they are not to be used."""

    rows: list[SheetRow]
    fault: SheetError | None


def _faultless(read: _Read) -> list[SheetRow]:
    """Which sheet is meant must not depend on its faults: an older one would be taken in its place."""
    if read.fault:
        raise read.fault
    return read.rows


def _read(sheet: ReadOnlyWorksheet, surveyed: Surveyed) -> _Read:
    sheet.reset_dimensions()  # the size that a file claims may be wrong
    table: dict[int, list[str]] = {}
    places = 0
    fault = None if surveyed.unsaved is None else SheetError(SheetProblem.FORMULA, row=surveyed.unsaved)
    try:
        for number, cells in enumerate(sheet.rows, start=1):
            places += len(cells)
            if places > MAX_ROWS * MAX_COLUMNS:
                raise SheetError(SheetProblem.HURTFUL)
            texts = [_text(number, cell) for cell in cells]
            if sheet_row(number, texts):
                table[number] = texts
    except SheetError as error:
        fault = fault or error
    except Exception:  # a formula's result that is no value of its kind
        if fault is None:
            raise
    fill_down(table, surveyed.merges)
    rows = (sheet_row(number, texts) for number, texts in table.items())
    return _Read([row for row in rows if row], fault)


def _text(number: int, cell: _Cell) -> str:
    value = cell.value
    if cell.data_type == "e":
        raise SheetError(SheetProblem.ERROR_VALUE, row=number, value=value)
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float():
            return _number_text(value, cell.number_format)
        case datetime():
            return value.isoformat(" ", timespec="minutes").removesuffix(" 00:00")
        case str():
            return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)
        case _:
            return str(value)


def _number_text(value: float, number_format: str) -> str:
    """Every digit, no exponent: 19330.0 is "19330"; 70 shown with the format 00000 is "00070", with "X"0 "X70"."""
    if isinstance(value, float) and not value.is_integer():
        return format(Decimal(repr(value)), "f")
    digits = str(int(value))
    shown = _SHOWN_IN_FRONT.fullmatch(number_format)
    if shown is None:
        return digits
    words = (shown[1] or "") + (shown[2] or "").replace("\\", "")
    return words + digits.zfill(len(shown[3]))
