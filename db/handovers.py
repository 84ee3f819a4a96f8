"""A seat changes hands, or falls vacant, on a day. What the old holder did stays in the old holder's name."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select, update

from core.roster import SeatKind
from db.engine import Tx
from db.insert import insert_one
from db.people import add_member, held_on, same_person
from db.tables import HANDOVER, SEAT, TENURE, UNIT
from db.units import valid_on


@dataclass(frozen=True, slots=True)
class HandoverView:
    """One request to hand a seat over. `asked_by` is the holder who asked."""

    id: int
    seat: int
    unit: int
    unit_name: str
    from_day: date
    asked_by: int
    state: str
    kind: SeatKind


async def ask(tx: Tx, seat: int, from_day: date, member: int, now: datetime) -> int:
    """Write the request down; an earlier one for the seat that nobody answered is replaced."""
    change = update(HANDOVER).where(HANDOVER.c.seat_id == seat, HANDOVER.c.state == "ASKED")
    await tx.execute(change.values(state="REPLACED", decided_at=now))
    return await insert_one(
        tx, HANDOVER, seat_id=seat, from_day=from_day, asked_by=member, asked_at=now, state="ASKED", successor=""
    )


async def handover(tx: Tx, number: int) -> HandoverView | None:
    """The request with this number."""
    row = (
        await tx.execute(
            select(HANDOVER, UNIT.c.id.label("unit"), UNIT.c.name, SEAT.c.kind)
            .join(SEAT, SEAT.c.id == HANDOVER.c.seat_id)
            .join(UNIT, UNIT.c.id == SEAT.c.unit_id)
            .where(HANDOVER.c.id == number)
        )
    ).one_or_none()
    if row is None:
        return None
    return HandoverView(
        row.id, row.seat_id, row.unit, row.name, row.from_day, row.asked_by or 0, row.state, SeatKind(row.kind)
    )


async def decide(
    tx: Tx, number: int, state: str, by: int, now: datetime, successor: str = "", phone: str | None = None
) -> bool:
    """CONFIRMED or REFUSED; False when the request is not open any more."""
    statement = update(HANDOVER).where(HANDOVER.c.id == number, HANDOVER.c.state == "ASKED")
    values = {"state": state, "decided_by": by, "decided_at": now, "successor": successor, "phone": phone}
    return (await tx.execute(statement.values(**values))).rowcount == 1


async def vacate(tx: Tx, seat: int, from_day: date) -> None:
    """Nobody holds the seat from this local day on."""
    columns = TENURE.c
    running = or_(columns.until_day.is_(None), columns.until_day > from_day)
    await tx.execute(update(TENURE).where(columns.seat_id == seat, running).values(until_day=from_day))


async def hand_over(tx: Tx, seat: int, name: str, phone: str | None, from_day: date) -> int:
    """Somebody else holds the seat from this local day on; that member's id.

    Whoever is known by this number and name already holds one seat more; anybody else becomes a new member.
    """
    await vacate(tx, seat, from_day)
    member = await same_person(tx, name, phone) or await add_member(tx, name, phone)
    await insert_one(tx, TENURE, seat_id=seat, member_id=member, from_day=from_day)
    return member


async def seat_there(tx: Tx, unit: int, kind: SeatKind) -> int:
    """The unit's seat of this kind; it begins to exist where there was none yet."""
    known = select(SEAT.c.id).where(SEAT.c.unit_id == unit, SEAT.c.kind == kind.value)
    found: int | None = (await tx.execute(known)).scalar_one_or_none()
    return await insert_one(tx, SEAT, unit_id=unit, kind=kind.value, title="") if found is None else found


async def count_held(tx: Tx, level: str, day: date) -> int:
    """How many units of a level have a secretary on a local day."""
    statement = (
        select(func.count(func.distinct(UNIT.c.id)))
        .select_from(UNIT)
        .join(SEAT, (SEAT.c.unit_id == UNIT.c.id) & (SEAT.c.kind == SeatKind.SECRETARY.value))
        .join(TENURE, TENURE.c.seat_id == SEAT.c.id)
        .where(UNIT.c.level == level, *valid_on(day), *held_on(day))
    )
    return int((await tx.execute(statement)).scalar_one())
