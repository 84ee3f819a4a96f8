"""The same words to many: who gets them, how far that is, and what became of each."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select, update

from core.audience import Audience, Group
from core.notices import Notice
from core.roster import SeatKind
from db.counting import short
from db.engine import Tx
from db.insert import insert_all, insert_new, insert_one
from db.outbox import row_of
from db.people import held_on
from db.tables import (
    ADDRESS,
    BROADCAST,
    BROADCAST_RECEIVER,
    MEMBER,
    OBLIGATION,
    OUTBOX,
    SEAT,
    TENURE,
    UNIT,
)
from db.units import below, valid_on


@dataclass(frozen=True, slots=True)
class Broadcast:
    """One broadcast. `reached`: the last member it was queued for; `people`: how many it was meant for when ordered.

    `outcome` is set when it has ended.
    """

    id: int
    by: int
    by_name: str
    text: str
    audience: Audience
    people: int
    at: datetime
    reached: int
    queued: bool
    stopped: bool
    ended: bool
    outcome: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a broadcast so far, in numbers of people. `dropped`: it was stopped before their turn came."""

    delivered: int = 0
    waiting: int = 0
    unlinked: int = 0
    unreachable: int = 0
    dropped: int = 0

    def as_json(self) -> dict[str, int]:
        """As a row keeps it."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody whom a broadcast did not reach. `unit` is where he or she holds a seat, empty when nowhere any more."""

    member: int
    name: str
    unit: str


# ---- who is meant ----------------------------------------------------------------------------------------------


def _meant(audience: Audience, day: date, now: datetime) -> Select[Any]:
    """Members with a seat on a local day who belong to the audience, and whether they are linked; once each."""
    linked = select(ADDRESS.c.id).where(ADDRESS.c.member_id == TENURE.c.member_id, ADDRESS.c.state == "LIVE").exists()
    statement = (
        select(TENURE.c.member_id, linked.label("linked"))
        .select_from(TENURE)
        .join(SEAT, SEAT.c.id == TENURE.c.seat_id)
        .join(UNIT, UNIT.c.id == SEAT.c.unit_id)
        .where(*held_on(day), *valid_on(day), *_in_group(audience, now))
        .distinct()
    )
    return statement if audience.roots is None else statement.where(UNIT.c.id.in_(below(audience.roots)))


def _in_group(audience: Audience, now: datetime) -> list[ColumnElement[bool]]:
    if audience.group is Group.LEVEL:
        return [UNIT.c.level == audience.level]
    if audience.group is Group.COORDINATORS:
        return [SEAT.c.kind == SeatKind.COORDINATOR.value]
    if audience.group is Group.SHORT:
        owed = select(OBLIGATION.c.id).where(OBLIGATION.c.unit_id == UNIT.c.id, OBLIGATION.c.closes_at > now, short())
        return [SEAT.c.kind == SeatKind.SECRETARY.value, owed.exists()]
    return []


async def count(tx: Tx, audience: Audience, day: date, now: datetime) -> tuple[int, int]:
    """How many people belong to the audience, and how many of them are not linked to a chat."""
    meant = _meant(audience, day, now).subquery()
    linked = func.sum(case((meant.c.linked, 1), else_=0))
    everybody, reached = (await tx.execute(select(func.count(), linked).select_from(meant))).one()
    return int(everybody), int(everybody) - int(reached or 0)


async def receivers(tx: Tx, audience: Audience, day: date, now: datetime, after: int) -> list[tuple[int, bool]]:
    """The members of an audience above the number `after`, ascending, and whether each is linked to a chat."""
    meant = _meant(audience, day, now).where(TENURE.c.member_id > after).order_by(TENURE.c.member_id)
    return [(row.member_id, bool(row.linked)) for row in await tx.execute(meant)]


async def levels(tx: Tx, roots: Sequence[int] | None, day: date) -> list[str]:
    """The levels of the units of today below these (None: of all), the most units first."""
    statement = select(UNIT.c.level, func.count()).where(*valid_on(day)).group_by(UNIT.c.level)
    if roots is not None:
        statement = statement.where(UNIT.c.id.in_(below(roots)))
    return [row.level for row in await tx.execute(statement.order_by(func.count().desc(), UNIT.c.level))]


# ---- one broadcast ---------------------------------------------------------------------------------------------


async def order(tx: Tx, by: int, text: str, audience: Audience, people: int, now: datetime) -> int:
    """Somebody wants this told; its number. Nothing is queued yet."""
    return await insert_one(
        tx, BROADCAST, by_id=by, text=text, audience=audience.as_json(), people=people, created_at=now, reached=0,
        outcome={},
    )  # fmt: skip


def _broadcasts() -> Select[Any]:
    return select(BROADCAST, MEMBER.c.name).join(MEMBER, MEMBER.c.id == BROADCAST.c.by_id)


def _broadcast(row: Any) -> Broadcast:
    return Broadcast(
        row.id, row.by_id, row.name, row.text, Audience.of(row.audience), row.people, row.created_at, row.reached,
        row.queued_at is not None, row.stopped_at is not None, row.ended_at is not None, row.outcome,
    )  # fmt: skip


async def by_id(tx: Tx, broadcast: int) -> Broadcast | None:
    """This broadcast."""
    return (await by_ids(tx, [broadcast])).get(broadcast)


async def by_ids(tx: Tx, wanted: Collection[int]) -> dict[int, Broadcast]:
    """These broadcasts; no statement for none."""
    if not wanted:
        return {}
    return {row.id: _broadcast(row) for row in await tx.execute(_broadcasts().where(BROADCAST.c.id.in_(wanted)))}


async def latest(tx: Tx, by: int | None, limit: int) -> list[Broadcast]:
    """The newest broadcasts, of one member or of everybody, newest first."""
    statement = _broadcasts().order_by(BROADCAST.c.id.desc()).limit(limit)
    if by is not None:
        statement = statement.where(BROADCAST.c.by_id == by)
    return [_broadcast(row) for row in await tx.execute(statement)]


async def unqueued(tx: Tx) -> list[Broadcast]:
    """Those that are still to be queued, whole or in part, oldest first."""
    columns = BROADCAST.c
    waiting = _broadcasts().where(columns.queued_at.is_(None), columns.stopped_at.is_(None))
    return [_broadcast(row) for row in await tx.execute(waiting.order_by(columns.id))]


async def under_way(tx: Tx) -> list[Broadcast]:
    """Those that were queued or stopped and whose outcome is still open, oldest first."""
    columns = BROADCAST.c
    begun = columns.queued_at.is_not(None) | columns.stopped_at.is_not(None)
    open_ = _broadcasts().where(columns.ended_at.is_(None), begun)
    return [_broadcast(row) for row in await tx.execute(open_.order_by(columns.id))]


async def queue_for(
    tx: Tx, broadcast: int, people: Sequence[tuple[int, bool]], notices: Mapping[int, Notice], now: datetime
) -> None:
    """Queue the messages to these members, ascending; who is not linked is written down without one."""
    linked = [member for member, is_linked in people if is_linked]
    numbers = await insert_all(tx, OUTBOX, [row_of(notices[member], now) for member in linked])
    of_member = dict(zip(linked, numbers, strict=True))
    rows = [
        {"broadcast_id": broadcast, "member_id": member, "notice_id": of_member.get(member)} for member, _ in people
    ]
    await insert_new(tx, BROADCAST_RECEIVER, rows)
    if people:
        await tx.execute(update(BROADCAST).where(BROADCAST.c.id == broadcast).values(reached=people[-1][0]))


async def all_queued(tx: Tx, broadcast: int, now: datetime) -> None:
    """Everybody is queued."""
    await tx.execute(update(BROADCAST).where(BROADCAST.c.id == broadcast).values(queued_at=now))


async def stop(tx: Tx, broadcast: int, by: int | None, now: datetime) -> int:
    """What was not sent yet is never sent; how many messages that are. `by` None: its sender lost the right."""
    columns = BROADCAST.c
    await tx.execute(
        update(BROADCAST)
        .where(columns.id == broadcast, columns.stopped_at.is_(None))
        .values(stopped_at=now, stopped_by=by)
    )
    own = select(BROADCAST_RECEIVER.c.notice_id).where(BROADCAST_RECEIVER.c.broadcast_id == broadcast)
    waiting = update(OUTBOX).where(OUTBOX.c.state == "QUEUED", OUTBOX.c.id.in_(own))
    return (await tx.execute(waiting.values(state="DROPPED", done_at=now))).rowcount


async def end(tx: Tx, broadcast: int, outcome: Outcome, now: datetime) -> None:
    """Nobody waits for it any more; the numbers are kept when the outbox forgets."""
    values = {"ended_at": now, "outcome": outcome.as_json()}
    await tx.execute(update(BROADCAST).where(BROADCAST.c.id == broadcast).values(**values))


# ---- what became of it -----------------------------------------------------------------------------------------


async def outcome(tx: Tx, broadcast: Broadcast) -> Outcome:
    """In numbers of people, as of now; of one that has ended as it was then. One statement."""
    if broadcast.ended:
        return Outcome(**broadcast.outcome)
    state = case((BROADCAST_RECEIVER.c.notice_id.is_(None), "UNLINKED"), else_=OUTBOX.c.state)
    rows = await tx.execute(
        select(state.label("state"), func.count().label("number"))
        .select_from(BROADCAST_RECEIVER)
        .outerjoin(OUTBOX, OUTBOX.c.id == BROADCAST_RECEIVER.c.notice_id)
        .where(BROADCAST_RECEIVER.c.broadcast_id == broadcast.id)
        .group_by(state)
    )
    numbers = {row.state: row.number for row in rows}
    return Outcome(
        delivered=numbers.get("SENT", 0),
        waiting=numbers.get("QUEUED", 0) + numbers.get("CLAIMED", 0),
        unlinked=numbers.get("UNLINKED", 0),
        unreachable=numbers.get("FAILED", 0),
        dropped=numbers.get("DROPPED", 0) + numbers.get("EXPIRED", 0),
    )


async def left(tx: Tx, broadcast: int, *, unlinked: bool, day: date, first: int, limit: int) -> list[Left]:
    """Who was not reached: those not linked when it was queued, or those who could not be written to. A page."""
    notice = BROADCAST_RECEIVER.c.notice_id
    which = notice.is_(None) if unlinked else OUTBOX.c.state == "FAILED"
    where = (
        select(func.min(UNIT.c.name))
        .join(SEAT, SEAT.c.unit_id == UNIT.c.id)
        .join(TENURE, TENURE.c.seat_id == SEAT.c.id)
    )
    unit = where.where(TENURE.c.member_id == MEMBER.c.id, *held_on(day)).correlate(MEMBER).scalar_subquery()
    rows = await tx.execute(
        select(MEMBER.c.id, MEMBER.c.name, unit.label("unit"))
        .select_from(BROADCAST_RECEIVER)
        .join(MEMBER, MEMBER.c.id == BROADCAST_RECEIVER.c.member_id)
        .outerjoin(OUTBOX, OUTBOX.c.id == notice)
        .where(and_(BROADCAST_RECEIVER.c.broadcast_id == broadcast, which))
        .order_by(MEMBER.c.id)
        .limit(limit)
        .offset(first)
    )
    return [Left(row.id, row.name, row.unit or "") for row in rows]
