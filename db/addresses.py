"""One person's chats: linking one more with a short code, which of them is written to first, letting one go."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from core.ports import Address
from db.engine import Tx
from db.insert import insert_one
from db.invites import code_hash
from db.people import link
from db.tables import ADDRESS, ADDRESS_CODE


@dataclass(frozen=True, slots=True)
class AddressView:
    """One chat of a member. `live`: the bot can write there, as far as it knows."""

    id: int
    address: Address
    live: bool


async def of_member(tx: Tx, member: int) -> list[AddressView]:
    """The member's chats, the one that is written to first ahead; dead ones come last, revoked ones are left out."""
    columns = ADDRESS.c
    rows = await tx.execute(
        select(ADDRESS)
        .where(columns.member_id == member, columns.state != "REVOKED")
        .order_by(
            (columns.state == "LIVE").desc(), columns.preference.desc(), columns.linked_at.desc(), columns.id.desc()
        )
    )
    return [AddressView(row.id, Address(row.channel, row.account, row.chat), row.state == "LIVE") for row in rows]


async def add(tx: Tx, member: int, address: Address, now: datetime) -> None:
    """One more chat of the member; what was written to first stays first."""
    known = await of_member(tx, member)
    if known:
        await prefer(tx, member, known[0].id)
    await link(tx, member, address, now, revoke_others=False)


async def prefer(tx: Tx, member: int, number: int) -> None:
    """This chat of the member is written to first."""
    columns = ADDRESS.c
    await tx.execute(update(ADDRESS).where(columns.member_id == member).values(preference=0))
    await tx.execute(update(ADDRESS).where(columns.member_id == member, columns.id == number).values(preference=1))


async def let_go(tx: Tx, member: int, number: int) -> bool:
    """This chat does not speak for the member any more; False for the last one, which stays."""
    columns = ADDRESS.c
    if [each.id for each in await of_member(tx, member)] == [number]:
        return False
    change = update(ADDRESS).where(columns.member_id == member, columns.id == number, columns.state != "REVOKED")
    return (await tx.execute(change.values(state="REVOKED"))).rowcount == 1


async def issue_code(tx: Tx, member: int, code: str, now: datetime, expires_at: datetime) -> None:
    """A fresh code to link one more chat of this member; earlier ones end."""
    columns = ADDRESS_CODE.c
    open_ones = update(ADDRESS_CODE).where(columns.member_id == member, columns.used_at.is_(None))
    await tx.execute(open_ones.values(used_at=now))
    await insert_one(
        tx, ADDRESS_CODE, member_id=member, code_hash=code_hash(code), created_at=now, expires_at=expires_at
    )


async def whose_code(tx: Tx, code: str, now: datetime) -> tuple[int, int] | None:
    """The code's number and whom it links; None when it is wrong, used or expired."""
    columns = ADDRESS_CODE.c
    valid = [columns.code_hash == code_hash(code), columns.used_at.is_(None), columns.expires_at > now]
    row = (await tx.execute(select(columns.id, columns.member_id).where(*valid))).one_or_none()
    return None if row is None else (row.id, row.member_id)


async def open_code(tx: Tx, number: int, now: datetime) -> int | None:
    """Whom the code with this number links, if it still can."""
    columns = ADDRESS_CODE.c
    valid = [columns.id == number, columns.used_at.is_(None), columns.expires_at > now]
    found: int | None = (await tx.execute(select(columns.member_id).where(*valid))).scalar_one_or_none()
    return found


async def use_code(tx: Tx, number: int, now: datetime) -> None:
    """The code is used up."""
    await tx.execute(update(ADDRESS_CODE).where(ADDRESS_CODE.c.id == number).values(used_at=now))
