"""Reading the audit: who did what to a unit lately."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select

from db.engine import Tx
from db.tables import AUDIT, MEMBER, UNIT


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One change. `by` is empty where the bot or the command line did it."""

    id: int
    at: datetime
    by: str
    action: str
    details: Mapping[str, Any]
    unit_name: str = ""
    unit: int | None = None
    actor: int | None = None


async def newest(
    tx: Tx, unit: int, limit: int, actions: Collection[str] | None = None, before: int | None = None
) -> list[AuditLine]:
    """The newest lines about a unit, newest first; of these actions only if given, above the line `before`."""
    columns = AUDIT.c
    which = [columns.unit_id == unit]
    if actions is not None:
        which.append(columns.action.in_(actions))
    if before is not None:
        which.append(columns.id < before)
    rows = await tx.execute(
        select(AUDIT, MEMBER.c.name)
        .outerjoin(MEMBER, MEMBER.c.id == columns.actor_id)
        .where(*which)
        .order_by(columns.id.desc())
        .limit(limit)
    )
    return [AuditLine(row.id, row.at, row.name or "", row.action, row.details) for row in rows]


async def of_organisation(
    tx: Tx, limit: int, wide: Collection[str], but: Collection[str], before: int | None = None
) -> list[AuditLine]:
    """The newest lines about no unit, and those of the actions `wide` about any, newest first, above the line `before`.

    Not those of the actions `but`: what people do for themselves.
    """
    columns = AUDIT.c
    which = [or_(columns.unit_id.is_(None), columns.action.in_(wide)), columns.action.not_in(but)]
    if before is not None:
        which.append(columns.id < before)
    rows = await tx.execute(
        select(AUDIT, MEMBER.c.name, UNIT.c.name.label("unit_name"))
        .outerjoin(MEMBER, MEMBER.c.id == columns.actor_id)
        .outerjoin(UNIT, UNIT.c.id == columns.unit_id)
        .where(*which)
        .order_by(columns.id.desc())
        .limit(limit)
    )
    return [AuditLine(row.id, row.at, row.name or "", row.action, row.details, row.unit_name or "") for row in rows]


async def since(tx: Tx, units: Collection[int], after: int, but_by: int) -> list[AuditLine]:
    """What others did to these units after that line, oldest first. A draw by chance is nobody's deed."""
    columns = AUDIT.c
    others = (columns.actor_id != but_by) | columns.actor_id.is_(None)
    rows = await tx.execute(
        select(AUDIT, MEMBER.c.name)
        .outerjoin(MEMBER, MEMBER.c.id == columns.actor_id)
        .where(columns.unit_id.in_(units), columns.id > after, others, columns.action != "review.sample")
        .order_by(columns.id)
    )
    return [AuditLine(row.id, row.at, row.name or "", row.action, row.details) for row in rows]


async def of_actions_since(tx: Tx, actions: Collection[str], after: int) -> list[AuditLine]:
    """Everything of these actions after that line, by anybody, about any unit or none, oldest first."""
    columns = AUDIT.c
    rows = await tx.execute(
        select(AUDIT, MEMBER.c.name, UNIT.c.name.label("unit_name"))
        .outerjoin(MEMBER, MEMBER.c.id == columns.actor_id)
        .outerjoin(UNIT, UNIT.c.id == columns.unit_id)
        .where(columns.id > after, columns.action.in_(actions))
        .order_by(columns.id)
    )
    return [
        AuditLine(
            row.id, row.at, row.name or "", row.action, row.details, row.unit_name or "", row.unit_id, row.actor_id
        )
        for row in rows
    ]


async def last_line(tx: Tx) -> int:
    """The number of the newest line; 0 when there is none."""
    found = (await tx.execute(select(func.max(AUDIT.c.id)))).scalar_one()
    return int(found or 0)
