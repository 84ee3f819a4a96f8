"""What do these units owe? The facts that placing evidence, reminders and status answers are made from."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, bindparam, select

from core.evidence import Duty, Part
from core.roster import SeatKind
from core.task import period_name
from db.counting import counted, counted_in_time, counted_of_category
from db.deputies import instead_of_holder
from db.engine import Tx
from db.excuses import waits_for_answer
from db.people import held_on
from db.tables import DEPUTY, MEMBER, OBLIGATION, OBLIGATION_PART, PERIOD, SEAT, TENURE, UNIT

MEMORY = timedelta(days=370)
"""How far back an unpaid week is still offered for mending."""


def _duties() -> Select[Any]:
    return (
        select(
            OBLIGATION.c.id,
            OBLIGATION.c.unit_id,
            UNIT.c.name,
            PERIOD.c.task,
            PERIOD.c.id.label("period"),
            PERIOD.c.code,
            PERIOD.c.title,
            PERIOD.c.opens_at,
            OBLIGATION.c.due_at,
            OBLIGATION.c.closes_at,
            OBLIGATION.c.required,
            OBLIGATION.c.waived_at,
            OBLIGATION.c.by_category,
            counted().label("counted"),
            counted_in_time().label("in_time"),
        )
        .join(UNIT, UNIT.c.id == OBLIGATION.c.unit_id)
        .join(PERIOD, PERIOD.c.id == OBLIGATION.c.period_id)
        .order_by(OBLIGATION.c.due_at, OBLIGATION.c.id)
    )


async def _read(tx: Tx, rows: Sequence[Any]) -> list[Duty]:
    """The duties of these rows, in order; one more statement where some are divided into categories."""
    parts = await _parts(tx, [row.id for row in rows if row.by_category])
    return [_duty(row, parts.get(row.id, ())) for row in rows]


_PARTS = (
    select(OBLIGATION_PART, counted_of_category(OBLIGATION_PART.c.category).label("counted"))
    .join(OBLIGATION, OBLIGATION.c.id == OBLIGATION_PART.c.obligation_id)
    .where(OBLIGATION_PART.c.obligation_id.in_(bindparam("obligations", expanding=True)))
    .order_by(OBLIGATION_PART.c.obligation_id, OBLIGATION_PART.c.position)
)


async def _parts(tx: Tx, obligations: Sequence[int]) -> dict[int, tuple[Part, ...]]:
    if not obligations:
        return {}
    found: dict[int, tuple[Part, ...]] = {}
    for row in await tx.execute(_PARTS, {"obligations": list(obligations)}):
        part = Part(row.category, row.required, row.counted, row.takes)
        found[row.obligation_id] = (*found.get(row.obligation_id, ()), part)
    return found


def _duty(row: Any, parts: tuple[Part, ...]) -> Duty:
    return Duty(
        obligation=row.id,
        unit=row.unit_id,
        unit_name=row.name,
        task=row.task,
        period=row.period,
        week=period_name(row.code, row.title),
        opens_at=row.opens_at,
        due_at=row.due_at,
        closes_at=row.closes_at,
        required=row.required,
        counted=row.counted,
        in_time=row.in_time,
        waived=row.waived_at is not None,
        parts=parts,
    )


_OF_UNITS = _duties().where(
    OBLIGATION.c.unit_id.in_(bindparam("units", expanding=True)),
    PERIOD.c.opens_at <= bindparam("now", type_=PERIOD.c.opens_at.type),
    OBLIGATION.c.closes_at > bindparam("since", type_=OBLIGATION.c.closes_at.type),
)
_OF_OBLIGATIONS = _duties().where(OBLIGATION.c.id.in_(bindparam("obligations", expanding=True)))
_STILL_OWED = (
    _duties()
    .add_columns(TENURE.c.member_id)
    .join(SEAT, and_(SEAT.c.unit_id == OBLIGATION.c.unit_id, SEAT.c.kind == SeatKind.SECRETARY.value))
    .join(TENURE, and_(TENURE.c.seat_id == SEAT.c.id, *held_on(bindparam("day", type_=TENURE.c.from_day.type))))
    .where(
        TENURE.c.member_id.in_(bindparam("members", expanding=True)),
        PERIOD.c.opens_at <= bindparam("now", type_=PERIOD.c.opens_at.type),
        OBLIGATION.c.closes_at > bindparam("now", type_=OBLIGATION.c.closes_at.type),
    )
)


_INSTEAD_OWED = (
    _duties()
    .add_columns(DEPUTY.c.member_id, MEMBER.c.name.label("holder"))
    .join(SEAT, and_(SEAT.c.unit_id == OBLIGATION.c.unit_id, SEAT.c.kind == SeatKind.SECRETARY.value))
    .join(DEPUTY, DEPUTY.c.seat_id == SEAT.c.id)
    .join(TENURE, TENURE.c.seat_id == SEAT.c.id)
    .join(MEMBER, MEMBER.c.id == TENURE.c.member_id)
    .where(
        DEPUTY.c.member_id.in_(bindparam("members", expanding=True)),
        instead_of_holder(
            bindparam("day", type_=TENURE.c.from_day.type), bindparam("now", type_=PERIOD.c.opens_at.type)
        ),
        PERIOD.c.opens_at <= bindparam("now", type_=PERIOD.c.opens_at.type),
        OBLIGATION.c.closes_at > bindparam("now", type_=OBLIGATION.c.closes_at.type),
        ~waits_for_answer(),
    )
)


async def of_units(tx: Tx, units: Sequence[int], now: datetime) -> list[Duty]:
    """The obligations of these units that opened by `now` and closed less than MEMORY ago, by due moment."""
    rows = await tx.execute(_OF_UNITS, {"units": list(units), "now": now, "since": now - MEMORY})
    return await _read(tx, rows.all())


async def of_obligations(tx: Tx, obligations: Sequence[int]) -> list[Duty]:
    """These obligations, by due moment."""
    rows = await tx.execute(_OF_OBLIGATIONS, {"obligations": list(obligations)})
    return await _read(tx, rows.all())


async def still_owed(tx: Tx, members: Collection[int], day: date, now: datetime) -> dict[int, list[Duty]]:
    """What each member still owes before a close, in every seat and task, by due moment; only those who owe.

    Also what a deputy is to see to while the seat's holder is away or not linked; that names the holder.
    """
    where = {"members": list(members), "day": day, "now": now}
    owed: dict[int, list[Duty]] = {}
    rows = (await tx.execute(_STILL_OWED, where)).all()
    for row, duty in zip(rows, await _read(tx, rows), strict=True):
        if duty.owed:
            owed.setdefault(row.member_id, []).append(duty)
    instead = (await tx.execute(_INSTEAD_OWED, where)).all()
    for row, duty in zip(instead, await _read(tx, instead), strict=True):
        if duty.owed:
            owed.setdefault(row.member_id, []).append(replace(duty, instead_of=row.holder))
    for member in {row.member_id for row in instead}.intersection(owed):
        owed[member].sort(key=lambda duty: (duty.due_at, duty.obligation))
    return owed
