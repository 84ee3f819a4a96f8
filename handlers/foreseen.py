"""What time will bring, in the chat: a line for each step, and who would hear it, a page at a time."""

from collections.abc import Sequence

from core.ports import Option
from core.roles import Action
from db import units
from db.planned import Planned
from db.upcoming import Receiver
from handlers.turn import Turn
from texts.duties import fitting, spoken
from texts.rendering import Sentence, lines

PAGE = 30
"""How many receivers one message names."""


def steps_said(turn: Turn, steps: Sequence[Planned]) -> list[Sentence]:
    """A line for each step: when, what, to how many people, about which period."""
    several = len({step.task for step in steps}) > 1
    said: list[Sentence] = []
    for step in steps:
        line = turn.say(f"planned.{step.kind}", at=step.at, n=len(step.to), week=step.name)
        task = turn.organisation.by_code.get(step.task)
        if several and task is not None and not task.once:
            line = turn.say("planned.of_task", task=task.title, line=line)
        said.append(line)
    return said


def listed(turn: Turn, steps: Sequence[Planned]) -> list[Sentence]:
    """The same as the lines of a list."""
    return [turn.say("list.item", line=line) for line in steps_said(turn, steps)]


async def receivers_said(turn: Turn, action: Action, step: Planned, first: int) -> tuple[Sentence, int | None]:
    """Who would hear of a step, from the `first` on, and where the next page begins (None: there is none)."""
    chosen = step.to[first : first + PAGE]
    known = await units.units_by_id(turn.tx, sorted({each.unit_id for each in chosen}))
    names = await turn.told_apart(action, {unit.id: unit.name for unit in known.values()})
    named = [_receiver(turn, each, names.get(each.unit_id, "")) for each in chosen]
    named = named[: fitting(named)]
    after = first + len(named)
    text = lines([turn.say("planned.to", step=steps_said(turn, [step])[0]), *named])
    return text, after if after < len(step.to) else None


def _receiver(turn: Turn, each: Receiver, unit: str) -> Sentence:
    return (
        turn.say("planned.receiver", who=each.name, unit=spoken(unit))
        if unit
        else turn.say("planned.who", who=each.name)
    )


def paging(turn: Turn, action: Action, *before: object, step: int, steps: int, more: int | None) -> list[Option]:
    """Buttons to the next page of a step's receivers, and to the next step."""
    options = [] if more is None else [turn.option("more", action, "who", *before, step, more)]
    if step + 1 < steps:
        options.append(turn.option("next_step", action, "who", *before, step + 1, 0))
    return options
