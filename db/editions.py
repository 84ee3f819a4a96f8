"""Which months were frozen, as what, and what changed since: the reports' editions. None is ever changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from core.documents import GatheredMonth
from core.figures_facts import MonthFacts
from core.figures_frozen import fingerprint, thawed, unpacked
from db.engine import Tx
from db.insert import insert_new, insert_one_new
from db.tables import MEMBER, REPORT_EDITION, REPORTED_WEEK

FIRST = 1
"""The number of the report itself; amendments follow."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition without its facts. `by` is empty where the bot froze it at its moment."""

    month: str
    number: int
    taken_at: datetime
    frozen_at: datetime
    by: str
    fingerprint: str
    totals: Mapping[str, list[int]]
    changes: tuple[Mapping[str, Any], ...]

    @property
    def amendment(self) -> int:
        """Which amendment this is; 0 is the report itself."""
        return self.number - FIRST


class Damaged(Exception):
    """The frozen facts are not those that were frozen: somebody changed the database."""


async def frozen_months(tx: Tx) -> frozenset[str]:
    """The months whose report is frozen."""
    rows = await tx.execute(select(REPORT_EDITION.c.month).where(REPORT_EDITION.c.number == FIRST))
    return frozenset(rows.scalars())


async def editions(tx: Tx, month: str) -> list[Edition]:
    """Every edition of a month, the report itself first; none while it is not frozen."""
    columns = REPORT_EDITION.c
    names = ("month", "number", "taken_at", "frozen_at", "fingerprint", "totals", "changes")
    rows = await tx.execute(
        select(*(columns[name] for name in names), MEMBER.c.name)
        .outerjoin(MEMBER, MEMBER.c.id == columns.frozen_by)
        .where(columns.month == month)
        .order_by(columns.number)
    )
    return [
        Edition(
            row.month, row.number, row.taken_at, row.frozen_at, row.name or "", row.fingerprint, row.totals,
            tuple(row.changes),
        )
        for row in rows
    ]  # fmt: skip


async def facts_of(tx: Tx, month: str, number: int = FIRST, root: int | None = None) -> MonthFacts | None:
    """The facts of an edition, of this unit's subtree; None when there is no such edition.

    Raises Damaged when they do not have the fingerprint any more, KeyError when the unit is not in them.
    """
    columns = REPORT_EDITION.c
    row = (
        await tx.execute(
            select(columns.facts, columns.fingerprint).where(columns.month == month, columns.number == number)
        )
    ).one_or_none()
    if row is None:
        return None
    return thawed(_whole(row.facts, row.fingerprint, month), root)


def _whole(packed: bytes, known: str, month: str) -> str:
    try:
        text = unpacked(packed)
    except ValueError as error:
        raise Damaged(f"the frozen report of {month} cannot be read: {error}") from error
    if fingerprint(text) != known:
        raise Damaged(f"the frozen report of {month} was changed: its fingerprint is not {known}")
    return text


async def newest_number(tx: Tx, month: str) -> int:
    """The number of the newest edition; 0 while the month is not frozen."""
    columns = REPORT_EDITION.c
    return int((await tx.execute(select(func.max(columns.number)).where(columns.month == month))).scalar_one() or 0)


async def add(tx: Tx, month: str, number: int, gathered: GatheredMonth, by: int | None, now: datetime) -> bool:
    """Freeze what was gathered as this edition; False, and nothing done, when it is there already.

    With the first one the month's weeks are reported and belong to no other month any more.
    """
    added = await insert_one_new(
        tx,
        REPORT_EDITION,
        month=month,
        number=number,
        taken_at=gathered.taken_at,
        frozen_at=now,
        frozen_by=by,
        fingerprint=gathered.fingerprint,
        facts=gathered.packed,
        totals=dict(gathered.totals),
        changes=[dict(change) for change in gathered.changes],
    )
    if added is None:
        return False
    if number == FIRST:
        await insert_new(tx, REPORTED_WEEK, [{"period_id": each, "month": month} for each in gathered.periods])
    return True


async def reported_weeks(tx: Tx) -> dict[int, str]:
    """The month of each period that stands in a frozen one."""
    rows = await tx.execute(select(REPORTED_WEEK.c.period_id, REPORTED_WEEK.c.month))
    return {row.period_id: row.month for row in rows}
