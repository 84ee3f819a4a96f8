"""The demo's clock: it stands or runs, it can be pushed, it never goes back."""

from datetime import UTC, datetime, timedelta

from bot.clock import DemoClock

START = datetime(2023, 10, 2, 1, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_it_stands_until_it_is_told_to_go() -> None:
    clock = DemoClock(START)
    assert (clock.now(), clock.now(), clock.going) == (START, START, False)


def test_going_it_runs_on_with_real_time() -> None:
    clock = DemoClock(START)
    clock.go()
    first, second = clock.now(), clock.now()
    assert START <= first < second < START + HOUR


def test_it_can_be_pushed_standing_and_going() -> None:
    clock = DemoClock(START)
    clock.set(START + HOUR)
    assert clock.now() == START + HOUR
    clock.go()
    clock.set(START + 2 * HOUR)
    assert clock.going
    assert START + 2 * HOUR <= clock.now() < START + 3 * HOUR


def test_it_never_goes_back() -> None:
    clock = DemoClock(START)
    clock.set(START - HOUR)
    assert clock.now() == START
    clock.go()
    reached = clock.now()
    clock.set(START)
    clock.stand()
    assert clock.now() >= reached


def test_standing_again_it_stays_where_it_came_to() -> None:
    clock = DemoClock(START)
    clock.go()
    clock.stand()
    assert clock.now() == clock.now() >= START
