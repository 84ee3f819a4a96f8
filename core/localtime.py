"""Which moment is meant by a day and a time on the wall clock of a place?

The only file that turns local time into moments. Moments are aware and in UTC everywhere else.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")


def parse_time(text: str) -> time:
    """The time of day written "08:00", from 00:00 to 23:59. Raises ValueError saying what would be right."""
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise ValueError(f'"{text}" is no time of day; write hours and minutes, for example "08:00" or "21:30"')
    return time(int(found[1]), int(found[2]))


def moment_at(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The moment (UTC) when the clocks of `zone` show `at` on `day`.

    A time that occurs twice (the clocks go back) means the first one. A time that never occurs (the clocks
    go forward) means the moment of the jump. So a later local time never means an earlier moment.
    """
    local = datetime.combine(day, at.replace(fold=0), tzinfo=zone)
    moment = local.astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
        return moment
    return _jump(local.replace(fold=1).astimezone(UTC), moment, zone)


def day_of(moment: datetime, zone: ZoneInfo) -> date:
    """The local day that holds the moment."""
    return moment.astimezone(zone).date()


def _jump(earlier: datetime, later: datetime, zone: ZoneInfo) -> datetime:
    """The first second after `earlier`, up to `later`, that has the offset of `later`."""
    offset = later.astimezone(zone).utcoffset()
    without, having = 0, int((later - earlier).total_seconds())
    while having - without > 1:
        middle = (without + having) // 2
        if (earlier + timedelta(seconds=middle)).astimezone(zone).utcoffset() == offset:
            having = middle
        else:
            without = middle
    return (earlier + timedelta(seconds=having)).replace(microsecond=0)
