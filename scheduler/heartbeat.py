"""The heartbeat: at each beat everything that is due is done. It owns no timer; whoever beats passes `now`."""

import logging
from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import datetime

from core.agenda import Agenda, Step, StepKind, agenda
from core.task import PeriodTimes, Task
from db import errands, outbox, periods
from db.engine import is_away
from scheduler.closing import Closing
from scheduler.digest import queue_week
from scheduler.health import HealthNews
from scheduler.holidays import HolidayAsking
from scheduler.ladder import climb
from scheduler.mending import tell_mended
from scheduler.month import live_months, next_month_moment
from scheduler.opening import Opening
from scheduler.passing_on import pass_on
from scheduler.reminding import remind
from scheduler.setting import DutySetting
from scheduler.vacating import VacancyAsking
from scheduler.waiting import WaitingQuestions
from scheduler.warning import warn

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Work:
    task: Task
    period: PeriodTimes
    agenda: Agenda


class Heartbeat:
    """Carries out what time demands. Any number of beats, at any moments, do each step once.

    A step that fails is logged and tried again at the next beat; the others go on.
    """

    def __init__(self, setting: DutySetting, opening: Opening, health: HealthNews) -> None:
        self._setting = setting
        self._opening = opening
        self._health = health
        self._planned: datetime | None = None
        self._holidays = HolidayAsking(setting)
        self._vacancies = VacancyAsking(setting)
        self._questions = WaitingQuestions(setting)

    async def beat(self, now: datetime) -> None:
        """Do everything that is due at `now`."""
        await self._guarded("opening weeks", self._opening.open_due(now))
        works = await self._work(now)
        for work in works:
            await self._guarded(f"period {work.period.code}", self._carry_out(work, now))
        self._planned = min((work.agenda.next_at for work in works if work.agenda.next_at), default=None)
        await self._guarded("passing flags on", pass_on(self._setting, now))
        await self._guarded("the ladder", climb(self._setting, now))
        await self._guarded("telling what is mended", tell_mended(self._setting, now))
        await self._guarded("the months", live_months(self._setting, now))
        await self._guarded("asking about vacant seats", self._vacancies.ask(now))
        await self._guarded("passing questions on", self._questions.pass_on(now))
        await self._guarded("asking about holidays", self._holidays.ask(now))
        await self._guarded("the daily health message", self._health.tell(now))

    async def next_moment(self, now: datetime) -> datetime | None:
        """When something is to be done next by time alone; None when nothing is planned.

        What the periods want is as of the last beat; flags, pictures, errands and the outbox are looked up.
        """
        calendar = self._setting.organisation.calendar
        quiet = calendar.quiet.is_quiet(now, calendar.zone)
        async with self._setting.database.snapshot() as tx:
            moments = await outbox.next_moments(tx, calendar.quiet.next_allowed(now, calendar.zone) if quiet else None)
            moments.append(await errands.next_moment(tx))
        moments += [self._planned, *self._opening.next_openings(), next_month_moment(self._setting, now)]
        moments.append(self._holidays.next_at)
        moments.append(self._health.next_moment(now))
        return min((moment for moment in moments if moment is not None), default=None)

    async def _work(self, now: datetime) -> list[_Work]:
        organisation = self._setting.organisation
        async with self._setting.database.snapshot() as tx:
            open_periods = await periods.unsettled(tx)
            numbers = [period.id for period in open_periods]
            deadlines = await periods.deadlines(tx, numbers)
            done = await periods.done_steps(tx, numbers)
        work = []
        for period in open_periods:
            task = organisation.by_code.get(period.task)
            if task is not None:
                found = agenda(task, organisation.calendar, period, deadlines[period.id], done[period.id], now)
                work.append(_Work(task, period, found))
        return work

    async def _carry_out(self, work: _Work, now: datetime) -> None:
        for step in work.agenda.due:
            await self._step(work, step, now)
            await self._mark(work.period, [step], now)
        if work.agenda.expired:
            await self._mark(work.period, work.agenda.expired, now)
        if work.agenda.next_at is None:
            async with self._setting.database.transaction() as tx:
                await periods.settle(tx, work.period.id, now)

    async def _step(self, work: _Work, step: Step, now: datetime) -> None:
        if step.kind is StepKind.REMIND:
            await remind(self._setting, work.period, step, now)
        elif step.kind is StepKind.AT_RISK:
            await warn(self._setting, work.task, work.period, step, now)
        else:
            await Closing(self._setting, work.task, work.period, step, now).carry_out()
            if step.moment >= work.period.closes_at:
                await queue_week(self._setting, work.period, now)

    async def _mark(self, period: PeriodTimes, steps: list[Step] | tuple[Step, ...], now: datetime) -> None:
        async with self._setting.database.transaction() as tx:
            await periods.mark_steps(tx, period.id, steps, now)

    @staticmethod
    async def _guarded(what: str, work: Awaitable[object]) -> None:
        try:
            await work
        except Exception as error:
            if is_away(error):
                raise  # then nothing else can be done either, and the next beat makes up for all of it
            _log.exception("%s failed; it is tried again at the next beat", what)
