"""How does a period stand, unit by unit? For lists, the status command and boards."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, select

from core.roster import SeatKind
from core.standing import ObligationFacts
from db.counting import counted, counted_in_time
from db.engine import Tx
from db.people import held_on
from db.tables import ADDRESS, FLAG, MEMBER, OBLIGATION, SEAT, TENURE, UNIT

FEW = 500
"""Up to so many units are picked by the database, more of them from its answer."""


@dataclass(frozen=True, slots=True)
class FlagView:
    """The open flag of an obligation. `level` is that of the unit that has it now; None: the admins."""

    id: int
    kind: str
    raised_at: datetime
    acknowledged_by: str | None
    level: str | None


@dataclass(frozen=True, slots=True)
class ObligationView:
    """One obligation with its unit and the secretary at its due moment (None: vacant then)."""

    id: int
    unit: int
    unit_code: str
    unit_name: str
    parent: int | None
    member: int | None
    member_name: str | None
    linked: bool
    facts: ObligationFacts
    flag: FlagView | None


async def units_of(tx: Tx, period: int) -> list[int]:
    """The units that owe something in a period, excused ones included."""
    rows = await tx.execute(select(OBLIGATION.c.unit_id).where(OBLIGATION.c.period_id == period))
    return list(rows.scalars())


async def of_period(tx: Tx, period: int, due_day: date, units: Collection[int] | None = None) -> list[ObligationView]:
    """The obligations of a period in the order of unit codes, of these units only if given. One statement.

    `due_day` is the local day of the due moment: the secretary named is the one who held the seat on that day.
    """
    linked = select(ADDRESS.c.id).where(ADDRESS.c.member_id == MEMBER.c.id, ADDRESS.c.state == "LIVE").exists()
    acknowledger = MEMBER.alias("acknowledger")
    level_unit = UNIT.alias("level_unit")
    few = [OBLIGATION.c.unit_id.in_(units)] if units is not None and len(units) <= FEW else []
    rows = await tx.execute(
        select(
            OBLIGATION, UNIT.c.code, UNIT.c.name, UNIT.c.parent_id, MEMBER.c.id.label("member"),
            MEMBER.c.name.label("member_name"), linked.label("linked"), counted().label("counted"),
            counted_in_time().label("in_time"), FLAG.c.id.label("flag"), FLAG.c.kind, FLAG.c.raised_at,
            acknowledger.c.name.label("acknowledger"), level_unit.c.level.label("flag_level"),
        )
        .join(UNIT, UNIT.c.id == OBLIGATION.c.unit_id)
        .outerjoin(SEAT, and_(SEAT.c.unit_id == UNIT.c.id, SEAT.c.kind == SeatKind.SECRETARY.value))
        .outerjoin(TENURE, and_(TENURE.c.seat_id == SEAT.c.id, *held_on(due_day)))
        .outerjoin(MEMBER, MEMBER.c.id == TENURE.c.member_id)
        .outerjoin(FLAG, and_(FLAG.c.obligation_id == OBLIGATION.c.id, FLAG.c.closed_at.is_(None)))
        .outerjoin(acknowledger, acknowledger.c.id == FLAG.c.acknowledged_by)
        .outerjoin(level_unit, level_unit.c.id == FLAG.c.level_unit_id)
        .where(OBLIGATION.c.period_id == period, *few)
        .order_by(UNIT.c.code)
    )  # fmt: skip
    return [
        ObligationView(
            row.id, row.unit_id, row.code, row.name, row.parent_id, row.member, row.member_name, bool(row.linked),
            ObligationFacts(
                row.required, row.due_at, row.closes_at, row.counted, row.in_time, row.waived_at is not None
            ),
            None if row.flag is None else FlagView(row.flag, row.kind, row.raised_at, row.acknowledger, row.flag_level),
        )
        for row in rows
        if units is None or row.unit_id in units
    ]  # fmt: skip
