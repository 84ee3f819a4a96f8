"""When may the bot start a conversation, and when is a day's message stale?"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from core.localtime import day_of, moment_at, parse_time

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """A stretch of every day in which the bot starts nothing, in local time.

    Half-open: the start is quiet, the end is not. The stretch may cross midnight (21:00 to 06:30).
    `start == end` means that there are no quiet hours. Moments are aware; answers are in UTC.
    """

    start: time
    end: time

    @classmethod
    def parse(cls, from_: str, to: str) -> Self:
        """Quiet hours from "21:00" to "06:30". Raises ValueError saying what would be right."""
        return cls(parse_time(from_), parse_time(to))

    def is_quiet(self, moment: datetime, zone: ZoneInfo) -> bool:
        """Whether the moment lies in quiet hours."""
        return self._quiet_until(moment, zone) is not None

    def next_allowed(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """The first moment, this one or later, that is not quiet."""
        while (end := self._quiet_until(moment, zone)) is not None:
            moment = end
        return moment

    def day_ends(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """The first moment, this one or later, at which quiet hours begin: the day's reminder expires then.

        Without quiet hours it is the coming local midnight, always later than the moment.
        """
        day = day_of(moment, zone)
        if self.start == self.end:
            # Where the clocks go back across midnight, one day's midnight may lie before a moment of the day before.
            midnights = (moment_at(day + offset * _ONE_DAY, time(), zone) for offset in (1, 2))
            return next(midnight for midnight in midnights if midnight > moment)
        begins = (self._stretch(day + offset * _ONE_DAY, zone)[0] for offset in (-1, 0, 1, 2))
        return next(begin for begin in begins if begin >= moment)

    def _quiet_until(self, moment: datetime, zone: ZoneInfo) -> datetime | None:
        """The end of the quiet stretch that holds the moment, or None when it is not quiet."""
        day = day_of(moment, zone)
        for offset in (-1, 0, 1):
            begin, end = self._stretch(day + offset * _ONE_DAY, zone)
            if begin <= moment < end:
                return end
        return None

    def _stretch(self, day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """The quiet stretch that begins on `day`; empty when there are no quiet hours."""
        end_day = day if self.start <= self.end else day + _ONE_DAY
        return moment_at(day, self.start, zone), moment_at(end_day, self.end, zone)


USUAL_QUIET_HOURS = QuietHours(time(21), time(6, 30))
