"""Quiet hours bind what the bot starts, and end a day's reminders."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.localtime import moment_at
from core.quiet import USUAL_QUIET_HOURS, QuietHours

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
BERLIN = ZoneInfo("Europe/Berlin")
ZONES = [HANOI, BERLIN, ZoneInfo("America/St_Johns"), ZoneInfo("Pacific/Apia")]
NIGHT = QuietHours.parse("21:00", "06:30")
SIESTA = QuietHours.parse("11:30", "13:30")
NEVER = QuietHours.parse("07:00", "07:00")
SECOND = timedelta(seconds=1)

minutes = st.builds(time, st.integers(0, 23), st.integers(0, 59))
quiet_hours = st.builds(QuietHours, minutes, minutes)


def within(days: int, *start: int) -> st.SearchStrategy[datetime]:
    """Moments in so many days from the start, in UTC."""
    year, month, day = start
    passed = st.timedeltas(timedelta(0), timedelta(days=days))
    return passed.map(lambda passed: datetime(year, month, day, tzinfo=UTC) + passed)


nights_of_change = within(2, 2026, 3, 28) | within(2, 2026, 10, 24) | within(2, 2010, 11, 6) | within(4, 2011, 12, 28)
moments = within(36 * 365, 2000, 1, 1) | nights_of_change


def hanoi(day: int, hour: int, minute: int = 0) -> datetime:
    return moment_at(date(2026, 11, day), time(hour, minute), HANOI)


def test_the_usual_quiet_hours_are_nine_in_the_evening_to_half_past_six() -> None:
    assert USUAL_QUIET_HOURS == NIGHT == QuietHours(time(21), time(6, 30))


@pytest.mark.parametrize(
    ("moment", "quiet"),
    [
        (hanoi(16, 21) - SECOND, False),
        (hanoi(16, 21), True),
        (hanoi(16, 21) + SECOND, True),
        (hanoi(17, 0), True),
        (hanoi(17, 6, 30) - SECOND, True),
        (hanoi(17, 6, 30), False),
        (hanoi(17, 6, 30) + SECOND, False),
    ],
)
def test_the_night_is_quiet_from_its_first_second_until_just_before_its_end(moment: datetime, quiet: bool) -> None:
    assert NIGHT.is_quiet(moment, HANOI) is quiet
    assert NIGHT.next_allowed(moment, HANOI) == (hanoi(17, 6, 30) if quiet else moment)


@pytest.mark.parametrize(
    ("moment", "quiet"),
    [
        (hanoi(16, 11, 30) - SECOND, False),
        (hanoi(16, 11, 30), True),
        (hanoi(16, 13, 30) - SECOND, True),
        (hanoi(16, 13, 30), False),
        (hanoi(17, 0), False),
    ],
)
def test_quiet_hours_need_not_cross_midnight(moment: datetime, quiet: bool) -> None:
    assert SIESTA.is_quiet(moment, HANOI) is quiet
    assert SIESTA.next_allowed(moment, HANOI) == (hanoi(16, 13, 30) if quiet else moment)


def test_equal_times_mean_no_quiet_hours() -> None:
    for moment in (hanoi(16, 7) - SECOND, hanoi(16, 7), hanoi(16, 7) + SECOND):
        assert not NEVER.is_quiet(moment, HANOI)
        assert NEVER.next_allowed(moment, HANOI) == moment


@pytest.mark.parametrize(
    ("moment", "ends"),
    [
        (hanoi(16, 8), hanoi(16, 21)),
        (hanoi(16, 21) - SECOND, hanoi(16, 21)),
        (hanoi(16, 21), hanoi(16, 21)),
        (hanoi(16, 21) + SECOND, hanoi(17, 21)),
        (hanoi(17, 3), hanoi(17, 21)),
    ],
)
def test_a_day_ends_when_its_quiet_hours_begin(moment: datetime, ends: datetime) -> None:
    assert NIGHT.day_ends(moment, HANOI) == ends


@pytest.mark.parametrize(
    ("moment", "ends"),
    [(hanoi(16, 8), hanoi(17, 0)), (hanoi(17, 0) - SECOND, hanoi(17, 0)), (hanoi(17, 0), hanoi(18, 0))],
)
def test_without_quiet_hours_a_day_ends_at_midnight(moment: datetime, ends: datetime) -> None:
    assert NEVER.day_ends(moment, HANOI) == ends


def test_a_night_that_ends_in_the_missing_hour_ends_at_the_jump() -> None:
    jump = datetime(2026, 3, 29, 1, tzinfo=UTC)
    night = QuietHours.parse("21:00", "02:30")
    assert night.next_allowed(jump - SECOND, BERLIN) == jump
    assert not night.is_quiet(jump, BERLIN)


def test_a_night_that_ends_in_the_extra_hour_ends_once() -> None:
    end = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    night = QuietHours.parse("21:00", "02:30")
    assert night.is_quiet(end - SECOND, BERLIN)
    assert not night.is_quiet(end, BERLIN)
    assert not night.is_quiet(end + timedelta(minutes=45), BERLIN)


@given(quiet_hours, moments, st.sampled_from(ZONES))
def test_the_next_allowed_moment_is_never_quiet_never_earlier_and_nothing_before_it_is_allowed(
    quiet: QuietHours, moment: datetime, zone: ZoneInfo
) -> None:
    allowed = quiet.next_allowed(moment, zone)
    assert allowed >= moment
    assert not quiet.is_quiet(allowed, zone)
    if allowed > moment:
        assert quiet.is_quiet(allowed - SECOND, zone) or allowed - SECOND < moment
        assert quiet.is_quiet(moment, zone)


def test_a_day_ends_later_than_now_also_where_the_clocks_go_back_across_midnight() -> None:
    never, st_johns = QuietHours(time(0), time(0)), ZoneInfo("America/St_Johns")
    twice = datetime(2010, 11, 7, 2, 31, tzinfo=UTC)  # 23:01 for the second time, after 00:00 was shown once
    assert never.day_ends(twice, st_johns) == datetime(2010, 11, 8, 3, 30, tzinfo=UTC)


@given(quiet_hours, moments, st.sampled_from(ZONES))
def test_a_day_ends_no_earlier_than_now_and_within_two_days(
    quiet: QuietHours, moment: datetime, zone: ZoneInfo
) -> None:
    assert moment <= quiet.day_ends(moment, zone) <= moment + timedelta(hours=49)


@given(quiet_hours, moments)
def test_a_moment_before_the_days_end_is_not_yet_in_the_coming_night(quiet: QuietHours, moment: datetime) -> None:
    ends = quiet.day_ends(moment, HANOI)
    allowed = quiet.next_allowed(moment, HANOI)
    assert allowed <= ends or quiet.is_quiet(ends, HANOI)


@pytest.mark.parametrize(("from_", "to"), [("9pm", "06:30"), ("21:00", "half past six")])
def test_quiet_hours_that_are_no_times_are_refused_with_an_example(from_: str, to: str) -> None:
    with pytest.raises(ValueError, match="for example"):
        QuietHours.parse(from_, to)
