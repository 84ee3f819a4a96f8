"""Frozen months: their weeks stay theirs, their facts give the same bytes, and a forgery is seen."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from core.documents import GatheredMonth
from core.figures_frozen import fingerprint, frozen, packed
from core.months import MonthMoment, MonthRule
from core.organisation import Organisation
from db import editions, reporting
from db.engine import Tx
from db.tables import OBLIGATION, REPORT_EDITION
from tests.db.province import DAY, MONDAY, W46, W47, Province, at, extend, hand_in, obligation, open_week
from tests.db.test_reporting_rows import DECEMBER, LATER, ORGANISATION, december

NOW = LATER + DAY


async def frozen_december(tx: Tx, number: int = 1) -> str:
    """Freeze December as it stands; its fingerprint."""
    facts = await december(tx)
    text = frozen(facts)
    periods = tuple(week.period for week in facts.weeks)
    gathered = GatheredMonth(packed(text), fingerprint(text), facts.taken_at, periods, {"0": [4, 1, 3]})
    assert await editions.add(tx, DECEMBER, number, gathered, None, NOW)
    return gathered.fingerprint


async def test_a_frozen_month_gives_back_its_facts_whatever_happens_afterwards(tx: Tx, province: Province) -> None:
    period = await open_week(tx, W47, MONDAY)
    before = frozen(await december(tx))
    known = await frozen_december(tx)
    await hand_in(tx, province, "X1", period)
    facts = await editions.facts_of(tx, DECEMBER)
    assert facts is not None
    assert (frozen(facts), fingerprint(frozen(facts))) == (before, known)
    assert frozen(await december(tx)) != before
    [edition] = await editions.editions(tx, DECEMBER)
    assert (edition.number, edition.amendment, edition.by, edition.fingerprint) == (1, 0, "", known)
    assert (edition.taken_at, edition.frozen_at, edition.totals) == (LATER, NOW, {"0": [4, 1, 3]})


async def test_a_month_is_frozen_once(tx: Tx, province: Province) -> None:
    await open_week(tx, W47, MONDAY)
    known = await frozen_december(tx)
    again = GatheredMonth(packed("{}"), "other", NOW, (1, 2))
    assert not await editions.add(tx, DECEMBER, 1, again, province.member["H1"], NOW)
    assert [each.fingerprint for each in await editions.editions(tx, DECEMBER)] == [known]
    assert await editions.newest_number(tx, DECEMBER) == 1
    await frozen_december(tx, 2)
    assert [each.amendment for each in await editions.editions(tx, DECEMBER)] == [0, 1]
    assert await editions.newest_number(tx, DECEMBER) == 2


async def test_a_month_that_is_not_frozen_has_no_edition(tx: Tx, province: Province) -> None:
    assert await editions.facts_of(tx, DECEMBER) is None
    assert await editions.editions(tx, DECEMBER) == []
    assert await editions.newest_number(tx, DECEMBER) == 0
    assert await editions.frozen_months(tx) == frozenset()


async def test_a_districts_facts_are_cut_out_of_the_frozen_ones(tx: Tx, province: Province) -> None:
    await open_week(tx, W47, MONDAY)
    live = await december(tx, province.unit["H1"])
    await frozen_december(tx)
    assert await editions.facts_of(tx, DECEMBER, root=province.unit["H1"]) == live
    with pytest.raises(KeyError):
        await editions.facts_of(tx, DECEMBER, root=4711)


async def test_frozen_facts_that_somebody_changed_are_not_told_as_frozen(tx: Tx, province: Province) -> None:
    await open_week(tx, W47, MONDAY)
    await frozen_december(tx)
    text = frozen(replace(await december(tx), above="Nước khác"))
    await tx.execute(update(REPORT_EDITION).values(facts=packed(text)))
    with pytest.raises(editions.Damaged, match="was changed"):
        await editions.facts_of(tx, DECEMBER)
    await tx.execute(update(REPORT_EDITION).values(facts=b"nothing"))
    with pytest.raises(editions.Damaged, match="cannot be read"):
        await editions.facts_of(tx, DECEMBER)


async def test_a_week_that_is_reported_stays_in_its_month_even_when_it_is_extended(tx: Tx, province: Province) -> None:
    period = await open_week(tx, W47, MONDAY)
    await frozen_december(tx)
    number = await obligation(tx, period, province.unit["X1"])
    await extend(tx, number, at("22 20:00") + 35 * DAY, at("23 08:00") + 35 * DAY)
    assert [week.period for week in (await december(tx)).weeks] == [period]
    january = await reporting.month_facts(tx, ORGANISATION, "2027-01", None, LATER)
    assert january.weeks == ()


async def test_a_week_that_was_extended_at_the_freeze_and_is_not_after_it_is_in_the_next_month(
    tx: Tx, province: Province
) -> None:
    early, late = await open_week(tx, W46), await open_week(tx, W47, MONDAY)
    rule = MonthRule(MonthMoment.parse("24 12:00"), MonthMoment.parse("26 12:00"))
    tasks = tuple(replace(task, month=rule) for task in ORGANISATION.tasks)
    organisation = Organisation(ORGANISATION.words, ORGANISATION.calendar, tasks)
    await tx.execute(
        update(OBLIGATION).where(OBLIGATION.c.period_id == late).values(closes_at=at("22 12:00") + 7 * DAY)
    )
    november = await reporting.month_facts(tx, organisation, "2026-11", None, LATER)
    assert [week.period for week in november.weeks] == [early]
    await editions.add(tx, "2026-11", 1, GatheredMonth(b"", "", LATER, (early,)), None, NOW)
    await tx.execute(
        update(OBLIGATION).where(OBLIGATION.c.period_id == late).values(closes_at=W47.due_at + timedelta(hours=12))
    )
    again = await reporting.month_facts(tx, organisation, "2026-11", None, LATER)
    following = await reporting.month_facts(tx, organisation, "2026-12", None, LATER)
    assert [week.period for week in again.weeks] == [early]
    assert [week.period for week in following.weeks] == [late], "it is forgotten by nobody"
    year = await reporting.year_facts(tx, organisation, 2026, None, LATER)
    assert [week.period for week in year.weeks] == [early, late]
