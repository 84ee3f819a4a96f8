"""A person, or a group, can no longer be written to: whoever looks after the unit hears of it the same day, once."""

from datetime import datetime

from core.notices import Notice, NoticeKind
from core.ports import Address
from core.roster import SeatKind
from db import admins, outbox, people, platforms, units
from db.engine import Tx
from scheduler.digest import GATHERING, About
from scheduler.setting import DutySetting
from texts.duties import spoken


async def tell_coordinator(tx: Tx, setting: DutySetting, member: int, now: datetime) -> None:
    """Queue the word to the coordinator of this member's unit, or to the admins.

    It waits a moment for others, so that one message tells of all who cannot be reached.
    """
    day = setting.day(now)
    view = await people.member_view(tx, member, day)
    if not view.seats:
        return
    seat = next((seat for seat in view.seats if seat.kind is SeatKind.SECRETARY), view.seats[0])
    tree = await units.hierarchy(tx, day, now, seat.unit)
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


async def tell_of_group(tx: Tx, setting: DutySetting, group: Address, now: datetime) -> None:
    """A list could not be sent to a bound group: who had it bound hears of it, or the admins. It stays bound."""
    binding = await platforms.binding_of(tx, group)
    if binding is None:
        return
    everybody = await admins.admins(tx)
    may_bind = {*everybody, *(each.member for each in await admins.local_admins(tx))}
    notices = []
    for member in (binding.by,) if binding.by in may_bind else everybody:
        person = await setting.person(tx, member, now)
        text = setting.texts.say(person, "group.refused", unit=spoken(binding.unit_name))
        key = f"group:{group.channel}:{group.chat}:{setting.day(now).isoformat()}:{member}"
        notices.append(Notice(key, NoticeKind.OTHER, str(text), member=member))
    await outbox.queue(tx, notices, now)
