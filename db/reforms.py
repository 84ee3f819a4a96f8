"""Changes of units that were decided: written down, found again on their day, cancelled, told in names."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, or_, select, update

from core.reform import Known, Part, Reform, Told, free_code, reform_from, reform_record
from db.engine import Tx
from db.insert import insert_one
from db.tables import MEMBER, UNIT, UNIT_PLAN
from db.units import valid_on


@dataclass(frozen=True, slots=True)
class Plan:
    """A reform that was decided for a local day."""

    id: int
    reform: Reform
    day: date
    by: int
    by_name: str
    state: str


async def known(tx: Tx, day: date) -> dict[int, Known]:
    """Every unit that exists on a local day, by id. One statement."""
    rows = await tx.execute(select(UNIT).where(*valid_on(day)))
    return {row.id: Known(row.id, row.code, row.name, row.level, row.parent_id) for row in rows}


async def with_free_codes(tx: Tx, reform: Reform) -> Reform:
    """The reform with codes for its new units that no unit has or ever had; those that are free stay."""
    codes = [part.code for part in reform.parts if part.unit is None]
    if not codes:
        return reform
    alike = [UNIT.c.code.startswith(code, autoescape=True) for code in codes]
    rows = await tx.execute(select(UNIT.c.code).where(or_(*alike)))
    taken = set(rows.scalars())
    parts: list[Part] = []
    for part in reform.parts:
        code = part.code if part.unit is not None else free_code(part.code, taken)
        taken.add(code)
        parts.append(replace(part, code=code))
    return replace(reform, parts=tuple(parts))


async def code_is_taken(tx: Tx, code: str) -> bool:
    """Whether a unit has or ever had this code, however it is capitalised."""
    same = func.lower(UNIT.c.code) == code.lower()
    return (await tx.execute(select(UNIT.c.id).where(same).limit(1))).first() is not None


async def decide(tx: Tx, reform: Reform, day: date, by: int, now: datetime) -> int:
    """Write a reform down; its number."""
    return await insert_one(
        tx, UNIT_PLAN, kind=reform.kind.value, from_day=day, details=reform_record(reform), decided_by=by,
        decided_at=now, state="PLANNED",
    )  # fmt: skip


async def plan(tx: Tx, number: int) -> Plan | None:
    """The plan with this number."""
    return next(iter(await _plans(tx, UNIT_PLAN.c.id == number)), None)


async def planned(tx: Tx, until: date | None = None) -> list[Plan]:
    """What is still to come, by day; only what is due by a local day if given."""
    columns = UNIT_PLAN.c
    due = [columns.from_day <= until] if until is not None else []
    return await _plans(tx, columns.state == "PLANNED", *due)


async def planned_for(tx: Tx, units: Collection[int]) -> list[Plan]:
    """What is still to come for any of these units."""
    return [each for each in await planned(tx) if not _concerned(each.reform).isdisjoint(units)]


def _concerned(reform: Reform) -> set[int]:
    return {*reform.units, *(part.unit for part in reform.parts if part.unit is not None)}


async def _plans(tx: Tx, *which: ColumnElement[bool]) -> list[Plan]:
    columns = UNIT_PLAN.c
    rows = await tx.execute(
        select(UNIT_PLAN, MEMBER.c.name)
        .join(MEMBER, MEMBER.c.id == columns.decided_by)
        .where(*which)
        .order_by(columns.from_day, columns.id)
    )
    return [Plan(row.id, reform_from(row.details), row.from_day, row.decided_by, row.name, row.state) for row in rows]


async def end(tx: Tx, number: int, state: str, by: int | None, now: datetime) -> bool:
    """DONE, CANCELLED or FAILED; False when it is not to come any more."""
    columns = UNIT_PLAN.c
    change = update(UNIT_PLAN).where(columns.id == number, columns.state == "PLANNED")
    return (await tx.execute(change.values(state=state, ended_by=by, ended_at=now))).rowcount == 1


async def told(tx: Tx, reform: Reform, day: date) -> Told:
    """The reform in names, as the units are called now."""
    wanted = {*reform.units, *reform.parents}
    rows = await tx.execute(select(UNIT.c.id, UNIT.c.name).where(UNIT.c.id.in_(wanted)))
    names = {row.id: row.name for row in rows}
    stays = next((part.unit for part in reform.parts if part.unit in reform.units), None)
    return Told(
        reform.kind,
        day,
        tuple(names[unit] for unit in reform.units),
        tuple(part.name for part in reform.parts),
        tuple(names[part.parent] for part in reform.parts if part.parent is not None),
        "" if stays is None else names[stays],
    )
