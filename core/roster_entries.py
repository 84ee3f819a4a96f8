"""What does each line of a sheet say about a unit and a seat?"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.roster_cells import (
    SeatKind,
    code_of,
    codes_of,
    has_no_phone,
    is_date,
    is_formula,
    is_no_name,
    member_of,
    phone_of,
    seat_of,
)
from core.roster_columns import Column, Header, Line
from core.roster_faults import Fault, FaultKind
from core.roster_frame import Foot, is_numbering
from core.spelling import fold


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """One line of the sheet: a unit and, unless `seat` is None, one of its seats.

    `row` is the sheet's own row number. `member` None: the seat is vacant. `phone` is as +84912345678. `origins`:
    the codes of the units that went on as this one.
    """

    row: int
    unit: str
    unit_name: str
    level: str
    parent: str | None
    seat: SeatKind | None
    seat_title: str
    member: str | None
    phone: str | None
    origins: tuple[str, ...] = ()


class _Levels:
    """The levels met so far: their one spelling and whether they owe."""

    def __init__(self, owing_levels: Collection[str]) -> None:
        self._spellings = {fold(level): level for level in owing_levels}
        self._owing = frozenset(self._spellings)
        self._known: dict[str, tuple[str, bool]] = {}

    def meaning(self, text: str) -> tuple[str, bool]:
        """The level as it is spelled everywhere, and whether it owes."""
        if text not in self._known:
            folded = fold(text)
            self._known[text] = (self._spellings.setdefault(folded, text), folded in self._owing)
        return self._known[text]


def read_entries(
    lines: Sequence[Line], header: Header, owing_levels: Collection[str]
) -> tuple[list[RosterEntry], list[Fault], list[int]]:
    """Every line below the header, what is wrong within single lines, and the rows that belong to the frame.

    A level gets one spelling: that of `owing_levels`, else the first in the sheet. A line that is empty in the
    roster's own columns is passed over, so are the numbers of the columns and the sums and signatures of the foot.
    A line with faults still gives an entry, so that its unit is known.
    """
    levels = _Levels(owing_levels)
    foot = Foot()
    entries: list[RosterEntry] = []
    faults: list[Fault] = []
    passed_over: list[int] = []
    for line in lines:
        cells = {column: header.cell(line, column) for column in Column}
        if line.number <= header.row or not any(cells.values()):
            continue
        if foot.passes_over(line, cells) or (not entries and is_numbering(line, cells)):
            passed_over.append(line.number)
            continue
        level, owes = levels.meaning(cells[Column.LEVEL])
        entry = _entry(line.number, cells, level, owes)
        entries.append(entry)
        faults += [Fault(line.number, kind, {}) for kind in _missing(entry)]
        faults += _slipped(line.number, cells)
        if level and not owes:
            faults += _seat_faults(entry)
        if entry.phone is None and not has_no_phone(cells[Column.PHONE]):
            faults.append(Fault(line.number, FaultKind.BAD_PHONE, {"phone": cells[Column.PHONE]}))
    return entries, faults, passed_over


def _entry(row: int, cells: Mapping[Column, str], level: str, owes: bool) -> RosterEntry:
    title, member = cells[Column.SEAT], member_of(cells[Column.MEMBER])
    return RosterEntry(
        row=row,
        unit=code_of(cells[Column.CODE]),
        unit_name=cells[Column.NAME],
        level=level,
        parent=code_of(cells[Column.PARENT]) or None,
        seat=seat_of(title, owes) if title or member else None,
        seat_title=title,
        member=member,
        phone=phone_of(cells[Column.PHONE]),
        origins=codes_of(cells[Column.ORIGINS]),
    )


def _slipped(row: int, cells: Mapping[Column, str]) -> Iterator[Fault]:
    """Figures, days and formulas where a name or a code should stand."""
    if is_no_name(cells[Column.MEMBER]):
        yield Fault(row, FaultKind.NO_PERSON, {"member": cells[Column.MEMBER]})
    for column in (Column.CODE, Column.NAME, Column.PARENT):
        if is_date(cells[column]):
            yield Fault(row, FaultKind.DATE_INSTEAD, {"text": cells[column], "column": column.value})
    for column, text in cells.items():
        if is_formula(text) and column is not Column.PHONE:
            yield Fault(row, FaultKind.FORMULA, {"text": text, "column": column.value})


def _missing(entry: RosterEntry) -> Iterator[FaultKind]:
    if not entry.unit:
        yield FaultKind.MISSING_CODE
    if not entry.unit_name:
        yield FaultKind.MISSING_NAME
    if not entry.level:
        yield FaultKind.MISSING_LEVEL


def _seat_faults(entry: RosterEntry) -> Iterator[Fault]:
    """What is wrong with a seat in a unit that owes nothing, where only a coordinator can have one."""
    told = {"unit": entry.unit, "level": entry.level, "title": entry.seat_title, "member": entry.member or ""}
    if entry.seat is SeatKind.SECRETARY:
        yield Fault(entry.row, FaultKind.SECRETARY_NOT_OWED, told)
    elif entry.seat is None and entry.seat_title:
        yield Fault(entry.row, FaultKind.UNKNOWN_POSITION, told)
    elif entry.seat is None and entry.member:
        yield Fault(entry.row, FaultKind.NO_POSITION, told)
