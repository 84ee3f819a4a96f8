"""Excusing single obligations with a reason, and taking that back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update

from db.engine import Tx
from db.lifting import Lifted, lift
from db.periods import ask_again
from db.tables import MEMBER, OBLIGATION


@dataclass(frozen=True, slots=True)
class Waiver:
    """Who excused an obligation, when and why."""

    by: str
    at: datetime
    reason: str


async def waive(tx: Tx, obligations: Sequence[int], reason: str, by: int, now: datetime) -> list[Lifted]:
    """These obligations are excused and their flags closed; who had been alerted. Those waived before stay so."""
    fresh = OBLIGATION.c.id.in_(obligations) & OBLIGATION.c.waived_at.is_(None)
    numbers = list((await tx.execute(select(OBLIGATION.c.id).where(fresh))).scalars())
    change = update(OBLIGATION).where(OBLIGATION.c.id.in_(numbers))
    await tx.execute(change.values(waived_at=now, waived_by=by, waived_reason=reason))
    return await lift(tx, numbers, now, {"AT_RISK", "MISSED"})


async def waived_at(tx: Tx, obligations: Collection[int], moment: int) -> list[int]:
    """Those of these obligations that were excused at this very moment, in `microseconds`."""
    columns = OBLIGATION.c
    rows = await tx.execute(
        select(columns.id, columns.waived_at).where(columns.id.in_(obligations), columns.waived_at.is_not(None))
    )
    return [row.id for row in rows if microseconds(row.waived_at) == moment]


def microseconds(moment: datetime) -> int:
    """A moment as one whole number, for a button to carry."""
    return (moment - datetime(2020, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


async def unwaive(tx: Tx, obligations: Sequence[int]) -> None:
    """These obligations are owed again, and warned of and flagged where that is due by now."""
    change = update(OBLIGATION).where(OBLIGATION.c.id.in_(obligations), OBLIGATION.c.waived_at.is_not(None))
    changed = change.values(waived_at=None, waived_by=None, waived_reason="").returning(OBLIGATION.c.period_id)
    for period in sorted(set((await tx.execute(changed)).scalars())):
        await ask_again(tx, period)


async def waiver_of(tx: Tx, obligation: int) -> Waiver | None:
    """Who excused this obligation and why; None when nobody did."""
    row = (
        await tx.execute(
            select(MEMBER.c.name, OBLIGATION.c.waived_at, OBLIGATION.c.waived_reason)
            .outerjoin(MEMBER, MEMBER.c.id == OBLIGATION.c.waived_by)
            .where(OBLIGATION.c.id == obligation, OBLIGATION.c.waived_at.is_not(None))
        )
    ).one_or_none()
    return None if row is None else Waiver(row.name or "", row.waived_at, row.waived_reason)
