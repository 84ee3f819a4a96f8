"""Which pictures belong together? The platform sends those of one album as single messages that share nothing.

Those of one sender that follow each other closely are taken for one album; how long to wait for more is the intake's
business. What is remembered lies in memory: a restart can at most part an album in two, each with its own receipt.
"""

from datetime import datetime, timedelta
from typing import Final

TOGETHER: Final = timedelta(seconds=3)
"""Pictures sent at most so long after one another are one album."""

_MOST_REMEMBERED: Final = 1000


class Albums:
    """The album that each chat's last picture belongs to."""

    def __init__(self) -> None:
        self._last: dict[str, tuple[str, datetime]] = {}

    def of_picture(self, chat: str, key: str, sent_at: datetime) -> str:
        """The album of a picture with this key in this chat: a new one, or the one of the picture just before."""
        album, before = self._last.pop(chat, (key, sent_at))
        if abs(sent_at - before) > TOGETHER:
            album = key
        self._last[chat] = (album, max(before, sent_at) if album != key else sent_at)
        while len(self._last) > _MOST_REMEMBERED:
            del self._last[next(iter(self._last))]
        return album
