"""A coordinator's seat falls vacant from a day: what is open goes to the next coordinator above, or the admins."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from core.notices import Notice, NoticeKind
from core.roles import Action
from core.roster import SeatKind
from db import invites, people, units
from db.units import UnitView
from handlers.handover import LONGEST_AHEAD
from handlers.question import ask
from handlers.seating import vacate
from handlers.turn import Turn
from texts.duties import spoken

Known = Mapping[str, Any]


async def propose(turn: Turn, question: str, unit: UnitView, day: date) -> None:
    """Say who looks after the units below from then on, and ask for the yes."""
    if not await turn.reaches_seat(Action.VACANCY, unit.id, SeatKind.COORDINATOR):
        await turn.answer("vacancy.own_seat", unit=spoken(unit.name))
        return
    if not turn.today <= day <= turn.today + LONGEST_AHEAD:
        await turn.answer("handover.past" if day < turn.today else "handover.too_far", day=day, n=LONGEST_AHEAD.days)
        return
    seat = await invites.seat_of(turn.tx, unit.id, SeatKind.COORDINATOR, day)
    if seat is None:
        await turn.answer("vacancy.already", unit=spoken(unit.name))
        return
    names = await _names(turn, unit)
    mark = await ask(
        turn, question, unit=unit.code, day=day.isoformat(), holder=seat.member, kind=SeatKind.COORDINATOR.value
    )
    yes = turn.option("confirm", Action.VACANCY, "yes", mark)
    no = turn.option("change_nothing", Action.VACANCY, "no", mark)
    said = {"unit": spoken(unit.name), "name": seat.member_name, "day": day, "names": names}
    await turn.answer("vacancy.confirm_above" if names else "vacancy.confirm_nobody", yes, no, **said)


async def decided(turn: Turn, known: Known) -> None:
    """The yes: the seat ends, whoever takes over hears of it; open flags follow with the next beat of that day."""
    unit = await units.unit_by_code(turn.tx, known["unit"])
    if unit is None or not await turn.reaches_seat(Action.VACANCY, unit.id, SeatKind.COORDINATOR):
        await turn.answer("refused.not_yours")
        return
    day = max(date.fromisoformat(known["day"]), turn.today)
    seat = await vacate(turn, unit, SeatKind.COORDINATOR, known["holder"], day)
    if seat is None:
        return
    await _tell(turn, [seat.member], "vacancy.to_holder_above", unit, day, seat.member_name)
    following = (await units.hierarchy(turn.tx, turn.today, turn.now)).coordinator_of(unit.id).members
    await _tell(turn, following, "vacancy.to_next", unit, day, seat.member_name)
    await turn.answer("vacancy.done_above", unit=spoken(unit.name), day=day)


async def _names(turn: Turn, unit: UnitView) -> list[str]:
    """Whoever looks after the units below when nobody holds this seat."""
    members = (await units.hierarchy(turn.tx, turn.today, turn.now)).coordinator_of(unit.id).members
    return list((await people.names_of(turn.tx, members)).values())


async def _tell(turn: Turn, members: Sequence[int], key: str, unit: UnitView, day: date, name: str) -> None:
    for member in members:
        if member == turn.known.id:
            continue
        person = await turn.person_of(member)
        text = turn.setting.texts.say(person, key, by=turn.known.name, unit=spoken(unit.name), day=day, name=name)
        notice = f"{key}:{unit.id}:{day}:{member}:{turn.source}"
        await turn.tell(Notice(notice, NoticeKind.OTHER, str(text), member=member))
