"""Away this week: somebody else hands in, the deadline moves, or the reminders only stop. The person chooses."""

import secrets
from collections.abc import Sequence

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
    elif way == "delegate":
        await _delegate(turn, owed)
    elif way == "extend":
        await ask_extension.begin(turn, owed[0])
    elif way == "pause":
        await _pause(turn, owed)
        await turn.answer("away.done", unit=spoken(owed[0].unit_name), week=owed[0].week, due=owed[0].due_at)
    else:
        options = [turn.option(f"away_{way}", Action.AWAY, way) for way in ("delegate", "extend", "pause")]
        await turn.answer("away.which_way", *options, week=owed[0].week)


async def _pause(turn: Turn, owed: Sequence[Duty], told: str = "away.to_coordinator") -> None:
    """No reminders until the running weeks are closed; the obligation stays and the coordinator hears of it."""
    until = max(duty.closes_at for duty in owed)
    await absences.add(turn.tx, turn.known.id, turn.now, until)
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


async def _delegate(turn: Turn, owed: Sequence[Duty]) -> None:
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
    await _pause(turn, owed, "away.delegated")
