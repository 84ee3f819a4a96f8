"""What is not kept: traces of strangers and of those who stood in. Once a local day is enough."""

from datetime import date, datetime, timedelta

from db import delegations, dialogs, joins, sent_rosters
from scheduler.setting import DutySetting

STRANGERS = timedelta(days=7)
"""How long a chat that belongs to no member is remembered after its last message."""

REQUESTS = timedelta(days=30)
"""How long a stranger's request is kept, decided or not."""


ROSTERS = timedelta(days=3)
"""How long a roster that was sent in the chat waits for a decision."""


class Housekeeping:
    """Forgets what must not be kept."""

    def __init__(self, setting: DutySetting) -> None:
        self._setting = setting
        self._done_on: date | None = None

    async def tidy(self, now: datetime) -> int:
        """Once a local day: forget strangers, their requests, delegates whose time is over, rosters nobody
        decided on; how many rows."""
        today = self._setting.day(now)
        if today == self._done_on:
            return 0
        async with self._setting.database.transaction() as tx:
            forgotten = await dialogs.forget_strangers(tx, now - STRANGERS)
            forgotten += await joins.forget(tx, now - REQUESTS)
            forgotten += await delegations.purge(tx, now)
            forgotten += await sent_rosters.purge(tx, now - ROSTERS)
        self._done_on = today
        return forgotten
