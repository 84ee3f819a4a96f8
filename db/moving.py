"""What goes along when two members turn out to be one person, or a chat gets a new id."""

from sqlalchemy import ColumnElement, Table, delete, select, update

from core.ports import Address
from db.engine import Tx
from db.tables import (
    ABSENCE,
    ADDRESS,
    ALERT,
    BOUND_GROUP,
    BROADCAST,
    DELEGATION,
    DEPUTY,
    DIALOG,
    INVITE,
    JOIN_REQUEST,
    OUTBOX,
    ROLE_GRANT,
    SUBMISSION,
    TENURE,
)


async def merge(tx: Tx, member: int, into: int) -> None:
    """Two members are one person: seats, roles and all that the first did belong to the second from now on.

    The chats of the first are revoked: whoever has that phone now is not let in by the seats' new holder.
    """
    for table in (TENURE, DEPUTY, INVITE, ROLE_GRANT, SUBMISSION, ABSENCE, DELEGATION):
        await tx.execute(update(table).where(table.c.member_id == member).values(member_id=into))
    await tx.execute(update(INVITE).where(INVITE.c.issued_by == member).values(issued_by=into))
    await tx.execute(update(BROADCAST).where(BROADCAST.c.by_id == member).values(by_id=into))
    known = select(ALERT.c.flag_id).where(ALERT.c.member_id == into)
    alerts = update(ALERT).where(ALERT.c.member_id == member, ALERT.c.flag_id.not_in(known))
    await tx.execute(alerts.values(member_id=into))
    await tx.execute(update(ADDRESS).where(ADDRESS.c.member_id == member).values(state="REVOKED"))


async def move_address(tx: Tx, address: Address, chat: str) -> None:
    """The platform gave this chat a new id: its member or unit, its conversation and what waits for it go along.

    Where the new id is linked already, that link stays and the old one is revoked.
    """
    moved = Address(address.channel, address.account, chat)
    known = (await tx.execute(select(ADDRESS.c.id).where(*_of_chat(ADDRESS, moved)))).first()
    change = {"chat": chat} if known is None else {"state": "REVOKED"}
    await tx.execute(update(ADDRESS).where(*_of_chat(ADDRESS, address)).values(**change))
    if (await tx.execute(select(DIALOG.c.chat).where(*_of_chat(DIALOG, moved)))).first() is None:
        await tx.execute(update(DIALOG).where(*_of_chat(DIALOG, address)).values(chat=chat))
    if (await tx.execute(select(BOUND_GROUP.c.id).where(*_of_chat(BOUND_GROUP, moved)))).first() is None:
        await tx.execute(update(BOUND_GROUP).where(*_of_chat(BOUND_GROUP, address)).values(chat=chat))
    else:
        await tx.execute(delete(BOUND_GROUP).where(*_of_chat(BOUND_GROUP, address)))
    waiting = OUTBOX.c.state.in_(["QUEUED", "CLAIMED"])
    await tx.execute(update(OUTBOX).where(*_of_chat(OUTBOX, address), waiting).values(chat=chat))
    asked = JOIN_REQUEST.c.state == "WAITING"
    await tx.execute(update(JOIN_REQUEST).where(*_of_chat(JOIN_REQUEST, address), asked).values(chat=chat))


def _of_chat(table: Table, address: Address) -> list[ColumnElement[bool]]:
    columns = table.c
    return [columns.channel == address.channel, columns.account == address.account, columns.chat == address.chat]
