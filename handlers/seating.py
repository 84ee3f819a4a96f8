"""Somebody gets a seat from a day on: written down, told, and let in by a code where no chat is linked yet.

Or a seat falls vacant from a day on: ended and written down; whom to tell depends on the seat.
"""

from datetime import date

from core.codes import written_code
from core.notices import Notice, NoticeKind
from core.ports import Person
from core.roles import Role
from core.roster import SeatKind
from core.spelling import fold
from db import handovers, invites, people, platforms, record
from db.invites import Unlinked
from db.units import UnitView
from handlers.invite import expires, fresh_invite
from handlers.turn import Turn
from handlers.ways import with_ways
from texts.duties import spoken
from texts.rendering import Sentence


def kind_said(turn: Turn, level: str) -> SeatKind:
    """Which seat of a unit of this level the writer means: the one that is named, else the one such units have."""
    words = turn.organisation.words
    said = f" {fold(turn.first.text)} "
    named = {
        SeatKind.COORDINATOR: ("can bo", "dieu phoi", "coordinator", fold(words.coordinator)),
        SeatKind.SECRETARY: ("dau moi", "bi thu", "secretary", fold(words.secretary)),
    }
    kinds = [kind for kind, called in named.items() if any(f" {each} " in said for each in called if each)]
    if len(kinds) == 1:
        return kinds[0]
    return SeatKind.SECRETARY if level in turn.organisation.owing_levels else SeatKind.COORDINATOR


def role_of_deputy(kind: SeatKind) -> Role:
    """What a deputy of a seat of this kind is."""
    return Role.DEPUTY if kind is SeatKind.SECRETARY else Role.DEPUTY_COORDINATOR


def seat_word(turn: Turn, person: Person, kind: SeatKind) -> Sentence:
    """The organisation's word for whoever holds a seat of this kind."""
    return turn.setting.texts.say(person, f"deputy.seat_{kind.value}")


async def vacate(turn: Turn, unit: UnitView, kind: SeatKind, holder: int, day: date) -> Unlinked | None:
    """End the seat's tenure on this local day and write it down; the seat and who held it.

    None when `holder`, who was shown, does not hold it any more: the writer has been told, and nothing is changed.
    """
    seat = await invites.seat_of(turn.tx, unit.id, kind, max(day, turn.today))
    if seat is None or seat.member != holder:
        key = "vacancy.already" if seat is None else "vacancy.changed"
        await turn.answer(key, unit=spoken(unit.name), name=seat.member_name if seat else "–")
        return None
    await handovers.vacate(turn.tx, seat.seat, day)
    await platforms.menu_may_differ(turn.tx, seat.member)
    await record.note(
        turn.tx, turn.known.id, "seat.vacant", turn.now, unit=unit.id, day=day.isoformat(), name=seat.member_name
    )
    return seat


async def seat_somebody(
    turn: Turn, seat: int, kind: SeatKind, unit_name: str, name: str, phone: str | None, day: date
) -> Sentence:
    """From this day on the seat is theirs; the answer for whoever decided it, with a code where one is needed.

    Somebody who is known by number and name already keeps the chat, and hears of it there.
    """
    member = await handovers.hand_over(turn.tx, seat, name, phone, day)
    await platforms.menu_may_differ(turn.tx, member)
    said = {"unit": spoken(unit_name), "name": name, "day": day}
    if member in await people.addresses_of(turn.tx, [member]):
        if member != turn.known.id:
            person = await turn.person_of(member)
            text = turn.setting.texts.say(person, f"handover.you_hold_{kind.value}", by=turn.known.name, **said)
            await turn.tell(Notice(f"you_hold:{seat}:{day}:{member}", NoticeKind.OTHER, str(text), member=member))
        return turn.say("handover.done_linked", **said)
    role = Role.SECRETARY if kind is SeatKind.SECRETARY else Role.COORDINATOR
    code, number = await fresh_invite(turn, role, member, seat)
    key = "handover.done" if day <= turn.today else "handover.done_later"
    text = turn.say(key, code=written_code(code), until=expires(turn), **said)
    return await with_ways(turn, text, code, number, member)
