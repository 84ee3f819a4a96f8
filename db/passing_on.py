"""Open flags whose coordinator has changed: who has them now and does not know of them yet?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, or_, select, update

from core.roster import SeatKind
from db.engine import Tx
from db.member_views import deputy_on, held_on
from db.posts import away, linked
from db.tables import ADDRESS, ALERT, DEPUTY, FLAG, OBLIGATION, SEAT, TENURE


@dataclass(frozen=True, slots=True)
class Untold:
    """An open flag that whoever has it may not know of. `holder` is None while that coordinator's seat is vacant.

    `told`: the holder knows of it, a deputy perhaps not. `linked`: the holder can be written to; `came_in`: he or she
    could be once, even if not now.
    """

    flag: int
    period: int
    level_unit: int
    holder: int | None
    told: bool
    linked: bool
    came_in: bool


async def untold(tx: Tx, day: date, now: datetime) -> list[Untold]:
    """The flags that the holder was not told of, and those of holders who cannot be told anything at this moment and
    have deputies; oldest first. One statement."""
    alert = select(ALERT.c.flag_id).where(ALERT.c.flag_id == FLAG.c.id, ALERT.c.member_id == TENURE.c.member_id)
    told = alert.correlate(FLAG, TENURE).exists()
    helped = select(DEPUTY.c.id).where(DEPUTY.c.seat_id == SEAT.c.id, *deputy_on(day)).correlate(SEAT).exists()
    cannot = or_(~linked(TENURE.c.member_id), away(TENURE.c.member_id, now))
    rows = await tx.execute(
        select(
            FLAG.c.id, OBLIGATION.c.period_id, FLAG.c.level_unit_id, TENURE.c.member_id, told.label("told"),
            _has_address(ADDRESS.c.state == "LIVE").label("linked"),
            _has_address(ADDRESS.c.state != "REVOKED").label("came_in"),
        )
        .join(OBLIGATION, OBLIGATION.c.id == FLAG.c.obligation_id)
        .outerjoin(
            SEAT, and_(SEAT.c.unit_id == FLAG.c.level_unit_id, SEAT.c.kind == SeatKind.COORDINATOR.value)
        )
        .outerjoin(TENURE, and_(TENURE.c.seat_id == SEAT.c.id, *held_on(day)))
        .where(FLAG.c.closed_at.is_(None), FLAG.c.level_unit_id.is_not(None), or_(~told, and_(cannot, helped)))
        .order_by(FLAG.c.id)
    )  # fmt: skip
    return [
        Untold(
            row.id, row.period_id, row.level_unit_id, row.member_id, bool(row.told), bool(row.linked), bool(row.came_in)
        )
        for row in rows
    ]


async def told_of(tx: Tx, flags: Sequence[int]) -> set[tuple[int, int]]:
    """Who was told of which of these flags; no statement for none."""
    if not flags:
        return set()
    rows = await tx.execute(select(ALERT.c.flag_id, ALERT.c.member_id).where(ALERT.c.flag_id.in_(flags)))
    return {(row.flag_id, row.member_id) for row in rows}


def _has_address(state: ColumnElement[bool]) -> ColumnElement[bool]:
    return select(ADDRESS.c.id).where(ADDRESS.c.member_id == TENURE.c.member_id, state).correlate(TENURE).exists()


async def move(tx: Tx, flags: Sequence[int], level_unit: int | None) -> None:
    """These flags are with this level now (None: the admins); no time is won, and nobody has taken care of them yet."""
    values = {"level_unit_id": level_unit, "acknowledged_by": None, "acknowledged_at": None}
    values |= {"escalate_at": None} if level_unit is None else {}
    await tx.execute(update(FLAG).where(FLAG.c.id.in_(flags)).values(**values))
