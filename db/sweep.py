"""Which short obligations lack a step? A constant number of statements, whatever the number of units.

Of a unit that exists no more nobody is warned or told: nobody is left to mend it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, or_, select

from core.ladder import PastWeek
from core.roster import SeatKind
from db.counting import counted, short
from db.engine import Tx
from db.excuses import waits_for_answer
from db.people import held_on
from db.tables import ABSENCE, ADDRESS, FLAG, MEMBER, OBLIGATION, PERIOD, SEAT, TENURE, UNIT
from db.units import valid_on

BATCH = 500
"""The most rows one transaction of a duty writes."""


@dataclass(frozen=True, slots=True)
class ShortObligation:
    """An obligation that lacks items, with whom it concerns. `holder` is None while the seat is vacant."""

    id: int
    period: int
    unit: int
    unit_name: str
    required: int
    counted: int
    due_at: datetime
    closes_at: datetime
    holder: int | None
    holder_name: str
    holder_linked: bool


async def lacking_warning(
    tx: Tx, period: int, at_risk: timedelta, day: date, now: datetime, after: int = 0
) -> list[ShortObligation]:
    """Obligations that are AT_RISK at `now` and have no open flag; at most BATCH, with ids above `after`."""
    due = OBLIGATION.c.due_at
    at_risk_now = [due > now, due <= now + at_risk]
    return await _short(tx, period, [*at_risk_now, ~_open_flag(None)], day, after)


async def lacking_close(tx: Tx, period: int, day: date, now: datetime, after: int = 0) -> list[ShortObligation]:
    """Obligations that are MISSED at `now` and have no open MISSED flag; at most BATCH, with ids above `after`."""
    return await _short(tx, period, [OBLIGATION.c.closes_at <= now, ~_open_flag("MISSED")], day, after)


def _open_flag(kind: str | None) -> ColumnElement[bool]:
    of_kind = [FLAG.c.kind == kind] if kind else []
    return (
        select(FLAG.c.id)
        .where(FLAG.c.obligation_id == OBLIGATION.c.id, FLAG.c.closed_at.is_(None), *of_kind)
        .correlate(OBLIGATION)
        .exists()
    )


async def _short(
    tx: Tx, period: int, conditions: Sequence[ColumnElement[bool]], day: date, after: int
) -> list[ShortObligation]:
    rows = await tx.execute(
        _with_holder(day)
        .where(OBLIGATION.c.period_id == period, OBLIGATION.c.id > after, *conditions, *valid_on(day), short())
        .order_by(OBLIGATION.c.id)
        .limit(BATCH)
    )
    return [
        ShortObligation(
            row.id,
            row.period_id,
            row.unit_id,
            row.unit_name,
            row.required,
            row.counted,
            row.due_at,
            row.closes_at,
            row.holder,
            row.holder_name or "",
            bool(row.linked),
        )
        for row in rows
    ]


def _with_holder(day: date) -> Select[tuple[object, ...]]:
    linked = select(ADDRESS.c.id).where(ADDRESS.c.member_id == MEMBER.c.id, ADDRESS.c.state == "LIVE").exists()
    return (
        select(
            *(OBLIGATION.c[name] for name in ("id", "period_id", "unit_id", "required", "due_at", "closes_at")),
            UNIT.c.name.label("unit_name"),
            counted().label("counted"),
            MEMBER.c.id.label("holder"),
            MEMBER.c.name.label("holder_name"),
            linked.label("linked"),
        )
        .join(UNIT, UNIT.c.id == OBLIGATION.c.unit_id)
        .outerjoin(SEAT, and_(SEAT.c.unit_id == UNIT.c.id, SEAT.c.kind == SeatKind.SECRETARY.value))
        .outerjoin(TENURE, and_(TENURE.c.seat_id == SEAT.c.id, *held_on(day)))
        .outerjoin(MEMBER, MEMBER.c.id == TENURE.c.member_id)
    )


async def members_to_remind(tx: Tx, period: int, day: date, now: datetime, after: int = 0) -> list[int]:
    """Members above id `after` who hold a seat that is short in this period before its close, can be reached, did not
    ask for quiet, and do not wait to hear whether there is nothing to hand in; at most BATCH, ascending.

    Only reminders wait for that answer: warnings, flags and the ladder go their way, so an unanswered question hides
    no unit from anybody, and ends with the week."""
    absent = (
        select(ABSENCE.c.id)
        .where(ABSENCE.c.member_id == TENURE.c.member_id, ABSENCE.c.from_at <= now, ABSENCE.c.until_at > now)
        .exists()
    )
    linked = select(ADDRESS.c.id).where(ADDRESS.c.member_id == TENURE.c.member_id, ADDRESS.c.state == "LIVE").exists()
    rows = await tx.execute(
        select(TENURE.c.member_id)
        .select_from(OBLIGATION)
        .join(SEAT, and_(SEAT.c.unit_id == OBLIGATION.c.unit_id, SEAT.c.kind == SeatKind.SECRETARY.value))
        .join(TENURE, and_(TENURE.c.seat_id == SEAT.c.id, *held_on(day)))
        .where(
            OBLIGATION.c.period_id == period,
            OBLIGATION.c.closes_at > now,
            TENURE.c.member_id > after,
            linked,
            ~absent,
            ~waits_for_answer(),
            short(),
        )
        .distinct()
        .order_by(TENURE.c.member_id)
        .limit(BATCH)
    )
    return list(rows.scalars().all())


async def earlier_weeks(
    tx: Tx,
    task: str,
    units: Sequence[int],
    before: datetime,
    due_days: dict[int, date],
    weeks: int,
    closed_by: datetime | None = None,
) -> dict[int, list[PastWeek]]:
    """For each unit how its obligations of this task in the last `weeks` periods opened before a moment ended,
    newest first. `due_days` gives each period's local due day, on which the holder is looked up. One that was
    extended and is not closed at `closed_by` has not ended and is left out."""
    ended = [OBLIGATION.c.closes_at <= closed_by] if closed_by is not None else []
    rows = (
        await tx.execute(
            select(OBLIGATION.c.unit_id, PERIOD.c.id, OBLIGATION.c.waived_at, short().label("short"))
            .join(PERIOD, PERIOD.c.id == OBLIGATION.c.period_id)
            .where(
                PERIOD.c.task == task, PERIOD.c.id.in_(list(due_days)), PERIOD.c.opens_at < before,
                OBLIGATION.c.unit_id.in_(units), *ended,
            )
            .order_by(PERIOD.c.opens_at.desc())
        )
    ).all()  # fmt: skip
    tenures: dict[int, list[tuple[int, date, date | None]]] = {}
    for unit, member, from_day, until_day in await tx.execute(
        select(SEAT.c.unit_id, TENURE.c.member_id, TENURE.c.from_day, TENURE.c.until_day)
        .join(TENURE, TENURE.c.seat_id == SEAT.c.id)
        .where(
            SEAT.c.kind == SeatKind.SECRETARY.value,
            SEAT.c.unit_id.in_(units),
            or_(TENURE.c.until_day.is_(None), TENURE.c.until_day > min(due_days.values(), default=date.max)),
        )
    ):
        tenures.setdefault(unit, []).append((member, from_day, until_day))

    def holder(unit: int, day: date) -> int | None:
        for member, from_day, until_day in tenures.get(unit, []):
            if from_day <= day and (until_day is None or day < until_day):
                return member
        return None

    past: dict[int, list[PastWeek]] = {}
    for unit, period, waived_at, is_short in rows:
        weeks_of_unit = past.setdefault(unit, [])
        if len(weeks_of_unit) < weeks:
            weeks_of_unit.append(PastWeek(bool(is_short), waived_at is not None, holder(unit, due_days[period])))
    return past
