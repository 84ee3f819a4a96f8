"""Does another program use this bot's token? Platforms answer a poll with a conflict then; a single one means little.

When one process takes over from another, or a killed one's last poll is still open, there is a conflict or two. Two
installations with one token have them again and again.
"""

from collections import deque
from datetime import datetime, timedelta
from typing import Final

AGAIN: Final = 3
WITHIN: Final = timedelta(minutes=10)
"""So many conflicts within this time are no accident."""


class Rivalry:
    """Remembers the last conflicts."""

    def __init__(self) -> None:
        self._last: deque[datetime] = deque(maxlen=AGAIN)

    def conflict(self, now: datetime) -> None:
        """A poll was answered with a conflict."""
        self._last.append(now)

    @property
    def seen_at(self) -> datetime | None:
        """When the other program was last noticed; None when nothing says that there is one."""
        if len(self._last) < AGAIN or self._last[-1] - self._last[0] > WITHIN:
            return None
        return self._last[-1]
