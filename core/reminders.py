"""When are a period's reminders due? On weekdays, or so many days after the opening or before the deadline."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Self

from core.calendar import Calendar, HolidayPolicy, Week, WeekMoment, is_holiday, local_day
from core.localtime import moment_at, parse_time

MOST_DAYS = 90
_ONE_DAY = timedelta(days=1)
_DAYS_FROM = re.compile(r"(?:(\d{1,2}) days? (before|after) )?(opening|due) (.+)", re.ASCII)


class Border(StrEnum):
    """What a reminder's day is counted from."""

    OPENING = "opening"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class DayMoment:
    """A local time on a day counted from a border: `days` later, or earlier when negative."""

    border: Border
    days: int
    at: time

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "opening 08:00", "2 days after opening 08:00", "7 days before due 08:00" or "due 07:30".

        Raises ValueError saying what would be right.
        """
        found = _DAYS_FROM.fullmatch(text.strip().lower())
        direction = found[2] if found else None
        if found is None or (direction, found[3]) in (("before", "opening"), ("after", "due")):
            raise ValueError(f'"{text}" must be such as "opening 08:00", "7 days before due 08:00" or "due 07:30"')
        days = min(int(found[1] or 0), MOST_DAYS)
        return cls(Border(found[3]), -days if direction == "before" else days, parse_time(found[4]))

    def __str__(self) -> str:
        if not self.days:
            return f"{self.border} {self.at:%H:%M}"
        days = f"{abs(self.days)} day{'' if abs(self.days) == 1 else 's'}"
        return f"{days} {'before' if self.days < 0 else 'after'} {self.border} {self.at:%H:%M}"


Reminder = WeekMoment | DayMoment


def reminder_moments(reminders: Sequence[Reminder], calendar: Calendar, week: Week) -> tuple[datetime, ...]:
    """When the period's reminders are due: ascending, no doubles, not before it opens and before it is due.

    Those on a holiday are left out, unless the policy is IGNORE; a skipped week has none. A weekday's reminder comes
    in every week of a longer period, so also in the days won when a deadline has moved.
    """
    if week.skipped:
        return ()
    first, last = local_day(calendar, week.opens_at), local_day(calendar, week.due_at)
    moments = {
        moment_at(day, reminder.at, calendar.zone)
        for reminder in reminders
        for day in _days(reminder, first, last)
        if calendar.policy is HolidayPolicy.IGNORE or not is_holiday(calendar, day)
    }
    return tuple(sorted(moment for moment in moments if week.opens_at <= moment < week.due_at))


def _days(reminder: Reminder, first: date, last: date) -> Iterator[date]:
    """The days of a period on which a reminder may fall."""
    if isinstance(reminder, DayMoment):
        yield (first if reminder.border is Border.OPENING else last) + reminder.days * _ONE_DAY
        return
    day = first + (reminder.weekday - first.weekday()) % 7 * _ONE_DAY
    while day <= last:
        yield day
        day += 7 * _ONE_DAY
