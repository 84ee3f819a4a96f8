"""A workbook that an office program opens, sorts and prints, and never executes.

Rows go to the disk as they are written, so a country's month takes no more memory than a district's.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import xlsxwriter  # type: ignore[import-untyped] # its package does not say that it is typed

from core.figures import Outcome
from reports.book_rows import Cells, RowsSheet, day_number, text_of
from reports.drawing import LOOKS
from reports.word.markup import plain, web_address

_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_LONGEST_NAME, _LONGEST_LINK, _MOST_LINKS = 31, 2_000, 65_000
_HEADING_HEIGHT = 34
"""Points: two lines of letters."""
_NARROWEST, _WIDEST = 7, 60


class Kind(StrEnum):
    """What the cells of a column hold."""

    TEXT = "text"
    NUMBER = "number"
    SHARE = "share"
    MOMENT = "moment"
    LINK = "link"
    OUTCOME = "outcome"


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its title and kind, and how wide it is in letters (0: as wide as its longest text).

    `before`: letters that are shown before each of its numbers.
    """

    title: str
    kind: Kind = Kind.TEXT
    width: int = 0
    before: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row's values, as many as there are headings; a total is written bold."""

    values: tuple[object, ...]
    total: bool = False


@dataclass(frozen=True, slots=True)
class Outlined:
    """An outcome as a cell shows it: its word on its ground."""

    outcome: Outcome
    words: str

    def __str__(self) -> str:
        return self.words


@contextmanager
def written_book(file: Path, title: str, author: str, created: datetime, zone: ZoneInfo) -> Iterator["Book"]:
    """A book that becomes a file when the block ends well. `created` is the only date in it, so that the same rows
    give the same bytes.

    Rows wait in a folder beside the file, which is gone afterwards. Raises OSError when the disk does not take them.
    """
    with TemporaryDirectory(prefix=".rows-", dir=file.parent, ignore_cleanup_errors=True) as rows:
        book = Book(file, Path(rows), title, author, created, zone)
        yield book
        book.close()


class Book:
    """One .xlsx file in the making."""

    def __init__(self, file: Path, rows: Path, title: str, author: str, created: datetime, zone: ZoneInfo) -> None:
        self.zone = zone
        self._book = xlsxwriter.Workbook(
            str(file),
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "tmpdir": str(rows),
            },
        )
        day = created.astimezone(UTC).replace(tzinfo=None)
        self._book.set_properties({"title": plain(title), "author": plain(author), "created": day})
        self._formats: dict[tuple[str, Outcome | None, bool, bool, str], Any] = {}

    def sheet(
        self, name: str, titles: Sequence[str], headings: Sequence[Heading], lines: Sequence[Line], frozen: int = 0
    ) -> None:
        """Add a sheet: lines of title, a row of headings with filters, the lines below.

        The headings and the first `frozen` columns stay in view; printed, the headings are on every page.
        """
        sheet = self._book.add_worksheet(sheet_name(name), RowsSheet)
        top = len(titles) + (1 if titles else 0)
        for column, heading in enumerate(headings):
            sheet.set_column(column, column, heading.width or _fitting(heading, column, lines))
        for row, title in enumerate(titles):
            sheet.write_string(row, 0, plain(title), self.look("title" if row == 0 else "note"))
        sheet.set_row(top, _HEADING_HEIGHT)
        for column, heading in enumerate(headings):
            sheet.write_string(top, column, plain(heading.title), self.look("heading"))
        writing = _Writing(self, sheet, headings)
        rows = (writing.row(row, line) for row, line in enumerate(lines, top + 1))
        sheet.write_rows(top + 1, rows, len(headings))
        sheet.freeze_panes(top + 1, frozen)
        sheet.autofilter(top, 0, top + max(1, len(lines)), len(headings) - 1)
        sheet.repeat_rows(top)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)

    def close(self) -> None:
        """Write the file. Raises OSError when it cannot be written."""
        try:
            self._book.close()
        except xlsxwriter.exceptions.FileCreateError as error:
            cause = error.args[0] if error.args else error
            raise cause if isinstance(cause, OSError) else OSError(str(error)) from error

    def look(
        self, look: str, outcome: Outcome | None = None, total: bool = False, quoted: bool = False,
        before: str = "",
    ) -> Any:  # fmt: skip
        """One of the book's looks for cells."""
        key = (look, outcome, total, quoted, before)
        known = self._formats.get(key)
        if known is None:
            properties = _LETTERS | _LOOKS[look]
            if outcome is not None:
                ground, letter, _ = LOOKS[outcome]
                properties |= {"bg_color": _hex(ground), "font_color": _hex(letter)}
            properties |= {"bold": True} if total else {}
            properties |= {"num_format": f'"{before}"0', "align": "left"} if before else {}
            properties |= {"quote_prefix": True} if quoted else {}  # stays text when somebody edits it
            known = self._formats[key] = self._book.add_format(properties)
        return known


_LETTERS: dict[str, object] = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter"}
_LOOKS: dict[str, dict[str, object]] = {
    "title": {"bold": True, "font_size": 14},
    "note": {"italic": True},
    "heading": {"bold": True, "bg_color": "#F2F2F2", "align": "center", "text_wrap": True, "border": 1},
    "text": {"border": 1},
    "number": {"border": 1, "num_format": "#,##0"},
    "share": {"border": 1, "num_format": "0.0%"},
    "moment": {"border": 1, "num_format": "dd/mm/yyyy hh:mm", "align": "center"},
    "link": {"border": 1, "font_color": "#0563C1", "underline": 1},
    "outcome": {"border": 1, "align": "center"},
}


class _Writing:
    """Turns one sheet's lines into rows of cells. Called a million times for a country, so texts come first."""

    def __init__(self, book: Book, sheet: RowsSheet, headings: Sequence[Heading]) -> None:
        self._book = book
        self._sheet = sheet
        self._headings = headings
        self._cells = Cells(len(headings))
        self._links = 0

    def row(self, row: int, line: Line) -> list[str]:
        """The line's cells; empty ones are left out."""
        return [
            self._text(row, column, value, line.total)
            if isinstance(value, str)
            else self._other(row, column, value, line.total)
            for column, value in enumerate(line.values)
            if value is not None and value != ""
        ]

    def _text(self, row: int, column: int, value: str, total: bool) -> str:
        text = text_of(value)
        if self._headings[column].kind is Kind.LINK and self._links < _MOST_LINKS:
            address = web_address(text.shown)
            if address is not None and len(address) <= _LONGEST_LINK:
                self._links += 1
                self._sheet.add_link(row, column, address, text.shown)
                return self._cells.text(row, column, text, self._book.look("link"))
        return self._cells.text(row, column, text, self._book.look("text", None, total, text.quoted))

    def _other(self, row: int, column: int, value: object, total: bool) -> str:
        heading, book = self._headings[column], self._book
        if isinstance(value, Outlined):
            return self._cells.text(row, column, text_of(value.words), book.look("outcome", value.outcome))
        if isinstance(value, datetime):
            local = _local(value, book.zone)
            return self._cells.number(row, column, day_number(local), book.look("moment", None, total))
        if isinstance(value, int | float):
            look = "share" if heading.kind is Kind.SHARE else "number"
            return self._cells.number(row, column, value, book.look(look, None, total, False, heading.before))
        raise TypeError(f"a cell holds a text, a number, a moment or an outcome, not {value!r}")


@lru_cache(maxsize=1 << 12)
def _local(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(microsecond=0, tzinfo=None)


def _hex(colour: Iterable[int]) -> str:
    return "#" + "".join(f"{part:02X}" for part in colour)


def sheet_name(name: str) -> str:
    """A name that a sheet may have: at most 31 letters, none of those that programs refuse."""
    return _NOT_IN_NAMES.sub(" ", plain(name))[:_LONGEST_NAME].strip() or "-"


def _fitting(heading: Heading, column: int, lines: Sequence[Line]) -> int:
    if heading.kind is Kind.MOMENT:
        return 18
    title = max((len(word) for word in heading.title.split()), default=0)
    if heading.kind in (Kind.NUMBER, Kind.SHARE):
        return max(_NARROWEST + 3, title + 2)
    longest = max((len(str(value)) for value in {line.values[column] for line in lines} - {None}), default=0)
    return min(_WIDEST, max(_NARROWEST, title, longest) + 2)
