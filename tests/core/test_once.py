"""A duty with a single deadline: its one period, its borders, and which days a task runs on."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import islice

import pytest

from core.agenda import period_to_open
from core.calendar import Calendar, HolidayPolicy
from core.months import month_before, month_holding, month_named
from core.once import DayTime, OnceRule, only_period
from core.task import PeriodTimes, Run, Task, period_name, periods_from, running
from tests.core.once_task import CONTEST, RULE
from tests.core.weeks import AROUND, DAY, HANOI, HOUR, IN_HANOI, SECOND, TASK, hanoi, week

OPENS, DUE = hanoi(11, 20, 8), hanoi(11, 30, 17)


def opened(task: Task = CONTEST, now: datetime = OPENS, last: PeriodTimes | None = None) -> str | None:
    found, _ = period_to_open(task, IN_HANOI, last, now)
    return found.code if found else None


def as_opened(code: str) -> PeriodTimes:
    return PeriodTimes(1, "thi", code, OPENS, DUE, DUE + 2 * DAY, CONTEST.title)


def test_its_period_has_the_year_as_code_and_the_title_as_name() -> None:
    only = only_period(RULE, IN_HANOI)
    assert (only.code, only.opens_at, only.due_at, only.closes_at) == ("2026", OPENS, DUE, DUE + 2 * DAY)
    assert CONTEST.name_of(only) == as_opened("2026").name == period_name("2026", "Bài dự thi") == "Bài dự thi"
    assert TASK.name_of(week(47)) == period_name("2026-W47", None) == 47
    assert (CONTEST.once, CONTEST.due_time, TASK.once) == (True, RULE.due.at, False)


@pytest.mark.parametrize("offset", AROUND)
def test_it_opens_at_its_moment_and_once(offset: timedelta) -> None:
    assert opened(now=OPENS + offset) == ("2026" if offset >= 0 * SECOND else None)
    assert period_to_open(CONTEST, IN_HANOI, None, OPENS - SECOND) == (None, OPENS)
    assert period_to_open(CONTEST, IN_HANOI, as_opened("2026"), OPENS + offset + DAY) == (None, None)
    last_year = replace(as_opened("2025"), opens_at=OPENS - 365 * DAY)
    assert opened(last=last_year, now=OPENS + DAY) == "2026"  # this year's form is another one


@pytest.mark.parametrize("offset", AROUND)
def test_what_has_closed_before_anybody_heard_of_it_is_not_opened(offset: timedelta) -> None:
    assert opened(now=DUE + 2 * DAY + offset) == ("2026" if offset < 0 * SECOND else None)


@pytest.mark.parametrize("policy", HolidayPolicy)
def test_a_deadline_on_a_holiday_moves_and_nothing_is_skipped(policy: HolidayPolicy) -> None:
    calendar = Calendar(HANOI, frozenset({date(2026, 11, 30), date(2026, 12, 1)}), policy)
    only = only_period(RULE, calendar)
    assert only.due_at == (DUE if policy is HolidayPolicy.IGNORE else DUE + 2 * DAY)
    assert not only.skipped


@pytest.mark.parametrize(
    ("opens", "due", "grace"),
    [
        ("2026-11-20 08:00", "2026-11-20 08:00", 0 * HOUR),
        ("2026-11-20 08:00", "2026-11-19 17:00", 0 * HOUR),
        ("2026-11-20 08:00", "2026-11-30 17:00", 61 * DAY),
        ("2026-11-20 08:00", "2026-11-30 17:00", -SECOND),
    ],
)
def test_impossible_rules_are_refused(opens: str, due: str, grace: timedelta) -> None:
    with pytest.raises(ValueError, match="is not"):
        OnceRule(DayTime.parse(opens), DayTime.parse(due), grace)


@pytest.mark.parametrize("text", ["2026-11-30", "30/11/2026 17:00", "2026-02-30 17:00", "2026-11-30 25:00", ""])
def test_a_day_and_time_that_cannot_be_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        DayTime.parse(text)


def test_a_day_and_time_are_written_as_they_are_read() -> None:
    assert str(DayTime.parse("2026-11-30 17:00")) == "2026-11-30 17:00"


@pytest.mark.parametrize("offset", AROUND)
def test_the_only_period_belongs_to_exactly_one_month(offset: timedelta) -> None:
    rule = replace(RULE, due=DayTime.parse("2026-12-20 12:00"))
    close = only_period(rule, IN_HANOI).closes_at + offset  # the month closes on the 22nd at 12:00
    holding = month_holding(TASK.month, IN_HANOI, close)
    assert holding.code == ("2026-12" if offset < 0 * SECOND else "2027-01")
    assert month_before(TASK.month, IN_HANOI, holding).closes_at <= close < holding.closes_at
    assert month_named(TASK.month, IN_HANOI, holding.code) == holding


# Which days a task runs on


def codes(task: Task, now: datetime, number: int = 3) -> list[str]:
    return [each.code[5:] for each in islice(periods_from(task, IN_HANOI, now), number)]


def test_the_first_week_is_the_first_that_opens_on_the_day_or_later() -> None:
    assert codes(replace(TASK, starts=date(2026, 11, 23)), hanoi(11, 18)) == ["W48", "W49", "W50"]
    assert codes(replace(TASK, starts=date(2026, 11, 24)), hanoi(11, 18)) == ["W49", "W50", "W51"]
    assert codes(replace(TASK, starts=date(2026, 1, 1)), hanoi(11, 18)) == ["W47", "W48", "W49"]


def test_no_week_opens_after_the_last_day() -> None:
    assert codes(replace(TASK, ends=date(2026, 11, 23)), hanoi(11, 18)) == ["W47", "W48"]
    assert codes(replace(TASK, ends=date(2026, 11, 22)), hanoi(11, 18)) == ["W47"]
    assert codes(replace(TASK, starts=date(2026, 12, 1), ends=date(2026, 11, 1)), hanoi(11, 18)) == []
    assert period_to_open(replace(TASK, ends=date(2026, 11, 22)), IN_HANOI, week(47), hanoi(12, 1)) == (None, None)


def test_a_skipped_week_is_left_out() -> None:
    calendar = Calendar(HANOI, frozenset({date(2026, 11, 22)}), HolidayPolicy.SKIP_WEEK)
    assert next(periods_from(TASK, calendar, hanoi(11, 18))).code == "2026-W48"


def test_a_task_that_is_not_active_waits_until_somebody_activates_it() -> None:
    draft = replace(TASK, active=False)
    assert running(draft, None) is None
    assert running(draft, Run(until_day=date(2026, 12, 1))) is None
    assert running(TASK, None) == TASK
    run = running(replace(draft, starts=date(2026, 11, 1)), Run(date(2026, 11, 23), date(2026, 12, 1)))
    assert run is not None
    assert (run.starts, run.ends) == (date(2026, 11, 23), date(2026, 12, 1))


def test_a_contest_activated_late_opens_late_and_one_activated_after_its_deadline_never() -> None:
    late = replace(CONTEST, starts=date(2026, 11, 25))
    [only] = periods_from(late, IN_HANOI, hanoi(11, 24))
    assert (only.opens_at, only.due_at) == (hanoi(11, 25), DUE)
    assert list(periods_from(replace(CONTEST, starts=date(2026, 12, 1)), IN_HANOI, hanoi(11, 24))) == []
