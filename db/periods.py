"""Opening periods and freezing what is owed; which periods time still has work with; which steps were carried out."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, delete, func, literal, select, update

from core.agenda import DeadlinePair, Step, StepKind
from core.calendar import Week
from core.roster import SeatKind
from core.task import PeriodTimes, Task
from db import quotas
from db.engine import Tx
from db.insert import insert_new, insert_one_new
from db.people import held_on
from db.tables import OBLIGATION, OBLIGATION_PART, PERIOD, SEAT, STEP, TENURE, UNIT
from db.units import valid_on


async def newest(tx: Tx, task: str) -> PeriodTimes | None:
    """The period of this task that opened last."""
    row = (
        await tx.execute(select(PERIOD).where(PERIOD.c.task == task).order_by(PERIOD.c.opens_at.desc()).limit(1))
    ).one_or_none()
    return None if row is None else _times(row)


async def period_named(tx: Tx, task: str, code: str) -> PeriodTimes | None:
    """The period of this task with this code ("2026-W47"), if it was opened."""
    row = (await tx.execute(select(PERIOD).where(PERIOD.c.task == task, PERIOD.c.code == code))).one_or_none()
    return None if row is None else _times(row)


async def by_id(tx: Tx, period: int) -> PeriodTimes | None:
    """This period."""
    row = (await tx.execute(select(PERIOD).where(PERIOD.c.id == period))).one_or_none()
    return None if row is None else _times(row)


async def all_periods(tx: Tx, task: str) -> list[PeriodTimes]:
    """Every opened period of this task, oldest first."""
    rows = await tx.execute(select(PERIOD).where(PERIOD.c.task == task).order_by(PERIOD.c.opens_at))
    return [_times(row) for row in rows]


def _times(row: Any) -> PeriodTimes:
    return PeriodTimes(row.id, row.task, row.code, row.opens_at, row.due_at, row.closes_at, row.title)


async def open_period(tx: Tx, task: Task, week: Week, day: date, now: datetime) -> int | None:
    """Open this period of the task and freeze who owes how much; None when it is open already.

    `day` is the local day of opening: each unit that is valid and whose secretary's seat is held on that day
    gets one obligation, with the quota of its code or level. A constant number of statements, whatever the number
    of units.
    """
    period = await insert_one_new(
        tx,
        PERIOD,
        task=task.code,
        code=week.code,
        title=task.title if task.once else None,
        opens_at=week.opens_at,
        due_at=week.due_at,
        closes_at=week.closes_at,
        opened_at=now,
    )
    if period is None:
        return None
    owing = (
        select(
            literal(period),
            UNIT.c.id,
            quotas.required(task),
            literal(week.due_at, PERIOD.c.due_at.type),
            literal(week.closes_at, PERIOD.c.closes_at.type),
            literal(""),
            literal(bool(task.categories)),
        )
        .join(SEAT, and_(SEAT.c.unit_id == UNIT.c.id, SEAT.c.kind == SeatKind.SECRETARY.value))
        .join(TENURE, TENURE.c.seat_id == SEAT.c.id)
        .where(quotas.owing(task), *valid_on(day), *held_on(day))
        .order_by(UNIT.c.id)
        .distinct()
    )
    columns = ["period_id", "unit_id", "required", "due_at", "closes_at", "waived_reason", "by_category"]
    await tx.execute(OBLIGATION.insert().from_select(columns, owing))
    await _freeze_parts(tx, task, period)
    return period


async def _freeze_parts(tx: Tx, task: Task, period: int) -> None:
    """How much of each obligation is each category's."""
    columns = ["obligation_id", "category", "required", "takes", "position"]
    for position, category in enumerate(task.categories):
        required = quotas.required_of(task, category)
        parts = (
            select(OBLIGATION.c.id, literal(category.code), required, literal(category.takes), literal(position))
            .join(UNIT, UNIT.c.id == OBLIGATION.c.unit_id)
            .where(OBLIGATION.c.period_id == period)
        )
        await tx.execute(OBLIGATION_PART.insert().from_select(columns, parts))


async def unsettled(tx: Tx) -> list[PeriodTimes]:
    """Periods with which time is not finished."""
    rows = await tx.execute(select(PERIOD).where(PERIOD.c.settled_at.is_(None)).order_by(PERIOD.c.id))
    return [_times(row) for row in rows]


async def deadlines(tx: Tx, periods: Sequence[int]) -> dict[int, list[DeadlinePair]]:
    """The different (due, close) pairs among the obligations of each period; extensions make more than one."""
    columns = OBLIGATION.c
    rows = await tx.execute(
        select(columns.period_id, columns.due_at, columns.closes_at)
        .where(columns.period_id.in_(periods), columns.waived_at.is_(None))
        .group_by(columns.period_id, columns.due_at, columns.closes_at)
    )
    found: dict[int, list[DeadlinePair]] = {period: [] for period in periods}
    for period, due_at, closes_at in rows:
        found[period].append(DeadlinePair(due_at, closes_at))
    return found


async def done_steps(tx: Tx, periods: Sequence[int]) -> dict[int, frozenset[Step]]:
    """The steps of each period that were carried out."""
    rows = await tx.execute(select(STEP.c.period_id, STEP.c.kind, STEP.c.moment).where(STEP.c.period_id.in_(periods)))
    found: dict[int, set[Step]] = {period: set() for period in periods}
    for period, kind, moment in rows:
        found[period].add(Step(moment, StepKind(kind)))
    return {period: frozenset(steps) for period, steps in found.items()}


async def mark_steps(tx: Tx, period: int, steps: Sequence[Step], now: datetime) -> None:
    """These steps are carried out, or expired."""
    rows = [{"period_id": period, "kind": step.kind.value, "moment": step.moment, "done_at": now} for step in steps]
    await insert_new(tx, STEP, rows)


async def settle(tx: Tx, period: int, now: datetime) -> None:
    """Time has nothing more to do with this period."""
    await tx.execute(update(PERIOD).where(PERIOD.c.id == period).values(settled_at=now))


async def ask_again(tx: Tx, period: int) -> None:
    """An obligation of this period became short again or got other deadlines: the warning and the close are
    carried out once more, for those that lack them."""
    kinds = [StepKind.AT_RISK.value, StepKind.MISSED.value]
    await tx.execute(delete(STEP).where(STEP.c.period_id == period, STEP.c.kind.in_(kinds)))
    await tx.execute(update(PERIOD).where(PERIOD.c.id == period).values(settled_at=None))


async def count_obligations(tx: Tx, period: int) -> int:
    """How many obligations a period has."""
    return int(
        (
            await tx.execute(select(func.count()).select_from(OBLIGATION).where(OBLIGATION.c.period_id == period))
        ).scalar_one()
    )
