"""A month in short, counted by the database: always what the report's own figures say."""

from datetime import timedelta

import pytest

from core.figures import fold
from db import flags, reporting
from db.engine import Tx
from db.month_summary import missed_weeks, month_summary
from tests.db.province import (
    DAY,
    HOUR,
    MONDAY,
    OWING,
    W47,
    W48,
    Province,
    hand_in,
    obligation,
    open_week,
    waive,
    warned,
)
from tests.db.test_reporting_rows import DECEMBER, LATER, ORGANISATION

WEEKS = ((W47, MONDAY), (W48, MONDAY + 7 * DAY))


async def test_a_month_without_weeks_has_nothing_in_short(tx: Tx, province: Province) -> None:
    assert await month_summary(tx, ORGANISATION, DECEMBER, None, LATER) is None
    assert await missed_weeks(tx, ORGANISATION, DECEMBER, None, LATER, 9) == []


async def test_the_lacking_are_named_the_worst_first_with_what_is_explained(tx: Tx, province: Province) -> None:
    for week, day in WEEKS:
        period = await open_week(tx, week, day)
        await hand_in(tx, province, "X1", period, identity=week.code)
    await hand_in(tx, province, "X2", period, effective_at=W48.due_at, identity="late")
    raised = await warned(tx, province, period, "X3")
    await flags.acknowledge(tx, raised, province.member["H2"], "mất điện", W48.closes_at, W48.due_at)
    summary = await month_summary(tx, ORGANISATION, DECEMBER, None, LATER)
    assert summary is not None
    assert (summary.owed, summary.met, summary.missed, summary.open, summary.waived) == (8, 3, 5, 0, 0)
    assert (summary.first, summary.last) == (W47.opens_at, W48.due_at)
    assert summary.short == 3
    assert [(each.name, each.weeks, each.explained) for each in summary.lacking] == [
        ("Phường 1", 2, 1),
        ("Xã Hải Lệ", 2, 0),
        ("Phường Đông Giang", 1, 0),
    ]
    weeks = await missed_weeks(tx, ORGANISATION, DECEMBER, province.unit["H2"], LATER, 9)
    assert [(each.unit_code, each.week, each.reason) for each in weeks] == [
        ("X3", 47, ""), ("X4", 47, ""), ("X4", 48, ""), ("X3", 48, "mất điện"),
    ]  # fmt: skip
    assert len(await missed_weeks(tx, ORGANISATION, DECEMBER, None, LATER, 2)) == 2


@pytest.mark.parametrize("unit", [None, "T45", "H1", "H2", "X1"])
async def test_the_short_figures_are_those_of_the_report(tx: Tx, province: Province, unit: str | None) -> None:
    states = ["missed", "late", "on time", "waived", "missed", "on time", "missed", "late"]
    now = W48.due_at + HOUR
    periods = {week.code: await open_week(tx, week, day) for week, day in WEEKS}
    for ((week, _), code), state in zip(((week, code) for week in WEEKS for code in OWING), states, strict=True):
        period = periods[week.code]
        if state == "waived":
            await waive(tx, await obligation(tx, period, province.unit[code]), week.due_at)
        elif state != "missed":
            at = week.due_at + timedelta(minutes=1 if state == "late" else -1)
            await hand_in(tx, province, code, period, effective_at=at, identity=f"{code}{week.code}")
    root = None if unit is None else province.unit[unit]
    tally = fold(await reporting.month_facts(tx, ORGANISATION, DECEMBER, root, now)).tally()
    summary = await month_summary(tx, ORGANISATION, DECEMBER, root, now)
    assert summary is not None
    assert (summary.owed, summary.met, summary.missed, summary.open) == (
        tally.owed,
        tally.met,
        tally.missed,
        tally.open,
    )
    assert summary.waived == tally.excused + tally.nothing
    assert sum(each.weeks for each in summary.lacking) == tally.missed
    assert unit is not None or (tally.missed, tally.open) == (1, 2)
