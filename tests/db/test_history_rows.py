"""The tree as it was: a name, a level and a parent of a day that has passed, and who went on as whom."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from db import history, lineage, reporting, roster
from db.engine import Tx
from db.history import Become
from db.lineage import LineageKind
from db.tables import UNIT, UNIT_PAST
from tests.db.province import DAY, MONDAY, W47, W48, Province, open_week, sheet
from tests.db.test_reporting_rows import LATER, ORGANISATION

WEDNESDAY, FRIDAY = MONDAY + 2 * DAY, MONDAY + 4 * DAY


async def become(tx: Tx, province: Province, code: str, day: date, **wanted: object) -> list[int]:
    row = (await tx.execute(select(UNIT).where(UNIT.c.id == province.unit[code]))).one()
    values = {"name": row.name, "level": row.level, "parent": row.parent_id} | wanted
    return await history.change(tx, [Become(row.id, **values)], day)


async def tree(tx: Tx, day: date) -> dict[str, tuple[str, int | None]]:
    return {unit.code: (unit.name, unit.parent) for unit in await history.units_on(tx, day)}


@pytest.mark.parametrize(("day", "name"), [(-1, "Phường 1"), (0, "Phường Mới"), (1, "Phường Mới")])
async def test_a_unit_had_its_old_name_until_the_day_of_the_change(
    tx: Tx, province: Province, day: int, name: str
) -> None:
    await become(tx, province, "X1", WEDNESDAY, name="Phường Mới")
    assert (await tree(tx, WEDNESDAY + day * DAY))["X1"] == (name, province.unit["H1"])


async def test_each_of_several_changes_keeps_its_days(tx: Tx, province: Province) -> None:
    await become(tx, province, "X1", MONDAY + DAY, name="Hai")
    await become(tx, province, "X1", WEDNESDAY, parent=province.unit["H2"])
    await become(tx, province, "X1", FRIDAY, name="Ba")
    names = [(await tree(tx, MONDAY + number * DAY))["X1"] for number in range(5)]
    h1, h2 = province.unit["H1"], province.unit["H2"]
    assert names == [("Phường 1", h1), ("Hai", h1), ("Hai", h2), ("Hai", h2), ("Ba", h2)]


async def test_of_several_changes_on_one_day_the_last_counts(tx: Tx, province: Province) -> None:
    await become(tx, province, "X1", WEDNESDAY, name="Hai")
    await become(tx, province, "X1", WEDNESDAY, name="Ba")
    assert (await tree(tx, WEDNESDAY))["X1"][0] == "Ba"
    assert (await tree(tx, WEDNESDAY - DAY))["X1"][0] == "Phường 1"
    assert len((await tx.execute(select(UNIT_PAST))).all()) == 1


async def test_what_does_not_differ_is_no_change(tx: Tx, province: Province) -> None:
    assert await become(tx, province, "X1", WEDNESDAY) == []
    await roster.write(tx, sheet(), WEDNESDAY, W47.opens_at)
    assert (await tx.execute(select(UNIT_PAST))).all() == []


async def test_a_unit_of_today_that_changes_today_has_no_past(tx: Tx, province: Province) -> None:
    await become(tx, province, "X1", MONDAY, name="Hai")
    assert (await tree(tx, MONDAY))["X1"][0] == "Hai"
    assert (await tx.execute(select(UNIT_PAST))).all() == []


async def test_only_units_of_that_day_are_in_its_tree(tx: Tx, province: Province) -> None:
    await tx.execute(update(UNIT).where(UNIT.c.code == "X1").values(valid_to=WEDNESDAY))
    assert "X1" in await tree(tx, WEDNESDAY - DAY)
    assert "X1" not in await tree(tx, WEDNESDAY)
    assert await tree(tx, MONDAY - DAY) == {}


async def test_in_a_stretch_of_days_each_unit_is_as_it_was_last(tx: Tx, province: Province) -> None:
    await become(tx, province, "X1", WEDNESDAY, name="Hai", parent=province.unit["H2"])
    await tx.execute(update(UNIT).where(UNIT.c.code == "X1").values(valid_to=FRIDAY))
    for last, name in ((MONDAY, "Phường 1"), (WEDNESDAY, "Hai"), (FRIDAY + DAY, "Hai")):
        found = {unit.code: unit for unit in await history.units_between(tx, MONDAY, last)}
        assert found["X1"].name == name
    assert "X1" not in {unit.code for unit in await history.units_between(tx, FRIDAY, FRIDAY + DAY)}


async def test_a_closed_unit_that_is_valid_again_keeps_what_it_was_before_its_close(tx: Tx, province: Province) -> None:
    await tx.execute(update(UNIT).where(UNIT.c.code == "X1").values(valid_to=WEDNESDAY))
    await roster.write(tx, sheet(X1=("Tên đơn vị", "Phường Hai")), FRIDAY, W47.opens_at)
    assert (await tree(tx, MONDAY))["X1"][0] == "Phường 1"
    assert (await tree(tx, FRIDAY))["X1"][0] == "Phường Hai"


async def test_an_import_writes_down_what_it_changes(tx: Tx, province: Province) -> None:
    await roster.write(tx, sheet(X4=("Mã cấp trên", "H1")), WEDNESDAY, W47.opens_at)
    assert (await tree(tx, MONDAY))["X4"] == ("Xã Hải Lệ", province.unit["H2"])
    assert (await tree(tx, WEDNESDAY))["X4"] == ("Xã Hải Lệ", province.unit["H1"])


async def test_a_unit_is_found_by_the_name_it_had(tx: Tx, province: Province) -> None:
    await become(tx, province, "X4", WEDNESDAY, name="Xã Hải Lăng")
    found = await history.formerly(tx, "xa hai le", FRIDAY)
    assert [unit.name for unit in found] == ["Xã Hải Lăng"]
    assert await history.formerly(tx, "xa hai le", FRIDAY, {province.unit["X1"]}) == []
    assert await history.formerly(tx, "xa hai lang", FRIDAY) == []


async def test_a_report_stands_on_the_tree_of_its_weeks(tx: Tx, province: Province) -> None:
    await open_week(tx, W47, MONDAY)
    await open_week(tx, W48, MONDAY + 7 * DAY)
    await become(tx, province, "X1", MONDAY + 60 * DAY, name="Phường Mới", parent=province.unit["H2"])
    await tx.execute(update(UNIT).where(UNIT.c.code == "X2").values(valid_to=MONDAY + 60 * DAY))
    h1 = await reporting.month_facts(tx, ORGANISATION, "2026-12", province.unit["H1"], LATER)
    assert {unit.code: unit.name for unit in h1.units} == {
        "H1": "Thành phố Đông Hà",
        "X1": "Phường 1",
        "X2": "Phường Đông Giang",
    }
    assert {duty.unit for duty in h1.duties} == {province.unit["X1"], province.unit["X2"]}


async def test_the_trend_counts_earlier_weeks_where_the_units_stood_in_the_month(tx: Tx, province: Province) -> None:
    await open_week(tx, W47, MONDAY)
    await become(tx, province, "X1", MONDAY + 8 * DAY, parent=province.unit["H2"])
    await open_week(tx, W48, MONDAY + 7 * DAY)
    facts = await reporting.month_facts(tx, ORGANISATION, "2027-01", None, LATER, periods=[2])
    assert {(each.node, each.owed) for each in facts.earlier} == {(province.unit["H1"], 1), (province.unit["H2"], 3)}


async def test_lineage_tells_both_ways_and_is_written_once(tx: Tx, province: Province) -> None:
    one, two, three = (province.unit[code] for code in ("X1", "X2", "X3"))
    for _ in range(2):
        await lineage.add(tx, [(one, three), (two, three)], LineageKind.MERGE, FRIDAY)
    assert [each.before_code for each in await lineage.came_from(tx, [three])] == ["X1", "X2"]
    assert [each.after_name for each in await lineage.went_on_as(tx, [one])] == ["Phường 1"]
    assert len(await lineage.between(tx, FRIDAY, FRIDAY)) == 2
    assert await lineage.between(tx, FRIDAY + timedelta(days=1), FRIDAY + timedelta(days=9)) == []
