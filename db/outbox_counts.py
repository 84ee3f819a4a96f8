"""How many messages: waiting, sent about a week, failed on a channel."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select

from db.engine import Tx
from db.tables import OUTBOX

NEVER_WENT = "no address"
"""The error of a message to somebody who is not linked to any chat: nothing that a channel failed at."""


@dataclass(frozen=True, slots=True)
class Queue:
    """What may go and has not gone. `since` is the oldest one's moment; None when nothing waits."""

    number: int
    since: datetime | None


async def count_waiting(tx: Tx) -> int:
    """How many notices are queued or on their way."""
    states = or_(OUTBOX.c.state == "QUEUED", OUTBOX.c.state == "CLAIMED")
    return int((await tx.execute(select(func.count()).where(states))).scalar_one())


async def queue(tx: Tx, now: datetime) -> Queue:
    """What might have gone by now; what is meant for later does not count."""
    columns = OUTBOX.c
    waiting = (columns.state.in_(["QUEUED", "CLAIMED"]), columns.not_before <= now)
    number, since = (await tx.execute(select(func.count(), func.min(columns.not_before)).where(*waiting))).one()
    return Queue(number, since)


async def failed_by_channel(tx: Tx, since: datetime) -> dict[str, int]:
    """How many messages failed for good from this moment on, by channel; "" where it cannot be said."""
    columns = OUTBOX.c
    channel = func.coalesce(columns.channel, "").label("channel")
    failed = (columns.state == "FAILED", columns.done_at >= since, func.coalesce(columns.error, "") != NEVER_WENT)
    rows = await tx.execute(select(channel, func.count().label("number")).where(*failed).group_by(channel))
    return {row.channel: row.number for row in rows}


async def sent_by_period(tx: Tx, periods: Sequence[int]) -> dict[int, dict[str, int]]:
    """For each period how many notices of each kind were sent about it."""
    rows = await tx.execute(
        select(OUTBOX.c.period_id, OUTBOX.c.kind, func.count())
        .where(OUTBOX.c.period_id.in_(periods), OUTBOX.c.state == "SENT")
        .group_by(OUTBOX.c.period_id, OUTBOX.c.kind)
    )
    counts: dict[int, dict[str, int]] = {}
    for period, kind, number in rows:
        counts.setdefault(period, {})[kind] = number
    return counts
