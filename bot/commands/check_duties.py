"""Do the tasks of the settings name levels and units that the roster has?"""

from collections.abc import Sequence
from datetime import date

from core.task import Task
from db.duty_names import unknown_names
from db.engine import Tx


async def unknown_in(tx: Tx, tasks: Sequence[Task], day: date) -> list[tuple[str, str]]:
    """What is wrong, and how it is mended, a line each, in the order of the settings."""
    found: list[tuple[str, str]] = []
    for index, task in enumerate(tasks):
        unknown = await unknown_names(tx, task, day)
        levels = ", ".join(f'"{level}"' for level in unknown.known)
        found += [
            (f'tasks[{index}].owed_by is "{level}", a level that no unit of the roster has', f"one of {levels}")
            for level in unknown.levels
        ]
        owing = ", ".join(f'"{level}"' for level in task.owed_by)
        found += [
            (f'tasks[{index}].quotas has "{key}", which is no unit\'s code', f"a unit's code, or a level of {owing}")
            for key in unknown.quotas
        ]
    return found
