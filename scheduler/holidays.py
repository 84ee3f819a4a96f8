"""Some days before a week with holidays the admins are asked whether it shall stay as it is."""

from datetime import datetime, time, timedelta

from core.calendar import local_day
from core.localtime import moment_at
from core.notices import Notice, NoticeKind
from core.relief import decided, weeks_with_holidays
from core.task import running
from db import outbox, people, reliefs, task_runs
from db.engine import Tx
from scheduler.setting import DutySetting
from texts.holidays import options, question

ASKS_AT = time(8)
"""The local time of day at which it is looked for weeks with holidays."""

_AHEAD = timedelta(hours=25)
"""The longest that there is from one look to the next: a day with an hour of winter time."""


class HolidayAsking:
    """Asks each admin once about each week with holidays that nobody decided, unless the organisation wants no notice.

    Looks once a day, and after a start."""

    def __init__(self, setting: DutySetting) -> None:
        self._setting = setting
        self._next_at: datetime | None = None

    @property
    def next_at(self) -> datetime | None:
        """When it looks again; None before the first look."""
        return self._next_at

    async def ask(self, now: datetime) -> int:
        """Queue what is to be asked at `now`; how many weeks those are."""
        if not self._setting.organisation.holiday_notice or self._looked(now):
            return 0
        async with self._setting.database.transaction() as tx:
            asked = await self._ask(tx, now)
        calendar = self._setting.organisation.calendar
        today = moment_at(local_day(calendar, now), ASKS_AT, calendar.zone)
        tomorrow = moment_at(local_day(calendar, now) + timedelta(days=1), ASKS_AT, calendar.zone)
        self._next_at = today if now < today else tomorrow
        return asked

    def _looked(self, now: datetime) -> bool:
        """Whether it looked today; a clock that was days ahead and is set right makes it look again."""
        return self._next_at is not None and now < self._next_at <= now + _AHEAD

    async def _ask(self, tx: Tx, now: datetime) -> int:
        organisation = self._setting.organisation
        calendar, texts = organisation.calendar, self._setting.texts
        runs = await task_runs.runs(tx)
        known = [view.relief for view in await reliefs.lasting(tx, local_day(calendar, now))]
        admins = await people.reachable_admins(tx)
        views = await people.member_views(tx, admins, self._setting.day(now))
        several = len(organisation.tasks) > 1
        notices: list[Notice] = []
        weeks = 0
        for settings in organisation.tasks:
            task = running(settings, runs.get(settings.code))
            if task is None:
                continue
            for week, days in weeks_with_holidays(task, calendar, now, now + organisation.holiday_notice):
                if decided(known, task.code, local_day(calendar, week.due_at)) is not None:
                    continue
                weeks += 1
                for member in admins:
                    person = self._setting.person_of(views[member])
                    notices.append(
                        Notice(
                            f"holiday:{task.code}:{week.code}:{member}",
                            NoticeKind.OTHER,
                            str(question(texts, person, task, calendar, week, days, several)),
                            options(texts, person, task, calendar, week),
                            member=member,
                            expires_at=week.due_at,
                        )
                    )
        await outbox.queue(tx, notices, now)
        return weeks
