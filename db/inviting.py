"""Inviting many at once: fresh codes for seats that are held but not linked, shared out among the bots, as cards."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from core.codes import new_code, written_code
from core.invitations import Card, CardSheet, place_of
from core.invitations import Place as PaperPlace
from core.metering import Account, Place, places_to_invite_to
from core.plans import Plan
from core.roles import Role
from core.roster import SeatKind
from db import invites, places, record
from db.engine import Tx
from db.invites import NewInvite, Unlinked
from db.record import Line
from db.tables import INVITE, UNIT
from db.units import valid_on

RandomBytes = Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class Issued:
    """A fresh code for a seat that is held but not linked. `bot`: the one that it names, where bots take few people."""

    seat: Unlinked
    code: str
    bot: Place | None = None


async def issue_to(
    tx: Tx,
    seats: Sequence[Unlinked],
    now: datetime,
    until: datetime,
    random_bytes: RandomBytes,
    bots: Mapping[Account, Plan | None],
    by: int | None = None,
) -> list[Issued]:
    """A fresh code for each of these seats, good until `until`; in a number of statements that does not grow with them.

    `bots`: those among which people are shared out where each takes few; `by`: the member who hands the codes out.
    """
    codes = [new_code(random_bytes(9)) for _ in seats]
    fresh = [
        NewInvite(code, _role(seat), seat.member, seat.seat, None, by) for code, seat in zip(codes, seats, strict=True)
    ]
    numbers = await invites.issue_all(tx, fresh, now, until)
    changes = [Line("invite.issue", seat.unit_id, {"role": _role(seat).value, "seat": seat.seat}) for seat in seats]
    await record.note_all(tx, by, changes, now)
    members = dict(zip(numbers, (seat.member for seat in seats), strict=True))
    named = await _shared_out(tx, members, bots, now)
    return [Issued(seat, code, named.get(number)) for number, seat, code in zip(numbers, seats, codes, strict=True)]


def _role(seat: Unlinked) -> Role:
    return Role.COORDINATOR if seat.kind is SeatKind.COORDINATOR else Role.SECRETARY


async def _shared_out(
    tx: Tx, members: Mapping[int, int], bots: Mapping[Account, Plan | None], now: datetime
) -> dict[int, Place]:
    """The bot that each invitation names: whoever was invited before keeps it, the others go where there is room."""
    limited = {account: plan for account, plan in bots.items() if plan is not None}
    if not limited:
        return {}
    before = await invites.named_bots(tx, list(members.values()))
    known = {(place.channel, place.account): place for place in await places.places(tx, limited, now)}
    named: dict[int, Place] = {}
    for number, member in members.items():
        earlier = before.get(member)
        for place in places_to_invite_to(list(known.values()), earlier)[:1]:
            account = (place.channel, place.account)
            named[number] = place
            if account != earlier:
                known[account] = place.with_one_more()
    await invites.name_bots(tx, {number: (place.channel, place.account) for number, place in named.items()})
    return named


async def paper_places(tx: Tx, units: Sequence[int], day: date) -> dict[int, PaperPlace]:
    """Under which heading the cards of each of these units lie, by unit."""
    rows = (await tx.execute(select(UNIT.c.id, UNIT.c.name, UNIT.c.parent_id).where(*valid_on(day)))).all()
    above, names = {row.id: row.parent_id for row in rows}, {row.id: row.name for row in rows}
    leading = {row.parent_id for row in rows}
    found = {unit: place_of(unit, above, leading) for unit in units}
    return {
        unit: PaperPlace(place, names.get(place, ""), names.get(above.get(place) or 0, ""))
        for unit, place in found.items()
    }


async def card_sheet(tx: Tx, issued: Sequence[Issued], link: str, day: date, until: datetime) -> CardSheet:
    """The cards of these codes. `link` opens the bot with a code in the place of "{code}"; empty where none does."""
    lying = await paper_places(tx, [each.seat.unit_id for each in issued], day)
    cards = [
        Card(
            unit=each.seat.unit,
            unit_name=each.seat.unit_name,
            place=lying[each.seat.unit_id],
            seat=each.seat.kind,
            member=each.seat.member_name,
            code=written_code(each.code),
            link=link.replace("{code}", each.code),
            bot=each.bot.account if each.bot else "",
            bot_link=each.bot.link if each.bot else "",
        )
        for each in issued
    ]
    return CardSheet(tuple(cards), until)


async def deep_link(tx: Tx, bots: Mapping[Account, Plan | None], now: datetime) -> str:
    """What opens one of these bots with a code in the place of "{code}"; empty while none can carry one."""
    known = places_to_invite_to(await places.places(tx, bots, now))
    return next((place.link for place in known if place.carries_code), "")


@dataclass(frozen=True, slots=True)
class LastCode:
    """The newest code of a seat's holder: when it was handed out, until when it is good (None: not any more)."""

    at: datetime
    until: datetime | None

    def valid(self, now: datetime) -> bool:
        """Whether it can still be used."""
        return self.until is not None and now < self.until


async def newest_codes(tx: Tx, seats: Sequence[Unlinked]) -> dict[int, LastCode]:
    """The newest code of each of these seats' holders that ever had one, by seat."""
    columns = INVITE.c
    newest = select(func.max(columns.id)).where(columns.seat_id.in_([seat.seat for seat in seats]))
    rows = await tx.execute(select(INVITE).where(columns.id.in_(newest.group_by(columns.seat_id, columns.member_id))))
    holders = {(seat.seat, seat.member) for seat in seats}
    return {
        row.seat_id: LastCode(row.created_at, None if row.voided_at or row.used_at else row.expires_at)
        for row in rows
        if (row.seat_id, row.member_id) in holders
    }
