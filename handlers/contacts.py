"""Somebody shares a phone number: the own one, which the platform vouches for, finds the seat in the roster."""

from core.roles import Role
from core.roster import SeatKind
from core.roster_cells import phone_of
from db import deputies, invites
from handlers.invite import fresh_invite
from handlers.register import open_code
from handlers.seating import role_of_deputy
from handlers.turn import Turn


async def share(turn: Turn) -> None:
    """Ask whoever's number stands in the roster whether the seat is his or hers, as after a code.

    A number under several names (an office's, say) finds nobody. Another person's number counts for nothing.
    """
    if turn.member is not None:
        await turn.answer("contact.known")
        return
    phone = phone_of(turn.first.phone)
    if phone is None:
        await turn.answer("contact.not_own")
        return
    seats = await invites.seats_of_phone(turn.tx, phone, turn.today)
    if not seats and len(helping := await deputies.of_phone(turn.tx, phone, turn.today)) == 1:
        code, _ = await fresh_invite(turn, role_of_deputy(helping[0].kind), helping[0].member, helping[0].seat)
        await open_code(turn, code)
        return
    if len({seat.member for seat in seats}) != 1:
        await turn.answer("contact.unknown")
        return
    seat = min(seats, key=lambda seat: seat.kind is not SeatKind.SECRETARY)
    role = Role.SECRETARY if seat.kind is SeatKind.SECRETARY else Role.COORDINATOR
    code, _ = await fresh_invite(turn, role, seat.member, seat.seat)
    await open_code(turn, code)
