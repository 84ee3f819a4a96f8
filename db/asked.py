"""What somebody asked for and somebody else has to decide, kept as a line of the audit that its answer names."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from db.engine import Tx
from db.insert import insert_one
from db.tables import AUDIT


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: who asked, about which unit, and what."""

    id: int
    by: int
    unit: int
    at: datetime
    details: Mapping[str, Any]


async def ask(tx: Tx, member: int, action: str, unit: int, now: datetime, **details: Any) -> int:
    """Write the request down; its number."""
    return await insert_one(tx, AUDIT, at=now, actor_id=member, action=action, unit_id=unit, details=details)


async def request(tx: Tx, number: int, action: str) -> Asked | None:
    """The request with this number, if it is one of this kind."""
    row = (await tx.execute(select(AUDIT).where(AUDIT.c.id == number, AUDIT.c.action == action))).one_or_none()
    if row is None or row.actor_id is None or row.unit_id is None:
        return None
    return Asked(row.id, row.actor_id, row.unit_id, row.at, row.details)


async def is_answered(tx: Tx, asked: Asked, *answers: str) -> bool:
    """Whether a later line of the audit, of one of these kinds, answers this request."""
    columns = AUDIT.c
    rows = await tx.execute(
        select(columns.details).where(columns.unit_id == asked.unit, columns.id > asked.id, columns.action.in_(answers))
    )
    return any(row.details.get("request") == asked.id for row in rows)
