"""Flags: one open per obligation, turned MISSED, climbing, acknowledged, closed, and who was told of them."""

from datetime import datetime

from sqlalchemy import func, select

from db import flags, outbox
from db.engine import Tx
from db.flags import OpenFlag, Raise, Reason
from db.tables import ALERT, FLAG
from tests.db.province import (
    DAY,
    HOUR,
    SECOND,
    W47,
    W48,
    Province,
    at,
    hand_in,
    obligation,
    obligations,
    open_week,
    waive,
    warned,
)

CLOSE = W47.closes_at


async def how_many(tx: Tx) -> int:
    return int((await tx.execute(select(func.count()).select_from(FLAG))).scalar_one())


async def next_climb(tx: Tx) -> datetime | None:
    """When time has work with a flag next."""
    return (await outbox.next_moments(tx, None))[2]


async def missed(
    tx: Tx, province: Province, week: int, *codes: str, climbs_in_hours: int | None = 24
) -> list[OpenFlag]:
    """Turn these units' obligations MISSED at the close, at the level of the first town."""
    numbers = [await obligation(tx, week, province.unit[code]) for code in codes]
    climbs = None if climbs_in_hours is None else CLOSE + climbs_in_hours * HOUR
    await flags.miss(tx, [Raise(number, province.unit["H1"], climbs) for number in numbers], CLOSE)
    return await flags.of_obligations(tx, numbers)


# ---- raising ---------------------------------------------------------------------------------------------------


async def test_however_often_it_is_raised_an_obligation_has_one_open_flag(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    rows = [Raise(number, None, None) for number in (await obligations(tx, week)).values()]
    assert await flags.warn(tx, rows[:2], W47.due_at - DAY) == 2
    assert await flags.warn(tx, rows, W47.due_at - HOUR) == 2
    assert await flags.warn(tx, [], W47.due_at) == 0
    await flags.miss(tx, rows, CLOSE)
    await flags.miss(tx, rows, CLOSE + HOUR)
    await flags.warn(tx, rows, CLOSE + HOUR)
    await flags.miss(tx, [], CLOSE)
    assert await how_many(tx) == 4


async def test_a_flag_tells_all_about_its_obligation(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    (number,) = await warned(tx, province, week, "X1")
    x1 = await obligation(tx, week, province.unit["X1"])
    (flag,) = await flags.all_open(tx)
    assert flag == OpenFlag(
        id=number,
        kind="AT_RISK",
        obligation=x1,
        period=week,
        task="tuan",
        week=47,
        unit=province.unit["X1"],
        unit_name="Phường 1",
        required=1,
        counted=0,
        due_at=W47.due_at,
        raised_at=W47.due_at - DAY,
        level_unit=province.unit["H1"],
        acknowledged_by=None,
        escalate_at=None,
    )


async def test_at_risk_turns_missed_and_the_others_get_a_missed_flag(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    (before,) = await warned(tx, province, week, "X1")
    one, two = await missed(tx, province, week, "X1", "X2")
    assert (one.id, one.kind, one.raised_at, one.escalate_at) == (before, "MISSED", CLOSE, CLOSE + DAY)
    assert (two.kind, two.raised_at, two.level_unit) == ("MISSED", CLOSE, province.unit["H1"])
    assert two.id != before


async def test_what_was_promised_for_after_the_close_holds_the_missed_flag_until_then(
    province: Province, tx: Tx
) -> None:
    week = await open_week(tx)
    early, late = await warned(tx, province, week, "X1", "X2")
    await flags.acknowledge(tx, [early], province.member["H1"], "hẹn tối nay", CLOSE - HOUR, CLOSE - DAY)
    await flags.acknowledge(tx, [late], province.member["H1"], "hẹn thứ Tư", CLOSE + 2 * DAY, CLOSE - DAY)
    one, two = await missed(tx, province, week, "X1", "X2")
    assert (one.escalate_at, two.escalate_at) == (CLOSE + DAY, CLOSE + 2 * DAY)


async def test_a_closed_flag_stays_closed_and_a_new_one_is_raised(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    (first,) = await warned(tx, province, week, "X1")
    x1 = await obligation(tx, week, province.unit["X1"])
    await waive(tx, x1, CLOSE)
    assert await flags.close_mended(tx, [x1], CLOSE) == 1
    await waive(tx, x1, None)
    (second,) = await warned(tx, province, week, "X1")
    (third,) = await missed(tx, province, week, "X1")
    assert first != second == third.id
    closed = (await tx.execute(select(FLAG).where(FLAG.c.id == first))).one()
    assert (closed.kind, closed.closed_at) == ("AT_RISK", CLOSE)


# ---- finding ---------------------------------------------------------------------------------------------------


async def test_open_flags_are_found_by_obligation_unit_and_number(province: Province, tx: Tx) -> None:
    week, other = await open_week(tx), await open_week(tx, W48)
    x1, x2, x3 = await warned(tx, province, week, "X1", "X2", "X3")
    (again,) = await warned(tx, province, other, "X1")
    x3_obligation = await obligation(tx, week, province.unit["X3"])
    await waive(tx, x3_obligation, CLOSE)
    await flags.close_mended(tx, [x3_obligation], CLOSE)

    def ids(found: list[OpenFlag]) -> list[int]:
        return [flag.id for flag in found]

    assert ids(await flags.all_open(tx)) == [x1, x2, again]
    assert ids(await flags.of_units(tx, [province.unit["X1"], province.unit["X3"]])) == [x1, again]
    assert ids(await flags.by_id(tx, [x3, x2, 999])) == [x2]
    assert ids(await flags.of_obligations(tx, [x3_obligation])) == []
    assert ids(await flags.of_units(tx, [])) == []


# ---- climbing --------------------------------------------------------------------------------------------------


async def test_a_missed_flag_climbs_at_its_moment(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    (flag,) = await missed(tx, province, week, "X1")
    assert await next_climb(tx) == CLOSE + DAY
    assert await flags.to_climb(tx, CLOSE + DAY - SECOND) == []
    assert [each.id for each in await flags.to_climb(tx, CLOSE + DAY)] == [flag.id]
    await flags.climb(tx, flag.id, province.unit["T45"], CLOSE + 2 * DAY)
    (higher,) = await flags.all_open(tx)
    assert (higher.level_unit, higher.escalate_at) == (province.unit["T45"], CLOSE + 2 * DAY)
    await flags.climb(tx, flag.id, None, None)
    (highest,) = await flags.all_open(tx)
    assert (highest.level_unit, highest.escalate_at) == (None, None)
    assert await flags.to_climb(tx, CLOSE + 99 * DAY) == []
    assert await next_climb(tx) is None


async def test_i_called_stops_the_climb_until_a_moment_and_climbing_forgets_it(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    (flag,) = await missed(tx, province, week, "X1")
    until = CLOSE + 2 * DAY
    await flags.acknowledge(tx, [flag.id], province.member["H1"], "hứa nộp tối nay", until, CLOSE + HOUR)
    (called,) = await flags.all_open(tx)
    assert (called.acknowledged_by, called.escalate_at) == (province.member["H1"], until)
    assert await flags.to_climb(tx, until - SECOND) == []
    assert [each.id for each in await flags.to_climb(tx, until)] == [flag.id]
    await flags.climb(tx, flag.id, province.unit["T45"], until + DAY)
    (higher,) = await flags.all_open(tx)
    assert (higher.acknowledged_by, higher.escalate_at) == (None, until + DAY)


async def test_a_warning_never_climbs_not_even_after_i_called(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    (number,) = await warned(tx, province, week, "X1")
    await flags.acknowledge(tx, [number], province.member["H1"], "", W47.due_at, W47.due_at - HOUR)
    assert await flags.to_climb(tx, W47.due_at) == []
    assert await next_climb(tx) is None


async def test_a_closed_flag_neither_climbs_nor_can_be_acknowledged(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    (flag,) = await missed(tx, province, week, "X1")
    await hand_in(tx, province, "X1", week)
    await flags.close_mended(tx, [flag.obligation], CLOSE + HOUR)
    await flags.acknowledge(tx, [flag.id], province.member["H1"], "", CLOSE + DAY, CLOSE + HOUR)
    row = (await tx.execute(select(FLAG))).one()
    assert (row.acknowledged_by, row.escalate_at) == (None, None)
    assert await flags.to_climb(tx, CLOSE + 9 * DAY) == []
    assert await next_climb(tx) is None


async def test_the_earliest_climb_is_the_next_one(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    await missed(tx, province, week, "X1", climbs_in_hours=30)
    await missed(tx, province, week, "X2", climbs_in_hours=12)
    await missed(tx, province, week, "X3", climbs_in_hours=None)
    assert await next_climb(tx) == CLOSE + 12 * HOUR


# ---- mending ---------------------------------------------------------------------------------------------------


async def test_only_the_flags_of_what_is_no_longer_short_are_closed(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    await warned(tx, province, week, "X1", "X2", "X3")
    of = await obligations(tx, week)
    await hand_in(tx, province, "X1", week)
    await waive(tx, of["X2"], CLOSE)
    await hand_in(tx, province, "X4", week)
    assert await flags.close_mended(tx, [of["X3"], of["X4"]], CLOSE) == 0
    assert await flags.close_mended(tx, list(of.values()), CLOSE) == 2
    assert await flags.close_mended(tx, list(of.values()), CLOSE) == 0
    assert [flag.unit for flag in await flags.all_open(tx)] == [province.unit["X3"]]
    assert await flags.close_mended(tx, [], CLOSE) == 0


# ---- who is told -----------------------------------------------------------------------------------------------


async def test_a_member_is_told_of_a_flag_for_the_last_reason(province: Province, tx: Tx) -> None:
    week, other = await open_week(tx), await open_week(tx, W48)
    x1, x2 = await warned(tx, province, week, "X1", "X2")
    an, binh = province.member["H1"], province.member["H2"]
    await flags.told(tx, [(x1, an), (x2, an), (x2, binh)], Reason.AT_RISK, W47.due_at - DAY)
    await flags.told(tx, [(x1, an)], Reason.MISSED, CLOSE)
    await flags.told(tx, [], Reason.MISSED, CLOSE)
    assert [flag.id for flag in await flags.told_of(tx, an, week, Reason.AT_RISK)] == [x2]
    assert [flag.id for flag in await flags.told_of(tx, an, week, Reason.MISSED)] == [x1]
    assert [flag.id for flag in await flags.told_of(tx, binh, week, Reason.AT_RISK)] == [x2]
    assert await flags.told_of(tx, an, other, Reason.AT_RISK) == []
    rows = {(row.flag_id, row.member_id): row.told_at for row in await tx.execute(select(ALERT))}
    assert rows == {(x1, an): CLOSE, (x2, an): W47.due_at - DAY, (x2, binh): W47.due_at - DAY}


async def test_a_closed_flag_is_nothing_to_tell_of(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    (x1,) = await warned(tx, province, week, "X1")
    await flags.told(tx, [(x1, province.member["H1"])], Reason.AT_RISK, W47.due_at - DAY)
    await hand_in(tx, province, "X1", week)
    await flags.close_mended(tx, list((await obligations(tx, week)).values()), at("22 08:00"))
    assert await flags.told_of(tx, province.member["H1"], week, Reason.AT_RISK) == []


async def test_whoever_was_told_hears_once_when_it_is_mended(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    x1, x2 = await warned(tx, province, week, "X1", "X2")
    an, binh = province.member["H1"], province.member["H2"]
    await flags.told(tx, [(x1, an), (x1, binh), (x2, an)], Reason.AT_RISK, W47.due_at - DAY)
    assert await flags.mended_untold(tx) == []
    await hand_in(tx, province, "X1", week)
    await flags.close_mended(tx, list((await obligations(tx, week)).values()), CLOSE)
    first, second = await flags.mended_untold(tx)
    assert [(first.flag, first.member), (second.flag, second.member)] == [(x1, an), (x1, binh)]
    assert (first.period, first.week, first.unit_name, first.counted, first.required) == (week, 47, "Phường 1", 1, 1)
    await flags.told_mended(tx, [x1], an, CLOSE)
    assert [(row.flag, row.member) for row in await flags.mended_untold(tx)] == [(x1, binh)]
    await flags.told_mended(tx, [x1], binh, CLOSE)
    assert await flags.mended_untold(tx) == []


async def test_a_flag_raised_again_is_news_again(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    x1 = await obligation(tx, week, province.unit["X1"])
    heard = []
    for _ in range(2):
        (flag,) = await warned(tx, province, week, "X1")
        await flags.told(tx, [(flag, province.member["H1"])], Reason.AT_RISK, W47.due_at - DAY)
        await waive(tx, x1, CLOSE)
        await flags.close_mended(tx, [x1], CLOSE)
        await waive(tx, x1, None)
        heard += [row.flag for row in await flags.mended_untold(tx)]
        await flags.told_mended(tx, [flag], province.member["H1"], CLOSE)
    assert len(set(heard)) == 2
