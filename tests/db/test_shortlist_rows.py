"""Who is short: counted and paged by the database, and held against the whole list."""

from dataclasses import replace

import pytest
from sqlalchemy import select, update

from core.evidence import SubmissionState
from core.notices import Notice, NoticeKind
from core.roster import SeatKind
from db import deputies, outbox, roster, shortlist, standings
from db.engine import Tx
from db.shortlist import Counts, Unheard
from db.tables import ADDRESS, SEAT
from tests.db.province import (
    DAY,
    HOUR,
    MONDAY,
    OWING,
    TASK,
    W47,
    Province,
    hand_in,
    obligation,
    open_week,
    sheet,
    waive,
    warned,
)

SUNDAY = MONDAY + 6 * DAY


async def test_a_period_is_counted_with_those_excused_and_those_without_a_secretary(province: Province, tx: Tx) -> None:
    week = await open_week(tx, task=replace(TASK, quota=2))
    for code in ("X1", "X2", "X2"):
        await hand_in(tx, province, code, week)
    await waive(tx, await obligation(tx, week, province.unit["X4"]), W47.opens_at)
    assert await shortlist.counts(tx, week, TASK, MONDAY, None) == Counts(1, 2, 1, 1, 1)
    assert await shortlist.counts(tx, week, TASK, MONDAY, [province.unit["H1"]]) == Counts(1, 1, 0, 0, 0)
    assert await shortlist.counts(tx, week, TASK, MONDAY, [province.unit["T45"]]) == Counts(1, 2, 1, 1, 1)
    assert await shortlist.counts(tx, week, TASK, MONDAY, []) == Counts(0, 0, 0, 0, 0)
    assert list(await shortlist.excused(tx, week, None, 5)) == [province.unit["X4"]]
    assert await shortlist.excused(tx, week, [province.unit["H1"]], 5) == {}


async def test_the_worst_come_first_then_by_name(province: Province, tx: Tx) -> None:
    week = await open_week(tx, task=replace(TASK, quota=3))
    for code in ("X1", "X1", "X2"):
        await hand_in(tx, province, code, week)
    page = await shortlist.page(tx, week, SUNDAY, None, 0, 10)
    assert [(row.unit, row.counted) for row in page] == [
        (province.unit[code], counted) for code, counted in (("X3", 0), ("X4", 0), ("X2", 1), ("X1", 2))
    ]
    assert [row.unit for row in await shortlist.page(tx, week, SUNDAY, None, 1, 2)] == [
        province.unit["X4"],
        province.unit["X2"],
    ]
    assert await shortlist.page(tx, week, SUNDAY, None, 4, 2) == []


async def test_a_row_names_the_person_of_the_due_day_and_the_newest_call(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    await warned(tx, province, week, "X1")
    (first,) = await shortlist.page(tx, week, SUNDAY, [province.unit["X1"]], 0, 5)
    assert (first.member_name, first.phone, first.linked) == ("Trần Thanh Thảo", "+84912000001", True)
    assert first.flag is not None and first.called_at is None and first.note == ""
    await roster.write(tx, sheet(X1=("Họ và tên", "khuyết")), MONDAY + DAY, W47.opens_at)
    (vacant,) = await shortlist.page(tx, week, SUNDAY, [province.unit["X1"]], 0, 5)
    assert (vacant.member, vacant.member_name, vacant.linked) == (None, "", False)


async def test_who_has_no_chat_on_the_due_day_is_apart_and_a_vacant_unit_is_not(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    assert await shortlist.unheard(tx, week, SUNDAY, None) == Unheard(0, 0)
    for code in ("X2", "X3"):
        await tx.execute(update(ADDRESS).where(ADDRESS.c.member_id == province.member[code]).values(state="DEAD"))
    await roster.write(tx, sheet(X1=("Họ và tên", "khuyết")), MONDAY + DAY, W47.opens_at)
    assert await shortlist.unheard(tx, week, SUNDAY, None) == Unheard(2, 1)
    assert await shortlist.unheard(tx, week, SUNDAY, [province.unit["X2"]]) == Unheard(1, 0)
    await hand_in(tx, province, "X2", week)
    assert await shortlist.unheard(tx, week, SUNDAY, None) == Unheard(1, 1)
    reached = await shortlist.page(tx, week, SUNDAY, None, 0, 9, reached=True)
    deaf = await shortlist.page(tx, week, SUNDAY, None, 0, 9, reached=False)
    assert {row.unit for row in reached} == {province.unit["X1"], province.unit["X4"]}
    assert [row.unit for row in deaf] == [province.unit["X3"]]


async def test_where_a_deputy_has_a_chat_somebody_hears(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    for code in ("X2", "X3"):
        await tx.execute(update(ADDRESS).where(ADDRESS.c.member_id == province.member[code]).values(state="DEAD"))
    seat = select(SEAT.c.id).where(SEAT.c.unit_id == province.unit["X3"], SEAT.c.kind == SeatKind.SECRETARY.value)
    number = await deputies.name(
        tx, (await tx.execute(seat)).scalar_one(), province.member["X4"], SUNDAY, None, W47.opens_at
    )
    assert await shortlist.unheard(tx, week, SUNDAY, None) == Unheard(1, 0)
    rows = {row.unit: row for row in await shortlist.page(tx, week, SUNDAY, None, 0, 9)}
    assert [(rows[province.unit[code]].linked, rows[province.unit[code]].heard) for code in ("X2", "X3", "X4")] == [
        (False, False),
        (False, True),
        (True, True),
    ]
    assert await shortlist.unheard(tx, week, SUNDAY - DAY, None) == Unheard(2, 0), "from Sunday on"
    assert await deputies.end(tx, number, SUNDAY)
    assert await shortlist.unheard(tx, week, SUNDAY, None) == Unheard(2, 0)


async def test_nobody_can_be_nudged_while_all_who_are_reached_were_reminded_just_now(
    province: Province, tx: Tx
) -> None:
    week, now = await open_week(tx), W47.opens_at
    lately, soon = now - HOUR, now + HOUR

    async def can(*codes: str) -> bool:
        roots = [province.unit[code] for code in codes]
        return await shortlist.can_be_nudged(tx, week, SUNDAY, roots, lately, soon)

    for code in ("X2", "X3"):
        await tx.execute(update(ADDRESS).where(ADDRESS.c.member_id == province.member[code]).values(state="DEAD"))
    assert (await can("X1"), await can("X2"), await can("X1", "X2")) == (True, False, True)
    await outbox.queue(tx, [Notice("a", NoticeKind.REMINDER, member=province.member["X1"])], now)
    assert (await can("X1"), await can("X4"), await can("X1", "X4")) == (False, True, True)
    seat = select(SEAT.c.id).where(SEAT.c.unit_id == province.unit["X3"], SEAT.c.kind == SeatKind.SECRETARY.value)
    await deputies.name(tx, (await tx.execute(seat)).scalar_one(), province.member["X4"], SUNDAY, None, now)
    assert await can("X3"), "the deputy has a chat"
    await outbox.queue(tx, [Notice("b", NoticeKind.NUDGE, member=province.member["X4"])], now)
    assert (await can("X3"), await can("X4")) == (False, False)
    await outbox.drop_queued(tx, "a", now)
    assert await can("X1")
    await hand_in(tx, province, "X1", week)
    assert not await can("X1")


@pytest.mark.parametrize("state", list(SubmissionState))
async def test_the_page_and_the_counts_agree_with_the_whole_list(
    province: Province, tx: Tx, state: SubmissionState
) -> None:
    week = await open_week(tx)
    for code in OWING[:3]:
        await hand_in(tx, province, code, week, state=state)
    views = await standings.of_period(tx, week, SUNDAY)
    short = {view.unit for view in views if not view.facts.met}
    assert {row.unit for row in await shortlist.page(tx, week, SUNDAY, None, 0, 50)} == short
    assert (await shortlist.counts(tx, week, TASK, MONDAY, None)).short == len(short)
