"""Who would hear what: receivers for a plan, and what is queued already."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, select

from core.roster import SeatKind
from core.task import Task
from db.engine import Tx
from db.people import held_on
from db.quotas import owing
from db.tables import ADDRESS, MEMBER, OUTBOX, SEAT, TENURE, UNIT
from db.units import valid_on


@dataclass(frozen=True, slots=True)
class Receiver:
    """Somebody who would get a message. `unit` is a code."""

    member: int
    name: str
    unit: str
    unit_id: int
    linked: bool


@dataclass(frozen=True, slots=True)
class QueuedNotice:
    """One message that waits in the outbox."""

    at: datetime
    kind: str
    to: Receiver


async def secretaries(tx: Tx, task: Task, day: date) -> list[Receiver]:
    """The secretaries of the units that owe a task on a day, in the order of unit codes."""
    linked = select(ADDRESS.c.id).where(ADDRESS.c.member_id == MEMBER.c.id, ADDRESS.c.state == "LIVE").exists()
    rows = await tx.execute(
        select(MEMBER.c.id, MEMBER.c.name, UNIT.c.code, UNIT.c.id.label("unit_id"), linked.label("linked"))
        .join(TENURE, TENURE.c.member_id == MEMBER.c.id)
        .join(SEAT, and_(SEAT.c.id == TENURE.c.seat_id, SEAT.c.kind == SeatKind.SECRETARY.value))
        .join(UNIT, UNIT.c.id == SEAT.c.unit_id)
        .where(owing(task), *valid_on(day), *held_on(day))
        .order_by(UNIT.c.code)
    )
    return [Receiver(row.id, row.name, row.code, row.unit_id, bool(row.linked)) for row in rows]


async def queued(tx: Tx, until: datetime) -> list[QueuedNotice]:
    """Messages to members that wait in the outbox and may go before a moment."""
    rows = await tx.execute(
        select(OUTBOX.c.not_before, OUTBOX.c.kind, MEMBER.c.id, MEMBER.c.name)
        .join(MEMBER, MEMBER.c.id == OUTBOX.c.member_id)
        .where(OUTBOX.c.state == "QUEUED", OUTBOX.c.not_before < until)
        .order_by(OUTBOX.c.not_before, OUTBOX.c.id)
    )
    return [QueuedNotice(row.not_before, row.kind, Receiver(row.id, row.name, "–", 0, True)) for row in rows]
