"""Who looks after a coordinator's seat at this moment: its holder, or a deputy while the holder cannot."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, select

from core.roster import SeatKind
from db.engine import Tx
from db.member_views import deputy_on, held_on
from db.tables import ABSENCE, ADDRESS, DEPUTY, SEAT, TENURE


async def looking_after(tx: Tx, day: date, now: datetime, units: Sequence[int] | None = None) -> Mapping[int, int]:
    """The member who looks after each of these units (None: all) by a coordinator's seat, by unit. Two statements.

    Only seats that are held. The holder, if linked to a chat and not away; else the deputy named first who is; else
    the holder, if linked at all. Where none of them is, nobody: what concerns the unit goes one level up.
    """
    within = [SEAT.c.kind == SeatKind.COORDINATOR.value]
    within += [] if units is None else [SEAT.c.unit_id.in_(units)]
    holders = (
        await tx.execute(
            select(SEAT.c.unit_id, TENURE.c.member_id, away(TENURE.c.member_id, now).label("away"))
            .join(TENURE, TENURE.c.seat_id == SEAT.c.id)
            .where(*within, *held_on(day), linked(TENURE.c.member_id))
        )
    ).all()
    found = {row.unit_id: row.member_id for row in holders if not row.away}
    absent = {row.unit_id: row.member_id for row in holders if row.away}
    deputies = await tx.execute(
        select(SEAT.c.unit_id, DEPUTY.c.member_id)
        .join(DEPUTY, DEPUTY.c.seat_id == SEAT.c.id)
        .join(TENURE, TENURE.c.seat_id == SEAT.c.id)
        .where(*within, *held_on(day), *deputy_on(day), linked(DEPUTY.c.member_id), ~away(DEPUTY.c.member_id, now))
        .order_by(DEPUTY.c.id)
    )
    for row in deputies:
        found.setdefault(row.unit_id, row.member_id)
    return {**absent, **found}


def linked(member: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether a member can be written to."""
    return member.in_(select(ADDRESS.c.member_id).where(ADDRESS.c.state == "LIVE"))


def away(member: ColumnElement[int], now: datetime) -> ColumnElement[bool]:
    """Whether a member said that he or she is away at this moment."""
    return member.in_(select(ABSENCE.c.member_id).where(ABSENCE.c.from_at <= now, ABSENCE.c.until_at > now))
