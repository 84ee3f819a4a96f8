"""How a missed obligation climbs."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ladder import PastWeek, climbs_at, misses_in_a_row, misses_lately
from core.task import EscalationRule
from tests.core.weeks import DAY, HOUR, TASK, hanoi

NAM, LAN = 1, 2
MISSED = PastWeek(short=True, waived=False, holder=NAM)
MET = PastWeek(short=False, waived=False, holder=NAM)
WAIVED = PastWeek(short=False, waived=True, holder=NAM)
WAIVED_UNDER_LAN = PastWeek(short=False, waived=True, holder=LAN)
MISSED_BY_LAN = PastWeek(short=True, waived=False, holder=LAN)
MISSED_WHILE_VACANT = PastWeek(short=True, waived=False, holder=None)


@pytest.mark.parametrize(
    ("newest_first", "row"),
    [
        ([], 1),
        ([MISSED], 2),
        ([MISSED, MISSED], 3),
        ([MET], 1),
        ([MET, MISSED], 1),
        ([MISSED, MET, MISSED], 2),
        ([WAIVED], 1),
        ([WAIVED, MISSED], 2),
        ([MISSED, WAIVED, WAIVED, MISSED], 3),
        ([WAIVED, MET, MISSED], 1),
        ([MISSED_BY_LAN], 1),
        ([MISSED, MISSED_BY_LAN, MISSED], 2),
        ([WAIVED_UNDER_LAN, MISSED], 2),
        ([MISSED_WHILE_VACANT, MISSED], 1),
    ],
)
def test_waived_weeks_are_skipped_and_a_mended_week_or_a_new_holder_ends_the_count(
    newest_first: list[PastWeek], row: int
) -> None:
    assert misses_in_a_row(NAM, newest_first) == row


def test_two_misses_in_a_row_are_one_too_many_by_default() -> None:
    assert EscalationRule() == EscalationRule(unacknowledged=24 * HOUR, misses_in_a_row=2)
    assert misses_in_a_row(NAM, []) < TASK.escalation.misses_in_a_row <= misses_in_a_row(NAM, [MISSED])


past_weeks = st.lists(st.sampled_from([MISSED, MET, WAIVED, WAIVED_UNDER_LAN, MISSED_BY_LAN, MISSED_WHILE_VACANT]))
holders = st.sampled_from([NAM, LAN, None])


@given(holders, past_weeks)
def test_waived_weeks_make_no_difference_wherever_they_stand(holder: int | None, past: list[PastWeek]) -> None:
    assert misses_in_a_row(holder, past) == misses_in_a_row(holder, [week for week in past if not week.waived])


@given(st.sampled_from([NAM, None]), past_weeks, past_weeks, st.sampled_from([MET, MISSED_BY_LAN]))
def test_nothing_before_a_mended_week_or_another_holder_matters(
    holder: int | None, recent: list[PastWeek], old: list[PastWeek], end: PastWeek
) -> None:
    assert misses_in_a_row(holder, [*recent, end, *old]) == misses_in_a_row(holder, recent)


@given(holders, past_weeks)
def test_one_more_missed_week_makes_the_row_one_longer(holder: int | None, past: list[PastWeek]) -> None:
    missed = PastWeek(short=True, waived=False, holder=holder)
    assert misses_in_a_row(holder, [missed, *past]) == misses_in_a_row(holder, past) + 1


@pytest.mark.parametrize(
    ("promised_until", "climbs"),
    [(None, hanoi(11, 24, 8)), (hanoi(11, 23, 17), hanoi(11, 23, 17)), (hanoi(11, 26, 17), hanoi(11, 26, 17))],
)
def test_a_flag_climbs_after_a_day_or_when_the_promise_is_over(
    promised_until: datetime | None, climbs: datetime
) -> None:
    assert climbs_at(hanoi(11, 23, 8), DAY, promised_until) == climbs


@pytest.mark.parametrize(
    ("past", "weeks", "misses"),
    [
        ([], 4, 1),
        ([MISSED, MET, MISSED], 4, 3),
        ([MISSED, MET, MISSED, MISSED], 4, 3),
        ([MISSED, WAIVED, MET, WAIVED, MISSED], 4, 3),
        ([MISSED, MISSED], 1, 1),
        ([MISSED_BY_LAN, MISSED_BY_LAN, MISSED], 4, 2),
    ],
)
def test_misses_lately_are_those_of_the_last_weeks_of_the_same_holder(
    past: list[PastWeek], weeks: int, misses: int
) -> None:
    assert misses_lately(NAM, past, weeks) == misses


@given(holders, past_weeks, st.integers(1, 9))
def test_never_more_misses_than_weeks(holder: int | None, past: list[PastWeek], weeks: int) -> None:
    assert 1 <= misses_lately(holder, past, weeks) <= weeks
