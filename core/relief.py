"""A lighter duty for a while: holidays or a storm move it, reduce it or waive it, for everybody or in one area."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from core.calendar import Calendar, HolidayPolicy, Week, is_holiday, local_day
from core.localtime import moment_at
from core.task import Task, periods_from

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5


class Way(StrEnum):
    """What is done to the duty. KEEP: somebody looked at it and left it as it is."""

    KEEP = "keep"
    MOVE = "move"
    REDUCE = "reduce"
    WAIVE = "waive"


@dataclass(frozen=True, slots=True)
class Relief:
    """One decision: of every period that is due on these local days, both included.

    `task` None: of every task; `unit` is the top of the area, None: everybody. `days` later with MOVE, `percent` of
    what is required, rounded up, with REDUCE.
    """

    way: Way
    from_day: date
    until_day: date
    reason: str
    by: int
    task: str | None = None
    unit: int | None = None
    days: int = 0
    percent: int = 100

    def concerns(self, task: str, due_day: date) -> bool:
        """Whether the decision is about a period of this task that is due on this local day."""
        return self.task in (None, task) and self.from_day <= due_day <= self.until_day


def moved(calendar: Calendar, due_at: datetime, days: int) -> datetime:
    """The deadline so many local days later, at the same local time."""
    local = due_at.astimezone(calendar.zone)
    return moment_at(local.date() + days * _ONE_DAY, local.time(), calendar.zone)


def next_workday(calendar: Calendar, day: date) -> date:
    """The first day after this one that is neither a holiday nor on a weekend."""
    day += _ONE_DAY
    while is_holiday(calendar, day) or day.weekday() >= _SATURDAY:
        day += _ONE_DAY
    return day


def holidays_in(calendar: Calendar, week: Week) -> list[date]:
    """The holidays from the day on which a period opens until the day on which it is due."""
    day, last = local_day(calendar, week.opens_at), local_day(calendar, week.due_at)
    return [
        day + number * _ONE_DAY
        for number in range((last - day).days + 1)
        if is_holiday(calendar, day + number * _ONE_DAY)
    ]


def weeks_with_holidays(
    task: Task, calendar: Calendar, now: datetime, until: datetime
) -> Iterator[tuple[Week, list[date]]]:
    """The weeks that are not due yet and open before a moment, and have holidays in them; none where holidays are
    ignored. A task with one deadline has none: its time is long, and a deadline on a holiday moves by itself."""
    if calendar.policy is HolidayPolicy.IGNORE or task.once:
        return
    for week in periods_from(task, calendar, now):
        if week.opens_at >= until:
            return
        days = holidays_in(calendar, week)
        if days and now < week.due_at:
            yield week, days


def decided(reliefs: Iterable[Relief], task: str, due_day: date) -> Relief | None:
    """What was decided for everybody about the one period that is due on this day; None when nobody did."""
    return next(
        (
            relief
            for relief in reliefs
            if relief.task == task and relief.unit is None and relief.from_day == due_day == relief.until_day
        ),
        None,
    )
