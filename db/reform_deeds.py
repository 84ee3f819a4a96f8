"""Carrying a reform out on its day: units change, begin and end, seats get their holders, the lineage is written."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update

from core.reform import Part, Reform, ReformKind, Told
from core.roster import SeatKind
from core.spelling import fold
from db import history, lineage, reforms
from db.closing import Ended, Left, end_units
from db.engine import Tx
from db.history import Become
from db.insert import insert_one
from db.lineage import LineageKind
from db.people import add_member, held_on
from db.record import note
from db.tables import FLAG, MEMBER, OBLIGATION, SEAT, TENURE, UNIT
from db.units import hierarchy


@dataclass(frozen=True, slots=True)
class Seated:
    """Somebody holds the seat of a new unit."""

    member: int
    name: str
    unit: int
    unit_name: str


@dataclass(frozen=True, slots=True)
class Done:
    """What a reform brought along. `units` are the ids of its parts; `concerned` all units that it touched."""

    units: tuple[int, ...]
    seated: tuple[Seated, ...]
    left: tuple[Left, ...]
    lifted: tuple[int, ...]
    moved: tuple[int, ...]
    concerned: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """The local day of a reform and when it begins, in UTC."""

    day: date
    begins: datetime


async def carry_out(
    tx: Tx, reform: Reform, when: Day, owing: Collection[str], reason: str, by: int | None, now: datetime
) -> Done:
    """Make it true from that day on, which is today or has passed. `owing` are the levels whose units owe evidence;
    `reason` is why the open weeks of units that end are waived. Nothing is checked here."""
    told = await reforms.told(tx, reform, when.day)
    seated = [await _holder(tx, part, owing, when.day) for part in reform.parts]
    units = [await _become(tx, part, when.day) for part in reform.parts]
    heirs = dict.fromkeys(reform.closing, units[0] if units else None)
    ended = await end_units(tx, heirs, when.day, when.begins, reason, by, now) if heirs else Ended((), (), (), ())
    kind = LineageKind.SPLIT if reform.kind is ReformKind.SPLIT else LineageKind.MERGE
    await lineage.add(tx, [(unit, units[position]) for unit, position in reform.descent], kind, when.day)
    holders = [
        await _seat(tx, unit, part, holder, owing, when.day)
        for unit, part, holder in zip(units, reform.parts, seated, strict=True)
    ]
    concerned = tuple(dict.fromkeys([*reform.units, *units]))
    await _note(tx, reform, units, told, by, now)
    return Done(
        units=tuple(units),
        seated=tuple(holder for holder in holders if holder is not None),
        left=ended.left,
        lifted=tuple(sorted({each.member for each in ended.lifted})),
        moved=ended.moved,
        concerned=concerned,
    )


async def _become(tx: Tx, part: Part, day: date) -> int:
    if part.unit is not None:
        await history.change(tx, [Become(part.unit, part.name, part.level, part.parent)], day)
        return part.unit
    return await insert_one(
        tx, UNIT, code=part.code, name=part.name, folded_name=fold(part.name), level=part.level,
        parent_id=part.parent, valid_from=day,
    )  # fmt: skip


def seat_kind(level: str, owing: Collection[str]) -> SeatKind:
    """The seat that a unit of this level has: a secretary's where evidence is owed, else a coordinator's."""
    return SeatKind.SECRETARY if level in owing else SeatKind.COORDINATOR


async def _holder(tx: Tx, part: Part, owing: Collection[str], day: date) -> int | None:
    """The member who gets a new unit's seat, looked up before anything ends; a new person becomes a member."""
    holder = part.holder
    if part.unit is not None or holder is None:
        return None
    if holder.from_unit is None:
        return await add_member(tx, holder.name, holder.phone) if holder.name else None
    rows = await tx.execute(
        select(TENURE.c.member_id)
        .join(SEAT, SEAT.c.id == TENURE.c.seat_id)
        .where(SEAT.c.unit_id == holder.from_unit, SEAT.c.kind == seat_kind(part.level, owing).value, *held_on(day))
    )
    found: int | None = rows.scalars().first()
    return found


async def _seat(tx: Tx, unit: int, part: Part, member: int | None, owing: Collection[str], day: date) -> Seated | None:
    """The new unit's seat, held from the day on, or vacant."""
    if part.unit is not None:
        return None
    seat = await insert_one(tx, SEAT, unit_id=unit, kind=seat_kind(part.level, owing).value, title="")
    if member is None:
        return None
    await insert_one(tx, TENURE, seat_id=seat, member_id=member, from_day=day)
    name = (await tx.execute(select(MEMBER.c.name).where(MEMBER.c.id == member))).scalar_one()
    return Seated(member, name, unit, part.name)


async def _note(tx: Tx, reform: Reform, units: list[int], told: Told, by: int | None, now: datetime) -> None:
    """One line about each unit, so that whoever asks after any of them is told."""
    action = f"unit.{reform.kind.value}"
    day = told.day.isoformat()
    parents = list(told.above)
    was = dict(zip(reform.units, told.before, strict=True))
    for unit in dict.fromkeys([*reform.units, *units]):
        details: Mapping[str, object] = {"before": list(told.before), "after": list(told.after), "above": parents}
        await note(tx, by, action, now, unit=unit, day=day, was=was.get(unit, ""), **details)


async def pass_flags_on(tx: Tx, units: Collection[int], day: date, now: datetime) -> dict[int, list[int]]:
    """The open flags of these units go to whoever looks after them now, where that is somebody else; no time is won.

    For each member who has them now the MISSED ones.
    """
    rows = (
        await tx.execute(
            select(FLAG.c.id, FLAG.c.kind, FLAG.c.level_unit_id, OBLIGATION.c.unit_id)
            .join(OBLIGATION, OBLIGATION.c.id == FLAG.c.obligation_id)
            .where(FLAG.c.closed_at.is_(None), OBLIGATION.c.unit_id.in_(units), FLAG.c.level_unit_id.is_not(None))
        )
    ).all()
    tree = await hierarchy(tx, day, now) if rows else None
    told: dict[int, list[int]] = {}
    for row in rows:
        if tree is None or row.level_unit_id in tree.above(row.unit_id):
            continue
        post = tree.coordinator_of(row.unit_id)
        change = update(FLAG).where(FLAG.c.id == row.id)
        await tx.execute(change.values(level_unit_id=post.unit, acknowledged_by=None, acknowledged_at=None))
        for member in post.members if row.kind == "MISSED" else ():
            told.setdefault(member, []).append(row.id)
    return told


async def holders_of(tx: Tx, units: Collection[int], day: date) -> list[Seated]:
    """Who holds the seats of these units on a local day."""
    rows = await tx.execute(
        select(TENURE.c.member_id, MEMBER.c.name, UNIT.c.id, UNIT.c.name.label("unit_name"))
        .join(SEAT, SEAT.c.id == TENURE.c.seat_id)
        .join(UNIT, UNIT.c.id == SEAT.c.unit_id)
        .join(MEMBER, MEMBER.c.id == TENURE.c.member_id)
        .where(UNIT.c.id.in_(units), *held_on(day))
        .order_by(UNIT.c.id, TENURE.c.id)
    )
    return [Seated(row.member_id, row.name, row.id, row.unit_name) for row in rows]
