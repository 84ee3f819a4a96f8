"""Errands: wanted once, done in order, made again when a file vanished; and what coordinators say to a draft."""

import pytest

from core.documents import ErrandKind, MadeFile, Order
from core.month_calendar import MonthStep, MonthStepKind
from db import errands, month_rows
from db.engine import Tx
from db.errands import Errand, Wanted
from tests.db.province import DAY, HOUR, SECOND, Province, at

NOW = at("22 12:00")
DRAFT = Order(ErrandKind.MONTH, "2026-11", 3)
FILE = MadeFile("bao-cao.docx", "ab" * 32, 1200)


async def wanted(tx: Tx, key: str, kind: ErrandKind = ErrandKind.MONTH, asked_by: int | None = None) -> None:
    await errands.want(tx, [Wanted(key, Order(kind, "2026-11"), [1, 2], asked_by)], NOW)


async def the_next(tx: Tx) -> Errand:
    found = await errands.next_one(tx, NOW)
    assert found is not None
    return found


async def test_an_errand_is_wanted_once(tx: Tx, province: Province) -> None:
    assert await errands.want(tx, [Wanted("draft:1", DRAFT, [1]), Wanted("draft:2", DRAFT, [2])], NOW) == 2
    assert await errands.want(tx, [Wanted("draft:1", DRAFT, [9])], NOW) == 0
    first = await the_next(tx)
    assert (first.key, first.order, first.receivers, first.state) == ("draft:1", DRAFT, (1,), "WANTED")


async def test_a_freeze_goes_first_then_what_somebody_waits_for_then_the_oldest(tx: Tx, province: Province) -> None:
    await wanted(tx, "oldest")
    await wanted(tx, "asked", asked_by=province.member["H1"])
    await wanted(tx, "freeze", ErrandKind.FREEZE)
    order = []
    while (found := await errands.next_one(tx, NOW)) is not None:
        order.append(found.key)
        await errands.done(tx, found, [], NOW)
    assert order == ["freeze", "asked", "oldest"]


async def test_what_failed_for_now_waits_for_its_moment(tx: Tx, province: Province) -> None:
    await wanted(tx, "draft")
    await errands.try_later(tx, await the_next(tx), "no space", NOW + HOUR)
    assert await errands.next_one(tx, NOW + HOUR - SECOND) is None
    assert await errands.next_moment(tx) == NOW + HOUR
    found = await errands.next_one(tx, NOW + HOUR)
    assert found is not None
    assert (found.tries, found.error) == (1, "no space")


async def test_what_cannot_be_done_is_not_tried_again(tx: Tx, province: Province) -> None:
    await wanted(tx, "draft")
    errand = await the_next(tx)
    await errands.failed(tx, errand.id, "a broken template", NOW)
    assert await errands.next_one(tx, NOW + DAY) is None
    assert await errands.next_moment(tx) is None
    kept = await errands.by_id(tx, errand.id)
    assert kept is not None
    assert (kept.state, kept.error) == ("FAILED", "a broken template")


async def test_a_vanished_file_is_made_once_more_and_only_once(tx: Tx, province: Province) -> None:
    await wanted(tx, "draft")
    errand = await the_next(tx)
    assert await errands.done(tx, errand, [FILE], NOW) == 1
    assert await errands.files_in_use(tx, NOW) == {FILE.sha256}
    assert await errands.files_in_use(tx, NOW + SECOND) == set()
    assert await errands.want_again(tx, errand.id, 1, NOW)
    assert not await errands.want_again(tx, errand.id, 1, NOW)
    again = await the_next(tx)
    assert (again.round, again.files) == (1, (FILE,))
    assert await errands.done(tx, again, [FILE], NOW) == 2
    assert not await errands.want_again(tx, errand.id, 1, NOW), "the first round's messages are history"


async def test_what_somebody_waits_for_is_found_with_its_progress(tx: Tx, province: Province) -> None:
    member = province.member["H1"]
    await wanted(tx, "mine", asked_by=member)
    await wanted(tx, "the bot's own")
    [errand] = await errands.waiting_for(tx, member, "2026-11")
    await errands.progress(tx, errand.id, 120, 600)
    [errand] = await errands.waiting_for(tx, member, "2026-11")
    assert (errand.key, errand.done, errand.total) == ("mine", 120, 600)
    assert await errands.waiting_for(tx, member, "2026-12") == []
    assert await errands.by_id(tx, 4711) is None


async def test_a_months_steps_are_remembered(tx: Tx, province: Province) -> None:
    step = MonthStep(NOW, MonthStepKind.DRAFT)
    await month_rows.mark_step(tx, "2026-11", step, NOW)
    await month_rows.mark_step(tx, "2026-11", step, NOW + DAY)
    assert await month_rows.done_steps(tx, ["2026-10", "2026-11"]) == {"2026-10": set(), "2026-11": {step}}


@pytest.mark.parametrize("agreed", [True, False])
async def test_a_coordinators_newest_word_holds(tx: Tx, province: Province, agreed: bool) -> None:
    unit, member = province.unit["H1"], province.member["H1"]
    await month_rows.say(tx, "2026-11", unit, member, NOW, agreed=not agreed, note="sai số tuần 46")
    await month_rows.say(tx, "2026-11", unit, member, NOW + HOUR, agreed=agreed)
    opinion = (await month_rows.opinions(tx, "2026-11"))[unit]
    assert (opinion.agreed, opinion.note, opinion.at) == (agreed, "", NOW + HOUR)
    assert await month_rows.opinions(tx, "2026-12") == {}
