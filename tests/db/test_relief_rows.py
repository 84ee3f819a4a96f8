"""A lighter duty in the database: in periods that are open and those that open later, once and with a trail."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from core.quota import Category
from core.relief import Relief, Way
from core.standing import Standing, standing
from core.task import Task
from db import flags, periods, reliefs, standings
from db.engine import Tx
from db.tables import EXTENSION, OBLIGATION_PART
from tests.db.province import CALENDAR, DAY, MONDAY, TASK, W47, W48, Province, at, hand_in, open_week, warned

NOW = at("18 09:00")
SUNDAY = date(2026, 11, 22)
THREE = replace(TASK, quota=3)


def storm(province: Province, way: Way, unit: str | None = "H1", days: int = 0, percent: int = 100) -> Relief:
    member = province.member["T45"]
    return Relief(
        way, MONDAY, SUNDAY, "bão", member, unit=province.unit[unit] if unit else None, days=days, percent=percent
    )


async def relieve(tx: Tx, relief: Relief, period: int, task: Task = TASK) -> reliefs.Applied:
    number = await reliefs.decide(tx, relief, NOW)
    view, times = await reliefs.by_id(tx, number), await periods.by_id(tx, period)
    assert view is not None
    assert times is not None
    return await reliefs.apply(tx, view, CALENDAR, task, times, NOW)


async def facts(tx: Tx, period: int) -> dict[str, tuple[int, str, bool]]:
    """Of each unit what is required, when it is due, and whether it is waived."""
    return {
        view.unit_code: (view.facts.required, f"{view.facts.due_at:%d}", view.facts.waived)
        for view in await standings.of_period(tx, period, MONDAY)
    }


async def test_an_area_is_excused_and_whoever_had_met_it_has_met_it(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    await hand_in(tx, province, "X1", week)
    applied = await relieve(tx, storm(province, Way.WAIVE), week)
    assert len(applied.obligations) == 1
    assert await facts(tx, week) == {
        "X1": (1, "22", False), "X2": (1, "22", True), "X3": (1, "22", False), "X4": (1, "22", False),
    }  # fmt: skip


async def test_a_deadline_moves_with_its_close_and_a_warning_that_came_too_early_is_lifted(
    province: Province, tx: Tx
) -> None:
    week = await open_week(tx)
    await warned(tx, province, week, "X1")
    applied = await relieve(tx, storm(province, Way.MOVE, days=3), week)
    assert [fact[1] for fact in (await facts(tx, week)).values()] == ["25", "25", "22", "22"]
    assert await flags.all_open(tx) == []
    assert len(applied.obligations) == 2
    moves = (await tx.execute(select(EXTENSION))).all()
    assert {(move.due_before, move.due_at, move.closes_at, move.reason) for move in moves} == {
        (W47.due_at, W47.due_at + 3 * DAY, W47.closes_at + 3 * DAY, "bão")
    }


@pytest.mark.parametrize(("quota", "half"), [(1, 1), (2, 1), (3, 2), (4, 2)])
async def test_a_quota_is_reduced_once_and_rounded_up(province: Province, tx: Tx, quota: int, half: int) -> None:
    task = replace(TASK, quota=quota)
    week = await open_week(tx, task=task)
    relief = storm(province, Way.REDUCE, None, percent=50)
    await relieve(tx, relief, week, task)
    assert {fact[0] for fact in (await facts(tx, week)).values()} == {half}
    view = (await reliefs.lasting(tx, MONDAY))[0]
    times = await periods.by_id(tx, week)
    assert times is not None
    again = await reliefs.apply(tx, view, CALENDAR, task, times, NOW)
    assert again.obligations == []
    assert await reliefs.relieved(tx, [view.id]) == {view.id: 4}


async def test_a_reduced_quota_that_is_reached_closes_the_flag(province: Province, tx: Tx) -> None:
    week = await open_week(tx, task=THREE)
    await hand_in(tx, province, "X1", week)
    await hand_in(tx, province, "X1", week)
    await warned(tx, province, week, "X1")
    await relieve(tx, storm(province, Way.REDUCE, percent=50), week, THREE)
    assert await flags.all_open(tx) == []
    views = {view.unit_code: view for view in await standings.of_period(tx, week, MONDAY)}
    assert standing(views["X1"].facts, NOW, DAY) is Standing.MET


async def test_each_category_is_reduced_and_the_whole_is_their_sum(province: Province, tx: Tx) -> None:
    task = replace(TASK, quota=7, categories=(Category("tin", "tin bài", 2), Category("anh", "ảnh", 5)))
    week = await open_week(tx, task=task)
    await relieve(tx, storm(province, Way.REDUCE, percent=50), week, task)
    assert [fact[0] for fact in (await facts(tx, week)).values()] == [4, 4, 7, 7]
    parts = (await tx.execute(select(OBLIGATION_PART.c.required).order_by(OBLIGATION_PART.c.obligation_id))).scalars()
    assert sorted(parts) == [1, 1, 2, 2, 3, 3, 5, 5]


async def test_a_period_that_opens_later_is_made_lighter_until_the_decision_is_ended(
    province: Province, tx: Tx
) -> None:
    relief = replace(storm(province, Way.WAIVE), until_day=SUNDAY + 7 * DAY)
    number = await reliefs.decide(tx, relief, NOW)
    for week, code in ((W47, "2026-W47"), (W48, "2026-W48")):
        await open_week(tx, week, MONDAY)
        period = await periods.period_named(tx, "tuan", code)
        assert period is not None
        await reliefs.apply_to_opened(tx, CALENDAR, TASK, period, NOW)
        excused = [code for code, fact in (await facts(tx, period.id)).items() if fact[2]]
        assert excused == (["X1", "X2"] if week is W47 else [])
        assert await reliefs.end(tx, number, province.member["T45"], NOW) is (week is W47)
    assert await reliefs.lasting(tx, MONDAY) == []


async def test_what_is_kept_or_about_other_days_or_tasks_changes_nothing(province: Province, tx: Tx) -> None:
    for relief in (
        storm(province, Way.KEEP),
        replace(storm(province, Way.WAIVE), until_day=MONDAY),
        replace(storm(province, Way.WAIVE), task="khac"),
    ):
        await reliefs.decide(tx, relief, NOW)
    week = await open_week(tx)
    period = await periods.by_id(tx, week)
    assert period is not None
    await reliefs.apply_to_opened(tx, CALENDAR, TASK, period, NOW)
    assert set((await facts(tx, week)).values()) == {(1, "22", False)}
    assert await reliefs.by_id(tx, 99) is None
    assert (await reliefs.lasting(tx, MONDAY))[0].by_name == "Bùi Văn Hạnh"
