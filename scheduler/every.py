"""What is looked at once in a while."""

from datetime import datetime, timedelta


class Every:
    """Whether it is time again: at the first time, after a pause, and when the clock was ahead and is set right."""

    def __init__(self, pause: timedelta) -> None:
        self._pause = pause
        self._next_at: datetime | None = None

    def is_time(self, now: datetime) -> bool:
        """Whether it is to be looked now."""
        return self._next_at is None or not now < self._next_at <= now + self._pause

    def looked(self, now: datetime) -> None:
        """It was looked now."""
        self._next_at = now + self._pause
