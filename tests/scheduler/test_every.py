"""Once in a while, and at once when the clock was ahead and is set right."""

from datetime import UTC, datetime, timedelta

from scheduler.every import Every

NOON = datetime(2026, 11, 16, 5, tzinfo=UTC)
PAUSE = timedelta(minutes=10)
SECOND = timedelta(seconds=1)


def test_it_is_time_at_first_and_after_the_pause() -> None:
    looks = Every(PAUSE)
    assert looks.is_time(NOON)
    looks.looked(NOON)
    assert [looks.is_time(NOON + PAUSE + after) for after in (-SECOND, 0 * SECOND, SECOND)] == [False, True, True]


def test_a_clock_that_is_set_right_makes_it_look_at_once() -> None:
    looks = Every(PAUSE)
    looks.looked(NOON + timedelta(days=1500))
    assert looks.is_time(NOON)
    looks.looked(NOON)
    assert not looks.is_time(NOON + SECOND)
