"""Deputies of seats: who may do the holder's part besides the holder, and when that deputy is written to instead."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, or_, select, update

from core.roster import SeatKind
from db.counting import short
from db.engine import Tx
from db.excuses import waits_for_answer
from db.insert import insert_one
from db.member_views import deputy_on, held_on
from db.tables import ABSENCE, ADDRESS, DEPUTY, MEMBER, OBLIGATION, SEAT, TENURE, UNIT


@dataclass(frozen=True, slots=True)
class DeputyView:
    """Somebody who is a deputy of a seat on the day asked for. `until_day`: the first day it is over; None: still."""

    id: int
    seat: int
    unit: int
    unit_name: str
    kind: SeatKind
    member: int
    member_name: str
    linked: bool
    from_day: date
    until_day: date | None


async def name(tx: Tx, seat: int, member: int, from_day: date, by: int | None, now: datetime) -> int:
    """This member is a deputy of the seat from a local day on; the number of that."""
    return await insert_one(
        tx, DEPUTY, seat_id=seat, member_id=member, from_day=from_day, named_by=by, named_at=now
    )  # fmt: skip


async def end(tx: Tx, number: int, day: date) -> bool:
    """It ends with this local day's beginning; False when it had ended by then."""
    columns = DEPUTY.c
    running = or_(columns.until_day.is_(None), columns.until_day > day)
    changed = await tx.execute(update(DEPUTY).where(columns.id == number, running).values(until_day=day))
    return bool(changed.rowcount)


async def of_units(tx: Tx, units: Sequence[int], day: date, kind: SeatKind = SeatKind.SECRETARY) -> list[DeputyView]:
    """The deputies of these units' seats of a kind, by unit, those named first before the others."""
    which = (SEAT.c.unit_id.in_(units), SEAT.c.kind == kind.value)
    rows = await tx.execute(_views(day).where(*which).order_by(SEAT.c.unit_id, DEPUTY.c.id))
    return [_view(row) for row in rows]


async def by_id(tx: Tx, number: int, day: date) -> DeputyView | None:
    """The deputy with this number, if it is one on the day."""
    row = (await tx.execute(_views(day).where(DEPUTY.c.id == number))).one_or_none()
    return None if row is None else _view(row)


async def of_phone(tx: Tx, phone: str, day: date) -> list[DeputyView]:
    """What members with this phone number are deputies of. `phone` is as +84912345678."""
    rows = await tx.execute(_views(day).where(MEMBER.c.phone == phone).order_by(DEPUTY.c.id))
    return [_view(row) for row in rows]


def _views(day: date) -> Select[Any]:
    """Whoever holds the seat by now is not its deputy besides."""
    holds = select(TENURE.c.id).where(
        TENURE.c.seat_id == DEPUTY.c.seat_id, TENURE.c.member_id == DEPUTY.c.member_id, *held_on(day)
    )
    return (
        select(
            DEPUTY.c.id, DEPUTY.c.seat_id, UNIT.c.id.label("unit"), UNIT.c.name.label("unit_name"), SEAT.c.kind,
            DEPUTY.c.member_id, MEMBER.c.name.label("member_name"), _linked(DEPUTY.c.member_id).label("linked"),
            DEPUTY.c.from_day, DEPUTY.c.until_day,
        )
        .join(SEAT, SEAT.c.id == DEPUTY.c.seat_id)
        .join(UNIT, UNIT.c.id == SEAT.c.unit_id)
        .join(MEMBER, MEMBER.c.id == DEPUTY.c.member_id)
        .where(*deputy_on(day), ~holds.exists())
    )  # fmt: skip


def _view(row: Any) -> DeputyView:
    return DeputyView(
        row.id, row.seat_id, row.unit, row.unit_name, SeatKind(row.kind), row.member_id, row.member_name,
        bool(row.linked), row.from_day, row.until_day,
    )  # fmt: skip


# ---- instead of a holder who is away ---------------------------------------------------------------------------------


def instead_of_holder(day: date | ColumnElement[date], now: datetime | ColumnElement[datetime]) -> ColumnElement[bool]:
    """Whether a joined deputy is to be reminded: the holder of the joined tenure is away, or not linked to a chat."""
    away = (
        select(ABSENCE.c.id)
        .where(ABSENCE.c.member_id == TENURE.c.member_id, ABSENCE.c.from_at <= now, ABSENCE.c.until_at > now)
        .exists()
    )
    return and_(*deputy_on(day), *held_on(day), or_(away, ~_linked(TENURE.c.member_id)))


def _linked(member: ColumnElement[int]) -> ColumnElement[bool]:
    return select(ADDRESS.c.id).where(ADDRESS.c.member_id == member, ADDRESS.c.state == "LIVE").exists()


async def to_remind(tx: Tx, period: int, day: date, now: datetime, after: int = 0, most: int = 500) -> list[int]:
    """Members above id `after` who are deputies of a seat that is short in this period before its close, whose
    holder is away or not linked, can be reached themselves and did not ask for quiet; at most `most`, ascending."""
    absent = (
        select(ABSENCE.c.id)
        .where(ABSENCE.c.member_id == DEPUTY.c.member_id, ABSENCE.c.from_at <= now, ABSENCE.c.until_at > now)
        .exists()
    )
    rows = await tx.execute(
        select(DEPUTY.c.member_id)
        .join(TENURE, TENURE.c.seat_id == DEPUTY.c.seat_id)
        .join(SEAT, and_(SEAT.c.id == DEPUTY.c.seat_id, SEAT.c.kind == SeatKind.SECRETARY.value))
        .join(OBLIGATION, and_(OBLIGATION.c.period_id == period, OBLIGATION.c.unit_id == SEAT.c.unit_id))
        .where(
            DEPUTY.c.member_id > after, instead_of_holder(day, now), OBLIGATION.c.closes_at > now,
            _linked(DEPUTY.c.member_id), ~absent, ~waits_for_answer(), short(),
        )
        .distinct()
        .order_by(DEPUTY.c.member_id)
        .limit(most)
    )  # fmt: skip
    return list(rows.scalars())


_REACHED = (
    select(SEAT.c.unit_id, DEPUTY.c.member_id, MEMBER.c.name)
    .join(DEPUTY, DEPUTY.c.seat_id == SEAT.c.id)
    .join(TENURE, TENURE.c.seat_id == SEAT.c.id)
    .join(MEMBER, MEMBER.c.id == DEPUTY.c.member_id)
    .where(
        SEAT.c.unit_id.in_(bindparam("units", expanding=True)),
        SEAT.c.kind == SeatKind.SECRETARY.value,
        instead_of_holder(
            bindparam("day", type_=DEPUTY.c.from_day.type), bindparam("now", type_=ABSENCE.c.from_at.type)
        ),
        _linked(DEPUTY.c.member_id),
    )
    .order_by(SEAT.c.unit_id, DEPUTY.c.id)
)


async def reached_instead(tx: Tx, units: Sequence[int], day: date, now: datetime) -> dict[int, tuple[int, str]]:
    """The deputy (member and name) who can be written to where a unit's holder is away or not linked, by unit."""
    found: dict[int, tuple[int, str]] = {}
    if not units:
        return found
    for row in await tx.execute(_REACHED, {"units": list(units), "day": day, "now": now}):
        found.setdefault(row.unit_id, (row.member_id, row.name))
    return found
