"""What our bots have used of their plans: people, messages a month, and what could not be said any more."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, func, or_, select, union, update

from core.metering import Account, Usage
from core.ports import Address
from db.engine import Tx
from db.insert import add_all
from db.tables import ADDRESS, BOT_MONTH, DIALOG, INVITE, MEMBER, OUTBOX

UNSAID = "OutOfQuota"
"""How the error of a message begins that a plan's end left unsaid."""

_KEY = ("channel", "account", "month")


@dataclass(frozen=True, slots=True)
class Unsaid:
    """Messages of one kind to one person that could not be said. `name` is None for a stranger's chat."""

    kind: str
    name: str | None
    number: int


def month_of(day: date) -> str:
    """The calendar month of a local day, as plans count."""
    return f"{day:%Y-%m}"


async def add(tx: Tx, month: str, sent: Mapping[Account, int], received: Mapping[Account, int]) -> None:
    """So many messages more went out and came in."""
    rows = [
        {"channel": channel, "account": account, "month": month, "sent": sent.get((channel, account), 0),
         "received": received.get((channel, account), 0)}
        for channel, account in sorted({*sent, *received})
    ]  # fmt: skip
    await add_all(tx, BOT_MONTH, _KEY, ("sent", "received"), rows)


async def refused(tx: Tx, month: str, accounts: Collection[Account], now: datetime | None) -> None:
    """Their platform says that the plan is used up; with None that it is not."""
    await add(tx, month, dict.fromkeys(accounts, 0), {})
    columns = BOT_MONTH.c
    for channel, account in accounts:
        here = (columns.channel == channel, columns.account == account, columns.month == month)
        await tx.execute(update(BOT_MONTH).where(*here).values(refused_at=now))


async def usages(tx: Tx, month: str, lately: datetime) -> dict[Account, Usage]:
    """What each bot has used this month. A refusal before `lately` is forgotten: it may be worth another try."""
    rows = await tx.execute(select(BOT_MONTH).where(BOT_MONTH.c.month == month))
    return {
        (row.channel, row.account): Usage(
            row.sent, row.received, row.refused_at is not None and row.refused_at >= lately
        )
        for row in rows
    }


async def people(tx: Tx, accounts: Collection[Account], besides: Address | None = None) -> dict[Account, int]:
    """How many people have a chat with each of these bots: members whose address was not taken away, and strangers.

    `besides`: not counting this one.
    """
    channels = sorted({channel for channel, _ in accounts})
    linked = select(ADDRESS.c.channel, ADDRESS.c.account, ADDRESS.c.chat).where(
        ADDRESS.c.channel.in_(channels), ADDRESS.c.state != "REVOKED"
    )
    talking = select(DIALOG.c.channel, DIALOG.c.account, DIALOG.c.chat).where(DIALOG.c.channel.in_(channels))
    chats = union(linked, talking).subquery()
    counted = select(chats.c.channel, chats.c.account, func.count()).group_by(chats.c.channel, chats.c.account)
    if besides is not None:
        own = (chats.c.channel == besides.channel) & (chats.c.account == besides.account)
        counted = counted.where(~(own & (chats.c.chat == besides.chat)))
    rows = await tx.execute(counted)
    found = {(row[0], row[1]): int(row[2]) for row in rows}
    return {account: found.get(account, 0) for account in accounts}


async def invited(tx: Tx, now: datetime) -> dict[Account, int]:
    """How many seats, and admins, have a valid invitation that names each bot, and no chat yet."""
    columns = INVITE.c
    linked = select(ADDRESS.c.member_id).where(ADDRESS.c.state == "LIVE")
    rows = await tx.execute(
        select(columns.channel, columns.account, func.count(func.distinct(columns.member_id)))
        .where(
            columns.channel.is_not(None),
            columns.used_at.is_(None),
            columns.voided_at.is_(None),
            columns.expires_at > now,
            columns.member_id.not_in(linked),
        )
        .group_by(columns.channel, columns.account)
    )
    return {(row[0], row[1]): int(row[2]) for row in rows}


async def unsaid(tx: Tx, since: datetime, until: datetime) -> Sequence[Unsaid]:
    """What a plan's end left unsaid between two moments, by kind and person."""
    columns = OUTBOX.c
    at = and_(
        ADDRESS.c.channel == columns.channel, ADDRESS.c.account == columns.account, ADDRESS.c.chat == columns.chat
    )
    rows = await tx.execute(
        select(columns.kind, MEMBER.c.name, func.count())
        .outerjoin(ADDRESS, at)
        .outerjoin(MEMBER, or_(MEMBER.c.id == columns.member_id, MEMBER.c.id == ADDRESS.c.member_id))
        .where(
            columns.state == "FAILED",
            columns.error.startswith(UNSAID),
            columns.done_at >= since,
            columns.done_at < until,
        )
        .group_by(columns.kind, MEMBER.c.name)
        .order_by(columns.kind, MEMBER.c.name)
    )
    return [Unsaid(row[0], row[1], int(row[2])) for row in rows]
