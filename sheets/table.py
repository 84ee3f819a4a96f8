"""What is a table, how big may it be, and how does one say that a file is not one?"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 50_000
MAX_COLUMNS = 100
MAX_CELL = 2_000


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One line of a table that has something in it.

    `number` is the line's number as a spreadsheet shows it: the first is 1, blank lines count, and a line
    that breaks inside quotes is one. `cells` are texts as they stand, without the empty ones at the end.
    """

    number: int
    cells: tuple[str, ...]


Wanted = Callable[[Sequence[SheetRow]], bool]
"""Whether a sheet's lines are those that are looked for."""


def any_rows(rows: Sequence[SheetRow]) -> bool:
    """Whatever stands there is wanted."""
    return bool(rows)


class SheetProblem(StrEnum):
    """Why a file cannot be read."""

    TOO_MANY_BYTES = "too_many_bytes"
    TOO_MUCH_UNPACKED = "too_much_unpacked"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    CELL_TOO_LONG = "cell_too_long"
    RECORD_TOO_LONG = "record_too_long"
    LOCKED = "locked"
    OLD_EXCEL = "old_excel"
    OTHER_KIND = "other_kind"
    DAMAGED = "damaged"
    HURTFUL = "hurtful"
    FORMULA = "formula"
    ERROR_VALUE = "error_value"
    LOST_LETTERS = "lost_letters"
    UNKNOWN_LETTERS = "unknown_letters"
    OPEN_QUOTE = "open_quote"


_SENTENCES = {
    SheetProblem.TOO_MANY_BYTES: "The file is larger than {limit:,} MiB. A table of people is far smaller: "
    "copy the rows that are needed into a new workbook.",
    SheetProblem.TOO_MUCH_UNPACKED: "The workbook unpacks to far more than a table of at most {rows:,} rows needs. "
    "Copy the rows that are needed into a new workbook.",
    SheetProblem.TOO_MANY_ROWS: "The table has more than {limit:,} rows, empty ones included. "
    "Delete the rows that are not needed, also the empty ones below the table.",
    SheetProblem.TOO_MANY_COLUMNS: "Row {row} has more than {limit:,} columns.",
    SheetProblem.CELL_TOO_LONG: "Row {row} has a cell with more than {limit:,} characters. "
    "If nothing there is that long, a quotation mark is not closed.",
    SheetProblem.RECORD_TOO_LONG: "Row {row} has more than {limit:,} characters. "
    "If it is not that long, a quotation mark is not closed.",
    SheetProblem.LOCKED: "The workbook is protected by a password. "
    "Open it in Excel, take the password off and save it again as .xlsx.",
    SheetProblem.OLD_EXCEL: "The file is an old Excel workbook (.xls). Open it in Excel and save it as .xlsx.",
    SheetProblem.OTHER_KIND: "The file is not a table but {found}. "
    "Open it in Excel and save it as an Excel workbook (.xlsx).",
    SheetProblem.DAMAGED: "The workbook cannot be read; it may be damaged. "
    "Open it in Excel and save it again as an Excel workbook (.xlsx).",
    SheetProblem.HURTFUL: "The workbook holds things that Excel never writes, so it is not opened. "
    "Copy its rows into a new workbook and save that as .xlsx.",
    SheetProblem.FORMULA: "Row {row} has a formula without a saved result. "
    "Open the workbook in Excel and save it again, or put in the value instead of the formula.",
    SheetProblem.ERROR_VALUE: "Row {row} has the error {value} instead of a value.",
    SheetProblem.LOST_LETTERS: "Row {row} has question marks in place of Vietnamese letters. "
    'They are lost in this file: save it again from Excel as .xlsx or as "CSV UTF-8".',
    SheetProblem.UNKNOWN_LETTERS: "The file's letters cannot be read. "
    'Save it again from Excel as .xlsx or as "CSV UTF-8".',
    SheetProblem.OPEN_QUOTE: "Row {row} has a quotation mark that is not closed, or text behind a closed one.",
}


class SheetError(ValueError):
    """A file that cannot be read as a table. `str()` is an English sentence that says what to do.

    `problem` and `parameters` are for other languages: `row` is a row's number, `limit` a limit.
    """

    def __init__(self, problem: SheetProblem, **parameters: object) -> None:
        super().__init__(_SENTENCES[problem].format(**parameters))
        self.problem = problem
        self.parameters = parameters


def sheet_row(number: int, cells: Iterable[str]) -> SheetRow | None:
    """The line if anything stands in it, else None. Raises SheetError when it is beyond a limit."""
    kept = list(cells)
    while kept and not kept[-1].strip():
        kept.pop()
    if not kept:
        return None
    if number > MAX_ROWS:
        raise SheetError(SheetProblem.TOO_MANY_ROWS, limit=MAX_ROWS)
    if len(kept) > MAX_COLUMNS:
        raise SheetError(SheetProblem.TOO_MANY_COLUMNS, row=number, limit=MAX_COLUMNS)
    if any(len(cell) > MAX_CELL for cell in kept):
        raise SheetError(SheetProblem.CELL_TOO_LONG, row=number, limit=MAX_CELL)
    return SheetRow(number, tuple(kept))
