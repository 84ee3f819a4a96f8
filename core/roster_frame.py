"""Which lines of a sheet belong to its frame: the numbers of the columns, sums, notes and signatures?

Offices print their tables and sign them. Such a line names neither a unit's level nor the unit above, so that no
unit is taken for one.
"""

import re
from collections.abc import Mapping
from itertools import pairwise

from core.roster_columns import Column, Line
from core.spelling import fold

_NUMBER_OF_A_COLUMN = re.compile(r"\W*(\d{1,2}|[a-z])\W*")
_LEAST_NUMBERS = 4
# At the beginning of the line's first words, folded. A "Tổng công ty" is a company, not a sum.
_FOOT = re.compile(
    r"\W*(?:tong (?:cong(?! ty)|so|hop)|(?:tong|cong|total|sum)\W*(?:\d.*)?$|grand total"
    r"|ghi chu|luu y|chu thich|notes?\b|danh sach (?:gom|nay|co)|noi nhan|nguoi (?:lap|tong hop|bao cao|ky)"
    r"|thu truong|xac nhan cua|ky(?: va)?\W+(?:ghi|ten|dong)|tm\W|kt\W|tl\W|(?:prepared|approved|signed) by|signature)"
    r"|.*\bngay [\d.…_/ ]* ?thang [\d.…_/ ]* ?nam\b"
)


def is_numbering(line: Line, cells: Mapping[Column, str]) -> bool:
    """Whether the line only numbers the columns, as below many a header: "(1)", "(2)", or A, B, 1, 2."""
    numbers = [_NUMBER_OF_A_COLUMN.fullmatch(cell.casefold()) for cell in line.cells if cell.strip()]
    if len(numbers) < _LEAST_NUMBERS or not (cells[Column.NAME] and cells[Column.LEVEL]):
        return False
    counted = [ord(each[1]) if each[1].isalpha() else int(each[1]) for each in numbers if each]
    steps = [second - first == 1 or second == 1 for first, second in pairwise(counted)]
    return len(counted) == len(numbers) and all(steps)


class Foot:
    """Give it the lines below the header in their order: it knows a sum, and what stands below the table."""

    def __init__(self) -> None:
        self._begun = False

    def passes_over(self, line: Line, cells: Mapping[Column, str]) -> bool:
        """Whether the line is a sum, a note or a signature, or a bare line that follows one."""
        if any(letter.isalpha() for letter in cells[Column.LEVEL]):
            self._begun = False
        elif _FOOT.match(fold(_first_words(line))):
            self._begun = True
            return True
        elif cells[Column.LEVEL] or cells[Column.PARENT]:
            self._begun = False
        return self._begun and not (cells[Column.CODE] and cells[Column.NAME])


def _first_words(line: Line) -> str:
    return next((cell for cell in line.cells if any(letter.isalpha() for letter in cell)), "")
