"""Local times become moments, also in the night when the clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.localtime import day_of, moment_at, parse_time

BERLIN = ZoneInfo("Europe/Berlin")
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
ZONES = [
    HANOI,
    BERLIN,
    ZoneInfo("America/St_Johns"),
    ZoneInfo("Australia/Lord_Howe"),
    ZoneInfo("Pacific/Apia"),
]


def test_a_local_time_in_viet_nam_is_seven_hours_ahead() -> None:
    assert moment_at(date(2026, 11, 16), time(8), HANOI) == datetime(2026, 11, 16, 1, tzinfo=UTC)


def test_a_time_that_occurs_twice_means_the_first_one() -> None:
    assert moment_at(date(2026, 10, 25), time(2, 30), BERLIN) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize("minute", [0, 1, 30, 59])
def test_a_time_that_never_occurs_means_the_moment_of_the_jump(minute: int) -> None:
    assert moment_at(date(2026, 3, 29), time(2, minute), BERLIN) == datetime(2026, 3, 29, 1, tzinfo=UTC)


def test_a_day_that_never_occurs_begins_and_ends_at_the_jump() -> None:
    apia = ZoneInfo("Pacific/Apia")
    jump = datetime(2011, 12, 30, 10, tzinfo=UTC)
    assert moment_at(date(2011, 12, 30), time(0), apia) == jump
    assert moment_at(date(2011, 12, 30), time(23, 59), apia) == jump
    assert moment_at(date(2011, 12, 31), time(0), apia) == jump


@given(
    st.dates(date(2000, 1, 1), date(2036, 12, 31)) | st.dates(date(2011, 12, 29), date(2012, 1, 1)),
    st.times(),
    st.times(),
    st.integers(0, 1),
    st.sampled_from(ZONES),
)
def test_a_later_local_time_is_never_an_earlier_moment(
    day: date, one: time, other: time, days: int, zone: ZoneInfo
) -> None:
    earlier, later = sorted([(day, one), (day + timedelta(days=days), other)])
    assert moment_at(*earlier, zone) <= moment_at(*later, zone)


def test_a_day_begins_at_local_midnight() -> None:
    midnight = datetime(2026, 11, 15, 17, tzinfo=UTC)
    assert day_of(midnight - timedelta(seconds=1), HANOI) == date(2026, 11, 15)
    assert day_of(midnight, HANOI) == date(2026, 11, 16)
    assert day_of(midnight + timedelta(seconds=1), HANOI) == date(2026, 11, 16)


@pytest.mark.parametrize(("text", "at"), [("08:00", time(8)), ("8:05", time(8, 5)), (" 23:59 ", time(23, 59))])
def test_a_time_of_day_is_hours_and_minutes(text: str, at: time) -> None:
    assert parse_time(text) == at


@pytest.mark.parametrize("text", ["", "24:00", "8", "8h", "08:60", "08:00:00", "1260", "٠٨:٠٠"])
def test_what_is_no_time_of_day_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="for example"):
        parse_time(text)
