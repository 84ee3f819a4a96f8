"""Which opened week is asked about? Without words that name one it is the one that runs."""

from collections.abc import Sequence
from datetime import timedelta

from core.ports import InboundKind
from core.task import PeriodTimes, Task
from core.weeks_said import WeekAsked, week_and_rest
from db import periods
from handlers.turn import Turn

_WEEK = timedelta(weeks=1)


async def week_of_message(turn: Turn, said: str) -> tuple[WeekAsked | None, str]:
    """The week that a command's words name, or else the message as a whole; and the rest of the command's words."""
    asked, rest = week_and_rest(said)
    if asked is None and turn.first.kind is InboundKind.TEXT:
        asked, _ = week_and_rest(turn.first.text)
    return asked, rest


async def period_asked(turn: Turn, task: Task, asked: WeekAsked) -> PeriodTimes | None:
    """The opened week of a task that is meant, the newest of its number; None when there is none."""
    known: Sequence[PeriodTimes] = await periods.all_periods(turn.tx, task.code)
    if asked.number:
        year = f"{asked.year}-" if asked.year else ""
        fitting = [each for each in known if each.name == asked.number and each.code.startswith(year)]
    else:
        moment = turn.now - timedelta(weeks=asked.back)
        fitting = [each for each in known if each.title is None and each.opens_at <= moment < each.opens_at + _WEEK]
    return max(fitting, key=lambda each: each.opens_at, default=None)
