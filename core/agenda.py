"""Which steps are due at a moment? The heartbeat asks this; the answer is a pure function of facts and `now`.

A *step* is one thing that time does to one period: it reminds, it warns of risk, it closes. Which steps were
carried out stands in the database; the agenda names those that are due and not carried out. So it does not
matter how often, how late or how irregularly the beat comes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.calendar import Calendar, Week
from core.reminders import reminder_moments
from core.task import PeriodTimes, Task, periods_from


class StepKind(StrEnum):
    """What time does to a period."""

    REMIND = "remind"
    AT_RISK = "at_risk"
    MISSED = "missed"


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """One duty: a kind of step at its moment (aware UTC)."""

    moment: datetime
    kind: StepKind


@dataclass(frozen=True, slots=True)
class DeadlinePair:
    """A due moment and close that at least one obligation of the period has; extensions add more."""

    due_at: datetime
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class Agenda:
    """What is to be done now, and what has passed unused and must not be done any more."""

    due: tuple[Step, ...]
    expired: tuple[Step, ...]
    next_at: datetime | None


def period_to_open(
    task: Task, calendar: Calendar, last: PeriodTimes | Week | None, now: datetime
) -> tuple[Week | None, datetime | None]:
    """The period that must be opened at `now` and its opening; or None and when the next one opens, if one does.

    `last` is the newest open period. After a downtime the weeks in between are opened too, oldest first, one a
    call: their obligations exist, so nobody's week vanishes because the bot was away. A week that holidays make
    skipped opens nothing.
    """
    since = now if last is None else last.opens_at
    for week in periods_from(task, calendar, since):
        if last is not None and (week.opens_at <= last.opens_at or week.code == last.code):
            continue
        return (week if week.opens_at <= now else None), week.opens_at
    return None, None


def steps_of(task: Task, calendar: Calendar, period: PeriodTimes, deadlines: Iterable[DeadlinePair]) -> list[Step]:
    """Every step of a period, in order of time. While an extension runs, its days have their reminders, too."""
    pairs = list(deadlines)
    last_due = max([period.due_at, *(pair.due_at for pair in pairs)])
    week = Week(period.code, period.opens_at, last_due, period.closes_at, False)
    steps = {Step(at, StepKind.REMIND) for at in reminder_moments(task.reminders, calendar, week)}
    for pair in pairs:
        steps.add(Step(pair.due_at - task.at_risk, StepKind.AT_RISK))
        steps.add(Step(pair.closes_at, StepKind.MISSED))
    return sorted(steps)


def agenda(
    task: Task,
    calendar: Calendar,
    period: PeriodTimes,
    deadlines: Sequence[DeadlinePair],
    done: frozenset[Step],
    now: datetime,
) -> Agenda:
    """The steps of one period that are due at `now` and not done, those expired, and the next moment.

    A reminder is due until the quiet hours of its local day begin, then it is expired: never stale. A warning
    is due until the last due moment it could help before; after that the close speaks. A close never expires.
    """
    due: list[Step] = []
    expired: list[Step] = []
    coming: list[datetime] = []
    for step in steps_of(task, calendar, period, deadlines):
        if step in done:
            continue
        if now < step.moment:
            coming.append(step.moment)
        elif now < _expires(step, task, calendar):
            due.append(step)
        else:
            expired.append(step)
    return Agenda(tuple(due), tuple(expired), min(coming, default=None))


def _expires(step: Step, task: Task, calendar: Calendar) -> datetime:
    if step.kind is StepKind.REMIND:
        return calendar.quiet.day_ends(step.moment, calendar.zone)
    if step.kind is StepKind.AT_RISK:
        return step.moment + task.at_risk
    return datetime.max.replace(tzinfo=step.moment.tzinfo)
