"""Issuing one-time codes from outside the chat: in bulk for seats, and for the first admin."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from core.calendar import local_day
from core.codes import new_code
from core.metering import Account, Place, places_to_invite_to
from core.organisation import Organisation
from core.plans import Plan
from core.roles import Role
from core.roster import SeatKind
from db import invites, people, places, record, units
from db.engine import Database, Tx
from db.invites import Unlinked

RandomBytes = Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class Issued:
    """A fresh code for a seat that is held but not linked. `bot`: the one that it names, where bots take few people."""

    seat: Unlinked
    code: str
    bot: Place | None = None


async def issue_for_seats(
    database: Database,
    organisation: Organisation,
    now: datetime,
    unit_code: str | None = None,
    random_bytes: RandomBytes = secrets.token_bytes,
    bots: Mapping[Account, Plan | None] | None = None,
) -> list[Issued]:
    """A fresh code for each held seat without a linked chat, in the subtree of a unit if given.

    `bots`: those among which people are shared out, because each takes few. Raises LookupError when there is no such
    unit.
    """
    day = local_day(organisation.calendar, now)
    async with database.transaction() as tx:
        below = None
        if unit_code is not None:
            unit = await units.unit_by_code(tx, unit_code)
            if unit is None:
                raise LookupError(f'there is no unit with the code "{unit_code}"')
            below = await units.subtree(tx, [unit.id])
        seats = await invites.unlinked_seats(tx, day, below)
        issued = {}
        for seat in seats:
            code, number = await _issue(tx, organisation, seat, now, random_bytes)
            issued[number] = Issued(seat, code)
        named = await _shared_out(tx, issued, bots or {}, now)
        return [replace(each, bot=named.get(number)) for number, each in issued.items()]


async def _issue(
    tx: Tx, organisation: Organisation, seat: Unlinked, now: datetime, random_bytes: RandomBytes
) -> tuple[str, int]:
    code = new_code(random_bytes(9))
    role = Role.COORDINATOR if seat.kind is SeatKind.COORDINATOR else Role.SECRETARY
    number = await invites.issue(tx, code, role, seat.member, seat.seat, now, now + organisation.invite_life)
    await record.note(tx, None, "invite.issue", now, role=role.value, seat=seat.seat)
    return code, number


async def _shared_out(
    tx: Tx, issued: Mapping[int, Issued], bots: Mapping[Account, Plan | None], now: datetime
) -> dict[int, Place]:
    """The bot that each invitation names: whoever was invited before keeps it, the others go where there is room."""
    limited = {account: plan for account, plan in bots.items() if plan is not None}
    if not limited:
        return {}
    before = await invites.named_bots(tx, [each.seat.member for each in issued.values()])
    known = {(place.channel, place.account): place for place in await places.places(tx, limited, now)}
    named: dict[int, Place] = {}
    for number, each in issued.items():
        earlier = before.get(each.seat.member)
        for place in places_to_invite_to(list(known.values()), earlier)[:1]:
            account = (place.channel, place.account)
            named[number] = place
            if account != earlier:
                known[account] = replace(place, invited=place.invited + 1)
    await invites.name_bots(tx, {number: (place.channel, place.account) for number, place in named.items()})
    return named


async def issue_for_admin(database: Database, organisation: Organisation, name: str, now: datetime) -> str:
    """A fresh code that makes whoever uses it an admin under this name."""
    code = new_code(secrets.token_bytes(9))
    async with database.transaction() as tx:
        member = await people.add_member(tx, name)
        await invites.issue(tx, code, Role.ADMIN, member, None, now, now + organisation.invite_life)
        await record.note(tx, None, "invite.issue", now, role=Role.ADMIN.value)
    return code
