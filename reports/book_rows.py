"""The rows of a large sheet: xlsxwriter's own, written in half the time.

A country's month is three quarters of a million cells; xlsxwriter spends most of its time on what a cell might be. The
rows here are the XML that its `constant_memory` mode writes, made a row at a time and put into the same file on the
disk. Everything else of a sheet (columns, titles, filters, links) stays with xlsxwriter.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from xlsxwriter.utility import xl_col_to_name  # type: ignore[import-untyped] # its package does not say that it is typed
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped] # as above

from reports.word.markup import plain

LONGEST_TEXT = 32_000
_DANGEROUS = re.compile(r"[=+\-@\t\r\n]")
_LIKE_A_CONTROL = re.compile("(_x[0-9a-fA-F]{4}_)")  # programs read it as the letter with this number
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet's moments have no zone
_SECONDS = 86_400


class Text(NamedTuple):
    """A text as a cell holds it. `quoted`: it begins like a formula and must stay a text when somebody edits it."""

    shown: str
    xml: str
    quoted: bool


@lru_cache(maxsize=1 << 16)  # names of units and people come again and again
def text_of(words: str) -> Text:
    """The words without what no cell can hold, at most LONGEST_TEXT of them."""
    clean = plain(words)[:LONGEST_TEXT]
    kept = ' xml:space="preserve"' if clean[:1].isspace() or clean[-1:].isspace() else ""
    written = escape(_LIKE_A_CONTROL.sub(r"_x005F\1", clean))
    return Text(clean, f"<is><t{kept}>{written}</t></is>", _DANGEROUS.match(clean) is not None)


def day_number(local: datetime) -> float:
    """A local moment without a zone as the days since 1900 that a sheet counts."""
    passed = local - _EPOCH
    return passed.days + passed.seconds / _SECONDS


class RowsSheet(Worksheet):  # type: ignore[misc] # see above
    """A sheet whose data rows are written as XML, below what was written cell by cell."""

    dim_colmax: int | None

    def write_rows(self, first: int, rows: Iterable[Iterable[str]], columns: int) -> None:
        """Write these rows of cells (see `Cells`) from row `first` on; nothing may be written cell by cell later."""
        last = first - 1
        self._write_single_row(first)  # what was written so far goes to the disk
        for last, cells in enumerate(rows, first):
            self.row_data_fh.write(f'<row r="{last + 1}">{"".join(cells)}</row>')
        self.previous_row = max(first, last + 1)  # nothing is left to write at the end
        if last >= first:
            self.dim_rowmax, self.dim_colmax = last, max(self.dim_colmax or 0, columns - 1)

    def add_link(self, row: int, column: int, address: str, words: str) -> None:
        """The cell, which holds the words, leads to this address."""
        self.ignore_write_string = True
        self.write_url(row, column, address, None, words)
        self.ignore_write_string = False


class Cells:
    """Makes the XML of one sheet's cells."""

    def __init__(self, columns: int) -> None:
        self._names = [xl_col_to_name(column) for column in range(columns)]

    def text(self, row: int, column: int, text: Text, look: Any) -> str:
        """A text; `look` is one of the workbook's formats."""
        return f'<c r="{self._names[column]}{row + 1}" s="{_index(look)}" t="inlineStr">{text.xml}</c>'

    def number(self, row: int, column: int, value: float, look: Any) -> str:
        """A number, or a moment as its number of days."""
        return f'<c r="{self._names[column]}{row + 1}" s="{_index(look)}"><v>{value:.16G}</v></c>'


def _index(look: Any) -> int:
    """The format's number in the file; given when it is first used, and kept."""
    known: int | None = look.xf_index
    return known if known is not None else int(look._get_xf_index())
