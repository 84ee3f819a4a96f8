"""What is said about a month's draft: keys that cannot be doubled, gone once the report is final."""

from datetime import UTC, datetime, timedelta

from core.figures_facts import ReportWeek
from core.month_notices import freeze_key, to_admins, to_confirm
from core.month_summary import MonthSummary
from core.months import ReportMonth

CLOSES = datetime(2026, 11, 22, 5, tzinfo=UTC)
MONTH = ReportMonth("2026-11", CLOSES, CLOSES + timedelta(days=2))


def test_a_reminder_is_one_for_each_unit_person_and_moment() -> None:
    first = to_confirm(MONTH, [(3, 7), (4, 8)], CLOSES, 5)
    assert [notice.key for notice in to_confirm(MONTH, [(3, 7), (4, 8)], CLOSES, 5)] == [notice.key for notice in first]
    later = to_confirm(MONTH, [(3, 7)], CLOSES + timedelta(hours=1), 5)
    assert len({notice.key for notice in (*first, *later)}) == 3
    assert {notice.expires_at for notice in first} == {MONTH.final_at}
    assert {notice.period for notice in first} == {5}
    assert first[0].about == {"report": "remind", "month": "2026-11", "unit": 3}


def test_the_admins_are_told_once_for_each_reason() -> None:
    keys = [notice.key for why in ("draft", "all") for notice in to_admins(MONTH, [1, 2], why, 5)]
    assert len(set(keys)) == 4
    assert to_admins(MONTH, [], "all", None) == []


def test_a_month_is_frozen_once() -> None:
    assert freeze_key("2026-11") == freeze_key("2026-11") != freeze_key("2026-12")


def test_a_month_in_short_tells_its_days_and_weeks() -> None:
    week = timedelta(days=7)
    weeks = tuple(
        ReportWeek(at, "tuan", f"2026-W{40 + at}", CLOSES + at * week, CLOSES + at * week + week, CLOSES)
        for at in (2, 1)
    )
    known = MonthSummary("2026-11", weeks, 4, 3, 1, 0, 0, 1, ())
    assert (known.first, known.last, known.periods) == (CLOSES + week, CLOSES + 3 * week, [2, 1])
