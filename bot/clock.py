"""The clocks. This is the only file that asks the machine what time it is."""

import time
from datetime import UTC, datetime, timedelta


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present moment in UTC."""
        return datetime.now(UTC)


class HandClock:
    """A clock that stands still until it is set: replays and tests. It never goes back."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        """The moment it was set to last."""
        return self._now

    def set(self, moment: datetime) -> None:
        """Go on to this moment; an earlier one changes nothing."""
        self._now = max(self._now, moment)


class FastClock:
    """A rehearsal's clock: starts at a moment and runs `speed` times as fast as real time."""

    def __init__(self, start: datetime, speed: float) -> None:
        self._start = start
        self._speed = speed
        self._began = time.monotonic()

    def now(self) -> datetime:
        """The rehearsed moment."""
        return self._start + timedelta(seconds=(time.monotonic() - self._began) * self._speed)


class DemoClock:
    """The demo's clock: it stands until `go`, then runs on with real time, and can be pushed. It never goes back."""

    def __init__(self, start: datetime) -> None:
        self._at = start
        self._going_since: float | None = None

    def now(self) -> datetime:
        """The demo's moment."""
        if self._going_since is None:
            return self._at
        return self._at + timedelta(seconds=time.monotonic() - self._going_since)

    @property
    def going(self) -> bool:
        """Whether it runs with real time."""
        return self._going_since is not None

    def set(self, moment: datetime) -> None:
        """Go on to this moment; an earlier one changes nothing."""
        going = self.going
        self.stand()
        self._at = max(self._at, moment)
        if going:
            self.go()

    def stand(self) -> None:
        """Stand still from now on."""
        self._at = self.now()
        self._going_since = None

    def go(self) -> None:
        """Run with real time from now on."""
        self._at = self.now()
        self._going_since = time.monotonic()
