"""What is said about a month's draft to those who look after units: the outbox keys that keep it from being doubled."""

from collections.abc import Iterable
from datetime import datetime

from core.months import ReportMonth
from core.notices import Notice, NoticeKind


def to_confirm(
    month: ReportMonth, silent: Iterable[tuple[int, int]], moment: datetime, week: int | None
) -> list[Notice]:
    """Reminders for (unit, coordinator) whose word on the draft is missing: one each for the same moment.

    `week`: the month's last period, which they concern.
    """
    return [
        Notice(
            f"confirm:{month.code}:{unit}:{member}:{int(moment.timestamp())}",
            NoticeKind.REPORT,
            member=member,
            about={"report": "remind", "month": month.code, "unit": unit},
            period=week,
            expires_at=month.final_at,
        )
        for unit, member in silent
    ]


def to_admins(month: ReportMonth, admins: Iterable[int], why: str, week: int | None) -> list[Notice]:
    """Who has agreed and who holds it up, to the admins: one each for the same reason."""
    return [
        Notice(
            f"month:{month.code}:{why}:{admin}",
            NoticeKind.REPORT,
            member=admin,
            about={"report": "holding", "month": month.code},
            period=week,
            expires_at=month.final_at,
        )
        for admin in admins
    ]


def freeze_key(month: str) -> str:
    """The errand that freezes a month: once, whoever wants it first."""
    return f"freeze:{month}"
