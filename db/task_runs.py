"""When tasks run, as far as admins decided it in the chat."""

from datetime import date, datetime

from sqlalchemy import select

from core.task import Run
from db.engine import Tx
from db.insert import put
from db.tables import TASK_RUN


async def runs(tx: Tx) -> dict[str, Run]:
    """What was decided, by task."""
    rows = await tx.execute(select(TASK_RUN))
    return {row.task: Run(row.from_day, row.until_day) for row in rows}


async def decide(tx: Tx, task: str, from_day: date | None, until_day: date | None, by: int, now: datetime) -> None:
    """From now on the task runs from one local day until another; what was decided before is replaced."""
    values = {"from_day": from_day, "until_day": until_day, "decided_by": by, "decided_at": now}
    await put(tx, TASK_RUN, {"task": task}, values)
