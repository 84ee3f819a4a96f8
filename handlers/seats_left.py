"""Somebody stops at once: the seats need new holders, and whoever looks after their units decides what is open."""

from collections.abc import Sequence

from core.evidence import Duty
from core.notices import Notice, NoticeKind
from core.roster import SeatKind
from db import admins, duties, leaving, people, platforms, record, units
from db.people import HeldSeat
from handlers.open_duty import choices
from handlers.turn import Turn
from texts.duties import spoken


async def only_admin(turn: Turn, member: int) -> bool:
    """Whether nobody else is an admin who can be reached: then somebody has to follow first."""
    return await admins.is_needed(turn.tx, member)


async def end_everything(turn: Turn, member: int, name: str, seats: Sequence[HeldSeat], key: str) -> None:
    """Seats fall vacant, roles end today; whoever looks after the units hears why (`key`) and decides what is open."""
    view = await people.member_view(turn.tx, member, turn.today)
    helped = (*view.deputised, *view.deputised_posts)
    await leaving.leave(turn.tx, member, turn.today, turn.now)
    for seat in helped:
        await record.note(
            turn.tx, turn.known.id, "deputy.end", turn.now, unit=seat.unit, name=name, day=str(turn.today)
        )
    await platforms.menu_may_differ(turn.tx, member)
    tree = await units.hierarchy(turn.tx, turn.today, turn.now)
    for seat in seats:
        day = turn.today.isoformat()
        await record.note(turn.tx, turn.known.id, "seat.vacant", turn.now, unit=seat.unit, day=day, name=name)
        for receiver in tree.coordinator_of(seat.unit).members:
            if receiver != member:
                await turn.tell(await _news(turn, receiver, seat, name, f"{key}_{seat.kind.value}"))


async def _news(turn: Turn, receiver: int, seat: HeldSeat, name: str, key: str) -> Notice:
    person = await turn.person_of(receiver)
    said = turn.setting.texts.say(person, key, who=name, unit=spoken(seat.unit_name))
    about = f"left:{seat.seat}:{turn.today}:{receiver}"
    owed = await _open_duty(turn, seat)
    if owed is None:
        return Notice(about, NoticeKind.OTHER, str(said), member=receiver)
    text, options = choices(turn, person, owed, said)
    return Notice(about, NoticeKind.OTHER, text, options, member=receiver, period=owed.period)


async def _open_duty(turn: Turn, seat: HeldSeat) -> Duty | None:
    """What nobody is left to hand in for, due first."""
    if seat.kind is not SeatKind.SECRETARY:
        return None
    owed = await duties.of_units(turn.tx, [seat.unit], turn.now)
    return next((duty for duty in owed if duty.owed and turn.now < duty.closes_at), None)
