"""Two working days: weekends and holidays do not count, nor does the day of asking."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.workdays import is_working_day, last_day_to_answer

NEW_YEAR = date(2026, 1, 1)
TET = frozenset(date(2026, 2, 14) + timedelta(days=n) for n in range(9))


@pytest.mark.parametrize(
    ("asked", "last"),
    [
        (date(2025, 11, 19), date(2025, 11, 21)),  # Wednesday: Friday
        (date(2025, 11, 20), date(2025, 11, 24)),  # Thursday: Monday
        (date(2025, 11, 21), date(2025, 11, 25)),  # Friday: Tuesday
        (date(2025, 11, 22), date(2025, 11, 25)),  # Saturday: Tuesday
        (date(2025, 11, 23), date(2025, 11, 25)),  # Sunday: Tuesday
        (date(2025, 12, 30), date(2026, 1, 2)),  # Tuesday, with New Year between: Friday
        (date(2026, 2, 12), date(2026, 2, 23)),  # the Thursday before Tết: the Monday after it
    ],
)
def test_two_working_days_after_a_day(asked: date, last: date) -> None:
    assert last_day_to_answer(asked, 2, TET | {NEW_YEAR}) == last


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(1, 10), st.sets(st.integers(1, 30)))
def test_exactly_so_many_working_days_lie_behind_the_day_of_asking(asked: date, days: int, offsets: set[int]) -> None:
    holidays = {asked + timedelta(days=offset) for offset in offsets}
    last = last_day_to_answer(asked, days, holidays)
    between = [asked + timedelta(days=n) for n in range(1, (last - asked).days + 1)]
    assert is_working_day(last, holidays)
    assert sum(is_working_day(day, holidays) for day in between) == days
