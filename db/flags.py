"""Flags: raised once per obligation, turned MISSED, acknowledged, sent up the ladder, closed when mended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, bindparam, case, select, update

from core.task import PeriodName, period_name
from db.counting import counted, short
from db.engine import Tx
from db.insert import insert_new
from db.sweep import BATCH
from db.tables import ALERT, FLAG, OBLIGATION, PERIOD, UNIT


@dataclass(frozen=True, slots=True)
class OpenFlag:
    """An open flag with the obligation it is about."""

    id: int
    kind: str
    obligation: int
    period: int
    task: str
    week: PeriodName
    unit: int
    unit_name: str
    required: int
    counted: int
    due_at: datetime
    raised_at: datetime
    level_unit: int | None
    acknowledged_by: int | None
    escalate_at: datetime | None


@dataclass(frozen=True, slots=True)
class Raise:
    """One flag about to be raised, at this level, climbing at this moment (None: not by itself)."""

    obligation: int
    level_unit: int | None
    escalate_at: datetime | None


async def warn(tx: Tx, flags: Sequence[Raise], now: datetime) -> int:
    """Raise AT_RISK flags; an obligation that has an open flag keeps it."""
    return await insert_new(tx, FLAG, [_row("AT_RISK", flag, now) for flag in flags])


async def miss(tx: Tx, flags: Sequence[Raise], now: datetime) -> None:
    """Open AT_RISK flags of these obligations turn MISSED; the others get a MISSED flag.

    Where somebody called before the close and was promised something for later, the flag waits until then.
    """
    if not flags:
        return
    climbs = bindparam("climbs", type_=FLAG.c.escalate_at.type)
    turned = (
        update(FLAG)
        .where(FLAG.c.obligation_id == bindparam("of"), FLAG.c.closed_at.is_(None))
        .values(
            kind="MISSED", raised_at=now, level_unit_id=bindparam("level"),
            escalate_at=case((FLAG.c.escalate_at > climbs, FLAG.c.escalate_at), else_=climbs),
        )
    )  # fmt: skip
    parameters = [{"of": flag.obligation, "level": flag.level_unit, "climbs": flag.escalate_at} for flag in flags]
    await tx.execute(turned, parameters)
    await insert_new(tx, FLAG, [_row("MISSED", flag, now) for flag in flags])


def _row(kind: str, flag: Raise, now: datetime) -> dict[str, Any]:
    return {
        "obligation_id": flag.obligation,
        "kind": kind,
        "raised_at": now,
        "level_unit_id": flag.level_unit,
        "escalate_at": flag.escalate_at,
        "note": "",
    }


def _open() -> Select[Any]:
    return (
        select(
            FLAG, PERIOD.c.id.label("period"), PERIOD.c.task, PERIOD.c.code, PERIOD.c.title, UNIT.c.id.label("unit"),
            UNIT.c.name.label("unit_name"), OBLIGATION.c.required, OBLIGATION.c.due_at, counted().label("counted"),
        )
        .join(OBLIGATION, OBLIGATION.c.id == FLAG.c.obligation_id)
        .join(PERIOD, PERIOD.c.id == OBLIGATION.c.period_id)
        .join(UNIT, UNIT.c.id == OBLIGATION.c.unit_id)
        .where(FLAG.c.closed_at.is_(None))
        .order_by(FLAG.c.id)
    )  # fmt: skip


def _flag(row: Any) -> OpenFlag:
    return OpenFlag(
        row.id, row.kind, row.obligation_id, row.period, row.task, period_name(row.code, row.title), row.unit,
        row.unit_name, row.required, row.counted, row.due_at, row.raised_at, row.level_unit_id, row.acknowledged_by,
        row.escalate_at,
    )  # fmt: skip


async def of_obligations(tx: Tx, obligations: Sequence[int]) -> list[OpenFlag]:
    """The open flags of these obligations."""
    return [_flag(row) for row in await tx.execute(_open().where(FLAG.c.obligation_id.in_(obligations)))]


async def of_units(tx: Tx, units: Sequence[int]) -> list[OpenFlag]:
    """The open flags of these units, oldest first."""
    return [_flag(row) for row in await tx.execute(_open().where(OBLIGATION.c.unit_id.in_(units)))]


async def by_id(tx: Tx, ids: Sequence[int]) -> list[OpenFlag]:
    """Those of these flags that are open."""
    return [_flag(row) for row in await tx.execute(_open().where(FLAG.c.id.in_(ids)))]


async def open_ones(tx: Tx) -> set[int]:
    """The numbers of all open flags."""
    return set((await tx.execute(select(FLAG.c.id).where(FLAG.c.closed_at.is_(None)))).scalars())


async def all_open(tx: Tx) -> list[OpenFlag]:
    """Every open flag, oldest first."""
    return [_flag(row) for row in await tx.execute(_open())]


async def to_climb(tx: Tx, now: datetime) -> list[OpenFlag]:
    """MISSED flags whose time at their level is over; at most BATCH."""
    rows = await tx.execute(_open().where(FLAG.c.escalate_at <= now, FLAG.c.kind == "MISSED").limit(BATCH))
    return [_flag(row) for row in rows]


async def climb(tx: Tx, flag: int, level_unit: int | None, escalate_at: datetime | None) -> None:
    """The flag is with this level now (None: the admins)."""
    await tx.execute(
        update(FLAG)
        .where(FLAG.c.id == flag)
        .values(level_unit_id=level_unit, escalate_at=escalate_at, acknowledged_by=None, acknowledged_at=None)
    )


async def acknowledge(
    tx: Tx, flags: Sequence[int], member: int, note: str, escalate_at: datetime, now: datetime
) -> None:
    """Somebody takes care of these; they climb at `escalate_at` if nothing happens until then."""
    await tx.execute(
        update(FLAG)
        .where(FLAG.c.id.in_(flags), FLAG.c.closed_at.is_(None))
        .values(acknowledged_by=member, acknowledged_at=now, note=note, escalate_at=escalate_at)
    )


async def explain(tx: Tx, obligation: int, note: str) -> bool:
    """Why this obligation was missed, for the report: on its newest flag, open or closed; False without any."""
    newest = select(FLAG.c.id).where(FLAG.c.obligation_id == obligation).order_by(FLAG.c.id.desc()).limit(1)
    changed = update(FLAG).where(FLAG.c.id == newest.scalar_subquery()).values(note=note)
    return bool((await tx.execute(changed)).rowcount)


_CLOSE_MENDED = (
    update(FLAG)
    .where(
        FLAG.c.closed_at.is_(None),
        FLAG.c.obligation_id.in_(
            select(OBLIGATION.c.id).where(OBLIGATION.c.id.in_(bindparam("obligations", expanding=True)), ~short())
        ),
    )
    .values(closed_at=bindparam("now", type_=FLAG.c.closed_at.type), escalate_at=None)
)


async def close_mended(tx: Tx, obligations: Sequence[int], now: datetime) -> int:
    """Close the open flags of those obligations that are no longer short; the number closed."""
    return (await tx.execute(_CLOSE_MENDED, {"obligations": list(obligations), "now": now})).rowcount


class Reason(StrEnum):
    """Why a member is told of a flag."""

    AT_RISK = "at_risk"
    MISSED = "missed"
    IN_A_ROW = "in_a_row"
    PASSED_UP = "passed_up"
    UNANSWERED = "unanswered"
    TAKEN_OVER = "taken_over"


async def told(tx: Tx, pairs: Sequence[tuple[int, int]], reason: Reason, now: datetime) -> None:
    """(flag, member): the member is told of the flag for this reason, and will hear when it is mended."""
    rows = [{"flag_id": flag, "member_id": member, "reason": reason.value, "told_at": now} for flag, member in pairs]
    await insert_new(tx, ALERT, rows)
    if rows:
        again = update(ALERT).where(ALERT.c.flag_id == bindparam("of"), ALERT.c.member_id == bindparam("to"))
        await tx.execute(
            again.values(reason=reason.value, told_at=now), [{"of": flag, "to": member} for flag, member in pairs]
        )


async def told_of(tx: Tx, member: int, period: int, reason: Reason) -> list[OpenFlag]:
    """The open flags of a period that this member is told of for this reason."""
    rows = await tx.execute(
        _open()
        .join(ALERT, ALERT.c.flag_id == FLAG.c.id)
        .where(ALERT.c.member_id == member, ALERT.c.reason == reason.value, PERIOD.c.id == period)
    )
    return [_flag(row) for row in rows]


@dataclass(frozen=True, slots=True)
class Mended:
    """A closed flag whose alerted member has not heard of it."""

    flag: int
    member: int
    period: int
    week: PeriodName
    unit: int
    unit_name: str
    counted: int
    required: int


async def mended_untold(tx: Tx) -> list[Mended]:
    """Closed flags that an alerted member does not know to be closed; at most BATCH."""
    rows = await tx.execute(
        select(
            ALERT.c.flag_id, ALERT.c.member_id, OBLIGATION.c.period_id, PERIOD.c.code, PERIOD.c.title,
            OBLIGATION.c.unit_id, UNIT.c.name, counted().label("counted"), OBLIGATION.c.required,
        )
        .join(FLAG, FLAG.c.id == ALERT.c.flag_id)
        .join(OBLIGATION, OBLIGATION.c.id == FLAG.c.obligation_id)
        .join(PERIOD, PERIOD.c.id == OBLIGATION.c.period_id)
        .join(UNIT, UNIT.c.id == OBLIGATION.c.unit_id)
        .where(ALERT.c.resolved_told_at.is_(None), FLAG.c.closed_at.is_not(None))
        .order_by(ALERT.c.member_id, ALERT.c.flag_id)
        .limit(BATCH)
    )  # fmt: skip
    return [
        Mended(row.flag_id, row.member_id, row.period_id, period_name(row.code, row.title), row.unit_id, row.name,
               row.counted, row.required)
        for row in rows
    ]  # fmt: skip


async def told_mended(tx: Tx, flags: Sequence[int], member: int, now: datetime) -> None:
    """The member heard that these are mended."""
    await tx.execute(
        update(ALERT).where(ALERT.c.flag_id.in_(flags), ALERT.c.member_id == member).values(resolved_told_at=now)
    )
