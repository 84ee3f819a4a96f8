"""Several processes at one inbox: which updates are this one's to handle? PostgreSQL only; SQLite has one process.

A claim has an end by the database server's clock, so that what a dead process held is free again. One chat's updates
are never held by two processes at a time, so they stay in order.
"""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import func, or_, select, tuple_, update
from sqlalchemy.orm import aliased

from db.engine import Tx
from db.inbox import Waiting, waiting_in
from db.tables import INBOX

HELD = timedelta(seconds=10)
"""How long a claim lasts unless it is renewed by claiming again."""


async def claim(tx: Tx, holder: str, limit: int) -> list[Waiting]:
    """Hold updates that nobody else holds, oldest first; those that this holder has held too long are renewed."""
    columns, other = INBOX.c, aliased(INBOX)
    # Asked for once, not for each update: what the server believes about a table that fills and empties all day is
    # wrong half of the time, and then it would go through all that waits for each of them.
    chats_of_others = select(other.c.channel, other.c.account, other.c.chat).where(
        other.c.state == "NEW", other.c.claimed_by != holder, other.c.claimed_until > func.current_timestamp()
    )
    free = (
        select(columns.id)
        .where(
            columns.state == "NEW",
            or_(columns.claimed_until.is_(None), columns.claimed_until <= func.current_timestamp()),
            tuple_(columns.channel, columns.account, columns.chat).not_in(chats_of_others),
        )
        .order_by(columns.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = await tx.execute(
        update(INBOX)
        .where(columns.id.in_(free))
        .values(claimed_by=holder, claimed_until=func.current_timestamp() + HELD)
        .returning(*waiting_in(INBOX))
    )
    return sorted((Waiting.of(row) for row in rows), key=lambda each: each.id)


async def still_held(tx: Tx, holder: str, ids: Sequence[int]) -> set[int]:
    """Those of these updates that are still this holder's to handle, locked until the transaction ends."""
    columns = INBOX.c
    rows = await tx.execute(
        select(columns.id)
        .where(columns.id.in_(ids), columns.state == "NEW", columns.claimed_by == holder)
        .with_for_update()
    )
    return set(rows.scalars())


async def any_free(tx: Tx) -> bool:
    """Whether an update waits whose claim, if it has one, is over. Cheap, and changes nothing."""
    columns = INBOX.c
    free = or_(columns.claimed_until.is_(None), columns.claimed_until <= func.current_timestamp())
    return (await tx.execute(select(columns.id).where(columns.state == "NEW", free).limit(1))).first() is not None
