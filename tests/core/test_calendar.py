"""Weeks: which one holds a moment, and when it opens, falls due and closes."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.calendar import (
    Calendar,
    HolidayPolicy,
    Week,
    WeekMoment,
    WeekRule,
    is_holiday,
    local_day,
    next_week,
    week_at,
    week_named,
)
from core.localtime import moment_at
from core.quiet import USUAL_QUIET_HOURS

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
BERLIN = ZoneInfo("Europe/Berlin")
SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)


def rule_of(opens: str, due: str, hours: int = 12) -> WeekRule:
    return WeekRule(WeekMoment.parse(opens), WeekMoment.parse(due), timedelta(hours=hours))


USUAL = rule_of("mon 00:00", "sun 20:00")
OFFICE = rule_of("mon 08:00", "fri 17:00")
IN_HANOI = Calendar(HANOI)
IN_BERLIN = Calendar(BERLIN)


def hanoi(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return moment_at(date(2026, month, day), time(hour, minute), HANOI)


def berlin(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return moment_at(date(2026, month, day), time(hour, minute), BERLIN)


def test_a_week_opens_monday_midnight_is_due_sunday_evening_and_closes_after_its_grace() -> None:
    assert week_at(USUAL, IN_HANOI, hanoi(11, 20, 12)) == Week(
        code="2026-W47",
        opens_at=datetime(2026, 11, 15, 17, tzinfo=UTC),
        due_at=datetime(2026, 11, 22, 13, tzinfo=UTC),
        closes_at=datetime(2026, 11, 23, 1, tzinfo=UTC),
        skipped=False,
    )


def test_a_week_has_the_number_of_its_code() -> None:
    assert week_named(USUAL, IN_HANOI, "2026-W47").number == 47
    assert week_named(USUAL, IN_HANOI, "2026-W03").number == 3


@pytest.mark.parametrize(("offset", "code"), [(-SECOND, "2026-W46"), (0 * SECOND, "2026-W47"), (SECOND, "2026-W47")])
def test_the_opening_belongs_to_the_week_that_opens(offset: timedelta, code: str) -> None:
    assert week_at(USUAL, IN_HANOI, hanoi(11, 16) + offset).code == code
    assert week_at(OFFICE, IN_HANOI, hanoi(11, 16, 8) + offset).code == code


def test_a_moment_given_in_another_zone_is_the_same_moment() -> None:
    moment = hanoi(11, 16)
    assert week_at(USUAL, IN_HANOI, moment.astimezone(BERLIN)) == week_at(USUAL, IN_HANOI, moment)


def test_between_due_and_the_next_opening_it_is_still_the_same_week() -> None:
    assert week_at(OFFICE, IN_HANOI, hanoi(11, 22, 12)).due_at == hanoi(11, 20, 17)


def test_due_at_the_time_of_the_opening_means_seven_days_later() -> None:
    week = week_at(rule_of("wed 12:00", "wed 12:00"), IN_HANOI, hanoi(11, 18, 12))
    assert (week.opens_at, week.due_at) == (hanoi(11, 18, 12), hanoi(11, 25, 12))


def test_due_on_the_day_of_the_opening_may_be_before_or_after_it() -> None:
    assert week_at(rule_of("wed 12:00", "wed 12:01"), IN_HANOI, hanoi(11, 18, 12)).due_at == hanoi(11, 18, 12, 1)
    assert week_at(rule_of("wed 12:00", "wed 11:59"), IN_HANOI, hanoi(11, 18, 12)).due_at == hanoi(11, 25, 11, 59)


def test_a_grace_is_from_nothing_to_seven_days() -> None:
    assert rule_of("mon 00:00", "sun 20:00", 0).grace == timedelta()
    assert rule_of("mon 00:00", "sun 20:00", 7 * 24).grace == timedelta(days=7)
    for grace in (-SECOND, timedelta(days=7) + SECOND):
        with pytest.raises(ValueError, match="from 0 hours to 7 days"):
            WeekRule(USUAL.opens, USUAL.due, grace)


# The code of a week


@pytest.mark.parametrize(
    ("opens", "day", "code"),
    [
        ("mon 00:00", date(2026, 11, 16), "2026-W47"),
        ("sun 00:00", date(2026, 11, 15), "2026-W47"),
        ("fri 00:00", date(2026, 11, 13), "2026-W47"),
        ("thu 12:00", date(2026, 11, 12), "2026-W47"),
        ("thu 11:59", date(2026, 11, 12), "2026-W46"),
        ("tue 00:00", date(2026, 11, 17), "2026-W47"),
        ("mon 00:00", date(2026, 12, 28), "2026-W53"),
        ("mon 00:00", date(2025, 12, 29), "2026-W01"),
        ("fri 18:00", date(2027, 1, 1), "2027-W01"),
    ],
)
def test_a_week_has_the_iso_code_of_the_day_in_its_middle(opens: str, day: date, code: str) -> None:
    rule = rule_of(opens, "wed 20:00")
    week = week_named(rule, IN_HANOI, code)
    assert week.code == code
    assert week.opens_at == moment_at(day, rule.opens.at, HANOI)


@pytest.mark.parametrize("code", ["", "47", "2026-47", "2026-W7", "W47", "1999-W01", "2026-W471", "2026-W٤٧"])
def test_what_is_no_code_of_a_week_is_refused_with_an_example(code: str) -> None:
    with pytest.raises(ValueError, match='for example "2026-W47"'):
        week_named(USUAL, IN_HANOI, code)


@pytest.mark.parametrize(("code", "last"), [("2025-W53", "52"), ("2026-W54", "53"), ("2026-W00", "53")])
def test_a_week_that_the_year_does_not_have_is_refused(code: str, last: str) -> None:
    with pytest.raises(ValueError, match=f"are 01 to {last}"):
        week_named(USUAL, IN_HANOI, code)


@pytest.mark.parametrize("code", ["2000-W01", "2999-W52"])
def test_weeks_have_names_from_the_year_2000_to_2999(code: str) -> None:
    assert week_named(USUAL, IN_HANOI, code).code == code


# Holidays


def test_a_due_day_that_is_a_holiday_moves_to_the_same_time_on_the_next_day_that_is_none() -> None:
    calendar = Calendar(HANOI, frozenset({date(2026, 11, 20), date(2026, 11, 21)}))
    week = week_named(OFFICE, calendar, "2026-W47")
    assert (week.due_at, week.closes_at) == (hanoi(11, 22, 17), hanoi(11, 23, 5))
    assert not week.skipped


def test_a_moved_due_may_lie_after_the_next_opening_and_the_openings_stay() -> None:
    calendar = Calendar(HANOI, frozenset({date(2026, 11, 22), date(2026, 11, 23)}))
    week = week_named(USUAL, calendar, "2026-W47")
    assert week.due_at == hanoi(11, 24, 20)
    assert next_week(USUAL, calendar, week).opens_at == hanoi(11, 23)
    assert week_at(USUAL, calendar, hanoi(11, 23)).code == "2026-W48"


def test_a_holiday_on_another_day_changes_nothing() -> None:
    week = week_named(OFFICE, Calendar(HANOI, frozenset({date(2026, 11, 19)})), "2026-W47")
    assert week == week_named(OFFICE, IN_HANOI, "2026-W47")


def test_a_week_due_on_a_holiday_can_be_skipped_instead() -> None:
    calendar = Calendar(HANOI, frozenset({date(2026, 11, 20)}), HolidayPolicy.SKIP_WEEK)
    week = week_named(OFFICE, calendar, "2026-W47")
    assert week.skipped
    assert week.due_at == hanoi(11, 20, 17)
    assert not next_week(OFFICE, calendar, week).skipped


def test_holidays_can_be_ignored() -> None:
    calendar = Calendar(HANOI, frozenset({date(2026, 11, 20)}), HolidayPolicy.IGNORE)
    assert week_named(OFFICE, calendar, "2026-W47") == week_named(OFFICE, IN_HANOI, "2026-W47")


def test_a_holiday_is_a_local_day() -> None:
    calendar = Calendar(HANOI, frozenset({date(2026, 11, 20)}))
    midnight = hanoi(11, 20)
    assert not is_holiday(calendar, local_day(calendar, midnight - SECOND))
    assert is_holiday(calendar, local_day(calendar, midnight))
    assert is_holiday(calendar, local_day(calendar, midnight + SECOND))


# Summer time


def test_the_week_with_the_missing_hour_is_an_hour_shorter() -> None:
    week = week_at(USUAL, IN_BERLIN, berlin(3, 25))
    following = next_week(USUAL, IN_BERLIN, week)
    assert following.opens_at - week.opens_at == timedelta(days=7) - HOUR
    assert week.due_at == datetime(2026, 3, 29, 18, tzinfo=UTC)


def test_the_week_with_the_extra_hour_is_an_hour_longer() -> None:
    week = week_at(USUAL, IN_BERLIN, berlin(10, 21))
    following = next_week(USUAL, IN_BERLIN, week)
    assert following.opens_at - week.opens_at == timedelta(days=7) + HOUR
    assert week.due_at == datetime(2026, 10, 25, 19, tzinfo=UTC)


def test_a_week_that_opens_in_the_missing_hour_opens_at_the_jump() -> None:
    rule = rule_of("sun 02:30", "fri 17:00")
    jump = datetime(2026, 3, 29, 1, tzinfo=UTC)
    assert week_at(rule, IN_BERLIN, jump - SECOND).code == "2026-W13"
    assert week_at(rule, IN_BERLIN, jump).opens_at == jump
    assert week_at(rule, IN_BERLIN, jump + SECOND).code == "2026-W14"


def test_a_week_that_opens_in_the_extra_hour_opens_the_first_time() -> None:
    rule = rule_of("sun 02:30", "fri 17:00")
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert week_at(rule, IN_BERLIN, first - SECOND).code == "2026-W43"
    assert week_at(rule, IN_BERLIN, first).opens_at == first
    assert week_at(rule, IN_BERLIN, first + HOUR - SECOND).opens_at == first


def test_a_clock_that_goes_back_over_midnight_does_not_reopen_the_old_week() -> None:
    newfoundland = Calendar(ZoneInfo("America/St_Johns"))
    rule = rule_of("sun 00:00", "sat 17:00")
    opening = datetime(2010, 11, 7, 2, 30, tzinfo=UTC)
    assert local_day(newfoundland, opening + timedelta(minutes=30)) == date(2010, 11, 6)
    assert week_at(rule, newfoundland, opening + timedelta(minutes=30)).opens_at == opening


# Weekdays


@pytest.mark.parametrize(
    ("text", "weekday", "at"),
    [
        ("mon 08:00", 0, time(8)),
        ("Thursday 19:30", 3, time(19, 30)),
        ("SUN  9:00", 6, time(9)),
        (" sat 00:00 ", 5, time(0)),
    ],
)
def test_a_week_moment_is_a_weekdays_name_and_a_time(text: str, weekday: int, at: time) -> None:
    assert WeekMoment.parse(text) == WeekMoment(weekday, at)


@pytest.mark.parametrize(("typed", "written"), [("Sunday 20:00", "sun 20:00"), ("mon 8:05", "mon 08:05")])
def test_a_moment_of_the_week_is_written_in_one_way(typed: str, written: str) -> None:
    assert str(WeekMoment.parse(typed)) == written


@pytest.mark.parametrize("text", ["", "1 08:00", "0 08:00", "m 08:00", "thứ-hai 08:00", "08:00 mon", "8:00"])
def test_a_week_moment_without_a_weekdays_name_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="must start with a weekday mon, tue"):
        WeekMoment.parse(text)


@pytest.mark.parametrize("text", ["mon", "mon 24:00", "mon 8h"])
def test_a_week_moment_without_a_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no time of day"):
        WeekMoment.parse(text)


@pytest.mark.parametrize("weekday", [-1, 7])
def test_there_are_seven_weekdays(weekday: int) -> None:
    with pytest.raises(ValueError, match="no weekday"):
        WeekMoment(weekday, time(8))


def test_a_calendar_has_the_usual_quiet_hours_and_moves_deadlines_unless_told_otherwise() -> None:
    assert Calendar(HANOI).quiet == USUAL_QUIET_HOURS
    assert Calendar(HANOI).policy is HolidayPolicy.MOVE_DUE
