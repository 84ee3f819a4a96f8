"""Evidence is recorded once, found again, taken back, moved, and told page by page."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import select

from core.evidence import BLOCKING, Earlier, ItemKind, SubmissionState
from core.ports import Address, MediaReference
from db import last_message, outbox, pictures, submissions
from db.engine import Database, Tx
from db.pictures import PATIENCE, Pending
from db.tables import MEDIA, SUBMISSION
from media.checking import Picture
from tests.db.province import (
    HOUR,
    MONDAY,
    SECOND,
    TASK,
    W46,
    W47,
    ZONE,
    Province,
    at,
    chat,
    hand_in,
    item,
    open_week,
)

NOW = at("17 08:00")


# ---- recording -------------------------------------------------------------------------------------------------


async def test_an_item_is_recorded_with_everything_about_it(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    number = await submissions.record(tx, item(province, "X1", week, effective_at=NOW), NOW + SECOND)
    assert number is not None
    (view,) = await submissions.by_numbers(tx, number, number)
    assert (view.number, view.period, view.week, view.unit_name) == (number, week, 47, "Phường 1")
    assert (view.unit, view.member, view.task) == (province.unit["X1"], province.member["X1"], "tuan")
    assert (view.kind, view.state, view.effective_at) == (ItemKind.LINK, SubmissionState.COUNTED, NOW)
    assert (view.url, view.media_sha) == ("https://example.org/a", None)


async def test_a_redelivered_item_is_recorded_once(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    again = item(province, "X1", week, message="m")
    assert await submissions.record(tx, again, NOW) is not None
    assert await submissions.record(tx, again, NOW + HOUR) is None
    assert await submissions.record(tx, replace(again, period=week, state=SubmissionState.DUPLICATE), NOW) is None
    assert await submissions.count_of_member(tx, province.member["X1"]) == 1


async def test_another_item_message_chat_or_bot_is_another_item(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    first = item(province, "X1", week, message="m")
    others = [
        replace(first, item=1),
        replace(first, message="n"),
        replace(first, address=chat("elsewhere")),
        replace(first, address=Address("local", "other bot", "X1")),
        replace(first, address=Address("telegram", "bot", "X1")),
    ]
    numbers = [await submissions.record(tx, each, NOW) for each in [first, *others]]
    assert len(set(numbers) - {None}) == 6


async def test_numbers_only_grow_even_when_the_newest_item_is_a_redelivery(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    first = await submissions.record(tx, item(province, "X1", week, message="m"), NOW)
    await submissions.record(tx, item(province, "X1", week, message="m"), NOW)
    second = await submissions.record(tx, item(province, "X1", week, message="n"), NOW)
    assert first is not None
    assert second is not None
    assert second > first


async def test_a_picture_is_known_once(database: Database) -> None:
    async with database.transaction() as tx:
        for size in (10, 20):
            await submissions.add_media(tx, [Picture("image/jpeg", ".jpg", 3, 4, "ab" * 32, size)], NOW)
        (row,) = await tx.execute(select(MEDIA))
    assert (row.size, row.width, row.height, row.stored_at) == (10, 3, 4, NOW)


# ---- the same again --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", SubmissionState)
async def test_counted_and_returned_items_block_the_same_again_and_no_others_do(
    province: Province, tx: Tx, state: SubmissionState
) -> None:
    week, unit = await open_week(tx), province.unit["X1"]
    number = await hand_in(tx, province, "X1", week, state=state)
    found = await submissions.earlier(tx, {unit}, {"a", "b"})
    blocks = state in {SubmissionState.COUNTED, SubmissionState.RETURNED, SubmissionState.HELD}
    assert found == ({(unit, "tuan", "a"): Earlier(number, 47)} if blocks else {})
    assert blocks is (state in BLOCKING)


async def test_the_oldest_item_with_the_same_identity_is_named_with_its_week(province: Province, tx: Tx) -> None:
    before, now = await open_week(tx, W46, MONDAY), await open_week(tx)
    unit = province.unit["X1"]
    await hand_in(tx, province, "X1", before, state=SubmissionState.WITHDRAWN)
    oldest = await hand_in(tx, province, "X1", before, state=SubmissionState.RETURNED)
    await hand_in(tx, province, "X1", now)
    assert await submissions.earlier(tx, {unit}, {"a"}) == {(unit, "tuan", "a"): Earlier(oldest, 46)}


async def test_the_same_of_another_unit_or_task_is_told_apart(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    other_task = await open_week(tx, task=replace(TASK, code="khac"))
    x1, x2 = province.unit["X1"], province.unit["X2"]
    first = await hand_in(tx, province, "X1", week)
    second = await submissions.record(tx, item(province, "X1", other_task, task="khac"), NOW)
    third = await hand_in(tx, province, "X2", week)
    found = await submissions.earlier(tx, {x1, x2}, {"a"})
    assert {key: earlier.number for key, earlier in found.items()} == {
        (x1, "tuan", "a"): first,
        (x1, "khac", "a"): second,
        (x2, "tuan", "a"): third,
    }
    assert list(await submissions.earlier(tx, {x2}, {"a"})) == [(x2, "tuan", "a")]


async def test_a_pending_picture_has_no_identity_to_be_the_same_as(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    await hand_in(tx, province, "X1", week, identity=None)
    assert await submissions.earlier(tx, {province.unit["X1"]}, {"a"}) == {}
    assert await submissions.earlier(tx, {province.unit["X1"]}, set()) == {}


# ---- history ---------------------------------------------------------------------------------------------------


async def test_history_comes_newest_first_page_by_page(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    numbers = [await hand_in(tx, province, "X1", week, identity=str(n)) for n in range(7)]
    await hand_in(tx, province, "X2", week)
    before: int | None = None
    pages = []
    for _ in range(4):
        page = [view.number for view in await submissions.history(tx, [province.unit["X1"]], 3, before)]
        before = page[-1] if page else before
        pages.append(page)
    assert pages == [numbers[6:3:-1], numbers[3:0:-1], numbers[0:1], []]


async def test_history_shows_items_in_every_state_and_of_every_unit_asked_for(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    for state in SubmissionState:
        await hand_in(tx, province, "X1", week, state=state)
    await hand_in(tx, province, "X2", week)
    views = await submissions.history(tx, [province.unit["X1"], province.unit["X2"]], 10)
    assert [view.state for view in views] == [SubmissionState.COUNTED, *reversed(SubmissionState)]
    assert await submissions.history(tx, [], 10) == []


async def test_items_are_found_by_their_numbers_at_most_a_hundred(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    numbers = [await hand_in(tx, province, "X1", week, identity=str(n)) for n in range(103)]
    assert [view.number for view in await submissions.by_numbers(tx, numbers[1], numbers[3])] == numbers[1:4]
    assert [view.number for view in await submissions.by_numbers(tx, 0, 10**9)] == numbers[:100]
    assert await submissions.by_numbers(tx, numbers[3], numbers[1]) == []


# ---- the last message ------------------------------------------------------------------------------------------


async def album(tx: Tx, province: Province, week: int, size: int, *, name: str, code: str = "X1") -> list[int]:
    """Record an album: several platform messages at one moment."""
    numbers = []
    for place in range(size):
        new = item(province, code, week, identity=f"{name}{place}", message=f"{name}{place}")
        numbers.append(await submissions.record(tx, new, NOW if name == "a" else NOW + SECOND))
    return [number for number in numbers if number is not None]


async def last(tx: Tx, member: int) -> list[int]:
    return [view.number for view in await last_message.of_member(tx, member)]


async def test_the_last_message_is_the_whole_newest_album(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    await album(tx, province, week, 2, name="a")
    newest = await album(tx, province, week, 3, name="b")
    await album(tx, province, week, 2, name="c", code="X2")
    assert await last(tx, province.member["X1"]) == newest


async def test_what_was_taken_back_is_not_the_last_message_any_more(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    first, second = await album(tx, province, week, 1, name="a"), await album(tx, province, week, 2, name="b")
    await submissions.change_state(tx, second[:1], SubmissionState.WITHDRAWN)
    assert await last(tx, province.member["X1"]) == second[1:]
    await submissions.change_state(tx, second, SubmissionState.WITHDRAWN)
    assert await last(tx, province.member["X1"]) == first
    await submissions.change_state(tx, first, SubmissionState.DUPLICATE)
    assert await last(tx, province.member["X1"]) == []


async def test_a_chat_of_the_same_name_on_another_channel_is_another_chat(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    here = item(province, "X1", week, message="m")
    there = replace(here, address=Address("telegram", "bot", "X1"), identity="b")
    await submissions.record(tx, there, NOW)
    number = await submissions.record(tx, here, NOW)
    assert await last(tx, province.member["X1"]) == [number]


# ---- changing --------------------------------------------------------------------------------------------------


async def test_a_moved_item_counts_in_the_other_week_and_keeps_its_moment(province: Province, tx: Tx) -> None:
    old, new = await open_week(tx, W46, MONDAY), await open_week(tx)
    moved = await hand_in(tx, province, "X1", new, effective_at=NOW)
    stays = await hand_in(tx, province, "X1", new, identity="b")
    assert await submissions.count_by_period(tx, [old, new]) == {new: 2}
    await submissions.move(tx, [moved], old, "tuan")
    assert await submissions.count_by_period(tx, [old, new]) == {old: 1, new: 1}
    first, second = await submissions.by_numbers(tx, moved, stays)
    assert (first.week, first.effective_at, second.week) == (46, NOW, 47)


async def test_only_counted_items_are_counted_and_all_of_a_member(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    for state in SubmissionState:
        await hand_in(tx, province, "X1", week, state=state)
    assert await submissions.count_by_period(tx, [week]) == {week: 1}
    assert await submissions.count_of_member(tx, province.member["X1"]) == len(SubmissionState)
    assert await submissions.count_of_member(tx, province.member["X2"]) == 0


# ---- pending pictures ------------------------------------------------------------------------------------------


async def next_try(tx: Tx) -> datetime | None:
    """When time has work with a picture next."""
    return (await outbox.next_moments(tx, None))[3]


async def test_a_pending_picture_is_tried_half_a_minute_later_and_given_up_after_a_day(
    province: Province, tx: Tx
) -> None:
    week = await open_week(tx)
    number = await hand_in(tx, province, "X1", week, identity=None)
    assert await next_try(tx) is None
    reference = MediaReference("key", "a.jpg", "image/jpeg", 99)
    await pictures.wait_for(tx, [(number, chat("X1"), reference)], NOW)
    first_try = NOW + 30 * SECOND
    assert await next_try(tx) == first_try
    assert await pictures.due(tx, first_try - SECOND) == []
    assert await pictures.due(tx, first_try) == [Pending(number, chat("X1"), reference, 0, NOW + PATIENCE)]


async def test_a_picture_that_did_not_come_is_tried_again_later(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    numbers = [await hand_in(tx, province, "X1", week, identity=None) for _ in range(3)]
    for number in numbers:
        await pictures.wait_for(tx, [(number, chat("X1"), MediaReference(str(number)))], NOW)
    await pictures.try_later(tx, numbers[0], NOW + HOUR)
    assert [pending.submission for pending in await pictures.due(tx, NOW + HOUR)] == [*numbers[1:], numbers[0]]
    assert [pending.tries for pending in await pictures.due(tx, NOW + HOUR)] == [0, 0, 1]
    assert len(await pictures.due(tx, NOW + HOUR, limit=2)) == 2
    await pictures.settled(tx, numbers[1])
    await pictures.settled(tx, numbers[2])
    assert await next_try(tx) == NOW + HOUR


async def test_a_picture_that_arrived_gives_its_item_an_identity(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    number = await hand_in(tx, province, "X1", week, identity=None)
    await pictures.arrived(tx, number, "ab" * 32)
    row = (await tx.execute(select(SUBMISSION).where(SUBMISSION.c.id == number))).one()
    assert (row.identity, row.media_sha, row.state) == ("ab" * 32, "ab" * 32, "COUNTED")
    assert (province.unit["X1"], "tuan", "ab" * 32) in await submissions.earlier(tx, {province.unit["X1"]}, {"ab" * 32})


async def test_a_moment_of_any_zone_comes_back_as_the_same_moment_in_utc(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    local = NOW.astimezone(ZONE)
    number = await hand_in(tx, province, "X1", week, effective_at=local)
    (view,) = await submissions.by_numbers(tx, number, number)
    assert view.effective_at == NOW
    assert view.effective_at.utcoffset() == 0 * SECOND
    assert W47.opens_at < view.effective_at
