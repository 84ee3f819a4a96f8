"""Moving the deadline of single obligations, with what was before, who decided and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update

from db.engine import Tx
from db.lifting import Lifted, lift
from db.periods import ask_again
from db.tables import EXTENSION, MEMBER, OBLIGATION


@dataclass(frozen=True, slots=True)
class LastExtension:
    """Who moved an obligation's deadline last, to when and why."""

    by: str
    due_at: datetime
    reason: str
    at: datetime


async def extend(
    tx: Tx, obligations: Sequence[int], due_at: datetime, at_risk: timedelta, reason: str, by: int, now: datetime
) -> list[Lifted]:
    """These obligations are due at `due_at`; each closes as long after it as before. Who was alerted about them.

    A missed one is open again and its flag closed; so is a warning that comes too early now. Whatever time has to
    do with the periods is done again for those that lack it, settled or not.
    """
    rows = (await tx.execute(select(OBLIGATION).where(OBLIGATION.c.id.in_(obligations)))).all()
    moved = [
        {
            "obligation_id": row.id,
            "due_before": row.due_at,
            "closes_before": row.closes_at,
            "due_at": due_at,
            "closes_at": due_at + (row.closes_at - row.due_at),
            "reason": reason,
            "decided_by": by,
            "decided_at": now,
        }
        for row in rows
    ]
    if moved:
        await tx.execute(EXTENSION.insert(), moved)
    for closes_at in sorted({each["closes_at"] for each in moved}):
        own = [each["obligation_id"] for each in moved if each["closes_at"] == closes_at]
        change = update(OBLIGATION).where(OBLIGATION.c.id.in_(own))
        await tx.execute(change.values(due_at=due_at, closes_at=closes_at))
    for period in sorted({row.period_id for row in rows}):
        await ask_again(tx, period)
    kinds = {"MISSED"} if now >= due_at - at_risk else {"MISSED", "AT_RISK"}
    return await lift(tx, [row.id for row in rows], now, kinds)


async def last(tx: Tx, obligation: int) -> LastExtension | None:
    """The newest extension of an obligation; None when its deadline was never moved."""
    columns = EXTENSION.c
    row = (
        await tx.execute(
            select(MEMBER.c.name, columns.due_at, columns.reason, columns.decided_at)
            .join(MEMBER, MEMBER.c.id == columns.decided_by)
            .where(columns.obligation_id == obligation)
            .order_by(columns.id.desc())
            .limit(1)
        )
    ).one_or_none()
    return None if row is None else LastExtension(row.name, row.due_at, row.reason, row.decided_at)
