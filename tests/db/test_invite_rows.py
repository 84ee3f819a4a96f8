"""One-time codes: what each opens, until when, and what using one does to the others of the seat."""

from sqlalchemy import select, update

from core.roles import Role
from core.roster import SeatKind
from db import invites, people, roster
from db.engine import Tx
from db.invites import Invitation
from db.tables import INVITE, UNIT
from tests.db.province import DAY, MONDAY, SECOND, Province, at, chat, sheet

NOW = at("17 08:00")
TUESDAY = MONDAY + DAY
UNTIL = NOW + 30 * DAY


async def issue(tx: Tx, province: Province, code: str, unit: str = "X1") -> int:
    role = Role.SECRETARY if unit.startswith("X") else Role.COORDINATOR
    return await invites.issue(tx, code, role, province.member[unit], province.seat[unit], NOW, UNTIL)


async def opens(tx: Tx, code: str) -> bool:
    return await invites.find(tx, code, NOW, TUESDAY) is not None


# ---- what a code opens -----------------------------------------------------------------------------------------


async def test_a_code_opens_the_seat_it_was_issued_for(province: Province, tx: Tx) -> None:
    number = await issue(tx, province, "AAAA")
    found = await invites.find(tx, "AAAA", NOW, TUESDAY)
    assert found == Invitation(
        number,
        Role.SECRETARY,
        province.seat["X1"],
        province.unit["X1"],
        "Phường 1",
        "Thành phố Đông Hà",
        province.member["X1"],
        "Trần Thanh Thảo",
    )
    assert await invites.find_by_id(tx, number, NOW, TUESDAY) == found
    assert not await opens(tx, "BBBB")
    assert await invites.find_by_id(tx, number + 1, NOW, TUESDAY) is None


async def test_a_seat_at_the_top_has_no_parent_to_name(province: Province, tx: Tx) -> None:
    await issue(tx, province, "AAAA", "T45")
    found = await invites.find(tx, "AAAA", NOW, TUESDAY)
    assert found is not None
    assert (found.role, found.unit_name, found.parent_name) == (Role.COORDINATOR, "Tỉnh Quảng Trị", "")


async def test_a_code_without_a_seat_makes_an_admin(province: Province, tx: Tx) -> None:
    member = await people.add_member(tx, "Quản Trị")
    number = await invites.issue(tx, "AAAA", Role.ADMIN, member, None, NOW, UNTIL)
    found = await invites.find(tx, "AAAA", NOW, TUESDAY)
    assert found == Invitation(number, Role.ADMIN, None, None, "", "", member, "Quản Trị")


async def test_only_the_hash_of_a_code_is_kept(province: Province, tx: Tx) -> None:
    await issue(tx, province, "AAAA-BBBB")
    row = (await tx.execute(select(INVITE))).one()
    assert "AAAA" not in repr(tuple(row))
    assert row.code_hash == invites.code_hash("AAAA-BBBB")


# ---- until when ------------------------------------------------------------------------------------------------


async def test_a_code_opens_until_it_expires(province: Province, tx: Tx) -> None:
    number = await issue(tx, province, "AAAA")
    for moment, valid in ((UNTIL - SECOND, True), (UNTIL, False), (UNTIL + SECOND, False)):
        assert (await invites.find(tx, "AAAA", moment, TUESDAY) is not None) is valid
        assert (await invites.find_by_id(tx, number, moment, TUESDAY) is not None) is valid


async def test_earlier_codes_stay_valid_until_one_is_used_which_voids_all_of_the_seat(
    province: Province, tx: Tx
) -> None:
    for code in ("AAAA", "BBBB", "CCCC"):
        await issue(tx, province, code)
    await issue(tx, province, "DDDD", "X2")
    used = await invites.find(tx, "BBBB", NOW, TUESDAY)
    assert used is not None
    await invites.use(tx, used, NOW)
    assert [await opens(tx, code) for code in ("AAAA", "BBBB", "CCCC", "DDDD")] == [False, False, False, True]
    rows = await tx.execute(select(INVITE).order_by(INVITE.c.id))
    assert [(row.used_at, row.voided_at) for row in rows] == [(None, NOW), (NOW, None), (None, NOW), (None, None)]
    await issue(tx, province, "EEEE")
    assert await opens(tx, "EEEE")


async def test_using_an_admins_code_leaves_other_codes_alone(province: Province, tx: Tx) -> None:
    first, second = await people.add_member(tx, "Một"), await people.add_member(tx, "Hai")
    await invites.issue(tx, "AAAA", Role.ADMIN, first, None, NOW, UNTIL)
    await invites.issue(tx, "BBBB", Role.ADMIN, second, None, NOW, UNTIL)
    await issue(tx, province, "CCCC")
    used = await invites.find(tx, "AAAA", NOW, TUESDAY)
    assert used is not None
    await invites.use(tx, used, NOW)
    assert [await opens(tx, code) for code in ("AAAA", "BBBB", "CCCC")] == [False, True, True]


async def test_after_a_handover_the_code_of_the_former_holder_opens_nothing(province: Province, tx: Tx) -> None:
    await issue(tx, province, "AAAA")
    await issue(tx, province, "BBBB", "X2")
    await roster.write(tx, sheet(X1=("Họ và tên", "Lý Thị Sen"), X2=("Họ và tên", "khuyết")), TUESDAY, NOW)
    assert [await opens(tx, code) for code in ("AAAA", "BBBB")] == [False, False]


async def test_after_a_merge_a_code_opens_for_the_one_person(province: Province, tx: Tx) -> None:
    await issue(tx, province, "AAAA")
    await people.merge(tx, province.member["X1"], into=province.member["X2"])
    found = await invites.find(tx, "AAAA", NOW, TUESDAY)
    assert found is not None
    assert found.member == province.member["X2"]


# ---- who needs one ---------------------------------------------------------------------------------------------


async def test_seats_whose_holder_is_in_no_live_chat_need_a_code(province: Province, tx: Tx) -> None:
    assert await invites.unlinked_seats(tx, MONDAY) == []
    for code in ("X1", "X3", "H2"):
        await people.mark_address(tx, chat(code), "DEAD", NOW)
    await roster.write(tx, sheet(X5=("Họ và tên", "Lý Thị Sen")), TUESDAY, NOW)
    found = await invites.unlinked_seats(tx, TUESDAY)
    assert [(seat.unit, seat.kind, seat.member_name) for seat in found] == [
        ("H2", SeatKind.COORDINATOR, "Lê Thị Bình"),
        ("X1", SeatKind.SECRETARY, "Trần Thanh Thảo"),
        ("X3", SeatKind.SECRETARY, "Nguyễn Thị Mai"),
        ("X5", SeatKind.SECRETARY, "Lý Thị Sen"),
    ]
    of_h1 = await invites.unlinked_seats(tx, TUESDAY, {province.unit["X1"], province.unit["X2"]})
    assert [(seat.seat, seat.unit_name) for seat in of_h1] == [(province.seat["X1"], "Phường 1")]
    assert await invites.unlinked_seats(tx, TUESDAY, set()) == []


async def test_a_closed_unit_needs_no_code(province: Province, tx: Tx) -> None:
    await people.mark_address(tx, chat("X1"), "DEAD", NOW)
    await tx.execute(update(UNIT).where(UNIT.c.code == "X1").values(valid_to=TUESDAY))
    assert [seat.unit for seat in await invites.unlinked_seats(tx, MONDAY)] == ["X1"]
    assert await invites.unlinked_seats(tx, TUESDAY) == []


async def test_a_seat_is_found_by_unit_and_kind_and_by_its_number(province: Province, tx: Tx) -> None:
    seat = await invites.seat_of(tx, province.unit["X1"], SeatKind.SECRETARY, MONDAY)
    assert seat is not None
    assert (seat.seat, seat.unit, seat.member) == (province.seat["X1"], "X1", province.member["X1"])
    assert await invites.seat_by_id(tx, province.seat["X1"], MONDAY) == seat
    assert await invites.seat_of(tx, province.unit["X1"], SeatKind.COORDINATOR, MONDAY) is None
    assert await invites.seat_of(tx, province.unit["X5"], SeatKind.SECRETARY, MONDAY) is None
    assert await invites.seat_by_id(tx, 999, MONDAY) is None
    assert await invites.seat_by_id(tx, province.seat["X1"], MONDAY - DAY) is None
