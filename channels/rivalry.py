"""Does another program use this bot's token? The platforms' own answers tell, as far as they do.

Telegram answers a poll with a conflict while another one is open. A single one means little: when one process takes
over from another, or a killed one's last poll is still open, there is a conflict or two. Two installations with one
token have them again and again. A webhook that we set and that leads elsewhere later, or that is set once more after we
removed it, is proof at once: only somebody with the token can do that.

Nothing tells of two programs that poll one Zalo bot: each update goes to whoever asks first, without a word.
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
        self._proved_at: datetime | None = None
        self._removed = False

    def conflict(self, now: datetime) -> None:
        """A poll was answered with a conflict."""
        self._last.append(now)

    def removed_webhook(self, now: datetime) -> None:
        """A webhook was set and is removed now; the first one may have been ours, or of long ago."""
        if self._removed:
            self.proof(now)
        self._removed = True

    def proof(self, now: datetime) -> None:
        """Something happened that only another program with the token can do."""
        self._proved_at = now

    @property
    def seen_at(self) -> datetime | None:
        """When the other program was last noticed; None when nothing says that there is one."""
        if len(self._last) < AGAIN or self._last[-1] - self._last[0] > WITHIN:
            return self._proved_at
        return max(self._last[-1], self._proved_at or self._last[-1])
