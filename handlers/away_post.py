"""A coordinator is away: alerts and summaries go to a deputy until the day named, or until the coordinator is back."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from core.dates import DayFault, find_day
from core.localtime import moment_at
from core.notices import Notice, NoticeKind
from core.roles import Action
from core.spelling import fold
from db import absences, people, posts, record, units
from db.member_views import HeldSeat
from handlers.turn import Turn
from texts.duties import spoken
from texts.rendering import lines

LONGEST = timedelta(days=60)

_THIS_WEEK = frozenset({"tuan nay", "this week"})


async def away_from_posts(turn: Turn, said: str) -> None:
    """Until the end of the day that is named, else of this week. Nothing changes where nobody could stand in."""
    day = await day_meant(turn, said)
    if day is None:
        return
    await begin(turn, day)
    if not await stand_in(turn, day):
        await absences.end(turn.tx, turn.known.id, turn.now)
        await turn.answer("away.nobody_instead", units=[spoken(seat.unit_name) for seat in turn.known.own_posts])


async def day_meant(turn: Turn, said: str) -> date | None:
    """The last day of being away: the one named, else this week's Sunday. None where it cannot be, and that is told."""
    day: date | None = turn.today + timedelta(days=6 - turn.today.weekday())
    if said and fold(said) not in _THIS_WEEK:
        day = await _day_in(turn, said)
    if day is not None and not turn.today <= day <= turn.today + LONGEST:
        await turn.answer("handover.past" if day < turn.today else "handover.too_far", day=day, n=LONGEST.days)
        return None
    return day


def names_a_day(turn: Turn, said: str) -> bool:
    """Whether the words say until when at all, be it a day that does not exist."""
    return fold(said) in _THIS_WEEK or find_day(f"đến {said}", turn.today) is not None


async def begin(turn: Turn, day: date) -> datetime:
    """Away from now until this day has ended, in place of what was said before; the moment when it ends."""
    until = moment_at(day + timedelta(days=1), time(), turn.organisation.calendar.zone)
    await absences.end(turn.tx, turn.known.id, turn.now)
    await absences.add(turn.tx, turn.known.id, turn.now, until)
    return until


async def stand_in(turn: Turn, day: date) -> bool:
    """Tell everybody concerned who looks after the own coordinator's seats, once `begin` was; False: nobody could."""
    seats = {seat.unit: seat for seat in turn.known.own_posts}
    instead = await posts.looking_after(turn.tx, turn.today, turn.now, list(seats))
    found = {unit: member for unit, member in instead.items() if member != turn.known.id}
    if not found:
        return False
    until = moment_at(day + timedelta(days=1), time(), turn.organisation.calendar.zone)
    await record.note(turn.tx, turn.known.id, "member.away", turn.now, unit=next(iter(found)), until=until)
    await _say(turn, day, seats, found)
    return True


async def _day_in(turn: Turn, said: str) -> date | None:
    """The day that is said; None where it is none, and that is answered."""
    heard = find_day(f"đến {said}", turn.today)
    if heard is None:
        await turn.answer(f"day.{DayFault.NO_SUCH_DAY}", said=said, day=turn.today)
        return None
    if heard.fault:
        await turn.answer(f"day.{heard.fault}", said=heard.said, day=heard.day or turn.today)
        return None
    return heard.day


async def _say(turn: Turn, day: date, seats: Mapping[int, HeldSeat], found: Mapping[int, int]) -> None:
    """Who stands in where: to the coordinator, to each who does, and to whoever looks after the unit from above."""
    told = []
    for unit, member in found.items():
        view = await people.member_view(turn.tx, member, turn.today)
        said = {"unit": spoken(seats[unit].unit_name), "who": turn.known.name, "deputy": view.name, "until": day}
        told.append(turn.say("away.instead", **said))
        above = (await units.hierarchy(turn.tx, turn.today, turn.now, unit)).coordinator_of(unit).members
        for receiver, key in ((member, "away.to_deputy"), *((each, "away.to_above") for each in above)):
            text = turn.setting.texts.say(await turn.person_of(receiver), key, **said)
            meant = f"{key}:{unit}:{turn.now.isoformat()}:{receiver}"
            await turn.tell(Notice(meant, NoticeKind.OTHER, str(text), member=receiver))
    still = [spoken(seat.unit_name) for unit, seat in seats.items() if unit not in found]
    if still:
        told.append(turn.say("away.still_you", units=still))
    await turn.answer("away.handed_over", turn.option("back", Action.AWAY, "back"), until=day, list=lines(told))


async def back(turn: Turn) -> None:
    """Whatever absence is running ends now."""
    if not await absences.end(turn.tx, turn.known.id, turn.now):
        await turn.answer("away.not_away")
        return
    seats = (*turn.known.own_posts, *turn.known.secretary_units)
    await record.note(turn.tx, turn.known.id, "member.back", turn.now, unit=seats[0].unit if seats else None)
    await turn.answer("away.back")
