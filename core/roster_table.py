"""How does a roster stand in a sheet that can be read again?"""

from collections import defaultdict

from core.roster import Roster, RosterHolder, RosterUnit
from core.roster_cells import SeatKind, seat_of
from core.roster_columns import Column

HEADER: tuple[str, ...] = tuple(column for column in Column if column is not Column.ORIGINS)
_USUAL_TITLES = {SeatKind.SECRETARY: "Bí thư", SeatKind.COORDINATOR: "Điều phối"}


def roster_table(roster: Roster) -> list[tuple[str, ...]]:
    """The lines below HEADER: one for each held seat, one for each unit without any; the units in their order.

    Reading them again gives the same roster but for the rows, and for a title that means the other seat: the
    usual one stands in its place.
    """
    holders: dict[str, list[RosterHolder]] = defaultdict(list)
    for holder in roster.holders:
        holders[holder.unit].append(holder)
    return [line for unit in roster.units for line in _lines(unit, holders[unit.code])]


def _lines(unit: RosterUnit, holders: list[RosterHolder]) -> list[tuple[str, ...]]:
    about_unit = (unit.code, unit.name, unit.level, unit.parent or "")
    seats = [(_title(holder), holder.member, holder.phone or "") for holder in holders]
    return [(*about_unit, *seat) for seat in seats or [("", "", "")]]


def _title(holder: RosterHolder) -> str:
    fits = seat_of(holder.title, owes=holder.kind is SeatKind.SECRETARY) is holder.kind
    return holder.title if fits else _USUAL_TITLES[holder.kind]
