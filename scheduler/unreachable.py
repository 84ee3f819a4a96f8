"""A person can no longer be written to: whoever looks after the unit hears of it the same day, once."""

from datetime import datetime

from core.notices import Notice, NoticeKind
from core.roster import SeatKind
from db import outbox, people, units
from db.engine import Tx
from scheduler.digest import GATHERING, About
from scheduler.setting import DutySetting


async def tell_coordinator(tx: Tx, setting: DutySetting, member: int, now: datetime) -> None:
    """Queue the word to the coordinator of this member's unit, or to the admins.

    It waits a moment for others, so that one message tells of all who cannot be reached.
    """
    day = setting.day(now)
    view = await people.member_view(tx, member, day)
    if not view.seats:
        return
    seat = next((seat for seat in view.seats if seat.kind is SeatKind.SECRETARY), view.seats[0])
    tree = await units.hierarchy(tx, day, seat.unit)
    notices = [
        Notice(
            f"unreachable:{member}:{day.isoformat()}:{receiver}",
            NoticeKind.DIGEST,
            member=receiver,
            about=About((), (member,)).as_json(),
            not_before=now + GATHERING,
        )
        for receiver in tree.coordinator_of(seat.unit).members
        if receiver != member
    ]
    await outbox.queue(tx, notices, now)
