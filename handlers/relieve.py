"""Making the duty lighter for an area or for everybody: which periods that concerns, doing it, telling whom."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any

from core.calendar import Week, local_day
from core.localtime import moment_at
from core.notices import Notice, NoticeKind
from core.relief import Relief, Way
from core.task import PeriodName, PeriodTimes, Task, periods_from, running
from db import people, periods, record, reliefs, task_runs, units, upcoming
from db.lifting import Lifted
from db.upcoming import Receiver
from handlers.turn import Turn
from texts.duties import spoken
from texts.rendering import Sentence


@dataclass(frozen=True, slots=True)
class Concerned:
    """What a decision is about: the periods that are open, the names of all, and who owes them in the area."""

    open: Sequence[tuple[Task, PeriodTimes]]
    names: Sequence[PeriodName]
    receivers: Sequence[Receiver]

    @property
    def units(self) -> int:
        """How many units owe in the area."""
        return len({receiver.unit_id for receiver in self.receivers})


async def concerned(turn: Turn, relief: Relief) -> Concerned:
    """The periods that are due on the decision's days and not before now, and who owes them as things stand."""
    runs = await task_runs.runs(turn.tx)
    within = None if relief.unit is None else await units.subtree(turn.tx, [relief.unit])
    opened: list[tuple[Task, PeriodTimes]] = []
    names: list[PeriodName] = []
    receivers: list[Receiver] = []
    for settings in turn.organisation.tasks:
        task = running(settings, runs.get(settings.code))
        if task is None or relief.task not in (None, task.code):
            continue
        known = [each for each in await periods.all_periods(turn.tx, task.code) if _meant(turn, relief, each)]
        codes = {each.code for each in known}
        coming = [week for week in _coming(turn, task, relief) if week.code not in codes]
        if not known and not coming:
            continue
        opened += [(task, each) for each in known]
        names += [each.name for each in known] + [task.name_of(week) for week in coming]
        owing = await upcoming.secretaries(turn.tx, task, turn.today)
        receivers += [each for each in owing if within is None or each.unit_id in within]
    return Concerned(opened, list(dict.fromkeys(names)), receivers)


def _meant(turn: Turn, relief: Relief, period: PeriodTimes) -> bool:
    due_day = local_day(turn.organisation.calendar, period.due_at)
    return turn.now < period.due_at and relief.concerns(period.task, due_day)


def _coming(turn: Turn, task: Task, relief: Relief) -> Iterator[Week]:
    calendar = turn.organisation.calendar
    end = moment_at(relief.until_day + timedelta(days=1), time(), calendar.zone)
    for week in periods_from(task, calendar, turn.now):
        if week.opens_at >= end:
            return
        if turn.now < week.due_at and relief.concerns(task.code, local_day(calendar, week.due_at)):
            yield week


async def carry_out(turn: Turn, relief: Relief, about: Concerned) -> int:
    """Write the decision down, do it to the open periods, and tell whom it concerns; the decision's number."""
    number = await reliefs.decide(turn.tx, relief, turn.now)
    view = await reliefs.by_id(turn.tx, number)
    assert view is not None
    await record.note(
        turn.tx, turn.known.id, f"relief.{relief.way.value}", turn.now, unit=relief.unit, task=relief.task or "",
        day=relief.until_day.isoformat(), reason=relief.reason, days=relief.days, percent=relief.percent,
    )  # fmt: skip
    lifted: list[Lifted] = []
    for task, period in about.open:
        applied = await reliefs.apply(turn.tx, view, turn.organisation.calendar, task, period, turn.now)
        lifted += applied.lifted
    if relief.way is not Way.KEEP:
        said = facts(turn, relief, about, view.unit_name)
        await _tell_secretaries(turn, relief, about, said)
        await _tell_coordinators(turn, relief, about, said, {each.member for each in lifted})
    return number


def facts(turn: Turn, relief: Relief, about: Concerned, unit_name: str | None) -> Mapping[str, Any]:
    """What the sentences about a decision name."""
    return {
        "unit": spoken(unit_name) if unit_name else turn.organisation.words.organisation,
        "n": about.units,
        "days": relief.days,
        "until": relief.until_day,
        "reason": relief.reason,
        "by": turn.known.name,
        "weeks": [turn.say("suspend.week", week=name) for name in about.names],
    }


async def _tell_secretaries(turn: Turn, relief: Relief, about: Concerned, said: Mapping[str, Any]) -> None:
    """One message to each secretary of the area who can be reached, about all the own units in it."""
    own: dict[int, dict[int, str]] = {}
    for receiver in about.receivers:
        if receiver.linked and receiver.member != turn.known.id:
            own.setdefault(receiver.member, {})[receiver.unit_id] = receiver.unit
    names = {unit.id: unit.name for unit in (await _units(turn, own)).values()}
    views = await people.member_views(turn.tx, own, turn.today)
    for member, of_member in own.items():
        person = turn.setting.person(views[member])
        weeks = [turn.setting.texts.say(person, "suspend.week", week=name) for name in about.names]
        text = turn.setting.texts.say(
            person,
            f"suspend.to_secretary_{relief.way.value}",
            **{**said, "weeks": weeks, "units": [spoken(names[unit]) for unit in of_member]},
        )
        key = f"relief:{turn.source}:{member}"
        await turn.tell(Notice(key, NoticeKind.OTHER, str(text), member=member))


async def _units(turn: Turn, own: Mapping[int, Mapping[int, str]]) -> dict[int, units.UnitView]:
    return await units.units_by_id(turn.tx, sorted({unit for of_member in own.values() for unit in of_member}))


async def _tell_coordinators(
    turn: Turn, relief: Relief, about: Concerned, said: Mapping[str, Any], alerted: set[int]
) -> None:
    """Whoever looks after a unit of the area, or had been alerted of one, and did not decide this."""
    tree = await units.hierarchy(turn.tx, turn.today)
    posts = {tree.coordinator_of(receiver.unit_id) for receiver in about.receivers}
    members = {member for post in posts for member in post.members} | alerted
    views = await people.member_views(turn.tx, members - {turn.known.id}, turn.today)
    for member, view in sorted(views.items()):
        person = turn.setting.person(view)
        weeks = [turn.setting.texts.say(person, "suspend.week", week=name) for name in about.names]
        text = turn.setting.texts.say(person, f"suspend.to_coordinator_{relief.way.value}", **{**said, "weeks": weeks})
        await turn.tell(Notice(f"relief:{turn.source}:{member}", NoticeKind.OTHER, str(text), member=member))


def told(turn: Turn, view: reliefs.ReliefView) -> Sentence:
    """One decision in a line."""
    relief = view.relief
    name = spoken(view.unit_name) if view.unit_name else turn.organisation.words.organisation
    return turn.say(
        f"suspend.line_{relief.way.value}",
        unit=name,
        days=relief.days,
        until=relief.until_day,
        reason=relief.reason,
        by=view.by_name,
    )
