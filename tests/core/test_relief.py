"""Holidays and storms: which periods a decision is about, and what it makes of a deadline."""

from dataclasses import replace
from datetime import date

import pytest

from core.calendar import Calendar, HolidayPolicy
from core.localtime import moment_at
from core.relief import Relief, Way, decided, holidays_in, moved, next_workday, weeks_with_holidays
from tests.core.once_task import CONTEST
from tests.core.weeks import HANOI, IN_HANOI, SECOND, TASK, hanoi, week

NEW_YEAR = date(2027, 1, 1)  # a Friday
CALENDAR = Calendar(HANOI, frozenset({NEW_YEAR}))
STORM = Relief(Way.WAIVE, date(2026, 11, 18), date(2026, 11, 22), "bão", 1, unit=7)


@pytest.mark.parametrize(
    ("due_day", "concerned"),
    [(date(2026, 11, 17), False), (date(2026, 11, 18), True), (date(2026, 11, 22), True), (date(2026, 11, 23), False)],
)
def test_a_decision_is_about_what_is_due_on_its_days_both_included(due_day: date, concerned: bool) -> None:
    assert STORM.concerns("tuan", due_day) is concerned
    assert replace(STORM, task="tuan").concerns("tuan", due_day) is concerned
    assert not replace(STORM, task="khac").concerns("tuan", due_day)


def test_a_deadline_moves_by_local_days_and_keeps_its_time() -> None:
    assert moved(IN_HANOI, week(47).due_at, 3) == hanoi(11, 25, 20)


@pytest.mark.parametrize(
    ("day", "next_one"),
    [
        (date(2026, 12, 30), date(2026, 12, 31)),
        (date(2026, 12, 31), date(2027, 1, 4)),  # New Year, then a weekend
        (date(2026, 11, 20), date(2026, 11, 23)),
    ],
)
def test_the_next_workday_is_no_holiday_and_on_no_weekend(day: date, next_one: date) -> None:
    assert next_workday(CALENDAR, day) == next_one


def test_the_holidays_of_a_week_are_those_from_opening_to_deadline() -> None:
    days = frozenset({date(2026, 11, 15), date(2026, 11, 16), date(2026, 11, 20), date(2026, 11, 23)})
    calendar = Calendar(HANOI, days)
    assert holidays_in(calendar, week(47, calendar)) == [date(2026, 11, 16), date(2026, 11, 20)]


@pytest.mark.parametrize("policy", HolidayPolicy)
def test_weeks_with_holidays_are_foreseen_until_they_are_due(policy: HolidayPolicy) -> None:
    calendar = replace(CALENDAR, policy=policy)
    december, january = hanoi(12, 21), moment_at(date(2027, 1, 4), CALENDAR.quiet.end, HANOI)
    found = [(found.code, days) for found, days in weeks_with_holidays(TASK, calendar, december, january)]
    assert found == ([] if policy is HolidayPolicy.IGNORE else [("2026-W53", [NEW_YEAR])])
    due = moment_at(date(2027, 1, 3), week(47).due_at.astimezone(HANOI).time(), HANOI)
    assert list(weeks_with_holidays(TASK, calendar, due, january)) == []
    assert len(list(weeks_with_holidays(TASK, calendar, due - SECOND, january))) == len(found)
    assert list(weeks_with_holidays(CONTEST, calendar, december, january)) == []


def test_what_was_decided_about_one_period_for_everybody_is_known() -> None:
    day = date(2027, 1, 3)
    one = Relief(Way.KEEP, day, day, "nghỉ lễ", 1, task="tuan")
    assert decided([replace(one, unit=3), replace(one, until_day=date(2027, 1, 4)), one], "tuan", day) == one
    assert decided([one], "khac", day) is None
    assert decided([STORM], "tuan", date(2026, 11, 22)) is None


def test_a_task_that_ends_has_no_holidays_after_its_end() -> None:
    december, january = hanoi(12, 21), moment_at(date(2027, 1, 4), CALENDAR.quiet.end, HANOI)
    ending = replace(TASK, ends=date(2026, 12, 27))
    assert list(weeks_with_holidays(ending, CALENDAR, december, january)) == []
