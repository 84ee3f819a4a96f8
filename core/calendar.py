"""Which week holds a moment, and when does it open, fall due and close?

Borders are built from local days and times (`core.localtime`), so a week with a change to or from summer time
is as right as any other. All moments given and returned are aware; those returned are in UTC.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Self
from zoneinfo import ZoneInfo

from core.localtime import day_of, moment_at, parse_time
from core.quiet import USUAL_QUIET_HOURS, QuietHours

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEK_CODE = re.compile(r"(2[0-9]{3})-W([0-9]{2})", re.ASCII)
_ONE_DAY = timedelta(days=1)
_ONE_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class WeekMoment:
    """A weekday (0 is Monday) and a local time of day. ValueError for a weekday outside 0..6."""

    weekday: int
    at: time

    def __post_init__(self) -> None:
        if not 0 <= self.weekday < len(WEEKDAYS):
            raise ValueError(f"{self.weekday} is no weekday; 0 is Monday, 6 is Sunday")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "mon 08:00" or "Sunday 20:00"; weekdays are names, never numbers.

        Raises ValueError saying what would be right.
        """
        name, _, at = text.strip().lower().partition(" ")
        for weekday, full_name in enumerate(WEEKDAYS):
            if name in (full_name, full_name[:3]):
                return cls(weekday, parse_time(at))
        raise ValueError(
            f'"{text}" must start with a weekday mon, tue, wed, thu, fri, sat or sun, for example "mon 08:00"'
        )

    def __str__(self) -> str:
        return f"{WEEKDAYS[self.weekday][:3]} {self.at:%H:%M}"


class HolidayPolicy(StrEnum):
    """What happens to a week whose due day is a holiday."""

    MOVE_DUE = "move_due"  # due at the same local time on the next day that is no holiday
    SKIP_WEEK = "skip_week"  # nobody owes anything for that week
    IGNORE = "ignore"  # holidays change nothing, reminders go out on them too


@dataclass(frozen=True, slots=True)
class WeekRule:
    """When a task's week opens, falls due and closes.

    The due moment is the first one after the opening, so more than 0 and at most 7 days later; equal moments
    mean 7 days. `grace` (0 to 7 days, else ValueError) is elapsed time from due to close.
    """

    opens: WeekMoment
    due: WeekMoment
    grace: timedelta

    def __post_init__(self) -> None:
        if not timedelta() <= self.grace <= _ONE_WEEK:
            raise ValueError(f"a grace of {self.grace} is not possible; it must be from 0 hours to 7 days")

    @property
    def days_until_due(self) -> int:
        """Local days from the day of opening to the due day: 0 to 7."""
        days = (self.due.weekday - self.opens.weekday) % 7
        return 7 if days == 0 and self.due.at <= self.opens.at else days


@dataclass(frozen=True, slots=True)
class Calendar:
    """The organisation's place in time: its zone, its holidays (local days) and its quiet hours."""

    zone: ZoneInfo
    holidays: frozenset[date] = frozenset()
    policy: HolidayPolicy = HolidayPolicy.MOVE_DUE
    quiet: QuietHours = USUAL_QUIET_HOURS


@dataclass(frozen=True, slots=True)
class Week:
    """One week of a rule, or the one period of a one-off task: its code and its borders, aware and in UTC.

    A week's code is "2026-W47". `skipped` says that nobody owes anything (policy SKIP_WEEK and the due day is a
    holiday). With MOVE_DUE `due_at` and `closes_at` may lie after the opening of the next week: then both weeks run
    side by side.
    """

    code: str
    opens_at: datetime
    due_at: datetime
    closes_at: datetime
    skipped: bool

    @property
    def number(self) -> int:
        """The week's number in its year: 47 for "2026-W47"."""
        return int(self.code[-2:])


def week_at(rule: WeekRule, calendar: Calendar, moment: datetime) -> Week:
    """The week that holds the moment: from its opening until just before the next week's opening."""
    return _week_opening_on(rule, calendar, _opening_day(rule, calendar, moment))


def next_week(rule: WeekRule, calendar: Calendar, week: Week) -> Week:
    """The week that opens after this one."""
    return _week_opening_on(rule, calendar, _opening_day(rule, calendar, week.opens_at) + _ONE_WEEK)


def weeks_from(rule: WeekRule, calendar: Calendar, moment: datetime) -> Iterator[Week]:
    """Without end: the week that holds the moment, and every one after it, in order."""
    day = _opening_day(rule, calendar, moment)
    while True:
        yield _week_opening_on(rule, calendar, day)
        day += _ONE_WEEK


def week_named(rule: WeekRule, calendar: Calendar, code: str) -> Week:
    """The week with this code, from the year 2000 to 2999. Raises ValueError saying what would be right."""
    found = _WEEK_CODE.fullmatch(code.strip())
    if found is None:
        raise ValueError(f'"{code}" is no week; write the year and the week, for example "2026-W47"')
    try:
        monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
    except ValueError:
        last = date(int(found[1]), 12, 28).isocalendar().week
        raise ValueError(f'there is no week "{code}"; the weeks of {found[1]} are 01 to {last}') from None
    to_middle = _days_to_middle(rule)
    middle = monday + timedelta(days=(rule.opens.weekday + to_middle) % 7)
    return _week_opening_on(rule, calendar, middle - timedelta(days=to_middle))


def local_day(calendar: Calendar, moment: datetime) -> date:
    """The organisation's day that holds the moment."""
    return day_of(moment, calendar.zone)


def is_holiday(calendar: Calendar, day: date) -> bool:
    """Whether this local day is a holiday, whatever the policy."""
    return day in calendar.holidays


def _opening_day(rule: WeekRule, calendar: Calendar, moment: datetime) -> date:
    """The local day on which the week that holds the moment opens."""
    today = local_day(calendar, moment)
    day = today + timedelta(days=(rule.opens.weekday - today.weekday()) % 7)
    while moment_at(day, rule.opens.at, calendar.zone) > moment:
        day -= _ONE_WEEK
    return day


def _week_opening_on(rule: WeekRule, calendar: Calendar, day: date) -> Week:
    """The week that opens on this local day; the day must be the rule's weekday."""
    due_day = day + timedelta(days=rule.days_until_due)
    skipped = calendar.policy is HolidayPolicy.SKIP_WEEK and is_holiday(calendar, due_day)
    while calendar.policy is HolidayPolicy.MOVE_DUE and is_holiday(calendar, due_day):
        due_day += _ONE_DAY
    due_at = moment_at(due_day, rule.due.at, calendar.zone)
    year, number, _ = (day + timedelta(days=_days_to_middle(rule))).isocalendar()
    return Week(
        code=f"{year}-W{number:02d}",
        opens_at=moment_at(day, rule.opens.at, calendar.zone),
        due_at=due_at,
        closes_at=due_at + rule.grace,
        skipped=skipped,
    )


def _days_to_middle(rule: WeekRule) -> int:
    """Local days from the opening day to the day three and a half days later, which gives the week its code.

    So a week that opens on a Friday has the code of the Monday after it, where most of its days lie.
    """
    return 3 if rule.opens.at < time(12) else 4
