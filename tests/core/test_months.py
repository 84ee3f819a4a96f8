"""Reporting months: when they close, and which one a week belongs to."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calendar import Calendar, WeekMoment, WeekRule, week_at, weeks_from
from core.localtime import moment_at
from core.months import (
    MonthMoment,
    MonthRule,
    ReportMonth,
    month_before,
    month_closing_next,
    month_holding,
    month_named,
)

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
IN_HANOI = Calendar(HANOI)
SECOND = timedelta(seconds=1)


def rule_of(closes: str, final: str) -> MonthRule:
    return MonthRule(MonthMoment.parse(closes), MonthMoment.parse(final))


def moment_in(zone: ZoneInfo, year: int, month: int, day: int, hour: int = 0) -> datetime:
    return moment_at(date(year, month, day), time(hour), zone)


USUAL = rule_of("22 12:00", "24 12:00")
LAST_DAY = rule_of("31 12:00", "31 18:00")

times = st.builds(time, st.integers(0, 23), st.sampled_from([0, 30, 59]))
month_rules = (
    st.tuples(st.integers(1, 31), times, st.integers(1, 31), times)
    .filter(lambda parts: parts[2:] > parts[:2] and (parts[3] > parts[1] or parts[0] < 28))
    .map(lambda parts: MonthRule(MonthMoment(parts[0], parts[1]), MonthMoment(parts[2], parts[3])))
)
week_moments = st.builds(WeekMoment, st.integers(0, 6), times)
week_rules = st.builds(WeekRule, week_moments, week_moments, st.timedeltas(timedelta(0), timedelta(days=7)))
zones = st.sampled_from([HANOI, ZoneInfo("Europe/Berlin"), ZoneInfo("America/St_Johns"), ZoneInfo("Pacific/Apia")])
moments = st.timedeltas(timedelta(0), timedelta(days=35 * 365)).map(
    lambda passed: datetime(2001, 1, 1, tzinfo=UTC) + passed
)


def test_a_month_closes_on_the_22nd_at_noon_and_is_final_on_the_24th() -> None:
    assert month_named(USUAL, IN_HANOI, "2026-11") == ReportMonth(
        code="2026-11",
        closes_at=datetime(2026, 11, 22, 5, tzinfo=UTC),
        final_at=datetime(2026, 11, 24, 5, tzinfo=UTC),
    )


@pytest.mark.parametrize(("offset", "code"), [(-SECOND, "2026-11"), (0 * SECOND, "2026-12"), (SECOND, "2026-12")])
def test_a_week_belongs_to_the_first_month_that_closes_after_its_last_close(offset: timedelta, code: str) -> None:
    last_close = moment_in(HANOI, 2026, 11, 22, 12) + offset
    assert month_holding(USUAL, IN_HANOI, last_close).code == code
    assert month_closing_next(USUAL, IN_HANOI, last_close).code == code


def test_an_extended_week_moves_to_the_next_month() -> None:
    week = week_at(
        WeekRule(WeekMoment.parse("mon 00:00"), WeekMoment.parse("sun 20:00"), timedelta(hours=12)),
        IN_HANOI,
        moment_in(HANOI, 2026, 11, 12),
    )
    assert month_holding(USUAL, IN_HANOI, week.closes_at).code == "2026-11"
    assert month_holding(USUAL, IN_HANOI, week.closes_at + timedelta(days=7)).code == "2026-12"


def test_december_is_followed_by_january() -> None:
    assert month_holding(USUAL, IN_HANOI, moment_in(HANOI, 2026, 12, 22, 12)).code == "2027-01"


@pytest.mark.parametrize(
    ("code", "day"),
    [("2026-02", 28), ("2028-02", 29), ("2026-04", 30), ("2026-12", 31)],
)
def test_the_31st_is_the_last_day_of_a_shorter_month(code: str, day: int) -> None:
    year, month = map(int, code.split("-"))
    assert month_named(LAST_DAY, IN_HANOI, code).closes_at == moment_in(HANOI, year, month, day, 12)
    assert month_named(LAST_DAY, IN_HANOI, code).final_at == moment_in(HANOI, year, month, day, 18)


def test_a_month_keeps_its_local_time_when_the_clocks_change() -> None:
    berlin = Calendar(ZoneInfo("Europe/Berlin"))
    assert month_named(LAST_DAY, berlin, "2026-02").closes_at == datetime(2026, 2, 28, 11, tzinfo=UTC)
    assert month_named(LAST_DAY, berlin, "2026-03").closes_at == datetime(2026, 3, 31, 10, tzinfo=UTC)


def test_a_month_that_closed_while_the_clock_shows_its_eve_again_is_closed() -> None:
    newfoundland = Calendar(ZoneInfo("America/St_Johns"))
    rule = rule_of("1 00:00", "2 00:00")
    closes = month_named(rule, newfoundland, "2009-11").closes_at
    assert closes == datetime(2009, 11, 1, 2, 30, tzinfo=UTC)
    assert month_closing_next(rule, newfoundland, closes + timedelta(minutes=30)).code == "2009-12"


@pytest.mark.parametrize(("code", "before"), [("2026-11", "2026-10"), ("2026-01", "2025-12")])
def test_every_month_has_one_before_it(code: str, before: str) -> None:
    month = month_named(USUAL, IN_HANOI, code)
    assert month_before(USUAL, IN_HANOI, month) == month_named(USUAL, IN_HANOI, before)


@pytest.mark.parametrize("code", ["", "11", "2026-13", "2026-00", "2026-1", "1999-12", "2026-W11", "2026-١١"])
def test_what_is_no_code_of_a_month_is_refused_with_an_example(code: str) -> None:
    with pytest.raises(ValueError, match='for example "2026-11"'):
        month_named(USUAL, IN_HANOI, code)


@pytest.mark.parametrize(
    ("closes", "final"),
    [
        ("22 12:00", "22 12:00"),
        ("22 12:00", "22 11:59"),
        ("24 12:00", "22 12:00"),
        ("30 12:00", "31 12:00"),
        ("29 12:00", "28 18:00"),
    ],
)
def test_a_month_must_become_final_after_it_closes_also_in_february(closes: str, final: str) -> None:
    with pytest.raises(ValueError, match="must become final after the month closes"):
        rule_of(closes, final)


def test_a_month_may_become_final_a_minute_after_it_closes() -> None:
    month = month_named(rule_of("30 12:00", "31 12:01"), IN_HANOI, "2026-02")
    assert month.final_at - month.closes_at == timedelta(minutes=1)


@pytest.mark.parametrize("text", ["", "12:00", "mon 12:00", "-1 12:00", "222 12:00", "٢٢ 12:00"])
def test_a_month_moment_without_a_day_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match='for example "22 12:00"'):
        MonthMoment.parse(text)


@pytest.mark.parametrize("text", ["22", "22 noon", "22 24:00"])
def test_a_month_moment_without_a_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no time of day"):
        MonthMoment.parse(text)


@pytest.mark.parametrize("day", [0, 32])
def test_a_month_has_days_from_1_to_31(day: int) -> None:
    with pytest.raises(ValueError, match="from 1 to 31"):
        MonthMoment(day, time(12))


@given(st.builds(MonthMoment, st.integers(1, 31), times))
def test_a_month_moment_is_read_back_as_it_is_written(moment: MonthMoment) -> None:
    assert MonthMoment.parse(str(moment)) == moment


@given(month_rules, zones, moments)
def test_every_moment_is_before_the_close_of_exactly_one_month(
    rule: MonthRule, zone: ZoneInfo, moment: datetime
) -> None:
    calendar = Calendar(zone)
    month = month_holding(rule, calendar, moment)
    before = month_before(rule, calendar, month)
    assert before.closes_at <= moment < month.closes_at
    assert month_holding(rule, calendar, before.closes_at) == month
    assert month_holding(rule, calendar, month.closes_at - SECOND) == month
    assert month_before(rule, calendar, month_holding(rule, calendar, month.closes_at)) == month
    assert month_named(rule, calendar, month.code) == month
    assert month.closes_at <= month.final_at


@given(month_rules, week_rules, zones, moments)
def test_weeks_fill_every_month_in_order_and_skip_none(
    rule: MonthRule, week_rule: WeekRule, zone: ZoneInfo, moment: datetime
) -> None:
    calendar = Calendar(zone)
    weeks = islice(weeks_from(week_rule, calendar, moment), 60)
    months = [month_holding(rule, calendar, week.closes_at) for week in weeks]
    for month, following in pairwise(months):
        assert following in (month, month_holding(rule, calendar, month.closes_at))
    assert len(set(months)) >= 13
