"""Who is in charge where, and how is he or she reached by telephone? For lists of people to call, and for finding."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, select

from core.roster import SeatKind
from db.engine import Tx
from db.people import held_on
from db.tables import ADDRESS, MEMBER, SEAT, TENURE, UNIT
from db.units import below, valid_on


@dataclass(frozen=True, slots=True)
class Contact:
    """A seat of a unit with its holder; `member` is None while it is vacant. `phone` is as +84912345678."""

    unit: int
    unit_code: str
    unit_name: str
    kind: SeatKind
    member: int | None
    name: str
    phone: str | None
    linked: bool


async def of_units(tx: Tx, units: Sequence[int], day: date) -> list[Contact]:
    """Every seat of these units with whoever holds it on the day, the secretary's first, in the order given."""
    rows = await tx.execute(_seats(day, outer=True).where(UNIT.c.id.in_(units)))
    found = sorted(map(_contact, rows), key=lambda each: (units.index(each.unit), each.kind is not SeatKind.SECRETARY))
    return list(found)


async def holders(tx: Tx, day: date, roots: Sequence[int] | None = None) -> list[Contact]:
    """Everybody who holds a seat of a valid unit on the day, below these units (None: everywhere), by unit code."""
    statement = _seats(day, outer=False).where(*valid_on(day)).order_by(UNIT.c.code, SEAT.c.kind)
    if roots is not None:
        statement = statement.where(UNIT.c.id.in_(below(roots)))
    return [_contact(row) for row in await tx.execute(statement)]


async def phone_of(tx: Tx, member: int) -> str | None:
    """The member's telephone number, as +84912345678."""
    phone: str | None = (await tx.execute(select(MEMBER.c.phone).where(MEMBER.c.id == member))).scalar_one_or_none()
    return phone


def _seats(day: date, *, outer: bool) -> Select[Any]:
    linked = select(ADDRESS.c.id).where(ADDRESS.c.member_id == MEMBER.c.id, ADDRESS.c.state == "LIVE").exists()
    return (
        select(
            UNIT.c.id, UNIT.c.code, UNIT.c.name, SEAT.c.kind, MEMBER.c.id.label("member"),
            MEMBER.c.name.label("member_name"), MEMBER.c.phone, linked.label("linked"),
        )
        .select_from(UNIT)
        .join(SEAT, SEAT.c.unit_id == UNIT.c.id)
        .join(TENURE, and_(TENURE.c.seat_id == SEAT.c.id, *held_on(day)), isouter=outer)
        .join(MEMBER, MEMBER.c.id == TENURE.c.member_id, isouter=outer)
    )  # fmt: skip


def _contact(row: Any) -> Contact:
    return Contact(
        row.id, row.code, row.name, SeatKind(row.kind), row.member, row.member_name or "", row.phone, bool(row.linked)
    )
