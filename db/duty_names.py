"""Does the roster have what the settings of a task name? A level that no unit has, a code of no unit: a slip."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from core.task import Task
from db.engine import Tx
from db.tables import UNIT
from db.units import valid_on


@dataclass(frozen=True, slots=True)
class Unknown:
    """Levels that should owe a task and no unit of the day has (`known` ones it has), and keys of its quotas that
    are neither a level that owes it nor a unit's code."""

    levels: tuple[str, ...]
    known: tuple[str, ...]
    quotas: tuple[str, ...]


async def unknown_names(tx: Tx, task: Task, day: date) -> Unknown:
    """What a task names that is not there; nobody owes by such a name. Two statements."""
    rows = await tx.execute(select(UNIT.c.level).where(*valid_on(day)).distinct().order_by(UNIT.c.level))
    known = tuple(rows.scalars())
    named = {key for key, _ in task.exceptions} - set(task.owed_by)
    codes = set((await tx.execute(select(UNIT.c.code).where(UNIT.c.code.in_(sorted(named))))).scalars())
    missing = tuple(level for level in task.owed_by if level not in known)
    return Unknown(missing, known, tuple(sorted(named - codes)))
