"""What time will bring: which messages to whom and when, as things stand now. Writes nothing."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import takewhile

from core.agenda import DeadlinePair, Step, StepKind, steps_of
from core.calendar import Calendar, Week, local_day
from core.hierarchy import Hierarchy
from core.organisation import Organisation
from core.relief import Relief, Way, moved
from core.task import PeriodName, PeriodTimes, Task, periods_from, running
from db import deputies, flags, people, periods, reliefs, standings, sweep, task_runs, units, upcoming
from db.engine import Tx
from db.upcoming import Receiver

KINDS = {StepKind.REMIND: "reminder", StepKind.AT_RISK: "at_risk", StepKind.MISSED: "missed"}


@dataclass(frozen=True, slots=True)
class Planned:
    """One step that will come: when, what, and who hears as things stand now. `period` is a code, `name` its name."""

    at: datetime
    kind: str
    task: str
    period: str
    name: PeriodName
    to: tuple[Receiver, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Owing:
    """One unit that owes a period, and until when; `receiver` None: its secretary's seat is vacant."""

    unit: int
    receiver: Receiver | None
    due_at: datetime
    closes_at: datetime


@dataclass(frozen=True)
class _Planner:
    """Looks ahead from one moment. `within`: only messages about these units; None: about all."""

    tx: Tx
    organisation: Organisation
    now: datetime
    tree: Hierarchy
    decided: Sequence[Relief]
    within: Collection[int] | None

    @property
    def calendar(self) -> Calendar:
        return self.organisation.calendar

    @property
    def day(self) -> date:
        return local_day(self.calendar, self.now)

    async def task(self, task: Task, until: datetime) -> list[Planned]:
        """Everything that the periods of a task bring before a moment, those that are open first."""
        opened = [each for each in await periods.unsettled(self.tx) if each.task == task.code]
        found: list[Planned] = []
        for period in opened:
            found += await self._open(task, period)
        last = await periods.newest(self.tx, task.code)
        since = self.now if last is None else max(self.now, last.opens_at)
        coming = takewhile(lambda week: week.opens_at < until, periods_from(task, self.calendar, since))
        for week in coming:
            if last is None or week.opens_at > last.opens_at:
                found += await self.coming(task, week)
        return [each for each in found if self.now <= each.at < until]

    async def _open(self, task: Task, period: PeriodTimes) -> list[Planned]:
        """The steps that are left of an open period, to those who are short now."""
        views = await standings.of_period(self.tx, period.id, self.day)
        owing = [
            _Owing(
                view.unit,
                None if view.member is None
                else Receiver(view.member, view.member_name or "", view.unit_code, view.unit, view.linked),
                view.facts.due_at,
                view.facts.closes_at,
            )
            for view in views
            if not view.facts.met and not view.facts.waived
        ]  # fmt: skip
        done = (await periods.done_steps(self.tx, [period.id]))[period.id]
        reminded = await self._reminded(period.id)
        found = await self._steps(task, period, owing, done, reminded)
        everybody = await self._coordinators(view.unit for view in views)
        return [*found, Planned(period.closes_at, "digest", task.code, period.code, period.name, everybody)]

    async def _reminded(self, period: int) -> set[int]:
        """Who is short, can be reached and did not ask for quiet."""
        found: set[int] = set()
        after = 0
        while batch := await sweep.members_to_remind(self.tx, period, self.day, self.now, after):
            found.update(batch)
            after = batch[-1]
        return found

    async def _deputies(self, owing: Sequence[_Owing], besides: Collection[int]) -> tuple[Receiver, ...]:
        """Who is reminded instead of holders who are away or not linked, but for these members."""
        codes = {each.unit: each.receiver.unit for each in owing if each.receiver is not None}
        instead = await deputies.reached_instead(self.tx, list(codes), self.day, self.now)
        found = {member: Receiver(member, name, codes[unit], unit, True) for unit, (member, name) in instead.items()}
        return tuple(each for member, each in found.items() if member not in besides)

    async def coming(self, task: Task, week: Week) -> list[Planned]:
        """The steps of a period that is not open yet, to everybody who will owe it, as far as was decided."""
        period = PeriodTimes(0, task.code, week.code, week.opens_at, week.due_at, week.closes_at,
                             task.title if task.once else None)  # fmt: skip
        everybody = await upcoming.secretaries(self.tx, task, self.day)
        owing = [_Owing(each.unit_id, each, week.due_at, week.closes_at) for each in everybody]
        due_day = local_day(self.calendar, week.due_at)
        for relief in self.decided:
            if relief.concerns(task.code, due_day):
                owing = await self._relieved(owing, relief)
        found = await self._steps(task, period, owing, frozenset(), None)
        looking_after = await self._coordinators(each.unit for each in owing)
        return [*found, Planned(week.closes_at, "digest", task.code, week.code, period.name, looking_after)]

    async def _relieved(self, owing: Sequence[_Owing], relief: Relief) -> list[_Owing]:
        area = None if relief.unit is None else await units.subtree(self.tx, [relief.unit])
        found: list[_Owing] = []
        for each in owing:
            if area is not None and each.unit not in area:
                found.append(each)
            elif relief.way is Way.MOVE:
                later = moved(self.calendar, each.due_at, relief.days)
                found.append(replace(each, due_at=later, closes_at=later + (each.closes_at - each.due_at)))
            elif relief.way is not Way.WAIVE:
                found.append(each)
        return found

    async def _steps(
        self, task: Task, period: PeriodTimes, owing: Sequence[_Owing], done: frozenset[Step], reminded: set[int] | None
    ) -> list[Planned]:
        own = [each for each in owing if self.within is None or each.unit in self.within]
        pairs = {DeadlinePair(each.due_at, each.closes_at) for each in own}
        found: list[Planned] = []
        for step in steps_of(task, self.calendar, period, pairs) if own else ():
            if step in done:
                continue
            told = [each for each in own if _is_told(each, step, task)]
            reached = tuple(each.receiver for each in told if each.receiver is not None and each.receiver.linked)
            if step.kind is StepKind.REMIND:
                to = tuple(each for each in reached if reminded is None or each.member in reminded)
                to += await self._deputies(told, {each.member for each in to}) if reminded is not None else ()
            else:
                to = await self._coordinators(each.unit for each in told)
                to = (*reached, *to) if step.kind is StepKind.MISSED else to
            note = "whoever is short by then" if step.kind is StepKind.MISSED else ""
            found.append(Planned(step.moment, KINDS[step.kind], task.code, period.code, period.name, to, note))
        return found

    async def _coordinators(self, owing: Iterable[int]) -> tuple[Receiver, ...]:
        """Whoever looks after these units, and can be reached; `unit_id` is that of the own seat."""
        posts = {self.tree.coordinator_of(unit) for unit in owing if self.within is None or unit in self.within}
        members = sorted({member for post in posts for member in post.members})
        names = await people.names_of(self.tx, members)
        known = await units.units_by_id(self.tx, [post.unit for post in posts if post.unit is not None])
        at = {member: known[post.unit] for post in posts if post.unit in known for member in post.members}
        return tuple(
            Receiver(member, names[member], at[member].code if member in at else "–",
                     at[member].id if member in at else 0, True)
            for member in members
        )  # fmt: skip

    async def climbs(self, until: datetime) -> list[Planned]:
        """Flags that go up the ladder unless somebody calls or the week is mended."""
        found = []
        for flag in await flags.all_open(self.tx):
            outside = self.within is not None and flag.unit not in self.within
            if outside or flag.escalate_at is None or flag.escalate_at >= until:
                continue
            post = self.tree.next_level(flag.level_unit)
            names = await people.names_of(self.tx, list(post.members) if post else [])
            to = tuple(Receiver(member, name, "–", 0, True) for member, name in names.items())
            at = max(flag.escalate_at, self.now)
            code = f"W{flag.week:02d}" if isinstance(flag.week, int) else flag.week
            found.append(Planned(at, "escalation", flag.task, code, flag.week, to, flag.unit_name))
        return found


def _is_told(owing: _Owing, step: Step, task: Task) -> bool:
    """Whether a step concerns somebody with these deadlines."""
    if step.kind is StepKind.REMIND:
        return step.moment < owing.due_at
    if step.kind is StepKind.AT_RISK:
        return step.moment == owing.due_at - task.at_risk
    return step.moment == owing.closes_at


async def plan(
    tx: Tx, organisation: Organisation, now: datetime, until: datetime, within: Collection[int] | None = None
) -> list[Planned]:
    """Every step from now until a moment, in order of time; about these units only if given."""
    planner = await _planner(tx, organisation, now, within)
    runs = await task_runs.runs(tx)
    found: list[Planned] = []
    for settings in organisation.tasks:
        task = running(settings, runs.get(settings.code))
        if task is not None:
            found += await planner.task(task, until)
    found += await planner.climbs(until)
    return sorted(found, key=lambda each: (each.at, each.kind))


async def rehearse(
    tx: Tx, organisation: Organisation, task: Task, now: datetime, weeks: Sequence[Week]
) -> list[Planned]:
    """The steps of these coming periods if nobody hands anything in: as many messages as there can be."""
    planner = await _planner(tx, organisation, now, None)
    found = [step for week in weeks for step in await planner.coming(task, week)]
    return sorted(found, key=lambda each: (each.at, each.kind))


async def _planner(tx: Tx, organisation: Organisation, now: datetime, within: Collection[int] | None) -> _Planner:
    day = local_day(organisation.calendar, now)
    decided = [view.relief for view in await reliefs.lasting(tx, day)]
    return _Planner(tx, organisation, now, await units.hierarchy(tx, day, now), decided, within)
