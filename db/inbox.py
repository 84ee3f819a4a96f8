"""What came in and is not handled yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select, update

from core.masking import masked
from core.ports import RawUpdate
from db.engine import Tx
from db.insert import insert_new
from db.tables import INBOX

TRIES = 3
"""An update that raises this often is set aside, so that it cannot stop its chat."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One stored update that waits to be handled."""

    id: int
    channel: str
    account: str
    update: RawUpdate
    tries: int

    @staticmethod
    def of(row: Any) -> "Waiting":
        """From a row of `waiting_in`."""
        update = RawUpdate(row.key, row.chat, row.payload, row.album)
        return Waiting(row.id, row.channel, row.account, update, row.tries)


async def store(tx: Tx, channel: str, account: str, updates: Sequence[RawUpdate], now: datetime) -> int:
    """Store raw updates; the number that is new. What was delivered before is left as it is."""
    rows = [
        {
            "channel": channel,
            "account": account,
            "key": update.key,
            "chat": update.chat,
            "album": update.album,
            "payload": dict(update.payload),
            "received_at": now,
            "state": "NEW",
            "tries": 0,
        }
        for update in updates
    ]
    return await insert_new(tx, INBOX, rows)


def waiting_in(inbox: Any) -> list[Any]:
    """The columns that make a Waiting."""
    return [inbox.c[name] for name in ("id", "channel", "account", "key", "chat", "payload", "album", "tries")]


# Formed once: SQLAlchemy spends more on forming a statement than SQLite on a small one.
_WAITING = (
    select(*waiting_in(INBOX))
    .where(INBOX.c.state == "NEW", INBOX.c.id > bindparam("after"))
    .order_by(INBOX.c.id)
    .limit(bindparam("most"))
)
_MARK_DONE = (
    update(INBOX)
    .where(INBOX.c.id.in_(bindparam("ids", expanding=True)))
    .values(state="DONE", done_at=bindparam("now", type_=INBOX.c.done_at.type))
)


async def waiting(tx: Tx, after: int, limit: int) -> list[Waiting]:
    """Updates not handled yet with an id above `after`, in order of arrival."""
    return [Waiting.of(row) for row in await tx.execute(_WAITING, {"after": after, "most": limit})]


async def mark_done(tx: Tx, ids: Sequence[int], now: datetime) -> None:
    """These are handled; in the same transaction as what they changed."""
    await tx.execute(_MARK_DONE, {"ids": list(ids), "now": now})


async def mark_failed(tx: Tx, ids: Sequence[int], error: str, now: datetime) -> bool:
    """Handling raised; names and numbers in `error` are masked.

    After the third time the rows are set aside; True when that has happened now.
    """
    columns = INBOX.c
    await tx.execute(
        update(INBOX).where(columns.id.in_(ids)).values(tries=columns.tries + 1, error=masked(error)[:4000])
    )
    aside = await tx.execute(
        update(INBOX)
        .where(columns.id.in_(ids), columns.tries >= TRIES, columns.state == "NEW")
        .values(state="ASIDE", done_at=now)
    )
    return aside.rowcount > 0


async def count(tx: Tx, state: str) -> int:
    """How many rows are in this state."""
    return int((await tx.execute(select(func.count()).where(INBOX.c.state == state))).scalar_one())
