"""Linking somebody of the cast to a chat, as if he or she had come in by a code and agreed."""

from core.ports import Address
from core.roster import SeatKind
from db import admins, invites, people, units
from db.engine import Tx
from tests.journeys.cast import ADMIN_NAME
from tests.journeys.rows import ZONE
from tests.journeys.stage import BEGIN, moment


async def link(tx: Tx, unit_code: str | None, address: Address) -> int:
    """Whoever holds this unit's seat at BEGIN writes from this address; without a unit it is the admin. The member."""
    now = moment(BEGIN)
    if unit_code is None:
        member = await people.add_member(tx, ADMIN_NAME)
        await admins.make_admin(tx, member, None, now)
    else:
        unit = await units.unit_by_code(tx, unit_code)
        assert unit is not None
        kind = SeatKind.SECRETARY if unit_code.startswith("X") else SeatKind.COORDINATOR
        seat = await invites.seat_of(tx, unit.id, kind, now.astimezone(ZONE).date())
        assert seat is not None
        member = seat.member
    await people.consent(tx, member, 1, now)
    await people.link(tx, member, address, now, revoke_others=False)
    return member
