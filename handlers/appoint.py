"""Whoever looks after a unit says who holds its seat, from which day: in place of somebody, or of nobody."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from core.dates import find_day
from core.notices import Notice, NoticeKind
from core.reform_words import LONGEST_PERSON, person_in
from core.roles import Action
from core.roster import SeatKind
from core.spelling import fold
from db import handovers, invites, platforms, record, units
from db.invites import Unlinked
from db.units import UnitView
from handlers.choose import choose_unit, unit_and_rest
from handlers.handover import LONGEST_AHEAD
from handlers.naming import person_name_too_long
from handlers.payload import Payload
from handlers.question import answered, ask, waiting
from handlers.seating import kind_said, seat_somebody
from handlers.turn import Turn
from texts.duties import spoken

QUESTION = "appoint"

Known = Mapping[str, Any]

_LINKS = frozenset({"moi", "la", "thanh", "cho", "to", "is", "by"})


async def appoint(turn: Turn, payload: Payload) -> None:
    """`Tân Lập đổi đầu mối là Lê Thị Lan, 0912 345 678, từ 1/12`, and the buttons that follow."""
    if not payload.word(1):
        await _begin(turn, payload.word(0))
        return
    known = waiting(turn, QUESTION, payload.word(1))
    if known is None or "name" not in known:
        await turn.answer("refused.old_button")
    elif payload.word(0) == "yes":
        await _decided(turn, known)
    else:
        await answered(turn)
        await turn.answer("extend.not_done")


async def own_words(turn: Turn, text: str) -> None:
    """The new holder's name, perhaps with a phone number and the day."""
    known = waiting(turn, QUESTION)
    unit = await units.unit_by_code(turn.tx, known["unit"]) if known else None
    if known is None or unit is None:
        await turn.answer("refused.old_button")
    elif not await turn.reaches_seat(Action.APPOINT, unit.id, SeatKind(known["kind"])):
        await turn.answer("refused.not_yours")
    else:
        await _hear(turn, unit, SeatKind(known["kind"]), text, known["day"])


async def _begin(turn: Turn, text: str) -> None:
    name, rest = await unit_and_rest(turn, text)
    if not name:
        await turn.answer("appoint.how")
        return
    unit = await choose_unit(turn, Action.APPOINT, name)
    if unit is not None:
        kind = kind_said(turn, unit.level)
        if await turn.reaches_seat(Action.APPOINT, unit.id, kind):
            await _hear(turn, unit, kind, rest, None)
        else:
            await turn.answer("vacancy.own_seat", unit=spoken(unit.name))


async def _hear(turn: Turn, unit: UnitView, kind: SeatKind, text: str, said_before: str | None) -> None:
    """Who, from which day: what is not said yet is asked; a day that cannot be is told."""
    heard = find_day(text, turn.today)
    day = date.fromisoformat(said_before) if said_before else None
    kept = {"unit": unit.code, "kind": kind.value}
    if heard is not None:
        if heard.fault or heard.day is None:
            await ask(turn, QUESTION, **kept, day=said_before)
            await turn.answer(f"day.{heard.fault}", said=heard.said, day=heard.day or turn.today)
            return
        text, day = ", ".join(part for part in (heard.before, heard.after) if part), heard.day
    if day is not None and not turn.today <= day <= turn.today + LONGEST_AHEAD:
        await ask(turn, QUESTION, **kept, day=None)
        await turn.answer("handover.past" if day < turn.today else "handover.too_far", day=day, n=LONGEST_AHEAD.days)
        return
    words = text.split()
    while words and fold(words[0]) in _LINKS:
        words.pop(0)
    person = person_in(" ".join(words))
    if person is None or len(person[0]) > LONGEST_PERSON:
        await ask(turn, QUESTION, **kept, day=day.isoformat() if day else None)
        if person is None or not await person_name_too_long(turn, person[0]):
            await turn.answer("handover.who", unit=spoken(unit.name))
    else:
        await _propose(turn, unit, kind, person, day or turn.today)


async def _propose(turn: Turn, unit: UnitView, kind: SeatKind, person: tuple[str, str | None], day: date) -> None:
    name, phone = person
    holder = await invites.seat_of(turn.tx, unit.id, kind, day)
    if holder is not None and fold(holder.member_name) == fold(name):
        await turn.answer("appoint.already", unit=spoken(unit.name), name=name)
        return
    mark = await ask(
        turn, QUESTION, unit=unit.code, kind=kind.value, day=day.isoformat(), name=name, phone=phone,
        holder=holder.member if holder else None,
    )  # fmt: skip
    await turn.answer(
        f"appoint.confirm_{kind.value}",
        turn.option("confirm", Action.APPOINT, "yes", mark),
        turn.option("change_nothing", Action.APPOINT, "no", mark),
        unit=spoken(unit.name),
        name=f"{name} ({phone})" if phone else name,
        day=day,
        now=turn.say("appoint.instead_of", name=holder.member_name) if holder else turn.say("appoint.vacant"),
    )


async def _decided(turn: Turn, known: Known) -> None:
    await answered(turn)
    unit = await units.unit_by_code(turn.tx, known["unit"])
    kind, day = SeatKind(known["kind"]), max(date.fromisoformat(known["day"]), turn.today)
    if unit is None or not await turn.reaches_seat(Action.APPOINT, unit.id, kind):
        await turn.answer("refused.not_yours")
        return
    holder = await invites.seat_of(turn.tx, unit.id, kind, day)
    if (holder.member if holder else None) != known["holder"]:
        key = "handover.changed" if holder else "appoint.fell_vacant"
        await turn.answer(key, unit=spoken(unit.name), name=holder.member_name if holder else "–")
        return
    seat = await handovers.seat_there(turn.tx, unit.id, kind)
    name = known["name"]
    text = await seat_somebody(turn, seat, kind, unit.name, name, known["phone"], day)
    await record.note(turn.tx, turn.known.id, "seat.held", turn.now, unit=unit.id, day=day.isoformat(), name=name)
    if holder is not None:
        await _tell_holder(turn, unit, holder, name, day)
    await turn.reply(text)


async def _tell_holder(turn: Turn, unit: UnitView, holder: Unlinked, name: str, day: date) -> None:
    await platforms.menu_may_differ(turn.tx, holder.member)
    if holder.member == turn.known.id:
        return
    person = await turn.person_of(holder.member)
    text = turn.setting.texts.say(
        person, "handover.agreed", by=turn.known.name, unit=spoken(unit.name), day=day, name=name
    )
    key = f"replaced:{holder.seat}:{day}:{holder.member}"
    await turn.tell(Notice(key, NoticeKind.OTHER, str(text), member=holder.member))
