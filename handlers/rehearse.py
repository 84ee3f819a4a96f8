"""Trying a task: a month of it with the real roster, told to the admin alone. Nothing is sent, no row is changed."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from core.calendar import Week
from core.evidence import Duty, Part
from core.ports import Person
from core.roles import Action
from core.task import Task, periods_from
from db import people, planned, units, upcoming
from db.planned import Planned
from db.upcoming import Receiver
from handlers.foreseen import listed, paging, receivers_said
from handlers.payload import Payload
from handlers.turn import Turn
from texts.duties import ShortUnit, fitting, reminder, short_units, spoken
from texts.rendering import Sentence, lines

MONTH = timedelta(days=28)
"""How long a task is tried, from its first opening on."""

SHORT = 3
"""How many units a sample's list names."""


def weeks_ahead(turn: Turn, task: Task, from_day: date) -> Iterator[Week]:
    """The periods of a month that would open from a local day on, were the task active."""
    calendar = turn.organisation.calendar
    active = replace(task, active=True, starts=max(from_day, task.starts or from_day))
    first: datetime | None = None
    for week in periods_from(active, calendar, turn.now):
        first = first or week.opens_at
        if week.opens_at >= first + MONTH:
            return
        yield week


async def rehearse(turn: Turn, task: Task, from_day: date, payload: Payload) -> None:
    """The summary, samples of the messages, or who would hear a step."""
    weeks = list(weeks_ahead(turn, task, from_day))
    steps = await planned.rehearse(turn.tx, turn.organisation, task, turn.now, weeks)
    if not weeks or not steps:
        await turn.answer("task.too_late", task=task.title)
    elif payload.word(0) == "sample":
        await _samples(turn, task, weeks[0], steps)
    elif payload.word(0) == "who":
        number = min(payload.number(2) or 0, len(steps) - 1)
        text, more = await receivers_said(turn, Action.TASKS, steps[number], payload.number(3) or 0)
        await turn.reply(text, *paging(turn, Action.TASKS, task.code, step=number, steps=len(steps), more=more))
    else:
        await _summary(turn, task, weeks, steps)


async def _summary(turn: Turn, task: Task, weeks: Sequence[Week], steps: Sequence[Planned]) -> None:
    owing = await upcoming.secretaries(turn.tx, task, turn.today)
    to_secretaries = Counter((each.member, step.name) for step in steps if step.kind == "reminder" for each in step.to)
    said = listed(turn, steps)
    shown = fitting(said, 2500)
    head = turn.say(
        "task.tried",
        task=task.title,
        opens=weeks[0].opens_at,
        until=steps[-1].at,
        n=len({each.unit_id for each in owing}),
        linked=len({each.member for each in owing if each.linked}),
    )
    more = [turn.say("at_risk.more", n=len(said) - shown)] if shown < len(said) else []
    total = turn.say("task.total", n=sum(len(step.to) for step in steps), times=max(to_secretaries.values(), default=0))
    await turn.reply(
        lines([head, *said[:shown], *more, total]),
        turn.option("task_samples", Action.TASKS, "sample", task.code),
        turn.option("who_hears", Action.TASKS, "who", task.code, 0, 0),
        turn.option("task_card", Action.TASKS, "show", task.code),
    )


async def _samples(turn: Turn, task: Task, week: Week, steps: Sequence[Planned]) -> None:
    """The very words that one secretary and that unit's coordinator would read about the first period."""
    of_week = [step for step in steps if step.name == task.name_of(week)]
    owing = await upcoming.secretaries(turn.tx, task, turn.today)
    example = next((each for each in owing if each.linked), owing[0] if owing else None)
    if example is None:
        await turn.answer("task.too_late", task=task.title)
        return
    unit = (await units.units_by_id(turn.tx, [example.unit_id]))[example.unit_id]
    duty = _duty(task, week, unit.id, unit.name, unit.level, unit.code)
    tree = await units.hierarchy(turn.tx, turn.today, turn.now)
    post = tree.coordinator_of(unit.id)
    own = [each for each in owing if tree.coordinator_of(each.unit_id) == post]
    told: list[Sentence] = []
    for step in of_week:
        if step.kind == "reminder":
            told.append(await _secretarys(turn, task, duty, step, example))
        elif step.kind == "at_risk" and post.members:
            told.append(await _coordinators(turn, task, duty, step, post.members[0], own))
    shown = fitting(told, 3300)
    await turn.reply(
        lines([turn.say("task.samples", task=task.title), *told[:shown]], "\n\n"),
        turn.option("who_hears", Action.TASKS, "who", task.code, 0, 0),
        turn.option("task_card", Action.TASKS, "show", task.code),
    )


def _duty(task: Task, week: Week, unit: int, name: str, level: str, code: str) -> Duty:
    quota = task.quota_of(level, code)
    takes = {each.code: each.takes for each in task.categories}
    parts = tuple(Part(category, number, 0, takes[category]) for category, number in quota.parts)
    return Duty(
        0, unit, name, task.code, 0, task.name_of(week), week.opens_at, week.due_at, week.closes_at, quota.total, 0,
        parts=parts,
    )  # fmt: skip


async def _secretarys(turn: Turn, task: Task, duty: Duty, step: Planned, example: Receiver) -> Sentence:
    person = await turn.person_of(example.member)
    several = len(turn.organisation.tasks) > 1
    text = reminder(turn.setting.texts, person, [(duty, task)], step.at, several)
    return turn.say("task.sample", at=step.at, who=example.name, unit=spoken(duty.unit_name), text=text)


async def _coordinators(
    turn: Turn, task: Task, duty: Duty, step: Planned, member: int, own: Sequence[Receiver]
) -> Sentence:
    person: Person = await turn.person_of(member)
    texts = turn.setting.texts
    view = await people.member_view(turn.tx, member, turn.today)
    place = (
        spoken(view.coordinated_units[0].unit_name) if view.coordinated_units else turn.organisation.words.organisation
    )
    names = await units.units_by_id(turn.tx, [each.unit_id for each in own[:SHORT]])
    short = [ShortUnit(names[each.unit_id].name, 0, duty.required, each.linked) for each in own[:SHORT]]
    head = texts.say(
        person, "at_risk.digest", unit=place, hours=max(1, round((duty.due_at - step.at) / timedelta(hours=1))),
        due=duty.due_at, week=duty.week, met=0, all=len(own), short=len(own),
    )  # fmt: skip
    text = [head, short_units(texts, person, short)]
    if len(own) > SHORT:
        text.append(texts.say(person, "at_risk.more", n=len(own) - SHORT))
    return turn.say("task.sample", at=step.at, who=view.name, unit=place, text=lines(text))
