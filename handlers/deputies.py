"""A seat's deputy: somebody who may do the holder's part, and is written to when the holder cannot be.

Of a secretary's seat: hands in, and is reminded instead. Of a coordinator's: does for its subtree what the holder may,
and gets the alerts instead. Named and ended by whoever looks after the unit from above, a coordinator's never by the
holder. The seat keeps its deputies when its holder changes.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from core.codes import written_code
from core.notices import Notice, NoticeKind
from core.ports import Option
from core.reform_words import LONGEST_PERSON, person_in
from core.roles import Action
from core.roster import SeatKind
from core.spelling import fold
from db import deputies, invites, people, platforms, record, units
from db.deputies import DeputyView
from db.invites import Unlinked
from db.units import UnitView
from handlers.choose import choose_unit, unit_and_rest
from handlers.invite import expires, fresh_invite
from handlers.naming import person_name_too_long
from handlers.payload import Payload
from handlers.question import answered, ask, waiting
from handlers.seating import kind_said, role_of_deputy, seat_word
from handlers.turn import Turn
from handlers.ways import with_ways
from texts.duties import spoken
from texts.rendering import lines

QUESTION = "deputy"
MOST = 3
"""So many deputies a seat has at most: who is to be asked must stay clear."""

Known = Mapping[str, Any]

_LINKS = re.compile(r"^(?:(?:cho|của|cua|ở|o|tại|tai|là|la|for|of|is|at)\s+)+|\s+(?:làm|lam|là|la|as|is)$", re.I)


async def deputy(turn: Turn, payload: Payload) -> None:
    """`/duphong Tân Lập`, also with the new deputy's name behind it; and the buttons that follow."""
    word = payload.word(0)
    if word == "of":
        await _show(turn, payload.word(1))
    elif word in {"end", "invite"} and payload.number(1) is not None:
        await _of_button(turn, word, payload.number(1) or 0)
    elif word in {"yes", "no"} and payload.word(1):
        await _decided(turn, word, waiting(turn, QUESTION, payload.word(1)))
    else:
        await _show(turn, word)


async def own_words(turn: Turn, text: str) -> None:
    """The deputy's name, perhaps with a phone number."""
    known = waiting(turn, QUESTION)
    unit = await units.unit_by_code(turn.tx, known["unit"]) if known else None
    kind = _kind(known)
    if unit is None or not await turn.reaches_seat(Action.DEPUTIES, unit.id, kind):
        await turn.answer("refused.not_yours")
        return
    await _hear(turn, unit, kind, text)


async def _show(turn: Turn, text: str) -> None:
    """Who the deputies are, and the question for one more."""
    parts = [_LINKS.sub("", part.strip()) for part in text.replace(":", ",").split(",")]
    name, rest = await unit_and_rest(turn, ", ".join(part for part in parts if part))
    if not name:
        await turn.answer("deputy.how")
        return
    unit = await choose_unit(turn, Action.DEPUTIES, name)
    if unit is None:
        return
    kind = kind_said(turn, unit.level)
    if not await turn.reaches_seat(Action.DEPUTIES, unit.id, kind):
        await turn.answer("deputy.from_above", unit=spoken(unit.name), seat=seat_word(turn, turn.person, kind))
        return
    if rest:
        await _hear(turn, unit, kind, rest)
        return
    holder = await _holder(turn, unit, kind)
    known = await deputies.of_units(turn.tx, [unit.id], turn.today, kind)
    said = {"unit": spoken(unit.name), "seat": seat_word(turn, turn.person, kind)}
    told = [turn.say(f"deputy.line_{'linked' if each.linked else 'unlinked'}", name=each.member_name) for each in known]
    head = turn.say("deputy.list" if known else "deputy.none", **said)
    if holder is None:
        asked = turn.say("deputy.vacant", **said)
    elif len(known) < MOST:
        await ask(turn, QUESTION, unit=unit.code, kind=kind.value)
        asked = turn.say("deputy.who", unit=spoken(unit.name))
    else:
        asked = turn.say("deputy.enough", unit=spoken(unit.name), n=MOST)
    await turn.reply(lines([head, *told, asked]), *_options(turn, known))


def _options(turn: Turn, known: Sequence[DeputyView]) -> list[Option]:
    ending = [turn.option("deputy_end", Action.DEPUTIES, "end", each.id, name=each.member_name) for each in known]
    inviting = [
        turn.option("deputy_invite", Action.DEPUTIES, "invite", each.id, name=each.member_name) for each in known
    ]
    return [*ending, *inviting]


async def _holder(turn: Turn, unit: UnitView, kind: SeatKind) -> Unlinked | None:
    return await invites.seat_of(turn.tx, unit.id, kind, turn.today)


def _kind(known: Known | None) -> SeatKind:
    """The kind of seat that was asked about; before coordinators had deputies none was remembered."""
    return SeatKind((known or {}).get("kind", SeatKind.SECRETARY.value))


def _of(kind: SeatKind, key: str) -> str:
    """The text for this sort of seat, where what a deputy does is told."""
    return f"{key}_coordinator" if kind is SeatKind.COORDINATOR else key


# ---- naming one ------------------------------------------------------------------------------------------------------


async def _hear(turn: Turn, unit: UnitView, kind: SeatKind, text: str) -> None:
    """Say what the new deputy may do, and ask for the yes."""
    person = person_in(text)
    if person is None or len(person[0]) > LONGEST_PERSON:
        await ask(turn, QUESTION, unit=unit.code, kind=kind.value)
        if person is None or not await person_name_too_long(turn, person[0]):
            await turn.answer("deputy.who", unit=spoken(unit.name))
        return
    name, phone = person
    holder = await _holder(turn, unit, kind)
    if holder is None or not await _may_become(turn, unit, holder, name):
        if holder is None:
            await turn.answer("deputy.vacant", unit=spoken(unit.name), seat=seat_word(turn, turn.person, kind))
        return
    mark = await ask(turn, QUESTION, unit=unit.code, kind=kind.value, name=name, phone=phone, holder=holder.member)
    await turn.answer(
        _of(kind, "deputy.confirm_phone" if phone else "deputy.confirm"),
        turn.option("confirm", Action.DEPUTIES, "yes", mark),
        turn.option("change_nothing", Action.DEPUTIES, "no", mark),
        unit=spoken(unit.name),
        name=name,
        code=phone or "",
        holder=holder.member_name,
    )


async def _may_become(turn: Turn, unit: UnitView, holder: Unlinked, name: str) -> bool:
    """Whether somebody of this name can become a deputy here; else why not is answered."""
    known = await deputies.of_units(turn.tx, [unit.id], turn.today, holder.kind)
    said = {"unit": spoken(unit.name), "name": name, "n": MOST, "seat": seat_word(turn, turn.person, holder.kind)}
    if fold(holder.member_name) == fold(name):
        await turn.answer("deputy.is_holder", **said)
    elif any(fold(each.member_name) == fold(name) for each in known):
        await turn.answer("deputy.already", **said)
    elif len(known) >= MOST:
        await turn.answer("deputy.enough", **said)
    else:
        return True
    return False


async def _decided(turn: Turn, word: str, known: Known | None) -> None:
    if known is None or "name" not in known:
        await turn.answer("refused.old_button")
        return
    await answered(turn)
    unit, kind = await units.unit_by_code(turn.tx, known["unit"]), _kind(known)
    if unit is None or not await turn.reaches_seat(Action.DEPUTIES, unit.id, kind):
        await turn.answer("refused.not_yours")
    elif word == "no":
        await turn.answer("extend.not_done")
    else:
        await _name(turn, unit, kind, known)


async def _name(turn: Turn, unit: UnitView, kind: SeatKind, known: Known) -> None:
    name, phone = known["name"], known["phone"]
    holder = await _holder(turn, unit, kind)
    if holder is None or holder.member != known["holder"]:
        await turn.answer("handover.changed", unit=spoken(unit.name), name=holder.member_name if holder else "–")
        return
    if not await _may_become(turn, unit, holder, name):
        return
    member = await people.same_person(turn.tx, name, phone) or await people.add_member(turn.tx, name, phone)
    number = await deputies.name(turn.tx, holder.seat, member, turn.today, turn.known.id, turn.now)
    await platforms.menu_may_differ(turn.tx, member)
    await record.note(turn.tx, turn.known.id, "deputy.name", turn.now, unit=unit.id, name=name, day=str(turn.today))
    await _tell(turn, _of(kind, "deputy.to_holder"), kind, holder.member, number, unit.name, name)
    found = await deputies.by_id(turn.tx, number, turn.today)
    if found is not None and found.linked:
        await _tell(turn, _of(kind, "deputy.to_deputy"), kind, member, number, unit.name, holder.member_name)
        seat = seat_word(turn, turn.person, kind)
        await turn.answer("deputy.done_linked", unit=spoken(unit.name), name=name, seat=seat)
    elif found is not None:
        await _hand_out(turn, found, "deputy.done")


async def _hand_out(turn: Turn, found: DeputyView, key: str) -> None:
    code, number = await fresh_invite(turn, role_of_deputy(found.kind), found.member, found.seat)
    seat = seat_word(turn, turn.person, found.kind)
    said = {"unit": spoken(found.unit_name), "name": found.member_name, "seat": seat}
    text = turn.say(key, code=written_code(code), until=expires(turn), **said)
    await turn.reply(await with_ways(turn, text, code, number, found.member))


# ---- afterwards ------------------------------------------------------------------------------------------------------


async def _of_button(turn: Turn, word: str, number: int) -> None:
    """Ending it works at once and is told to both; a fresh code is for somebody with a new phone, too."""
    found = await deputies.by_id(turn.tx, number, turn.today)
    if found is None:
        await turn.answer("refused.old_button")
    elif not await turn.reaches_seat(Action.DEPUTIES, found.unit, found.kind):
        await turn.answer("refused.not_yours")
    elif word == "invite":
        role = role_of_deputy(found.kind).value
        await record.note(turn.tx, turn.known.id, "invite.issue", turn.now, unit=found.unit, role=role)
        await _hand_out(turn, found, "deputy.invite")
    else:
        await _end(turn, found)


async def _end(turn: Turn, found: DeputyView) -> None:
    await deputies.end(turn.tx, found.id, turn.today)
    await platforms.menu_may_differ(turn.tx, found.member)
    await record.note(
        turn.tx, turn.known.id, "deputy.end", turn.now, unit=found.unit, name=found.member_name, day=str(turn.today)
    )
    holder = await invites.seat_by_id(turn.tx, found.seat, turn.today)
    if holder is not None:
        await _tell(
            turn, "deputy.to_holder_ended", found.kind, holder.member, found.id, found.unit_name, found.member_name
        )
    if found.linked:
        await _tell(turn, "deputy.to_deputy_ended", found.kind, found.member, found.id, found.unit_name, "")
    seat = seat_word(turn, turn.person, found.kind)
    key = _of(found.kind, "deputy.ended")
    await turn.answer(key, unit=spoken(found.unit_name), name=found.member_name, seat=seat)


async def _tell(turn: Turn, key: str, kind: SeatKind, member: int, number: int, unit_name: str, name: str) -> None:
    if member == turn.known.id:
        return
    person = await turn.person_of(member)
    said = {"by": turn.known.name, "unit": spoken(unit_name), "name": name, "seat": seat_word(turn, person, kind)}
    text = turn.setting.texts.say(person, key, **said)
    await turn.tell(Notice(f"{key}:{number}:{member}", NoticeKind.OTHER, str(text), member=member))
