"""The outbox: a key once, the urgent first, quiet hours, and what becomes of a claimed notice."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from core.notices import Notice, NoticeKind
from core.ports import Option
from db import outbox, outbox_counts, people, resending, upcoming
from db.engine import Tx
from db.outbox import Claimed, Sent
from db.tables import OUTBOX
from db.upcoming import QueuedNotice, Receiver
from tests.db.province import DAY, HOUR, MONDAY, SECOND, TASK, Province, at, chat, open_week

NOW = at("17 08:00")
LEASE = NOW + 5 * HOUR / 60


def reply(key: str, **changes: Any) -> Notice:
    return replace(Notice(key, NoticeKind.REPLY, "Vâng ạ", address=chat("X1")), **changes)


def reminder(key: str, member: int, **changes: Any) -> Notice:
    return replace(Notice(key, NoticeKind.REMINDER, member=member), **changes)


async def claim(tx: Tx, now: datetime = NOW, *, quiet: bool = False, limit: int = 99) -> list[Claimed]:
    rows = await outbox.waiting(tx, now, quiet, limit)
    await outbox.claim(tx, [row.id for row in rows], LEASE)
    return rows


async def row(tx: Tx, key: str) -> Any:
    return (await tx.execute(select(OUTBOX).where(OUTBOX.c.key == key))).one()


# ---- queueing --------------------------------------------------------------------------------------------------


async def test_a_notice_comes_out_as_it_was_queued(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    options = (Option("Đúng", "yes"), Option("Sai", "no"))
    notice = Notice(
        "k", NoticeKind.AT_RISK, "Chào", options, province.member["H1"], about={"due_at": "…"}, period=week,
        expires_at=NOW + DAY,
    )  # fmt: skip
    assert await outbox.queue(tx, [notice, reply("r")], NOW) == 2
    second, first = await claim(tx)
    assert first == Claimed(
        id=first.id, key="k", kind="at_risk", member=province.member["H1"], address=None, text="Chào", options=options,
        about={"due_at": "…"}, period=week, tries=1, expires_at=NOW + DAY,
    )  # fmt: skip
    assert (second.address, second.member, second.options, second.about) == (chat("X1"), None, (), {})


async def test_the_same_key_is_queued_once_whatever_became_of_it(province: Province, tx: Tx) -> None:
    assert await outbox.queue(tx, [reply("a"), reply("b"), reply("a")], NOW) == 2
    assert await outbox.queue(tx, [reply("a", text="khác")], NOW) == 0
    assert await outbox.queue(tx, [reply("a"), reply("c")], NOW) == 1
    first, *_ = await claim(tx)
    await outbox.mark(tx, first.id, "DROPPED", NOW)
    assert await outbox.queue(tx, [reply("a")], NOW) == 0
    assert await outbox.queue(tx, [], NOW) == 0
    assert (await row(tx, "a")).text == "Vâng ạ"
    assert await outbox.known(tx, ["a", "c", "x"]) == {"a", "c"}
    assert await outbox.known(tx, []) == set()


async def test_very_many_notices_are_queued_at_once(province: Province, tx: Tx) -> None:
    notices = [reminder(f"reminder:{number}", province.member["X1"]) for number in range(1000)]
    assert await outbox.queue(tx, notices, NOW) == 1000
    assert await outbox.queue(tx, [*notices, reply("r")], NOW) == 1


# ---- claiming --------------------------------------------------------------------------------------------------


async def test_receipts_overtake_alerts_and_alerts_overtake_reminders(province: Province, tx: Tx) -> None:
    member = province.member["H1"]
    kinds = [NoticeKind.OTHER, NoticeKind.NUDGE, NoticeKind.MISSED, NoticeKind.RECEIPT, NoticeKind.AT_RISK]
    await outbox.queue(tx, [reminder("reminder", member), *(Notice(kind, kind, member=member) for kind in kinds)], NOW)
    assert [each.key for each in await claim(tx, limit=4)] == ["receipt", "missed", "at_risk", "nudge"]
    assert [each.key for each in await claim(tx)] == ["reminder", "other"]
    assert await claim(tx) == []


async def test_of_the_same_urgency_the_older_goes_first(province: Province, tx: Tx) -> None:
    await outbox.queue(tx, [reply("late", not_before=NOW - SECOND), reply("early", not_before=NOW - HOUR)], NOW)
    await outbox.queue(tx, [reply("latest"), reply("very latest")], NOW)
    assert [each.key for each in await claim(tx)] == ["early", "late", "latest", "very latest"]


async def test_nothing_goes_before_its_moment(province: Province, tx: Tx) -> None:
    await outbox.queue(tx, [reply("a", not_before=NOW + HOUR)], NOW)
    assert not await outbox.anything(tx, NOW + HOUR - SECOND, quiet=False)
    assert await claim(tx, NOW + HOUR - SECOND) == []
    assert await outbox.anything(tx, NOW + HOUR, quiet=False)
    assert len(await claim(tx, NOW + HOUR)) == 1
    assert not await outbox.anything(tx, NOW + HOUR, quiet=False)


@pytest.mark.parametrize("kind", NoticeKind)
async def test_in_quiet_hours_only_answers_and_receipts_go(province: Province, tx: Tx, kind: NoticeKind) -> None:
    await outbox.queue(tx, [Notice("k", kind, "…", member=province.member["X1"])], NOW)
    may_go = kind in {NoticeKind.REPLY, NoticeKind.RECEIPT, NoticeKind.EXPORT}
    assert await outbox.anything(tx, NOW, quiet=True) is may_go
    assert len(await claim(tx, quiet=True)) == int(may_go)
    assert len(await claim(tx)) == int(not may_go)


async def test_two_claims_never_take_the_same_notice(province: Province, tx: Tx) -> None:
    await outbox.queue(tx, [reply(str(number)) for number in range(5)], NOW)
    taken = [each.key for _ in range(3) for each in await claim(tx, limit=2)]
    assert taken == ["0", "1", "2", "3", "4"]
    assert await outbox_counts.count_waiting(tx) == 5


# ---- what becomes of it ----------------------------------------------------------------------------------------


async def test_what_was_sent_is_kept_with_its_words_address_and_message_id(province: Province, tx: Tx) -> None:
    await outbox.queue(tx, [reminder("a", province.member["X1"]), reply("b")], NOW)
    second, first = await claim(tx)
    options = (Option("Nhắc sau", "later"),)
    await outbox.mark_sent(
        tx, [Sent(first.id, chat("X1"), "Chị ơi", options, "77"), Sent(second.id, chat("X1"), "Vâng", (), None)], NOW
    )
    await outbox.mark_sent(tx, [], NOW)
    kept = await row(tx, "a")
    assert (kept.state, kept.done_at, kept.text, kept.message) == ("SENT", NOW, "Chị ơi", "77")
    assert (kept.channel, kept.account, kept.chat, kept.options) == ("local", "bot", "X1", [["Nhắc sau", "later"]])
    assert (kept.leased_until, kept.error, kept.tries) == (None, None, 1)
    assert (await row(tx, "b")).message is None
    assert await outbox_counts.count_waiting(tx) == 0


@pytest.mark.parametrize("state", ["FAILED", "EXPIRED", "DROPPED"])
async def test_a_notice_that_ends_unsent_is_not_claimed_again(province: Province, tx: Tx, state: str) -> None:
    await outbox.queue(tx, [reply("a")], NOW)
    (claimed,) = await claim(tx)
    await outbox.mark(tx, claimed.id, state, NOW, error="why")
    kept = await row(tx, "a")
    assert (kept.state, kept.done_at, kept.error, kept.leased_until) == (state, NOW, "why", None)
    assert await outbox.release(tx) == 0
    assert await claim(tx, NOW + DAY) == []


async def test_what_failed_for_now_is_put_back_for_later_and_its_tries_are_counted(province: Province, tx: Tx) -> None:
    await outbox.queue(tx, [reply("a")], NOW)
    for tries in (1, 2, 3):
        (claimed,) = await claim(tx, NOW + tries * HOUR)
        assert claimed.tries == tries
        await resending.put_back(tx, claimed.id, NOW + (tries + 1) * HOUR, "Throttled")
        kept = await row(tx, "a")
        assert (kept.state, kept.leased_until, kept.error) == ("QUEUED", None, "Throttled")
    assert await claim(tx, NOW + 4 * HOUR - SECOND) == []


async def test_a_claim_that_nobody_marked_is_released(province: Province, tx: Tx) -> None:
    await outbox.queue(tx, [reply("a")], NOW)
    assert [each.tries for each in await claim(tx)] == [1]
    assert (await row(tx, "a")).leased_until == LEASE
    assert await outbox.release(tx, [(await row(tx, "a")).id]) == 0
    assert await outbox.release(tx) == 1
    assert [each.tries for each in await claim(tx)] == [2]
    assert await outbox.release(tx) == 1
    assert await outbox.release(tx) == 0


async def test_a_dead_address_is_forgotten_and_the_notice_goes_again(province: Province, tx: Tx) -> None:
    await outbox.queue(tx, [reminder("a", province.member["X1"])], NOW)
    (claimed,) = await claim(tx)
    await resending.readdress(tx, claimed.id, NOW + SECOND)
    (again,) = await claim(tx, NOW + SECOND)
    assert (again.address, again.tries) == (None, 2)


async def test_what_is_no_longer_wanted_is_dropped_by_the_beginning_of_its_key(province: Province, tx: Tx) -> None:
    await outbox.queue(tx, [reply("later:1:a"), reply("later:1:b"), reply("later:11"), reply("later_1:c")], NOW)
    (claimed, *_) = await claim(tx, limit=1)
    assert await outbox.drop_queued(tx, "later:1:", NOW) == 1
    assert await outbox.drop_queued(tx, "later_", NOW) == 1
    assert claimed.key == "later:1:a"
    assert [each.key for each in await claim(tx)] == ["later:11"]


# ---- when next -------------------------------------------------------------------------------------------------


async def test_the_next_moment_is_the_earliest_of_what_is_queued(province: Province, tx: Tx) -> None:
    assert await outbox.next_moments(tx, None) == [None, None, None, None]
    member = province.member["X1"]
    await outbox.queue(tx, [reminder("a", member, not_before=NOW + HOUR), reminder("b", member, not_before=NOW)], NOW)
    assert await outbox.next_moments(tx, None) == [None, NOW, None, None]
    await outbox.queue(tx, [reply("c", not_before=NOW + 2 * HOUR)], NOW)
    assert await outbox.next_moments(tx, None) == [NOW + 2 * HOUR, NOW, None, None]
    await claim(tx, NOW + DAY)
    assert await outbox.next_moments(tx, None) == [None, None, None, None]


async def test_in_quiet_hours_what_the_bot_starts_waits_for_their_end(province: Province, tx: Tx) -> None:
    ends, member = NOW + 9 * HOUR, province.member["X1"]
    await outbox.queue(tx, [reply("a", not_before=NOW + HOUR), reminder("b", member)], NOW)
    assert (await outbox.next_moments(tx, ends))[:2] == [NOW + HOUR, ends]
    await outbox.drop_queued(tx, "b", NOW)
    await outbox.queue(tx, [reminder("c", member, not_before=ends + HOUR)], NOW)
    assert (await outbox.next_moments(tx, ends))[:2] == [NOW + HOUR, ends + HOUR]


# ---- counting --------------------------------------------------------------------------------------------------


async def test_who_was_reminded_or_nudged_lately_or_soon_will_be_is_known(province: Province, tx: Tx) -> None:
    x1, x2, x3 = (province.member[code] for code in ("X1", "X2", "X3"))
    everybody = [x1, x2, x3]
    soon = reminder("b", x2, not_before=NOW + HOUR)
    await outbox.queue(tx, [reminder("a", x1), soon, Notice("c", NoticeKind.OTHER, "…", member=x3)], NOW)
    assert set(await outbox.told_between(tx, everybody, NOW, NOW + HOUR)) == {x1}
    assert set(await outbox.told_between(tx, everybody, NOW, NOW + HOUR + SECOND)) == {x1, x2}
    claimed = {each.key: each.id for each in await claim(tx)}
    await outbox.mark_sent(tx, [Sent(claimed["a"], chat("X1"), "…", (), "1")], NOW)
    assert set(await outbox.told_between(tx, everybody, NOW, NOW + HOUR)) == set()
    assert set(await outbox.told_between(tx, everybody, NOW - SECOND, NOW + HOUR)) == {x1}
    await outbox.queue(tx, [Notice("d", NoticeKind.NUDGE, member=x3)], NOW)
    await outbox.mark(tx, (await claim(tx))[0].id, "FAILED", NOW)
    assert set(await outbox.told_between(tx, everybody, NOW - SECOND, NOW + HOUR)) == {x1}


async def test_sent_reminders_and_nudges_are_counted_for_each_member(province: Province, tx: Tx) -> None:
    x1, x2 = province.member["X1"], province.member["X2"]
    notices = [reminder("a", x1), Notice("b", NoticeKind.NUDGE, member=x1), reminder("c", x2), reminder("d", x2)]
    await outbox.queue(tx, [*notices, Notice("e", NoticeKind.MISSED, member=x1)], NOW)
    for each in await claim(tx):
        if each.key != "d":
            await outbox.mark_sent(tx, [Sent(each.id, chat("X1"), "…", (), "1")], NOW)
    assert await outbox.sent_to_members(tx, [x1, x2], NOW) == {x1: 2, x2: 1}
    assert await outbox.sent_to_members(tx, [x1, x2], NOW + SECOND) == {}
    assert await outbox.sent_to_members(tx, [], NOW) == {}


async def test_sent_notices_are_counted_by_period_and_kind(province: Province, tx: Tx) -> None:
    week, x1 = await open_week(tx), province.member["X1"]
    notices = [reminder("a", x1, period=week), reminder("b", x1, period=week), reply("c", period=week), reply("d")]
    await outbox.queue(tx, notices, NOW)
    assert await outbox_counts.sent_by_period(tx, [week]) == {}
    for each in await claim(tx):
        await outbox.mark_sent(tx, [Sent(each.id, chat("X1"), "…", (), "1")], NOW)
    assert await outbox_counts.sent_by_period(tx, [week, 99]) == {week: {"reminder": 2, "reply": 1}}


# ---- what is coming --------------------------------------------------------------------------------------------


async def test_a_plan_names_the_secretaries_of_a_day_and_who_can_be_reached(province: Province, tx: Tx) -> None:
    await people.mark_address(tx, chat("X2"), "DEAD", NOW)
    receivers = await upcoming.secretaries(tx, TASK, MONDAY)
    assert [(each.unit, each.name, each.linked) for each in receivers] == [
        ("X1", "Trần Thanh Thảo", True),
        ("X2", "Phan Đức Hải", False),
        ("X3", "Nguyễn Thị Mai", True),
        ("X4", "Hồ Văn Lâm", True),
    ]
    assert [(each.member, each.unit_id) for each in receivers[:1]] == [(province.member["X1"], province.unit["X1"])]
    assert await upcoming.secretaries(tx, TASK, MONDAY - DAY) == []
    assert await upcoming.secretaries(tx, replace(TASK, owed_by=("huyện",)), MONDAY) == []


async def test_a_plan_shows_what_waits_for_members_before_a_moment(province: Province, tx: Tx) -> None:
    x1 = province.member["X1"]
    await outbox.queue(tx, [reminder("b", x1, not_before=NOW + HOUR), reminder("a", x1), reply("r")], NOW)
    nobody = Receiver(x1, "Trần Thanh Thảo", "–", 0, True)
    assert await upcoming.queued(tx, NOW + HOUR) == [QueuedNotice(NOW, "reminder", nobody)]
    assert [each.at for each in await upcoming.queued(tx, NOW + HOUR + SECOND)] == [NOW, NOW + HOUR]
