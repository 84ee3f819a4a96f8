"""Making the duty lighter for an area or for everybody: which periods that concerns, doing it, telling whom."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any

from core.calendar import Week, local_day
from core.localtime import moment_at
from core.relief import Relief, Way
from core.task import PeriodName, PeriodTimes, Task, periods_from, running
from db import periods, record, reliefs, task_runs, tellings, units, upcoming
from db.lifting import Lifted
from db.tellings import Matter
from db.upcoming import Receiver
from handlers.turn import Turn
from texts.duties import spoken
from texts.rendering import Sentence


@dataclass(frozen=True, slots=True)
class Concerned:
    """What a decision is about: tasks, their periods that are open, the names of all, and who owes them in the area."""

    tasks: tuple[str, ...]
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
    tasks: list[str] = []
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
        tasks.append(task.code)
        opened += [(task, each) for each in known]
        names += [each.name for each in known] + [task.name_of(week) for week in coming]
        owing = await upcoming.secretaries(turn.tx, task, turn.today)
        receivers += [each for each in owing if within is None or each.unit_id in within]
    return Concerned(tuple(tasks), opened, list(dict.fromkeys(names)), receivers)


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
    """Write the decision down and do it to the open periods; its number. Whom it concerns is told in batches after it,

    so that no receipt waits until a whole country is."""
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
        alerted = sorted({each.member for each in lifted})
        await tellings.order(turn.tx, number, Matter(about.tasks, tuple(about.names), about.units, tuple(alerted)))
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
