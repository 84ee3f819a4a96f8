"""Making the duty lighter where somebody decided so: in periods that are open, and in those that open later."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select, update

from core.calendar import Calendar, local_day
from core.quota import scaled
from core.relief import Relief, Way, moved
from core.task import PeriodTimes, Task
from db import extensions, flags, record, waivers
from db.counting import short
from db.engine import Tx
from db.insert import insert_new, insert_one
from db.lifting import Lifted
from db.tables import MEMBER, OBLIGATION, OBLIGATION_PART, RELIEF, RELIEVED, UNIT
from db.units import below


@dataclass(frozen=True, slots=True)
class ReliefView:
    """A decision that was written down, with the names to tell of it."""

    id: int
    relief: Relief
    by_name: str
    unit_name: str | None
    ended_by: str | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Applied:
    """What a decision did to one period: the obligations it changed, and who had been alerted of those."""

    obligations: list[int]
    lifted: list[Lifted]


_ACTIONS = {Way.MOVE: "obligation.extend", Way.REDUCE: "obligation.reduce", Way.WAIVE: "obligation.waive"}


async def decide(tx: Tx, relief: Relief, now: datetime) -> int:
    """Write a decision down; its number. It does nothing to open periods by itself: see `apply`."""
    return await insert_one(
        tx,
        RELIEF,
        task=relief.task,
        unit_id=relief.unit,
        from_day=relief.from_day,
        until_day=relief.until_day,
        way=relief.way.value,
        days=relief.days,
        percent=relief.percent,
        reason=relief.reason,
        decided_by=relief.by,
        decided_at=now,
    )


async def lasting(tx: Tx, day: date) -> list[ReliefView]:
    """Decisions that are not ended and concern periods due on this local day or later, oldest first."""
    return await _views(tx, RELIEF.c.ended_at.is_(None), RELIEF.c.until_day >= day)


async def by_id(tx: Tx, number: int) -> ReliefView | None:
    """The decision with this number."""
    return next(iter(await _views(tx, RELIEF.c.id == number)), None)


async def end(tx: Tx, number: int, by: int, now: datetime) -> bool:
    """Periods that open from now on are not concerned any more; False when it was ended before."""
    statement = update(RELIEF).where(RELIEF.c.id == number, RELIEF.c.ended_at.is_(None))
    return (await tx.execute(statement.values(ended_by=by, ended_at=now))).rowcount == 1


async def _views(tx: Tx, *conditions: ColumnElement[bool]) -> list[ReliefView]:
    ender = MEMBER.alias()
    rows = await tx.execute(
        select(RELIEF, MEMBER.c.name.label("by_name"), UNIT.c.name.label("unit_name"), ender.c.name.label("ender"))
        .join(MEMBER, MEMBER.c.id == RELIEF.c.decided_by)
        .outerjoin(ender, ender.c.id == RELIEF.c.ended_by)
        .outerjoin(UNIT, UNIT.c.id == RELIEF.c.unit_id)
        .where(*conditions)
        .order_by(RELIEF.c.id)
    )
    return [ReliefView(row.id, _relief(row), row.by_name, row.unit_name, row.ender, row.ended_at) for row in rows]


def _relief(row: Any) -> Relief:
    return Relief(
        Way(row.way), row.from_day, row.until_day, row.reason, row.decided_by, row.task, row.unit_id, row.days,
        row.percent,
    )  # fmt: skip


async def apply_to_opened(tx: Tx, calendar: Calendar, task: Task, period: PeriodTimes, now: datetime) -> None:
    """Everything that was decided before a period opened is done to it, in the order of the decisions."""
    due_day = local_day(calendar, period.due_at)
    for view in await lasting(tx, due_day):
        if view.relief.concerns(task.code, due_day):
            await apply(tx, view, calendar, task, period, now)


async def apply(
    tx: Tx, view: ReliefView, calendar: Calendar, task: Task, period: PeriodTimes, now: datetime
) -> Applied:
    """Do what was decided to one period. What is met or waived stays so; what was done before is not done again.

    A number of statements that does not grow with the units, and one for each deadline and number among them.
    """
    relief = view.relief
    if relief.way is Way.KEEP:
        return Applied([], [])
    done = select(RELIEVED.c.obligation_id).where(RELIEVED.c.relief_id == view.id)
    wanted = [OBLIGATION.c.period_id == period.id, OBLIGATION.c.id.not_in(done), short()]
    if relief.unit is not None:
        wanted.append(OBLIGATION.c.unit_id.in_(below([relief.unit])))
    rows = (await tx.execute(select(OBLIGATION).where(*wanted).order_by(OBLIGATION.c.id))).all()
    numbers = [row.id for row in rows]
    await insert_new(
        tx,
        RELIEVED,
        [{"relief_id": view.id, "obligation_id": row.id, "required_before": row.required} for row in rows],
    )
    await _note(tx, relief, calendar, period, rows, now)
    if relief.way is Way.WAIVE:
        return Applied(numbers, await waivers.waive(tx, numbers, relief.reason, relief.by, now))
    if relief.way is Way.MOVE:
        return Applied(numbers, await _move(tx, relief, calendar, task, rows, now))
    await _reduce(tx, relief, rows)
    await flags.close_mended(tx, numbers, now)
    return Applied(numbers, [])


async def _note(
    tx: Tx, relief: Relief, calendar: Calendar, period: PeriodTimes, rows: Sequence[Any], now: datetime
) -> None:
    """A line of the audit for each unit, so that whoever asks about one is told."""
    said: dict[str, Any] = {"week": period.name, "reason": relief.reason}
    lines: list[record.Line] = []
    for row in rows:
        more: dict[str, Any] = {}
        if relief.way is Way.MOVE:
            more = {"from": row.due_at, "to": moved(calendar, row.due_at, relief.days)}
        elif relief.way is Way.REDUCE:
            more = {"percent": relief.percent}
        lines.append(record.Line(_ACTIONS[relief.way], row.unit_id, said | more))
    await record.note_all(tx, relief.by, lines, now)


async def _move(
    tx: Tx, relief: Relief, calendar: Calendar, task: Task, rows: Sequence[Any], now: datetime
) -> list[Lifted]:
    lifted: list[Lifted] = []
    for due_at in sorted({row.due_at for row in rows}):
        own = [row.id for row in rows if row.due_at == due_at]
        later = moved(calendar, due_at, relief.days)
        lifted += await extensions.extend(tx, own, later, task.at_risk, relief.reason, relief.by, now)
    return lifted


async def _reduce(tx: Tx, relief: Relief, rows: Sequence[Any]) -> None:
    """Smaller numbers first, so that none is reduced twice."""
    plain = [row for row in rows if not row.by_category]
    for required in sorted({row.required for row in plain}):
        own = [row.id for row in plain if row.required == required]
        change = update(OBLIGATION).where(OBLIGATION.c.id.in_(own))
        await tx.execute(change.values(required=scaled(required, relief.percent)))
    divided = [row.id for row in rows if row.by_category]
    if not divided:
        return
    part = OBLIGATION_PART.c
    of_these = part.obligation_id.in_(divided)
    for required in sorted((await tx.execute(select(part.required).where(of_these).distinct())).scalars()):
        change = update(OBLIGATION_PART).where(of_these, part.required == required)
        await tx.execute(change.values(required=scaled(required, relief.percent)))
    total = select(func.sum(part.required)).where(part.obligation_id == OBLIGATION.c.id).scalar_subquery()
    await tx.execute(update(OBLIGATION).where(OBLIGATION.c.id.in_(divided)).values(required=total))


async def relieved(tx: Tx, numbers: Sequence[int]) -> dict[int, int]:
    """How many obligations each of these decisions has made lighter so far."""
    rows = await tx.execute(
        select(RELIEVED.c.relief_id, func.count())
        .where(RELIEVED.c.relief_id.in_(numbers))
        .group_by(RELIEVED.c.relief_id)
    )
    return {row[0]: row[1] for row in rows}
