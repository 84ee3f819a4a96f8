"""Who owes when a week opens, and what time has done with it."""

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select, update

from core.agenda import DeadlinePair, Step, StepKind
from core.standing import ObligationFacts
from core.task import PeriodTimes
from db import periods, roster, standings
from db.engine import Database, Tx
from db.tables import OBLIGATION, PERIOD, UNIT
from tests.db.province import (
    DAY,
    HOUR,
    MONDAY,
    OWING,
    TASK,
    W46,
    W47,
    W48,
    Province,
    at,
    extend,
    obligation,
    obligations,
    open_week,
    sheet,
    waive,
)

NEXT_MONDAY = MONDAY + 7 * DAY
REMIND = Step(at("16 08:00"), StepKind.REMIND)
WARN = Step(at("21 20:00"), StepKind.AT_RISK)
CLOSE = Step(W47.closes_at, StepKind.MISSED)


async def owing(tx: Tx, period: int) -> list[str]:
    return list(await obligations(tx, period))


# ---- who owes --------------------------------------------------------------------------------------------------


async def test_each_valid_unit_whose_seat_is_held_owes_and_the_vacant_one_does_not(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    assert await owing(tx, week) == list(OWING)
    assert await periods.count_obligations(tx, week) == 4


async def test_quota_and_moments_are_frozen_when_the_week_opens(province: Province, tx: Tx) -> None:
    week = await open_week(tx, task=replace(TASK, quota=3))
    frozen = ObligationFacts(required=3, due_at=W47.due_at, closes_at=W47.closes_at)
    assert [view.facts for view in await standings.of_period(tx, week, MONDAY)] == [frozen] * 4


async def test_opening_twice_changes_nothing(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    before = [tuple(row) for table in (PERIOD, OBLIGATION) for row in await tx.execute(select(table))]
    await roster.write(tx, sheet(X5=("Họ và tên", "Lý Thị Sen")), MONDAY, at("16 09:00"))
    assert await periods.open_period(tx, replace(TASK, quota=2), W47, MONDAY, at("16 10:00")) is None
    assert [tuple(row) for table in (PERIOD, OBLIGATION) for row in await tx.execute(select(table))] == before
    assert await owing(tx, week) == list(OWING)


async def test_a_later_appointment_owes_from_the_next_opening(province: Province, tx: Tx) -> None:
    this_week = await open_week(tx)
    await roster.write(tx, sheet(X5=("Họ và tên", "Lý Thị Sen")), MONDAY + DAY, at("17 08:00"))
    next_week = await open_week(tx, W48)
    assert "X5" not in await owing(tx, this_week)
    assert "X5" in await owing(tx, next_week)


async def test_a_seat_that_falls_vacant_keeps_its_open_obligation_and_owes_no_new_one(
    province: Province, tx: Tx
) -> None:
    this_week = await open_week(tx)
    await roster.write(tx, sheet(X2=("Họ và tên", "khuyết")), MONDAY + DAY, at("17 08:00"))
    next_week = await open_week(tx, W48)
    assert "X2" in await owing(tx, this_week)
    assert "X2" not in await owing(tx, next_week)


async def test_a_tenure_counts_on_its_first_day_and_no_longer_on_its_last_border(province: Province, tx: Tx) -> None:
    await roster.write(tx, sheet(X2=("Họ và tên", "khuyết")), NEXT_MONDAY, W48.opens_at)
    assert await owing(tx, await open_week(tx, W46, MONDAY - DAY)) == []
    assert "X2" in await owing(tx, await open_week(tx, W47, NEXT_MONDAY - DAY))
    assert "X2" not in await owing(tx, await open_week(tx, W48, NEXT_MONDAY))


async def test_a_week_opened_late_has_the_seats_of_its_opening_day(province: Province, tx: Tx) -> None:
    await roster.write(tx, sheet(X1=("Họ và tên", "khuyết"), X5=("Họ và tên", "Lý Sen")), NEXT_MONDAY, W48.opens_at)
    late = await periods.open_period(tx, TASK, W47, MONDAY, W48.opens_at + DAY)
    assert late is not None
    assert await owing(tx, late) == list(OWING)


async def test_a_unit_owes_only_while_it_is_valid(province: Province, tx: Tx) -> None:
    await tx.execute(update(UNIT).where(UNIT.c.code == "X1").values(valid_to=NEXT_MONDAY))
    await tx.execute(update(UNIT).where(UNIT.c.code == "X2").values(valid_from=NEXT_MONDAY))
    assert await owing(tx, await open_week(tx, W47)) == ["X1", "X3", "X4"]
    assert await owing(tx, await open_week(tx, W48)) == ["X2", "X3", "X4"]


async def test_only_the_level_of_the_task_owes_and_never_a_coordinators_seat(province: Province, tx: Tx) -> None:
    assert await owing(tx, await open_week(tx, task=replace(TASK, code="huyen", owed_by=("huyện",)))) == []
    assert await owing(tx, await open_week(tx, task=replace(TASK, code="la", owed_by=("lạ",)))) == []


async def test_a_handover_on_the_opening_day_makes_one_obligation(province: Province, tx: Tx) -> None:
    await roster.write(tx, sheet(X2=("Họ và tên", "Lý Thị Sen")), MONDAY, W47.opens_at)
    assert await owing(tx, await open_week(tx)) == list(OWING)


# ---- which weeks there are -------------------------------------------------------------------------------------


async def test_periods_are_found_by_their_code_and_the_newest_by_its_opening(province: Province, tx: Tx) -> None:
    second, first = await open_week(tx, W48, MONDAY), await open_week(tx, W47, MONDAY)
    other = await open_week(tx, W46, MONDAY, replace(TASK, code="khac"))
    w47 = PeriodTimes(first, "tuan", "2026-W47", W47.opens_at, W47.due_at, W47.closes_at)
    assert await periods.period_named(tx, "tuan", "2026-W47") == w47
    assert await periods.period_named(tx, "khac", "2026-W47") is None
    assert [period.id for period in await periods.all_periods(tx, "tuan")] == [first, second]
    newest = await periods.newest(tx, "tuan")
    assert newest is not None
    assert (newest.id, newest.name) == (second, 48)
    assert [period.id for period in await periods.all_periods(tx, "khac")] == [other]


async def test_a_task_without_a_week_has_no_newest_one(database: Database) -> None:
    async with database.snapshot() as tx:
        assert await periods.newest(tx, "tuan") is None
        assert await periods.unsettled(tx) == []


async def test_the_same_week_of_two_tasks_is_two_periods(province: Province, tx: Tx) -> None:
    assert await open_week(tx) != await open_week(tx, task=replace(TASK, code="khac"))


# ---- deadlines -------------------------------------------------------------------------------------------------


async def test_a_week_has_one_pair_of_deadlines_until_somebody_gets_an_extension(province: Province, tx: Tx) -> None:
    week, other = await open_week(tx), await open_week(tx, W48)
    assert (await periods.deadlines(tx, [week, other]))[week] == [DeadlinePair(W47.due_at, W47.closes_at)]
    for code in ("X1", "X2"):
        await extend(tx, await obligation(tx, week, province.unit[code]), W47.due_at + DAY, W47.closes_at + DAY)
    await extend(tx, await obligation(tx, week, province.unit["X3"]), W47.due_at, W47.closes_at + HOUR)
    pairs = await periods.deadlines(tx, [week, other])
    assert set(pairs[week]) == {
        DeadlinePair(W47.due_at, W47.closes_at),
        DeadlinePair(W47.due_at, W47.closes_at + HOUR),
        DeadlinePair(W47.due_at + DAY, W47.closes_at + DAY),
    }
    assert len(pairs[week]) == 3
    assert pairs[other] == [DeadlinePair(W48.due_at, W48.closes_at)]


async def test_a_week_that_nobody_owes_or_all_are_waived_has_no_deadlines(province: Province, tx: Tx) -> None:
    nobody, waived = await open_week(tx, W46, date(2020, 1, 1)), await open_week(tx)
    for number in (await obligations(tx, waived)).values():
        await waive(tx, number, W47.opens_at)
    assert await periods.deadlines(tx, [nobody, waived]) == {nobody: [], waived: []}
    assert await periods.deadlines(tx, []) == {}


# ---- steps -----------------------------------------------------------------------------------------------------


async def test_steps_are_remembered_once_each(province: Province, tx: Tx) -> None:
    week, other = await open_week(tx), await open_week(tx, W48)
    await periods.mark_steps(tx, week, [REMIND, WARN], at("21 20:00"))
    await periods.mark_steps(tx, week, [WARN, CLOSE], at("23 08:00"))
    await periods.mark_steps(tx, week, [], at("23 08:00"))
    done = await periods.done_steps(tx, [week, other])
    assert done == {week: frozenset({REMIND, WARN, CLOSE}), other: frozenset()}


async def test_the_same_kind_of_step_at_two_moments_is_two_steps(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    later = Step(REMIND.moment + timedelta(microseconds=1), StepKind.REMIND)
    await periods.mark_steps(tx, week, [REMIND, later], W47.due_at)
    assert (await periods.done_steps(tx, [week]))[week] == {REMIND, later}


async def test_a_settled_week_is_left_alone_until_it_is_asked_for_again(province: Province, tx: Tx) -> None:
    week, other = await open_week(tx), await open_week(tx, W48)
    await periods.mark_steps(tx, week, [REMIND, WARN, CLOSE], W47.closes_at)
    await periods.mark_steps(tx, other, [WARN], W47.closes_at)
    await periods.settle(tx, week, W47.closes_at)
    assert [period.id for period in await periods.unsettled(tx)] == [other]
    await periods.ask_again(tx, week)
    assert [period.id for period in await periods.unsettled(tx)] == [week, other]
    assert await periods.done_steps(tx, [week, other]) == {week: frozenset({REMIND}), other: frozenset({WARN})}
