"""Which unit went on as which? Merges and splits leave rows, so that the figures of old units stay explicable."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from db.engine import Tx
from db.insert import insert_new
from db.tables import LINEAGE, UNIT


class LineageKind(StrEnum):
    """How a unit went on as another."""

    MERGE = "merge"
    SPLIT = "split"


@dataclass(frozen=True, slots=True)
class Descent:
    """`before` went on as `after` from a local day on."""

    day: date
    kind: LineageKind
    before: int
    before_code: str
    before_name: str
    after: int
    after_code: str
    after_name: str


async def add(tx: Tx, pairs: Sequence[tuple[int, int]], kind: LineageKind, day: date) -> None:
    """(before, after): the first went on as the second from this local day on. Saying it again changes nothing."""
    rows = [{"before_id": before, "after_id": after, "day": day, "kind": kind.value} for before, after in pairs]
    await insert_new(tx, LINEAGE, rows)


async def came_from(tx: Tx, units: Collection[int]) -> list[Descent]:
    """What these units came from, by day: only their own predecessors, not those of the predecessors."""
    return await _read(tx, LINEAGE.c.after_id.in_(units))


async def went_on_as(tx: Tx, units: Collection[int]) -> list[Descent]:
    """As what these units went on, by day."""
    return await _read(tx, LINEAGE.c.before_id.in_(units))


async def between(tx: Tx, first: date, last: date) -> list[Descent]:
    """Every merge and split from `first` to `last`, both included: what a report has to explain."""
    return await _read(tx, LINEAGE.c.day.between(first, last))


async def _read(tx: Tx, which: Any) -> list[Descent]:
    before, after = UNIT.alias("before"), UNIT.alias("after")
    rows = await tx.execute(
        select(
            LINEAGE, before.c.code.label("before_code"), before.c.name.label("before_name"),
            after.c.code.label("after_code"), after.c.name.label("after_name"),
        )
        .join(before, before.c.id == LINEAGE.c.before_id)
        .join(after, after.c.id == LINEAGE.c.after_id)
        .where(which)
        .order_by(LINEAGE.c.day, LINEAGE.c.id)
    )  # fmt: skip
    return [
        Descent(row.day, LineageKind(row.kind), row.before_id, row.before_code, row.before_name, row.after_id,
                row.after_code, row.after_name)
        for row in rows
    ]  # fmt: skip
