"""One-time codes: issuing them, finding what a typed code opens, using one."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, select, update

from core.roles import DEPUTIES, Role
from core.roster import SeatKind
from db.engine import Tx
from db.insert import insert_all, insert_one
from db.member_views import deputy_on, held_on
from db.tables import ADDRESS, DEPUTY, INVITE, MEMBER, SEAT, TENURE, UNIT
from db.units import valid_on


@dataclass(frozen=True, slots=True)
class Unlinked:
    """A seat that is held by somebody who is not linked to a chat yet."""

    seat: int
    unit_id: int
    unit: str
    unit_name: str
    kind: SeatKind
    member: int
    member_name: str


@dataclass(frozen=True, slots=True)
class NewInvite:
    """A fresh code and what it opens. `unit`: what a local admin is to look after; `by`: who hands it out."""

    code: str
    role: Role
    member: int
    seat: int | None
    unit: int | None = None
    by: int | None = None


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a code opens. Without a seat it makes an admin, of everything or of its unit. `by` handed it out."""

    id: int
    role: Role
    seat: int | None
    unit: int | None
    unit_name: str
    parent_name: str
    member: int
    member_name: str
    by: int | None = None


def code_hash(code: str) -> str:
    """How a code is kept. A plain hash is enough: a code holds 63 random bits, so none can be guessed from it."""
    return hashlib.sha256(code.encode()).hexdigest()


async def unlinked_seats(tx: Tx, day: date, units: set[int] | None = None, level: str = "") -> list[Unlinked]:
    """Seats of valid units held today by members without a live address, by unit; within `units` if given.

    `level`: only of units of this level.
    """
    linked = select(ADDRESS.c.member_id).where(ADDRESS.c.state == "LIVE")
    of_level = [UNIT.c.level == level] if level else []
    rows = await tx.execute(
        select(SEAT.c.id, SEAT.c.kind, UNIT.c.id.label("unit_id"), UNIT.c.code, UNIT.c.name,
               MEMBER.c.id.label("member"),
               MEMBER.c.name.label("member_name"))
        .join(UNIT, UNIT.c.id == SEAT.c.unit_id)
        .join(TENURE, TENURE.c.seat_id == SEAT.c.id)
        .join(MEMBER, MEMBER.c.id == TENURE.c.member_id)
        .where(MEMBER.c.id.not_in(linked), *held_on(day), *valid_on(day), *of_level)
        .order_by(UNIT.c.id, SEAT.c.kind)
    )  # fmt: skip
    return [
        Unlinked(row.id, row.unit_id, row.code, row.name, SeatKind(row.kind), row.member, row.member_name)
        for row in rows
        if units is None or row.unit_id in units
    ]


async def seat_of(tx: Tx, unit: int, kind: SeatKind, day: date) -> Unlinked | None:
    """The seat of this kind in a unit with its holder today, linked or not; None when vacant."""
    row = (
        await tx.execute(
            select(SEAT.c.id, UNIT.c.code, UNIT.c.name, MEMBER.c.id.label("member"), MEMBER.c.name.label("member_name"))
            .join(UNIT, UNIT.c.id == SEAT.c.unit_id)
            .join(TENURE, TENURE.c.seat_id == SEAT.c.id)
            .join(MEMBER, MEMBER.c.id == TENURE.c.member_id)
            .where(SEAT.c.unit_id == unit, SEAT.c.kind == kind.value, *held_on(day))
        )
    ).one_or_none()
    return None if row is None else Unlinked(row.id, unit, row.code, row.name, kind, row.member, row.member_name)


async def seats_of_phone(tx: Tx, phone: str, day: date) -> list[Unlinked]:
    """The seats held today by members with this phone number, linked or not. `phone` is as +84912345678."""
    rows = await tx.execute(
        select(SEAT.c.unit_id, SEAT.c.kind)
        .join(TENURE, TENURE.c.seat_id == SEAT.c.id)
        .join(MEMBER, MEMBER.c.id == TENURE.c.member_id)
        .where(MEMBER.c.phone == phone, *held_on(day))
        .order_by(SEAT.c.unit_id, SEAT.c.kind)
    )
    found = [await seat_of(tx, row.unit_id, SeatKind(row.kind), day) for row in rows.all()]
    return [seat for seat in found if seat is not None]


async def seat_by_id(tx: Tx, seat: int, day: date) -> Unlinked | None:
    """This seat with its holder today; None when vacant."""
    row = (await tx.execute(select(SEAT.c.unit_id, SEAT.c.kind).where(SEAT.c.id == seat))).one_or_none()
    return None if row is None else await seat_of(tx, row.unit_id, SeatKind(row.kind), day)


async def issue(
    tx: Tx,
    code: str,
    role: Role,
    member: int,
    seat: int | None,
    now: datetime,
    expires_at: datetime,
    *,
    unit: int | None = None,
    by: int | None = None,
) -> int:
    """Store a fresh code. Earlier ones of the seat stay valid until they expire or one is used.

    `unit`: what a local admin is to look after; `by`: the member who hands it out.
    """
    return await insert_one(tx, INVITE, **_row(NewInvite(code, role, member, seat, unit, by), now, expires_at))


async def issue_all(tx: Tx, fresh: Sequence[NewInvite], now: datetime, expires_at: datetime) -> list[int]:
    """Store many fresh codes at once; their numbers, in order."""
    return await insert_all(tx, INVITE, [_row(each, now, expires_at) for each in fresh])


def _row(fresh: NewInvite, now: datetime, expires_at: datetime) -> dict[str, Any]:
    return {
        "seat_id": fresh.seat,
        "member_id": fresh.member,
        "role": fresh.role.value,
        "unit_id": fresh.unit,
        "issued_by": fresh.by,
        "code_hash": code_hash(fresh.code),
        "created_at": now,
        "expires_at": expires_at,
    }


_NAME_BOT = (
    update(INVITE)
    .where(INVITE.c.id == bindparam("invite"))
    .values(channel=bindparam("named_channel"), account=bindparam("named_account"))
)


async def name_bots(tx: Tx, named: Mapping[int, tuple[str, str]]) -> None:
    """These invitations name these bots, by channel and account: whoever has one is expected there."""
    rows = [
        {"invite": invite, "named_channel": channel, "named_account": account}
        for invite, (channel, account) in named.items()
    ]
    if rows:
        await tx.execute(_NAME_BOT, rows)


async def named_bots(tx: Tx, members: Collection[int]) -> dict[int, tuple[str, str]]:
    """The bot that each of these members' newest invitation with one names, by channel and account."""
    columns = INVITE.c
    rows = await tx.execute(
        select(columns.member_id, columns.channel, columns.account)
        .where(columns.member_id.in_(members), columns.channel.is_not(None))
        .order_by(columns.id)
    )
    return {row.member_id: (row.channel, row.account) for row in rows}


async def find(tx: Tx, code: str, now: datetime, day: date) -> Invitation | None:
    """What this code opens now; None when wrong, used, voided or expired, or its seat has changed hands."""
    return await _invitation(tx, [INVITE.c.code_hash == code_hash(code)], now, day)


async def find_by_id(tx: Tx, invite: int, now: datetime, day: date) -> Invitation | None:
    """The same for an invitation that the person has opened before."""
    return await _invitation(tx, [INVITE.c.id == invite], now, day)


async def _invitation(tx: Tx, which: Sequence[ColumnElement[bool]], now: datetime, day: date) -> Invitation | None:
    columns = INVITE.c
    valid = [columns.used_at.is_(None), columns.voided_at.is_(None), columns.expires_at > now]
    row = (await tx.execute(select(INVITE).where(*which, *valid))).one_or_none()
    if row is None:
        return None
    if row.seat_id is None:
        name = (await tx.execute(select(MEMBER.c.name).where(MEMBER.c.id == row.member_id))).scalar_one()
        named = (await tx.execute(select(UNIT.c.name).where(UNIT.c.id == row.unit_id))).scalar_one_or_none()
        return Invitation(
            row.id, Role(row.role), None, row.unit_id, named or "", "", row.member_id, name, by=row.issued_by
        )
    parent = UNIT.alias("parent")
    if Role(row.role) in DEPUTIES:
        return await _of_deputy(tx, row, day)
    seat = (
        await tx.execute(
            select(UNIT.c.id, UNIT.c.name, parent.c.name.label("parent_name"), TENURE.c.member_id,
                   MEMBER.c.name.label("holder"))
            .select_from(SEAT)
            .join(UNIT, UNIT.c.id == SEAT.c.unit_id)
            .outerjoin(parent, parent.c.id == UNIT.c.parent_id)
            .join(TENURE, TENURE.c.seat_id == SEAT.c.id)
            .join(MEMBER, MEMBER.c.id == TENURE.c.member_id)
            .where(SEAT.c.id == row.seat_id, *held_on(day))
        )
    ).one_or_none()  # fmt: skip
    if seat is None or seat.member_id != row.member_id:
        return None
    above = seat.parent_name or ""
    return Invitation(
        row.id, Role(row.role), row.seat_id, seat.id, seat.name, above, row.member_id, seat.holder, by=row.issued_by
    )


async def _of_deputy(tx: Tx, row: Any, day: date) -> Invitation | None:
    """A deputy's code opens as long as its member is a deputy of the seat."""
    parent = UNIT.alias("parent")
    seat = (
        await tx.execute(
            select(UNIT.c.id, UNIT.c.name, parent.c.name.label("parent_name"), MEMBER.c.name.label("deputy"))
            .select_from(DEPUTY)
            .join(SEAT, SEAT.c.id == DEPUTY.c.seat_id)
            .join(UNIT, UNIT.c.id == SEAT.c.unit_id)
            .outerjoin(parent, parent.c.id == UNIT.c.parent_id)
            .join(MEMBER, MEMBER.c.id == DEPUTY.c.member_id)
            .where(DEPUTY.c.seat_id == row.seat_id, DEPUTY.c.member_id == row.member_id, *deputy_on(day))
        )
    ).first()
    if seat is None:
        return None
    return Invitation(
        row.id, Role(row.role), row.seat_id, seat.id, seat.name, seat.parent_name or "", row.member_id, seat.deputy,
        by=row.issued_by,
    )  # fmt: skip


async def use(tx: Tx, invitation: Invitation, now: datetime) -> None:
    """The code is used; every other code of the same seat is void from now on. A deputy's voids the deputy's own."""
    columns = INVITE.c
    await tx.execute(update(INVITE).where(columns.id == invitation.id).values(used_at=now))
    if invitation.seat is not None:
        deputy = invitation.role in DEPUTIES
        same = (
            [columns.role.in_(DEPUTIES), columns.member_id == invitation.member]
            if deputy
            else [columns.role.not_in(DEPUTIES)]
        )
        await tx.execute(
            update(INVITE)
            .where(*same, columns.seat_id == invitation.seat, columns.used_at.is_(None), columns.voided_at.is_(None))
            .values(voided_at=now)
        )
