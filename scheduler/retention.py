"""Pictures are not kept for ever: the admins hear a week before, then the files go. Counts and reports stay.

What was fetched and then not recorded (a stranger's photo, say) goes after a day.
"""

import asyncio
import logging
from datetime import date, datetime, timedelta

from core.notices import Notice, NoticeKind
from core.organisation import MONTH
from db import outbox, people, retention
from db.engine import Tx
from media.store import MediaStore
from scheduler.daily import Daily
from scheduler.setting import DutySetting

NOTICE = timedelta(days=7)
"""How long before its end a picture's end is announced."""

AT_ONCE = 500
"""How many files are deleted between two looks at the database."""

UNCLAIMED = timedelta(days=1)
"""How long a file may lie that no row names. Real time, never rehearsed."""

_log = logging.getLogger(__name__)


class Retention(Daily):
    """Lets old pictures go, once a local day."""

    def __init__(self, setting: DutySetting, store: MediaStore) -> None:
        super().__init__(setting)
        self._store = store

    async def _tidy_today(self, now: datetime, today: date) -> int:
        """Announce what is old enough, and delete what was announced a week ago; how many files went."""
        organisation = self._setting.organisation
        evidence = now - organisation.media_months * MONTH + NOTICE
        others = now - organisation.refused_months * MONTH + NOTICE
        async with self._setting.database.transaction() as tx:
            await retention.spare(tx, evidence, others)
            if await retention.doom(tx, evidence, others, now):
                await self._announce(tx, now)
        gone = 0
        while shas := await self._due(now):
            await asyncio.to_thread(self._delete, shas)
            async with self._setting.database.transaction() as tx:
                await retention.purged(tx, shas, now)  # after the files: a crash in between deletes them once more
            gone += len(shas)
        gone += await self._drop_unclaimed()
        return gone

    async def _drop_unclaimed(self) -> int:
        dropped = 0
        for folder in await asyncio.to_thread(self._store.folders):
            async with self._setting.database.snapshot() as tx:
                claimed = await retention.known(tx, folder)
            dropped += await asyncio.to_thread(self._drop, folder, claimed)
        if dropped:
            _log.info("%d files that no item has were deleted", dropped)
        return dropped

    def _drop(self, folder: str, claimed: set[str]) -> int:
        return sum(map(self._store.remove, self._store.unclaimed(folder, claimed, UNCLAIMED)))

    async def _due(self, now: datetime) -> list[str]:
        async with self._setting.database.snapshot() as tx:
            return await retention.due(tx, now - NOTICE, AT_ONCE)

    def _delete(self, shas: list[str]) -> None:
        for sha256 in shas:
            self._store.remove(sha256)
        _log.info("%d old pictures were deleted", len(shas))

    async def _announce(self, tx: Tx, now: datetime) -> None:
        """Once a week at most, whatever comes together."""
        day = self._setting.day(now)
        year, week, _ = day.isocalendar()
        number = await retention.count_doomed(tx)
        notices = []
        for admin in await people.reachable_admins(tx):
            person = await self._setting.person(tx, admin, now)
            months = self._setting.organisation.media_months
            text = self._setting.texts.say(person, "retention.notice", n=number, day=day + NOTICE, months=months)
            notices.append(Notice(f"retention:{year}-{week}:{admin}", NoticeKind.OTHER, str(text), member=admin))
        await outbox.queue(tx, notices, now)
