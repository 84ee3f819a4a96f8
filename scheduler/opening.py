"""Opening the periods that have begun and freezing what is owed in them; units change when their day begins."""

from datetime import date, datetime, timedelta

from core.agenda import period_to_open
from core.calendar import Week, local_day
from core.task import PeriodTimes, Task, running
from db import periods, reliefs, roster, task_runs
from scheduler.reforming import Reforming
from scheduler.setting import DutySetting

LOOK_AGAIN = timedelta(minutes=1)
"""How soon it is looked whether an admin has activated a task for which nothing is planned."""


class Opening:
    """Opens periods. Cheap to ask before every message: between openings it only compares two moments."""

    def __init__(self, setting: DutySetting, reforming: Reforming) -> None:
        self._setting = setting
        self._reforming = reforming
        self._next_at: dict[str, datetime] = {}
        self._look_at: dict[str, datetime] = {}
        self._reformed_on: date | None = None

    async def open_due(self, now: datetime) -> None:
        """Open every period that has begun by `now`, oldest first.

        After a downtime the weeks in between are opened as well, with who held the seats at their opening. Changes of
        units that were planned for a day are carried out when it begins, ahead of a week that opens on it.
        """
        for task in self._setting.organisation.tasks:
            if task.code in self._look_at and now < self._look_at[task.code]:
                continue
            await self._open(task, now)
        today = self._setting.day(now)
        if today != self._reformed_on:
            await self._reforming.carry_out_due(today, now)
            self._reformed_on = today

    def next_openings(self) -> list[datetime | None]:
        """When the next period of each task opens, as far as it was looked at."""
        return list(self._next_at.values())

    def forget(self) -> None:
        """Look again at the next question: the roster or the clock was changed from outside."""
        self._next_at.clear()
        self._look_at.clear()
        self._reformed_on = None

    async def _open(self, settings: Task, now: datetime) -> None:
        calendar = self._setting.organisation.calendar
        async with self._setting.database.snapshot() as tx:
            last: PeriodTimes | Week | None = await periods.newest(tx, settings.code)
            if last is None and await roster.is_empty(tx):
                return  # nobody could owe anything; the first import comes before the first week
            task = running(settings, (await task_runs.runs(tx)).get(settings.code))
        while True:
            week, next_at = (None, None) if task is None else period_to_open(task, calendar, last, now)
            if task is None or week is None:
                self._wait(settings.code, next_at, now)
                return
            day = local_day(calendar, week.opens_at)
            await self._reforming.carry_out_due(day, now)  # who owes is decided by the tree of that day
            async with self._setting.database.transaction() as tx:
                opened = await periods.open_period(tx, task, week, day, now)
                period = await periods.by_id(tx, opened) if opened is not None else None
                if period is not None:
                    await reliefs.apply_to_opened(tx, calendar, task, period, now)
            last = week

    def _wait(self, task: str, next_at: datetime | None, now: datetime) -> None:
        self._look_at[task] = next_at or now + LOOK_AGAIN
        self._next_at.pop(task, None)
        if next_at is not None:
            self._next_at[task] = next_at
