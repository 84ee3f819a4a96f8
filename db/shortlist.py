"""Who is short in a period, counted and a page at a time: a country's list costs what its first page costs.

Worst first: nothing handed in before something, the larger lack before the smaller, then by name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select

from core.roster import SeatKind
from core.task import Task
from db.counting import counted
from db.engine import Tx
from db.member_views import deputy_on
from db.outbox import is_told
from db.people import held_on
from db.quotas import owing
from db.tables import ADDRESS, DEPUTY, FLAG, MEMBER, OBLIGATION, SEAT, TENURE, UNIT
from db.units import below, valid_on


@dataclass(frozen=True, slots=True)
class Counts:
    """How many units of a period stand how. `nothing` are those of the `short` ones that handed in nothing at all.

    `without` are units of the owing level whose seat nobody holds and which owe nothing in this period.
    """

    met: int
    short: int
    nothing: int
    excused: int
    without: int

    @property
    def owing(self) -> int:
        """The units that were to hand in: not the excused ones."""
        return self.met + self.short


@dataclass(frozen=True, slots=True)
class Unheard:
    """How many of the short units no reminder reaches: nobody there has a chat, or nobody holds the seat."""

    deaf: int
    vacant: int


@dataclass(frozen=True, slots=True)
class ShortRow:
    """One unit that is short, with the secretary of the due day (None: vacant). `phone` is as +84912345678.

    `heard`: a reminder gets there, to the secretary or to a deputy instead.
    `flag` is the number of its open flag; `called_at` and `note` tell of the newest call about it.
    """

    unit: int
    unit_name: str
    required: int
    counted: int
    member: int | None
    member_name: str
    phone: str | None
    linked: bool
    heard: bool
    flag: int | None
    called_at: datetime | None
    note: str


async def counts(tx: Tx, period: int, task: Task, day: date, roots: Sequence[int] | None) -> Counts:
    """How a period stands below these units (None: everywhere). `task` is its own; `day` is the local day of today."""
    columns = OBLIGATION.c
    rows = (
        select(columns.required, counted().label("counted"), columns.waived_at)
        .where(columns.period_id == period, *_within(columns.unit_id, roots))
        .subquery()
    )
    waived = rows.c.waived_at.is_not(None)
    is_short = and_(rows.c.waived_at.is_(None), rows.c.counted < rows.c.required)
    row = (
        await tx.execute(
            select(
                func.count(),
                func.coalesce(func.sum(case((waived, 1), else_=0)), 0),
                func.coalesce(func.sum(case((is_short, 1), else_=0)), 0),
                func.coalesce(func.sum(case((and_(is_short, rows.c.counted == 0), 1), else_=0)), 0),
            ).select_from(rows)
        )
    ).one()
    total, excused, short, nothing = map(int, row)
    return Counts(total - excused - short, short, nothing, excused, await _without(tx, period, task, day, roots))


async def _without(tx: Tx, period: int, task: Task, day: date, roots: Sequence[int] | None) -> int:
    held = (
        select(TENURE.c.id)
        .join(SEAT, SEAT.c.id == TENURE.c.seat_id)
        .where(SEAT.c.unit_id == UNIT.c.id, SEAT.c.kind == SeatKind.SECRETARY.value, *held_on(day))
        .correlate(UNIT)
        .exists()
    )
    has_one = (
        select(OBLIGATION.c.id)
        .where(OBLIGATION.c.period_id == period, OBLIGATION.c.unit_id == UNIT.c.id)
        .correlate(UNIT)
        .exists()
    )
    vacant = select(func.count()).where(owing(task), ~held, ~has_one, *valid_on(day))
    return int((await tx.execute(vacant.where(*_within(UNIT.c.id, roots)))).scalar_one())


async def unheard(tx: Tx, period: int, due_day: date, roots: Sequence[int] | None) -> Unheard:
    """How many of the short units are reached by no reminder."""
    short = _worst(period, roots).order_by(None).subquery()
    there, no_chat = _held(short.c.unit_id, due_day).exists(), _no_chat(short.c.unit_id, due_day)
    row = (
        await tx.execute(
            select(
                func.coalesce(func.sum(case((no_chat, 1), else_=0)), 0),
                func.coalesce(func.sum(case((there, 0), else_=1)), 0),
            ).select_from(short)
        )
    ).one()
    return Unheard(*map(int, row))


async def can_be_nudged(
    tx: Tx, period: int, due_day: date, roots: Sequence[int] | None, since: datetime, until: datetime
) -> bool:
    """Whether anybody of a short unit is reached, and was neither told after `since` nor is to be before `until`.

    Where the secretary has no chat that is a deputy. Costs what the first such unit costs.
    """
    short = _worst(period, roots).order_by(None).subquery()
    held = _held(short.c.unit_id, due_day)
    secretary = held.where(_has_chat(TENURE.c.member_id), ~is_told(TENURE.c.member_id, since, until))
    deputy = (
        held.join(DEPUTY, DEPUTY.c.seat_id == TENURE.c.seat_id)
        .where(~_has_chat(TENURE.c.member_id), *deputy_on(due_day))
        .where(_has_chat(DEPUTY.c.member_id), ~is_told(DEPUTY.c.member_id, since, until))
    )
    return (
        await tx.execute(select(short.c.id).where(secretary.exists() | deputy.exists()).limit(1))
    ).first() is not None


def _has_chat(member: ColumnElement[int]) -> ColumnElement[bool]:
    return select(ADDRESS.c.id).where(ADDRESS.c.member_id == member, ADDRESS.c.state == "LIVE").exists()


async def page(
    tx: Tx,
    period: int,
    due_day: date,
    roots: Sequence[int] | None,
    first: int,
    most: int,
    reached: bool | None = None,
) -> list[ShortRow]:
    """The short units below these (None: everywhere) from the `first` on (0 is the worst), at most so many.

    `due_day` is the local day of the due moment: the secretary named is the one who held the seat on that day.
    `reached`: False only those whose secretary has no chat, nor has a deputy, True only the others, None all of them.
    """
    wanted = _worst(period, roots)
    if reached is not None:
        no_chat = _no_chat(UNIT.c.id, due_day)
        wanted = wanted.where(~no_chat if reached else no_chat)
    worst = wanted.limit(most).offset(first).subquery()
    linked = _has_chat(MEMBER.c.id)
    rows = await tx.execute(
        select(
            worst, MEMBER.c.id.label("member"), MEMBER.c.name.label("member_name"), MEMBER.c.phone,
            linked.label("linked"), _no_chat(worst.c.unit_id, due_day).label("no_chat"),
            FLAG.c.id.label("flag"), FLAG.c.acknowledged_at, FLAG.c.note,
        )
        .select_from(worst)
        .outerjoin(SEAT, and_(SEAT.c.unit_id == worst.c.unit_id, SEAT.c.kind == SeatKind.SECRETARY.value))
        .outerjoin(TENURE, and_(TENURE.c.seat_id == SEAT.c.id, *held_on(due_day)))
        .outerjoin(MEMBER, MEMBER.c.id == TENURE.c.member_id)
        .outerjoin(FLAG, and_(FLAG.c.obligation_id == worst.c.id, FLAG.c.closed_at.is_(None)))
        .order_by(*_order(worst.c.counted, worst.c.required, worst.c.folded_name, worst.c.id))
    )  # fmt: skip
    return [
        ShortRow(
            row.unit_id, row.name, row.required, row.counted, row.member, row.member_name or "", row.phone,
            bool(row.linked), row.member is not None and not row.no_chat, row.flag, row.acknowledged_at, row.note or "",
        )
        for row in rows
    ]  # fmt: skip


def _no_chat(unit: ColumnElement[int], due_day: date) -> ColumnElement[bool]:
    """Whether the unit's secretary of that day has no chat, and no deputy has one; a unit without one is not meant."""
    instead = (
        select(DEPUTY.c.id)
        .join(ADDRESS, and_(ADDRESS.c.member_id == DEPUTY.c.member_id, ADDRESS.c.state == "LIVE"))
        .where(DEPUTY.c.seat_id == TENURE.c.seat_id, *deputy_on(due_day))
    )
    held = _held(unit, due_day)
    return held.where(~_has_chat(TENURE.c.member_id), ~instead.correlate(TENURE).exists()).exists()


def _held(unit: ColumnElement[int], due_day: date) -> Select[Any]:
    """Who holds the seat of this unit's secretary on that day."""
    return (
        select(TENURE.c.id)
        .join(SEAT, SEAT.c.id == TENURE.c.seat_id)
        .where(SEAT.c.unit_id == unit, SEAT.c.kind == SeatKind.SECRETARY.value, *held_on(due_day))
    )


def _worst(period: int, roots: Sequence[int] | None) -> Select[Any]:
    short = (
        select(OBLIGATION.c.id, OBLIGATION.c.unit_id, OBLIGATION.c.required, counted().label("counted"))
        .where(
            OBLIGATION.c.period_id == period, OBLIGATION.c.waived_at.is_(None),
            *_within(OBLIGATION.c.unit_id, roots),
        )
        .subquery()
    )  # fmt: skip
    return (
        select(short, UNIT.c.name, UNIT.c.folded_name)
        .join(UNIT, UNIT.c.id == short.c.unit_id)
        .where(short.c.counted < short.c.required)
        .order_by(*_order(short.c.counted, short.c.required, UNIT.c.folded_name, short.c.id))
    )


def _order(
    done: ColumnElement[int], required: ColumnElement[int], name: ColumnElement[str], number: ColumnElement[int]
) -> tuple[ColumnElement[Any], ...]:
    return (case((done > 0, 1), else_=0), done - required, name, number)


async def excused(
    tx: Tx, period: int, roots: Sequence[int] | None, most: int
) -> dict[int, str]:  # fmt: skip
    """The names of units that are waived in this period, by unit, at most so many, in the order of codes."""
    rows = await tx.execute(
        select(UNIT.c.id, UNIT.c.name)
        .join(OBLIGATION, OBLIGATION.c.unit_id == UNIT.c.id)
        .where(
            OBLIGATION.c.period_id == period,
            OBLIGATION.c.waived_at.is_not(None),
            *_within(OBLIGATION.c.unit_id, roots),
        )
        .order_by(UNIT.c.code)
        .limit(most)
    )
    return {row.id: row.name for row in rows}


def _within(unit: ColumnElement[int], roots: Sequence[int] | None) -> list[ColumnElement[bool]]:
    return [] if roots is None else [unit.in_(below(roots))]
