"""What is not kept: traces of strangers and of those who stood in. Once a local day is enough."""

from datetime import date, datetime, timedelta

from db import delegations, dialogs, joins, sent_rosters
from scheduler.daily import Daily

STRANGERS = timedelta(days=7)
"""How long a chat that belongs to no member is remembered after its last message."""

REQUESTS = timedelta(days=30)
"""How long a stranger's request is kept, decided or not."""


ROSTERS = timedelta(days=3)
"""How long a roster that was sent in the chat waits for a decision."""


class Housekeeping(Daily):
    """Forgets what must not be kept, once a local day."""

    async def _tidy_today(self, now: datetime, today: date) -> int:
        """Forget strangers, their requests, delegates whose time is over, rosters nobody decided on; how many rows."""
        async with self._setting.database.transaction() as tx:
            forgotten = await dialogs.forget_strangers(tx, now - STRANGERS)
            forgotten += await joins.forget(tx, now - REQUESTS)
            forgotten += await delegations.purge(tx, now)
            forgotten += await sent_rosters.purge(tx, now - ROSTERS)
        return forgotten
