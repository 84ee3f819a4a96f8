"""What admins are asked about a week with holidays, by the bot ahead of it and whenever they ask themselves."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from core.calendar import Calendar, HolidayPolicy, Week, local_day
from core.ports import Option, Person
from core.quota import scaled
from core.relief import Way, next_workday
from core.roles import Action
from core.task import Task, periods_from
from texts.rendering import Sentence
from texts.say import Texts

HALF = 50
"""A reduced quota is so many percent of the usual one, rounded up."""


def question(
    texts: Texts, person: Person, task: Task, calendar: Calendar, week: Week, days: Sequence[date], several: bool
) -> Sentence:
    """Which holidays the week has, when it is due, and what could be done. `several` adds the task's title."""
    usual = usual_due_day(task, calendar, week)
    is_moved = usual != local_day(calendar, week.due_at)
    text = texts.say(
        person,
        "holiday.moved" if is_moved else "holiday.ask",
        week=task.name_of(week),
        holidays=[texts.say(person, "holiday.day", day=day) for day in days],
        due=week.due_at,
        usual=usual,
        day=next_workday(calendar, local_day(calendar, week.due_at)),
    )
    return texts.say(person, "duty.of_task", task=task.title, line=text) if several and not task.once else text


def options(
    texts: Texts, person: Person, task: Task, calendar: Calendar, week: Week, decided: int = 0
) -> tuple[Option, ...]:
    """Keep it, move it to the next working day, ask for half of it where that is less, or excuse everybody.

    `decided`: the number of the decision that holds as this is offered, 0 for none.
    """
    day = next_workday(calendar, local_day(calendar, week.due_at))
    labels = {Way.KEEP: "holiday_keep", Way.MOVE: "holiday_move", Way.REDUCE: "way_reduce", Way.WAIVE: "holiday_waive"}
    if scaled(task.quota, HALF) == task.quota:
        del labels[Way.REDUCE]
    return tuple(
        Option(
            texts.label(person, label, day=day, week=task.name_of(week)),
            ":".join((Action.HOLIDAYS.value, way.value, task.code, week.code, str(decided))),
        )
        for way, label in labels.items()
    )


def usual_due_day(task: Task, calendar: Calendar, week: Week) -> date:
    """The day on which the week would be due if there were no holidays."""
    unmoved = replace(calendar, policy=HolidayPolicy.IGNORE)
    same = next(
        (each for each in periods_from(task, unmoved, week.opens_at + timedelta(seconds=1)) if each.code == week.code),
        week,
    )
    return local_day(calendar, same.due_at)
