"""Inviting many at once: one code a seat in few statements, good cards, and which code was the newest."""

import secrets
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from core.roles import Role
from core.roster import SeatKind
from db import invites, inviting, platforms
from db.engine import Tx
from db.inviting import Issued
from db.tables import ADDRESS, AUDIT, INVITE
from tests.db.province import DAY, MONDAY, Province, at

NOW = at("17 08:00")
TUESDAY = MONDAY + DAY
UNTIL = NOW + 30 * DAY


@pytest.fixture(autouse=True)
async def nobody_is_linked(province: Province, tx: Tx) -> None:
    await tx.execute(update(ADDRESS).values(state="REVOKED"))


async def issued_to_all(tx: Tx, by: int | None = None) -> list[Issued]:
    seats = await invites.unlinked_seats(tx, TUESDAY)
    return await inviting.issue_to(tx, seats, NOW, UNTIL, secrets.token_bytes, {}, by)


async def test_each_code_opens_the_seat_that_it_stands_beside(province: Province, tx: Tx) -> None:
    issued = await issued_to_all(tx, by=province.member["T45"])
    assert len(issued) > 3
    for each in issued:
        opened = await invites.find(tx, each.code, NOW, TUESDAY)
        assert opened is not None
        assert (opened.seat, opened.member, opened.by) == (each.seat.seat, each.seat.member, province.member["T45"])
    assert len({each.code for each in issued}) == len(issued)


async def test_every_code_leaves_a_line_about_its_unit(province: Province, tx: Tx) -> None:
    issued = await issued_to_all(tx, by=province.member["T45"])
    rows = (await tx.execute(select(AUDIT).where(AUDIT.c.action == "invite.issue"))).all()
    assert {row.unit_id for row in rows} == {each.seat.unit_id for each in issued}
    assert {row.actor_id for row in rows} == {province.member["T45"]}


async def test_nobody_to_invite_is_no_statement_too_many(province: Province, tx: Tx) -> None:
    assert await inviting.issue_to(tx, [], NOW, UNTIL, secrets.token_bytes, {}) == []
    assert (await tx.execute(select(func.count()).select_from(INVITE))).scalar_one() == 0


async def test_only_units_of_one_level(province: Province, tx: Tx) -> None:
    communes = await invites.unlinked_seats(tx, TUESDAY, level="xã")
    assert communes and all(seat.kind is SeatKind.SECRETARY for seat in communes)
    assert await invites.unlinked_seats(tx, TUESDAY, level="thôn") == []


async def test_cards_lie_under_their_districts_with_the_link_and_the_written_code(province: Province, tx: Tx) -> None:
    issued = await issued_to_all(tx)
    sheet = await inviting.card_sheet(tx, issued, "https://t.me/b?start={code}", TUESDAY, UNTIL)
    code = next(each.code for each in issued if each.seat.unit == "X1")
    card = next(card for card in sheet.cards if card.unit == "X1")
    assert (card.place.name, card.place.above) == ("Thành phố Đông Hà", "Tỉnh Quảng Trị")
    assert card.link == f"https://t.me/b?start={code}" and card.code.replace("-", "") == code
    town = next(card for card in sheet.cards if card.unit == "H1")
    assert (town.seat, town.place.name) == (SeatKind.COORDINATOR, "Thành phố Đông Hà")
    top = next(card for card in sheet.cards if card.unit == "T45")
    assert (top.place.name, top.place.above) == ("Tỉnh Quảng Trị", "")


async def test_the_bot_that_carries_a_code_is_found_and_else_none(province: Province, tx: Tx) -> None:
    bots = {("zalo", "one"): None, ("telegram", "tg"): None}
    assert await inviting.deep_link(tx, bots, NOW) == ""
    await platforms.introduced(tx, "zalo", "one", "one", "https://zalo.me/one", NOW)
    assert await inviting.deep_link(tx, bots, NOW) == ""
    await platforms.introduced(tx, "telegram", "tg", "b", "https://t.me/b?start={code}", NOW)
    assert await inviting.deep_link(tx, bots, NOW) == "https://t.me/b?start={code}"


async def test_the_newest_code_of_a_seat_and_whether_it_still_works(province: Province, tx: Tx) -> None:
    seats = await invites.unlinked_seats(tx, TUESDAY)
    x1 = next(seat for seat in seats if seat.unit == "X1")
    assert await inviting.newest_codes(tx, seats) == {}
    await issued_to_all(tx)
    later = NOW + timedelta(hours=2)
    await inviting.issue_to(tx, [x1], later, later + DAY, secrets.token_bytes, {})
    newest = (await inviting.newest_codes(tx, seats))[x1.seat]
    end = later + DAY
    assert (newest.at, newest.valid(end - timedelta(seconds=1)), newest.valid(end)) == (later, True, False)
    opened = await invites.issue(tx, "AAAA", Role.SECRETARY, x1.member, x1.seat, later, UNTIL)
    found = await invites.find(tx, "AAAA", later, TUESDAY)
    assert found is not None and found.id == opened
    await invites.use(tx, found, later)
    assert not (await inviting.newest_codes(tx, seats))[x1.seat].valid(later)
