"""When tasks run, as far as admins decided it in the chat."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from core.task import Run
from db.engine import Tx
from db.insert import put
from db.tables import MEMBER, TASK_RUN


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decided last whether a task runs, and when."""

    by: int
    by_name: str
    at: datetime


async def runs(tx: Tx) -> dict[str, Run]:
    """What was decided, by task."""
    rows = await tx.execute(select(TASK_RUN))
    return {row.task: Run(row.from_day, row.until_day) for row in rows}


async def decision(tx: Tx, task: str) -> Decision | None:
    """The last decision about this task; None where only the settings say that it runs."""
    found = select(TASK_RUN, MEMBER.c.name).join(MEMBER, MEMBER.c.id == TASK_RUN.c.decided_by)
    row = (await tx.execute(found.where(TASK_RUN.c.task == task))).one_or_none()
    return None if row is None else Decision(row.decided_by, row.name, row.decided_at)


async def decide(tx: Tx, task: str, from_day: date | None, until_day: date | None, by: int, now: datetime) -> None:
    """From now on the task runs from one local day until another; what was decided before is replaced."""
    values = {"from_day": from_day, "until_day": until_day, "decided_by": by, "decided_at": now}
    await put(tx, TASK_RUN, {"task": task}, values)
