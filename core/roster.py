"""Which units has the organisation and who holds their seats, according to a sheet?"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from core.roster_cells import SeatKind
from core.roster_columns import Header, Line, find_header
from core.roster_entries import RosterEntry, read_entries
from core.roster_faults import Fault, FaultKind, fault_sentence
from core.roster_tree import broken_lines, contradictions, parents_first, with_known_parents
from core.spelling import fold

__all__ = [
    "Fault",
    "FaultKind",
    "Roster",
    "RosterCounts",
    "RosterEntry",
    "RosterHolder",
    "RosterUnit",
    "SeatKind",
    "fault_sentence",
    "may_be_roster",
    "read_roster",
    "roster_counts",
]


@dataclass(frozen=True, slots=True)
class RosterUnit:
    """A unit. `parent` is the code of the unit above, None for a top unit; `row` the line that names it first.

    `origins` are the codes of the units that went on as this one.
    """

    code: str
    name: str
    level: str
    parent: str | None
    row: int
    origins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RosterHolder:
    """A held seat. `title` is the position in the sheet's words, maybe ""; `phone` is as +84912345678, maybe None."""

    unit: str
    kind: SeatKind
    title: str
    member: str
    phone: str | None
    row: int


@dataclass(frozen=True, slots=True)
class Roster:
    """A faultless roster. Parents come before their children; vacant seats are absent from `holders`.

    `passed_over` are the rows that were taken for a sum, a note or a signature, or for the numbers of the columns.
    """

    units: tuple[RosterUnit, ...]
    holders: tuple[RosterHolder, ...]
    passed_over: tuple[int, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class RosterCounts:
    """`units` counts all; `owing`, `held` and `vacant` only units of the levels that owe, by secretary's seat."""

    units: int
    owing: int
    held: int
    vacant: int


def read_roster(lines: Sequence[Line], owing_levels: Collection[str]) -> Roster | list[Fault]:
    """The roster in a sheet's lines, or everything that is wrong with it, by row.

    The header may stand in any of the first 30 rows, its columns in any order and spelling; the phone's and that of
    a unit's origins may be missing. `owing_levels` are the levels that owe a task, spelled as units shall have them.
    """
    header = find_header(lines)
    if isinstance(header, list):
        return header
    entries, faults, passed_over = read_entries(lines, header, owing_levels)
    if not entries:
        return [Fault(None, FaultKind.NO_ROWS, {})]
    entries = with_known_parents(entries)
    units: dict[str, RosterEntry] = {}
    for entry in entries:
        if entry.unit:
            units.setdefault(entry.unit, entry)
    faults += [*contradictions(entries), *broken_lines(units)]
    if faults:
        return sorted(faults, key=lambda fault: fault.row or 0)
    return Roster(
        units=tuple(_unit(entry) for entry in parents_first(units)),
        holders=tuple(_holder(entry, entry.seat, entry.member) for entry in entries if entry.seat and entry.member),
        passed_over=tuple(passed_over),
    )


def may_be_roster(lines: Sequence[Line]) -> bool:
    """Whether the lines have a header that names every column of a roster: of several sheets, that one is meant."""
    return isinstance(find_header(lines), Header)


def roster_counts(roster: Roster, owing_levels: Collection[str]) -> RosterCounts:
    """How many units there are, and how many secretaries' seats are held or vacant where something is owed."""
    owing_folds = {fold(level) for level in owing_levels}
    owing = {unit.code for unit in roster.units if fold(unit.level) in owing_folds}
    held = {holder.unit for holder in roster.holders if holder.kind is SeatKind.SECRETARY} & owing
    return RosterCounts(len(roster.units), len(owing), len(held), len(owing) - len(held))


def _unit(entry: RosterEntry) -> RosterUnit:
    return RosterUnit(entry.unit, entry.unit_name, entry.level, entry.parent, entry.row, entry.origins)


def _holder(entry: RosterEntry, seat: SeatKind, member: str) -> RosterHolder:
    return RosterHolder(entry.unit, seat, entry.seat_title, member, entry.phone, entry.row)
