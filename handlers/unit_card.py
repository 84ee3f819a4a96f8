"""One unit on a card: where it stands, who is in charge, what it came from, what is to become of it."""

from collections.abc import Sequence
from datetime import timedelta

from core.ports import Option
from core.reform import Told
from core.roles import Action, allowed
from core.roster import SeatKind
from db import contacts, deputies, duties, flags, history, invites, lineage, people, reforms, units
from db.lineage import LineageKind
from db.units import UnitView
from handlers.choose import choose_unit
from handlers.payload import Payload
from handlers.seating import seat_word
from handlers.turn import Turn
from texts.duties import duty_line, spoken, spoken_phone
from texts.reforms import reform_sentence
from texts.rendering import Sentence, lines

LATELY = timedelta(days=62)
"""So long a missed week stands on the card."""

MOST_FLAGS = 8
"""How many alerts one button can carry."""

UNITS_NAMED = 20
"""How many units one sentence names."""


async def unit_card(turn: Turn, payload: Payload) -> None:
    """`/donvi An Phú`: who is in charge there and whether he or she can be reached. Alone: what is vacant.

    A unit that is gone, or is called otherwise by now, is told of under its old name, too.
    """
    name = payload.word(0)
    if not name:
        await _vacant(turn)
        return
    reach = await turn.reach(Action.UNITS)
    if not await units.named(turn.tx, name, turn.today, reach):
        gone = await units.named(turn.tx, name, None, reach)
        renamed = await history.formerly(turn.tx, name, turn.today, reach)
        if gone or renamed:
            told = [await _gone(turn, unit) for unit in gone[:UNITS_NAMED]]
            await turn.reply(lines([*told, *[await _card(turn, unit) for unit in renamed[:UNITS_NAMED]]]))
            return
    unit = await choose_unit(turn, Action.UNITS, name)
    if unit is not None:
        card = lines([await _card(turn, unit), *await _duties(turn, unit)])
        await turn.reply(card, *await _deeds(turn, unit))


async def _card(turn: Turn, unit: UnitView) -> Sentence:
    parent = (await units.parent_names(turn.tx, [unit.id])).get(unit.id)
    facts = {"unit": unit.name, "code": unit.code}
    head = turn.say("unit.below", parent=spoken(parent), **facts) if parent else turn.say("unit.top", **facts)
    kinds = [SeatKind.SECRETARY] if unit.level in turn.organisation.owing_levels else [SeatKind.COORDINATOR]
    seats = [await _seat_line(turn, unit, kind, kind in kinds) for kind in SeatKind]
    seats += await deputies_of(turn, unit)
    return lines([head, *(seat for seat in seats if seat), *await _past(turn, unit), *await _to_come(turn, unit)])


async def _past(turn: Turn, unit: UnitView) -> list[Sentence]:
    """What it came from, and how it was called."""
    told = [turn.say("unit.formerly", name=name, day=until) for name, until in await history.names_of(turn.tx, unit.id)]
    came = await lineage.came_from(turn.tx, [unit.id])
    for day, kind in dict.fromkeys((each.day, each.kind) for each in came):
        names = [spoken(each.before_name) for each in came if (each.day, each.kind) == (day, kind)]
        told.append(turn.say(f"unit.from_{kind.value}", day=day, units=names))
    return told


async def _to_come(turn: Turn, unit: UnitView) -> list[Sentence]:
    coming = await reforms.planned_for(turn.tx, [unit.id])
    told: Sequence[Told] = [await reforms.told(turn.tx, plan.reform, plan.day) for plan in coming]
    return [turn.say("reform.sentence", text=reform_sentence(turn.setting.texts, turn.person, each)) for each in told]


async def _gone(turn: Turn, unit: UnitView) -> Sentence:
    """A unit that exists no more, and as what it went on."""
    ended = await history.ended(turn.tx, unit.id)
    after = await lineage.went_on_as(turn.tx, [unit.id])
    facts = {"unit": unit.name, "code": unit.code}
    if not after:
        return turn.say("unit.ended", day=ended or turn.today, **facts)
    kind = "split" if after[0].kind is LineageKind.SPLIT else "merge"
    names = [spoken(each.after_name) for each in after]
    return turn.say(f"unit.ended_{kind}", day=after[0].day, units=names, **facts)


async def _seat_line(turn: Turn, unit: UnitView, kind: SeatKind, expected: bool) -> Sentence | None:
    """Who holds the seat; None when nobody does and nobody is expected there."""
    seat = await invites.seat_of(turn.tx, unit.id, kind, turn.today)
    if seat is None:
        return turn.say(f"unit.{kind.value}_vacant") if expected else None
    state = "linked" if await people.addresses_of(turn.tx, [seat.member]) else "unlinked"
    phone = await contacts.phone_of(turn.tx, seat.member)
    name = lines([seat.member_name, spoken_phone(phone)], ", ") if phone else seat.member_name
    return turn.say(f"unit.{kind.value}_{state}", name=name, code=unit.code)


async def deputies_of(turn: Turn, unit: UnitView) -> list[Sentence]:
    """Who helps in the unit's seats."""
    told = []
    for each in [each for kind in SeatKind for each in await deputies.of_units(turn.tx, [unit.id], turn.today, kind)]:
        phone = await contacts.phone_of(turn.tx, each.member)
        name = lines([each.member_name, spoken_phone(phone)], ", ") if phone else each.member_name
        told.append(
            turn.say(
                f"unit.deputy_{'linked' if each.linked else 'unlinked'}",
                name=name,
                seat=seat_word(turn, turn.person, each.kind),
            )
        )
    return told


async def _vacant(turn: Turn) -> None:
    reach = await turn.reach(Action.UNITS)
    vacant = {
        unit.id: unit.name
        for task in turn.organisation.tasks
        for unit in await units.vacant_units(turn.tx, task, turn.today, reach)
    }
    if vacant:
        shown = dict(list(vacant.items())[:UNITS_NAMED])
        names = [spoken(name) for name in (await turn.told_apart(Action.UNITS, shown)).values()]
        await turn.answer("unit.vacant_list", n=len(vacant), units=names)
    else:
        await turn.answer("unit.ask")


async def _duties(turn: Turn, unit: UnitView) -> list[Sentence]:
    """How its weeks stand that run, and those missed lately."""
    several = len(turn.organisation.tasks) > 1
    found = []
    for duty in await duties.of_units(turn.tx, [unit.id], turn.now):
        task = turn.organisation.by_code.get(duty.task)
        if task is not None and (turn.now < duty.closes_at or (duty.owed and turn.now - duty.closes_at < LATELY)):
            found.append(duty_line(turn.setting.texts, turn.person, duty, task, turn.now, several))
    return [turn.say("unit.week", line=line) for line in found]


async def _deeds(turn: Turn, unit: UnitView) -> list[Option]:
    """What can be done about it next."""
    may = allowed(turn.roles)
    open_flags = await flags.of_units(turn.tx, [unit.id])
    options = []
    if open_flags and Action.ACKNOWLEDGE in may:
        numbers = "#" + ",".join(str(flag.id) for flag in open_flags[:MOST_FLAGS])
        options.append(turn.option("called", Action.ACKNOWLEDGE, numbers, unit=spoken(unit.name)))
    if Action.ACKNOWLEDGE in may:
        options.append(turn.option("note_about", Action.ACKNOWLEDGE, "note", unit.code, unit=spoken(unit.name)))
    kind = SeatKind.SECRETARY if unit.level in turn.organisation.owing_levels else SeatKind.COORDINATOR
    if Action.DEPUTIES in may and await turn.reaches_seat(Action.DEPUTIES, unit.id, kind):
        options.append(turn.option("deputies", Action.DEPUTIES, "of", unit.code))
    if Action.AUDIT in may:
        options.append(turn.option("look_audit", Action.AUDIT, unit.code))
    return options
