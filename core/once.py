"""A duty with a single deadline, such as a contest entry or a yearly form: when does it open, fall due and close?"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Self

from core.calendar import Calendar, HolidayPolicy, Week, is_holiday
from core.localtime import moment_at, parse_time

_DAY_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[ T](.+)", re.ASCII)
_LONGEST_GRACE = timedelta(days=60)
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class DayTime:
    """A local day and time of day."""

    day: date
    at: time

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "2026-11-30 17:00". Raises ValueError saying what would be right."""
        found = _DAY_TIME.fullmatch(text.strip())
        if found is None:
            raise ValueError(f'"{text}" must be a day and a time, for example "2026-11-30 17:00"')
        return cls(date.fromisoformat(found[1]), parse_time(found[2]))

    def __str__(self) -> str:
        return f"{self.day.isoformat()} {self.at:%H:%M}"


@dataclass(frozen=True, slots=True)
class OnceRule:
    """When a task with one deadline opens, falls due and closes.

    `due` is later than `opens`; `grace` (0 to 60 days) is elapsed time from due to close; else ValueError.
    """

    opens: DayTime
    due: DayTime
    grace: timedelta

    def __post_init__(self) -> None:
        if self.due <= self.opens:
            raise ValueError(f"a deadline of {self.due} is not after the opening, {self.opens}")
        if not timedelta() <= self.grace <= _LONGEST_GRACE:
            raise ValueError(f"a grace of {self.grace} is not possible; it must be from 0 hours to 60 days")

    @property
    def code(self) -> str:
        """The period's code: the year in which it is due, so that next year's form is another one."""
        return f"{self.due.day.year:04d}"


def only_period(rule: OnceRule, calendar: Calendar) -> Week:
    """The one period. A deadline on a holiday moves to the next day that is none, unless the policy is to ignore
    holidays; nothing that happens once is skipped."""
    due_day = rule.due.day
    while calendar.policy is not HolidayPolicy.IGNORE and is_holiday(calendar, due_day):
        due_day += _ONE_DAY
    due_at = moment_at(due_day, rule.due.at, calendar.zone)
    opens_at: datetime = moment_at(rule.opens.day, rule.opens.at, calendar.zone)
    return Week(rule.code, opens_at, due_at, due_at + rule.grace, skipped=False)
