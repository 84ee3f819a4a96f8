"""Long work that waits to be done: who wants it, what became of it, and its files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, select, update

from core.documents import ErrandKind, MadeFile, Order
from core.masking import masked
from db.engine import Tx
from db.insert import insert_new
from db.tables import ERRAND


@dataclass(frozen=True, slots=True)
class Errand:
    """One errand. `asked_by`: somebody waits for it in the chat; None: time wants it. `round`: from 1 while done."""

    id: int
    key: str
    order: Order
    receivers: tuple[int, ...]
    asked_by: int | None
    state: str
    wanted_at: datetime
    tries: int
    round: int
    done: int
    total: int
    files: tuple[MadeFile, ...]
    error: str | None


@dataclass(frozen=True, slots=True)
class GivenUp:
    """An errand that could not be done, and why."""

    key: str
    at: datetime
    error: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """A new errand: its key says what it means, so that it is wanted once."""

    key: str
    order: Order
    receivers: Sequence[int]
    asked_by: int | None = None


async def want(tx: Tx, errands: Sequence[Wanted], now: datetime) -> int:
    """These are to be done; how many are new."""
    rows = [
        {
            "key": each.key,
            "kind": each.order.kind.value,
            "wanted": each.order.as_json(),
            "receivers": list(each.receivers),
            "asked_by": each.asked_by,
            "state": "WANTED",
            "wanted_at": now,
            "not_before": now,
            "tries": 0,
            "round": 0,
            "done": 0,
            "total": 0,
            "files": [],
        }
        for each in errands
    ]
    return await insert_new(tx, ERRAND, rows)


async def next_one(tx: Tx, now: datetime) -> Errand | None:
    """What is done next: a freeze, then what somebody waits for, then the oldest; None when nothing may begin yet."""
    columns = ERRAND.c
    order = case((columns.kind == ErrandKind.FREEZE.value, 0), (columns.asked_by.is_not(None), 1), else_=2)
    waiting = select(ERRAND).where(columns.state == "WANTED", columns.not_before <= now)
    row = (await tx.execute(waiting.order_by(order, columns.id).limit(1))).one_or_none()
    return None if row is None else _errand(row)


async def next_moment(tx: Tx) -> datetime | None:
    """When the next errand may begin."""
    columns = ERRAND.c
    waiting = select(columns.not_before).where(columns.state == "WANTED").order_by(columns.not_before).limit(1)
    return (await tx.execute(waiting)).scalar_one_or_none()


async def by_id(tx: Tx, errand: int) -> Errand | None:
    """This errand."""
    row = (await tx.execute(select(ERRAND).where(ERRAND.c.id == errand))).one_or_none()
    return None if row is None else _errand(row)


async def waiting_for(tx: Tx, member: int, code: str) -> list[Errand]:
    """What this member asked for about a month or a year and does not have yet, oldest first."""
    columns = ERRAND.c
    rows = await tx.execute(
        select(ERRAND).where(columns.state == "WANTED", columns.asked_by == member).order_by(columns.id)
    )
    return [found for row in rows if (found := _errand(row)).order.code == code]


async def progress(tx: Tx, errand: int, done: int, total: int) -> None:
    """So far so many pictures are done."""
    await tx.execute(update(ERRAND).where(ERRAND.c.id == errand).values(done=done, total=total))


async def done(tx: Tx, errand: Errand, files: Sequence[MadeFile], now: datetime) -> int:
    """It is done, and these files lie in the store; the round."""
    round_ = errand.round + 1
    values: dict[str, Any] = {
        "state": "DONE",
        "done_at": now,
        "files": [file.as_json() for file in files],
        "round": round_,
        "error": None,
    }
    await tx.execute(update(ERRAND).where(ERRAND.c.id == errand.id).values(**values))
    return round_


async def failed(tx: Tx, errand: int, error: str, now: datetime) -> None:
    """It cannot be done."""
    await tx.execute(
        update(ERRAND).where(ERRAND.c.id == errand).values(state="FAILED", done_at=now, error=masked(error)[:500])
    )


async def failed_since(tx: Tx, since: datetime) -> list[GivenUp]:
    """What could not be done from a moment on, oldest first."""
    columns = ERRAND.c
    rows = await tx.execute(
        select(columns.key, columns.done_at, columns.error)
        .where(columns.state == "FAILED", columns.done_at >= since)
        .order_by(columns.id)
    )
    return [GivenUp(row.key, row.done_at, row.error or "") for row in rows]


async def try_later(tx: Tx, errand: Errand, error: str, not_before: datetime) -> None:
    """It could not be done now: again at that moment."""
    values = {"not_before": not_before, "tries": errand.tries + 1, "error": masked(error)[:500]}
    await tx.execute(update(ERRAND).where(ERRAND.c.id == errand.id).values(**values))


async def want_again(tx: Tx, errand: int, round_: int, now: datetime) -> bool:
    """A file of this round vanished before it was sent: all is made once more; False when that is so already."""
    columns = ERRAND.c
    again = update(ERRAND).where(columns.id == errand, columns.round == round_, columns.state == "DONE")
    return bool((await tx.execute(again.values(state="WANTED", not_before=now, tries=0))).rowcount)


async def files_in_use(tx: Tx, since: datetime) -> set[str]:
    """The files, by SHA-256, of everything done since a moment."""
    rows = await tx.execute(select(ERRAND.c.files).where(ERRAND.c.state == "DONE", ERRAND.c.done_at >= since))
    return {file[1] for files in rows.scalars() for file in files}


def _errand(row: Any) -> Errand:
    return Errand(
        id=row.id,
        key=row.key,
        order=Order.of(ErrandKind(row.kind), row.wanted),
        receivers=tuple(row.receivers),
        asked_by=row.asked_by,
        state=row.state,
        wanted_at=row.wanted_at,
        tries=row.tries,
        round=row.round,
        done=row.done,
        total=row.total,
        files=tuple(MadeFile(*file) for file in row.files),
        error=row.error,
    )
