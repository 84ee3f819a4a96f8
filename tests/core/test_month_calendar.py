"""What time does to a month: the draft, two mornings of reminders, the freeze; and weeks that come late."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calendar import Calendar, WeekMoment, WeekRule
from core.month_calendar import (
    LOOK_BACK,
    MonthStep,
    MonthStepKind,
    closed_months,
    coming_month,
    expired,
    organisation_month,
    reported_in,
    steps_of_month,
    worth_telling,
)
from core.months import MonthMoment, MonthRule, ReportMonth, month_holding
from core.organisation import Organisation
from core.ports import Words
from core.task import EscalationRule, Task
from tests.core.test_months import IN_HANOI, USUAL, moments, month_rules, zones

SECOND = timedelta(seconds=1)
TASK = Task(
    "tuan", "Mỗi tuần một tin bài", ("xã",), 1, WeekRule(WeekMoment.parse("mon 00:00"), WeekMoment.parse("sun 20:00"),
    timedelta(hours=12)), (), timedelta(hours=24), EscalationRule(), USUAL,
)  # fmt: skip
LATER = replace(TASK, code="sau", month=MonthRule(MonthMoment.parse("14 12:00"), MonthMoment.parse("25 17:00")))


def office(*tasks: Task) -> Organisation:
    return Organisation(Words(), IN_HANOI, tasks or (TASK,))


def local(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=IN_HANOI.zone).astimezone(UTC)


def test_a_month_is_drafted_reminded_of_on_two_mornings_and_frozen() -> None:
    steps = steps_of_month(organisation_month(office(), "2026-11"), IN_HANOI)
    assert steps == [
        MonthStep(local("2026-11-22 12:00"), MonthStepKind.DRAFT),
        MonthStep(local("2026-11-23 08:00"), MonthStepKind.REMIND),
        MonthStep(local("2026-11-24 08:00"), MonthStepKind.REMIND),
        MonthStep(local("2026-11-24 12:00"), MonthStepKind.FREEZE),
    ]


@pytest.mark.parametrize(
    ("closes", "final", "mornings"),
    [
        ("22 06:00", "22 12:00", ["2026-11-22 08:00"]),
        ("22 12:00", "22 18:00", []),
        ("22 08:00", "23 08:00", []),
        ("14 12:00", "24 12:00", ["2026-11-15 08:00", "2026-11-24 08:00"]),
    ],
)
def test_however_long_there_is_time_two_mornings_are_the_most(closes: str, final: str, mornings: list[str]) -> None:
    task = replace(TASK, month=MonthRule(MonthMoment.parse(closes), MonthMoment.parse(final)))
    steps = steps_of_month(organisation_month(office(task), "2026-11"), IN_HANOI)
    assert [step.moment for step in steps if step.kind is MonthStepKind.REMIND] == [local(each) for each in mornings]


@given(month_rules, zones, moments)
def test_the_steps_of_any_month_begin_with_the_draft_and_end_with_the_freeze(
    rule: MonthRule, zone: ZoneInfo, moment: datetime
) -> None:
    organisation = Organisation(Words(), Calendar(zone), (replace(TASK, month=rule),))
    month = coming_month(organisation, moment)
    kinds = [step.kind for step in steps_of_month(month, organisation.calendar)]
    assert kinds[0] is MonthStepKind.DRAFT
    assert kinds[-1] is MonthStepKind.FREEZE
    assert set(kinds[1:-1]) <= {MonthStepKind.REMIND}


def test_a_month_of_several_tasks_closes_and_is_final_with_the_last_of_them() -> None:
    month = organisation_month(office(TASK, LATER), "2026-11")
    assert month == ReportMonth("2026-11", local("2026-11-22 12:00"), local("2026-11-25 17:00"))


def test_a_month_of_several_tasks_is_coming_until_the_last_has_closed() -> None:
    both = office(TASK, LATER)
    assert coming_month(both, local("2026-11-20 00:00")).code == "2026-11"
    assert coming_month(both, local("2026-11-22 12:00")).code == "2026-12"


@pytest.mark.parametrize(("nudge", "newest"), [(-SECOND, "2026-10"), (0 * SECOND, "2026-11"), (SECOND, "2026-11")])
def test_a_month_has_closed_from_its_close_on(nudge: timedelta, newest: str) -> None:
    months = closed_months(office(), local("2026-11-22 12:00") + nudge)
    assert months[-1].code == newest
    assert len(months) == LOOK_BACK
    assert months == sorted(months, key=lambda month: month.code)


@pytest.mark.parametrize("kind", MonthStepKind)
@pytest.mark.parametrize("nudge", [-SECOND, 0 * SECOND, SECOND])
def test_only_the_freeze_is_made_up_for_after_the_final_moment(kind: MonthStepKind, nudge: timedelta) -> None:
    month = organisation_month(office(), "2026-11")
    step = MonthStep(month.closes_at, kind)
    over = nudge >= timedelta() and kind is not MonthStepKind.FREEZE
    assert expired(step, month, month.final_at + nudge) is over


@pytest.mark.parametrize(("nudge", "told"), [(-SECOND, True), (0 * SECOND, False), (SECOND, False)])
def test_a_report_that_is_frozen_a_month_late_goes_to_nobody_by_itself(nudge: timedelta, told: bool) -> None:
    month = organisation_month(office(), "2026-11")
    assert worth_telling(office(), month, local("2026-12-22 12:00") + nudge) is told


@given(month_rules, moments)
def test_a_week_is_in_the_month_that_holds_it_as_long_as_that_is_open(rule: MonthRule, moment: datetime) -> None:
    assert reported_in(rule, IN_HANOI, moment, ()) == month_holding(rule, IN_HANOI, moment)


@given(month_rules, moments, st.integers(0, 4))
def test_a_week_whose_months_are_frozen_is_in_the_first_one_after_them(
    rule: MonthRule, moment: datetime, frozen: int
) -> None:
    codes: list[str] = []
    for _ in range(frozen):
        codes.append(reported_in(rule, IN_HANOI, moment, codes).code)
    assert reported_in(rule, IN_HANOI, moment, codes).code not in codes
    assert codes == sorted(codes)


def test_a_week_that_closed_late_is_reported_by_the_first_month_that_is_not_frozen() -> None:
    last_close = local("2026-11-16 08:00")
    assert reported_in(USUAL, IN_HANOI, last_close, ()).code == "2026-11"
    assert reported_in(USUAL, IN_HANOI, last_close, ("2026-11", "2026-12")).code == "2027-01"
