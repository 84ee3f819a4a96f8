"""What coordinators are to look at, in which order, and what they decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from sqlalchemy import Row, case, func, select, update

from core.evidence import ItemKind, SubmissionState
from core.task import PeriodName, period_name
from core.trust import ReviewKind
from db.engine import Tx
from db.insert import insert_new
from db.tables import MEMBER, PERIOD, REVIEW, SUBMISSION, UNIT


@dataclass(frozen=True, slots=True)
class NewReview:
    """Something to look at. `likeness` from 0 to 1, `said` is what the sender says about it."""

    submission: int
    kind: ReviewKind
    other: int | None = None
    likeness: float | None = None
    said: str = ""


@dataclass(frozen=True, slots=True)
class ReviewView:
    """One item to look at, with everything that is shown of it. `by`: the name of `member`, who handed it in."""

    id: int
    kind: ReviewKind
    number: int
    unit: int
    unit_name: str
    member: int
    task: str
    period: int
    week: PeriodName
    item_kind: ItemKind
    state: SubmissionState
    url: str | None
    sha256: str | None
    effective_at: datetime
    other: int | None
    likeness: float | None
    said: str
    decided: bool
    note: str
    by: str


async def ask(tx: Tx, reviews: Sequence[NewReview], now: datetime) -> int:
    """Put these into the queue; an item that is there for the same reason stays there once. How many are new."""
    rows = [
        {
            "submission_id": review.submission,
            "kind": review.kind.value,
            "other_id": review.other,
            "likeness": review.likeness,
            "said": review.said,
            "created_at": now,
            "reason": "",
        }
        for review in reviews
    ]
    return await insert_new(tx, REVIEW, rows)


_VIEWS = (
    select(
        REVIEW,
        SUBMISSION.c.unit_id,
        UNIT.c.name.label("unit_name"),
        SUBMISSION.c.member_id,
        SUBMISSION.c.task,
        SUBMISSION.c.period_id,
        PERIOD.c.code,
        PERIOD.c.title,
        SUBMISSION.c.kind.label("item_kind"),
        SUBMISSION.c.state,
        SUBMISSION.c.url,
        SUBMISSION.c.media_sha,
        SUBMISSION.c.effective_at,
        SUBMISSION.c.note,
        MEMBER.c.name.label("by"),
    )
    .join(SUBMISSION, SUBMISSION.c.id == REVIEW.c.submission_id)
    .join(UNIT, UNIT.c.id == SUBMISSION.c.unit_id)
    .join(MEMBER, MEMBER.c.id == SUBMISSION.c.member_id)
    .join(PERIOD, PERIOD.c.id == SUBMISSION.c.period_id)
)
_ORDER = (
    REVIEW.c.skipped_at.is_not(None),
    case({kind.value: place for place, kind in enumerate(ReviewKind)}, value=REVIEW.c.kind, else_=99),
    REVIEW.c.skipped_at,
    REVIEW.c.id,
)
# A returned item is only in the queue when its sender objects: returning closes whatever was open about it.
_LIVE = [state.value for state in SubmissionState if state not in (SubmissionState.WITHDRAWN, SubmissionState.LOST)]


def _view(row: Row[Any]) -> ReviewView:
    columns = row._mapping
    return ReviewView(
        id=columns["id"],
        kind=ReviewKind(columns["kind"]),
        number=columns["submission_id"],
        unit=columns["unit_id"],
        unit_name=columns["unit_name"],
        member=columns["member_id"],
        task=columns["task"],
        period=columns["period_id"],
        week=period_name(columns["code"], columns["title"]),
        item_kind=ItemKind(columns["item_kind"]),
        state=SubmissionState(columns["state"]),
        url=columns["url"],
        sha256=columns["media_sha"],
        effective_at=columns["effective_at"],
        other=columns["other_id"],
        likeness=columns["likeness"],
        said=columns["said"],
        decided=columns["verdict"] is not None,
        note=columns["note"] or "",
        by=columns["by"],
    )


async def next_open(tx: Tx, units: set[int] | None) -> ReviewView | None:
    """The most pressing item of these units (None: of all) that waits to be looked at; skipped ones come last."""
    statement = _VIEWS.where(REVIEW.c.verdict.is_(None), SUBMISSION.c.state.in_(_LIVE)).order_by(*_ORDER)
    if units is not None:
        statement = statement.where(SUBMISSION.c.unit_id.in_(units))
    row = (await tx.execute(statement.limit(1))).first()
    return None if row is None else _view(row)


async def by_id(tx: Tx, review: int) -> ReviewView | None:
    """This one, decided or not."""
    row = (await tx.execute(_VIEWS.where(REVIEW.c.id == review))).first()
    return None if row is None else _view(row)


async def count_open(tx: Tx, units: set[int] | None) -> dict[ReviewKind, int]:
    """How many items of these units (None: of all) wait, by the reason."""
    statement = (
        select(REVIEW.c.kind, func.count())
        .join(SUBMISSION, SUBMISSION.c.id == REVIEW.c.submission_id)
        .where(REVIEW.c.verdict.is_(None), SUBMISSION.c.state.in_(_LIVE))
        .group_by(REVIEW.c.kind)
    )
    if units is not None:
        statement = statement.where(SUBMISSION.c.unit_id.in_(units))
    return {ReviewKind(row[0]): row[1] for row in await tx.execute(statement)}


async def decide(tx: Tx, submission: int, verdict: str, reason: str, by: int, now: datetime) -> bool:
    """Whatever is open about this item is decided. False when nothing was open: somebody else was first."""
    done = await tx.execute(
        update(REVIEW)
        .where(REVIEW.c.submission_id == submission, REVIEW.c.verdict.is_(None))
        .values(verdict=verdict, reason=reason, decided_by=by, decided_at=now)
    )
    return done.rowcount > 0


async def skip(tx: Tx, review: int, now: datetime) -> None:
    """Not now: it comes after all the others."""
    await tx.execute(update(REVIEW).where(REVIEW.c.id == review, REVIEW.c.verdict.is_(None)).values(skipped_at=now))


async def median_wait(tx: Tx, since: datetime) -> tuple[int, timedelta] | None:
    """How many were decided since a moment, and how long the middle one had waited; None when none was."""
    rows = await tx.execute(select(REVIEW.c.created_at, REVIEW.c.decided_at).where(REVIEW.c.decided_at > since))
    waits = [row.decided_at - row.created_at for row in rows]
    return (len(waits), median(waits)) if waits else None
