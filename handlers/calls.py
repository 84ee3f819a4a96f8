""" "I called": a coordinator takes care of a flag, which then waits before it goes up the ladder."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from core.ports import InboundKind
from core.roles import Action
from db import flags, record, units
from db.flags import OpenFlag
from db.units import UnitView
from handlers.choose import choose_unit, unit_and_rest
from handlers.no_answer import no_answer, unanswered
from handlers.payload import Payload, number_in
from handlers.question import answered, ask, waiting
from handlers.turn import Turn
from texts.duties import spoken
from texts.promises import promised_until

QUESTION = "called"
PROMISE = timedelta(hours=24)
"""How long "I called" keeps a flag from going up the ladder when no time is named."""

LONGEST_NOTE = 200


async def acknowledge(turn: Turn, payload: Payload) -> None:
    """By a button ("#12,13": flags), by the name of a unit with whatever was agreed, or for all open flags.

    "note" and a unit's code open the question for a word about that unit.
    """
    meant = payload.word(0)
    if meant.startswith("#"):
        numbers = [number for part in meant[1:].split(",") if (number := number_in(part)) is not None]
        await _take_care(turn, await flags.by_id(turn.tx, numbers), "")
    elif meant == "note" and payload.word(1):
        await _ask_note(turn, payload.word(1))
    elif not meant:
        reach = await turn.reach(Action.ACKNOWLEDGE)
        await _take_care(
            turn, [flag for flag in await flags.all_open(turn.tx) if reach is None or flag.unit in reach], ""
        )  # fmt: skip
    else:
        await _called(turn, meant)


async def in_vain(turn: Turn, payload: Payload) -> None:
    """`Tân Lập không nghe máy`; who says "đã gọi" besides takes care of the alert as after any call."""
    said = turn.first.text if turn.first.kind is InboundKind.TEXT else ""
    called = turn.setting.phrases.find(said, {Action.ACKNOWLEDGE.value})
    await (no_answer(turn, payload) if called is None else _called(turn, called[1]))


async def _called(turn: Turn, said: str) -> None:
    """A unit with what was agreed; or the unit chosen among those of one name, which the sentence before left open."""
    name, rest = await unit_and_rest(turn, said)
    earlier = waiting(turn, QUESTION) or {}
    unit = await _asked_about(turn, earlier)
    if unit is not None and not await units.named(turn.tx, name, turn.today):
        rest = said  # "đã gọi, hẹn mai" of the unit that is being spoken of
    else:
        unit = await choose_unit(turn, Action.ACKNOWLEDGE, name)
    note = turn.setting.phrases.without_politeness(rest)[:LONGEST_NOTE] or earlier.get("said", "")
    if unit is None:
        await ask(turn, QUESTION, said=note)
        return
    await answered(turn)
    await _log(turn, unit, note)


async def _asked_about(turn: Turn, known: Mapping[str, Any]) -> UnitView | None:
    """The unit about which a word was asked for, if the writer still looks after it."""
    unit = await units.unit_by_code(turn.tx, known["unit"]) if "unit" in known else None
    return unit if unit is not None and await turn.reaches(Action.ACKNOWLEDGE, unit.id) else None


async def _ask_note(turn: Turn, code: str) -> None:
    unit = await units.unit_by_code(turn.tx, code)
    if unit is None or not await turn.reaches(Action.ACKNOWLEDGE, unit.id):
        await turn.answer("refused.not_yours")
        return
    await ask(turn, QUESTION, unit=unit.code)
    await turn.answer("acknowledge.which_note", unit=spoken(unit.name))


async def own_words(turn: Turn, text: str) -> None:
    """A word about the unit that was asked for, which holds no alert; or the unit's name once more."""
    unit = await _asked_about(turn, waiting(turn, QUESTION) or {})
    found = turn.setting.phrases.find(text, {Action.ACKNOWLEDGE.value})
    if unit is None or found is not None:
        await _called(turn, found[1] if found else text)
        return
    await answered(turn)
    note = turn.setting.phrases.without_politeness(text)[:LONGEST_NOTE]
    await record.note(turn.tx, turn.known.id, "unit.note", turn.now, unit=unit.id, note=note)
    await turn.answer("acknowledge.noted", unit=spoken(unit.name), note=note)


async def _log(turn: Turn, unit: UnitView, note: str) -> None:
    """The call is written down; an alert of the unit waits."""
    open_flags = await flags.of_units(turn.tx, [unit.id])
    if open_flags or not note:
        await _take_care(turn, open_flags, note)
        return
    if turn.setting.phrases.find(note, {Action.NO_ANSWER.value}) is not None:
        await unanswered(turn, unit)
        return
    await record.note(turn.tx, turn.known.id, "unit.call", turn.now, unit=unit.id, note=note)
    await turn.answer("acknowledge.called", unit=spoken(unit.name), at=turn.now, note=note)


async def _take_care(turn: Turn, open_flags: Sequence[OpenFlag], note: str) -> None:
    mine = [flag for flag in open_flags if await turn.reaches(Action.ACKNOWLEDGE, flag.unit)]
    if not mine:
        await turn.answer("acknowledge.nothing")
        return
    until = promised_until(note, turn.now, turn.organisation.calendar.zone) or turn.now + PROMISE
    await flags.acknowledge(turn.tx, [flag.id for flag in mine], turn.known.id, note, until, turn.now)
    for flag in mine:
        await record.note(
            turn.tx, turn.known.id, "flag.acknowledge", turn.now, unit=flag.unit, until=until, note=note
        )  # fmt: skip
    names = await turn.told_apart(Action.ACKNOWLEDGE, {flag.unit: flag.unit_name for flag in mine})
    called = {"units": [spoken(name) for name in names.values()], "at": turn.now, "until": until}
    if note:
        await turn.answer("acknowledge.done_note", note=note, **called)
    else:
        await turn.answer("acknowledge.done", **called)
