"""The emergency stop: since when nothing but answers goes out, what waits for its end, and its end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select, update

from core.notices import NEVER_HELD, NoticeKind
from db.engine import Tx
from db.insert import insert_one
from db.tables import EMERGENCY_STOP, FLAG, MEMBER, OBLIGATION, OUTBOX, PERIOD


@dataclass(frozen=True, slots=True)
class Stop:
    """A stop that was not released: who ordered it (by name), when, why."""

    id: int
    since: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Release:
    """Who ended a stop (by name), and when."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A message that waits for the stop's end, with the facts from which its use is judged."""

    id: int
    kind: NoticeKind
    member: int | None
    about: Mapping[str, Any]
    queued_at: datetime
    expires_at: datetime | None
    closes_at: datetime | None
    period: int | None


def is_stopped() -> ColumnElement[bool]:
    """The condition that a stop is on, as a part of other questions; looked at once a statement."""
    return select(EMERGENCY_STOP.c.id).where(EMERGENCY_STOP.c.released_at.is_(None)).exists()


async def current(tx: Tx) -> Stop | None:
    """The stop that is on; None in ordinary times."""
    columns = EMERGENCY_STOP.c
    row = (
        await tx.execute(
            select(columns.id, columns.since, columns.reason, MEMBER.c.name)
            .join(MEMBER, MEMBER.c.id == columns.by_id)
            .where(columns.released_at.is_(None))
            .order_by(columns.id)
            .limit(1)
        )
    ).one_or_none()
    return None if row is None else Stop(row.id, row.since, row.name, row.reason)


async def released(tx: Tx, stop: int) -> Release | None:
    """Who ended this stop, and when; None while it is on."""
    columns = EMERGENCY_STOP.c
    row = (
        await tx.execute(
            select(columns.released_at, MEMBER.c.name)
            .join(MEMBER, MEMBER.c.id == columns.released_by)
            .where(columns.id == stop)
        )
    ).one_or_none()
    return None if row is None else Release(row.name, row.released_at)


async def begin(tx: Tx, by: int, reason: str, now: datetime) -> None:
    """From now on nothing but answers and receipts goes out; a stop that is on already stays as it is."""
    if await current(tx) is None:
        await insert_one(tx, EMERGENCY_STOP, since=now, by_id=by, reason=reason)


async def release(tx: Tx, by: int, now: datetime) -> None:
    """The stop is over."""
    columns = EMERGENCY_STOP.c
    await tx.execute(
        update(EMERGENCY_STOP).where(columns.released_at.is_(None)).values(released_at=now, released_by=by)
    )


async def held(tx: Tx, now: datetime) -> list[HeldRow]:
    """What would have gone by now without the stop, in the order in which it was queued. One statement."""
    columns = OUTBOX.c
    rows = await tx.execute(
        select(
            *(columns.id, columns.kind, columns.member_id, columns.about, columns.created_at, columns.expires_at),
            *(columns.period_id, PERIOD.c.closes_at),
        )
        .outerjoin(PERIOD, PERIOD.c.id == columns.period_id)
        .where(
            columns.state == "QUEUED",
            columns.started_by_bot.is_(True),
            columns.kind.not_in([kind.value for kind in NEVER_HELD]),
            columns.not_before <= now,
        )
        .order_by(columns.id)
    )
    return [
        HeldRow(
            row.id,
            NoticeKind(row.kind),
            row.member_id,
            row.about,
            row.created_at,
            row.expires_at,
            row.closes_at,
            row.period_id,
        )
        for row in rows
    ]


async def drop(tx: Tx, rows: Sequence[int], now: datetime) -> None:
    """These are stale and are never sent."""
    for start in range(0, len(rows), _AT_ONCE):
        some = list(rows[start : start + _AT_ONCE])
        values = {"state": "EXPIRED", "done_at": now, "error": "held by a stop until it was stale"}
        await tx.execute(update(OUTBOX).where(OUTBOX.c.id.in_(some), OUTBOX.c.state == "QUEUED").values(**values))


async def wait_again(tx: Tx, waits: Mapping[str, timedelta], otherwise: timedelta, now: datetime) -> None:
    """Open missed flags wait a whole patience anew at their level, by task: their alerts only go out now.

    One that waits longer anyway, say because somebody called, stays as it is.
    """
    of_task = select(OBLIGATION.c.id).join(PERIOD, PERIOD.c.id == OBLIGATION.c.period_id)
    named = [(PERIOD.c.task == task, now + wait) for task, wait in waits.items()]
    for which, until in [*named, (PERIOD.c.task.not_in(waits.keys()), now + otherwise)]:
        flags = FLAG.c
        await tx.execute(
            update(FLAG)
            .where(flags.closed_at.is_(None), flags.escalate_at < until, flags.obligation_id.in_(of_task.where(which)))
            .values(escalate_at=until)
        )


_AT_ONCE = 500
