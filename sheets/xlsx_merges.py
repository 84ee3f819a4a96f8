"""What is merged over several rows of a sheet stands in the first of them only; here it comes into the others."""

import re
from collections.abc import Iterable, MutableMapping
from typing import NamedTuple

from openpyxl.utils import column_index_from_string

from sheets.table import MAX_COLUMNS, MAX_ROWS, SheetError, SheetProblem

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6}):[A-Z]{1,3}([1-9]\d{0,6})")
_MAX_FILLED = MAX_ROWS * 10


class Merge(NamedTuple):
    """A merged block: its first column (from 0), its first and its last row (from 1)."""

    column: int
    first: int
    last: int


def merge_of(reference: str) -> Merge | None:
    """The block that a workbook writes as "D4:E9"; None for one of a single row, which needs nothing."""
    found = _REFERENCE.fullmatch(reference)
    if found is None or int(found[3]) <= int(found[2]):
        return None
    return Merge(column_index_from_string(found[1]) - 1, int(found[2]), int(found[3]))


def fill_down(table: MutableMapping[int, list[str]], merges: Iterable[Merge]) -> None:
    """Put each block's text into its other rows that have something in them. `table`: the cells by row number."""
    filled = 0
    for merge in merges:
        above = table.get(merge.first, [])
        if merge.column >= min(len(above), MAX_COLUMNS) or not above[merge.column].strip():
            continue
        for number in range(merge.first + 1, min(merge.last, MAX_ROWS) + 1):
            filled += 1
            if filled > _MAX_FILLED:
                raise SheetError(SheetProblem.HURTFUL)
            if cells := table.get(number):
                cells.extend([""] * (merge.column + 1 - len(cells)))
                if not cells[merge.column].strip():
                    cells[merge.column] = above[merge.column]
