"""How a secretary's year is counted and rated."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.figures import Outcome, Tally
from core.figures_facts import ReportTask
from core.figures_year import (
    USUAL_THRESHOLDS,
    Threshold,
    YearFacts,
    lines_of,
    longest_run,
    month_codes,
    rating,
    year_lines,
)
from tests.reports.facts import A1, A2, A3, B2, FINAL, LETTERS, PEOPLE, PROVINCE, UNITS, WEEKS, duty


def year() -> YearFacts:
    """The four weeks of the sample month, as if the year had no others."""
    duties = tuple(
        duty(unit, position + 1, letter)
        for unit, letters in LETTERS.items()
        for position, letter in enumerate(letters)
        if letter not in " v"
    )
    return YearFacts(2026, FINAL, FINAL, PROVINCE, "", (ReportTask("tuan", "Tuần", "xã"),), UNITS, WEEKS, duties)


def test_every_secretary_has_a_line_in_the_order_of_the_units() -> None:
    lines = year_lines(year())
    assert [(line.unit.code, line.name) for line in lines] == [
        ("X11", PEOPLE[A1]),
        ("X12", PEOPLE[A2]),
        ("X13", PEOPLE[A3]),
        ("X21", "Lê Văn Sơn"),
        ("X22", PEOPLE[B2]),
        ("X23", "Đỗ Lộc"),
    ]
    assert lines[1].tally == Tally(on_time=1, late=1, missed=1, excused=1)
    assert (lines[1].owed, lines[1].longest_run) == (3, 2)
    assert (lines[5].owed, lines[5].tally.open) == (1, 1)


def test_somebody_who_took_over_has_a_line_of_his_own() -> None:
    facts = year()
    handed_over = tuple(
        replace(each, member=99, member_name="Người mới") if (each.unit, each.period) in ((A1, 3), (A1, 4)) else each
        for each in facts.duties
    )
    lines = year_lines(replace(facts, duties=handed_over))
    assert [(line.name, line.owed) for line in lines[:2]] == [(PEOPLE[A1], 2), ("Người mới", 2)]
    assert [line.unit.code for line in lines_of(lines, 99)] == ["X11"]


def test_a_run_is_counted_within_one_task() -> None:
    facts = year()
    weeks = tuple(replace(week, task="khac") if week.period % 2 else week for week in facts.weeks)
    assert year_lines(replace(facts, weeks=weeks))[0].longest_run == 2


@pytest.mark.parametrize(
    ("letters", "longest"),
    [("", 0), ("-", 0), ("+", 1), ("+l+", 3), ("++-+", 2), ("+e+", 2), ("+n+", 2), ("-++o", 2), ("+-++-+++", 3)],
)
def test_the_longest_run_passes_over_excused_weeks_and_breaks_at_missed_ones(letters: str, longest: int) -> None:
    meaning = {
        "+": Outcome.ON_TIME,
        "l": Outcome.LATE,
        "-": Outcome.MISSED,
        "e": Outcome.EXCUSED,
        "n": Outcome.NOTHING,
        "o": Outcome.OPEN,
    }
    assert longest_run(meaning[letter] for letter in letters) == longest


@pytest.mark.parametrize(
    ("tally", "title"),
    [
        (Tally(), ""),
        (Tally(open=3, excused=2), ""),
        (Tally(on_time=9, late=1), "excellent"),
        (Tally(on_time=89, late=11), "good"),
        (Tally(on_time=90, missed=10), "good"),
        (Tally(on_time=899, missed=101), "done"),
        (Tally(late=70, missed=30), "done"),
        (Tally(late=69, missed=31), "not_done"),
        (Tally(missed=1), "not_done"),
    ],
)
def test_the_first_threshold_that_is_reached_gives_the_rating(tally: Tally, title: str) -> None:
    assert rating(tally, USUAL_THRESHOLDS) == title


def test_nobody_is_rated_where_no_threshold_fits_or_none_is_wanted() -> None:
    assert rating(Tally(missed=1), ()) == ""
    assert rating(Tally(missed=1), (Threshold("Đạt", met=50),)) == ""


@pytest.mark.parametrize("percent", [-1, 101])
def test_a_threshold_is_a_percentage(percent: int) -> None:
    with pytest.raises(ValueError, match="0 to 100"):
        Threshold("Đạt", met=percent)


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_one_more_week_on_time_never_lowers_the_rating(on_time: int, late: int, missed: int) -> None:
    titles = [threshold.title for threshold in USUAL_THRESHOLDS]
    before = rating(Tally(on_time=on_time, late=late, missed=missed), USUAL_THRESHOLDS)
    after = rating(Tally(on_time=on_time + 1, late=late, missed=missed), USUAL_THRESHOLDS)
    if before:
        assert titles.index(after) <= titles.index(before)


def test_a_year_has_twelve_months() -> None:
    codes = month_codes(2026)
    assert (codes[0], codes[-1], len(codes)) == ("2026-01", "2026-12", 12)
