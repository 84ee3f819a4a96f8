"""Personal data that nobody needs any more goes: raw messages, what was sent, and in the end who did what."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime

from db import purging
from db.engine import Tx
from scheduler.daily import Daily

AT_ONCE = 2_000
"""So many rows one transaction deletes, so that no receipt waits for it."""


class Purging(Daily):
    """Lets old rows go, once a local day."""

    async def _tidy_today(self, now: datetime, today: date) -> int:
        """Delete what is older than the settings say; how many rows went."""
        kept = self._setting.organisation.personal
        async with self._setting.database.transaction() as tx:
            gone = await purging.purge_goodbyes(tx)
        for purge, keep in (
            (purging.purge_inbox, kept.incoming),
            (purging.purge_outbox, kept.outgoing),
            (purging.purge_audit, kept.audit),
        ):
            gone += await self._all(purge, now - keep)
        return gone

    async def _all(self, purge: Callable[[Tx, datetime, int], Awaitable[int]], before: datetime) -> int:
        gone = 0
        while True:
            async with self._setting.database.transaction() as tx:
                number = await purge(tx, before, AT_ONCE)
            gone += number
            if number < AT_ONCE:
                return gone
