"""Somebody else hands in for a seat for a while: a one-time code opens it, time ends it, and its chat is forgotten."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, select, update

from core.ports import Address
from core.roster import SeatKind
from db.engine import Tx
from db.forgetting import forget_chat
from db.insert import insert_one
from db.invites import code_hash
from db.people import HeldSeat, held_on
from db.tables import ADDRESS, DELEGATION, MEMBER, SEAT, TENURE, UNIT


@dataclass(frozen=True, slots=True)
class DelegationView:
    """Who may hand in for whom. It lasts until `expires_at`, or until the member no longer holds the seat."""

    id: int
    member: int
    member_name: str
    seat: HeldSeat
    expires_at: datetime


async def issue(tx: Tx, code: str, seat: int, member: int, now: datetime, expires_at: datetime) -> int:
    """Store a fresh code; whatever was given out for this seat before ends."""
    open_ones = update(DELEGATION).where(DELEGATION.c.seat_id == seat, DELEGATION.c.ended_at.is_(None))
    await tx.execute(open_ones.values(ended_at=now))
    return await insert_one(
        tx, DELEGATION, seat_id=seat, member_id=member, code_hash=code_hash(code), created_at=now,
        expires_at=expires_at,
    )  # fmt: skip


def _views(now: datetime, day: date) -> Select[tuple[object, ...]]:
    columns = DELEGATION.c
    return (
        select(columns.id, columns.member_id, columns.seat_id, columns.expires_at, MEMBER.c.name.label("member_name"),
               UNIT.c.id.label("unit"), UNIT.c.name.label("unit_name"), UNIT.c.code, UNIT.c.level)
        .join(SEAT, SEAT.c.id == columns.seat_id)
        .join(UNIT, UNIT.c.id == SEAT.c.unit_id)
        .join(MEMBER, MEMBER.c.id == columns.member_id)
        .join(TENURE, (TENURE.c.seat_id == columns.seat_id) & (TENURE.c.member_id == columns.member_id))
        .where(columns.expires_at > now, columns.ended_at.is_(None), *held_on(day))
    )  # fmt: skip


async def _one(tx: Tx, now: datetime, day: date, *which: ColumnElement[bool]) -> DelegationView | None:
    row = (await tx.execute(_views(now, day).where(*which))).first()
    if row is None:
        return None
    seat = HeldSeat(row.seat_id, row.unit, row.unit_name, row.code, row.level, SeatKind.SECRETARY)
    return DelegationView(row.id, row.member_id, row.member_name, seat, row.expires_at)


async def find(tx: Tx, code: str, now: datetime, day: date) -> DelegationView | None:
    """What this code opens now; None when wrong, used, ended or expired."""
    return await _one(tx, now, day, DELEGATION.c.code_hash == code_hash(code), DELEGATION.c.used_at.is_(None))


async def find_by_id(tx: Tx, number: int, now: datetime, day: date) -> DelegationView | None:
    """The same for one whose code was opened before."""
    return await _one(tx, now, day, DELEGATION.c.id == number, DELEGATION.c.used_at.is_(None))


async def at(tx: Tx, address: Address, now: datetime, day: date) -> DelegationView | None:
    """For whom this chat may hand in now."""
    columns = DELEGATION.c
    here = (columns.channel == address.channel, columns.account == address.account, columns.chat == address.chat)
    return await _one(tx, now, day, *here)


async def use(tx: Tx, number: int, address: Address, now: datetime) -> None:
    """This chat stands in from now on; an earlier place of the same chat ends."""
    columns = DELEGATION.c
    here = (columns.channel == address.channel, columns.account == address.account, columns.chat == address.chat)
    await tx.execute(update(DELEGATION).where(*here, columns.ended_at.is_(None)).values(ended_at=now))
    place = {"channel": address.channel, "account": address.account, "chat": address.chat}
    await tx.execute(update(DELEGATION).where(columns.id == number).values(used_at=now, **place))


async def purge(tx: Tx, now: datetime) -> int:
    """Forget the chats of all that ended or expired: in what came in, went out, was recorded and asked. How many.

    A chat that is a member's by now stays one; only the delegation forgets it.
    """
    columns = DELEGATION.c
    over = (columns.expires_at <= now) | columns.ended_at.is_not(None)
    rows = (await tx.execute(select(DELEGATION).where(over, columns.chat.is_not(None)))).all()
    for row in rows:
        address = Address(row.channel, row.account, row.chat)
        in_use = select(columns.id).where(
            columns.channel == address.channel, columns.account == address.account, columns.chat == address.chat, ~over
        )
        member = select(ADDRESS.c.id).where(
            ADDRESS.c.channel == address.channel, ADDRESS.c.account == address.account, ADDRESS.c.chat == address.chat
        )
        stranger = (await tx.execute(in_use.union_all(member))).first() is None
        if stranger:
            await forget_chat(tx, address, f"delegation:{row.id}")
        blank = {"channel": None, "account": None, "chat": None, "ended_at": row.ended_at or row.expires_at}
        await tx.execute(update(DELEGATION).where(columns.id == row.id).values(**blank))
    return len(rows)
