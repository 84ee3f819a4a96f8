"""Every morning the admins hear how the installation is: once a local day, at a moment they chose, never at night."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from core.localtime import moment_at
from core.notices import Notice, NoticeKind
from db import health, outbox, people, upkeep
from db.engine import Tx
from scheduler.setting import DutySetting
from texts.health import health_text

LATE = timedelta(hours=4)
"""After a night without power it is told so long after its moment; later it is no morning's news any more."""


class HealthNews:
    """Tells the admins how it is. `channels` are those that this installation serves."""

    def __init__(self, setting: DutySetting, channels: Sequence[str]) -> None:
        self._setting = setting
        self._channels = channels
        self._told_on: date | None = None

    async def tell(self, now: datetime) -> int:
        """Queue the day's message if it is time; how many admins get it. Cheap when it is not."""
        moment = self._moment(now)
        today = self._setting.day(now)
        if moment is None or self._told_on == today or not moment <= now < moment + LATE:
            return 0
        async with self._setting.database.transaction() as tx:
            before = (await upkeep.all_done(tx)).get(upkeep.TOLD)
            if before is not None and self._setting.day(before.at) == today:
                self._told_on = today
                return 0
            notices = await self._notices(tx, now, today)
            await outbox.queue(tx, notices, now)
            await upkeep.note(tx, upkeep.TOLD, now, "", fine=True)
        self._told_on = today
        return len(notices)

    def next_moment(self, now: datetime) -> datetime | None:
        """When the next one is due; None when nobody wants them."""
        moment = self._moment(now)
        if moment is not None and (now >= moment or self._told_on == self._setting.day(now)):
            return self._moment(now + timedelta(days=1))
        return moment

    def _moment(self, now: datetime) -> datetime | None:
        """That of the local day of `now`."""
        organisation = self._setting.organisation
        at = organisation.health_at
        return None if at is None else moment_at(self._setting.day(now), at, organisation.calendar.zone)

    async def _notices(self, tx: Tx, now: datetime, today: date) -> list[Notice]:
        calendar = self._setting.organisation.calendar
        seen = await health.look(tx, self._channels, now)
        notices = []
        for admin in await people.reachable_admins(tx):
            text = health_text(self._setting.texts, await self._setting.person(tx, admin, now), seen)
            key = f"health:{today.isoformat()}:{admin}"
            expires = calendar.quiet.day_ends(now, calendar.zone)
            notices.append(Notice(key, NoticeKind.ADMIN, str(text), member=admin, expires_at=expires))
        return notices
