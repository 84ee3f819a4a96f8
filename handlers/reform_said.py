"""Everything that follows from a change of units, said back before the yes."""

from collections.abc import AsyncIterator
from datetime import date, time, timedelta

from core.calendar import local_day
from core.localtime import moment_at
from core.reform import Holder, Known, Part, Reform, ReformKind
from core.spelling import fold
from core.task import periods_from
from db import reforms
from db.reform_deeds import holders_of, seat_kind
from handlers.turn import Turn
from texts.duties import spoken
from texts.reforms import reform_sentence
from texts.rendering import Sentence, lines

NAMED = 8
"""How many units one sentence names."""


async def said_back(turn: Turn, reform: Reform, day: date) -> Sentence:
    """What changes, and what becomes of seats, of the units below, of open weeks and of invitations."""
    told = await reforms.told(turn.tx, reform, day)
    head = turn.say("reform.sentence", text=reform_sentence(turn.setting.texts, turn.person, told))
    return lines([head, *[line async for line in _consequences(turn, reform, day)]])


async def _consequences(turn: Turn, reform: Reform, day: date) -> AsyncIterator[Sentence]:
    known = await reforms.known(turn.tx, turn.today)
    for part in reform.parts:
        if part.unit is None:
            below = spoken(known[part.parent].name) if part.parent in known else turn.organisation.words.organisation
            yield turn.say("reform.new_unit", unit=spoken(part.name), code=part.code, parent=below)
            yield await _who(turn, part)
    if reform.kind is ReformKind.RENAME:
        yield turn.say("reform.past_stays")
    elif reform.kind is ReformKind.MOVE:
        yield turn.say("reform.goes_along")
    below_closing = [unit for unit in known.values() if unit.parent in reform.closing]
    if below_closing:
        heir = reform.parts[0].name if reform.parts else _above(reform, known)
        yield turn.say("reform.moves_up", n=len(below_closing), parent=spoken(heir))
    if reform.closing:
        owing = turn.organisation.owing_levels
        if any(known[unit].level in owing for unit in reform.closing):
            names = [spoken(known[unit].name) for unit in reform.closing]
            yield turn.say("reform.open_week", units=names)
        if any(part.unit is None and part.level in owing for part in reform.parts):
            opening = opening_after(turn, day if day == turn.today else day - timedelta(days=1))
            yield turn.say("reform.owes_next", day=opening)
        yield turn.say("reform.ends")
    alike = _alike(reform, known)
    if alike:
        yield turn.say("reform.alike", units=[spoken(name) for name in alike[:NAMED]])
    for plan in await reforms.planned_for(turn.tx, {*reform.units, *reform.parents}):
        told = await reforms.told(turn.tx, plan.reform, plan.day)
        text = reform_sentence(turn.setting.texts, turn.person, told)
        yield turn.say("reform.also_planned", text=text, by=plan.by_name)
    if day > turn.today:
        yield turn.say("reform.on_the_day")


def opening_after(turn: Turn, day: date) -> date:
    """The first local day after this one on which a week opens; a week later when none does any more."""
    calendar = turn.organisation.calendar
    next_day = moment_at(day + timedelta(days=1), time(), calendar.zone)
    openings = [
        next((opens for week in periods_from(task, calendar, next_day) if (opens := week.opens_at) >= next_day), None)
        for task in turn.organisation.tasks
    ]
    days = [local_day(calendar, opens) for opens in openings if opens is not None]
    return min(days, default=day + timedelta(days=7))


async def _who(turn: Turn, part: Part) -> Sentence:
    """Who holds the new unit's seat."""
    kind = seat_kind(part.level, turn.organisation.owing_levels).value
    holder = part.holder or Holder()
    name = holder.name
    if holder.from_unit is not None:
        held = await holders_of(turn.tx, [holder.from_unit], turn.today)
        name = held[0].name if held else ""
    if not name:
        return turn.say(f"reform.{kind}_vacant", unit=spoken(part.name))
    return turn.say(f"reform.{kind}_held", unit=spoken(part.name), name=name)


def _above(reform: Reform, known: dict[int, Known]) -> str:
    parent = known[reform.units[0]].parent
    return known[parent].name if parent in known else ""


def _alike(reform: Reform, known: dict[int, Known]) -> list[str]:
    """Names that a reader takes for one of the new ones: sisters that differ in spelling only."""
    own = {*reform.closing, *(part.unit for part in reform.parts)}
    named = {(part.parent, fold(part.name)) for part in reform.parts}
    if reform.kind is ReformKind.CLOSE:
        return []
    return [unit.name for unit in known.values() if unit.id not in own and (unit.parent, fold(unit.name)) in named]
