"""The reform of July 2025 in one province: districts vanish, communes merge; last month's figures stay as they were."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import bot
from core.calendar import local_day
from core.figures import Tally, fold
from core.figures_facts import MonthFacts
from core.organisation import Organisation
from core.ports import Words
from core.roster import Roster, RosterUnit, read_roster, roster_counts
from db import history, lineage, periods, reporting, roster_import, standings, units
from db.engine import Database, Tx
from db.roster_import import Accepted
from sheets.reading import read_sheet
from tests.db.province import CALENDAR, DAY, HOUR, TASK, W46, W47, W48

PROVINCE = Path(bot.__file__).parent / "rosters" / "quang-tri-2023.csv"
ORGANISATION = Organisation(Words("Tỉnh Quảng Trị"), CALENDAR, (TASK,))
REFORM = W48.opens_at + 2 * DAY + 9 * HOUR
"""Wednesday morning of week 48, a month after the first import."""

TOGETHER = 3


def old_roster() -> Roster:
    found = read_roster(read_sheet(PROVINCE.read_bytes(), PROVINCE.name), ["xã"])
    assert isinstance(found, Roster)
    return found


def new_roster(old: Roster) -> Roster:
    """Two tiers: in each district three communes go on as one under a new code, what is left moves up as it is."""
    (top,) = [unit for unit in old.units if unit.parent is None]
    held = {holder.unit: holder for holder in old.holders}
    wanted, holders = [top], [held[top.code]]
    for group in _groups(old):
        first = group[0]
        if len(group) < TOGETHER:
            wanted += [replace(unit, parent=top.code) for unit in group]
            holders += [held[unit.code] for unit in group if unit.code in held]
            continue
        code = f"N{first.code}"
        origins = tuple(unit.code for unit in group)
        wanted.append(RosterUnit(code, f"{first.name} Mới", "xã", top.code, 0, origins))
        holders += [replace(held[unit.code], unit=code) for unit in group if unit.code in held][:1]
    return Roster(tuple(wanted), tuple(holders))


def _groups(old: Roster) -> Iterator[list[RosterUnit]]:
    for district in [unit.code for unit in old.units if unit.level == "huyện"]:
        communes = [unit for unit in old.units if unit.parent == district]
        for start in range(0, len(communes), TOGETHER):
            yield communes[start : start + TOGETHER]


async def live_through(tx: Tx, wanted: Roster) -> None:
    """Weeks 46 and 47 are over, week 48 is open."""
    proposal = await roster_import.propose(tx, ORGANISATION, wanted, W46.opens_at + HOUR)
    await roster_import.accept(tx, ORGANISATION, proposal, W46.opens_at + HOUR, None)
    for week in (W46, W47, W48):
        day = local_day(CALENDAR, week.opens_at)
        assert await periods.open_period(tx, TASK, week, day, week.opens_at) is not None


async def reform(tx: Tx, wanted: Roster) -> Accepted:
    proposal = await roster_import.propose(tx, ORGANISATION, wanted, REFORM)
    return await roster_import.accept(tx, ORGANISATION, proposal, REFORM, None, "sáp nhập")


async def month(tx: Tx, periods_told: list[int]) -> MonthFacts:
    return await reporting.month_facts(tx, ORGANISATION, "2026-11", None, REFORM, periods_told)


def by_district(facts: MonthFacts) -> dict[str, Tally]:
    table = fold(facts)
    return {unit.name: table.tally(unit.id) for unit in facts.units if unit.level == "huyện"}


async def test_last_months_figures_stay_and_this_months_are_explained(database: Database) -> None:
    old = old_roster()
    new = new_roster(old)
    assert {unit.level for unit in new.units} == {"tỉnh", "xã"} and 45 < len(new.units) < 65
    counts = roster_counts(new, ["xã"])
    async with database.transaction() as tx:
        await live_through(tx, old)
        before = await month(tx, [1, 2])
        accepted = await reform(tx, new)
        after = await month(tx, [1, 2])
        assert after == before
        assert sum(tally.missed for tally in by_district(after).values()) == 2 * 122
        await _check_the_tree(tx, old, new)
        await _check_the_open_week(tx, accepted)
        week = replace(W48, code="2026-W49", opens_at=W48.opens_at + 7 * DAY)
        await periods.open_period(tx, TASK, week, local_day(CALENDAR, week.opens_at), week.opens_at)
        assert await periods.count_obligations(tx, 4) == counts.held
        again = await roster_import.propose(tx, ORGANISATION, new, REFORM + HOUR)
        assert again.change.unchanged


async def _check_the_tree(tx: Tx, old: Roster, new: Roster) -> None:
    today = local_day(CALENDAR, REFORM)
    now = {unit.code: unit for unit in await history.units_on(tx, today)}
    assert now.keys() == {unit.code for unit in new.units}
    assert {unit.level for unit in now.values()} == {"tỉnh", "xã"}
    then = {unit.code: unit for unit in await history.units_on(tx, today - DAY)}
    assert then.keys() == {unit.code for unit in old.units}
    ids = {unit.id: unit.code for unit in then.values()}
    assert all(ids.get(unit.parent or 0) == named.parent for named in old.units if (unit := then[named.code]))
    merged = [unit for unit in new.units if unit.origins]
    for each in merged:
        came = await lineage.came_from(tx, [now[each.code].id])
        assert tuple(descent.before_code for descent in came) == each.origins
    tree = await units.hierarchy(tx, today, W48.opens_at)
    assert {tree.parents[unit.id] for unit in now.values()} == {None, now["T45"].id}


async def _check_the_open_week(tx: Tx, accepted: Accepted) -> None:
    """Units that ended are excused from the week they could not finish; the others owe it as before."""
    due = local_day(CALENDAR, W48.due_at)
    views = await standings.of_period(tx, 3, due)
    today = {unit.code for unit in await history.units_on(tx, local_day(CALENDAR, REFORM))}
    assert {view.unit_code for view in views if not view.facts.waived} == {
        view.unit_code for view in views if view.unit_code in today
    }
    assert len(accepted.ended.waived) == len([view for view in views if view.unit_code not in today])
