"""Which reporting month does a week belong to, and when does that month close and become final?"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Self

from core.calendar import Calendar, local_day
from core.localtime import moment_at, parse_time

_MONTH_CODE = re.compile(r"(2[0-9]{3})-(0[1-9]|1[0-2])", re.ASCII)
_LENGTHS = (28, 29, 30, 31)


@dataclass(frozen=True, slots=True)
class MonthMoment:
    """A day of the month (1 to 31, else ValueError) and a local time. In a shorter month, its last day."""

    day: int
    at: time

    def __post_init__(self) -> None:
        if not 1 <= self.day <= _LENGTHS[-1]:
            raise ValueError(f"{self.day} is no day of a month; it must be from 1 to {_LENGTHS[-1]}")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "22 12:00": day and time. Raises ValueError saying what would be right."""
        day, _, at = text.strip().partition(" ")
        if not (day.isascii() and day.isdigit() and len(day) <= 2):
            raise ValueError(f'"{text}" must be a day of the month and a time, for example "22 12:00"')
        return cls(int(day), parse_time(at))

    def __str__(self) -> str:
        return f"{self.day} {self.at:%H:%M}"

    def within(self, length: int) -> tuple[int, time]:
        """The day and time that are meant in a month of so many days."""
        return min(self.day, length), self.at


@dataclass(frozen=True, slots=True)
class MonthRule:
    """When a reporting month closes (the draft goes out) and when its report becomes final.

    Both lie in the month itself, final after closes in a month of any length, February too; else ValueError.
    """

    closes: MonthMoment
    final: MonthMoment

    def __post_init__(self) -> None:
        if not all(self.closes.within(length) < self.final.within(length) for length in _LENGTHS):
            raise ValueError(
                f"the report must become final after the month closes, also in February: "
                f'"{self.final}" is not after "{self.closes}"; right is, say, "22 12:00" and "24 12:00"'
            )


@dataclass(frozen=True, slots=True)
class ReportMonth:
    """One reporting month: `code` ("2026-11") and its two borders, aware and in UTC.

    It holds the weeks whose last effective close is not before the close of the month before (`month_before`)
    and before `closes_at`.
    """

    code: str
    closes_at: datetime
    final_at: datetime


def month_holding(rule: MonthRule, calendar: Calendar, last_close: datetime) -> ReportMonth:
    """The month a week belongs to: the first that closes strictly after the week's last effective close.

    `last_close` is the latest close of the week's obligations, extensions and moved deadlines included.
    """
    return month_closing_next(rule, calendar, last_close)


def month_closing_next(rule: MonthRule, calendar: Calendar, moment: datetime) -> ReportMonth:
    """The first month that closes strictly after the moment."""
    day = local_day(calendar, moment)
    months = _months_since_year_0(day.year, day.month)
    while (month := _month(rule, calendar, months)).closes_at <= moment:
        months += 1
    return month


def month_before(rule: MonthRule, calendar: Calendar, month: ReportMonth) -> ReportMonth:
    """The month that closed just before this one."""
    year, number = map(int, month.code.split("-"))
    return _month(rule, calendar, _months_since_year_0(year, number) - 1)


def month_named(rule: MonthRule, calendar: Calendar, code: str) -> ReportMonth:
    """The month with this code, from the year 2000 to 2999. Raises ValueError saying what would be right."""
    found = _MONTH_CODE.fullmatch(code.strip())
    if found is None:
        raise ValueError(f'"{code}" is no month; write the year and the month, for example "2026-11"')
    return _month(rule, calendar, _months_since_year_0(int(found[1]), int(found[2])))


def _months_since_year_0(year: int, month: int) -> int:
    return year * 12 + month - 1


def _month(rule: MonthRule, calendar: Calendar, months_since_year_0: int) -> ReportMonth:
    year, month = months_since_year_0 // 12, months_since_year_0 % 12 + 1
    return ReportMonth(
        code=f"{year}-{month:02d}",
        closes_at=_moment_in_month(rule.closes, calendar, year, month),
        final_at=_moment_in_month(rule.final, calendar, year, month),
    )


def _moment_in_month(moment: MonthMoment, calendar: Calendar, year: int, month: int) -> datetime:
    day, at = moment.within(monthrange(year, month)[1])
    return moment_at(date(year, month, day), at, calendar.zone)
