"""Handing out one-time codes in the chat: for one unit, or for a new admin."""

import secrets
from datetime import datetime

from core.codes import new_code, written_code
from core.roles import Action, Role
from core.roster import SeatKind
from db import invites, record
from db.invites import Unlinked
from handlers.choose import choose_unit
from handlers.payload import Payload
from handlers.turn import Turn
from handlers.ways import with_ways
from texts.duties import spoken

UNITS_NAMED = 20
"""How many units one sentence names."""


async def fresh_invite(
    turn: Turn, role: Role, member: int, seat: int | None, unit: int | None = None
) -> tuple[str, int]:
    """A new code and its number. Earlier codes of the seat stay valid until one is used.

    `unit` is what a local admin is to look after.
    """
    code = new_code(secrets.token_bytes(9))
    by = turn.member.id if turn.member else None
    number = await invites.issue(turn.tx, code, role, member, seat, turn.now, expires(turn), unit=unit, by=by)
    return code, number


def expires(turn: Turn) -> datetime:
    """Until when a code issued now can be used."""
    return turn.now + turn.organisation.invite_life


async def invite(turn: Turn, payload: Payload) -> None:
    """`/moi An Phú`: a fresh code for the unit's secretary. `/moi` alone: who is not linked yet."""
    if not payload.word(0):
        await _unlinked(turn)
        return
    unit = await choose_unit(turn, Action.INVITE, payload.word(0))
    if unit is None:
        return
    seats = [await invites.seat_of(turn.tx, unit.id, kind, turn.today) for kind in SeatKind]
    held = [seat for seat in seats if seat is not None]
    if not held:
        await turn.answer("invite.vacant", unit=spoken(unit.name))
        return
    for seat in held:
        await _hand_out(turn, seat, unit.id)


async def _hand_out(turn: Turn, seat: Unlinked, unit: int) -> None:
    role = Role.COORDINATOR if seat.kind is SeatKind.COORDINATOR else Role.SECRETARY
    code, number = await fresh_invite(turn, role, seat.member, seat.seat)
    await record.note(turn.tx, turn.known.id, "invite.issue", turn.now, unit=unit, role=role.value)
    names = await turn.told_apart(Action.INVITE, {seat.unit_id: seat.unit_name})
    text = turn.say(
        f"invite.{role.value}",
        unit=spoken(names[seat.unit_id]),
        name=seat.member_name,
        code=written_code(code),
        until=expires(turn),
    )
    await turn.reply(await with_ways(turn, text, code, number, seat.member))


async def _unlinked(turn: Turn) -> None:
    waiting = await invites.unlinked_seats(turn.tx, turn.today, await turn.reach(Action.INVITE))
    if not waiting:
        await turn.answer("invite.everybody_linked")
        return
    shown = {seat.unit_id: seat.unit_name for seat in waiting[:UNITS_NAMED]}
    names = [spoken(name) for name in (await turn.told_apart(Action.INVITE, shown)).values()]
    if len(waiting) > UNITS_NAMED:
        await turn.answer("invite.unlinked_more", n=len(waiting), units=names, more=len(waiting) - UNITS_NAMED)
    else:
        await turn.answer("invite.unlinked", n=len(waiting), units=names)
