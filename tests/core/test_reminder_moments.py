"""When a week's reminders are due."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.calendar import (
    Calendar,
    HolidayPolicy,
    WeekMoment,
    WeekRule,
    week_named,
)
from core.localtime import moment_at
from core.once import DayTime, OnceRule, only_period
from core.reminders import DayMoment, reminder_moments

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
BERLIN = ZoneInfo("Europe/Berlin")
IN_HANOI = Calendar(HANOI)
IN_BERLIN = Calendar(BERLIN)
REMINDERS = [WeekMoment.parse(text) for text in ("sun 09:00", "mon 08:00", "thu 19:30")]


def rule_of(opens: str, due: str, hours: int = 12) -> WeekRule:
    return WeekRule(WeekMoment.parse(opens), WeekMoment.parse(due), timedelta(hours=hours))


USUAL = rule_of("mon 00:00", "sun 20:00")
OFFICE = rule_of("mon 08:00", "fri 17:00")


def hanoi(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return moment_at(date(2026, month, day), time(hour, minute), HANOI)


def berlin(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return moment_at(date(2026, month, day), time(hour, minute), BERLIN)


def test_reminders_come_in_order_within_the_week() -> None:
    week = week_named(USUAL, IN_HANOI, "2026-W47")
    expected = (hanoi(11, 16, 8), hanoi(11, 19, 19, 30), hanoi(11, 22, 9))
    assert reminder_moments(REMINDERS, IN_HANOI, week) == expected


def test_a_reminder_at_the_opening_counts_and_one_at_the_due_moment_does_not() -> None:
    week = week_named(OFFICE, IN_HANOI, "2026-W47")
    texts = ["mon 07:59", "mon 08:00", "mon 08:01", "fri 16:59", "fri 17:00", "fri 17:01", "sat 09:00"]
    reminders = [WeekMoment.parse(text) for text in texts]
    expected = (hanoi(11, 16, 8), hanoi(11, 16, 8, 1), hanoi(11, 20, 16, 59))
    assert reminder_moments(reminders, IN_HANOI, week) == expected


def test_a_reminder_named_twice_comes_once() -> None:
    week = week_named(USUAL, IN_HANOI, "2026-W47")
    assert len(reminder_moments(REMINDERS * 2, IN_HANOI, week)) == 3


@pytest.mark.parametrize("policy", [HolidayPolicy.MOVE_DUE, HolidayPolicy.SKIP_WEEK])
def test_a_reminder_on_a_holiday_is_left_out(policy: HolidayPolicy) -> None:
    calendar = Calendar(HANOI, frozenset({date(2026, 11, 19)}), policy)
    week = week_named(USUAL, calendar, "2026-W47")
    assert reminder_moments(REMINDERS, calendar, week) == (hanoi(11, 16, 8), hanoi(11, 22, 9))


def test_a_reminder_goes_out_on_a_holiday_where_holidays_are_ignored() -> None:
    calendar = Calendar(HANOI, frozenset({date(2026, 11, 19)}), HolidayPolicy.IGNORE)
    assert len(reminder_moments(REMINDERS, calendar, week_named(USUAL, calendar, "2026-W47"))) == 3


def test_a_skipped_week_has_no_reminders() -> None:
    calendar = Calendar(HANOI, frozenset({date(2026, 11, 22)}), HolidayPolicy.SKIP_WEEK)
    assert reminder_moments(REMINDERS, calendar, week_named(USUAL, calendar, "2026-W47")) == ()


def test_the_days_won_by_a_moved_due_have_their_reminders_too() -> None:
    calendar = Calendar(HANOI, frozenset({date(2026, 11, 22)}))
    week = week_named(USUAL, calendar, "2026-W47")
    expected = (hanoi(11, 16, 8), hanoi(11, 19, 19, 30), hanoi(11, 23, 8))
    assert reminder_moments(REMINDERS, calendar, week) == expected


def test_reminders_keep_their_local_time_when_the_clocks_change() -> None:
    week = week_named(USUAL, IN_BERLIN, "2026-W13")
    assert reminder_moments(REMINDERS, IN_BERLIN, week) == (
        berlin(3, 23, 8),
        berlin(3, 26, 19, 30),
        berlin(3, 29, 9),
    )
    assert berlin(3, 29, 9) == datetime(2026, 3, 29, 7, tzinfo=UTC)


# Days counted from a border


def counted(*texts: str, opens: str = "mon 00:00", due: str = "sun 20:00") -> list[str]:
    rule = rule_of(opens, due)
    moments = reminder_moments(
        [DayMoment.parse(text) for text in texts], IN_HANOI, week_named(rule, IN_HANOI, "2026-W47")
    )
    return [f"{moment.astimezone(HANOI):%d/%m %H:%M}" for moment in moments]


def test_days_are_counted_from_the_opening_and_from_the_deadline() -> None:
    assert counted("opening 08:00", "2 days after opening 09:00") == ["16/11 08:00", "18/11 09:00"]
    assert counted("due 07:30", "1 day before due 08:00") == ["21/11 08:00", "22/11 07:30"]
    assert counted("due 20:00", "9 days before due 08:00", "8 days after opening 08:00") == []


def test_a_counted_day_that_is_a_holiday_has_no_reminder() -> None:
    calendar = Calendar(HANOI, frozenset({date(2026, 11, 16)}))
    reminders = [DayMoment.parse("opening 08:00"), DayMoment.parse("due 07:30")]
    assert len(reminder_moments(reminders, calendar, week_named(USUAL, calendar, "2026-W47"))) == 1


@pytest.mark.parametrize("text", ["opening 08:00", "2 days after opening 08:00", "1 day before due 17:00", "due 07:30"])
def test_a_counted_day_is_written_as_it_is_read(text: str) -> None:
    assert str(DayMoment.parse(text)) == text


@pytest.mark.parametrize(
    "text", ["2 days before opening 08:00", "1 day after due 08:00", "due", "due 25:00", "mon 08:00"]
)
def test_a_counted_day_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"due|time"):
        DayMoment.parse(text)


def test_a_long_period_is_reminded_of_on_each_of_the_weekdays() -> None:
    only = only_period(
        OnceRule(DayTime.parse("2026-11-18 08:00"), DayTime.parse("2026-12-02 17:00"), timedelta(0)), IN_HANOI
    )
    moments = reminder_moments([WeekMoment.parse("mon 08:00")], IN_HANOI, only)
    assert [f"{moment.astimezone(HANOI):%d/%m}" for moment in moments] == ["23/11", "30/11"]
