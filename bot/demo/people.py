"""Putting people into a fresh province: the roster, everybody linked to a chat, and a few who are not yet.

Registration is not played: 130 people would write 400 messages that nobody wants to read. They are linked and
their consent is noted as if they had agreed that morning. Two secretaries are left out, with their codes, so that a
visitor can register as one of them.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.demo.note import Note
from bot.installation import Installation
from bot.replay.deeds import ADMIN_CHAT, coordinator_chat, secretary_chat
from bot.roster_import import accept
from channels.local.platform import LocalPlatform
from channels.local.translation import ACCOUNT, NAME
from core.calendar import local_day
from core.codes import new_code
from core.ports import Address
from core.roles import Role
from core.roster import Roster, SeatKind
from db import consents, invites, people, record, roster
from db.engine import Tx
from db.invites import Unlinked

CODE_LIFE = timedelta(days=3650)
"""The codes shown on the page do not expire while anybody plays."""


class ProvinceLost(Exception):
    """The folder's note speaks of a province that its database does not have."""


async def begin(installation: Installation, platform: LocalPlatform, wanted: Roster, admin: str, note: Note) -> None:
    """Make a fresh database the province of `wanted`; again after a crash, what is missing. Saves the note.

    `admin` is the name of the admin. Raises ProvinceLost.
    """
    database, start = installation.database, note.first
    async with database.transaction() as tx:
        empty = await roster.is_empty(tx)
        if note.peopled and empty:
            raise ProvinceLost(f"the database beside {note.path} has lost its province")
        if await record.rehearsal(tx) is None:
            await record.begin_rehearsal(tx, start, 0.0)
    if note.peopled:
        return
    note.save()
    if empty:
        await accept(database, installation.organisation, wanted, start)
    async with database.transaction() as tx:
        await _seat_everybody(tx, installation, platform, note)
        await _seat_admin(tx, platform, admin, start)
    note.peopled = True
    note.save()


async def _seat_everybody(tx: Tx, installation: Installation, platform: LocalPlatform, note: Note) -> None:
    day = local_day(installation.organisation.calendar, note.first)
    seats = await invites.unlinked_seats(tx, day)
    newcomers = _newcomers(seats)
    for seat in seats:
        chat = chat_of(seat.kind, seat.unit)
        platform.open_chat(chat, seat.member_name)
        if chat in newcomers:
            note.codes[chat] = await _invite(tx, seat, note.first)
        else:
            await consents.give(tx, seat.member, 1, "vi", note.first)
            await people.link(tx, seat.member, Address(NAME, ACCOUNT, chat), note.first, revoke_others=False)


def chat_of(kind: SeatKind, unit: str) -> str:
    """The chat of whoever held this seat when the province began."""
    return secretary_chat(unit) if kind is SeatKind.SECRETARY else coordinator_chat(unit)


def _newcomers(seats: Sequence[Unlinked]) -> set[str]:
    """One secretary near the beginning of the roster and one near its end."""
    chats = [chat_of(seat.kind, seat.unit) for seat in seats if seat.kind is SeatKind.SECRETARY]
    return {chats[len(chats) // 20], chats[-len(chats) // 20]} if chats else set()


async def _invite(tx: Tx, seat: Unlinked, now: datetime) -> str:
    code = new_code(secrets.token_bytes(9))
    await invites.issue(tx, code, Role.SECRETARY, seat.member, seat.seat, now, now + CODE_LIFE)
    return code


async def _seat_admin(tx: Tx, platform: LocalPlatform, name: str, now: datetime) -> None:
    platform.open_chat(ADMIN_CHAT, name)
    if await people.admins(tx):
        return
    member = await people.add_member(tx, name)
    await consents.give(tx, member, 1, "vi", now)
    await people.make_admin(tx, member, None, now)
    await people.link(tx, member, Address(NAME, ACCOUNT, ADMIN_CHAT), now, revoke_others=False)
