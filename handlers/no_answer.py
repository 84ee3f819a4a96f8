"""Nobody answers the telephone: written down, no alert waits for it, and who else could be asked is shown."""

from core.ports import Option
from core.roles import Action, allowed
from core.roster import SeatKind
from core.spelling import fold
from db import contacts, duties, people, record, units
from db.units import UnitView
from handlers.choose import choose_unit, unit_and_rest
from handlers.find import names_in, people_called
from handlers.payload import Payload
from handlers.question import answered, ask
from handlers.turn import Turn
from handlers.unit_card import deputies_of
from texts.duties import spoken, spoken_phone
from texts.rendering import Sentence, lines

QUESTION = "no_answer"

_CALLED = frozenset({"da", "vua", "moi", "goi", "dien", "thoai", "cho", "lien", "he", "so", "may", "sao", "ma"})
"""Words before the name that only say that somebody called: "gọi cho Tân Lập không nghe máy"."""

_BUT = frozenset({"ma", "nhung", "thi", "toan", "cu"})


async def no_answer(turn: Turn, payload: Payload) -> None:
    """`Tân Lập không nghe máy`, `gọi anh Lâm không được`: the unit, or the one person of that name."""
    said = payload.word(0)
    name = said if await units.named(turn.tx, said, turn.today) else _without_call(turn, said)
    if not name:
        await ask(turn, QUESTION)
        await turn.answer("no_answer.which")
        return
    unit = await _unit_meant(turn, name)
    if unit is not None:
        await unanswered(turn, unit)


async def own_words(turn: Turn, text: str) -> None:
    """Which unit it was."""
    await answered(turn)
    await no_answer(turn, Payload(Action.NO_ANSWER, (text,)))


async def unanswered(turn: Turn, unit: UnitView) -> None:
    """Write it down for one unit within reach, and say what else can be done; alerts go on as before."""
    note = turn.setting.texts.say(turn.setting.person(None), "no_answer.note")
    await record.note(turn.tx, turn.known.id, "unit.note", turn.now, unit=unit.id, note=str(note))
    told = [turn.say("no_answer.noted", unit=spoken(unit.name), at=turn.now), *await _numbers(turn, unit)]
    options = await _nudges(turn, unit)
    options.append(turn.option("note_about", Action.ACKNOWLEDGE, "note", unit.code, unit=spoken(unit.name)))
    if Action.DEPUTIES in allowed(turn.roles) and await turn.reaches_seat(Action.DEPUTIES, unit.id, _kind(turn, unit)):
        options.append(turn.option("deputies", Action.DEPUTIES, "of", unit.code))
    await turn.reply(lines(told), *options)


def _without_call(turn: Turn, said: str) -> str:
    words = turn.setting.phrases.without_politeness(said).replace(",", " ").split()
    while words and fold(words[0]) in _CALLED:
        words.pop(0)
    while words and fold(words[-1]) in _BUT:
        words.pop()
    return " ".join(words)


async def _unit_meant(turn: Turn, said: str) -> UnitView | None:
    """The unit that is named, or that of the one person of this name; else the question is answered and None."""
    everybody = await contacts.holders(turn.tx, turn.today, turn.roots(Action.NO_ANSWER))
    for name in names_in(turn, said):
        place, _ = await unit_and_rest(turn, name)
        if await units.named(turn.tx, place, turn.today):
            return await choose_unit(turn, Action.NO_ANSWER, place)
        meant = {each.unit for each in people_called(everybody, name)}
        if len(meant) == 1:
            return (await units.units_by_id(turn.tx, list(meant)))[meant.pop()]
    return await choose_unit(turn, Action.NO_ANSWER, names_in(turn, said)[-1])


def _kind(turn: Turn, unit: UnitView) -> SeatKind:
    return SeatKind.SECRETARY if unit.level in turn.organisation.owing_levels else SeatKind.COORDINATOR


async def _numbers(turn: Turn, unit: UnitView) -> list[Sentence]:
    """Whoever is in charge there and whoever helps, each with the number."""
    told = []
    for each in await contacts.of_units(turn.tx, [unit.id], turn.today):
        if each.member is not None:
            phone = spoken_phone(each.phone) if each.phone else turn.say("find.no_phone")
            key = f"find.{each.kind.value}" if each.linked else f"find.{each.kind.value}_unlinked"
            told.append(turn.say(key, name=each.name, unit=spoken(unit.name), phone=phone))
    return [*told, *await deputies_of(turn, unit)]


async def _nudges(turn: Turn, unit: UnitView) -> list[Option]:
    """A word in the chat instead, for each running week that is owed, where somebody reads it."""
    owed = [duty for duty in await duties.of_units(turn.tx, [unit.id], turn.now) if duty.owed]
    running = {duty.task for duty in owed if turn.now < duty.closes_at}
    reached = [
        each
        for each in await contacts.of_units(turn.tx, [unit.id], turn.today)
        if each.kind is SeatKind.SECRETARY and each.member and await people.addresses_of(turn.tx, [each.member])
    ]
    if not reached or Action.NUDGE not in allowed(turn.roles):
        return []
    return [
        turn.option("nudge_one", Action.NUDGE, "ask", task, "", unit.code, unit=spoken(unit.name)) for task in running
    ]
