"""What is done once a local day."""

from abc import ABC, abstractmethod
from datetime import date, datetime

from scheduler.setting import DutySetting


class Daily(ABC):
    """Work for once a local day. What fails is tried again at the next beat; a new process does it once more."""

    def __init__(self, setting: DutySetting) -> None:
        self._setting = setting
        self._done_on: date | None = None

    async def tidy(self, now: datetime) -> int:
        """Do it if it was not done today; what `_tidy_today` says, else 0."""
        today = self._setting.day(now)
        if today == self._done_on:
            return 0
        done = await self._tidy_today(now, today)
        self._done_on = today
        return done

    @abstractmethod
    async def _tidy_today(self, now: datetime, today: date) -> int:
        """The work; how much there was."""
