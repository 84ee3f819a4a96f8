"""Telling everybody concerned of a relief: whom it reached so far, and what became of the messages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select, update

from core.notices import Notice
from core.task import PeriodName
from db.broadcasts import Outcome
from db.engine import Tx
from db.insert import insert_all
from db.outbox import row_of
from db.tables import OUTBOX, RELIEF_TELLING


@dataclass(frozen=True, slots=True)
class Matter:
    """What is told, as it was when it was decided: the tasks and periods, how many units, who had been alerted."""

    tasks: tuple[str, ...]
    names: tuple[PeriodName, ...]
    units: int
    alerted: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Telling:
    """How far it is. `reached`: the last member it was queued for; `first` and `last`: its messages' numbers."""

    relief: int
    matter: Matter
    reached: int
    first: int | None
    last: int | None
    unlinked: int
    queued: bool


async def order(tx: Tx, relief: int, matter: Matter) -> None:
    """Everybody whom this concerns is to be told. Nothing is queued yet."""
    about = {
        "tasks": list(matter.tasks),
        "names": list(matter.names),
        "units": matter.units,
        "alerted": list(matter.alerted),
    }
    await tx.execute(RELIEF_TELLING.insert().values(relief_id=relief, about=about, reached=0, unlinked=0))


async def unqueued(tx: Tx) -> list[Telling]:
    """Those that are still to be queued, whole or in part, oldest first."""
    return await _tellings(tx, RELIEF_TELLING.c.queued_at.is_(None))


async def under_way(tx: Tx) -> list[Telling]:
    """Those that were queued and whose messages may still be on their way, oldest first."""
    return await _tellings(tx, RELIEF_TELLING.c.queued_at.is_not(None), RELIEF_TELLING.c.ended_at.is_(None))


async def of_relief(tx: Tx, relief: int) -> Telling:
    """How far telling of this one is."""
    return (await _tellings(tx, RELIEF_TELLING.c.relief_id == relief))[0]


async def _tellings(tx: Tx, *conditions: ColumnElement[bool]) -> list[Telling]:
    rows = await tx.execute(select(RELIEF_TELLING).where(*conditions).order_by(RELIEF_TELLING.c.relief_id))
    return [_telling(row) for row in rows]


def _telling(row: Any) -> Telling:
    about = row.about
    matter = Matter(tuple(about["tasks"]), tuple(about["names"]), about["units"], tuple(about["alerted"]))
    return Telling(
        row.relief_id, matter, row.reached, row.first_notice, row.last_notice, row.unlinked, row.queued_at is not None
    )


async def queue_for(
    tx: Tx, telling: Telling, notices: Sequence[Notice], reached: int, unlinked: int, now: datetime
) -> Telling:
    """Queue a batch, up to the member `reached`, of whom so many are not linked; how far it is then."""
    numbers = await insert_all(tx, OUTBOX, [row_of(notice, now) for notice in notices])
    values: dict[str, Any] = {"reached": reached, "unlinked": telling.unlinked + unlinked}
    if numbers:
        values |= {"first_notice": telling.first or numbers[0], "last_notice": numbers[-1]}
    await tx.execute(_one(telling.relief).values(**values))
    return await of_relief(tx, telling.relief)


async def all_queued(tx: Tx, relief: int, now: datetime) -> None:
    """Everybody is queued."""
    await tx.execute(_one(relief).values(queued_at=now))


async def end(tx: Tx, relief: int, now: datetime) -> None:
    """None of its messages waits any more."""
    await tx.execute(_one(relief).values(ended_at=now))


def _one(relief: int) -> Any:
    return update(RELIEF_TELLING).where(RELIEF_TELLING.c.relief_id == relief)


def key_of(relief: int, member: int) -> str:
    """The key of the message to one member."""
    return f"{_prefix(relief)}{member}"


def _prefix(relief: int) -> str:
    return f"relief_told:{relief}:"


async def outcome(tx: Tx, telling: Telling) -> Outcome:
    """In numbers of people, as of now; as far as the outbox still knows. One statement."""
    if telling.first is None:
        return Outcome(unlinked=telling.unlinked)
    own = OUTBOX.c.key.startswith(_prefix(telling.relief), autoescape=True)
    rows = await tx.execute(
        select(OUTBOX.c.state, func.count().label("number"))
        .where(OUTBOX.c.id.between(telling.first, telling.last), own)
        .group_by(OUTBOX.c.state)
    )
    numbers = {row.state: row.number for row in rows}
    return Outcome(
        delivered=numbers.get("SENT", 0),
        waiting=numbers.get("QUEUED", 0) + numbers.get("CLAIMED", 0),
        unlinked=telling.unlinked,
        unreachable=numbers.get("FAILED", 0),
        dropped=numbers.get("DROPPED", 0) + numbers.get("EXPIRED", 0),
    )
