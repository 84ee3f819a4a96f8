"""Personal data that nobody needs any more goes: raw messages, what was sent, and in the end who did what."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime

from db import purging
from db.engine import Tx
from scheduler.setting import DutySetting

AT_ONCE = 2_000
"""So many rows one transaction deletes, so that no receipt waits for it."""


class Purging:
    """Lets old rows go, once a local day."""

    def __init__(self, setting: DutySetting) -> None:
        self._setting = setting
        self._done_on: date | None = None

    async def tidy(self, now: datetime) -> int:
        """Delete what is older than the settings say; how many rows went."""
        today = self._setting.day(now)
        if today == self._done_on:
            return 0
        kept = self._setting.organisation.personal
        async with self._setting.database.transaction() as tx:
            gone = await purging.purge_goodbyes(tx)
        for purge, keep in (
            (purging.purge_inbox, kept.incoming),
            (purging.purge_outbox, kept.outgoing),
            (purging.purge_audit, kept.audit),
        ):
            gone += await self._all(purge, now - keep)
        self._done_on = today
        return gone

    async def _all(self, purge: Callable[[Tx, datetime, int], Awaitable[int]], before: datetime) -> int:
        gone = 0
        while True:
            async with self._setting.database.transaction() as tx:
                number = await purge(tx, before, AT_ONCE)
            gone += number
            if number < AT_ONCE:
                return gone
