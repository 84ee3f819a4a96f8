"""A roster takes the place of the present one: compared first, written after a yes, with what becomes of the rest.

Units that the new roster does not name are closed only when that was said; nothing is ever deleted.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime, time

from core.calendar import local_day
from core.localtime import moment_at
from core.organisation import Organisation
from core.roster import Roster
from core.roster_difference import RosterDifference, difference
from core.task import periods_from
from db import lineage, reform_deeds, roster, units
from db.closing import Ended, end_units
from db.engine import Tx
from db.lineage import LineageKind
from db.record import Line, note_all


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an import would change, compared at one moment. `first`: there was no roster before."""

    wanted: Roster
    change: RosterDifference
    first: bool

    @property
    def mark(self) -> str:
        """Short, and another one as soon as the import would change something else than was shown."""
        told = repr([getattr(self.change, field.name) for field in fields(self.change)])
        return hashlib.sha256(told.encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Accepted:
    """What an import brought along besides what was compared. `flagged`: by member, alerts to look after from now on;
    `ids`: the units by code; `left`: (member, code of the unit whose seat he or she held until now)."""

    day: date
    ended: Ended
    flagged: dict[int, list[int]]
    ids: dict[str, int]
    left: tuple[tuple[int, str], ...]


async def propose(tx: Tx, organisation: Organisation, wanted: Roster, now: datetime) -> Proposal:
    """Compare with what stands in the database; writes nothing."""
    current = await roster.read(tx, local_day(organisation.calendar, now))
    return Proposal(wanted, difference(current, wanted), await roster.is_empty(tx))


async def accept(
    tx: Tx, organisation: Organisation, proposal: Proposal, now: datetime, by: int | None, closing: str | None = None
) -> Accepted:
    """Write the roster. The first one holds from the opening of the current week, a later one from today.

    With `closing` (the reason for which open weeks are waived then) the units that it does not name are closed.
    """
    day = _from_day(organisation, proposal.first, now)
    change = proposal.change
    written = await roster.write(tx, proposal.wanted, day, now, by)
    ids = written.ids
    if proposal.first:
        return Accepted(day, Ended((), (), (), ()), {}, ids, written.left)
    vanished = {unit.code for unit in change.vanished_units} if closing is not None else set()
    descents = [each for each in change.descents if each.old.code in vanished or each.old.code not in _gone(change)]
    heirs: dict[int, int | None] = {ids[code]: None for code in vanished}
    heirs |= {ids[each.old.code]: ids[each.new.code] for each in reversed(descents) if each.old.code in vanished}
    begins = moment_at(day, time(), organisation.calendar.zone)
    ended = await end_units(tx, heirs, day, begins, closing or "", by, now) if heirs else Ended((), (), (), ())
    for kind in LineageKind:
        pairs = [each for each in descents if (each.old.code in vanished) is (kind is LineageKind.MERGE)]
        await lineage.add(tx, [(ids[each.old.code], ids[each.new.code]) for each in pairs], kind, day)
    await note_all(tx, by, [*_lines(proposal, ids, day, vanished)], now)
    moved = await units.subtree(tx, [*ended.moved, *(ids[each.new.code] for each in change.moved)])
    return Accepted(day, ended, await reform_deeds.pass_flags_on(tx, moved, day, now), ids, written.left)


def _gone(change: RosterDifference) -> set[str]:
    return {unit.code for unit in change.vanished_units}


def _from_day(organisation: Organisation, first: bool, now: datetime) -> date:
    if not first:
        return local_day(organisation.calendar, now)
    running = [next(periods_from(task, organisation.calendar, now), None) for task in organisation.tasks]
    openings = [week.opens_at for week in running if week is not None]
    return local_day(organisation.calendar, min([now, *openings]))


def _lines(proposal: Proposal, ids: dict[str, int], day: date, closed: set[str]) -> Iterator[Line]:
    """One line of the audit about each unit or seat that changed, in the words of single changes."""
    change, on = proposal.change, {"day": day.isoformat()}
    names = {unit.code: unit.name for unit in proposal.wanted.units}
    for unit in change.new_units:
        yield Line("unit.add", ids[unit.code], {**on, "before": [], "after": [unit.name]})
    for each in change.renamed:
        yield Line("unit.rename", ids[each.new.code], {**on, "before": [each.old.name], "after": [each.new.name]})
    for each in change.moved:
        above = names.get(each.new.parent or "", "–")
        yield Line("unit.move", ids[each.new.code], {**on, "before": [each.new.name], "after": [], "above": [above]})
    heirs = {each.old.code: each.new.name for each in change.descents}
    for unit in change.vanished_units:
        if unit.code in closed:
            action = "unit.merge" if unit.code in heirs else "unit.close"
            after = [heirs[unit.code]] if unit.code in heirs else []
            yield Line(action, ids[unit.code], {**on, "before": [unit.name], "after": after})
    for holder in change.new_holders:
        yield Line("seat.held", ids[holder.unit], {**on, "name": holder.member})
    for change_of in change.changed_holders:
        yield Line("seat.held", ids[change_of.new.unit], {**on, "name": change_of.new.member})
    for holder in change.vacated:
        yield Line("seat.vacant", ids[holder.unit], {**on, "name": holder.member, "undecided": True})
