"""The same words to many: who gets them is chosen, everything is shown, then it goes, and can be stopped half way."""

import re
from collections.abc import Mapping
from typing import Any

from core.audience import Audience, Group
from core.links import find_links
from core.ports import InboundKind
from core.roles import Action, scope_of
from core.spelling import tidy
from db import broadcasts, record
from handlers.broadcast_outcome import look, news, stop_half_way, who_was_left
from handlers.choose import choose_unit
from handlers.payload import Payload
from handlers.question import answered, ask, waiting
from handlers.turn import Turn
from texts.duties import spoken
from texts.rendering import Sentence, lines

QUESTION = "broadcast"
LONGEST = 3000
"""So many characters at most; a platform's message takes about 4,000, greeting included."""

LEVELS = 4
"""For so many levels of units there is a button."""

Known = Mapping[str, Any]
_FIRST_WORD = re.compile(r"\A\S+\s*")


async def broadcast(turn: Turn, payload: Payload) -> None:
    """`/phatthanh NỘI DUNG`, and the buttons that follow. Alone: how the last ones went."""
    word, mark = payload.word(0), payload.word(1)
    if word == "stop" and payload.number(1) is not None:
        await stop_half_way(turn, payload.number(1) or 0)
    elif word == "look" and payload.number(1) is not None:
        await look(turn, payload.number(1) or 0)
    elif word in {"unlinked", "unreachable"} and payload.number(1) is not None:
        await who_was_left(turn, payload.number(1) or 0, word, payload.number(2) or 0)
    elif mark:
        await _pressed(turn, word, mark, payload)
    elif (known := waiting(turn, QUESTION)) and known.get("wants") == "unit" and word:
        await _placed(turn, known, word)  # the button of one of several units of a name
    else:
        await _begin(turn)


async def own_words(turn: Turn, text: str) -> None:
    """The text to send, or the unit that it is for."""
    known = waiting(turn, QUESTION)
    if known is not None and known["wants"] == "unit":
        await _placed(turn, known, text)
    else:
        await _take_text(turn, tidy(turn.first.text), known or {})


def is_text(turn: Turn) -> bool:
    """Whether this message is one to be passed on, so that nothing in it, not even a link, is meant for the bot.

    A secretary's link is evidence unless a command stands before it.
    """
    text = turn.first.text.strip()
    if turn.first.kind is not InboundKind.TEXT or turn.first.edited or scope_of(Action.BROADCAST, turn.roles) is None:
        return False
    if text.startswith("/"):
        found = turn.setting.phrases.find(text)
        return found is not None and found[0] == Action.BROADCAST.value
    known = waiting(turn, QUESTION)
    asked_for = known is not None and known["wants"] == "text"
    return asked_for and not (find_links(text) and turn.known.served_units)


async def take(turn: Turn) -> None:
    """A message that `is_text`: the command with its text, or the text that was asked for."""
    text = tidy(turn.first.text)
    if not text.startswith("/"):
        await own_words(turn, text)
        return
    _, _, said = _FIRST_WORD.sub("\n", text, count=1).partition("\n")
    if said:
        await _take_text(turn, said, {})
    else:
        await _begin(turn)


async def _begin(turn: Turn) -> None:
    await ask(turn, QUESTION, wants="text")
    await turn.reply(lines([*await news(turn), turn.say("broadcast.how")]))


async def _take_text(turn: Turn, text: str, known: Known) -> None:
    if len(text) > LONGEST:
        await ask(turn, QUESTION, **{**known, "wants": "text"})
        await turn.answer("broadcast.too_long", n=len(text), more=LONGEST)
    elif "audience" in known:
        await _preview(turn, text, Audience.of(known["audience"]))
    else:
        await _ask_for_whom(turn, text)


async def _ask_for_whom(turn: Turn, text: str, place: Audience | None = None) -> None:
    """A button for each group, with how many people that is; `place`: the unit that was chosen before."""
    roots = place.roots if place else _roots(turn)
    name = place.place if place else ""
    levels = (await broadcasts.levels(turn.tx, roots, turn.today))[:LEVELS]
    groups = [Audience(Group.EVERYBODY, roots, place=name)]
    groups += [Audience(Group.LEVEL, roots, level, name) for level in levels if len(levels) > 1]
    groups += [Audience(Group.COORDINATORS, roots, place=name), Audience(Group.SHORT, roots, place=name)]
    offered = []
    for group in groups:
        people, _ = await broadcasts.count(turn.tx, group, turn.today, turn.now)
        if people:
            offered.append((group, people))
    if not offered:
        await turn.answer("broadcast.nobody")
        return
    mark = await ask(turn, QUESTION, wants="group", text=text, groups=[group.as_json() for group, _ in offered])
    options = [
        turn.option(f"broadcast_{group.group.value}", Action.BROADCAST, "to", mark, number, level=group.level, n=people)
        for number, (group, people) in enumerate(offered)
    ]
    options.append(turn.option("broadcast_not", Action.BROADCAST, "no", mark))
    await turn.answer("broadcast.which_group", *options)


def _roots(turn: Turn) -> tuple[int, ...] | None:
    roots = turn.roots(Action.BROADCAST)
    return None if roots is None else tuple(roots)


async def _pressed(turn: Turn, word: str, mark: str, payload: Payload) -> None:
    known = waiting(turn, QUESTION, mark)
    if known is None:
        await turn.answer("refused.old_button")
    elif word == "no":
        await answered(turn)
        await turn.answer("broadcast.not_sent")
    elif word == "to" and known["wants"] == "group" and (payload.number(2) or 0) < len(known["groups"]):
        await _preview(turn, known["text"], Audience.of(known["groups"][payload.number(2) or 0]))
    elif known["wants"] != "yes":
        await turn.answer("refused.old_button")
    elif word == "yes":
        await _send(turn, known["text"], Audience.of(known["audience"]))
    elif word == "edit":
        await ask(turn, QUESTION, wants="text", audience=known["audience"])
        await turn.answer("broadcast.write_again")
    elif word == "place":
        await ask(turn, QUESTION, wants="unit", text=known["text"])
        await turn.answer("broadcast.which_unit")
    else:
        await _ask_for_whom(turn, known["text"])


async def _placed(turn: Turn, known: Known, said: str) -> None:
    unit = await choose_unit(turn, Action.BROADCAST, said)
    if unit is None:
        await ask(turn, QUESTION, **{key: known[key] for key in ("wants", "text")})
    else:
        await _ask_for_whom(turn, known["text"], Audience(Group.EVERYBODY, (unit.id,), place=unit.name))


# ---- what is shown, and then sent ------------------------------------------------------------------------------


async def _preview(turn: Turn, text: str, audience: Audience) -> None:
    """Everything that will happen, before it does."""
    if not await _reached(turn, audience):
        await turn.answer("refused.not_yours")
        return
    people, unlinked = await broadcasts.count(turn.tx, audience, turn.today, turn.now)
    mark = await ask(turn, QUESTION, wants="yes", text=text, audience=audience.as_json())
    seen = turn.say("broadcast.message", by=turn.known.name, text=Sentence(text))
    told = [turn.say("broadcast.preview", n=people, who=named(turn, audience))]
    told += [turn.say("broadcast.deaf", n=unlinked)] if unlinked else []
    calendar = turn.organisation.calendar
    at = calendar.quiet.next_allowed(turn.now, calendar.zone)
    told += [turn.say("broadcast.later", at=at)] if at > turn.now else []
    linked = people - unlinked
    options = [turn.option("broadcast_send", Action.BROADCAST, "yes", mark, n=linked)] if linked else []
    options += [
        turn.option("broadcast_edit", Action.BROADCAST, "edit", mark),
        turn.option("broadcast_group", Action.BROADCAST, "group", mark),
        turn.option("broadcast_place", Action.BROADCAST, "place", mark),
        turn.option("broadcast_not", Action.BROADCAST, "no", mark),
    ]
    await turn.reply(lines([lines(told, " "), turn.say("broadcast.as_follows", text=seen)]), *options)


async def _reached(turn: Turn, audience: Audience) -> bool:
    """Whether the writer's right still reaches all of the audience."""
    if audience.roots is None:
        return turn.roots(Action.BROADCAST) is None
    return all([await turn.reaches(Action.BROADCAST, root) for root in audience.roots])


async def _send(turn: Turn, text: str, audience: Audience) -> None:
    if not await _reached(turn, audience):
        await turn.answer("refused.not_yours")
        return
    await answered(turn)
    people, unlinked = await broadcasts.count(turn.tx, audience, turn.today, turn.now)
    if people == unlinked:
        await turn.answer("broadcast.nobody")
        return
    number = await broadcasts.order(turn.tx, turn.known.id, text, audience, people, turn.now)
    unit = audience.roots[0] if audience.roots is not None and len(audience.roots) == 1 else None
    await record.note(turn.tx, turn.known.id, "broadcast.send", turn.now, unit=unit, n=people, broadcast=number)
    options = (
        turn.option("broadcast_look", Action.BROADCAST, "look", number),
        turn.option("broadcast_stop", Action.BROADCAST, "stop", number),
    )
    calendar = turn.organisation.calendar
    at = calendar.quiet.next_allowed(turn.now, calendar.zone)
    if at > turn.now:
        await turn.answer("broadcast.begins_later", *options, n=people - unlinked, at=at)
    else:
        await turn.answer("broadcast.begins", *options, n=people - unlinked)


def named(turn: Turn, audience: Audience) -> Sentence:
    """The audience in words: "cán bộ phụ trách thuộc thị xã Quảng Trị"."""
    who = turn.say(f"broadcast.group_{audience.group.value}", level=audience.level)
    if not audience.place:
        return who
    return turn.say("broadcast.group_in", who=who, unit=spoken(audience.place))
