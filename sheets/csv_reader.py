"""What stands in a CSV file, of every kind that Excel saves?"""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from io import BytesIO, TextIOWrapper
from unicodedata import normalize

from sheets.csv_letters import letters_of
from sheets.table import MAX_ROWS, SheetError, SheetProblem, SheetRow, sheet_row

_SEPARATORS = ",;\t|"
_SAMPLE_CHARACTERS = 64 * 1024
_SAMPLE_ROWS = 50
_MAX_RECORD = 100_000
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?(?:\r\n|\r|\n)', re.IGNORECASE)
_QUOTED = re.compile('"[^"]*"')
_GUARDED = re.compile(r"'+[=+\-@\t\r\n]")
_LOST_LETTER = re.compile(r"[^\W\d_]\?+[^\W\d_]")
_MARKUP = re.compile(r"\s*<(?:!doctype|html|table|\?xml|head|body|meta|style)", re.IGNORECASE)


def read_csv(content: bytes) -> list[SheetRow]:
    """The lines that are not blank. A first line `sep=;` names the separator and has, as in Excel, no number.

    An apostrophe that guards a cell against being taken for a formula (`sheets.writing` puts it) is taken off.
    Never holds more text than one line besides its answer. Raises SheetError.
    """
    codec = letters_of(content)
    stream = TextIOWrapper(BytesIO(content), codec, newline="")
    sample = stream.read(_SAMPLE_CHARACTERS)
    if _MARKUP.match(sample):
        raise SheetError(SheetProblem.OTHER_KIND, found="a web page or XML document")
    separator_line = _SEPARATOR_LINE.match(sample)
    separator = separator_line[1] if separator_line else _likely_separator(sample)
    stream.seek(0)
    if separator_line:
        stream.readline()
    lossy = codec == "cp1252" or content.isascii()
    return [row for number, cells in _records(stream, separator) if (row := _row(number, cells, codec, lossy))]


def _likely_separator(sample: str) -> str:
    """The separator that stands equally often in the most lines, outside of quotes; more is better.

    Titles above the table and commas inside cells therefore do not mislead.
    """
    lines = _QUOTED.sub("", sample).splitlines()[:_SAMPLE_ROWS]
    return max(_SEPARATORS, key=lambda separator: _regularity(lines, separator))


def _regularity(lines: list[str], separator: str) -> int:
    found = Counter(line.count(separator) for line in lines)
    return max((times * frequency**2 for times, frequency in found.items()), default=0)


class _Lines:
    """Feeds the csv module, and stops before a single record outgrows every limit."""

    def __init__(self, stream: TextIOWrapper) -> None:
        self.record = 0
        self._stream = stream
        self._length = 0

    def begin_record(self) -> None:
        """What is read from here on belongs to the next record."""
        self.record += 1
        self._length = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._stream.readline(_MAX_RECORD + 1)
        if not line:
            raise StopIteration
        self._length += len(line)
        if self._length > _MAX_RECORD:
            raise SheetError(SheetProblem.RECORD_TOO_LONG, row=self.record, limit=_MAX_RECORD)
        return line


def _records(stream: TextIOWrapper, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with its number. Strict, because a lenient reader swallows rows behind an open quote."""
    lines = _Lines(stream)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    while True:
        lines.begin_record()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise SheetError(SheetProblem.OPEN_QUOTE, row=lines.record) from error
        if lines.record > MAX_ROWS:
            raise SheetError(SheetProblem.TOO_MANY_ROWS, limit=MAX_ROWS)
        yield lines.record, cells


def _row(number: int, cells: list[str], codec: str, lossy: bool) -> SheetRow | None:
    row = sheet_row(number, [_cell(cell, codec) for cell in cells])
    if row and lossy and any(_LOST_LETTER.search(cell) for cell in row.cells if "/" not in cell):
        raise SheetError(SheetProblem.LOST_LETTERS, row=number)
    return row


def _cell(text: str, codec: str) -> str:
    if codec == "cp1258":
        text = normalize("NFC", text)
    return text[1:] if _GUARDED.match(text) else text
