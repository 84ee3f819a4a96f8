"""Do the lines of a roster fit together: is each unit one unit, each seat one seat, and the whole a tree?"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from core.roster_cells import SeatKind
from core.roster_entries import RosterEntry
from core.roster_faults import Fault, FaultKind

_ARROW = " → "


def contradictions(entries: Sequence[RosterEntry]) -> Iterator[Fault]:
    """Lines that stand twice or say different things about one unit; the first line is believed."""
    first_of_unit: dict[str, RosterEntry] = {}
    first_of_seat: dict[tuple[str, SeatKind | None], RosterEntry] = {}
    for entry in entries:
        if not entry.unit:
            continue
        seat = first_of_seat.setdefault((entry.unit, entry.seat), entry)
        if seat is not entry:
            kind = FaultKind.SEAT_TWICE if entry.seat else FaultKind.UNIT_TWICE
            where = {"unit": entry.unit, "seat": entry.seat or "", "first_row": str(seat.row)}
            yield Fault(entry.row, kind, where)
        yield from _disagreements(first_of_unit.setdefault(entry.unit, entry), entry)


def _disagreements(first: RosterEntry, second: RosterEntry) -> Iterator[Fault]:
    said = [
        (FaultKind.TWO_NAMES, first.unit_name, second.unit_name),
        (FaultKind.TWO_LEVELS, first.level, second.level),
    ]
    for kind, one, other in said:
        if one and other and one != other:
            yield _disagreement(kind, first, second, one, other)
    if first.parent != second.parent:
        yield _disagreement(FaultKind.TWO_PARENTS, first, second, first.parent or "", second.parent or "")


def _disagreement(kind: FaultKind, first: RosterEntry, second: RosterEntry, one: str, other: str) -> Fault:
    told = {"unit": first.unit, "first": one, "second": other, "first_row": str(first.row)}
    return Fault(second.row, kind, told)


def with_known_parents(entries: Sequence[RosterEntry]) -> list[RosterEntry]:
    """Where a line names its parent in other capitals or without the zeros that a spreadsheet takes away, and only
    one unit can be meant, that unit's own code takes its place."""
    codes = {entry.unit for entry in entries}
    alike: dict[str, set[str]] = defaultdict(set)
    for code in codes:
        alike[_bare_code(code)].add(code)
    return [
        replace(entry, parent=next(iter(meant)))
        if entry.parent and entry.parent not in codes and len(meant := alike[_bare_code(entry.parent)]) == 1
        else entry
        for entry in entries
    ]


def _bare_code(code: str) -> str:
    return code.casefold().lstrip("0")


def broken_lines(units: Mapping[str, RosterEntry]) -> Iterator[Fault]:
    """Units below an unknown unit, below themselves or in a circle. `units`: by code, the line that is believed."""
    for code, entry in units.items():
        if entry.parent == code:
            yield Fault(entry.row, FaultKind.OWN_PARENT, {"unit": code})
        elif entry.parent is not None and entry.parent not in units:
            yield Fault(entry.row, FaultKind.UNKNOWN_PARENT, {"unit": code, "parent": entry.parent})
    for circle in _circles(units):
        told = {"units": _ARROW.join([*circle, circle[0]])}
        yield Fault(units[circle[0]].row, FaultKind.LOOP, told)


def _circles(units: Mapping[str, RosterEntry]) -> Iterator[list[str]]:
    """Each circle of two units or more once, beginning with its unit that stands first in the sheet."""
    done: set[str] = set()
    for start in units:
        path: list[str] = []
        code: str | None = start
        while code is not None and code in units and code not in done:
            done.add(code)
            path.append(code)
            code = units[code].parent
        if code in path and len(circle := path[path.index(code) :]) > 1:
            yield circle


def parents_first(units: Mapping[str, RosterEntry]) -> list[RosterEntry]:
    """The lines of a faultless tree, reordered only so far that each unit comes after the one above it."""
    placed: dict[str, RosterEntry] = {}
    for start in units:
        waiting = []
        code: str | None = start
        while code is not None and code not in placed:
            waiting.append(code)
            code = units[code].parent
        placed.update((code, units[code]) for code in reversed(waiting))
    return list(placed.values())
