"""What will the simulated people do, and what does the calendar bring? Both are fixed before the first event."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from bot.replay.deeds import Deed, coordinator_week, secretary_week
from bot.replay.outcomes import Cast, outcomes
from bot.replay.staging import quotas_of
from core.calendar import Calendar, Week
from core.organisation import Organisation
from core.reminders import reminder_moments
from core.roster import Roster, SeatKind
from core.task import Task, periods_from
from web.chat.stage import Coming, ComingKind

WEEKS = 104
"""So many weeks have simulated people; after two years of pushing they rest."""

COMPLIANCE = 0.91

SHOWN = 5
"""So many coming moments are shown."""


@dataclass(frozen=True, slots=True)
class Roles:
    """The units whose secretaries and coordinators take part; of the secretaries' with what each owes a week."""

    quotas: Mapping[str, int]
    coordinators: tuple[str, ...]


def roles_of(organisation: Organisation, roster: Roster) -> Roles:
    """Who of the roster owes the first weekly task, and who coordinates."""
    return Roles(
        quotas_of(organisation, roster),
        tuple(holder.unit for holder in roster.holders if holder.kind is SeatKind.COORDINATOR),
    )


class Script:
    """Everything that the simulated people do, in order of time, from the seed alone."""

    def __init__(self, organisation: Organisation, roles: Roles, first: datetime, seed: int) -> None:
        weeks = list(islice(periods_from(organisation.weekly, organisation.calendar, first), WEEKS + 1))
        self._deeds = sorted(_deeds(weeks, roles, seed))

    def after(self, moment: datetime) -> list[Deed]:
        """What is done at this moment or later. Deeds that were done are known by their keys."""
        return self._deeds[bisect_left(self._deeds, moment, key=lambda deed: deed.at) :]


def _deeds(weeks: list[Week], roles: Roles, seed: int) -> Iterator[Deed]:
    plan = outcomes(Cast(tuple(roles.quotas), WEEKS, COMPLIANCE, seed))
    for index, week in enumerate(weeks[:-1]):
        for unit, quota in roles.quotas.items():
            yield from secretary_week(unit, week, weeks[index + 1], plan[index][unit], quota, seed)
        for unit in roles.coordinators:
            yield from coordinator_week(unit, week, seed)


def opening_scene(organisation: Organisation, day: datetime) -> tuple[datetime, datetime]:
    """When the past begins, and the moment in the middle of its second week at which the visitor comes in.

    That is two minutes after the second reminder: some have just been reminded, many will still hand in.
    """
    task, calendar = organisation.weekly, organisation.calendar
    first, second = islice(periods_from(task, calendar, day), 2)
    reminders = reminder_moments(task.reminders, calendar, second)
    middle = second.opens_at + (second.due_at - second.opens_at) * 0.55
    moment = reminders[1] if len(reminders) > 1 else middle
    return first.opens_at, moment + timedelta(minutes=2)


def coming(organisation: Organisation, first: datetime, now: datetime) -> tuple[Coming, ...]:
    """The next moments of the weeks since the first one, soonest first. Extended deadlines are not among them."""
    found: list[Coming] = []
    for task in organisation.tasks:
        before = max(first, now - timedelta(days=14))  # a week in grace, or one whose due day has moved
        weeks = islice(periods_from(task, organisation.calendar, before), 5)
        found += [moment for week in weeks for moment in _moments(task, organisation.calendar, week)]
    return tuple(sorted((each for each in found if each.at > now), key=lambda each: each.at)[:SHOWN])


def _moments(task: Task, calendar: Calendar, week: Week) -> Iterator[Coming]:
    name = task.name_of(week)
    yield Coming(week.opens_at, ComingKind.OPENS, task.code, name)
    for at in reminder_moments(task.reminders, calendar, week):
        yield Coming(at, ComingKind.REMIND, task.code, name)
    yield Coming(week.due_at - task.at_risk, ComingKind.AT_RISK, task.code, name)
    yield Coming(week.due_at, ComingKind.DUE, task.code, name)
    yield Coming(week.closes_at, ComingKind.CLOSES, task.code, name)


def first_opening(organisation: Organisation, day: str) -> datetime:
    """The opening of the first weekly task's week that holds this local day, written 2023-10-02."""
    noon = datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=organisation.calendar.zone)
    return next(periods_from(organisation.weekly, organisation.calendar, noon)).opens_at
