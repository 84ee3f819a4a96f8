"""A secretary says that there is nothing to hand in this week; the coordinator agrees or does not."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select, update

from db.engine import Tx
from db.insert import insert_one
from db.tables import EXCUSE, MEMBER, OBLIGATION, TENURE


@dataclass(frozen=True, slots=True)
class ExcuseView:
    """One request. `reason` is a ready-made reason's code or "other", `said` the reason in words."""

    id: int
    obligation: int
    reason: str
    said: str
    asked_by: int
    asked_by_name: str
    state: str
    decided_by: int | None


async def ask(tx: Tx, obligation: int, reason: str, said: str, member: int, now: datetime) -> int:
    """Ask for an obligation to be excused; an earlier question about it that nobody answered is replaced."""
    change = update(EXCUSE).where(EXCUSE.c.obligation_id == obligation, EXCUSE.c.state == "ASKED")
    await tx.execute(change.values(state="REPLACED", decided_at=now))
    return await insert_one(
        tx, EXCUSE, obligation_id=obligation, reason=reason, said=said, asked_by=member, asked_at=now, state="ASKED"
    )


async def excuse(tx: Tx, number: int) -> ExcuseView | None:
    """The request with this number."""
    row = (
        await tx.execute(
            select(EXCUSE, MEMBER.c.name).join(MEMBER, MEMBER.c.id == EXCUSE.c.asked_by).where(EXCUSE.c.id == number)
        )
    ).one_or_none()
    if row is None:
        return None
    return ExcuseView(
        row.id, row.obligation_id, row.reason, row.said, row.asked_by, row.name, row.state, row.decided_by
    )


async def decide(tx: Tx, number: int, state: str, by: int, now: datetime) -> bool:
    """CONFIRMED or REFUSED; False when the question is not open any more."""
    statement = update(EXCUSE).where(EXCUSE.c.id == number, EXCUSE.c.state == "ASKED")
    return (await tx.execute(statement.values(state=state, decided_by=by, decided_at=now))).rowcount == 1


def waits_for_answer() -> ColumnElement[bool]:
    """For a statement with OBLIGATION and TENURE: this holder said that there is nothing, and nobody answered yet."""
    columns = EXCUSE.c
    asked = (columns.obligation_id == OBLIGATION.c.id, columns.asked_by == TENURE.c.member_id)
    return select(columns.id).where(*asked, columns.state == "ASKED").correlate(OBLIGATION, TENURE).exists()


async def unanswered(tx: Tx, members: Collection[int]) -> set[tuple[int, int]]:
    """Which members said of which obligations that there is nothing, without an answer yet."""
    columns = EXCUSE.c
    rows = await tx.execute(
        select(columns.asked_by, columns.obligation_id).where(columns.asked_by.in_(members), columns.state == "ASKED")
    )
    return {(row.asked_by, row.obligation_id) for row in rows}
