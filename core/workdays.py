"""Working days: Monday to Friday without the public holidays. What an office must answer in time is counted in them."""

from collections.abc import Collection
from datetime import date, timedelta

_SATURDAY = 5
_ONE_DAY = timedelta(days=1)


def is_working_day(day: date, holidays: Collection[date]) -> bool:
    """Whether an office works on this local day. Days worked instead of others ("làm bù") are not known."""
    return day.weekday() < _SATURDAY and day not in holidays


def last_day_to_answer(asked_on: date, days: int, holidays: Collection[date]) -> date:
    """The last local day on which an answer is in time: the day of asking does not count, only working days do.

    `days` is at least 1. Asked on a Wednesday and two days given: Friday; on a Saturday: Tuesday.
    """
    day = asked_on
    for _ in range(days):
        day += _ONE_DAY
        while not is_working_day(day, holidays):
            day += _ONE_DAY
    return day
