"""What do I still owe, what did I hand in, who looks after me?"""

from collections.abc import Sequence
from datetime import timedelta

from core.evidence import Duty
from core.roles import Action, scope_of
from core.standing import OWING, Standing, standing
from db import duties, people, submissions, units
from handlers import coordinate
from handlers.payload import Payload
from handlers.turn import Turn
from texts.duties import duty_line, spoken
from texts.rendering import Sentence, lines

PAGE = 10
"""How many items of the history one message shows."""


async def status(turn: Turn, payload: Payload) -> None:
    """The running weeks of every own seat and task, and those that can be mended; without a seat the units below."""
    if not turn.known.secretary_units:
        if scope_of(Action.MISSING, turn.roles) is None:
            await turn.answer("status.no_seat")
        else:
            await coordinate.missing(turn, Payload(Action.MISSING))
        return
    weeks = await _weeks(turn)
    if not weeks:
        await turn.answer("status.nothing_yet", unit=spoken(turn.known.secretary_units[0].unit_name))
        return
    if len(weeks) == 1:
        text = turn.say("status.one", line=weeks[0])
    else:
        text = turn.say("status.many", list=_bulleted(turn, weeks))
    await turn.reply(text, turn.option("review", Action.HISTORY))


async def standing_below(turn: Turn, head: Sentence) -> Sentence:
    """A text with the weeks of the person below it, one a line; alone when there are none."""
    weeks = await _weeks(turn)
    return lines([head, _bulleted(turn, weeks)]) if weeks else head


def _bulleted(turn: Turn, weeks: Sequence[Sentence]) -> Sentence:
    return lines([turn.say("list.item", line=week) for week in weeks])


async def _weeks(turn: Turn) -> list[Sentence]:
    """How each week stands that runs now, and each missed one of the last two months."""
    seats = [seat.unit for seat in turn.known.secretary_units]
    several = len(turn.organisation.tasks) > 1
    shown = [duty for duty in await duties.of_units(turn.tx, seats, turn.now) if _worth_showing(turn, duty)]
    return [
        duty_line(turn.setting.texts, turn.person, duty, turn.organisation.by_code[duty.task], turn.now, several)
        for duty in shown
        if duty.task in turn.organisation.by_code
    ]


def _worth_showing(turn: Turn, duty: Duty) -> bool:
    task = turn.organisation.by_code.get(duty.task)
    if task is None:
        return False
    state = standing(duty.facts, turn.now, task.at_risk)
    missed_lately = state is Standing.MISSED and turn.now - duty.closes_at < timedelta(days=62)
    return state in OWING or missed_lately or turn.now < duty.closes_at


async def history(turn: Turn, payload: Payload) -> None:
    """The newest items of the own units, ten a page."""
    seats = [seat.unit for seat in turn.known.secretary_units]
    items = await submissions.history(turn.tx, seats, PAGE + 1, payload.number(0))
    if not items:
        await turn.answer("history.empty")
        return
    listed = [
        turn.say(
            "history.line_note" if item.note else "history.line",
            item=turn.say("item.number", n=item.number),
            kind=turn.say(f"item.{item.kind.value}"),
            week=item.week,
            at=item.effective_at,
            state=turn.say(f"item.state_{item.state.value.lower()}"),
            note=item.note or "",
        )
        for item in items[:PAGE]
    ]
    options = [turn.option("more", Action.HISTORY, items[PAGE - 1].number)] if len(items) > PAGE else []
    await turn.reply(turn.say("history.list", list=lines(listed)), *options)


async def my_coordinator(turn: Turn, payload: Payload) -> None:
    """Who looks after the own unit: the nearest coordinator above who can be reached, else the admins."""
    seats = turn.known.secretary_units or turn.known.coordinated_units
    tree = await units.hierarchy(turn.tx, turn.today)
    post = tree.coordinator_of(seats[0].unit) if seats else None
    names = await people.names_of(turn.tx, post.members if post else await people.admins(turn.tx))
    if not names:
        await turn.answer("coordinator.nobody")
    elif post is None or post.unit is None:
        await turn.answer("coordinator.admins", names=list(names.values()))
    else:
        level = (await units.units_by_id(turn.tx, [post.unit]))[post.unit]
        await turn.answer("coordinator.name", name=next(iter(names.values())), unit=spoken(level.name))
