"""What holds for every week rule, every calendar and every moment."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from core.calendar import (
    Calendar,
    HolidayPolicy,
    WeekMoment,
    WeekRule,
    next_week,
    week_at,
    week_named,
    weeks_from,
)
from core.reminders import reminder_moments

ZONES = [
    ZoneInfo("Asia/Ho_Chi_Minh"),
    ZoneInfo("Europe/Berlin"),
    ZoneInfo("America/St_Johns"),
    ZoneInfo("Australia/Lord_Howe"),
    ZoneInfo("Pacific/Apia"),
]
SECOND = timedelta(seconds=1)

week_moments = st.builds(
    WeekMoment, st.integers(0, 6), st.builds(time, st.integers(0, 23), st.sampled_from([0, 1, 30, 59]))
)
rules = st.builds(WeekRule, week_moments, week_moments, st.timedeltas(timedelta(0), timedelta(days=7)))
calendars = st.builds(
    Calendar,
    st.sampled_from(ZONES),
    st.frozensets(st.dates(date(2009, 12, 1), date(2013, 1, 31)), max_size=40),
    st.sampled_from(HolidayPolicy),
)
moments = st.timedeltas(timedelta(0), timedelta(days=3 * 365)).map(
    lambda passed: datetime(2010, 1, 1, tzinfo=UTC) + passed
)


@given(rules, calendars, moments)
def test_every_moment_is_in_exactly_one_week(rule: WeekRule, calendar: Calendar, moment: datetime) -> None:
    week = week_at(rule, calendar, moment)
    following = next_week(rule, calendar, week)
    assert week.opens_at <= moment < following.opens_at
    assert week_at(rule, calendar, following.opens_at - SECOND) == week
    assert week_at(rule, calendar, following.opens_at) == following


@given(rules, calendars, moments)
def test_a_week_is_found_again_by_its_code(rule: WeekRule, calendar: Calendar, moment: datetime) -> None:
    week = week_at(rule, calendar, moment)
    assert week_named(rule, calendar, week.code) == week


@given(rules, calendars, moments)
def test_weeks_follow_each_other_with_the_codes_of_the_iso_calendar(
    rule: WeekRule, calendar: Calendar, moment: datetime
) -> None:
    weeks = list(islice(weeks_from(rule, calendar, moment), 60))
    assert weeks[0] == week_at(rule, calendar, moment)
    assert weeks[1:] == [next_week(rule, calendar, week) for week in weeks[:-1]]
    mondays = [date.fromisocalendar(int(week.code[:4]), week.number, 1) for week in weeks]
    assert {later - day for day, later in pairwise(mondays)} == {timedelta(days=7)}


@given(rules, calendars, moments, st.lists(week_moments, max_size=5))
def test_a_week_opens_before_it_is_due_and_its_reminders_lie_between(
    rule: WeekRule, calendar: Calendar, moment: datetime, reminders: list[WeekMoment]
) -> None:
    week = week_at(rule, calendar, moment)
    assert week.opens_at <= week.due_at
    assert week.closes_at - week.due_at == rule.grace
    found = reminder_moments(reminders, calendar, week)
    assert list(found) == sorted(set(found))
    assert all(week.opens_at <= reminder < week.due_at for reminder in found)


@given(week_moments)
def test_a_week_moment_is_read_back_as_it_is_written(moment: WeekMoment) -> None:
    assert WeekMoment.parse(str(moment)) == moment
