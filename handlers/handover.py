"""Somebody hands the own seat over: from which day, the coordinator says to whom; both histories are kept."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from core.dates import find_day
from core.notices import Notice, NoticeKind
from core.ports import Option
from core.reform_words import person_in
from core.roles import Action
from core.roster import SeatKind
from db import handovers, invites, people, platforms, record
from db.handovers import HandoverView
from db.people import HeldSeat
from handlers.naming import person_name_too_long
from handlers.nothing import who_decides
from handlers.payload import Payload, encode
from handlers.question import answered, ask, waiting
from handlers.seating import seat_somebody
from handlers.turn import Turn
from texts.duties import spoken

QUESTION = "handover"
SUCCESSOR = "successor"
LONGEST_AHEAD = timedelta(days=60)

Known = Mapping[str, Any]


async def handover(turn: Turn, payload: Payload) -> None:
    """`tôi bàn giao cho người khác`: which seat, from which day."""
    seats = _seats(turn)
    if payload.word(1):
        known = waiting(turn, QUESTION, payload.word(1))
        seat = next((each for each in seats if each.seat == payload.number(2)), None)
        if known is None or seat is None:
            await turn.answer("refused.old_button")
        elif payload.word(0) == "seat":
            await _ask_day(turn, seat)
        else:
            day = turn.today + timedelta(days=1 if payload.word(0) == "tomorrow" else 0)
            await _take_day(turn, seat, day)
        return
    heard = find_day(payload.word(0), turn.today) if payload.word(0) else None
    if len(seats) > 1:
        mark = await ask(turn, QUESTION)
        options = [turn.option("seat", Action.HANDOVER, "seat", mark, each.seat, unit=each.unit_name) for each in seats]
        await turn.answer("handover.which_seat", *options)
    elif heard is not None and heard.day and not heard.fault:
        await _take_day(turn, seats[0], heard.day)
    else:
        await _ask_day(turn, seats[0])


def _seats(turn: Turn) -> tuple[HeldSeat, ...]:
    return (*turn.known.secretary_units, *turn.known.own_posts)


def _of(kind: SeatKind, key: str) -> str:
    """The text for this sort of seat."""
    return key if kind is SeatKind.SECRETARY else f"{key}_above"


async def own_words(turn: Turn, text: str) -> None:
    """The day, in own words."""
    known = waiting(turn, QUESTION)
    seat = next((each for each in _seats(turn) if known and each.seat == known.get("seat")), None)
    if seat is None:
        await handover(turn, Payload(Action.HANDOVER))
        return
    heard = find_day(f"từ {text}", turn.today)
    if heard is None:
        await _ask_day(turn, seat, (known or {}).get("tries", 0) + 1)
    elif heard.fault or heard.day is None:
        await turn.answer(f"day.{heard.fault}", said=heard.said, day=heard.day or turn.today)
    else:
        await _take_day(turn, seat, heard.day)


async def _ask_day(turn: Turn, seat: HeldSeat, tries: int = 0) -> None:
    """Ask for the day; of whoever answered something else, more kindly, in the end whether at all."""
    mark = await ask(turn, QUESTION, seat=seat.seat, tries=tries)
    options = [turn.option(each, Action.HANDOVER, each, mark, seat.seat) for each in ("today", "tomorrow")]
    key = "handover.or_not" if tries > 1 else "handover.which_day_again" if tries else "handover.which_day"
    await turn.answer(key if tries else _of(seat.kind, key), *options, unit=spoken(seat.unit_name))


async def _take_day(turn: Turn, seat: HeldSeat, day: date) -> None:
    if not turn.today <= day <= turn.today + LONGEST_AHEAD:
        await ask(turn, QUESTION, seat=seat.seat)
        await turn.answer("handover.past" if day < turn.today else "handover.too_far", day=day, n=LONGEST_AHEAD.days)
        return
    await answered(turn)
    number = await handovers.ask(turn.tx, seat.seat, day, turn.known.id, turn.now)
    await record.note(turn.tx, turn.known.id, "handover.ask", turn.now, unit=seat.unit, day=day.isoformat())
    texts = turn.setting.texts
    post = await who_decides(turn, seat.unit)
    for member in post.members:
        person = await turn.person_of(member)
        text = texts.say(person, "handover.to_coordinator", who=turn.known.name, unit=spoken(seat.unit_name), day=day)
        options = (
            Option(texts.label(person, "accept"), encode(Action.DECIDE_HANDOVER, "yes", number)),
            Option(texts.label(person, "decline"), encode(Action.DECIDE_HANDOVER, "no", number)),
        )
        await turn.tell(Notice(f"handover:{number}:{member}", NoticeKind.OTHER, str(text), options, member=member))
    key = _of(seat.kind, "handover.passed_on") if post.members else "coordinator.nobody"
    await turn.answer(key, unit=spoken(seat.unit_name), day=day)


async def decide(turn: Turn, payload: Payload) -> None:
    """The coordinator agrees and names the new person; or does not agree."""
    if payload.word(0) == "confirm":
        await _confirmed(turn, waiting(turn, SUCCESSOR, payload.word(1)))
        return
    found = await _open(turn, payload.number(1) or 0)
    if found is None:
        return
    if payload.word(0) == "yes":
        await ask(turn, SUCCESSOR, handover=found.id)
        await turn.answer("handover.who", unit=spoken(found.unit_name))
        return
    await answered(turn)
    await handovers.decide(turn.tx, found.id, "REFUSED", turn.known.id, turn.now)
    await record.note(turn.tx, turn.known.id, "handover.refuse", turn.now, unit=found.unit)
    await _tell(turn, found, _of(found.kind, "handover.refused"), found.from_day)
    await turn.answer("handover.you_refused", unit=spoken(found.unit_name))


async def successor(turn: Turn, text: str) -> None:
    """The new person's name, perhaps with a phone number."""
    known = waiting(turn, SUCCESSOR)
    found = await _open(turn, known["handover"]) if known else None
    if known is None or found is None:
        return
    person = person_in(text)
    if person is None:
        await turn.answer("handover.who", unit=spoken(found.unit_name))
        return
    name, number = person
    if await person_name_too_long(turn, name):
        return
    mark = await ask(turn, SUCCESSOR, handover=found.id, name=name, phone=number)
    holder = (await people.names_of(turn.tx, [found.asked_by]))[found.asked_by]
    await turn.answer(
        _of(found.kind, "handover.confirm_phone" if number else "handover.confirm"),
        turn.option("confirm", Action.DECIDE_HANDOVER, "confirm", mark),
        turn.option("decline", Action.DECIDE_HANDOVER, "no", found.id),
        unit=spoken(found.unit_name),
        name=name,
        code=number or "",
        holder=holder,
        day=max(found.from_day, turn.today),
    )


async def _open(turn: Turn, number: int) -> HandoverView | None:
    """The request if the writer may decide on it now; else why not is answered."""
    found = await handovers.handover(turn.tx, number)
    if found is None:
        await turn.answer("refused.old_button")
    elif not await turn.reaches_seat(Action.DECIDE_HANDOVER, found.unit, found.kind) or found.asked_by == turn.known.id:
        await turn.answer("refused.not_yours")
    elif found.state != "ASKED":
        await turn.answer("handover.decided_before")
    else:
        seat = await invites.seat_by_id(turn.tx, found.seat, turn.today)
        if seat is not None and seat.member == found.asked_by:
            return found
        await turn.answer("handover.changed", unit=spoken(found.unit_name), name=seat.member_name if seat else "–")
    return None


async def _confirmed(turn: Turn, known: Known | None) -> None:
    if known is None or "name" not in known:
        await turn.answer("refused.old_button")
        return
    found = await _open(turn, known["handover"])
    await answered(turn)
    if found is None:
        return
    day = max(found.from_day, turn.today)
    name, phone = known["name"], known["phone"]
    await handovers.decide(turn.tx, found.id, "CONFIRMED", turn.known.id, turn.now, name, phone)
    text = await seat_somebody(turn, found.seat, found.kind, found.unit_name, name, phone, day)
    await platforms.menu_may_differ(turn.tx, found.asked_by)
    await record.note(
        turn.tx, turn.known.id, "handover.confirm", turn.now, unit=found.unit, day=day.isoformat(), name=name
    )
    await _tell(turn, found, "handover.agreed", day, name)
    await turn.reply(text)


async def _tell(turn: Turn, found: HandoverView, key: str, day: date, name: str = "") -> None:
    text = turn.setting.texts.say(
        await turn.person_of(found.asked_by), key, by=turn.known.name, unit=spoken(found.unit_name), day=day, name=name
    )
    notice = f"{key}:{found.id}"
    await turn.tell(Notice(notice, NoticeKind.OTHER, str(text), member=found.asked_by))
