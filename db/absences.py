"""Who asked not to be reminded for a while."""

from datetime import datetime

from sqlalchemy import select, update

from db.engine import Tx
from db.insert import insert_one
from db.tables import ABSENCE


async def add(tx: Tx, member: int, from_at: datetime, until_at: datetime) -> None:
    """No reminder for this member between these moments. The obligation stays."""
    await insert_one(tx, ABSENCE, member_id=member, from_at=from_at, until_at=until_at)


async def end(tx: Tx, member: int, now: datetime) -> bool:
    """The member is back: what was to last longer ends now; False when nothing did."""
    columns = ABSENCE.c
    running = update(ABSENCE).where(columns.member_id == member, columns.until_at > now)
    return bool((await tx.execute(running.values(until_at=now))).rowcount)


async def absent(tx: Tx, members: list[int], now: datetime) -> set[int]:
    """Which of these members are not to be reminded at `now`."""
    columns = ABSENCE.c
    rows = await tx.execute(
        select(columns.member_id).where(columns.member_id.in_(members), columns.from_at <= now, columns.until_at > now)
    )
    return {row.member_id for row in rows}
