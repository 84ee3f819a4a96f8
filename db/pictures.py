"""Pictures that are counted but not fetched yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from core.ports import Address, MediaReference
from db.engine import Tx
from db.tables import PENDING_PICTURE, SUBMISSION

PATIENCE = timedelta(hours=24)
"""How long fetching goes on before the item is un-counted and the person told."""


@dataclass(frozen=True, slots=True)
class Pending:
    """One picture to fetch."""

    submission: int
    address: Address
    reference: MediaReference
    tries: int
    give_up_at: datetime


async def wait_for(tx: Tx, waiting: Sequence[tuple[int, Address, MediaReference]], now: datetime) -> None:
    """The pictures of these items, by number, are still to be fetched."""
    rows = [
        {
            "submission_id": submission,
            "channel": address.channel,
            "account": address.account,
            "reference": {
                "key": reference.key,
                "file_name": reference.file_name,
                "content_type": reference.content_type,
                "size": reference.size,
            },
            "tries": 0,
            "next_try_at": now + timedelta(seconds=30),
            "give_up_at": now + PATIENCE,
        }
        for submission, address, reference in waiting
    ]
    if rows:
        await tx.execute(PENDING_PICTURE.insert(), rows)


async def due(tx: Tx, now: datetime, limit: int = 50) -> list[Pending]:
    """Pictures whose next try is due, oldest first."""
    rows = await tx.execute(
        select(PENDING_PICTURE, SUBMISSION.c.chat)
        .join(SUBMISSION, SUBMISSION.c.id == PENDING_PICTURE.c.submission_id)
        .where(PENDING_PICTURE.c.next_try_at <= now)
        .order_by(PENDING_PICTURE.c.next_try_at)
        .limit(limit)
    )
    return [
        Pending(
            row.submission_id,
            Address(row.channel, row.account, row.chat),
            MediaReference(**row.reference),
            row.tries,
            row.give_up_at,
        )
        for row in rows
    ]


async def try_later(tx: Tx, submission: int, at: datetime) -> None:
    """It did not come; again at this moment."""
    await tx.execute(
        update(PENDING_PICTURE)
        .where(PENDING_PICTURE.c.submission_id == submission)
        .values(tries=PENDING_PICTURE.c.tries + 1, next_try_at=at)
    )


async def settled(tx: Tx, submission: int) -> None:
    """It is stored, or given up."""
    await tx.execute(delete(PENDING_PICTURE).where(PENDING_PICTURE.c.submission_id == submission))


async def arrived(tx: Tx, submission: int, sha256: str) -> None:
    """The item's picture is in the store."""
    await tx.execute(update(SUBMISSION).where(SUBMISSION.c.id == submission).values(identity=sha256, media_sha=sha256))
