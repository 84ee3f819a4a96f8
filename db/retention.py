"""Which stored pictures have been kept long enough? Their files are deleted, the rows and all counts stay."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, case, func, select, update

from core.evidence import SubmissionState
from db.engine import Tx
from db.tables import MEDIA, SUBMISSION

_EVIDENCE = [SubmissionState.COUNTED.value, SubmissionState.RETURNED.value, SubmissionState.HELD.value]


def _unused_since(evidence: datetime, others: datetime) -> ColumnElement[bool]:
    """No item with this picture is so young: one that counted after `evidence`, one that never did after `others`."""
    columns = SUBMISSION.c
    limit = case((columns.state.in_(_EVIDENCE), evidence), else_=others)
    young = select(columns.id).where(columns.media_sha == MEDIA.c.sha256, columns.effective_at >= limit)
    return ~young.exists()


async def doom(tx: Tx, evidence: datetime, others: datetime, now: datetime) -> int:
    """Announce the end of every picture whose items are older than these moments; how many are new."""
    old = (MEDIA.c.purged_at.is_(None), MEDIA.c.doomed_at.is_(None), MEDIA.c.stored_at < max(evidence, others))
    done = await tx.execute(update(MEDIA).where(*old, _unused_since(evidence, others)).values(doomed_at=now))
    return done.rowcount


async def spare(tx: Tx, evidence: datetime, others: datetime) -> None:
    """A picture that was handed in again meanwhile is kept after all."""
    waiting = (MEDIA.c.purged_at.is_(None), MEDIA.c.doomed_at.is_not(None))
    await tx.execute(update(MEDIA).where(*waiting, ~_unused_since(evidence, others)).values(doomed_at=None))


async def due(tx: Tx, announced_before: datetime, limit: int) -> list[str]:
    """Pictures whose end was announced before a moment, and whose files are still there."""
    columns = MEDIA.c
    statement = select(columns.sha256).where(columns.purged_at.is_(None), columns.doomed_at <= announced_before)
    return list((await tx.execute(statement.limit(limit))).scalars())


async def purged(tx: Tx, shas: Sequence[str], now: datetime) -> None:
    """The files of these are gone."""
    await tx.execute(update(MEDIA).where(MEDIA.c.sha256.in_(shas)).values(purged_at=now))


async def count_doomed(tx: Tx) -> int:
    """How many pictures wait for their end."""
    statement = select(func.count()).where(MEDIA.c.doomed_at.is_not(None), MEDIA.c.purged_at.is_(None))
    return int((await tx.execute(statement)).scalar_one())


async def known(tx: Tx, prefix: str) -> set[str]:
    """The pictures whose SHA-256 begins so and whose files should be there."""
    columns = MEDIA.c
    of_folder = (columns.sha256 >= prefix, columns.sha256 < prefix + "g", columns.purged_at.is_(None))
    return set((await tx.execute(select(columns.sha256).where(*of_folder))).scalars())


async def items_with(tx: Tx, shas: Collection[str]) -> dict[str, int]:
    """The newest item with each of these pictures; a picture that no item has is left out."""
    columns = SUBMISSION.c
    statement = select(columns.media_sha, func.max(columns.id)).where(columns.media_sha.in_(shas))
    return {row[0]: row[1] for row in await tx.execute(statement.group_by(columns.media_sha))}
