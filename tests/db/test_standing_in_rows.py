"""Delegates, seats that change hands, requests and the audit, in the database."""

from datetime import timedelta

from sqlalchemy import select

from core.roster import SeatKind
from db import asked, audit, delegations, dialogs, handovers, invites, people, record
from db.dialogs import DialogState
from db.engine import Tx
from db.tables import DELEGATION, DIALOG, MEMBER, TENURE
from tests.db.province import DAY, MONDAY, SECOND, Province, at, chat

NOW, UNTIL, TODAY = at("18 09:00"), at("23 08:00"), MONDAY + 2 * DAY


async def issue(tx: Tx, province: Province, code: str, unit: str = "X1") -> int:
    return await delegations.issue(tx, code, province.seat[unit], province.member[unit], NOW, UNTIL)


async def test_a_delegation_opens_once_until_it_expires(province: Province, tx: Tx) -> None:
    number = await issue(tx, province, "CODE")
    for moment, valid in ((UNTIL - SECOND, True), (UNTIL, False)):
        assert (await delegations.find(tx, "CODE", moment, TODAY) is not None) is valid
    assert await delegations.find(tx, "OTHER", NOW, TODAY) is None
    await delegations.use(tx, number, chat("lan"), NOW)
    assert await delegations.find(tx, "CODE", NOW, TODAY) is None
    assert await delegations.find_by_id(tx, number, NOW, TODAY) is None
    found = await delegations.at(tx, chat("lan"), UNTIL - SECOND, TODAY)
    assert found is not None
    assert (found.member_name, found.seat.unit_code) == ("Trần Thanh Thảo", "X1")
    assert await delegations.at(tx, chat("lan"), UNTIL, TODAY) is None
    assert await delegations.at(tx, chat("tam"), NOW, TODAY) is None
    assert "CODE" not in repr(tuple((await tx.execute(select(DELEGATION))).one()))


async def test_a_new_code_or_a_new_holder_ends_it(province: Province, tx: Tx) -> None:
    await delegations.use(tx, await issue(tx, province, "ONE"), chat("lan"), NOW)
    await issue(tx, province, "TWO")
    assert await delegations.at(tx, chat("lan"), NOW, TODAY) is None
    assert await delegations.find(tx, "TWO", NOW, TODAY) is not None
    await handovers.vacate(tx, province.seat["X1"], TODAY)
    assert await delegations.find(tx, "TWO", NOW, TODAY) is None


async def test_the_chat_of_a_delegation_that_is_over_is_forgotten(province: Province, tx: Tx) -> None:
    await delegations.use(tx, await issue(tx, province, "ONE"), chat("lan"), NOW)
    await delegations.use(tx, await issue(tx, province, "TWO", "X2"), chat("X3"), NOW)
    for name in ("lan", "X3"):
        await dialogs.write(tx, chat(name), DialogState(), NOW)
    assert await delegations.purge(tx, UNTIL - SECOND) == 0
    assert await delegations.purge(tx, UNTIL) == 2
    assert await delegations.purge(tx, UNTIL) == 0
    rows = (await tx.execute(select(DELEGATION))).all()
    assert [(row.channel, row.account, row.chat, row.ended_at) for row in rows] == [(None, None, None, UNTIL)] * 2
    assert [row.chat for row in await tx.execute(select(DIALOG))] == ["X3"]  # a member's chat stays


async def test_a_seat_changes_hands_on_a_day_and_both_histories_are_kept(province: Province, tx: Tx) -> None:
    seat, old, day = province.seat["X1"], province.member["X1"], TODAY + 3 * DAY
    new = await handovers.hand_over(tx, seat, "Lê Thị Lan", "+84912345678", day)
    for moment, holder in ((day - timedelta(days=1), old), (day, new)):
        held = await invites.seat_of(tx, province.unit["X1"], SeatKind.SECRETARY, moment)
        assert held is not None
        assert held.member == holder
    rows = (await tx.execute(select(TENURE).where(TENURE.c.seat_id == seat).order_by(TENURE.c.id))).all()
    assert [(row.member_id, row.until_day) for row in rows] == [(old, day), (new, None)]
    assert (await tx.execute(select(MEMBER.c.phone).where(MEMBER.c.id == new))).scalar_one() == "+84912345678"


async def test_a_vacant_seat_is_not_counted_from_its_day_on(province: Province, tx: Tx) -> None:
    await handovers.vacate(tx, province.seat["X1"], TODAY)
    before = TODAY - timedelta(days=1)
    assert (await handovers.count_held(tx, "xã", before), await handovers.count_held(tx, "xã", TODAY)) == (4, 3)
    assert not (await people.member_view(tx, province.member["X1"], TODAY)).secretary_units


async def test_a_handover_is_decided_once_and_a_later_request_takes_its_place(province: Province, tx: Tx) -> None:
    seat, member, by = province.seat["X1"], province.member["X1"], province.member["H1"]
    first = await handovers.ask(tx, seat, TODAY, member, NOW)
    second = await handovers.ask(tx, seat, TODAY + DAY, member, NOW)
    assert not await handovers.decide(tx, first, "CONFIRMED", by, NOW)
    assert await handovers.decide(tx, second, "CONFIRMED", by, NOW, "Lan", None)
    assert not await handovers.decide(tx, second, "REFUSED", by, NOW)
    found = await handovers.handover(tx, second)
    assert found is not None
    assert (found.state, found.unit_name, found.from_day, found.asked_by) == (
        "CONFIRMED", "Phường 1", TODAY + DAY, member,
    )  # fmt: skip
    assert await handovers.handover(tx, 99) is None


async def test_a_request_is_answered_by_the_line_that_names_it(province: Province, tx: Tx) -> None:
    unit, member = province.unit["X1"], province.member["X1"]
    number = await asked.ask(tx, member, "extension.ask", unit, NOW, reason="bận")
    request = await asked.request(tx, number, "extension.ask")
    assert request is not None
    assert (request.by, request.unit, request.details) == (member, unit, {"reason": "bận"})
    assert await asked.request(tx, number, "other") is None
    assert await asked.request(tx, number + 1, "extension.ask") is None
    await record.note(tx, member, "extension.grant", NOW, unit=unit, request=number + 1)
    assert not await asked.is_answered(tx, request, "extension.grant")
    await record.note(tx, member, "extension.grant", NOW, unit=unit, request=number)
    assert await asked.is_answered(tx, request, "extension.grant")
    assert not await asked.is_answered(tx, request, "extension.refuse")


async def test_the_audit_of_a_unit_newest_first(province: Province, tx: Tx) -> None:
    unit, member = province.unit["X1"], province.member["H1"]
    for number in range(3):
        await record.note(tx, member if number else None, f"act.{number}", NOW, unit=unit)
    await record.note(tx, member, "act.9", NOW, unit=province.unit["X2"])
    lines = await audit.newest(tx, unit, 2)
    assert [(line.action, line.by) for line in lines] == [("act.2", "Dương Thanh An"), ("act.1", "Dương Thanh An")]
    assert [line.by for line in await audit.newest(tx, unit, 2, before=lines[1].id)] == [""]
    assert [line.action for line in await audit.newest(tx, unit, 9, {"act.1"})] == ["act.1"]
