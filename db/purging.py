"""What came in, what went out and who did what is not kept for ever: old rows go, batch by batch.

Rows are numbered in the order in which they came, so the newest old one is found by halving, not by reading them all.
"""

from datetime import datetime

from sqlalchemy import Column, ColumnElement, Table, delete, func, select

from db.engine import Tx
from db.erasing import GOODBYE
from db.tables import AUDIT, INBOX, OUTBOX

_WAITING = ("QUEUED", "CLAIMED")


async def purge_inbox(tx: Tx, before: datetime, limit: int) -> int:
    """Delete what came in before a moment and was handled; at most so many rows, the oldest first."""
    return await _purge(tx, INBOX, INBOX.c.received_at, before, limit, INBOX.c.state != "NEW")


async def purge_outbox(tx: Tx, before: datetime, limit: int) -> int:
    """Delete what was queued before a moment and is over; at most so many rows, the oldest first."""
    return await _purge(tx, OUTBOX, OUTBOX.c.created_at, before, limit, OUTBOX.c.state.not_in(_WAITING))


async def purge_audit(tx: Tx, before: datetime, limit: int) -> int:
    """Delete the lines about what was done before a moment; at most so many, the oldest first."""
    return await _purge(tx, AUDIT, AUDIT.c.at, before, limit, AUDIT.c.id > 0)


async def purge_goodbyes(tx: Tx) -> int:
    """Nothing is kept of the last message to somebody who was erased, once it has gone."""
    goodbye = OUTBOX.c.key.startswith(GOODBYE, autoescape=True)
    return (await tx.execute(delete(OUTBOX).where(goodbye, OUTBOX.c.state.not_in(_WAITING)))).rowcount


async def _purge(
    tx: Tx, table: Table, moment: Column[datetime], before: datetime, limit: int, over: ColumnElement[bool]
) -> int:
    last = await _last_before(tx, table, moment, before)
    some = select(table.c.id).where(table.c.id <= last, over).order_by(table.c.id).limit(limit)
    return (await tx.execute(delete(table).where(table.c.id.in_(some)))).rowcount


async def _last_before(tx: Tx, table: Table, moment: Column[datetime], before: datetime) -> int:
    """The number of the newest row that is older than a moment; 0 when there is none."""
    first, last = (await tx.execute(select(func.min(table.c.id), func.max(table.c.id)))).one()
    if first is None:
        return 0
    low, high = first - 1, last  # the row looked for is above or at `low`, and at or below `high`
    while low < high:
        middle = (low + high + 1) // 2
        next_one = select(table.c.id, moment).where(table.c.id >= middle).order_by(table.c.id).limit(1)
        row = (await tx.execute(next_one)).one()
        if row[1] < before:
            low = max(middle, row[0])
        else:
            high = middle - 1
    return int(low)
