"""Weeks that were open when their secretary's seat fell vacant, and about which nobody was asked."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import and_, select

from core.roster import SeatKind
from db.counting import short
from db.engine import Tx
from db.people import held_on
from db.tables import AUDIT, MEMBER, OBLIGATION, PERIOD, SEAT, TENURE, UNIT
from db.units import valid_on

LATELY = timedelta(days=62)
"""A seat that fell vacant longer ago leaves no open week."""


@dataclass(frozen=True, slots=True)
class OpenWeek:
    """One obligation that nobody is left to serve. `name` held the seat until the local day `since`."""

    obligation: int
    unit: int
    name: str
    since: date
    opens_at: datetime
    due_at: datetime


async def undecided(tx: Tx, day: date, now: datetime) -> list[OpenWeek]:
    """Short weeks before their close whose seat is vacant on the day, and fell so after they opened, without a word
    in the audit since they opened. Two statements, whatever the number of units."""
    holds = select(TENURE.c.id).where(TENURE.c.seat_id == SEAT.c.id, *held_on(day)).correlate(SEAT).exists()
    left = TENURE.alias("left")
    rows = await tx.execute(
        select(
            OBLIGATION.c.id, OBLIGATION.c.unit_id, MEMBER.c.name, left.c.until_day, PERIOD.c.opens_at,
            OBLIGATION.c.due_at,
        )
        .join(PERIOD, PERIOD.c.id == OBLIGATION.c.period_id)
        .join(UNIT, UNIT.c.id == OBLIGATION.c.unit_id)
        .join(SEAT, and_(SEAT.c.unit_id == OBLIGATION.c.unit_id, SEAT.c.kind == SeatKind.SECRETARY.value))
        .join(left, and_(left.c.seat_id == SEAT.c.id, left.c.until_day <= day, left.c.until_day > day - LATELY))
        .join(MEMBER, MEMBER.c.id == left.c.member_id)
        .where(
            OBLIGATION.c.closes_at > now, PERIOD.c.opens_at <= now, OBLIGATION.c.waived_at.is_(None), short(),
            left.c.from_day < left.c.until_day, ~holds, *valid_on(day),
        )
        .order_by(OBLIGATION.c.unit_id, left.c.until_day)
    )  # fmt: skip
    found = {
        row.id: OpenWeek(row.id, row.unit_id, row.name, row.until_day, row.opens_at, row.due_at) for row in rows
    }  # the last who left
    said = await _said(tx, {week.unit for week in found.values()})
    return [week for week in found.values() if all(at < week.opens_at for at in said.get(week.unit, ()))]


async def _said(tx: Tx, units: set[int]) -> dict[int, list[datetime]]:
    """When it was noted of these units that the seat is vacant: whoever did that decided about the weeks open then.

    A roster that was imported says so without deciding.
    """
    if not units:
        return {}
    columns = AUDIT.c
    rows = await tx.execute(
        select(columns.unit_id, columns.at, columns.details).where(
            columns.unit_id.in_(units), columns.action == "seat.vacant"
        )
    )
    said: dict[int, list[datetime]] = {}
    for row in rows:
        if not row.details.get("undecided"):
            said.setdefault(row.unit_id, []).append(row.at)
    return said
