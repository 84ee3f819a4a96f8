"""What holds for every week, however often, late or irregularly the beat comes."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from core.agenda import Agenda, DeadlinePair, Step, StepKind, agenda, period_to_open, steps_of
from core.calendar import Calendar, HolidayPolicy, Week, WeekMoment, WeekRule, week_at, weeks_from
from core.localtime import day_of, moment_at
from core.quiet import QuietHours
from core.task import PeriodTimes, Task
from tests.core.weeks import DAY, HANOI, HOUR, TASK, period_of

MICROSECOND = timedelta(microseconds=1)
NIGHT_BEGINS = time(21)

zones = st.sampled_from([HANOI, ZoneInfo("Europe/Berlin"), ZoneInfo("America/St_Johns")])
calendars = st.builds(
    Calendar,
    zones,
    st.frozensets(st.dates(date(2010, 1, 1), date(2011, 12, 31)), max_size=20),
    st.sampled_from(HolidayPolicy),
    st.just(QuietHours(NIGHT_BEGINS, time(6, 30))),
)
waking = st.builds(time, st.integers(7, 20), st.sampled_from([0, 30, 59]))
week_moments = st.builds(WeekMoment, st.integers(0, 6), waking)
tasks = st.builds(
    lambda week, reminders, at_risk: replace(TASK, schedule=week, reminders=tuple(reminders), at_risk=at_risk),
    st.builds(WeekRule, week_moments, week_moments, st.builds(lambda hours: hours * HOUR, st.integers(0, 48))),
    st.lists(week_moments, max_size=4),
    st.builds(lambda hours: hours * HOUR, st.integers(0, 48)),
)
moments = st.timedeltas(timedelta(0), 600 * DAY).map(lambda passed: datetime(2010, 2, 1, tzinfo=UTC) + passed)
extensions = st.lists(st.timedeltas(timedelta(0), 5 * DAY), max_size=2)


def rule_of(task: Task) -> WeekRule:
    """The rule of a weekly task."""
    assert isinstance(task.schedule, WeekRule)
    return task.schedule


@dataclass(frozen=True)
class Case:
    """One period of one task, with the deadlines of its obligations."""

    task: Task
    calendar: Calendar
    period: PeriodTimes
    deadlines: Sequence[DeadlinePair]

    def steps(self) -> list[Step]:
        return steps_of(self.task, self.calendar, self.period, self.deadlines)

    def at(self, now: datetime, done: frozenset[Step]) -> Agenda:
        return agenda(self.task, self.calendar, self.period, self.deadlines, done, now)

    def expires(self, step: Step) -> datetime | None:
        """The rule once more: a reminder until that day's quiet hour, a warning until due, a close never."""
        if step.kind is StepKind.REMIND:
            return moment_at(day_of(step.moment, self.calendar.zone), NIGHT_BEGINS, self.calendar.zone)
        return step.moment + self.task.at_risk if step.kind is StepKind.AT_RISK else None


@st.composite
def cases(draw: st.DrawFn) -> Case:
    task, calendar = draw(tasks), draw(calendars)
    period = period_of(week_at(rule_of(task), calendar, draw(moments)))
    longer = [timedelta(0), *draw(extensions)]
    pairs = [DeadlinePair(period.due_at + by, period.closes_at + by) for by in longer]
    return Case(task, calendar, period, pairs)


beats = st.lists(st.tuples(st.timedeltas(timedelta(0), 20 * DAY), st.booleans()), max_size=40)


def live(case: Case, lived: Sequence[tuple[timedelta, bool]]) -> list[tuple[datetime, Agenda]]:
    """Each beat with its agenda. The flag says whether the beat's work is kept; a beat may also crash."""
    done: frozenset[Step] = frozenset()
    seen: list[tuple[datetime, Agenda]] = []
    for passed, kept in sorted(lived):
        now = case.period.opens_at + passed
        found = case.at(now, done)
        if kept:
            done |= {*found.due, *found.expired}
            seen.append((now, found))
    return seen


@given(cases(), beats)
def test_a_step_that_was_done_never_comes_again(case: Case, lived: list[tuple[timedelta, bool]]) -> None:
    carried_out = Counter(step for _, found in live(case, lived) for step in (*found.due, *found.expired))
    assert all(times == 1 for times in carried_out.values())


@given(cases(), beats)
def test_no_step_comes_before_its_moment_nor_after_it_expired(case: Case, lived: list[tuple[timedelta, bool]]) -> None:
    for now, found in live(case, lived):
        for step in found.due:
            expires = case.expires(step)
            assert step.moment <= now
            assert expires is None or now < expires
        for step in found.expired:
            expires = case.expires(step)
            assert expires is not None
            assert now >= expires


@given(cases(), beats)
def test_a_step_is_done_by_the_first_beat_that_finds_it_alive(case: Case, lived: list[tuple[timedelta, bool]]) -> None:
    kept = live(case, lived)
    carried_out = {step: now for now, found in kept for step in found.due}
    for step in case.steps():
        expires = case.expires(step)
        alive = [now for now, _ in kept if step.moment <= now and (expires is None or now < expires)]
        assert carried_out.get(step) == min(alive, default=None)


@given(cases(), beats)
def test_nothing_becomes_due_before_the_next_moment(case: Case, lived: list[tuple[timedelta, bool]]) -> None:
    done: frozenset[Step] = frozenset()
    for now, found in live(case, lived):
        done |= {*found.due, *found.expired}
        if found.next_at is None:
            assert done == frozenset(case.steps())
        else:
            assert now < found.next_at
            assert case.at(found.next_at - MICROSECOND, done).due == ()
            assert found.next_at in {step.moment for step in case.steps() if step not in done}


@given(cases())
def test_who_goes_from_moment_to_moment_does_every_step_on_time(case: Case) -> None:
    done: frozenset[Step] = frozenset()
    now: datetime | None = min(case.period.opens_at, *(step.moment for step in case.steps()))
    while now is not None:
        found = case.at(now, done)
        assert {step.moment for step in found.due} <= {now}
        done |= {*found.due, *found.expired}
        now = found.next_at
    assert done == frozenset(case.steps())


@given(tasks, calendars, moments, st.lists(st.timedeltas(timedelta(0), 120 * DAY), min_size=1, max_size=15))
def test_from_the_first_week_on_every_week_that_is_owed_is_opened_once_and_in_order(
    task: Task, calendar: Calendar, start: datetime, asked_after: list[timedelta]
) -> None:
    last: Week | None = None
    opened: list[Week] = []
    now = start
    for passed in sorted(asked_after):
        now = start + passed
        while True:
            week, at = period_to_open(task, calendar, last, now)
            if week is None:
                assert at is not None
                assert at > now
                break
            assert at == week.opens_at <= now
            opened.append(week)
            last = week
    if opened:
        weeks = takewhile(lambda each: each.opens_at <= now, weeks_from(rule_of(task), calendar, opened[0].opens_at))
        assert opened == [week for week in weeks if not week.skipped]
    else:
        assert week_at(rule_of(task), calendar, now).skipped


@given(tasks, calendars, moments)
def test_the_first_week_to_be_opened_is_the_one_that_runs(task: Task, calendar: Calendar, now: datetime) -> None:
    week, _ = period_to_open(task, calendar, None, now)
    running = week_at(rule_of(task), calendar, now)
    assert week == (None if running.skipped else running)
