"""How an obligation stands: every border of the week, lateness, extensions."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.calendar import Calendar, week_named
from core.standing import ARROWS, OWING, ObligationFacts, Standing, next_change, standing
from tests.core.weeks import AROUND, DAY, HANOI, HOUR, RULE, SECOND, TASK, hanoi, week

OPEN, MET, AT_RISK, GRACE, MISSED, EXCUSED = Standing
OPENS, AT_RISK_FROM, DUE, CLOSES = hanoi(11, 16), hanoi(11, 21, 20), hanoi(11, 22, 20), hanoi(11, 23, 8)
SHORT = ObligationFacts(required=2, due_at=DUE, closes_at=CLOSES, counted=1, in_time=1)
FULL = replace(SHORT, counted=2, in_time=2)
WAIVED = replace(SHORT, waived=True)
NO_GRACE = replace(SHORT, closes_at=DUE)

BORDERS = [
    (OPENS - SECOND, OPEN),
    (OPENS, OPEN),
    (OPENS + SECOND, OPEN),
    (AT_RISK_FROM - SECOND, OPEN),
    (AT_RISK_FROM, AT_RISK),
    (AT_RISK_FROM + SECOND, AT_RISK),
    (DUE - SECOND, AT_RISK),
    (DUE, GRACE),
    (DUE + SECOND, GRACE),
    (CLOSES - SECOND, GRACE),
    (CLOSES, MISSED),
    (CLOSES + SECOND, MISSED),
]


def test_week_47_has_the_borders_that_these_tests_use() -> None:
    week_47 = week(47)
    assert (week_47.opens_at, week_47.due_at, week_47.closes_at) == (OPENS, DUE, CLOSES)
    assert DUE - TASK.at_risk == AT_RISK_FROM


@pytest.mark.parametrize(("now", "expected"), BORDERS)
def test_a_short_obligation_goes_from_open_to_at_risk_to_grace_to_missed(now: datetime, expected: Standing) -> None:
    assert standing(SHORT, now, TASK.at_risk) is expected


@pytest.mark.parametrize("now", [now for now, _ in BORDERS])
def test_a_reached_quota_is_met_at_any_moment(now: datetime) -> None:
    for counted in (2, 3):
        assert standing(replace(FULL, counted=counted), now, TASK.at_risk) is MET


@pytest.mark.parametrize("now", [now for now, _ in BORDERS])
def test_a_waived_obligation_is_excused_at_any_moment_whether_short_or_not(now: datetime) -> None:
    assert standing(WAIVED, now, TASK.at_risk) is EXCUSED
    assert standing(replace(FULL, waived=True), now, TASK.at_risk) is EXCUSED


@pytest.mark.parametrize("now", [CLOSES, CLOSES + DAY, CLOSES + 365 * DAY])
def test_an_item_after_the_close_mends_a_missed_week_and_it_is_marked_late(now: datetime) -> None:
    assert standing(SHORT, now, TASK.at_risk) is MISSED
    mended = replace(SHORT, counted=2)
    assert standing(mended, now, TASK.at_risk) is MET
    assert mended.late


@pytest.mark.parametrize(
    ("counted", "in_time", "met", "late"),
    [
        (0, 0, False, False),
        (1, 1, False, False),
        (1, 0, False, False),
        (2, 2, True, False),
        (2, 1, True, True),
        (2, 0, True, True),
        (3, 2, True, False),
        (3, 1, True, True),
    ],
)
def test_a_week_is_late_when_its_quota_was_not_reached_before_due(
    counted: int, in_time: int, met: bool, late: bool
) -> None:
    facts = replace(SHORT, counted=counted, in_time=in_time)
    assert (facts.met, facts.late) == (met, late)


def test_an_obligation_begins_with_nothing_handed_in() -> None:
    fresh = ObligationFacts(1, DUE, CLOSES)
    assert (fresh.counted, fresh.in_time, fresh.waived) == (0, 0, False)


@pytest.mark.parametrize(
    ("now", "change"),
    [
        (OPENS, AT_RISK_FROM),
        (AT_RISK_FROM - SECOND, AT_RISK_FROM),
        (AT_RISK_FROM, DUE),
        (DUE - SECOND, DUE),
        (DUE, CLOSES),
        (CLOSES - SECOND, CLOSES),
        (CLOSES, None),
        (CLOSES + SECOND, None),
    ],
)
def test_the_next_change_is_the_next_border(now: datetime, change: datetime | None) -> None:
    assert next_change(SHORT, now, TASK.at_risk) == change


@pytest.mark.parametrize("facts", [FULL, WAIVED, replace(FULL, waived=True)])
def test_time_changes_nothing_that_is_met_or_excused(facts: ObligationFacts) -> None:
    for now, _ in BORDERS:
        assert next_change(facts, now, TASK.at_risk) is None


@pytest.mark.parametrize(
    ("now", "expected", "change"),
    [(DUE - SECOND, AT_RISK, DUE), (DUE, MISSED, None), (DUE + SECOND, MISSED, None)],
)
def test_without_grace_the_due_moment_is_the_close(now: datetime, expected: Standing, change: datetime | None) -> None:
    assert standing(NO_GRACE, now, TASK.at_risk) is expected
    assert next_change(NO_GRACE, now, TASK.at_risk) == change


@pytest.mark.parametrize(
    ("now", "expected", "change"),
    [(DUE - SECOND, OPEN, DUE), (DUE, GRACE, CLOSES), (CLOSES, MISSED, None)],
)
def test_without_a_warning_time_nothing_is_ever_at_risk(
    now: datetime, expected: Standing, change: datetime | None
) -> None:
    assert standing(SHORT, now, timedelta()) is expected
    assert next_change(SHORT, now, timedelta()) == change


@pytest.mark.parametrize("offset", AROUND)
def test_an_extension_replaces_due_and_close_and_so_brings_a_missed_week_back(offset: timedelta) -> None:
    extended = replace(SHORT, due_at=DUE + 3 * DAY, closes_at=CLOSES + 3 * DAY)
    assert standing(SHORT, CLOSES + HOUR, TASK.at_risk) is MISSED
    assert standing(extended, CLOSES + HOUR, TASK.at_risk) is OPEN
    for border, before, after in (
        (AT_RISK_FROM + 3 * DAY, OPEN, AT_RISK),
        (DUE + 3 * DAY, AT_RISK, GRACE),
        (CLOSES + 3 * DAY, GRACE, MISSED),
    ):
        assert standing(extended, border + offset, TASK.at_risk) is (before if offset < 0 * SECOND else after)


def test_a_due_moment_moved_by_a_holiday_moves_the_other_borders_with_it() -> None:
    moved = week(47, Calendar(HANOI, frozenset({date(2026, 11, 22)})))
    facts = ObligationFacts(1, moved.due_at, moved.closes_at)
    assert standing(facts, hanoi(11, 22, 20) - SECOND, TASK.at_risk) is OPEN
    assert standing(facts, hanoi(11, 22, 20), TASK.at_risk) is AT_RISK
    assert standing(facts, hanoi(11, 23, 20), TASK.at_risk) is GRACE
    assert standing(facts, hanoi(11, 24, 8), TASK.at_risk) is MISSED


def test_the_hours_before_due_are_real_hours_when_the_clocks_go_back() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    autumn = week_named(RULE, Calendar(berlin), "2026-W43")
    facts = ObligationFacts(1, autumn.due_at, autumn.closes_at)
    at_risk_from = datetime(2026, 10, 24, 21, tzinfo=berlin)
    assert standing(facts, at_risk_from - SECOND, TASK.at_risk) is OPEN
    assert standing(facts, at_risk_from, TASK.at_risk) is AT_RISK
    assert standing(facts, datetime(2026, 10, 25, 20, tzinfo=berlin), TASK.at_risk) is GRACE


def test_evidence_is_asked_for_until_the_close_while_it_is_short() -> None:
    assert {OPEN, AT_RISK, GRACE} == OWING


def test_time_leads_only_forward() -> None:
    assert set(ARROWS) == set(Standing)
    order = [OPEN, AT_RISK, GRACE, MISSED]
    for start, goals in ARROWS.items():
        expected = order[order.index(start) + 1 :] if start in order else []
        assert goals == set(expected)
