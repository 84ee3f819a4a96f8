"""Moving deadlines and excusing weeks in the database: moments, flags, alerts, and what time does again."""

from sqlalchemy import select

from db import duties, excuses, extensions, flags, periods, waivers
from db.engine import Tx
from db.flags import Raise, Reason
from db.tables import ALERT, EXTENSION, OBLIGATION
from tests.db.province import DAY, HOUR, SECOND, TASK, W47, Province, at, hand_in, obligation, open_week, warned

LATER = at("25 20:00")


async def test_an_extension_keeps_the_distance_to_the_close_and_remembers_what_was(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    number = await obligation(tx, week, province.unit["X1"])
    assert await extensions.last(tx, number) is None
    by = province.member["H1"]
    assert await extensions.extend(tx, [number], LATER, TASK.at_risk, "mưa lũ", by, at("21 09:00")) == []
    row = (await tx.execute(select(OBLIGATION).where(OBLIGATION.c.id == number))).one()
    assert (row.due_at, row.closes_at) == (LATER, LATER + 12 * HOUR)
    kept = (await tx.execute(select(EXTENSION))).one()
    assert (kept.due_before, kept.closes_before, kept.reason) == (W47.due_at, W47.closes_at, "mưa lũ")
    last = await extensions.last(tx, number)
    assert last is not None
    assert (last.by, last.due_at) == ("Dương Thanh An", LATER)


async def test_an_extension_lifts_what_warns_too_early_and_asks_time_again(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    (flag,) = await warned(tx, province, week, "X1")
    member = province.member["H1"]
    await flags.told(tx, [(flag, member)], Reason.AT_RISK, at("21 20:00"))
    await periods.settle(tx, week, at("22 09:00"))
    number = await obligation(tx, week, province.unit["X1"])
    now = LATER - TASK.at_risk - SECOND
    lifted = await extensions.extend(tx, [number], LATER, TASK.at_risk, "mưa lũ", member, now)
    assert [(each.obligation, each.member) for each in lifted] == [(number, member)]
    assert await flags.of_obligations(tx, [number]) == []
    assert await flags.mended_untold(tx) == []  # whoever lifts it tells why
    assert [period.id for period in await periods.unsettled(tx)] == [week]


async def test_a_warning_that_still_holds_stays_and_a_miss_is_lifted(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    await warned(tx, province, week, "X1", "X2")
    x1, x2 = [await obligation(tx, week, province.unit[code]) for code in ("X1", "X2")]
    await flags.miss(tx, [Raise(x2, None, None)], W47.closes_at)
    soon = W47.closes_at + HOUR
    by = province.member["H1"]
    await extensions.extend(tx, [x1, x2], soon, TASK.at_risk, "mưa lũ", by, W47.closes_at)
    assert [flag.obligation for flag in await flags.of_obligations(tx, [x1, x2])] == [x1]


async def test_a_waiver_and_taking_back_just_that_one(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    x1, x2 = [await obligation(tx, week, province.unit[code]) for code in ("X1", "X2")]
    by, first, second = province.member["H1"], at("18 09:00"), at("18 09:00") + SECOND
    await warned(tx, province, week, "X1")
    await waivers.waive(tx, [x1], "mưa lũ", by, first)
    await waivers.waive(tx, [x1, x2], "nghỉ lễ", by, second)
    assert await flags.of_obligations(tx, [x1, x2]) == []
    waiver = await waivers.waiver_of(tx, x1)
    assert waiver is not None
    assert (waiver.by, waiver.at, waiver.reason) == ("Dương Thanh An", first, "mưa lũ")
    assert await waivers.waived_at(tx, [x1, x2], waivers.microseconds(second)) == [x2]
    await waivers.unwaive(tx, [x2])
    assert await waivers.waiver_of(tx, x2) is None
    assert await waivers.waiver_of(tx, x1) is not None


async def test_an_excuse_is_decided_once_and_a_later_one_takes_its_place(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    number = await obligation(tx, week, province.unit["X1"])
    asker, by, now = province.member["X1"], province.member["H1"], at("18 09:00")
    first = await excuses.ask(tx, number, "holiday", "nghỉ lễ", asker, now)
    second = await excuses.ask(tx, number, "other", "tập huấn", asker, now)
    assert not await excuses.decide(tx, first, "CONFIRMED", by, now)
    assert await excuses.decide(tx, second, "REFUSED", by, now)
    assert not await excuses.decide(tx, second, "CONFIRMED", by, now)
    found = await excuses.excuse(tx, second)
    assert found is not None
    assert (found.state, found.said, found.asked_by_name) == ("REFUSED", "tập huấn", "Trần Thanh Thảo")
    assert await excuses.excuse(tx, 99) is None


async def test_an_item_that_came_before_the_new_deadline_is_on_time(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    number = await obligation(tx, week, province.unit["X1"])
    await extensions.extend(tx, [number], LATER, TASK.at_risk, "mưa lũ", province.member["H1"], at("21 09:00"))
    await hand_in(tx, province, "X1", week, effective_at=W47.due_at + DAY)
    (duty,) = await duties.of_obligations(tx, [number])
    assert duty.facts.met and not duty.facts.late
    assert (await tx.execute(select(ALERT))).all() == []
