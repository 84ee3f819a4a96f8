"""Strangers who ask to be linked to a unit, and wait for its coordinator's yes."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select, update

from core.ports import Address
from db.engine import Tx
from db.insert import insert_one
from db.tables import JOIN_REQUEST


@dataclass(frozen=True, slots=True)
class JoinView:
    """One request. `seat` is None while nobody knows which unit is meant."""

    id: int
    address: Address
    said: str
    seat: int | None
    state: str


async def ask(tx: Tx, address: Address, said: str, seat: int | None, now: datetime) -> int:
    """Store a stranger's request; an earlier waiting one from the same chat expires."""
    await tx.execute(
        update(JOIN_REQUEST)
        .where(
            JOIN_REQUEST.c.channel == address.channel,
            JOIN_REQUEST.c.account == address.account,
            JOIN_REQUEST.c.chat == address.chat,
            JOIN_REQUEST.c.state == "WAITING",
        )
        .values(state="EXPIRED", decided_at=now)
    )
    return await insert_one(
        tx, JOIN_REQUEST, channel=address.channel, account=address.account, chat=address.chat, said=said[:500],
        seat_id=seat, created_at=now,
    )  # fmt: skip


async def request(tx: Tx, number: int) -> JoinView | None:
    """The request with this id."""
    row = (await tx.execute(select(JOIN_REQUEST).where(JOIN_REQUEST.c.id == number))).one_or_none()
    if row is None:
        return None
    return JoinView(row.id, Address(row.channel, row.account, row.chat), row.said, row.seat_id, row.state)


async def decide(tx: Tx, number: int, state: str, by: int, now: datetime) -> bool:
    """ACCEPTED or REFUSED; False when somebody decided before."""
    statement = update(JOIN_REQUEST).where(JOIN_REQUEST.c.id == number, JOIN_REQUEST.c.state == "WAITING")
    return (await tx.execute(statement.values(state=state, decided_at=now, decided_by=by))).rowcount == 1


async def forget(tx: Tx, before: datetime) -> int:
    """Delete requests made before a moment, decided or not: strangers are not kept.

    Of the newest request the bare number stays: given again, it would mean an old question of a coordinator's.
    """
    columns = JOIN_REQUEST.c
    newest = select(func.max(columns.id)).scalar_subquery()
    bare = {"channel": "", "account": "", "chat": "", "said": "", "seat_id": None, "state": "EXPIRED"}
    await tx.execute(update(JOIN_REQUEST).where(columns.created_at < before, columns.id == newest).values(**bare))
    return (await tx.execute(delete(JOIN_REQUEST).where(columns.created_at < before, columns.id != newest))).rowcount
