"""What a task asks: who owes, how much, when, and what happens to those who do not."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import takewhile

from core.calendar import Calendar, Week, WeekRule, local_day, weeks_from
from core.localtime import moment_at
from core.months import MonthRule
from core.once import OnceRule, only_period
from core.quota import Category, Quota
from core.reminders import Reminder
from core.trust import USUAL, Trust

PeriodName = int | str
"""How people call a period: a week by its number (47), the period of a one-off task by the task's title."""


@dataclass(frozen=True, slots=True)
class ChronicRule:
    """Who misses so many of so many weeks, in a row or not, is worth a word. Excused weeks are skipped."""

    misses: int = 3
    weeks: int = 4


@dataclass(frozen=True, slots=True)
class EscalationRule:
    """When a MISSED flag goes one level up: by time without "I called", or by misses in a row.

    `chronic` goes into the coordinator's summary of the week; None: it does not.
    """

    unacknowledged: timedelta = timedelta(hours=24)
    misses_in_a_row: int = 2
    chronic: ChronicRule | None = ChronicRule()


@dataclass(frozen=True, slots=True)
class Task:
    """A duty from the config, weekly or with one deadline. `owed_by` are the levels of unit that owe it.

    `quota` is the usual number of items; `exceptions` are other quotas, by level or by unit code, that of the unit
    before that of its level; one of 0 owes nothing. With `categories` the quota is the sum of theirs. Weeks open from
    the local day `starts` on and until the day `ends`. A task that is not `active` opens nothing until an admin
    activates it in the chat.
    """

    code: str
    title: str
    owed_by: tuple[str, ...]
    quota: int
    schedule: WeekRule | OnceRule
    reminders: tuple[Reminder, ...]
    at_risk: timedelta
    escalation: EscalationRule
    month: MonthRule
    trust: Trust = USUAL
    categories: tuple[Category, ...] = ()
    exceptions: tuple[tuple[str, Quota], ...] = ()
    starts: date | None = None
    ends: date | None = None
    active: bool = True

    @property
    def usual_quota(self) -> Quota:
        """What a unit owes for which nothing else is said."""
        return Quota(self.quota, tuple((each.code, each.quota) for each in self.categories))

    def quota_of(self, level: str, unit: str) -> Quota:
        """What a unit of this level and code owes in one period."""
        others = dict(self.exceptions)
        return others.get(unit) or others.get(level) or self.usual_quota

    def owes(self, level: str, unit: str) -> bool:
        """Whether a unit of this level and code owes the task while its secretary's seat is held."""
        return level in self.owed_by and self.quota_of(level, unit).total > 0

    @property
    def due_time(self) -> time:
        """The local time of day at which the task is due."""
        return self.schedule.due.at

    @property
    def once(self) -> bool:
        """Whether the task has a single deadline."""
        return isinstance(self.schedule, OnceRule)

    def name_of(self, week: Week) -> PeriodName:
        """What people call a period of this task."""
        return period_name(week.code, self.title if self.once else None)

    def category(self, code: str | None) -> Category | None:
        """The category with this code; None when there is none, or none any more."""
        return next((each for each in self.categories if each.code == code), None)


@dataclass(frozen=True, slots=True)
class Run:
    """What an admin decided in the chat about a task: its periods open from one local day until another."""

    from_day: date | None = None
    until_day: date | None = None


def running(task: Task, run: Run | None) -> Task | None:
    """The task as it runs, with what was decided in the chat; None while it waits for being activated."""
    if not task.active and (run is None or run.from_day is None):
        return None
    if run is None:
        return task
    starts = [day for day in (task.starts, run.from_day) if day is not None]
    ends = [day for day in (task.ends, run.until_day) if day is not None]
    return replace(task, starts=max(starts, default=None), ends=min(ends, default=None))


def periods_from(task: Task, calendar: Calendar, moment: datetime) -> Iterator[Week]:
    """The periods of a task, in order: of a weekly one the week that holds the moment and every later one, as far as
    the task's days go; the one of a one-off task until it has closed. Weeks that holidays skip are left out.

    Of a one-off task the day on which the task starts can only make the opening later.
    """
    begins = None if task.starts is None else moment_at(task.starts, time(), calendar.zone)
    if isinstance(task.schedule, OnceRule):
        periods = _only(task.schedule, calendar, moment, begins)
    else:
        since = moment if begins is None else max(moment, begins)
        weeks = weeks_from(task.schedule, calendar, since)
        periods = (week for week in weeks if not week.skipped and (begins is None or begins <= week.opens_at))
    return takewhile(lambda week: task.ends is None or local_day(calendar, week.opens_at) <= task.ends, periods)


def _only(rule: OnceRule, calendar: Calendar, moment: datetime, begins: datetime | None) -> Iterator[Week]:
    week = only_period(rule, calendar)
    if begins is not None and week.opens_at < begins:
        week = replace(week, opens_at=begins)
    if moment < week.closes_at and week.opens_at < week.due_at:
        yield week


@dataclass(frozen=True, slots=True)
class PeriodTimes:
    """One opened period as it stands in the database. Moments are aware UTC; a week has no title."""

    id: int
    task: str
    code: str
    opens_at: datetime
    due_at: datetime
    closes_at: datetime
    title: str | None = None

    @property
    def name(self) -> PeriodName:
        """The period as people say it."""
        return period_name(self.code, self.title)


def period_name(code: str, title: str | None) -> PeriodName:
    """47 for "2026-W47"; the title where the period has one."""
    return title or int(code.rsplit("W", 1)[1])
