"""What do I still owe, what did I hand in, who looks after me?"""

from collections.abc import Sequence
from datetime import timedelta

from core.evidence import Duty
from core.roles import Action, scope_of
from core.standing import OWING, Standing, standing
from db import deputies, duties, invites, people, submissions, units
from db.submissions import SubmissionView
from handlers import coordinate
from handlers.payload import Payload
from handlers.seating import seat_word
from handlers.turn import Turn
from texts.duties import duty_line, spoken
from texts.rendering import Sentence, lines

PAGE = 10
"""How many items of the history one message shows."""

RECEIVED = 100
"""Among how many of the newest items what came for a week is looked for."""

LISTED = 4
"""How many weeks, and how many items of each, one message shows."""


async def status(turn: Turn, payload: Payload) -> None:
    """The running weeks of every own seat and task, and those that can be mended; without a seat the units below."""
    if not turn.known.served_units:
        if scope_of(Action.MISSING, turn.roles) is None:
            await turn.answer("status.no_seat")
        else:
            await coordinate.missing(turn, Payload(Action.MISSING))
        return
    weeks = await _weeks(turn)
    if not weeks:
        await turn.answer("status.nothing_yet", unit=spoken(turn.known.served_units[0].unit_name))
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
    seats = [seat.unit for seat in turn.known.served_units]
    several = len(turn.organisation.tasks) > 1
    shown = [duty for duty in await duties.of_units(turn.tx, seats, turn.now) if _worth_showing(turn, duty)]
    helped = {seat.unit for seat in turn.known.deputised}
    lines_of = [
        (
            duty,
            duty_line(turn.setting.texts, turn.person, duty, turn.organisation.by_code[duty.task], turn.now, several),
        )
        for duty in shown
        if duty.task in turn.organisation.by_code
    ]
    return [turn.say("duty.as_deputy", line=line) if duty.unit in helped else line for duty, line in lines_of]


def _worth_showing(turn: Turn, duty: Duty) -> bool:
    task = turn.organisation.by_code.get(duty.task)
    if task is None:
        return False
    state = standing(duty.facts, turn.now, task.at_risk)
    missed_lately = state is Standing.MISSED and turn.now - duty.closes_at < timedelta(days=62)
    return state in OWING or missed_lately or turn.now < duty.closes_at


async def history(turn: Turn, payload: Payload) -> None:
    """The newest items of the own units, ten a page."""
    seats = [seat.unit for seat in turn.known.served_units]
    items = await submissions.history(turn.tx, seats, PAGE + 1, payload.number(0))
    if not items:
        await turn.answer("history.empty")
        return
    listed = [_item_line(turn, item) for item in items[:PAGE]]
    options = [turn.option("more", Action.HISTORY, items[PAGE - 1].number)] if len(items) > PAGE else []
    await turn.reply(turn.say("history.list", list=lines(listed)), *options)


def _item_line(turn: Turn, item: SubmissionView) -> Sentence:
    """One item; of one that somebody else handed in who it was."""
    line = turn.say(
        "history.line_note" if item.note else "history.line",
        item=turn.say("item.number", n=item.number),
        kind=turn.say(f"item.{item.kind.value}"),
        week=item.week,
        at=item.effective_at,
        state=turn.say(f"item.state_{item.state.value.lower()}"),
        note=item.note or "",
    )
    if item.member == turn.known.id or item.by in (item.note or ""):
        return line
    return turn.say("history.line_by", line=line, by=item.by)


async def received(turn: Turn, payload: Payload) -> None:
    """`em nộp rồi mà`: each week that still takes items with what came for it, so that a lost message is seen."""
    seats = [seat.unit for seat in turn.known.served_units]
    weeks = [duty for duty in await duties.of_units(turn.tx, seats, turn.now) if _worth_showing(turn, duty)]
    if not weeks:
        await turn.answer("status.nothing_yet", unit=spoken(turn.known.served_units[0].unit_name))
        return
    items = await submissions.history(turn.tx, seats, RECEIVED)
    told = []
    for duty in weeks[-LISTED:]:
        task = turn.organisation.by_code[duty.task]
        line = duty_line(turn.setting.texts, turn.person, duty, task, turn.now, len(turn.organisation.tasks) > 1)
        came = [item for item in items if (item.unit, item.period) == (duty.unit, duty.period)][:LISTED]
        told.append(turn.say("list.item", line=line if came else turn.say("received.nothing", line=line)))
        told += [_item_line(turn, item) for item in came]
    short = any(duty.owed for duty in weeks)
    ending = turn.say("received.lost" if short else "received.all")
    options = [turn.option("human", Action.ASK_HUMAN)] if short else []
    await turn.reply(lines([turn.say("received.head"), *told, ending]), *options)


async def my_coordinator(turn: Turn, payload: Payload) -> None:
    """Who looks after the own unit: the nearest coordinator above who can be reached, else the admins."""
    seats = turn.known.served_units or turn.known.coordinated_units
    tree = await units.hierarchy(turn.tx, turn.today, turn.now, seats[0].unit if seats else None)
    post = tree.coordinator_of(seats[0].unit) if seats else None
    names = await people.names_of(turn.tx, post.members if post else await people.admins(turn.tx))
    if not names:
        text = turn.say("coordinator.nobody")
    elif post is None or post.unit is None:
        text = turn.say("coordinator.admins", names=list(names.values()))
    else:
        level = (await units.units_by_id(turn.tx, [post.unit]))[post.unit]
        text = turn.say("coordinator.name", name=next(iter(names.values())), unit=spoken(level.name))
    await turn.reply(lines([text, *await _beside(turn)]))


async def _beside(turn: Turn) -> list[Sentence]:
    """Who helps the holder of each seat: a holder learns the deputies, a deputy the holder."""
    told = []
    for seat in turn.known.seats:
        for each in await deputies.of_units(turn.tx, [seat.unit], turn.today, seat.kind):
            told.append(turn.say("deputy.of_yours", unit=spoken(each.unit_name), name=each.member_name))
    for seat in (*turn.known.deputised, *turn.known.deputised_posts):
        holder = await invites.seat_by_id(turn.tx, seat.seat, turn.today)
        key = "deputy.you_are" if holder else "deputy.you_are_alone"
        said = {"unit": spoken(seat.unit_name), "seat": seat_word(turn, turn.person, seat.kind)}
        told.append(turn.say(key, name=holder.member_name if holder else "", **said))
    return told
