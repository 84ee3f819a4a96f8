"""Which items has nobody compared yet, what do earlier pictures look like, and whose are they?"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, case, delete, select, update

from core.evidence import BLOCKING, ItemKind, SubmissionState
from core.task import PeriodName, period_name
from db.engine import Tx
from db.insert import insert_new
from db.tables import FINGERPRINT, FRESH_ITEM, PERIOD, SUBMISSION, UNIT

_BLOCKING = [state.value for state in BLOCKING]


@dataclass(frozen=True, slots=True)
class ComparedItem:
    """One item as the comparison needs it. `sha256` is None for a link and for a picture that is still to come."""

    number: int
    unit: int
    unit_name: str
    task: str
    period: int
    week: PeriodName
    member: int
    kind: ItemKind
    state: SubmissionState
    identity: str | None
    sha256: str | None
    effective_at: datetime
    replaces: int | None

    def mends(self, other: "ComparedItem") -> bool:
        """Whether it was handed in because the other one was given back: then it may well be the same again."""
        given_back = other.state is SubmissionState.RETURNED and other.period == self.period
        return self.replaces is not None and other.unit == self.unit and given_back


_ITEMS = (
    select(SUBMISSION, UNIT.c.name.label("unit_name"), PERIOD.c.code, PERIOD.c.title)
    .join(UNIT, UNIT.c.id == SUBMISSION.c.unit_id)
    .join(PERIOD, PERIOD.c.id == SUBMISSION.c.period_id)
)


def _item(row: Row[Any]) -> ComparedItem:
    columns = row._mapping
    return ComparedItem(
        number=columns["id"],
        unit=columns["unit_id"],
        unit_name=columns["unit_name"],
        task=columns["task"],
        period=columns["period_id"],
        week=period_name(columns["code"], columns["title"]),
        member=columns["member_id"],
        kind=ItemKind(columns["kind"]),
        state=SubmissionState(columns["state"]),
        identity=columns["identity"],
        sha256=columns["media_sha"],
        effective_at=columns["effective_at"],
        replaces=columns["replaces"],
    )


async def add_fresh(tx: Tx, numbers: Sequence[int]) -> None:
    """These items are still to be compared."""
    await insert_new(tx, FRESH_ITEM, [{"submission_id": number} for number in numbers])


async def fresh(tx: Tx, limit: int) -> list[ComparedItem]:
    """Items that nobody compared yet, oldest first."""
    waiting = select(FRESH_ITEM.c.submission_id).order_by(FRESH_ITEM.c.submission_id).limit(limit)
    return [
        _item(row) for row in await tx.execute(_ITEMS.where(SUBMISSION.c.id.in_(waiting)).order_by(SUBMISSION.c.id))
    ]


async def compared(tx: Tx, numbers: Sequence[int]) -> None:
    """These items need no more comparing."""
    await tx.execute(delete(FRESH_ITEM).where(FRESH_ITEM.c.submission_id.in_(numbers)))


async def items(tx: Tx, numbers: Collection[int]) -> dict[int, ComparedItem]:
    """These items, by number; without those that block nothing any more (withdrawn, lost)."""
    rows = await tx.execute(_ITEMS.where(SUBMISSION.c.id.in_(numbers), SUBMISSION.c.state.in_(_BLOCKING)))
    return {item.number: item for item in map(_item, rows)}


async def own_photos(tx: Tx, item: ComparedItem) -> list[int]:
    """The numbers of all photos that this item's unit handed in for the same task."""
    columns = SUBMISSION.c
    own = (columns.unit_id == item.unit, columns.task == item.task, columns.identity.is_not(None))
    return list((await tx.execute(select(columns.id).where(*own, columns.media_sha.is_not(None)))).scalars())


async def same_elsewhere(tx: Tx, item: ComparedItem, since: datetime) -> ComparedItem | None:
    """The newest earlier item of another unit with the same identity, sent after a moment."""
    columns = SUBMISSION.c
    is_link = (columns.url.is_not(None), columns.identity == item.identity)
    same = is_link if item.kind is ItemKind.LINK else (columns.media_sha == item.sha256,)
    statement = _ITEMS.where(
        *same,
        columns.unit_id != item.unit,
        columns.task == item.task,
        columns.id < item.number,
        columns.state.in_(_BLOCKING),
        columns.effective_at > since,
    )
    row = (await tx.execute(statement.order_by(columns.id.desc()).limit(1))).first()
    return None if row is None else _item(row)


async def fingerprints(tx: Tx, shas: Collection[str]) -> dict[str, bytes]:
    """What is known of these pictures' looks, in any version."""
    rows = await tx.execute(select(FINGERPRINT.c.sha256, FINGERPRINT.c.content).where(FINGERPRINT.c.sha256.in_(shas)))
    return {row.sha256: row.content for row in rows}


@dataclass(frozen=True, slots=True)
class KeptFingerprint:
    """What a stored picture looks like, by which numbers it is found, and by which rules both were made."""

    content: bytes
    sketch: bytes
    version: int


async def keep_fingerprint(tx: Tx, sha256: str, kept: KeptFingerprint) -> None:
    """Keep it for this stored picture; one that is kept already stays."""
    row = {"sha256": sha256, "version": kept.version, "content": kept.content, "sketch": kept.sketch}
    await insert_new(tx, FINGERPRINT, [row])


async def renew_fingerprint(tx: Tx, sha256: str, kept: KeptFingerprint) -> None:
    """Put it in the place of the one that an earlier version made of this stored picture."""
    row = {"version": kept.version, "content": kept.content, "sketch": kept.sketch}
    await tx.execute(update(FINGERPRINT).where(FINGERPRINT.c.sha256 == sha256).values(row))


async def outdated(tx: Tx, version: int, before: int | None, most: int) -> dict[int, str]:
    """Pictures with a fingerprint of another version, by the number of an item that shows each, the newest first.

    Of items with numbers below `before` (None: of all), at most so many. Looks through all items above the last found.
    """
    columns = SUBMISSION.c
    statement = (
        select(columns.id, columns.media_sha)
        .join(FINGERPRINT, FINGERPRINT.c.sha256 == columns.media_sha)
        .where(FINGERPRINT.c.version != version, columns.state.in_(_BLOCKING))
    )
    if before is not None:
        statement = statement.where(columns.id < before)
    rows = await tx.execute(statement.order_by(columns.id.desc()).limit(most))
    return {row.id: row.media_sha for row in rows}


async def showing(tx: Tx, sha256: str) -> list[int]:
    """The items that were compared and show this picture, ascending."""
    columns = SUBMISSION.c
    rows = await tx.execute(
        select(columns.id)
        .where(columns.media_sha == sha256, columns.state.in_(_BLOCKING))
        .where(columns.id.not_in(select(FRESH_ITEM.c.submission_id)))
        .order_by(columns.id)
    )
    return list(rows.scalars())


@dataclass(frozen=True, slots=True)
class EarlierPhoto:
    """One photo of the history: what it is found by, and only where that was not kept the whole fingerprint."""

    number: int
    sketch: bytes | None
    content: bytes


async def history(tx: Tx, version: int, after: int, limit: int) -> list[EarlierPhoto]:
    """Earlier photos that were compared, by ascending number, a page; of this version only."""
    columns, missing = SUBMISSION.c, FINGERPRINT.c.sketch.is_(None)
    rows = await tx.execute(
        select(columns.id, FINGERPRINT.c.sketch, case((missing, FINGERPRINT.c.content)).label("content"))
        .join(FINGERPRINT, FINGERPRINT.c.sha256 == columns.media_sha)
        .where(columns.id > after, columns.state.in_(_BLOCKING), FINGERPRINT.c.version == version)
        .where(columns.id.not_in(select(FRESH_ITEM.c.submission_id)))
        .order_by(columns.id)
        .limit(limit)
    )
    return [EarlierPhoto(row.id, row.sketch, row.content or b"") for row in rows]
