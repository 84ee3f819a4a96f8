"""The weeks that the tests of the rules live in: the usual task in Hanoi, around week 47 of 2026."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.calendar import Calendar, Week, WeekMoment, WeekRule, week_named
from core.localtime import moment_at
from core.months import MonthMoment, MonthRule
from core.task import EscalationRule, PeriodTimes, Task

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
IN_HANOI = Calendar(HANOI)
SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
AROUND = (-SECOND, 0 * SECOND, SECOND)

RULE = WeekRule(WeekMoment.parse("mon 00:00"), WeekMoment.parse("sun 20:00"), 12 * HOUR)
TASK = Task(
    code="tuan",
    title="Mỗi tuần một tin bài",
    owed_by=("xã",),
    quota=1,
    schedule=RULE,
    reminders=tuple(WeekMoment.parse(text) for text in ("mon 08:00", "thu 19:30", "sun 09:00")),
    at_risk=24 * HOUR,
    escalation=EscalationRule(),
    month=MonthRule(MonthMoment.parse("22 12:00"), MonthMoment.parse("24 12:00")),
)


def hanoi(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """A moment of 2026 by the clocks of Hanoi."""
    return moment_at(date(2026, month, day), time(hour, minute), HANOI)


def week(number: int, calendar: Calendar = IN_HANOI) -> Week:
    """A week of 2026."""
    return week_named(RULE, calendar, f"2026-W{number:02d}")


def period_of(of: Week) -> PeriodTimes:
    """The week as it stands in the database once it is opened."""
    return PeriodTimes(of.number, TASK.code, of.code, of.opens_at, of.due_at, of.closes_at)
