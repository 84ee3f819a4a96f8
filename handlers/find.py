"""Where is that unit, who is that person? Found by any spelling; what only looks like it is offered, never taken."""

from collections.abc import Sequence

from core.names import is_called, nearest, readings
from core.ports import Option
from core.roles import Action
from core.spelling import fold
from db import contacts, history, units
from db.contacts import Contact
from db.units import UnitView
from handlers.payload import Payload
from handlers.turn import Turn
from handlers.unit_card import unit_card
from texts.duties import fitting, spoken, spoken_phone
from texts.rendering import Sentence, lines

SHOWN = 10
"""How many people one message shows."""

OFFERED = 5
_FEWEST_DIGITS = 4
_FORMS = ("dong chi", "anh", "chi", "ong", "ba", "co", "thay", "ban", "bac", "chu", "em", "mr", "ms", "mrs")
_ROLES = ("bi thu", "dau moi", "can bo phu trach", "nguoi phu trach", "dieu phoi", "cua", "secretary", "coordinator")
_ASKING = ("o dau", "la ai", "la gi", "the nao", "la so may", "so may", "la bao nhieu", "bao nhieu")


async def find(turn: Turn, payload: Payload) -> None:
    """`/tim Lâm`, `tìm Tân Lập`, `số điện thoại bí thư Hải Lệ`: units by name or code, people by name or number.

    A unit is found by the name that it had before, too.
    """
    said = turn.setting.phrases.without_politeness(payload.word(0))
    if not said:
        await turn.answer("find.how")
        return
    everybody = await contacts.holders(turn.tx, turn.today, turn.roots(Action.FIND))
    reach = await turn.reach(Action.FIND)
    wanted, places, people = said, list[UnitView](), list[Contact]()
    for wanted in names_in(turn, said):
        places = await units.named(turn.tx, wanted, turn.today, reach)
        people = people_called(everybody, wanted)
        places = places or ([] if people else await history.formerly(turn.tx, wanted, turn.today, reach))
        if places or people:
            break
    if len(places) == 1 and not people:
        await unit_card(turn, Payload(Action.UNITS, (places[0].code,)))
    elif places or people:
        await _show(turn, wanted, places, people)
    else:
        await _suggest(turn, wanted, everybody)


def names_in(turn: Turn, said: str) -> list[str]:
    """What may be the name in these words, the longest first: "bí thư xã Tân Lập", "xã Tân Lập"; "anh Lâm", "Lâm".

    A form of address, a title or a question at the end is only left out: "Ba Nang" may be a commune.
    """
    words = said.strip(" ?.!,:;").split()
    for ending in _ASKING:
        count = len(ending.split())
        if len(words) > count and fold(" ".join(words[-count:])) == ending:
            words = words[:-count]
    own = turn.organisation.words
    leads = {*_FORMS, *_ROLES, fold(own.secretary), fold(own.coordinator)}
    found = [" ".join(words)]
    if "," in found[0]:  # "Tân Lập, mà"
        words = found[0].partition(",")[0].split() or words
        found.append(" ".join(words))
    while count := max((n for n in range(1, len(words)) if fold(" ".join(words[:n])) in leads), default=0):
        words = words[count:]
        found.append(" ".join(words))
    return found


def people_called(everybody: Sequence[Contact], wanted: str) -> list[Contact]:
    """Those among them who have this name, or all of whose number these digits are the end."""
    digits = "".join(letter for letter in wanted if letter.isdigit())
    if len(digits) >= _FEWEST_DIGITS and not any(letter.isalpha() for letter in wanted):
        number = digits.removeprefix("84").removeprefix("0")
        return [each for each in everybody if each.phone is not None and each.phone.endswith(number)]
    read = readings(wanted)
    return [each for each in everybody if any(is_called(reading, fold(each.name)) for reading in read)]


async def _show(turn: Turn, wanted: str, places: Sequence[UnitView], people: Sequence[Contact]) -> None:
    names = await turn.told_apart(Action.FIND, {each.unit: each.unit_name for each in people[:SHOWN]})
    told = [_person(turn, each, spoken(names[each.unit])) for each in people[:SHOWN]]
    told = told[: fitting(told)] if told else []
    if len(people) > len(told):
        told.append(turn.say("find.more", n=len(people) - len(told)))
    head = [turn.say("find.units", n=len(places), said=wanted[:60])] if places else []
    await turn.reply(lines([*head, *told]), *await _cards(turn, places, people))


def _person(turn: Turn, each: Contact, unit: str) -> Sentence:
    phone = spoken_phone(each.phone) if each.phone else turn.say("find.no_phone")
    key = f"find.{each.kind.value}" if each.linked else f"find.{each.kind.value}_unlinked"
    return turn.say(key, name=each.name, unit=unit, phone=phone)


async def _cards(turn: Turn, places: Sequence[UnitView], people: Sequence[Contact]) -> list[Option]:
    """A button to each unit's card."""
    found = {unit.id: unit.code for unit in places} | {each.unit: each.unit_code for each in people}
    shown = dict(list(found.items())[:OFFERED])
    views = await units.units_by_id(turn.tx, list(shown))
    above = await units.parent_names(turn.tx, shown)
    return [
        turn.option(
            "unit_in", Action.UNITS, code, unit=spoken(views[unit].name), parent=spoken(above.get(unit, code))
        )
        for unit, code in shown.items()
    ]  # fmt: skip


async def _suggest(turn: Turn, wanted: str, everybody: Sequence[Contact]) -> None:
    """Names of units and of people that look like it."""
    near = await units.near(turn.tx, wanted, turn.today, turn.roots(Action.FIND))
    by_seat = {(each.unit, each.kind): each for each in everybody}
    likely = nearest(readings(wanted)[-1], [(seat, fold(each.name)) for seat, each in by_seat.items()], OFFERED)
    options = await _cards(turn, near[: OFFERED if not likely else 3], [])
    options += [
        turn.option("person_in", Action.FIND, name, name=name)
        for name in dict.fromkeys(by_seat[seat].name for seat in likely[: OFFERED - len(options)])
        if len(name.encode()) <= _LONGEST_NAME and ":" not in name
    ]
    await turn.answer("find.near" if options else "find.none", *options, said=wanted[:60])


_LONGEST_NAME = 55
"""In bytes: what a button can carry."""
