"""Which short obligations lack a step, border by border."""

from datetime import date, datetime, timedelta

import pytest

from core.evidence import SubmissionState
from core.ladder import PastWeek
from db import absences, excuses, flags, people, roster, sweep
from db.engine import Tx
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
    in_batches,
    obligation,
    obligations,
    open_week,
    sheet,
    waive,
    warned,
)

SUNDAY = date(2026, 11, 22)
WARNED_AT = W47.due_at - DAY


async def warn_at(tx: Tx, period: int, moment: datetime) -> list[int]:
    return [row.unit for row in await sweep.lacking_warning(tx, period, DAY, SUNDAY, moment)]


# ---- AT_RISK and MISSED ----------------------------------------------------------------------------------------


async def test_a_warning_is_lacking_from_a_day_before_due_until_just_before_due(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    everybody = [province.unit[code] for code in OWING]
    assert await warn_at(tx, week, WARNED_AT - SECOND) == []
    assert await warn_at(tx, week, WARNED_AT) == everybody
    assert await warn_at(tx, week, WARNED_AT + SECOND) == everybody
    assert await warn_at(tx, week, W47.due_at - SECOND) == everybody
    assert await warn_at(tx, week, W47.due_at) == []


async def test_a_close_is_lacking_from_the_close_on(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    assert await sweep.lacking_close(tx, week, SUNDAY, W47.closes_at - SECOND) == []
    for later in (timedelta(0), SECOND, 50 * DAY):
        assert len(await sweep.lacking_close(tx, week, SUNDAY, W47.closes_at + later)) == 4


async def test_who_has_handed_in_or_is_waived_lacks_nothing(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    await hand_in(tx, province, "X1", week)
    await waive(tx, await obligation(tx, week, province.unit["X2"]), W47.opens_at)
    rest = [province.unit["X3"], province.unit["X4"]]
    assert await warn_at(tx, week, WARNED_AT) == rest
    assert [row.unit for row in await sweep.lacking_close(tx, week, SUNDAY, W47.closes_at)] == rest


@pytest.mark.parametrize("state", sorted(set(SubmissionState) - {SubmissionState.COUNTED}))
async def test_only_counted_items_help(province: Province, tx: Tx, state: SubmissionState) -> None:
    week = await open_week(tx)
    await hand_in(tx, province, "X1", week, state=state)
    assert province.unit["X1"] in await warn_at(tx, week, WARNED_AT)


async def test_an_extension_moves_the_warning_and_the_close_of_one_obligation(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    x1 = await obligation(tx, week, province.unit["X1"])
    await extend(tx, x1, W47.due_at + DAY, W47.closes_at + DAY)
    assert province.unit["X1"] not in await warn_at(tx, week, WARNED_AT)
    assert await warn_at(tx, week, W47.due_at) == [province.unit["X1"]]
    assert len(await sweep.lacking_close(tx, week, SUNDAY, W47.closes_at)) == 3
    assert len(await sweep.lacking_close(tx, week, SUNDAY, W47.closes_at + DAY)) == 4


async def test_an_open_flag_is_a_warning_and_an_open_missed_flag_a_close(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    await warned(tx, province, week, "X1", "X2")
    assert await warn_at(tx, week, WARNED_AT) == [province.unit["X3"], province.unit["X4"]]
    x1, x2 = [(await obligations(tx, week))[code] for code in ("X1", "X2")]
    await flags.miss(tx, [flags.Raise(x1, None, None)], W47.closes_at)
    assert x1 not in [row.id for row in await sweep.lacking_close(tx, week, SUNDAY, W47.closes_at)]
    assert x2 in [row.id for row in await sweep.lacking_close(tx, week, SUNDAY, W47.closes_at)]


async def test_a_closed_flag_is_no_warning(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    await warned(tx, province, week, "X1")
    x1 = await obligation(tx, week, province.unit["X1"])
    await waive(tx, x1, WARNED_AT)
    await flags.close_mended(tx, [x1], WARNED_AT)
    await waive(tx, x1, None)
    assert province.unit["X1"] in await warn_at(tx, week, WARNED_AT)


async def test_a_row_says_whom_it_concerns_today(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    tuesday = MONDAY + DAY
    await roster.write(tx, sheet(X2=("Họ và tên", "khuyết"), X3=("Họ và tên", "Lý Thị Sen")), tuesday, at("17 08:00"))
    await people.mark_address(tx, chat("X4"), "DEAD", at("17 08:00"))
    rows = await sweep.lacking_warning(tx, week, DAY, SUNDAY, WARNED_AT)
    assert [(row.unit_name, row.holder_name, row.holder is None, row.holder_linked) for row in rows] == [
        ("Phường 1", "Trần Thanh Thảo", False, True),
        ("Phường Đông Giang", "", True, False),
        ("Phường 1", "Lý Thị Sen", False, False),
        ("Xã Hải Lệ", "Hồ Văn Lâm", False, False),
    ]
    assert {(row.period, row.required, row.counted, row.due_at, row.closes_at) for row in rows} == {
        (week, 1, 0, W47.due_at, W47.closes_at)
    }


# ---- reminders -------------------------------------------------------------------------------------------------


async def test_reminders_go_to_who_is_short_before_the_close(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    everybody = sorted(province.member[code] for code in OWING)
    assert await sweep.members_to_remind(tx, week, MONDAY, W47.opens_at) == everybody
    assert await sweep.members_to_remind(tx, week, SUNDAY, W47.due_at) == everybody
    assert await sweep.members_to_remind(tx, week, SUNDAY, W47.closes_at - SECOND) == everybody
    assert await sweep.members_to_remind(tx, week, SUNDAY, W47.closes_at) == []


async def test_reminders_stop_at_met_excused_absence_vacancy_and_a_dead_chat(province: Province, tx: Tx) -> None:
    week, now = await open_week(tx), at("19 19:30")
    thursday = MONDAY + 3 * DAY

    async def reminded() -> set[str]:
        members = await sweep.members_to_remind(tx, week, thursday, now)
        return {code for code in OWING if province.member[code] in members}

    assert await reminded() == {"X1", "X2", "X3", "X4"}
    await hand_in(tx, province, "X1", week)
    assert await reminded() == {"X2", "X3", "X4"}
    await waive(tx, await obligation(tx, week, province.unit["X2"]), now)
    assert await reminded() == {"X3", "X4"}
    await people.mark_address(tx, chat("X3"), "DEAD", now)
    assert await reminded() == {"X4"}
    await absences.add(tx, province.member["X4"], now, now + HOUR)
    assert await reminded() == set()


async def test_who_said_that_there_is_nothing_is_not_reminded_until_somebody_answers(
    province: Province, tx: Tx
) -> None:
    week, now = await open_week(tx), at("19 19:30")
    member = province.member["X1"]
    owed = await obligation(tx, week, province.unit["X1"])

    async def waits() -> bool:
        reminded = await sweep.members_to_remind(tx, week, MONDAY + 3 * DAY, now)
        unanswered = (member, owed) in await excuses.unanswered(tx, list(province.member.values()))
        assert (member in reminded) is not unanswered
        assert len(reminded) == (3 if unanswered else 4)
        return unanswered

    first = await excuses.ask(tx, owed, "holiday", "nghỉ lễ", member, now)
    assert await waits()
    second = await excuses.ask(tx, owed, "nothing", "không phát sinh", member, now)
    assert await waits()
    await excuses.decide(tx, first, "REFUSED", member, now)
    assert await waits()
    await excuses.decide(tx, second, "REFUSED", member, now)
    assert not await waits()
    await excuses.ask(tx, owed, "holiday", "nghỉ lễ", province.member["X2"], now)
    assert member in await sweep.members_to_remind(tx, week, MONDAY + 3 * DAY, now)  # an earlier holder's word
    flagged = await sweep.lacking_warning(tx, week, DAY, SUNDAY, W47.due_at - HOUR)
    assert owed in {row.id for row in flagged}


async def test_an_absence_holds_from_its_beginning_until_just_before_its_end(province: Province, tx: Tx) -> None:
    week, begins, ends = await open_week(tx), at("17 08:00"), at("18 08:00")
    await absences.add(tx, province.member["X1"], begins, ends)
    for moment, away in (
        (begins - SECOND, False),
        (begins, True),
        (begins + SECOND, True),
        (ends - SECOND, True),
        (ends, False),
        (ends + SECOND, False),
    ):
        members = await sweep.members_to_remind(tx, week, MONDAY, moment)
        assert (province.member["X1"] not in members) is away
        assert (province.member["X1"] in await absences.absent(tx, list(province.member.values()), moment)) is away
        assert len(members) == (3 if away else 4)


async def test_who_left_the_seat_is_not_reminded_and_the_new_holder_is(province: Province, tx: Tx) -> None:
    week, tuesday = await open_week(tx), MONDAY + DAY
    await roster.write(tx, sheet(X1=("Họ và tên", "Lý Thị Sen"), X2=("Họ và tên", "khuyết")), tuesday, at("17 08:00"))
    on_monday = await sweep.members_to_remind(tx, week, MONDAY, at("16 08:00"))
    on_tuesday = await sweep.members_to_remind(tx, week, tuesday, at("17 08:00"))
    assert province.member["X1"] in on_monday
    assert province.member["X2"] in on_monday
    assert {province.member["X1"], province.member["X2"]} & set(on_tuesday) == set()
    (new,) = [
        row.holder
        for row in await sweep.lacking_close(tx, week, tuesday, W47.closes_at)
        if row.holder_name == "Lý Thị Sen"
    ]
    assert new is not None
    await people.link(tx, new, chat("sen"), at("17 09:00"), revoke_others=True)
    assert new in await sweep.members_to_remind(tx, week, tuesday, at("17 09:00"))


async def test_somebody_with_two_seats_and_two_chats_is_reminded_once(province: Province, tx: Tx) -> None:
    await people.merge(tx, province.member["X3"], into=province.member["X1"])
    await people.link(tx, province.member["X1"], chat("tablet"), W47.opens_at, revoke_others=False)
    week = await open_week(tx)
    members = await sweep.members_to_remind(tx, week, MONDAY, W47.opens_at)
    assert members == sorted(province.member[code] for code in ("X1", "X2", "X4"))


# ---- batches ---------------------------------------------------------------------------------------------------


async def test_batches_cover_everything_once(province: Province, tx: Tx, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweep, "BATCH", 3)
    week = await open_week(tx)
    assert len(await sweep.lacking_close(tx, week, SUNDAY, W47.closes_at)) == 3
    assert len(await sweep.members_to_remind(tx, week, MONDAY, W47.opens_at)) == 3
    short = await in_batches(
        lambda after: sweep.lacking_close(tx, week, SUNDAY, W47.closes_at, after), lambda row: row.id
    )
    assert short == sorted((await obligations(tx, week)).values())
    members = await in_batches(
        lambda after: sweep.members_to_remind(tx, week, MONDAY, W47.opens_at, after), lambda member: member
    )
    assert members == sorted(province.member[code] for code in OWING)


# ---- earlier weeks ---------------------------------------------------------------------------------------------


async def test_earlier_weeks_come_newest_first_with_how_they_ended_and_who_held_the_seat(
    province: Province, tx: Tx
) -> None:
    before = sheet(X2=("Họ và tên", "Lý Thị Sen"))
    monday_46 = MONDAY - 7 * DAY
    await roster.write(tx, before, monday_46, W46.opens_at)
    first = await open_week(tx, W46, MONDAY)
    second = await open_week(tx, W47, MONDAY)
    await hand_in(tx, province, "X1", first)
    await waive(tx, await obligation(tx, second, province.unit["X1"]), W47.due_at)
    units = [province.unit["X1"], province.unit["X4"]]
    due_days = {first: date(2026, 11, 15), second: SUNDAY}
    past = await sweep.earlier_weeks(tx, TASK.code, units, W48.opens_at, due_days, 8)
    x1, x4 = province.member["X1"], province.member["X4"]
    assert past == {
        province.unit["X1"]: [PastWeek(False, True, x1), PastWeek(False, False, None)],
        province.unit["X4"]: [PastWeek(True, False, x4), PastWeek(True, False, None)],
    }


async def test_earlier_weeks_are_only_those_before_and_no_more_than_asked_for(province: Province, tx: Tx) -> None:
    first, second = await open_week(tx, W46, MONDAY), await open_week(tx, W47, MONDAY)
    unit, due_days = province.unit["X1"], {first: MONDAY, second: SUNDAY}
    assert await sweep.earlier_weeks(tx, TASK.code, [unit], W46.opens_at, due_days, 8) == {}
    assert len((await sweep.earlier_weeks(tx, TASK.code, [unit], W47.opens_at, due_days, 8))[unit]) == 1
    assert len((await sweep.earlier_weeks(tx, TASK.code, [unit], W48.opens_at, due_days, 8))[unit]) == 2
    assert len((await sweep.earlier_weeks(tx, TASK.code, [unit], W48.opens_at, due_days, 1))[unit]) == 1
    assert await sweep.earlier_weeks(tx, TASK.code, [unit], W48.opens_at, {}, 8) == {}
    assert await sweep.earlier_weeks(tx, "khác", [unit], W48.opens_at, due_days, 8) == {}


async def test_an_earlier_week_that_was_extended_has_not_ended_before_its_own_close(province: Province, tx: Tx) -> None:
    week, unit = await open_week(tx), province.unit["X1"]
    await extend(tx, await obligation(tx, week, unit), W47.due_at + DAY, W47.closes_at + DAY)
    for moment, ended in ((W47.closes_at, 0), (W47.closes_at + DAY - SECOND, 0), (W47.closes_at + DAY, 1)):
        past = await sweep.earlier_weeks(tx, TASK.code, [unit], W48.opens_at, {week: SUNDAY}, 8, moment)
        assert len(past.get(unit, [])) == ended


async def test_of_two_holders_in_one_week_the_one_on_the_due_day_counts(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    await roster.write(tx, sheet(X1=("Họ và tên", "Lý Thị Sen")), SUNDAY, at("22 08:00"))
    unit = province.unit["X1"]

    async def holder(due_day: date) -> int | None:
        past = await sweep.earlier_weeks(tx, TASK.code, [unit], W48.opens_at, {week: due_day}, 8)
        return past[unit][0].holder

    assert await holder(SUNDAY - DAY) == province.member["X1"]
    new = await holder(SUNDAY)
    assert new is not None and new != province.member["X1"]
