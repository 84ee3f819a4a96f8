"""Every week, however long it was extended, belongs to exactly one reporting month."""

from datetime import UTC, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calendar import Calendar, weeks_from
from core.months import MonthMoment, MonthRule, ReportMonth, month_before, month_closing_next, month_holding
from core.standing import ObligationFacts, Standing, standing
from tests.core.weeks import AROUND, DAY, HANOI, IN_HANOI, RULE, SECOND, TASK, hanoi, week

month_rules = st.sampled_from(
    [
        TASK.month,
        MonthRule(MonthMoment.parse("14 17:00"), MonthMoment.parse("16 12:00")),
        MonthRule(MonthMoment.parse("1 00:00"), MonthMoment.parse("2 00:00")),
        MonthRule(MonthMoment.parse("31 12:00"), MonthMoment.parse("31 18:00")),
    ]
)
calendars = st.builds(Calendar, st.sampled_from([HANOI, ZoneInfo("Europe/Berlin"), ZoneInfo("America/St_Johns")]))
starts = st.timedeltas(timedelta(0), 20 * 365 * DAY).map(lambda passed: datetime(2010, 1, 1, tzinfo=UTC) + passed)
extensions = st.dictionaries(st.integers(0, 51), st.timedeltas(timedelta(0), 70 * DAY), max_size=60)


def months_between(rule: MonthRule, calendar: Calendar, start: datetime, end: datetime) -> list[ReportMonth]:
    months = [month_closing_next(rule, calendar, start)]
    while months[-1].closes_at <= end:
        months.append(month_closing_next(rule, calendar, months[-1].closes_at))
    return months


def year_of_closes(calendar: Calendar, start: datetime, extended: dict[int, timedelta]) -> list[datetime]:
    """The last effective closes of 52 weeks; some weeks, by position, are extended."""
    weeks = islice(weeks_from(RULE, calendar, start), 52)
    return [each.closes_at + extended.get(position, timedelta(0)) for position, each in enumerate(weeks)]


@given(month_rules, calendars, starts, extensions)
def test_every_week_belongs_to_exactly_one_month_extended_or_not(
    rule: MonthRule, calendar: Calendar, start: datetime, extended: dict[int, timedelta]
) -> None:
    closes = year_of_closes(calendar, start, extended)
    months = months_between(rule, calendar, min(closes), max(closes))
    for close in closes:
        holding = [
            month for month in months if month_before(rule, calendar, month).closes_at <= close < month.closes_at
        ]
        assert holding == [month_holding(rule, calendar, close)]


@given(month_rules, calendars, starts, st.dictionaries(st.integers(0, 51), st.just(10 * DAY), max_size=2))
def test_every_month_is_reached_by_some_week(
    rule: MonthRule, calendar: Calendar, start: datetime, extended: dict[int, timedelta]
) -> None:
    closes = sorted(year_of_closes(calendar, start, extended))
    months = months_between(rule, calendar, closes[0], closes[-1])
    assert list(dict.fromkeys(month_holding(rule, calendar, close) for close in closes)) == months


@given(month_rules, calendars, starts, st.timedeltas(timedelta(0), 70 * DAY))
def test_no_unfinished_week_is_ever_reported(
    rule: MonthRule, calendar: Calendar, start: datetime, extended: timedelta
) -> None:
    of = next(weeks_from(RULE, calendar, start))
    facts = ObligationFacts(1, of.due_at + extended, of.closes_at + extended)
    month = month_holding(rule, calendar, facts.closes_at)
    assert standing(facts, month.closes_at, TASK.at_risk) is Standing.MISSED


def test_november_2026_reports_the_weeks_from_43_to_46() -> None:
    numbers = [
        number
        for number in range(40, 51)
        if month_holding(TASK.month, IN_HANOI, week(number).closes_at).code == "2026-11"
    ]
    assert numbers == [43, 44, 45, 46]


@pytest.mark.parametrize("offset", AROUND)
def test_an_extension_up_to_the_close_of_the_month_moves_the_week_to_the_next_one(offset: timedelta) -> None:
    last_close = hanoi(11, 22, 12) + offset
    code = "2026-11" if offset < 0 * SECOND else "2026-12"
    assert month_holding(TASK.month, IN_HANOI, last_close).code == code
