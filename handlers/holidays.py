"""`/nghile`: which weeks have holidays, what holds for them, and keeping, moving, reducing or waiving one."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from core.calendar import Week, local_day
from core.ports import Option
from core.relief import Relief, Way, decided, next_workday, weeks_with_holidays
from core.roles import Action
from core.task import PeriodName, Task, running
from db import outbox, periods, record, reliefs, task_runs
from db.reliefs import ReliefView
from handlers.payload import Payload
from handlers.reasons import HOLIDAY, reason_of
from handlers.relieve import carry_out, concerned, facts
from handlers.turn import Turn
from texts.holidays import HALF, options, question
from texts.rendering import Sentence, lines

AHEAD = timedelta(days=70)
"""How far ahead weeks with holidays are shown."""

SHOWN = 12


@dataclass(frozen=True, slots=True)
class Holiday:
    """One week with holidays, and what was decided about it."""

    task: Task
    week: Week
    days: list[date]
    view: ReliefView | None


async def holidays(turn: Turn, payload: Payload) -> None:
    """The weeks ahead, with what can be done about the first that nobody decided; and the buttons that decide."""
    found = [each async for each in _ahead(turn)]
    chosen = next((each for each in found if (each.task.code, each.week.code) == _named(payload)), None)
    if not payload.word(0):
        await _list(turn, found)
    elif chosen is None:
        await turn.answer("refused.old_button")
    elif payload.word(0) == "show":
        await turn.reply(_question(turn, chosen), *_options(turn, chosen))
    elif payload.word(0) in {way.value for way in Way}:
        await _decide(turn, chosen, Way(payload.word(0)), seen=payload.number(3) or 0)
    else:
        await turn.answer("refused.old_button")


def _named(payload: Payload) -> tuple[str, str]:
    return payload.word(1), payload.word(2)


async def _ahead(turn: Turn) -> AsyncIterator[Holiday]:
    calendar = turn.organisation.calendar
    runs = await task_runs.runs(turn.tx)
    views = await reliefs.lasting(turn.tx, turn.today)
    for settings in turn.organisation.tasks:
        task = running(settings, runs.get(settings.code))
        if task is None:
            continue
        for week, days in weeks_with_holidays(task, calendar, turn.now, turn.now + AHEAD):
            relief = decided([view.relief for view in views], task.code, local_day(calendar, week.due_at))
            view = next((view for view in views if view.relief is relief), None)
            yield Holiday(task, week, days, view)


async def _list(turn: Turn, found: list[Holiday]) -> None:
    first = next((each for each in found if each.view is None), None)
    if not found:
        await turn.answer("holiday.none", n=AHEAD.days)
        return
    if len(found) == 1 and first is not None:
        await turn.reply(_question(turn, first), *_options(turn, first))
        return
    text = turn.say("holiday.list", list=lines([_line(turn, each) for each in found[:SHOWN]]))
    if first is not None:
        text = lines([text, turn.say("holiday.choose", week=_name(first))])
    buttons: list[Option] = [] if first is None else list(_options(turn, first))
    buttons += [
        turn.option("holiday_show", Action.HOLIDAYS, "show", each.task.code, each.week.code, week=_name(each))
        for each in found[:SHOWN]
        if each is not first
    ]
    await turn.reply(text, *buttons)


def _line(turn: Turn, each: Holiday) -> Sentence:
    days = [turn.say("holiday.day", day=day) for day in each.days]
    line = turn.say("holiday.line", week=_name(each), holidays=days, due=each.week.due_at, state=_state(turn, each))
    several = len(turn.organisation.tasks) > 1 and not each.task.once
    return turn.say("duty.of_task", task=each.task.title, line=line) if several else line


def _name(each: Holiday) -> PeriodName:
    return each.task.name_of(each.week)


def _state(turn: Turn, each: Holiday) -> Sentence:
    if each.view is None:
        return turn.say("holiday.undecided")
    relief = each.view.relief
    return turn.say(f"holiday.state_{relief.way.value}", days=relief.days, by=each.view.by_name)


def _question(turn: Turn, each: Holiday) -> Sentence:
    several = len(turn.organisation.tasks) > 1
    calendar = turn.organisation.calendar
    return question(turn.setting.texts, turn.person, each.task, calendar, each.week, each.days, several)


def _options(turn: Turn, each: Holiday) -> Iterator[Option]:
    seen = each.view.id if each.view else 0
    yield from options(turn.setting.texts, turn.person, each.task, turn.organisation.calendar, each.week, seen)


async def _decide(turn: Turn, each: Holiday, way: Way, *, seen: int) -> None:
    """Another decision takes the place of an earlier one while the week is not open; then the first one holds.

    One that was not there when the choice was offered (`seen`) is named first, and the choice is offered again.
    """
    calendar = turn.organisation.calendar
    is_open = await periods.period_named(turn.tx, each.task.code, each.week.code) is not None
    if each.view is not None and (is_open or each.view.relief.way is way):
        await turn.answer("holiday.decided_before", week=_name(each), state=_state(turn, each))
        return
    if each.view is not None and each.view.id != seen and each.view.relief.by != turn.known.id:
        told = turn.say("holiday.decided_meanwhile", week=_name(each), state=_state(turn, each))
        await turn.reply(told, *_options(turn, each))
        return
    if each.view is not None:
        await reliefs.end(turn.tx, each.view.id, turn.known.id, turn.now)
        await record.note(turn.tx, turn.known.id, "relief.end", turn.now, reason=each.view.relief.reason)
    due_day = local_day(calendar, each.week.due_at)
    relief = Relief(
        way,
        due_day,
        due_day,
        reason_of(turn, HOLIDAY),
        turn.known.id,
        task=each.task.code,
        days=(next_workday(calendar, due_day) - due_day).days if way is Way.MOVE else 0,
        percent=HALF if way is Way.REDUCE else 100,
    )
    about = await concerned(turn, relief)
    await carry_out(turn, relief, about)
    await outbox.drop_queued(turn.tx, f"holiday:{each.task.code}:{each.week.code}:", turn.now)
    said = facts(turn, relief, about, None)
    await turn.answer(
        f"holiday.done_{way.value}",
        week=_name(each),
        n=said["n"],
        due=each.week.due_at,
        day=due_day + timedelta(days=relief.days),
    )
