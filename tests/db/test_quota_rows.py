"""Quotas by level, unit and category: frozen when a period opens, counted in SQL, told by parts."""

from dataclasses import replace

from sqlalchemy import select, update

from core.evidence import Part
from core.quota import Category, Quota
from core.task import Run
from db import duties, flags, periods, shortlist, standings, submissions, sweep, task_runs, units, upcoming
from db.engine import Tx
from db.tables import OBLIGATION, OBLIGATION_PART, UNIT
from tests.core.once_task import CONTEST
from tests.db.province import DAY, MONDAY, TASK, W47, Province, at, hand_in, obligations, open_week

NEWS, PHOTOS = Category("tin", "tin bài", 2), Category("anh", "ảnh hoạt động", 1, (), "photo")
SORTED = replace(TASK, quota=3, categories=(NEWS, PHOTOS))


async def required(tx: Tx, period: int) -> dict[str, int]:
    return {view.unit_code: view.facts.required for view in await standings.of_period(tx, period, MONDAY)}


async def test_each_unit_owes_the_quota_of_its_code_or_level(province: Province, tx: Tx) -> None:
    await tx.execute(update(UNIT).where(UNIT.c.code.in_(["X1", "X3"])).values(level="phường"))
    others = (("phường", Quota(5)), ("X1", Quota(2)), ("X2", Quota(0)))
    week = await open_week(tx, task=replace(TASK, owed_by=("xã", "phường"), exceptions=others))
    assert await required(tx, week) == {"X1": 2, "X3": 5, "X4": 1}


async def test_who_owes_nothing_is_neither_vacant_nor_reminded(province: Province, tx: Tx) -> None:
    task = replace(TASK, exceptions=(("X5", Quota(0)), ("X1", Quota(0))))  # X5 is vacant
    week = await open_week(tx, task=task)
    assert await units.vacant_units(tx, task, MONDAY) == []
    assert [receiver.unit for receiver in await upcoming.secretaries(tx, task, MONDAY)] == ["X2", "X3", "X4"]
    counts = await shortlist.counts(tx, week, task, MONDAY, None)
    assert (counts.short, counts.without) == (3, 0)


async def test_categories_are_frozen_with_their_own_numbers(province: Province, tx: Tx) -> None:
    others = (("X2", Quota(2, (("tin", 2), ("anh", 0)))), ("X3", Quota(0)))
    week = await open_week(tx, task=replace(SORTED, exceptions=others))
    assert await required(tx, week) == {"X1": 3, "X2": 2, "X4": 3}
    rows = (await tx.execute(select(OBLIGATION_PART).order_by(OBLIGATION_PART.c.position))).all()
    assert [(row.category, row.required, row.takes) for row in rows] == [("tin", 2, "")] * 3 + [
        ("anh", 1, "photo"),
        ("anh", 0, "photo"),
        ("anh", 1, "photo"),
    ]
    assert all((await tx.execute(select(OBLIGATION.c.by_category))).scalars())


async def test_only_what_a_category_asks_for_counts(province: Province, tx: Tx) -> None:
    week = await open_week(tx, task=SORTED)
    numbers = [await hand_in(tx, province, "X1", week) for _ in range(3)]
    of_week = (await obligations(tx, week))["X1"]
    await submissions.set_category(tx, numbers, "tin")
    [duty] = await duties.of_obligations(tx, [of_week])
    assert (duty.counted, duty.in_time, duty.lacking) == (2, 2, 1)
    assert duty.parts == (Part("tin", 2, 3), Part("anh", 1, 0, "photo"))
    short = await sweep.lacking_warning(tx, week, DAY, MONDAY, at("22 09:00"))
    assert (short[0].unit_name, short[0].counted, short[0].required) == ("Phường 1", 2, 3)
    await submissions.set_category(tx, numbers[:1], "anh")
    assert len(await sweep.lacking_warning(tx, week, DAY, MONDAY, at("22 09:00"))) == 3
    assert await flags.close_mended(tx, [of_week], at("22 09:00")) == 0


async def test_a_period_with_a_title_is_called_by_it(province: Province, tx: Tx) -> None:
    period = await open_week(tx, replace(W47, code="2026"), task=CONTEST)
    found = await periods.by_id(tx, period)
    assert found is not None
    assert (found.code, found.name) == ("2026", "Bài dự thi")
    await hand_in(tx, province, "X1", period)
    assert [duty.week for duty in await duties.of_units(tx, [province.unit["X1"]], at("18 09:00"))] == ["Bài dự thi"]
    assert {flag.week for flag in await flags.all_open(tx)} == set()
    assert [item.week for item in await submissions.history(tx, [province.unit["X1"]], 9)] == ["Bài dự thi"]


async def test_what_was_decided_last_about_a_task_holds(province: Province, tx: Tx) -> None:
    member = province.member["H1"]
    assert await task_runs.runs(tx) == {}
    await task_runs.decide(tx, "tuan", MONDAY, None, member, at("16 09:00"))
    await task_runs.decide(tx, "tuan", MONDAY, MONDAY + DAY, member, at("17 09:00"))
    assert await task_runs.runs(tx) == {"tuan": Run(MONDAY, MONDAY + DAY)}
