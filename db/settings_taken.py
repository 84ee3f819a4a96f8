"""Which settings are to be in force? A number that grows whenever somebody had them read again.

Each process compares it with the one that it took last, and reads its own file when it grew.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from db.engine import Tx
from db.insert import insert_one
from db.tables import PERIOD, SETTINGS_TAKEN


@dataclass(frozen=True, slots=True)
class Taken:
    """The newest time that the settings were read again. `mark`: the fingerprint of the file that was looked at."""

    number: int
    mark: str


async def add(tx: Tx, by: int | None, mark: str, now: datetime) -> int:
    """From now on every process reads its file again; the number. `by` None: somebody at the machine."""
    return await insert_one(tx, SETTINGS_TAKEN, at=now, by_id=by, mark=mark)


async def newest(tx: Tx) -> Taken | None:
    """The newest; None when they never were."""
    row = (
        await tx.execute(
            select(SETTINGS_TAKEN).where(SETTINGS_TAKEN.c.id == select(func.max(SETTINGS_TAKEN.c.id)).scalar_subquery())
        )
    ).one_or_none()
    return None if row is None else Taken(row.id, row.mark)


async def unsettled_tasks(tx: Tx) -> list[str]:
    """The codes of tasks that have a period which is not settled yet."""
    rows = await tx.execute(select(PERIOD.c.task).where(PERIOD.c.settled_at.is_(None)).distinct())
    return list(rows.scalars())
