"""The items of somebody's newest message: what words mean that name none."""

from sqlalchemy import ColumnElement, select

from core.evidence import SubmissionState
from db.engine import Tx
from db.submissions import SubmissionView, select_views, view_of
from db.tables import SUBMISSION


async def of_member(tx: Tx, member: int) -> list[SubmissionView]:
    """The items of the newest message by this member that count, or wait to."""
    return await _live(tx, SUBMISSION.c.member_id == member)


async def handed_in_by(tx: Tx, member: int) -> list[SubmissionView]:
    """The same, also of what this member handed in for somebody else: what "rút lại" means."""
    return await _live(tx, (SUBMISSION.c.member_id == member) | (SUBMISSION.c.entered_by == member))


async def by_delegation(tx: Tx, delegation: int) -> list[SubmissionView]:
    """The same of whoever has this delegation."""
    return await _live(tx, SUBMISSION.c.delegation_id == delegation)


async def _live(tx: Tx, whose: ColumnElement[bool]) -> list[SubmissionView]:
    columns = SUBMISSION.c
    live = columns.state.in_([SubmissionState.COUNTED.value, SubmissionState.HELD.value])
    last = (
        await tx.execute(
            select(columns.channel, columns.account, columns.chat, columns.recorded_at)
            .where(whose, live)
            .order_by(columns.id.desc())
            .limit(1)
        )
    ).one_or_none()
    if last is None:
        return []
    rows = await tx.execute(
        select_views()
        .where(
            whose,
            columns.channel == last.channel,
            columns.account == last.account,
            columns.chat == last.chat,
            columns.recorded_at == last.recorded_at,
            live,
        )
        .order_by(columns.id)
    )
    return [view_of(row) for row in rows]
