"""How many items of an obligation count: the one expression that every question about shortness uses.

The index (period, unit, state) of submissions answers it; no counter is kept anywhere, so none can drift. Where an
obligation is divided into categories, the items of each count up to the number that is required of it, so that
"counted < required" says the same of every obligation.
"""

from sqlalchemy import ColumnElement, Integer, Select, case, cast, func, select

from core.evidence import SubmissionState
from db.tables import OBLIGATION, OBLIGATION_PART, SUBMISSION


def counted() -> ColumnElement[int]:
    """The number of items of the obligation in the enclosing statement that count towards its quota."""
    return _counted([])


def counted_in_time() -> ColumnElement[int]:
    """The same of those items only that were effective before due."""
    return _counted([SUBMISSION.c.effective_at < OBLIGATION.c.due_at])


def short() -> ColumnElement[bool]:
    """The obligation in the enclosing statement lacks items and nobody waived it."""
    return OBLIGATION.c.waived_at.is_(None) & (counted() < OBLIGATION.c.required)


def counted_of_category(category: ColumnElement[str]) -> ColumnElement[int]:
    """The number of counted items of one category of the obligation in the enclosing statement."""
    return _items([SUBMISSION.c.category == category]).correlate(OBLIGATION, OBLIGATION_PART).scalar_subquery()


def _counted(conditions: list[ColumnElement[bool]]) -> ColumnElement[int]:
    everything = _items(conditions).correlate(OBLIGATION).scalar_subquery()
    of_part = _items([*conditions, SUBMISSION.c.category == OBLIGATION_PART.c.category])
    number = of_part.correlate(OBLIGATION, OBLIGATION_PART).scalar_subquery()
    required = OBLIGATION_PART.c.required
    # PostgreSQL adds up counts as a decimal number.
    filled = (
        select(cast(func.coalesce(func.sum(case((number < required, number), else_=required)), 0), Integer))
        .where(OBLIGATION_PART.c.obligation_id == OBLIGATION.c.id)
        .correlate(OBLIGATION)
        .scalar_subquery()
    )
    return case((OBLIGATION.c.by_category, filled), else_=everything)


def _items(conditions: list[ColumnElement[bool]]) -> Select[int]:
    return select(func.count()).where(
        SUBMISSION.c.period_id == OBLIGATION.c.period_id,
        SUBMISSION.c.unit_id == OBLIGATION.c.unit_id,
        SUBMISSION.c.state == SubmissionState.COUNTED.value,
        *conditions,
    )
