"""A flag is closed without the quota being met: the week was waived, or has time again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from db.engine import Tx
from db.tables import ALERT, FLAG


@dataclass(frozen=True, slots=True)
class Lifted:
    """Somebody was alerted about an obligation whose flag is closed now."""

    obligation: int
    member: int


async def lift(tx: Tx, obligations: Collection[int], now: datetime, kinds: Collection[str]) -> list[Lifted]:
    """Close these obligations' open flags of these kinds ("AT_RISK", "MISSED"); who had been alerted of them.

    Those members are not told that the quota is met: whoever lifts a flag tells them why.
    """
    rows = await tx.execute(
        select(FLAG.c.id, FLAG.c.obligation_id, ALERT.c.member_id)
        .outerjoin(ALERT, (ALERT.c.flag_id == FLAG.c.id) & ALERT.c.resolved_told_at.is_(None))
        .where(FLAG.c.obligation_id.in_(obligations), FLAG.c.closed_at.is_(None), FLAG.c.kind.in_(kinds))
        .order_by(FLAG.c.id, ALERT.c.member_id)
    )
    found = rows.all()
    flags = {row.id for row in found}
    await tx.execute(update(FLAG).where(FLAG.c.id.in_(flags)).values(closed_at=now, escalate_at=None))
    await tx.execute(
        update(ALERT).where(ALERT.c.flag_id.in_(flags), ALERT.c.resolved_told_at.is_(None)).values(resolved_told_at=now)
    )
    return [Lifted(row.obligation_id, row.member_id) for row in found if row.member_id is not None]
