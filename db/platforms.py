"""What is known of our bots on the platforms: their names, the menus they show, the groups they serve."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, or_, select

from core.ports import Address
from db.engine import Tx
from db.insert import put, put_all
from db.tables import ADDRESS, BOT_ACCOUNT, BOUND_GROUP, SHOWN_MENU, UNIT


async def introduced(tx: Tx, channel: str, account: str, username: str, link: str, now: datetime) -> None:
    """The platform says that this bot is called so; this link opens it."""
    key = {"channel": channel, "account": account}
    await put(tx, BOT_ACCOUNT, key, {"username": username, "link": link, "seen_at": now})


async def links(tx: Tx) -> dict[tuple[str, str], str]:
    """What opens each of our bots, those seen last first; nothing of those that were never introduced."""
    columns = BOT_ACCOUNT.c
    rows = await tx.execute(select(BOT_ACCOUNT).where(columns.link.is_not(None)).order_by(columns.seen_at.desc()))
    return {(row.channel, row.account): row.link for row in rows}


# ---- menus -----------------------------------------------------------------------------------------------------


async def unsure_menus(
    tx: Tx, channel: str, account: str, before: datetime, limit: int
) -> dict[str, tuple[int, str | None]]:
    """Live chats whose menu was never shown or was looked at before a moment: the member and the menu shown."""
    menu = SHOWN_MENU.c
    rows = await tx.execute(
        select(ADDRESS.c.chat, ADDRESS.c.member_id, menu.menu)
        .outerjoin(
            SHOWN_MENU,
            and_(menu.channel == ADDRESS.c.channel, menu.account == ADDRESS.c.account, menu.chat == ADDRESS.c.chat),
        )
        .where(
            ADDRESS.c.channel == channel,
            ADDRESS.c.account == account,
            ADDRESS.c.state == "LIVE",
            or_(menu.shown_at.is_(None), menu.shown_at < before),
        )
        .order_by(menu.shown_at.is_not(None), ADDRESS.c.id)
        .limit(limit)
    )
    return {row.chat: (row.member_id, row.menu) for row in rows}


async def menus_shown(tx: Tx, channel: str, account: str, menus: Mapping[str, str], now: datetime) -> None:
    """These chats show these menus, as of now."""
    rows = [
        {"channel": channel, "account": account, "chat": chat, "menu": menu, "shown_at": now}
        for chat, menu in menus.items()
    ]
    await put_all(tx, SHOWN_MENU, ("channel", "account", "chat"), ("menu", "shown_at"), rows)


async def menu_may_differ(tx: Tx, member: int) -> None:
    """What this member may do, or the language, has changed: look at the menus again soon."""
    chats = select(ADDRESS.c.chat).where(ADDRESS.c.member_id == member)
    await tx.execute(delete(SHOWN_MENU).where(SHOWN_MENU.c.chat.in_(chats)))


# ---- groups ----------------------------------------------------------------------------------------------------


async def bind_group(tx: Tx, group: Address, unit: int, by: int, now: datetime) -> None:
    """From now on this group gets the digests of this unit's coordinator, and no other's."""
    key = {"channel": group.channel, "account": group.account, "chat": group.chat}
    await put(tx, BOUND_GROUP, key, {"unit_id": unit, "bound_by": by, "bound_at": now})


async def unbind_group(tx: Tx, group: Address) -> bool:
    """This group gets nothing any more; whether it got anything before."""
    return (await tx.execute(delete(BOUND_GROUP).where(*_here(group)))).rowcount > 0


@dataclass(frozen=True, slots=True)
class Binding:
    """A group gets the digests of this unit because the member `by` wanted it."""

    unit: int
    unit_name: str
    by: int


async def binding_of(tx: Tx, group: Address) -> Binding | None:
    """What this group gets; None when it gets nothing."""
    columns = BOUND_GROUP.c
    query = select(columns.unit_id, UNIT.c.name, columns.bound_by).join(UNIT, UNIT.c.id == columns.unit_id)
    row = (await tx.execute(query.where(*_here(group)))).one_or_none()
    return None if row is None else Binding(*row)


def _here(group: Address) -> list[ColumnElement[bool]]:
    columns = BOUND_GROUP.c
    return [columns.channel == group.channel, columns.account == group.account, columns.chat == group.chat]


async def groups_of(tx: Tx, units: Collection[int]) -> dict[int, list[Address]]:
    """The groups bound to these units."""
    found: dict[int, list[Address]] = {}
    for row in await tx.execute(select(BOUND_GROUP).where(BOUND_GROUP.c.unit_id.in_(units))):
        found.setdefault(row.unit_id, []).append(Address(row.channel, row.account, row.chat))
    return found
