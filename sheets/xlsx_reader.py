"""What stands in the first sheet with rows of an XLSX workbook?"""

import re
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Protocol
from warnings import catch_warnings, simplefilter

from openpyxl import load_workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from sheets.table import MAX_COLUMNS, MAX_ROWS, SheetError, SheetProblem, SheetRow, sheet_row
from sheets.xlsx_archive import open_archive
from sheets.xlsx_survey import unsaved_formulas

_ZERO_PADDED = re.compile(r"0{2,}")


class _Cell(Protocol):
    """What the kinds of cell that openpyxl has for one place have in common."""

    @property
    def value(self) -> object: ...
    @property
    def data_type(self) -> str: ...
    @property
    def number_format(self) -> str: ...


def read_xlsx(content: bytes) -> list[SheetRow]:
    """The lines that are not blank, of the first visible sheet that has any, else of the first hidden one.

    Numbers are written out ("19330", never 1.933E+4), with the zeros in front that their format shows; dates
    are ISO. A formula counts with the result that the file has saved. Raises SheetError.
    """
    try:
        with open_archive(content) as archive, catch_warnings():
            simplefilter("ignore")  # openpyxl warns of decorations that it does not know
            return _first_rows(content, unsaved_formulas(archive))
    except SheetError:
        raise
    except Exception as error:  # whatever openpyxl, zipfile and the XML parser raise over a broken file
        raise SheetError(SheetProblem.DAMAGED) from error


def _first_rows(content: bytes, unsaved: dict[str, int]) -> list[SheetRow]:
    workbook = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
    sheets = [sheet for sheet in workbook.worksheets if isinstance(sheet, ReadOnlyWorksheet)]
    if not sheets:
        raise SheetError(SheetProblem.DAMAGED)
    for sheet in sorted(sheets, key=lambda sheet: sheet.sheet_state != "visible"):
        part = str(vars(sheet)["_worksheet_path"])  # openpyxl names the sheet's part nowhere else
        if part in unsaved:
            raise SheetError(SheetProblem.FORMULA, row=unsaved[part])
        if rows := _rows(sheet):
            return rows
    return []


def _rows(sheet: ReadOnlyWorksheet) -> list[SheetRow]:
    sheet.reset_dimensions()  # the size that a file claims may be wrong
    rows = []
    places = 0
    for number, cells in enumerate(sheet.rows, start=1):
        places += len(cells)
        if places > MAX_ROWS * MAX_COLUMNS:
            raise SheetError(SheetProblem.HURTFUL)
        if row := sheet_row(number, [_text(number, cell) for cell in cells]):
            rows.append(row)
    return rows


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
        case _:
            return str(value)


def _number_text(value: float, number_format: str) -> str:
    """Every digit, no exponent: 19330.0 is "19330"; 70 shown with the format 00000 is "00070"."""
    if isinstance(value, float) and not value.is_integer():
        return format(Decimal(repr(value)), "f")
    digits = str(int(value))
    return digits.zfill(len(number_format)) if _ZERO_PADDED.fullmatch(number_format) else digits
