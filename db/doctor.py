"""What in the database must a person look at? Questions only; nothing is mended here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Column, ColumnElement, case, func, select

from db.engine import Tx
from db.metering import UNSAID
from db.people import held_on
from db.tables import ADDRESS, INBOX, MEMBER, OUTBOX, PENDING_PICTURE, SEAT, SUBMISSION, TENURE, UNIT

KNOWN_OTHERWISE = ("unreachable", "no address")
"""Messages that failed so are no news: the first follows from a dead address, the second from a seat not linked yet."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """An update that raised three times. `error` is the traceback of the last time."""

    id: int
    channel: str
    at: datetime
    error: str

    @property
    def reason(self) -> str:
        """The traceback's last line, which says what went wrong."""
        return next((line for line in reversed(self.error.splitlines()) if line.strip()), "")


@dataclass(frozen=True, slots=True)
class Failed:
    """Messages of one kind that failed for good in the same way. `last_at` is when the newest did."""

    kind: str
    error: str
    number: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Unreached:
    """A seat whose holder cannot be written to any more: every chat is dead, the last one since `since`."""

    unit: str
    unit_name: str
    seat: str
    member: str
    channel: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Stuck:
    """Rows that should have moved on long ago. `since` is the oldest one's moment; None when there are none."""

    number: int
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Overdue:
    """A picture that is counted, was never fetched, and should have been given up at `give_up_at`."""

    submission: int
    unit_name: str
    give_up_at: datetime


async def set_aside(tx: Tx, since: datetime) -> list[SetAside]:
    """Updates set aside from this moment on, oldest first."""
    columns = INBOX.c
    rows = await tx.execute(
        select(columns.id, columns.channel, columns.done_at, columns.error)
        .where(columns.state == "ASIDE", columns.done_at >= since)
        .order_by(columns.id)
    )
    return [SetAside(row.id, row.channel, row.done_at, row.error or "") for row in rows]


async def failed(tx: Tx, since: datetime) -> list[Failed]:
    """Messages that failed for good from this moment on and for no reason told elsewhere, the commonest first."""
    columns = OUTBOX.c
    error = func.coalesce(columns.error, "").label("error")
    number = func.count().label("number")
    rows = await tx.execute(
        select(columns.kind, error, number, func.max(columns.done_at).label("last_at"))
        .where(columns.state == "FAILED", columns.done_at >= since, error.not_in(KNOWN_OTHERWISE))
        .where(~error.startswith(UNSAID))
        .group_by(columns.kind, error)
        .order_by(number.desc(), columns.kind, error)
    )
    return [Failed(row.kind, row.error, row.number, row.last_at) for row in rows]


async def unreached(tx: Tx, day: date) -> list[Unreached]:
    """Seats held on a local day whose holders had a chat and have none now, by unit."""
    other = ADDRESS.alias()
    live = select(other.c.id).where(other.c.member_id == MEMBER.c.id, other.c.state == "LIVE").exists()
    secretaries_first = case((SEAT.c.kind == "secretary", 0), else_=1)
    rows = await tx.execute(
        select(
            *(UNIT.c.code, UNIT.c.name, SEAT.c.kind, MEMBER.c.name.label("member")),
            *(ADDRESS.c.channel, ADDRESS.c.dead_at),
        )
        .join(MEMBER, MEMBER.c.id == ADDRESS.c.member_id)
        .join(TENURE, TENURE.c.member_id == MEMBER.c.id)
        .join(SEAT, SEAT.c.id == TENURE.c.seat_id)
        .join(UNIT, UNIT.c.id == SEAT.c.unit_id)
        .where(ADDRESS.c.state == "DEAD", ~live, *held_on(day))
        .order_by(UNIT.c.code, secretaries_first, ADDRESS.c.dead_at.desc())
    )
    newest: dict[tuple[str, str], Unreached] = {}
    for row in rows:
        seat = Unreached(row.code, row.name, row.kind, row.member, row.channel, row.dead_at)
        newest.setdefault((seat.unit, seat.seat), seat)
    return list(newest.values())


async def unhandled(tx: Tx, before: datetime) -> Stuck:
    """Updates that were stored before this moment and are not handled yet."""
    columns = INBOX.c
    return await _stuck(tx, columns.received_at, [columns.state == "NEW", columns.received_at < before])


async def unmarked(tx: Tx, now: datetime) -> Stuck:
    """Messages whose sender claimed them and let the lease run out."""
    columns = OUTBOX.c
    return await _stuck(tx, columns.leased_until, [columns.state == "CLAIMED", columns.leased_until < now])


async def unanswered(tx: Tx, before: datetime) -> Stuck:
    """Answers and receipts that might have gone before this moment. What the bot starts may wait for the morning."""
    columns = OUTBOX.c
    waiting = [columns.state == "QUEUED", columns.started_by_bot.is_(False), columns.not_before < before]
    return await _stuck(tx, columns.created_at, waiting)


async def _stuck(tx: Tx, moment: Column[datetime], where: Sequence[ColumnElement[bool]]) -> Stuck:
    statement = select(func.count(), func.min(moment)).where(*where)
    number, since = (await tx.execute(statement)).one()
    return Stuck(number, since)


async def server_now(tx: Tx) -> datetime | None:
    """The moment by the clock of the database's server; None where that is this machine's own."""
    if tx.dialect.name != "postgresql":
        return None
    now: datetime = (await tx.execute(select(func.clock_timestamp()))).scalar_one()
    return now


async def overdue_pictures(tx: Tx, now: datetime) -> list[Overdue]:
    """Pictures that are still waited for although their time is over, by number."""
    rows = await tx.execute(
        select(PENDING_PICTURE.c.submission_id, PENDING_PICTURE.c.give_up_at, UNIT.c.name)
        .join(SUBMISSION, SUBMISSION.c.id == PENDING_PICTURE.c.submission_id)
        .join(UNIT, UNIT.c.id == SUBMISSION.c.unit_id)
        .where(PENDING_PICTURE.c.give_up_at < now)
        .order_by(PENDING_PICTURE.c.submission_id)
    )
    return [Overdue(row.submission_id, row.name, row.give_up_at) for row in rows]
