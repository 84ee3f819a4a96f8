"""A roster's file that an admin sent in the chat, kept until he or she decides on it, and a few days at most."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from db.engine import Tx
from db.insert import insert_one
from db.tables import SENT_ROSTER


@dataclass(frozen=True, slots=True)
class SentRoster:
    """The file as it was sent."""

    id: int
    name: str
    content: bytes


async def keep(tx: Tx, member: int, name: str, content: bytes, now: datetime) -> int:
    """Keep this file; an earlier one of the same member is forgotten. Its number."""
    await forget(tx, member)
    return await insert_one(tx, SENT_ROSTER, member_id=member, name=name, content=content, sent_at=now)


async def sent_by(tx: Tx, member: int, number: int) -> SentRoster | None:
    """The file with this number, if this member sent it and it still waits."""
    columns = SENT_ROSTER.c
    row = (await tx.execute(select(SENT_ROSTER).where(columns.id == number, columns.member_id == member))).one_or_none()
    return None if row is None else SentRoster(row.id, row.name, row.content)


async def forget(tx: Tx, member: int) -> None:
    """This member's file is not needed any more."""
    await tx.execute(delete(SENT_ROSTER).where(SENT_ROSTER.c.member_id == member))


async def purge(tx: Tx, before: datetime) -> int:
    """Forget what was sent before a moment and never decided on. How many files."""
    return (await tx.execute(delete(SENT_ROSTER).where(SENT_ROSTER.c.sent_at < before))).rowcount
