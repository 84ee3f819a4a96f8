"""When is a backup due? Borders on both sides."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.backup.schedule import AGAIN, is_due
from core.health import Done

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
TWO = datetime(2026, 11, 26, 2, tzinfo=ZONE).astimezone(UTC)
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


def fine(at: datetime) -> Done:
    return Done(at, at, "")


def failed(at: datetime, before: datetime | None = None) -> Done:
    return Done(at, before, "")


def test_without_any_it_is_due_at_once() -> None:
    assert is_due(TWO - SECOND, time(2), ZONE, None)


@pytest.mark.parametrize(("moment", "due"), [(TWO - SECOND, False), (TWO, True), (TWO + SECOND, True)])
def test_yesterdays_is_enough_until_two_oclock(moment: datetime, due: bool) -> None:
    assert is_due(moment, time(2), ZONE, fine(TWO - DAY + timedelta(minutes=3))) is due


def test_one_that_a_clock_years_ahead_noted_keeps_nobody_from_the_next() -> None:
    assert is_due(TWO, time(2), ZONE, fine(TWO + 1500 * DAY))
    assert is_due(TWO, time(2), ZONE, failed(TWO + 1500 * DAY))


def test_one_a_day() -> None:
    assert not is_due(TWO + DAY - SECOND, time(2), ZONE, fine(TWO))
    assert is_due(TWO + DAY, time(2), ZONE, fine(TWO))


@pytest.mark.parametrize(("waited", "due"), [(AGAIN - SECOND, False), (AGAIN, True)])
def test_one_that_failed_is_tried_again_after_an_hour(waited: timedelta, due: bool) -> None:
    assert is_due(TWO + waited, time(2), ZONE, failed(TWO, TWO - DAY)) is due
    assert is_due(TWO + waited, time(2), ZONE, failed(TWO)) is due


def test_a_downtime_over_two_oclock_is_made_up_for() -> None:
    assert is_due(TWO + timedelta(hours=9), time(2), ZONE, fine(TWO - 3 * DAY))
