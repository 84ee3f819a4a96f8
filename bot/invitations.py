"""Issuing one-time codes from outside the chat: in bulk for seats, and for the first admin."""

import secrets
from collections.abc import Mapping
from datetime import datetime

from core.calendar import local_day
from core.codes import new_code
from core.metering import Account
from core.organisation import Organisation
from core.plans import Plan
from core.roles import Role
from db import invites, inviting, people, record, units
from db.engine import Database
from db.inviting import Issued, RandomBytes


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
        return await inviting.issue_to(tx, seats, now, now + organisation.invite_life, random_bytes, bots or {})


async def issue_for_admin(database: Database, organisation: Organisation, name: str, now: datetime) -> str:
    """A fresh code that makes whoever uses it an admin under this name."""
    code = new_code(secrets.token_bytes(9))
    async with database.transaction() as tx:
        member = await people.add_member(tx, name)
        await invites.issue(tx, code, Role.ADMIN, member, None, now, now + organisation.invite_life)
        await record.note(tx, None, "invite.issue", now, role=Role.ADMIN.value)
    return code
