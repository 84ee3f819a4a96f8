"""How a broadcast goes: how many have it, who was not reached, and stopping what has not gone yet."""

from core.roles import Action, Scope, scope_of
from db import broadcasts, record
from db.broadcasts import Broadcast
from handlers.turn import Turn
from texts.broadcasts import what_became
from texts.duties import spoken
from texts.rendering import Sentence, lines

SHOWN = 3
"""How many of the last broadcasts are told of."""

NAMED = 25
"""How many people one message names."""


async def news(turn: Turn) -> list[Sentence]:
    """A line for each of the last broadcasts that the writer may know of."""
    latest = await broadcasts.latest(turn.tx, None if _everybodys(turn) else turn.known.id, SHOWN)
    return [await _line(turn, each) for each in latest]


async def look(turn: Turn, number: int) -> None:
    """How far one broadcast is, with the lists behind the numbers."""
    found = await _own(turn, number)
    if found is None:
        return
    outcome = await broadcasts.outcome(turn.tx, found)
    options = []
    if outcome.unlinked:
        options.append(turn.option("broadcast_unlinked", Action.BROADCAST, "unlinked", number, n=outcome.unlinked))
    if outcome.unreachable:
        options.append(
            turn.option("broadcast_unreachable", Action.BROADCAST, "unreachable", number, n=outcome.unreachable)
        )
    if not found.ended and not found.stopped:
        options += [
            turn.option("broadcast_look", Action.BROADCAST, "look", number),
            turn.option("broadcast_stop", Action.BROADCAST, "stop", number),
        ]
    became = what_became(turn.setting.texts, turn.person, outcome.as_json())
    await turn.reply(lines([await _line(turn, found), *became]), *options)


async def _line(turn: Turn, found: Broadcast) -> Sentence:
    outcome = await broadcasts.outcome(turn.tx, found)
    key = "broadcast.line"
    if found.stopped:
        key = "broadcast.line_stopped"
    elif found.ended:
        key = "broadcast.line_ended"
    start = found.text.split("\n", 1)[0][:60]
    return turn.say(key, at=found.at, by=found.by_name, said=start, n=outcome.delivered, more=found.people)


async def who_was_left(turn: Turn, number: int, which: str, first: int) -> None:
    """Who was not linked when it went, or could not be written to: a page of names with their units."""
    found = await _own(turn, number)
    if found is None:
        return
    unlinked = which == "unlinked"
    page = await broadcasts.left(turn.tx, number, unlinked=unlinked, day=turn.today, first=first, limit=NAMED + 1)
    listed = [
        turn.say("broadcast.left_at", name=each.name, unit=spoken(each.unit)) if each.unit else each.name
        for each in page[:NAMED]
    ]
    if not listed:
        await turn.answer("broadcast.nobody_left")
        return
    more = [turn.option("more", Action.BROADCAST, which, number, first + NAMED)] if len(page) > NAMED else []
    head = turn.say(f"broadcast.left_{which}")
    await turn.reply(lines([head, *listed]), *more)


async def stop_half_way(turn: Turn, number: int) -> None:
    """Whoever has it keeps it; nobody else gets it."""
    found = await _own(turn, number)
    if found is None:
        return
    if found.ended or found.stopped:
        await turn.reply(await _line(turn, found))
        return
    await broadcasts.stop(turn.tx, number, turn.known.id, turn.now)
    await record.note(turn.tx, turn.known.id, "broadcast.stop", turn.now, broadcast=number)
    outcome = await broadcasts.outcome(turn.tx, found)
    left = found.people - outcome.delivered - outcome.unlinked - outcome.unreachable
    await turn.answer("broadcast.stopped", n=outcome.delivered, more=max(0, left))


async def _own(turn: Turn, number: int) -> Broadcast | None:
    """The broadcast, if it is the writer's own or the writer is an admin of everything; else it is answered."""
    found = await broadcasts.by_id(turn.tx, number)
    if found is None:
        await turn.answer("refused.old_button")
    elif found.by != turn.known.id and not _everybodys(turn):
        await turn.answer("refused.not_yours")
    else:
        return found
    return None


def _everybodys(turn: Turn) -> bool:
    return scope_of(Action.BROADCAST, turn.roles) is Scope.ALL
