"""The roster as it stands in the database, and writing an imported one into it. Nothing is ever deleted here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, select, update

from core.roster import Roster, RosterHolder, RosterUnit, SeatKind
from core.spelling import fold
from db import history
from db.engine import Tx
from db.history import Become
from db.insert import insert_all
from db.people import held_on
from db.record import note
from db.tables import MEMBER, SEAT, TENURE, UNIT
from db.units import valid_on


async def is_empty(tx: Tx) -> bool:
    """Whether no unit was ever imported."""
    return not (await tx.execute(select(func.count()).select_from(UNIT))).scalar_one()


async def read(tx: Tx, day: date) -> Roster:
    """The units that are valid and the seats that are held on a local day, as an import would bring them."""
    parent = UNIT.alias("parent")
    units = await tx.execute(
        select(UNIT.c.code, UNIT.c.name, UNIT.c.level, parent.c.code.label("parent_code"))
        .outerjoin(parent, parent.c.id == UNIT.c.parent_id)
        .where(*valid_on(day))
        .order_by(UNIT.c.id)
    )
    holders = await tx.execute(
        select(UNIT.c.code, SEAT.c.kind, SEAT.c.title, MEMBER.c.name, MEMBER.c.phone)
        .join(SEAT, SEAT.c.unit_id == UNIT.c.id)
        .join(TENURE, TENURE.c.seat_id == SEAT.c.id)
        .join(MEMBER, MEMBER.c.id == TENURE.c.member_id)
        .where(*valid_on(day), *held_on(day))
        .order_by(UNIT.c.id, SEAT.c.kind)
    )
    return Roster(
        units=tuple(RosterUnit(row.code, row.name, row.level, row.parent_code, 0) for row in units),
        holders=tuple(RosterHolder(row.code, SeatKind(row.kind), row.title, row.name, row.phone, 0) for row in holders),
    )


@dataclass(frozen=True, slots=True)
class Written:
    """The ids of all units by code, and who left which unit's seat (member, unit's code)."""

    ids: dict[str, int]
    left: tuple[tuple[int, str], ...]


async def write(tx: Tx, wanted: Roster, from_day: date, now: datetime, actor: int | None = None) -> Written:
    """Make the units and holders of `wanted` true from a local day on.

    New and changed units are written, new holders take their seats, a seat that `wanted` shows vacant falls
    vacant. Units that `wanted` does not name stay as they are: closing one is a decision of its own; a closed one
    that `wanted` names is valid again.
    """
    units = await _write_units(tx, wanted, from_day)
    seats = await _write_seats(tx, wanted, units)
    left = await _write_holders(tx, wanted, seats, from_day)
    await note(tx, actor, "roster.import", now, units=len(wanted.units), holders=len(wanted.holders))
    return Written(units, tuple(left))


async def _write_units(tx: Tx, wanted: Roster, from_day: date) -> dict[str, int]:
    known = {row.code: row for row in await tx.execute(select(UNIT))}
    fresh = [unit for unit in wanted.units if unit.code not in known]
    ids = {code: int(row.id) for code, row in known.items()} | await _write_new(tx, fresh, from_day)
    closed = [
        ids[unit.code]
        for unit in wanted.units
        if unit.code in known and (known[unit.code].valid_to or date.max) <= from_day
    ]
    if closed:
        await tx.execute(update(UNIT).where(UNIT.c.id.in_(closed)).values(valid_to=None))
    parents = {unit.code: None if unit.parent is None else ids[unit.parent] for unit in wanted.units}
    below = [{"of": ids[unit.code], "parent": parents[unit.code]} for unit in fresh if unit.parent is not None]
    if below:
        await tx.execute(update(UNIT).where(UNIT.c.id == bindparam("of")).values(parent_id=bindparam("parent")), below)
    changed = [
        Become(ids[unit.code], unit.name, unit.level, parents[unit.code]) for unit in wanted.units if unit.code in known
    ]
    await history.change(tx, changed, from_day)
    return ids


async def _write_new(tx: Tx, units: Sequence[RosterUnit], from_day: date) -> dict[str, int]:
    """Units that nobody knew, still below nothing; their ids by code."""
    rows = [
        {"code": unit.code, "name": unit.name, "folded_name": fold(unit.name), "level": unit.level,
         "valid_from": from_day}
        for unit in units
    ]  # fmt: skip
    return dict(zip([unit.code for unit in units], await insert_all(tx, UNIT, rows), strict=True))


@dataclass(frozen=True, slots=True)
class _Seat:
    id: int
    unit: str
    kind: SeatKind


async def _write_seats(tx: Tx, wanted: Roster, units: dict[str, int]) -> dict[tuple[str, SeatKind], _Seat]:
    codes = {number: code for code, number in units.items()}
    known = {(codes[row.unit_id], SeatKind(row.kind)): row for row in await tx.execute(select(SEAT))}
    new = [
        {"unit_id": units[holder.unit], "kind": holder.kind.value, "title": holder.title}
        for holder in wanted.holders
        if (holder.unit, holder.kind) not in known
    ]
    if new:
        await tx.execute(SEAT.insert(), new)
    retitled = [
        {"of": known[holder.unit, holder.kind].id, "title": holder.title}
        for holder in wanted.holders
        if (holder.unit, holder.kind) in known and known[holder.unit, holder.kind].title != holder.title
    ]
    if retitled:
        await tx.execute(update(SEAT).where(SEAT.c.id == bindparam("of")).values(title=bindparam("title")), retitled)
    return {
        (codes[row.unit_id], SeatKind(row.kind)): _Seat(row.id, codes[row.unit_id], SeatKind(row.kind))
        for row in await tx.execute(select(SEAT))
    }


async def _write_holders(
    tx: Tx, wanted: Roster, seats: dict[tuple[str, SeatKind], _Seat], from_day: date
) -> list[tuple[int, str]]:
    open_tenures = (
        await tx.execute(
            select(TENURE.c.id, TENURE.c.seat_id, MEMBER.c.id.label("member"), MEMBER.c.name, MEMBER.c.phone)
            .join(MEMBER, MEMBER.c.id == TENURE.c.member_id)
            .where(TENURE.c.until_day.is_(None))
        )
    ).all()
    current = {row.seat_id: row for row in open_tenures}
    named = {unit.code for unit in wanted.units}
    held = {seats[holder.unit, holder.kind].id: holder for holder in wanted.holders}
    leaving: list[int] = []
    left: list[tuple[int, str]] = []
    coming: list[tuple[int, RosterHolder]] = []
    for seat in seats.values():
        holder, row = held.get(seat.id), current.get(seat.id)
        if holder is None:
            if row is not None and seat.unit in named:
                leaving.append(row.id)
                left.append((row.member, seat.unit))
        elif row is None or fold(row.name) != fold(holder.member):
            if row is not None:
                leaving.append(row.id)
                left.append((row.member, seat.unit))
            coming.append((seat.id, holder))
        else:
            await _correct(tx, row, holder)
    if leaving:
        await tx.execute(update(TENURE).where(TENURE.c.id.in_(leaving)).values(until_day=from_day))
    await _seat_new_members(tx, coming, from_day)
    return left


async def _correct(tx: Tx, row: Any, holder: RosterHolder) -> None:
    if (row.name, row.phone) == (holder.member, holder.phone or row.phone):
        return
    values = {"name": holder.member, "phone": holder.phone or row.phone}
    await tx.execute(update(MEMBER).where(MEMBER.c.id == row.member).values(**values))


async def _seat_new_members(tx: Tx, coming: list[tuple[int, RosterHolder]], from_day: date) -> None:
    """New holders. One phone number under one name is one person, so somebody with two seats becomes one member.

    Another name under a known number is somebody else: a phone that came with the office, or a cell nobody changed.
    """
    if not coming:
        return
    rows = await tx.execute(select(MEMBER).where(MEMBER.c.phone.is_not(None)).order_by(MEMBER.c.id.desc()))
    ids: dict[object, int] = {(row.phone, fold(row.name)): row.id for row in rows}
    new: dict[object, dict[str, Any]] = {}
    for seat, holder in coming:
        who = _who(seat, holder)
        if who not in ids:
            new.setdefault(who, {"name": holder.member, "phone": holder.phone})
    if new:
        ids |= zip(new, await insert_all(tx, MEMBER, list(new.values())), strict=True)
    tenures = [{"seat_id": seat, "member_id": ids[_who(seat, holder)], "from_day": from_day} for seat, holder in coming]
    await tx.execute(TENURE.insert(), tenures)


def _who(seat: int, holder: RosterHolder) -> object:
    """What tells one new holder from another; without a phone everybody is somebody else."""
    return seat if holder.phone is None else (holder.phone, fold(holder.member))
