"""Which weeks are to be opened and which steps are due, at every border of week 47."""

from datetime import date, datetime, timedelta

import pytest

from core.agenda import Agenda, DeadlinePair, Step, StepKind, agenda, period_to_open, steps_of
from core.calendar import Calendar, HolidayPolicy
from core.quiet import QuietHours
from tests.core.weeks import AROUND, DAY, HANOI, HOUR, IN_HANOI, SECOND, TASK, hanoi, period_of, week

WEEK_47 = week(47)
PERIOD = period_of(WEEK_47)
USUAL = DeadlinePair(WEEK_47.due_at, WEEK_47.closes_at)
EXTENDED = DeadlinePair(WEEK_47.due_at + 2 * DAY, WEEK_47.closes_at + 2 * DAY)

MONDAY = Step(hanoi(11, 16, 8), StepKind.REMIND)
THURSDAY = Step(hanoi(11, 19, 19, 30), StepKind.REMIND)
SUNDAY = Step(hanoi(11, 22, 9), StepKind.REMIND)
WARNING = Step(hanoi(11, 21, 20), StepKind.AT_RISK)
CLOSE = Step(hanoi(11, 23, 8), StepKind.MISSED)


def asked(now: datetime, *done: Step, deadlines: tuple[DeadlinePair, ...] = (USUAL,)) -> Agenda:
    return agenda(TASK, IN_HANOI, PERIOD, deadlines, frozenset(done), now)


# Opening


@pytest.mark.parametrize("last", [None, 46])
@pytest.mark.parametrize("offset", AROUND)
def test_a_week_opens_on_monday_midnight_local_time(offset: timedelta, last: int | None) -> None:
    opens = hanoi(11, 16)
    found, at = period_to_open(TASK, IN_HANOI, week(last) if last else None, opens + offset)
    if offset >= 0 * SECOND:
        assert (found, at) == (WEEK_47, opens)
    elif last:
        assert (found, at) == (None, opens)
    else:
        assert found == week(46)


def test_the_first_week_is_opened_at_any_moment_of_it_even_in_its_grace() -> None:
    for now in (hanoi(11, 18, 10), WEEK_47.due_at, hanoi(11, 23) - SECOND):
        assert period_to_open(TASK, IN_HANOI, None, now) == (WEEK_47, WEEK_47.opens_at)


def test_an_open_week_is_not_opened_again() -> None:
    for now in (hanoi(11, 16), hanoi(11, 18), hanoi(11, 23) - SECOND):
        assert period_to_open(TASK, IN_HANOI, WEEK_47, now) == (None, hanoi(11, 23))


def test_after_a_downtime_the_weeks_in_between_are_opened_oldest_first() -> None:
    last, opened = week(44), []
    while (found := period_to_open(TASK, IN_HANOI, last, hanoi(11, 18))[0]) is not None:
        opened.append(found.number)
        last = found
    assert opened == [45, 46, 47]


@pytest.mark.parametrize("last", [None, 46])
def test_a_skipped_week_is_passed_over(last: int | None) -> None:
    calendar = Calendar(HANOI, frozenset({date(2026, 11, 22)}), HolidayPolicy.SKIP_WEEK)
    newest = week(last, calendar) if last else None
    assert period_to_open(TASK, calendar, newest, hanoi(11, 18)) == (None, hanoi(11, 23))
    assert period_to_open(TASK, calendar, newest, hanoi(11, 23)) == (week(48, calendar), hanoi(11, 23))


# The steps of a period


def test_a_week_has_three_reminders_one_warning_and_one_close() -> None:
    assert steps_of(TASK, IN_HANOI, PERIOD, [USUAL]) == [MONDAY, THURSDAY, WARNING, SUNDAY, CLOSE]


def test_obligations_with_the_same_deadlines_share_their_steps() -> None:
    assert steps_of(TASK, IN_HANOI, PERIOD, [USUAL, USUAL]) == steps_of(TASK, IN_HANOI, PERIOD, [USUAL])


def test_an_extension_has_a_warning_a_close_and_the_reminders_of_the_days_won() -> None:
    warning, close = (Step(step.moment + 2 * DAY, step.kind) for step in (WARNING, CLOSE))
    reminder = Step(hanoi(11, 23, 8), StepKind.REMIND)
    assert steps_of(TASK, IN_HANOI, PERIOD, [USUAL, EXTENDED])[-5:] == [SUNDAY, CLOSE, reminder, warning, close]


def test_a_week_in_which_everybody_is_excused_has_only_reminders() -> None:
    assert steps_of(TASK, IN_HANOI, PERIOD, []) == [MONDAY, THURSDAY, SUNDAY]


def test_no_reminder_falls_on_a_holiday() -> None:
    calendar = Calendar(HANOI, frozenset({date(2026, 11, 19)}))
    assert THURSDAY not in steps_of(TASK, calendar, PERIOD, [USUAL])


# When a step is due


@pytest.mark.parametrize(
    ("step", "expires"),
    [
        (MONDAY, hanoi(11, 16, 21)),
        (THURSDAY, hanoi(11, 19, 21)),
        (SUNDAY, hanoi(11, 22, 21)),
        (WARNING, hanoi(11, 22, 20)),
    ],
)
@pytest.mark.parametrize("offset", AROUND)
def test_a_reminder_lives_until_quiet_hours_and_a_warning_until_due(
    step: Step, expires: datetime, offset: timedelta
) -> None:
    reached = offset >= 0 * SECOND
    assert (step in asked(step.moment + offset).due) is reached
    assert (step in asked(expires + offset).due) is not reached
    assert (step in asked(expires + offset).expired) is reached


@pytest.mark.parametrize("late_by", [-SECOND, 0 * SECOND, SECOND, DAY, 400 * DAY])
def test_a_close_never_expires(late_by: timedelta) -> None:
    found = asked(CLOSE.moment + late_by)
    assert (CLOSE in found.due) is (late_by >= 0 * SECOND)
    assert CLOSE not in found.expired


def test_without_quiet_hours_a_reminder_lives_until_midnight() -> None:
    calendar = Calendar(HANOI, quiet=QuietHours.parse("07:00", "07:00"))
    for now, due in ((hanoi(11, 17) - SECOND, True), (hanoi(11, 17), False)):
        assert (MONDAY in agenda(TASK, calendar, PERIOD, [USUAL], frozenset(), now).due) is due


def test_what_is_done_is_neither_due_nor_expired() -> None:
    for now in (hanoi(11, 16, 9), hanoi(11, 16, 22), hanoi(12, 31)):
        found = asked(now, MONDAY, THURSDAY, WARNING, SUNDAY, CLOSE)
        assert found == Agenda(due=(), expired=(), next_at=None)


@pytest.mark.parametrize(
    ("now", "next_at"),
    [
        (hanoi(11, 16), MONDAY.moment),
        (MONDAY.moment - SECOND, MONDAY.moment),
        (MONDAY.moment, THURSDAY.moment),
        (THURSDAY.moment, WARNING.moment),
        (WARNING.moment, SUNDAY.moment),
        (SUNDAY.moment, CLOSE.moment),
        (CLOSE.moment - SECOND, CLOSE.moment),
        (CLOSE.moment, None),
    ],
)
def test_the_next_moment_is_that_of_the_next_step(now: datetime, next_at: datetime | None) -> None:
    assert asked(now).next_at == next_at


def test_after_a_week_of_downtime_only_the_close_is_still_to_be_done() -> None:
    found = asked(hanoi(11, 24))
    assert found == Agenda(due=(CLOSE,), expired=(MONDAY, THURSDAY, WARNING, SUNDAY), next_at=None)


def test_a_warning_missed_for_the_usual_deadline_still_comes_for_the_extended_one() -> None:
    found = asked(hanoi(11, 24, 10), deadlines=(USUAL, EXTENDED))
    assert found.due == (CLOSE, Step(hanoi(11, 23, 20), StepKind.AT_RISK))
    assert found.next_at == EXTENDED.closes_at


def test_without_grace_the_warning_is_over_when_the_close_comes() -> None:
    at_once = DeadlinePair(WEEK_47.due_at, WEEK_47.due_at)
    found = asked(WEEK_47.due_at, deadlines=(at_once,))
    assert Step(WEEK_47.due_at, StepKind.MISSED) in found.due
    assert WARNING in found.expired


def test_the_hours_of_the_day_do_not_hold_back_a_close() -> None:
    at_night = DeadlinePair(hanoi(11, 22, 20), hanoi(11, 23, 2))
    assert Step(hanoi(11, 23, 2), StepKind.MISSED) in asked(hanoi(11, 23, 2), deadlines=(at_night,)).due
    assert asked(hanoi(11, 22, 20) + HOUR, deadlines=(at_night,)).next_at == hanoi(11, 23, 2)
