"""Who changed what, and how far a rehearsal has come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from db.engine import Tx
from db.insert import put
from db.tables import AUDIT, INBOX, MEMBER, OUTBOX, PERIOD, REHEARSAL, UNIT


async def note(
    tx: Tx, actor: int | None, action: str, now: datetime, *, unit: int | None = None, **details: Any
) -> None:
    """Write one line of the audit. `actor` None is the bot or the command line."""
    await tx.execute(
        AUDIT.insert().values(at=now, actor_id=actor, action=action, unit_id=unit, details=_plain(details))
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One change that is to be noted together with others."""

    action: str
    unit: int | None
    details: Mapping[str, Any]


async def note_all(tx: Tx, actor: int | None, changes: Sequence[Line], now: datetime) -> None:
    """Write many lines of the audit at once."""
    rows = [
        {"at": now, "actor_id": actor, "action": each.action, "unit_id": each.unit, "details": _plain(each.details)}
        for each in changes
    ]
    if rows:
        await tx.execute(AUDIT.insert(), rows)


def _plain(details: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value.isoformat() if isinstance(value, datetime) else value for key, value in details.items()}


@dataclass(frozen=True, slots=True)
class RehearsalState:
    """How far the time of a rehearsal has come. Moments are in rehearsed time."""

    began_at: datetime
    reached_at: datetime
    speed: float


async def rehearsal(tx: Tx) -> RehearsalState | None:
    """The rehearsal this database holds; None when it is real life."""
    row = (await tx.execute(select(REHEARSAL))).one_or_none()
    return None if row is None else RehearsalState(row.began_at, row.reached_at, row.speed)


async def begin_rehearsal(tx: Tx, began_at: datetime, speed: float) -> None:
    """Mark this database as a rehearsal, for good. Only ever called on an untouched one."""
    await put(tx, REHEARSAL, {"id": 1}, {"began_at": began_at, "reached_at": began_at, "speed": speed})


async def rehearsal_reached(tx: Tx, moment: datetime) -> None:
    """Rehearsed time has come this far; a restart goes on from here."""
    await tx.execute(update(REHEARSAL).where(REHEARSAL.c.reached_at < moment).values(reached_at=moment))


async def last_moment(tx: Tx) -> datetime | None:
    """The newest moment at which something was taken in or sent: time has come at least this far."""
    taken = (await tx.execute(select(INBOX.c.received_at).order_by(INBOX.c.id.desc()).limit(1))).scalar_one_or_none()
    sent = (await tx.execute(select(func.max(OUTBOX.c.done_at)))).scalar_one_or_none()
    return max((moment for moment in (taken, sent) if moment is not None), default=None)


async def untouched(tx: Tx) -> bool:
    """Whether nothing real has happened in this database yet."""
    for table in (UNIT, MEMBER, PERIOD):
        if (await tx.execute(select(func.count()).select_from(table))).scalar_one():
            return False
    return True
