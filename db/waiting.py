"""What secretaries and strangers asked for and nobody decided yet, and to whom the question went."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select

from core.notices import Notice, NoticeKind
from core.ports import Option
from db.engine import Tx
from db.summaries import ASKED_LATELY, EXTENSION_LINES
from db.tables import AUDIT, EXCUSE, HANDOVER, JOIN_REQUEST, OBLIGATION, OUTBOX, SEAT

AT_ONCE = 50
"""Of how many questions one statement asks to whom they went."""


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """One question that waits. Its messages have the key `about` with the member behind it."""

    about: str
    unit: int
    asked_by: int | None


async def open_questions(tx: Tx, now: datetime) -> list[OpenQuestion]:
    """Every question that still makes a difference: excuses, extensions, handovers, people who want to come in."""
    excuses = await tx.execute(
        select(EXCUSE.c.id, OBLIGATION.c.unit_id, EXCUSE.c.asked_by)
        .join(OBLIGATION, OBLIGATION.c.id == EXCUSE.c.obligation_id)
        .where(EXCUSE.c.state == "ASKED", OBLIGATION.c.closes_at > now)
    )
    found = [OpenQuestion(f"excuse:{row.id}", row.unit_id, row.asked_by) for row in excuses]
    handovers = await tx.execute(
        select(HANDOVER.c.id, SEAT.c.unit_id, HANDOVER.c.asked_by)
        .join(SEAT, SEAT.c.id == HANDOVER.c.seat_id)
        .where(HANDOVER.c.state == "ASKED")
    )
    found += [OpenQuestion(f"handover:{row.id}", row.unit_id, row.asked_by) for row in handovers]
    joins = await tx.execute(
        select(JOIN_REQUEST.c.id, SEAT.c.unit_id)
        .join(SEAT, SEAT.c.id == JOIN_REQUEST.c.seat_id)
        .where(JOIN_REQUEST.c.state == "WAITING")
    )
    found += [OpenQuestion(f"join:{row.id}", row.unit_id, None) for row in joins]
    return [*found, *await _extensions(tx, now)]


async def _extensions(tx: Tx, now: datetime) -> list[OpenQuestion]:
    columns = AUDIT.c
    rows = (
        await tx.execute(
            select(columns.id, columns.action, columns.unit_id, columns.actor_id, columns.details).where(
                columns.action.in_(EXTENSION_LINES), columns.at > now - ASKED_LATELY, columns.unit_id.is_not(None)
            )
        )
    ).all()
    answered = {row.details.get("request") for row in rows if row.action != EXTENSION_LINES[0]}
    return [
        OpenQuestion(f"extension:{row.id}", row.unit_id, row.actor_id)
        for row in rows
        if row.action == EXTENSION_LINES[0]
        and row.id not in answered
        and datetime.fromisoformat(row.details["until"]) > now
    ]


async def as_sent(tx: Tx, questions: Sequence[OpenQuestion]) -> dict[str, list[Notice]]:
    """The messages in which each of these questions went out, by `about`; one forgotten by now is left out."""
    found: dict[str, list[Notice]] = {}
    columns = OUTBOX.c
    for start in range(0, len(questions), AT_ONCE):
        some = questions[start : start + AT_ONCE]
        ranges = [and_(columns.key >= f"{each.about}:", columns.key < f"{each.about};") for each in some]
        rows = await tx.execute(select(OUTBOX).where(or_(*ranges), columns.text.is_not(None)).order_by(columns.id))
        for row in rows:
            about, _, member = row.key.rpartition(":")
            if member.isdigit() and row.options:
                options = tuple(Option(label, action) for label, action in row.options)
                found.setdefault(about, []).append(
                    Notice(
                        row.key, NoticeKind(row.kind), row.text, options, member=int(member), period=row.period_id,
                        expires_at=row.expires_at,
                    )
                )  # fmt: skip
    return found
