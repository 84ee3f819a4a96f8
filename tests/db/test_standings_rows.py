"""How a period stands unit by unit, and what each person still owes."""

from dataclasses import replace

from core.evidence import SubmissionState
from core.standing import ObligationFacts, Standing, standing
from db import duties, flags, people, roster, standings
from db.engine import Tx
from db.flags import Raise
from db.standings import FlagView
from tests.db.province import (
    DAY,
    HOUR,
    MONDAY,
    OWING,
    SECOND,
    TASK,
    W46,
    W47,
    W48,
    Province,
    at,
    chat,
    extend,
    hand_in,
    obligation,
    open_week,
    sheet,
    waive,
    warned,
)

SUNDAY = MONDAY + 6 * DAY


# ---- standings of a period -------------------------------------------------------------------------------------


async def test_a_period_is_listed_in_the_order_of_unit_codes(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    views = await standings.of_period(tx, week, SUNDAY)
    assert [(view.unit_code, view.unit_name, view.member_name) for view in views] == [
        ("X1", "Phường 1", "Trần Thanh Thảo"),
        ("X2", "Phường Đông Giang", "Phan Đức Hải"),
        ("X3", "Phường 1", "Nguyễn Thị Mai"),
        ("X4", "Xã Hải Lệ", "Hồ Văn Lâm"),
    ]
    assert [view.parent for view in views] == [province.unit[code] for code in ("H1", "H1", "H2", "H2")]
    assert all(view.linked and view.flag is None for view in views)


async def test_only_the_units_asked_for_are_listed(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    some = {province.unit["X3"], province.unit["H1"]}
    assert [view.unit_code for view in await standings.of_period(tx, week, SUNDAY, some)] == ["X3"]
    assert await standings.of_period(tx, week, SUNDAY, set()) == []


async def test_counts_tell_counted_from_in_time_with_due_as_the_border(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    for moment, code in ((-SECOND, "X1"), (0 * SECOND, "X2"), (SECOND, "X3")):
        await hand_in(tx, province, code, week, effective_at=W47.due_at + moment)
    await hand_in(tx, province, "X4", week, state=SubmissionState.RETURNED)
    counts = [(view.facts.counted, view.facts.in_time) for view in await standings.of_period(tx, week, SUNDAY)]
    assert counts == [(1, 1), (1, 0), (1, 0), (0, 0)]


async def test_an_item_of_another_week_or_unit_does_not_count(province: Province, tx: Tx) -> None:
    week, other = await open_week(tx), await open_week(tx, W48)
    await hand_in(tx, province, "X1", other)
    await hand_in(tx, province, "X2", week)
    assert [view.facts.counted for view in await standings.of_period(tx, week, SUNDAY)] == [0, 1, 0, 0]


async def test_waivers_and_extensions_are_in_the_facts(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    await waive(tx, await obligation(tx, week, province.unit["X1"]), at("17 08:00"))
    await extend(tx, await obligation(tx, week, province.unit["X2"]), W47.due_at + DAY, W47.closes_at + DAY)
    first, second, third, _ = [view.facts for view in await standings.of_period(tx, week, SUNDAY)]
    assert first == ObligationFacts(1, W47.due_at, W47.closes_at, waived=True)
    assert second == ObligationFacts(1, W47.due_at + DAY, W47.closes_at + DAY)
    assert standing(third, W47.closes_at, DAY) is Standing.MISSED
    assert standing(second, W47.closes_at, DAY) is Standing.AT_RISK


async def test_the_secretary_named_is_the_one_of_the_due_day(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    await roster.write(tx, sheet(X1=("Họ và tên", "Lý Thị Sen"), X2=("Họ và tên", "khuyết")), SUNDAY, at("22 08:00"))
    before = await standings.of_period(tx, week, SUNDAY - DAY)
    after = await standings.of_period(tx, week, SUNDAY)
    assert [view.member_name for view in before[:2]] == ["Trần Thanh Thảo", "Phan Đức Hải"]
    assert [(view.member_name, view.linked) for view in after[:2]] == [("Lý Thị Sen", False), (None, False)]


async def test_the_open_flag_is_shown_with_who_has_it_and_who_called(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    x1, x2, x3 = await warned(tx, province, week, "X1", "X2", "X3")
    await flags.acknowledge(tx, [x1], province.member["H1"], "đã gọi", at("22 20:00"), at("22 08:00"))
    numbers = [await obligation(tx, week, province.unit[code]) for code in ("X2", "X3")]
    await flags.miss(tx, [Raise(numbers[0], None, None)], W47.closes_at)
    await waive(tx, numbers[1], W47.closes_at)
    await flags.close_mended(tx, numbers, W47.closes_at)
    views = {view.unit_code: view.flag for view in await standings.of_period(tx, week, SUNDAY)}
    assert views["X1"] == FlagView(x1, "AT_RISK", W47.due_at - DAY, "Dương Thanh An", "huyện")
    assert views["X2"] == FlagView(x2, "MISSED", W47.closes_at, None, None)
    assert views["X3"] is views["X4"] is None
    assert x3 not in (x1, x2)


# ---- duties ----------------------------------------------------------------------------------------------------


async def test_the_duties_of_a_unit_come_by_due_moment_with_their_counts(province: Province, tx: Tx) -> None:
    later, earlier = await open_week(tx, W47), await open_week(tx, W46, MONDAY)
    await hand_in(tx, province, "X1", later)
    await hand_in(tx, province, "X1", later, effective_at=W47.due_at, identity="b")
    await hand_in(tx, province, "X1", later, state=SubmissionState.WITHDRAWN, identity="c")
    first, second = await duties.of_units(tx, [province.unit["X1"]], at("17 08:00"))
    assert (first.period, first.week, first.counted, first.lacking, first.owed) == (earlier, 46, 0, 1, True)
    assert (second.period, second.week, second.counted, second.in_time, second.owed) == (later, 47, 2, 1, False)
    assert (second.unit_name, second.task, second.opens_at) == ("Phường 1", "tuan", W47.opens_at)
    assert await duties.of_obligations(tx, [second.obligation]) == [second]
    assert await duties.of_obligations(tx, []) == []


async def test_a_week_is_a_duty_from_its_opening_and_for_a_year_after_its_close(province: Province, tx: Tx) -> None:
    await open_week(tx)
    units = [province.unit["X1"], province.unit["X2"]]
    assert await duties.of_units(tx, units, W47.opens_at - SECOND) == []
    assert len(await duties.of_units(tx, units, W47.opens_at)) == 2
    assert len(await duties.of_units(tx, units, W47.closes_at + duties.MEMORY - SECOND)) == 2
    assert await duties.of_units(tx, units, W47.closes_at + duties.MEMORY) == []
    assert await duties.of_units(tx, [], W47.opens_at) == []


async def test_what_is_still_owed_is_listed_person_by_person(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    other = await open_week(tx, task=replace(TASK, code="khac", quota=2))
    await hand_in(tx, province, "X1", week)
    await hand_in(tx, province, "X2", other)
    await waive(tx, await obligation(tx, week, province.unit["X3"]), at("17 08:00"))
    members = [province.member[code] for code in OWING]
    owed = await duties.still_owed(tx, members, MONDAY, W47.opens_at)
    listed = {member: [(duty.task, duty.lacking) for duty in owed[member]] for member in owed}
    x1, x2, x3, x4 = members
    assert listed == {
        x1: [("khac", 2)],
        x2: [("tuan", 1), ("khac", 1)],
        x3: [("khac", 2)],
        x4: [("tuan", 1), ("khac", 2)],
    }


async def test_somebody_on_two_seats_owes_for_both(province: Province, tx: Tx) -> None:
    await people.merge(tx, province.member["X3"], into=province.member["X1"])
    await open_week(tx)
    owed = await duties.still_owed(tx, [province.member["X1"]], MONDAY, W47.opens_at)
    assert [duty.unit for duty in owed[province.member["X1"]]] == [province.unit["X1"], province.unit["X3"]]


async def test_nothing_is_still_owed_before_the_opening_and_from_the_close_on(province: Province, tx: Tx) -> None:
    await open_week(tx)
    member = province.member["X1"]
    assert await duties.still_owed(tx, [member], MONDAY, W47.opens_at - SECOND) == {}
    for moment in (W47.opens_at, W47.due_at, W47.closes_at - SECOND):
        assert list(await duties.still_owed(tx, [member], MONDAY, moment)) == [member]
    assert await duties.still_owed(tx, [member], MONDAY, W47.closes_at) == {}


async def test_who_left_a_seat_owes_nothing_for_it_any_more(province: Province, tx: Tx) -> None:
    await open_week(tx)
    await roster.write(tx, sheet(X1=("Họ và tên", "Lý Thị Sen")), MONDAY + DAY, at("17 08:00"))
    member = province.member["X1"]
    assert member in await duties.still_owed(tx, [member], MONDAY, at("16 08:00"))
    assert await duties.still_owed(tx, [member], MONDAY + DAY, at("17 08:00")) == {}


async def test_a_chat_has_nothing_to_do_with_what_is_owed(province: Province, tx: Tx) -> None:
    await open_week(tx)
    await people.mark_address(tx, chat("X1"), "DEAD", W47.opens_at + HOUR)
    owed = await duties.still_owed(tx, [province.member["X1"]], MONDAY, W47.opens_at + HOUR)
    assert list(owed) == [province.member["X1"]]
