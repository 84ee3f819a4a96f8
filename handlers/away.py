"""Away this week: somebody else hands in, the deadline moves, or the reminders only stop. The person chooses."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime

from core.codes import new_code, written_code
from core.evidence import Duty
from core.notices import Notice, NoticeKind
from core.roles import Action
from core.spelling import fold
from db import absences, delegations, outbox, record, units
from handlers import ask_extension, away_post
from handlers.owed import owed_by_own_seats
from handlers.payload import Payload
from handlers.turn import Turn
from handlers.ways import with_ways
from texts.duties import spoken

_BACK = frozenset({"back", "thoi", "stop", "off"})
_WAYS = ("delegate", "extend", "pause")


async def away(turn: Turn, payload: Payload) -> None:
    """`tuần này tôi vắng`: offer the three ways, and go the one chosen. Whoever only looks after others has a deputy.

    Also "/vang đến thứ Sáu", and "/vang thôi" once back.
    """
    owed = await owed_by_own_seats(turn)
    way = payload.word(0)
    if fold(way) in _BACK:
        await away_post.back(turn)
    elif not owed and turn.known.own_posts:
        await away_post.away_from_posts(turn, way)
    elif not owed:
        await turn.answer("away.nothing_owed")
    elif way in _WAYS:
        await _go(turn, owed, way, payload)
    else:
        await _ask_way(turn, owed[0], way)


async def _ask_way(turn: Turn, duty: Duty, said: str) -> None:
    """The three ways. Whoever looks after others as well hears that it is said for both seats, until which day."""
    heard = said if away_post.names_a_day(turn, said) else ""
    if not (turn.known.own_posts or heard):
        await turn.answer(
            "away.which_way", *(turn.option(f"away_{way}", Action.AWAY, way) for way in _WAYS), week=duty.week
        )
        return
    day = await away_post.day_meant(turn, heard)
    if day is None:
        return
    options = [turn.option(f"away_{way}", Action.AWAY, way, day.isoformat()) for way in _WAYS]
    if turn.known.own_posts:
        places = [spoken(seat.unit_name) for seat in turn.known.own_posts]
        await turn.answer("away.which_way_both", *options, week=duty.week, until=day, units=places)
    else:
        await turn.answer("away.which_way_until", *options, week=duty.week, until=day)


async def _go(turn: Turn, owed: Sequence[Duty], way: str, payload: Payload) -> None:
    """The way chosen for what is owed; and, at once, the deputies of the seats from which others are looked after."""
    day = await _last_day(turn, payload)
    if day is None:
        return
    until = max(duty.closes_at for duty in owed)
    if turn.known.own_posts or (payload.word(1) and way != "extend"):
        until = await away_post.begin(turn, day)
    elif way != "extend":
        await absences.add(turn.tx, turn.known.id, turn.now, until)
    if way == "delegate":
        await _delegate(turn, owed, until)
    elif way == "pause":
        await _pause(turn, owed, until)
        key = "away.done_until" if payload.word(1) else "away.done"
        first = {"unit": spoken(owed[0].unit_name), "week": owed[0].week, "due": owed[0].due_at}
        await turn.answer(key, **first, **({"until": day} if payload.word(1) else {}))
    if turn.known.own_posts and not await away_post.stand_in(turn, day):
        await turn.answer("away.nobody_instead", units=[spoken(seat.unit_name) for seat in turn.known.own_posts])
    if way == "extend":
        await ask_extension.begin(turn, owed[0])


async def _last_day(turn: Turn, payload: Payload) -> date | None:
    """The day that the button carries, which may be an old one's; without one this week's Sunday."""
    try:
        said = f"{date.fromisoformat(payload.word(1)):%d/%m/%Y}" if payload.word(1) else ""
    except ValueError:
        await turn.answer("refused.old_button")
        return None
    return await away_post.day_meant(turn, said)


async def _pause(turn: Turn, owed: Sequence[Duty], until: datetime, told: str = "away.to_coordinator") -> None:
    """What was to be sent by then is dropped; the obligation stays and the coordinator hears of it."""
    for unsent in (f"later:{turn.known.id}:", f"reminder:{turn.known.id}:"):
        await outbox.drop_queued(turn.tx, unsent, turn.now)
    await record.note(turn.tx, turn.known.id, "member.away", turn.now, unit=owed[0].unit, until=until)
    tree = await units.hierarchy(turn.tx, turn.today, turn.now, owed[0].unit)
    for member in tree.coordinator_of(owed[0].unit).members:
        text = turn.setting.texts.say(
            await turn.person_of(member),
            told,
            who=turn.known.name,
            unit=spoken(owed[0].unit_name),
            week=owed[0].week,
            due=owed[0].due_at,
        )
        key = f"{told}:{owed[0].obligation}:{member}"
        await turn.tell(Notice(key, NoticeKind.OTHER, str(text), member=member, period=owed[0].period))


async def _delegate(turn: Turn, owed: Sequence[Duty], away_until: datetime) -> None:
    """A one-time code for each seat that owes, until its weeks close; whoever gets it hands in for the seat."""
    for seat in turn.known.secretary_units:
        weeks = [duty for duty in owed if duty.unit == seat.unit]
        if not weeks:
            continue
        code = new_code(secrets.token_bytes(9))
        until = max(duty.closes_at for duty in weeks)
        await delegations.issue(turn.tx, code, seat.seat, turn.known.id, turn.now, until)
        await record.note(turn.tx, turn.known.id, "delegation.issue", turn.now, unit=seat.unit, until=until)
        said = {"unit": spoken(seat.unit_name), "code": written_code(code), "until": until, "who": turn.known.name}
        await turn.reply(await with_ways(turn, turn.say("away.hand_on", **said), code))
    await _pause(turn, owed, away_until, "away.delegated")
