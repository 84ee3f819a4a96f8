"""What a report asks of the database: which weeks, who owed, what came in, and in how many statements."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, update

from core.calendar import week_named
from core.evidence import SubmissionState
from core.figures import Outcome, Tally, fold
from core.figures_facts import MonthFacts, narrowed
from core.figures_year import year_lines
from core.organisation import Organisation
from core.ports import Words
from db import flags, periods, reporting, roster
from db.engine import Database, Tx
from db.tables import EXCUSE, FLAG, OBLIGATION, TENURE, UNIT
from tests.core.rosters import country
from tests.core.rosters import roster as read
from tests.db.province import (
    CALENDAR,
    DAY,
    HOUR,
    MONDAY,
    RULE,
    SECOND,
    TASK,
    W46,
    W47,
    W48,
    Province,
    at,
    extend,
    hand_in,
    obligation,
    open_week,
    waive,
    warned,
)
from tests.db.test_sweep_cost import counting

ORGANISATION = Organisation(Words("Tỉnh Quảng Trị"), CALENDAR, (TASK,))
DECEMBER = "2026-12"
"""The month in which week 47 closes: Monday 23 November is after the 22nd, 12:00."""
LATER = at("30 12:00") + 30 * DAY


async def december(tx: Tx, root: int | None = None) -> MonthFacts:
    """The month of week 47, long after it."""
    return await reporting.month_facts(tx, ORGANISATION, DECEMBER, root, LATER)


async def test_a_week_is_in_the_first_month_that_closes_after_it(tx: Tx, province: Province) -> None:
    await open_week(tx, W46)
    await open_week(tx, W47, MONDAY)
    november = await reporting.month_facts(tx, ORGANISATION, "2026-11", None, LATER)
    assert [week.code for week in november.weeks] == ["2026-W46"]
    assert [week.code for week in (await december(tx)).weeks] == ["2026-W47"]


@pytest.mark.parametrize(("nudge", "month"), [(-SECOND, "2026-11"), (0 * SECOND, DECEMBER), (SECOND, DECEMBER)])
async def test_the_close_of_the_month_itself_belongs_to_the_next(
    tx: Tx, province: Province, nudge: timedelta, month: str
) -> None:
    period = await open_week(tx, W47, MONDAY)
    closes = at("22 12:00") + nudge
    await tx.execute(update(OBLIGATION).values(closes_at=closes, due_at=closes - HOUR))
    facts = await reporting.month_facts(tx, ORGANISATION, month, None, LATER)
    assert [week.period for week in facts.weeks] == [period]


async def test_one_extension_takes_the_week_along_in_every_district(tx: Tx, province: Province) -> None:
    period = await open_week(tx, W47, MONDAY)
    number = await obligation(tx, period, province.unit["X1"])
    await extend(tx, number, at("22 20:00") + 35 * DAY, at("23 08:00") + 35 * DAY)
    assert (await december(tx, province.unit["H2"])).weeks == ()
    january = await reporting.month_facts(tx, ORGANISATION, "2027-01", province.unit["H2"], LATER)
    assert [week.period for week in january.weeks] == [period]


async def test_a_month_that_was_frozen_keeps_its_weeks(tx: Tx, province: Province) -> None:
    period = await open_week(tx, W47, MONDAY)
    facts = await reporting.month_facts(tx, ORGANISATION, "2027-03", None, LATER, periods=[period])
    assert [week.period for week in facts.weeks] == [period]


async def test_every_outcome_is_told(tx: Tx, province: Province) -> None:
    period = await open_week(tx, W47, MONDAY)
    await hand_in(tx, province, "X1", period)
    await hand_in(tx, province, "X2", period, effective_at=W47.due_at, identity="b")
    await waive(tx, await obligation(tx, period, province.unit["X4"]), W47.due_at)
    table = fold(await december(tx))
    outcomes = {unit.code: cell.outcome for unit, _, cell in table.of(*Outcome)}
    assert outcomes == {
        "X1": Outcome.ON_TIME,
        "X2": Outcome.LATE,
        "X3": Outcome.MISSED,
        "X4": Outcome.EXCUSED,
        "X5": Outcome.VACANT,
    }


async def test_nothing_to_report_is_told_apart_from_excused(tx: Tx, province: Province) -> None:
    period = await open_week(tx, W47, MONDAY)
    number = await obligation(tx, period, province.unit["X1"])
    await waive(tx, number, W47.due_at)
    asked = {"obligation_id": number, "reason": "no_activity", "said": "", "asked_by": province.member["X1"],
             "asked_at": W47.opens_at, "state": "ASKED"}  # fmt: skip
    await tx.execute(insert(EXCUSE), [asked])
    assert fold(await december(tx)).tally().excused == 1
    await tx.execute(update(EXCUSE).values(state="CONFIRMED"))
    assert fold(await december(tx)).tally().nothing == 1


async def test_the_secretary_named_is_the_one_of_the_due_day(tx: Tx, province: Province) -> None:
    await open_week(tx, W47, MONDAY)
    seat = province.seat["X1"]
    await tx.execute(update(TENURE).where(TENURE.c.seat_id == seat).values(until_day=MONDAY + 6 * DAY))
    names = {duty.unit: duty.member_name for duty in (await december(tx)).duties}
    assert names[province.unit["X1"]] == ""
    assert names[province.unit["X2"]] == "Phan Đức Hải"


async def test_why_somebody_is_missing_is_what_was_noted_last(tx: Tx, province: Province) -> None:
    period = await open_week(tx, W47, MONDAY)
    raised = await warned(tx, province, period, "X1", "X2")
    await flags.acknowledge(tx, raised[:1], province.member["H1"], "hẹn chiều nay", W47.closes_at, W47.due_at)
    await tx.execute(update(FLAG).where(FLAG.c.id == raised[0]).values(closed_at=W47.due_at))
    again = await warned(tx, province, period, "X1")
    await flags.acknowledge(tx, again, province.member["H1"], "máy hỏng", W47.closes_at, W47.due_at + HOUR)
    told = {duty.unit: (duty.reason, duty.called_at) for duty in (await december(tx)).duties}
    assert told[province.unit["X1"]] == ("máy hỏng", W47.due_at + HOUR)
    assert told[province.unit["X2"]] == ("", None)


async def test_the_reason_of_a_waiver_is_told(tx: Tx, province: Province) -> None:
    await open_week(tx, W47, MONDAY)
    change = update(OBLIGATION).where(OBLIGATION.c.unit_id == province.unit["X1"])
    await tx.execute(change.values(waived_at=W47.due_at, waived_reason="mưa lũ"))
    told = {duty.unit: duty.reason for duty in (await december(tx)).duties}
    assert told[province.unit["X1"]] == "mưa lũ"


async def test_withdrawn_items_are_left_out_and_the_counts_agree_with_the_items(tx: Tx, province: Province) -> None:
    period = await open_week(tx, W47, MONDAY)
    for number, state in enumerate(SubmissionState):
        await hand_in(tx, province, "X1", period, state=state, identity=f"i{number}")
    facts = await december(tx)
    assert {item.state for item in facts.items} == set(SubmissionState) - {SubmissionState.WITHDRAWN}
    [duty] = [duty for duty in facts.duties if duty.unit == province.unit["X1"]]
    assert duty.facts.counted == sum(item.counts for item in facts.items) == 1
    assert facts.items[0].sender == "Trần Thanh Thảo"


async def test_a_district_is_told_as_the_province_tells_it(tx: Tx, province: Province) -> None:
    for week, day in ((W47, MONDAY), (W48, MONDAY + 7 * DAY)):
        period = await open_week(tx, week, day)
        await hand_in(tx, province, "X1", period, identity=week.code)
        await hand_in(tx, province, "X3", period, effective_at=week.due_at, identity=week.code)
    whole = await december(tx)
    for code in ("H1", "H2", "X5"):
        alone = await december(tx, province.unit[code])
        assert alone == narrowed(whole, province.unit[code])
        assert alone.above
    assert whole.root == province.unit["T45"]
    assert whole.above == ""


async def test_a_unit_that_did_not_exist_at_the_opening_is_not_vacant(tx: Tx, province: Province) -> None:
    await open_week(tx, W47, MONDAY)
    late = update(UNIT).where(UNIT.c.code == "X5")
    await tx.execute(late.values(valid_from=MONDAY + DAY))
    assert fold(await december(tx)).tally().vacant == 0
    await tx.execute(late.values(valid_from=MONDAY - DAY, valid_to=MONDAY))
    assert fold(await december(tx)).tally().vacant == 0
    await tx.execute(late.values(valid_to=MONDAY + DAY))
    assert fold(await december(tx)).tally().vacant == 1


async def test_the_weeks_before_are_summed_up_for_the_trend(tx: Tx, province: Province) -> None:
    earlier = await open_week(tx, W46, MONDAY)
    await hand_in(tx, province, "X1", earlier, effective_at=W46.opens_at)
    await waive(tx, await obligation(tx, earlier, province.unit["X2"]), W46.due_at)
    await open_week(tx, W47, MONDAY)
    told = {week.node: (week.code, week.owed, week.met) for week in (await december(tx)).earlier}
    assert told == {province.unit["H1"]: ("2026-W46", 1, 1), province.unit["H2"]: ("2026-W46", 2, 0)}


async def test_a_month_without_a_week_is_empty(tx: Tx, province: Province) -> None:
    facts = await december(tx)
    assert (facts.weeks, facts.duties, facts.items, facts.earlier) == ((), (), (), ())
    assert fold(facts).tally() == Tally()


async def test_a_year_has_the_weeks_of_its_twelve_months(tx: Tx, province: Province) -> None:
    inside = await open_week(tx, W47, MONDAY)
    after = week_named(RULE, CALENDAR, "2026-W52")
    await open_week(tx, after, MONDAY + 35 * DAY)
    await hand_in(tx, province, "X1", inside)
    facts = await reporting.year_facts(tx, ORGANISATION, 2026, None, LATER)
    assert [week.code for week in facts.weeks] == ["2026-W47"]
    lines = {line.unit.code: line for line in year_lines(facts)}
    assert (lines["X1"].owed, lines["X1"].tally.on_time, lines["X1"].rating) == (1, 1, "excellent")
    assert lines["X2"].tally.missed == 1


async def test_a_unit_is_known_with_its_days(tx: Tx, province: Province) -> None:
    known = await reporting.validity(tx, "X1")
    assert known is not None
    assert (known.name, known.valid_from, known.valid_to) == ("Phường 1", MONDAY, None)
    assert await reporting.validity(tx, "X0") is None


async def test_a_report_takes_as_many_statements_for_a_thousand_units_as_for_ten(database: Database) -> None:
    async with database.transaction() as tx:
        await roster.write(tx, read(*country(1, 10)), MONDAY, W47.opens_at)
    ten, few = await _cost(database, W47.code)
    async with database.transaction() as tx:
        await roster.write(tx, read(*country(1, 1000)), MONDAY, W47.opens_at)
    thousand, many = await _cost(database, W48.code)
    assert (ten, thousand) == (10, 1010)
    assert many == few == 10 + 7


async def _cost(database: Database, code: str) -> tuple[int, int]:
    """How many obligations the month and the year tell of, and in how many statements."""
    async with database.transaction() as tx:
        await periods.open_period(tx, TASK, week_named(RULE, CALENDAR, code), MONDAY, W47.opens_at)
    with counting(database) as statements:
        async with database.snapshot() as tx:
            facts = await december(tx)
            await reporting.year_facts(tx, ORGANISATION, 2026, None, LATER)
    return len(facts.duties), len(statements)


async def test_one_of_several_units_at_the_top_stands_under_the_organisation(tx: Tx, province: Province) -> None:
    await open_week(tx, W47, MONDAY)
    await tx.execute(update(UNIT).where(UNIT.c.code == "H2").values(parent_id=None))
    whole, one = await december(tx), await december(tx, province.unit["H2"])
    assert (whole.root, whole.above) == (None, "Tỉnh Quảng Trị")
    assert (one.root, one.above) == (province.unit["H2"], "Tỉnh Quảng Trị")
    assert one == narrowed(whole, province.unit["H2"])
