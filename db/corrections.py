"""What an edited message brought before, what was given back, and until when it may be mended."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select, update

from core.evidence import BLOCKING, ItemKind, Returned, SubmissionState
from core.ports import Address
from db.engine import Tx
from db.tables import OBLIGATION, SUBMISSION


@dataclass(frozen=True, slots=True)
class MessageItem:
    """One item that a platform message brought, and until when its week takes changes."""

    number: int
    item: int
    kind: ItemKind
    identity: str | None
    state: SubmissionState
    unit: int
    period: int
    closes_at: datetime
    entered_by: int | None


async def of_message(tx: Tx, address: Address, message: str) -> list[MessageItem]:
    """What this platform message brought before, in order."""
    columns = SUBMISSION.c
    here = (columns.channel == address.channel, columns.account == address.account, columns.chat == address.chat)
    same_unit = and_(OBLIGATION.c.period_id == columns.period_id, OBLIGATION.c.unit_id == columns.unit_id)
    rows = await tx.execute(
        select(SUBMISSION, OBLIGATION.c.closes_at)
        .join(OBLIGATION, same_unit)
        .where(*here, columns.message == message)
        .order_by(columns.item)
    )
    return [
        MessageItem(
            row.id,
            row.item,
            ItemKind(row.kind),
            row.identity,
            SubmissionState(row.state),
            row.unit_id,
            row.period_id,
            row.closes_at,
            row.entered_by,
        )
        for row in rows
    ]


async def give_back(tx: Tx, number: int, reason: str, mend_until: datetime, now: datetime) -> None:
    """The coordinator wants another item; one that comes before `mend_until` takes its moment."""
    await tx.execute(
        update(SUBMISSION)
        .where(SUBMISSION.c.id == number)
        .values(state=SubmissionState.RETURNED.value, returned_at=now, return_reason=reason, mend_until=mend_until)
    )


async def returned(tx: Tx, units: Collection[int], now: datetime) -> list[Returned]:
    """Items of these units that may still be mended and were not, those with the least time left first."""
    columns = SUBMISSION.c
    mending = SUBMISSION.alias("mending")
    live = [SubmissionState.COUNTED.value, SubmissionState.HELD.value]
    mended = select(mending.c.id).where(mending.c.replaces == columns.id, mending.c.state.in_(live)).exists()
    rows = await tx.execute(
        select(columns.id, columns.unit_id, columns.period_id, columns.identity, columns.effective_at, columns.category)
        .where(
            columns.unit_id.in_(units),
            columns.state == SubmissionState.RETURNED.value,
            columns.mend_until > now,
            ~mended,
        )
        .order_by(columns.mend_until, columns.id)
    )
    return [Returned(row.id, row.unit_id, row.period_id, row.identity, row.effective_at, row.category) for row in rows]


async def handed_in_before(tx: Tx, numbers: Sequence[int], unit: int) -> set[int]:
    """Those of these items that the unit handed in itself for the same task: the same bytes or the same link."""
    if not numbers:
        return set()
    other = SUBMISSION.alias("other")
    rows = await tx.execute(
        select(SUBMISSION.c.id)
        .join(other, (other.c.identity == SUBMISSION.c.identity) & (other.c.task == SUBMISSION.c.task))
        .where(
            SUBMISSION.c.id.in_(numbers), other.c.unit_id == unit, other.c.id != SUBMISSION.c.id,
            other.c.state.in_([state.value for state in BLOCKING]),
        )
    )  # fmt: skip
    return set(rows.scalars())
