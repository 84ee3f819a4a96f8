"""Handing out one-time codes in the chat: for one unit, or for a new admin."""

import secrets
from datetime import datetime

from core.codes import new_code, written_code
from core.ports import Option
from core.roles import Action, Role
from core.roster import SeatKind
from db import invites, record, units
from db.invites import Unlinked
from db.units import UnitView
from handlers import invite_many, unlinked
from handlers.choose import choose_unit
from handlers.invite_many import Group
from handlers.payload import Payload
from handlers.turn import Turn
from handlers.ways import with_ways
from texts.duties import spoken


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
    """`/moi An Phú`: a fresh code for the unit's secretary. `/moi` alone: who is not linked yet.

    `/moi cả Đông Hà`, `/moi xã`, `/moi tất cả`: cards for everybody there who is not linked, after a preview.
    """
    word, *further = payload.arguments or ("",)
    if further and word in {"yes", "no"}:
        await invite_many.decided(turn, payload)
    elif further and word == "all":
        await invite_many.preview(turn, Group())
    elif further and word == "group":
        await _group(turn, payload.number(1) or 0)
    elif not word:
        await unlinked.page(turn, payload.number(1) or 0)
    elif (group := await invite_many.group_said(turn, word)) is not None:
        if group != invite_many.ASKED_BACK:
            await invite_many.preview(turn, group)
    elif (unit := await choose_unit(turn, Action.INVITE, word)) is not None:
        await _of_unit(turn, unit)


async def _group(turn: Turn, number: int) -> None:
    """The button of a unit: everybody below it."""
    found = (await units.units_by_id(turn.tx, [number])).get(number)
    if found is None or not await turn.reaches(Action.INVITE, number):
        await turn.answer("refused.not_yours")
    else:
        await invite_many.preview(turn, Group(found.id, found.name))


async def _of_unit(turn: Turn, unit: UnitView) -> None:
    """A code for each who holds a seat of this unit; where others below it are not linked, a way to invite them all."""
    seats = [await invites.seat_of(turn.tx, unit.id, kind, turn.today) for kind in SeatKind]
    held = [seat for seat in seats if seat is not None]
    below = [seat for seat in await invite_many.of_group(turn, Group(unit.id)) if seat.unit_id != unit.id]
    everybody = [turn.option("invites_group", Action.INVITE, "group", unit.id, n=len(below))] if below else []
    if not held:
        await turn.answer("invite.vacant", *everybody, unit=spoken(unit.name))
        return
    for seat in held[:-1]:
        await _hand_out(turn, seat, unit.id)
    await _hand_out(turn, held[-1], unit.id, *everybody)


async def _hand_out(turn: Turn, seat: Unlinked, unit: int, *options: Option) -> None:
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
    await turn.reply(await with_ways(turn, text, code, number, seat.member), *options)
