"""Who is writing, what are they today, and where is a member reached?"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, select, update

from core.ports import Address
from core.spelling import fold
from db.admins import admins as admins  # noqa: PLC0414 - asked for as people.admins
from db.admins import make_admin as make_admin  # noqa: PLC0414 - as above
from db.admins import reachable_admins as reachable_admins  # noqa: PLC0414 - as above
from db.engine import Tx
from db.insert import insert_one, put
from db.member_views import HeldSeat as HeldSeat  # noqa: PLC0414 - as above
from db.member_views import MemberView as MemberView  # noqa: PLC0414 - as above
from db.member_views import by_account as by_account  # noqa: PLC0414 - as above
from db.member_views import held_on as held_on  # noqa: PLC0414 - as above
from db.member_views import member_at as member_at  # noqa: PLC0414 - as above
from db.member_views import member_view as member_view  # noqa: PLC0414 - as above
from db.member_views import member_views as member_views  # noqa: PLC0414 - as above
from db.member_views import members_at as members_at  # noqa: PLC0414 - as above
from db.moving import merge as merge  # noqa: PLC0414 - asked for as people.merge
from db.moving import move_address as move_address  # noqa: PLC0414 - as above
from db.tables import ADDRESS, MEMBER


async def add_member(tx: Tx, name: str, phone: str | None = None) -> int:
    """A new member."""
    return await insert_one(tx, MEMBER, name=name, phone=phone)


async def same_person(tx: Tx, name: str, phone: str | None) -> int | None:
    """The member of this phone number and name, if there is one: one number under one name is one person."""
    if phone is None:
        return None
    linked = select(ADDRESS.c.id).where(ADDRESS.c.member_id == MEMBER.c.id, ADDRESS.c.state == "LIVE").exists()
    rows = await tx.execute(
        select(MEMBER.c.id, MEMBER.c.name)
        .where(MEMBER.c.phone == phone, MEMBER.c.erased_at.is_(None))
        .order_by(linked.desc(), MEMBER.c.id.desc())
    )
    return next((row.id for row in rows if fold(row.name) == fold(name)), None)


async def addresses_of(tx: Tx, members: Sequence[int]) -> dict[int, list[Address]]:
    """The live addresses of each of these members, the preferred one first."""
    columns = ADDRESS.c
    rows = await tx.execute(
        select(columns.member_id, columns.channel, columns.account, columns.chat)
        .where(columns.member_id.in_(members), columns.state == "LIVE")
        .order_by(columns.preference.desc(), columns.linked_at.desc(), columns.id.desc())
    )
    found: dict[int, list[Address]] = {}
    for member, channel, account, chat in rows:
        found.setdefault(member, []).append(Address(channel, account, chat))
    return found


async def link(tx: Tx, member: int, address: Address, now: datetime, *, revoke_others: bool) -> None:
    """This chat now speaks for the member. With `revoke_others` (a lost phone) the earlier addresses end."""
    columns = ADDRESS.c
    if revoke_others:
        await tx.execute(
            update(ADDRESS).where(columns.member_id == member, columns.state != "REVOKED").values(state="REVOKED")
        )
    key = {"channel": address.channel, "account": address.account, "chat": address.chat}
    values = {"member_id": member, "state": "LIVE", "preference": 0, "linked_at": now, "dead_at": None}
    await put(tx, ADDRESS, key, values)


_MARK_ADDRESS = (
    update(ADDRESS)
    .where(
        ADDRESS.c.channel == bindparam("of_channel"),
        ADDRESS.c.account == bindparam("of_account"),
        ADDRESS.c.chat == bindparam("of_chat"),
        ADDRESS.c.state == bindparam("was"),
    )
    .values(state=bindparam("new_state"), dead_at=bindparam("died_at", type_=ADDRESS.c.dead_at.type))
    .returning(ADDRESS.c.member_id)
)


async def mark_address(tx: Tx, address: Address, state: str, now: datetime) -> int | None:
    """LIVE or DEAD from now on; the member's id when that changed something, else None."""
    values = {
        "of_channel": address.channel,
        "of_account": address.account,
        "of_chat": address.chat,
        "was": "DEAD" if state == "LIVE" else "LIVE",
        "new_state": state,
        "died_at": now if state == "DEAD" else None,
    }
    changed = await tx.execute(_MARK_ADDRESS, values)
    member: int | None = changed.scalar_one_or_none()
    return member


async def consent(tx: Tx, member: int, version: int, now: datetime) -> None:
    """The member agreed to what is kept about him or her."""
    await tx.execute(update(MEMBER).where(MEMBER.c.id == member).values(consented_at=now, consent_version=version))


async def rename(tx: Tx, member: int, name: str) -> None:
    """The member is called so."""
    await tx.execute(update(MEMBER).where(MEMBER.c.id == member).values(name=name))


async def set_phone(tx: Tx, member: int, phone: str) -> None:
    """The member has this number, written as +84912345678."""
    await tx.execute(update(MEMBER).where(MEMBER.c.id == member).values(phone=phone))


async def set_form(tx: Tx, member: int, form: str | None) -> None:
    """The member is to be addressed in this form; None: in the organisation's."""
    await tx.execute(update(MEMBER).where(MEMBER.c.id == member).values(form=form))


async def set_language(tx: Tx, member: int, language: str | None) -> None:
    """The member is to be spoken to in this language; None: in the organisation's."""
    await tx.execute(update(MEMBER).where(MEMBER.c.id == member).values(language=language))


async def names_of(tx: Tx, members: Sequence[int]) -> dict[int, str]:
    """The names of these members."""
    rows = await tx.execute(select(MEMBER.c.id, MEMBER.c.name).where(MEMBER.c.id.in_(members)))
    return {row.id: row.name for row in rows}
