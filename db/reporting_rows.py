"""The rows behind a report: the tree, the obligations, what came in, what was noted. One statement each."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from core.calendar import local_day
from core.evidence import ItemKind, SubmissionState
from core.figures_facts import DutyFact, EarlierWeek, ItemFact, ReportUnit, ReportWeek, in_tree_order, subtree
from core.organisation import Organisation
from core.roster import SeatKind
from core.standing import ObligationFacts
from db.counting import counted, counted_in_time
from db.engine import Tx
from db.history import as_of, units_between
from db.tables import EXCUSE, FLAG, MEDIA, MEMBER, OBLIGATION, SEAT, SUBMISSION, TENURE


@dataclass(frozen=True, slots=True)
class Tree:
    """The subtree that a report tells of. `above` names the unit above the root; `days`: validity, half-open.

    `last` is the last local day it tells of.
    """

    root: int | None
    above: str
    units: tuple[ReportUnit, ...]
    inside: frozenset[int]
    days: Mapping[int, tuple[date, date]]
    last: date
    asked: int | None

    def holds(self, unit: Any) -> list[ColumnElement[bool]]:
        """The condition that a unit's id is in the subtree; none at all for the whole organisation."""
        if self.asked is None:
            return []
        then = as_of(self.last)
        below = select(then.c.id).where(then.c.id == self.asked).cte("below", recursive=True)
        below = below.union(select(then.c.id).join(below, then.c.parent_id == below.c.id))
        return [unit.in_(select(below.c.id))]


async def read_tree(tx: Tx, organisation: Organisation, root: int | None, first: date, last: date) -> Tree:
    """The subtree of this unit as it was from `first` to `last`, both included; None: everything.

    Each unit stands where it stood on the last of these days on which it existed, under the name it had. A single
    unit at the top of everything is the root.
    """
    rows = await units_between(tx, first, last)
    units = in_tree_order(ReportUnit(row.id, row.code, row.name, row.level, row.parent) for row in rows)
    inside = units if root is None else subtree(units, root)
    tops = [unit for unit in units if unit.parent is None]
    top = root if root is not None else tops[0].id if len(tops) == 1 else None
    names: dict[int | None, str] = {unit.id: unit.name for unit in units}
    names[None] = organisation.words.organisation if len(tops) > 1 else ""
    parent = next((unit.parent for unit in inside if unit.id == top), None)
    days = {row.id: (row.valid_from, row.valid_to or date.max) for row in rows}
    ids = frozenset(unit.id for unit in inside)
    return Tree(top, names[parent], tuple(inside), ids, days, last, root)


def vacancies(
    organisation: Organisation, weeks: Sequence[ReportWeek], tree: Tree, owing: Collection[tuple[int, int]]
) -> tuple[tuple[int, int], ...]:
    """Units of the owing level that existed when the week opened and got no obligation: nobody held the seat."""
    found: list[tuple[int, int]] = []
    for week in weeks:
        day, task = local_day(organisation.calendar, week.opens_at), organisation.by_code[week.task]
        for unit in tree.units:
            begins, ends = tree.days[unit.id]
            owes = task.owes(unit.level, unit.code)
            if owes and begins <= day < ends and (unit.id, week.period) not in owing:
                found.append((unit.id, week.period))
    return tuple(found)


Notes = Mapping[int, tuple[str, datetime | None]]
"""What coordinators noted about an obligation, and when they called."""


async def duties(
    tx: Tx, organisation: Organisation, weeks: Sequence[ReportWeek], tree: Tree, noted: Notes
) -> tuple[DutyFact, ...]:
    """The obligations of these weeks, each with who held the seat on the week's due day. Two statements."""
    columns = OBLIGATION.c
    confirmed = select(EXCUSE.c.id).where(EXCUSE.c.obligation_id == columns.id, EXCUSE.c.state == "CONFIRMED")
    rows = await tx.execute(
        select(OBLIGATION, counted().label("counted"), counted_in_time().label("in_time"),
               confirmed.correlate(OBLIGATION).exists().label("confirmed"))
        .where(columns.period_id.in_([week.period for week in weeks]), *tree.holds(columns.unit_id))
        .order_by(columns.period_id, columns.unit_id)
    )  # fmt: skip
    holders = await _holders(tx, tree)
    due = {week.period: local_day(organisation.calendar, week.due_at) for week in weeks}
    return tuple(
        _duty(row, _holder(holders.get(row.unit_id, ()), due[row.period_id]), noted)
        for row in rows
        if row.unit_id in tree.inside
    )


Held = tuple[date, date, int, str]


async def _holders(tx: Tx, tree: Tree) -> dict[int, list[Held]]:
    """Who ever held each secretary's seat: from and until which day, member and name."""
    rows = await tx.execute(
        select(SEAT.c.unit_id, TENURE.c.from_day, TENURE.c.until_day, MEMBER.c.id, MEMBER.c.name)
        .join(TENURE, TENURE.c.seat_id == SEAT.c.id)
        .join(MEMBER, MEMBER.c.id == TENURE.c.member_id)
        .where(SEAT.c.kind == SeatKind.SECRETARY.value, *tree.holds(SEAT.c.unit_id))
        .order_by(TENURE.c.id)
    )
    found: dict[int, list[Held]] = {}
    for row in rows:
        found.setdefault(row.unit_id, []).append((row.from_day, row.until_day or date.max, row.id, row.name))
    return found


def _holder(held: Sequence[Held], day: date) -> tuple[int | None, str]:
    return next(((member, name) for begins, ends, member, name in held if begins <= day < ends), (None, ""))


def _duty(row: Any, holder: tuple[int | None, str], noted: Notes) -> DutyFact:
    waived = row.waived_at is not None
    note, called_at = noted.get(row.id, ("", None))
    return DutyFact(
        row.unit_id,
        row.period_id,
        ObligationFacts(row.required, row.due_at, row.closes_at, row.counted, row.in_time, waived),
        *holder,
        reason=row.waived_reason if waived else note,
        called_at=called_at,
        nothing=waived and bool(row.confirmed),
    )


async def notes(tx: Tx, weeks: Sequence[ReportWeek], tree: Tree) -> Notes:
    """What coordinators noted when they called, by obligation; the newest word of each. One statement."""
    rows = await tx.execute(
        select(FLAG.c.obligation_id, FLAG.c.note, FLAG.c.acknowledged_at)
        .join(OBLIGATION, OBLIGATION.c.id == FLAG.c.obligation_id)
        .where(
            OBLIGATION.c.period_id.in_([week.period for week in weeks]),
            or_(FLAG.c.note != "", FLAG.c.acknowledged_at.is_not(None)),
            *tree.holds(OBLIGATION.c.unit_id),
        )
        .order_by(FLAG.c.id)
    )
    return {row.obligation_id: (row.note, row.acknowledged_at) for row in rows}


async def items(tx: Tx, weeks: Sequence[ReportWeek], tree: Tree) -> tuple[ItemFact, ...]:
    """Every item of these weeks that was not withdrawn, by number. One statement."""
    columns = SUBMISSION.c
    rows = await tx.execute(
        select(
            *(columns[name] for name in ("id", "unit_id", "period_id", "kind", "state", "effective_at", "url")),
            columns.media_sha, MEMBER.c.name, MEDIA.c.width, MEDIA.c.height,
        )
        .join(MEMBER, MEMBER.c.id == columns.member_id)
        .outerjoin(MEDIA, MEDIA.c.sha256 == columns.media_sha)
        .where(
            columns.period_id.in_([week.period for week in weeks]),
            columns.state != SubmissionState.WITHDRAWN.value,
            *tree.holds(columns.unit_id),
        )
        .order_by(columns.id)
    )  # fmt: skip
    return tuple(
        ItemFact(
            row.id, row.unit_id, row.period_id, ItemKind(row.kind), SubmissionState(row.state), row.effective_at,
            row.name, row.url, row.media_sha, row.width or 0, row.height or 0,
        )
        for row in rows
        if row.unit_id in tree.inside
    )  # fmt: skip


async def earlier(tx: Tx, weeks: Sequence[ReportWeek], tree: Tree) -> tuple[EarlierWeek, ...]:
    """How those weeks ended, summed up by the unit right above those that owed. One statement."""
    owed = OBLIGATION.c.waived_at.is_(None)
    met = and_(owed, counted() >= OBLIGATION.c.required)
    unit = as_of(tree.last)
    rows = await tx.execute(
        select(OBLIGATION.c.period_id, unit.c.parent_id, func.sum(case((owed, 1), else_=0)).label("owed"),
               func.sum(case((met, 1), else_=0)).label("met"))
        .join(unit, unit.c.id == OBLIGATION.c.unit_id)
        .where(OBLIGATION.c.period_id.in_([week.period for week in weeks]), *tree.holds(OBLIGATION.c.unit_id))
        .group_by(OBLIGATION.c.period_id, unit.c.parent_id)
    )  # fmt: skip
    by_period = {week.period: week for week in weeks}
    found = [(by_period[row.period_id], row) for row in rows]
    return tuple(
        EarlierWeek(row.parent_id, week.task, week.code, week.opens_at, row.owed, row.met)
        for week, row in sorted(found, key=lambda pair: (pair[0].opens_at, pair[0].period, pair[1].parent_id or 0))
    )
