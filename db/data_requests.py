"""Requests to erase what is kept about somebody, with the legal clock, and how much each of them concerns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, select, update

from db.engine import Tx
from db.insert import insert_one_new
from db.tables import DATA_REQUEST, MEMBER, REPORTED_WEEK, SUBMISSION

ASKED, DONE, REFUSED, CANCELLED = "ASKED", "DONE", "REFUSED", "CANCELLED"


@dataclass(frozen=True, slots=True)
class DataRequestView:
    """One request. `answer_by`: the last local day on which an answer is in time."""

    id: int
    member: int
    name: str
    asked_at: datetime
    answer_by: date
    state: str


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is kept about a member: items, pictures, and of the items those in frozen months, by month."""

    items: int
    pictures: int
    frozen: int
    months: Sequence[str]


async def ask(tx: Tx, member: int, answer_by: date, now: datetime) -> int | None:
    """The member asks; the request's number, or None when one is open already."""
    return await insert_one_new(
        tx, DATA_REQUEST, member_id=member, asked_at=now, answer_by=answer_by, state=ASKED, reason=""
    )


def _requests() -> Select[tuple[int]]:
    return select(DATA_REQUEST, MEMBER.c.name).join(MEMBER, MEMBER.c.id == DATA_REQUEST.c.member_id)


async def by_id(tx: Tx, number: int) -> DataRequestView | None:
    """The request with this number."""
    return next(iter(await _views(tx, _requests().where(DATA_REQUEST.c.id == number))), None)


async def of_member(tx: Tx, member: int) -> DataRequestView | None:
    """The member's open request."""
    mine = (DATA_REQUEST.c.member_id == member, DATA_REQUEST.c.state == ASKED)
    return next(iter(await _views(tx, _requests().where(*mine))), None)


async def open_ones(tx: Tx) -> list[DataRequestView]:
    """Every request that waits for its answer, the most pressing first."""
    columns = DATA_REQUEST.c
    return await _views(tx, _requests().where(columns.state == ASKED).order_by(columns.answer_by, columns.id))


async def _views(tx: Tx, statement: Select[tuple[int]]) -> list[DataRequestView]:
    return [
        DataRequestView(row.id, row.member_id, row.name, row.asked_at, row.answer_by, row.state)
        for row in await tx.execute(statement)
    ]


async def decide(
    tx: Tx, number: int, state: str, by: int, now: datetime, *, reason: str = "", kept_frozen: bool | None = None
) -> bool:
    """DONE, REFUSED or CANCELLED; False when it was decided before."""
    statement = update(DATA_REQUEST).where(DATA_REQUEST.c.id == number, DATA_REQUEST.c.state == ASKED)
    values = {"state": state, "decided_by": by, "decided_at": now, "reason": reason, "kept_frozen": kept_frozen}
    return (await tx.execute(statement.values(**values))).rowcount == 1


async def extent(tx: Tx, member: int) -> Extent:
    """How much erasing this member would concern."""
    columns = SUBMISSION.c
    own = columns.member_id == member
    counts = select(func.count(columns.id), func.count(func.distinct(columns.media_sha))).where(own)
    items, pictures = (await tx.execute(counts)).one()
    rows = await tx.execute(
        select(REPORTED_WEEK.c.month, func.count(columns.id))
        .join(SUBMISSION, columns.period_id == REPORTED_WEEK.c.period_id)
        .where(own)
        .group_by(REPORTED_WEEK.c.month)
        .order_by(REPORTED_WEEK.c.month)
    )
    by_month = [(row[0], row[1]) for row in rows]
    return Extent(items, pictures, sum(number for _, number in by_month), [month for month, _ in by_month])
