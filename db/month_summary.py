"""How does a month stand in short, and who lacks what? For chats: counted by the database, as the report counts.

Two statements beside those for the month's weeks, whatever the number of units.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal, select

from core.calendar import local_day
from core.figures_facts import ReportWeek
from core.month_summary import Lacking, MonthSummary
from core.organisation import Organisation
from core.task import PeriodName
from db.counting import counted
from db.engine import Tx
from db.history import as_of
from db.reporting import month_weeks
from db.tables import FLAG, OBLIGATION, PERIOD, UNIT

SHOWN = 8
"""How many units that lack something a message names."""


@dataclass(frozen=True, slots=True)
class MissedWeek:
    """One week that a unit missed."""

    obligation: int
    unit: int
    unit_code: str
    unit_name: str
    week: PeriodName
    counted: int
    required: int
    reason: str


async def month_summary(
    tx: Tx, organisation: Organisation, code: str, unit: int | None, now: datetime
) -> MonthSummary | None:
    """The month of a unit's subtree (None: of everything) as it stands at `now`; None when no week belongs to it."""
    weeks = await month_weeks(tx, organisation, code)
    if not weeks:
        return None
    of = _Of(organisation, weeks, unit, now)
    missed = func.sum(case((of.missed, 1), else_=0))
    by_unit = of.grouped(missed.label("missed"), of.explained()).subquery()
    short = by_unit.c.missed > 0
    totals = (await tx.execute(of.totals())).one()
    rows = await tx.execute(
        select(by_unit, UNIT.c.name, func.count().over().label("short"))
        .join(UNIT, UNIT.c.id == by_unit.c.unit_id)
        .where(short)
        .order_by(by_unit.c.missed.desc(), UNIT.c.code)
        .limit(SHOWN)
    )
    lacking = rows.all()
    owed, met, number_missed, open_, waived = (int(each or 0) for each in totals)
    return MonthSummary(
        month=code,
        weeks=tuple(weeks),
        owed=owed,
        met=met,
        missed=number_missed,
        open=open_,
        waived=waived,
        short=lacking[0].short if lacking else 0,
        lacking=tuple(Lacking(row.unit_id, row.name, int(row.missed), int(row.explained)) for row in lacking),
    )


async def missed_weeks(
    tx: Tx, organisation: Organisation, code: str, unit: int | None, now: datetime, limit: int,
    obligation: int | None = None,
) -> list[MissedWeek]:  # fmt: skip
    """The weeks that were missed in the month, those without a reason first; at most `limit`.

    `obligation`: only this one, if it was missed.
    """
    weeks = await month_weeks(tx, organisation, code)
    of = _Of(organisation, weeks, unit, now)
    name = {week.period: week.name for week in weeks}
    note = func.coalesce(_note(), literal("")).label("note")
    rows = await tx.execute(
        select(OBLIGATION.c.id, OBLIGATION.c.unit_id, UNIT.c.code, UNIT.c.name, OBLIGATION.c.period_id,
               counted().label("counted"), OBLIGATION.c.required, note)
        .join(UNIT, UNIT.c.id == OBLIGATION.c.unit_id)
        .join(PERIOD, PERIOD.c.id == OBLIGATION.c.period_id)
        .where(*of.where, of.missed, *([] if obligation is None else [OBLIGATION.c.id == obligation]))
        .order_by(case((note == "", 0), else_=1), UNIT.c.code, PERIOD.c.opens_at)
        .limit(limit)
    )  # fmt: skip
    return [
        MissedWeek(row.id, row.unit_id, row.code, row.name, name[row.period_id], row.counted, row.required, row.note)
        for row in rows
    ]


class _Of:
    """The obligations that a question is about, and how each of them ended: core.figures.outcome_of as SQL."""

    def __init__(
        self, organisation: Organisation, weeks: Sequence[ReportWeek], unit: int | None, now: datetime
    ) -> None:  # fmt: skip
        columns = OBLIGATION.c
        self.where: list[ColumnElement[bool]] = [columns.period_id.in_([week.period for week in weeks])]
        if unit is not None:
            day = max((local_day(organisation.calendar, week.due_at) for week in weeks), default=now.date())
            then = as_of(day)
            below = select(then.c.id).where(then.c.id == unit).cte("below", recursive=True)
            below = below.union(select(then.c.id).join(below, then.c.parent_id == below.c.id))
            self.where.append(columns.unit_id.in_(select(below.c.id)))
        owed, met = columns.waived_at.is_(None), counted() >= columns.required
        self.owed, self.met = owed, and_(owed, met)
        self.missed = and_(owed, ~met, columns.closes_at <= now)
        self.open = and_(owed, ~met, columns.closes_at > now)

    def totals(self) -> Any:
        """Owed, met, missed, open and waived."""
        which = (self.owed, self.met, self.missed, self.open, ~self.owed)
        return select(*(func.sum(case((each, 1), else_=0)) for each in which)).where(*self.where)

    def explained(self) -> ColumnElement[int]:
        """How many of a unit's missed weeks have a reason."""
        return func.sum(case((and_(self.missed, _note().is_not(None)), 1), else_=0)).label("explained")

    def grouped(self, *columns: ColumnElement[Any]) -> Any:
        """These, by unit."""
        return select(OBLIGATION.c.unit_id, *columns).where(*self.where).group_by(OBLIGATION.c.unit_id)


def _note() -> ColumnElement[str]:
    """The newest reason that somebody noted about the obligation; NULL when there is none."""
    return (
        select(FLAG.c.note)
        .where(FLAG.c.obligation_id == OBLIGATION.c.id, FLAG.c.note != "")
        .order_by(FLAG.c.id.desc())
        .limit(1)
        .correlate(OBLIGATION)
        .scalar_subquery()
    )
