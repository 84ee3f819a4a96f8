"""What was decided between a proposal and the yes to it: named to whoever said yes, before anything is done."""

from collections.abc import Mapping, Sequence
from typing import Any

from core.relief import Relief, Way
from core.task import Task
from db import audit, reliefs, units
from db.audit import AuditLine
from db.reliefs import ReliefView
from handlers.audit import sentence
from handlers.payload import HIGHEST
from handlers.turn import Turn
from texts.duties import spoken
from texts.rendering import Sentence, lines

NAMED = 8
"""So many changes one message names, the newest."""

_RUNS = frozenset({"task.activate", "task.stop"})
_SETTINGS = "settings.take"
_RELIEFS = frozenset({*(f"relief.{way.value}" for way in Way), "relief.end"})
_ONE_BY_ONE = frozenset({"obligation.extend", "obligation.reduce", "obligation.waive", "obligation.unwaive"})


def seen_by(known: Mapping[str, Any]) -> int:
    """The newest line of the audit when the question was asked; what an earlier version asked takes all as seen."""
    return int(known.get("seen", HIGHEST))


async def of_task(turn: Turn, task: Task, seen: int) -> list[AuditLine]:
    """What others decided about a task after the line `seen` of the audit, new rules of it included."""
    found = await audit.of_actions_since(turn.tx, {*_RUNS, _SETTINGS}, seen)
    return [line for line in found if line.actor != turn.known.id and _concerns(line, task)]


def _concerns(line: AuditLine, task: Task) -> bool:
    if line.action == _SETTINGS:
        return any(str(key).startswith(f"tasks[{task.code}]") for key in line.details.get("keys", ()))
    return line.details.get("task") == task.code


async def in_area(turn: Turn, relief: Relief, seen: int) -> list[AuditLine]:
    """What was decided after the line `seen` about the area of a suspension, or one that it shares units with.

    What others changed for single units counts where the area is not everybody: somewhere in a whole country somebody
    moves a deadline all the time. It is left out where it only carries out one of the decisions that are named.
    """
    found = await audit.of_actions_since(turn.tx, _RELIEFS, seen)
    news = [line for line in found if _in_time(line, relief) and await _shares(turn, relief.unit, line.unit)]
    if relief.unit is None:
        return news
    told = {(line.at, line.actor) for line in found}
    within = await units.subtree(turn.tx, [relief.unit])
    single = await audit.of_actions_since(turn.tx, _ONE_BY_ONE, seen)
    others = [line for line in single if line.unit in within and (line.at, line.actor) not in told]
    return sorted([*news, *others], key=lambda line: line.id)


def _in_time(line: AuditLine, relief: Relief) -> bool:
    """A decision about one task's holidays is about one day."""
    return not line.details.get("task") or str(line.details.get("day", "")) <= relief.until_day.isoformat()


async def holding(turn: Turn, relief: Relief) -> list[ReliefView]:
    """The suspensions that hold, as this is proposed, for units of its area."""
    return [
        view
        for view in await reliefs.lasting(turn.tx, turn.today)
        if view.relief.task is None and await _shares(turn, relief.unit, view.relief.unit)
    ]


async def _shares(turn: Turn, one: int | None, other: int | None) -> bool:
    """Whether two areas, each named by its top (None: everybody), have units in common."""
    if one is None or other is None or one == other:
        return True
    return one in await units.path_of(turn.tx, other) or other in await units.path_of(turn.tx, one)


def told(turn: Turn, news: Sequence[AuditLine]) -> Sentence:
    """Who did what, and that nothing was done yet."""
    return turn.say("meanwhile.changed", list=lines([_line(turn, line) for line in news[-NAMED:]]))


def _line(turn: Turn, line: AuditLine) -> Sentence:
    said = sentence(turn, line)
    if not line.unit_name and line.action not in _RELIEFS:
        return said
    place = spoken(line.unit_name) if line.unit_name else turn.organisation.words.organisation
    return turn.say("audit.in_unit", line=said, unit=place)
