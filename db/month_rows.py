"""What was carried out for a month, and what its coordinators said to the draft."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from core.month_calendar import MonthStep, MonthStepKind
from db import people, units
from db.engine import Tx
from db.insert import insert_new, put
from db.tables import MEMBER, MONTH_STEP, OBLIGATION, OUTBOX, REPORT_OPINION, UNIT

AGREED, MENDING = "AGREED", "MENDING"


@dataclass(frozen=True, slots=True)
class Awaited:
    """A unit whose coordinator can be asked what he or she says to the draft."""

    unit: int
    code: str
    name: str
    member: int
    member_name: str


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a unit's coordinator said to the month's draft, last."""

    unit: int
    by: str
    agreed: bool
    note: str
    at: datetime


async def done_steps(tx: Tx, months: Iterable[str]) -> dict[str, set[MonthStep]]:
    """The steps of each of these months that were carried out. One statement."""
    found: dict[str, set[MonthStep]] = {month: set() for month in months}
    columns = MONTH_STEP.c
    rows = await tx.execute(select(columns.month, columns.kind, columns.moment).where(columns.month.in_(list(found))))
    for row in rows:
        found[row.month].add(MonthStep(row.moment, MonthStepKind(row.kind)))
    return found


async def mark_step(tx: Tx, month: str, step: MonthStep, now: datetime) -> None:
    """This step is carried out, or expired."""
    row = {"month": month, "kind": step.kind.value, "moment": step.moment, "done_at": now}
    await insert_new(tx, MONTH_STEP, [row])


async def awaited(
    tx: Tx, weeks: Sequence[int], day: date, now: datetime, only: Collection[int] | None = None
) -> list[Awaited]:
    """The units below which something was owed in these weeks and whose coordinator can be written to today; by code.

    `only`: those above one of these units.
    A constant number of statements.
    """
    tree = await units.hierarchy(tx, day, now)
    owing = await tx.execute(select(OBLIGATION.c.unit_id).where(OBLIGATION.c.period_id.in_(weeks)).distinct())
    below = [unit for unit in owing.scalars() if only is None or unit in only]
    found = {above for unit in below for above in tree.above(unit)} & tree.coordinators.keys()
    names = await people.names_of(tx, [tree.coordinators[unit] for unit in found])
    known = await units.units_by_id(tx, list(found))
    return [
        Awaited(unit.id, unit.code, unit.name, tree.coordinators[unit.id], names[tree.coordinators[unit.id]])
        for unit in sorted(known.values(), key=lambda unit: unit.code)
    ]


async def single_top(tx: Tx, day: date) -> int | None:
    """The one unit at the top of everything on this day; None where there are several."""
    rows = await tx.execute(select(UNIT.c.id).where(UNIT.c.parent_id.is_(None), *units.valid_on(day)).limit(2))
    tops = list(rows.scalars())
    return tops[0] if len(tops) == 1 else None


async def opinions(tx: Tx, month: str) -> dict[int, Opinion]:
    """What the coordinators said, by unit."""
    columns = REPORT_OPINION.c
    rows = await tx.execute(
        select(columns.unit_id, columns.state, columns.note, columns.said_at, MEMBER.c.name)
        .join(MEMBER, MEMBER.c.id == columns.member_id)
        .where(columns.month == month)
    )
    return {
        row.unit_id: Opinion(row.unit_id, row.name, row.state == AGREED, row.note, row.said_at) for row in rows
    }  # fmt: skip


async def say(
    tx: Tx, month: str, unit: int, member: int, now: datetime, *, agreed: bool, note: str = ""
) -> None:  # fmt: skip
    """This is what the coordinator says now; the newest word holds."""
    values = {"member_id": member, "state": AGREED if agreed else MENDING, "note": note, "said_at": now}
    await put(tx, REPORT_OPINION, {"month": month, "unit_id": unit}, values)


async def asked_to_confirm(tx: Tx, month: str, since: datetime) -> set[int]:
    """The members who were reminded of the month's draft since a moment."""
    columns = OUTBOX.c
    rows = await tx.execute(
        select(columns.member_id).where(
            columns.key.startswith(f"confirm:{month}:", autoescape=True), columns.created_at > since
        )
    )
    return set(rows.scalars())
