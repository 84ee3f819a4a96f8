"""What a coordinator's summary is made of: what others still put into it, and what waits for a decision."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, select, update

from db.engine import Tx
from db.people import held_on
from db.tables import (
    ADDRESS,
    AUDIT,
    EXCUSE,
    HANDOVER,
    JOIN_REQUEST,
    MEMBER,
    OBLIGATION,
    OUTBOX,
    REVIEW,
    SEAT,
    SUBMISSION,
    TENURE,
    UNIT,
)

EXTENSION_LINES = ("extension.ask", "extension.grant", "extension.refuse")
"""The lines of the audit by which a later deadline is asked for, granted and refused."""

ASKED_LATELY = timedelta(days=62)
"""Older requests were for deadlines that are over."""


async def absorb(tx: Tx, row: int, kind: str, member: int, now: datetime) -> list[Mapping[str, Any]]:
    """Other queued notices of this kind to the member are dropped: one message says it all.

    What they were about; the caller writes it into the row that goes, with `keep`.
    """
    columns = OUTBOX.c
    others = (
        await tx.execute(
            select(columns.id, columns.about)
            .where(
                columns.member_id == member, columns.kind == kind, columns.state == "QUEUED",
                columns.id != row,
            )
            .order_by(columns.id)
        )
    ).all()  # fmt: skip
    if others:
        dropped = update(OUTBOX).where(columns.id.in_([other.id for other in others]))
        await tx.execute(dropped.values(state="DROPPED", done_at=now))
    return [other.about for other in others]


async def keep(tx: Tx, row: int, about: Mapping[str, Any]) -> None:
    """What this notice is about from now on, should it have to be sent again."""
    await tx.execute(update(OUTBOX).where(OUTBOX.c.id == row).values(about=dict(about)))


@dataclass(frozen=True, slots=True)
class Lost:
    """A member who cannot be written to any more: the unit of the seat, and since when."""

    member: int
    name: str
    unit: int
    unit_code: str
    unit_name: str
    since: datetime


async def lost(tx: Tx, members: Collection[int], day: date) -> list[Lost]:
    """Those of these members who hold a seat on the day and have no live address but a dead one, by unit."""
    live = select(ADDRESS.c.id).where(ADDRESS.c.member_id == MEMBER.c.id, ADDRESS.c.state == "LIVE").exists()
    since = (
        select(func.max(ADDRESS.c.dead_at))
        .where(ADDRESS.c.member_id == MEMBER.c.id, ADDRESS.c.state == "DEAD")
        .correlate(MEMBER)
        .scalar_subquery()
    )
    rows = await tx.execute(
        select(MEMBER.c.id, MEMBER.c.name, UNIT.c.id.label("unit"), UNIT.c.code, UNIT.c.name.label("unit_name"),
               SEAT.c.kind, since.label("since"))
        .join(TENURE, and_(TENURE.c.member_id == MEMBER.c.id, *held_on(day)))
        .join(SEAT, SEAT.c.id == TENURE.c.seat_id)
        .join(UNIT, UNIT.c.id == SEAT.c.unit_id)
        .where(MEMBER.c.id.in_(members), ~live, since.is_not(None))
        .order_by(SEAT.c.kind.desc(), UNIT.c.id)
    )  # fmt: skip
    found: dict[int, Lost] = {}
    for row in rows:  # the secretary's seat before a coordinator's
        found.setdefault(row.id, Lost(row.id, row.name, row.unit, row.code, row.unit_name, row.since))
    return sorted(found.values(), key=lambda each: each.unit)


@dataclass(frozen=True, slots=True)
class Matters:
    """How many things wait for a coordinator's decision."""

    reviews: int = 0
    excuses: int = 0
    extensions: int = 0
    handovers: int = 0
    joins: int = 0


async def matters(tx: Tx, units: Sequence[int], now: datetime) -> Matters:
    """What is open about these units. One statement each, whatever the number of units."""

    async def number(statement: Any) -> int:
        return int((await tx.execute(statement)).scalar_one())

    seats = select(SEAT.c.id).where(SEAT.c.unit_id.in_(units))
    return Matters(
        reviews=await number(
            select(func.count(func.distinct(REVIEW.c.submission_id)))
            .join(SUBMISSION, SUBMISSION.c.id == REVIEW.c.submission_id)
            .where(
                REVIEW.c.verdict.is_(None), SUBMISSION.c.unit_id.in_(units),
                SUBMISSION.c.state.not_in(["WITHDRAWN", "LOST"]),
            )
        ),
        excuses=await number(
            select(func.count())
            .select_from(EXCUSE)
            .join(OBLIGATION, OBLIGATION.c.id == EXCUSE.c.obligation_id)
            .where(EXCUSE.c.state == "ASKED", OBLIGATION.c.unit_id.in_(units), OBLIGATION.c.closes_at > now)
        ),
        extensions=await _extensions(tx, units, now),
        handovers=await number(
            select(func.count()).select_from(HANDOVER).where(HANDOVER.c.state == "ASKED", HANDOVER.c.seat_id.in_(seats))
        ),
        joins=await number(
            select(func.count())
            .select_from(JOIN_REQUEST)
            .where(JOIN_REQUEST.c.state == "WAITING", JOIN_REQUEST.c.seat_id.in_(seats))
        ),
    )  # fmt: skip


async def _extensions(tx: Tx, units: Sequence[int], now: datetime) -> int:
    """Requests for a later deadline that nobody answered, and that would still help."""
    columns = AUDIT.c
    of_units = select(columns.id, columns.action, columns.details).where(columns.unit_id.in_(units))
    rows = (
        await tx.execute(of_units.where(columns.action.in_(EXTENSION_LINES), columns.at > now - ASKED_LATELY))
    ).all()
    asked = {row.id: row.details for row in rows if row.action == EXTENSION_LINES[0]}
    answered = {row.details.get("request") for row in rows if row.action != EXTENSION_LINES[0]}
    return sum(datetime.fromisoformat(asked[number]["until"]) > now for number in asked.keys() - answered)
