"""Who is writing, what he or she is today, and where a member is reached."""

import pytest
from sqlalchemy import select

from core.notices import Notice, NoticeKind
from core.ports import Address
from core.roles import Role
from core.roster import SeatKind
from db import absences, admins, dialogs, flags, outbox, people, roster, submissions
from db.dialogs import DialogState
from db.engine import Database, Tx
from db.flags import Reason
from db.tables import ADDRESS, MEMBER, OUTBOX
from tests.db.province import DAY, HOUR, MONDAY, Province, at, chat, hand_in, open_week, sheet, warned

NOW = at("17 08:00")
TUESDAY = MONDAY + DAY


async def who(tx: Tx, address: Address) -> int | None:
    member = await people.member_at(tx, address, TUESDAY)
    return None if member is None else member.id


async def state_of(tx: Tx, address: Address) -> tuple[str, bool]:
    row = (await tx.execute(select(ADDRESS).where(ADDRESS.c.chat == address.chat))).one()
    return row.state, row.dead_at is not None


# ---- who is writing --------------------------------------------------------------------------------------------


async def test_a_chat_tells_who_writes_with_todays_seats(province: Province, tx: Tx) -> None:
    view = await people.member_at(tx, chat("X1"), MONDAY)
    assert view is not None
    assert (view.id, view.name, view.admin, view.consent_version) == (
        province.member["X1"], "Trần Thanh Thảo", False, None
    )  # fmt: skip
    (seat,) = view.seats
    assert (seat.seat, seat.unit, seat.unit_name) == (province.seat["X1"], province.unit["X1"], "Phường 1")
    assert (seat.unit_code, seat.level, seat.kind) == ("X1", "xã", SeatKind.SECRETARY)
    assert view.roles == {Role.SECRETARY}
    assert view.secretary_units == view.seats
    assert view.coordinated_units == ()


async def test_a_stranger_and_a_chat_of_another_bot_or_channel_are_nobody(province: Province, tx: Tx) -> None:
    for address in (chat("stranger"), Address("local", "other", "X1"), Address("telegram", "bot", "X1")):
        assert await who(tx, address) is None


async def test_a_dead_chat_still_tells_who_writes_and_a_revoked_one_does_not(province: Province, tx: Tx) -> None:
    await people.mark_address(tx, chat("X1"), "DEAD", NOW)
    assert await who(tx, chat("X1")) == province.member["X1"]
    await people.link(tx, province.member["X1"], chat("new phone"), NOW, revoke_others=True)
    assert await who(tx, chat("X1")) is None
    assert await who(tx, chat("new phone")) == province.member["X1"]


async def test_seats_begin_and_end_with_the_local_day(province: Province, tx: Tx) -> None:
    await roster.write(tx, sheet(X1=("Họ và tên", "Lý Thị Sen")), TUESDAY, NOW)
    member = province.member["X1"]
    views = [await people.member_view(tx, member, MONDAY + n * DAY) for n in (-1, 0, 1)]
    assert [len(view.seats) for view in views] == [0, 1, 0]
    assert views[2].roles == {Role.FORMER}


async def test_somebody_may_be_secretary_coordinator_and_admin_at_once(province: Province, tx: Tx) -> None:
    await people.merge(tx, province.member["H1"], into=province.member["X1"])
    await people.make_admin(tx, province.member["X1"], None, NOW)
    view = await people.member_view(tx, province.member["X1"], MONDAY)
    assert view.roles == {Role.SECRETARY, Role.COORDINATOR, Role.ADMIN}
    assert [seat.unit_code for seat in view.coordinated_units] == ["H1"]
    assert [seat.unit_code for seat in view.secretary_units] == ["X1"]


async def test_many_members_are_viewed_together(province: Province, tx: Tx) -> None:
    nobody = await people.add_member(tx, "Không Ghế")
    views = await people.member_views(tx, [province.member["X1"], province.member["H1"], nobody, 999], MONDAY)
    assert set(views) == {province.member["X1"], province.member["H1"], nobody}
    assert views[province.member["H1"]].roles == {Role.COORDINATOR}
    assert views[nobody].seats == ()
    assert views[nobody] == await people.member_view(tx, nobody, MONDAY)
    assert await people.member_views(tx, [], MONDAY) == {}


async def test_consent_and_language_are_remembered(province: Province, tx: Tx) -> None:
    member = province.member["X1"]
    await people.consent(tx, member, 3, NOW)
    await people.set_language(tx, member, "en")
    view = await people.member_view(tx, member, MONDAY)
    assert (view.consent_version, view.language, view.form) == (3, "en", None)
    row = (await tx.execute(select(MEMBER).where(MEMBER.c.id == member))).one()
    assert (row.consented_at, row.consent_version) == (NOW, 3)


async def test_names_are_told_by_id(province: Province, tx: Tx) -> None:
    x1, x2 = province.member["X1"], province.member["X2"]
    assert await people.names_of(tx, [x2, x1, 999]) == {x1: "Trần Thanh Thảo", x2: "Phan Đức Hải"}
    assert await people.names_of(tx, []) == {}


# ---- addresses -------------------------------------------------------------------------------------------------


async def test_a_second_chat_is_added_and_the_newest_is_preferred(province: Province, tx: Tx) -> None:
    x1, x2 = province.member["X1"], province.member["X2"]
    await people.link(tx, x1, chat("tablet"), NOW, revoke_others=False)
    found = await people.addresses_of(tx, [x1, x2, 999])
    assert found == {x1: [chat("tablet"), chat("X1")], x2: [chat("X2")]}
    await people.mark_address(tx, chat("tablet"), "DEAD", NOW)
    assert (await people.addresses_of(tx, [x1]))[x1] == [chat("X1")]


async def test_a_lost_phone_is_revoked_by_the_new_one_and_stays_so(province: Province, tx: Tx) -> None:
    x1 = province.member["X1"]
    await people.mark_address(tx, chat("X1"), "DEAD", NOW)
    await people.link(tx, x1, chat("new"), NOW, revoke_others=True)
    assert await people.addresses_of(tx, [x1]) == {x1: [chat("new")]}
    assert await state_of(tx, chat("X1")) == ("REVOKED", True)
    assert await people.mark_address(tx, chat("X1"), "LIVE", NOW) is None
    assert await people.mark_address(tx, chat("X1"), "DEAD", NOW) is None
    assert await state_of(tx, chat("X2")) == ("LIVE", False)


async def test_linking_the_same_chat_again_revives_it(province: Province, tx: Tx) -> None:
    x1 = province.member["X1"]
    await people.mark_address(tx, chat("X1"), "DEAD", NOW)
    await people.link(tx, x1, chat("X1"), NOW, revoke_others=True)
    assert await people.addresses_of(tx, [x1]) == {x1: [chat("X1")]}
    assert await state_of(tx, chat("X1")) == ("LIVE", False)


async def test_a_chat_speaks_for_one_member_only(province: Province, tx: Tx) -> None:
    await people.link(tx, province.member["X2"], chat("X1"), NOW, revoke_others=False)
    assert await who(tx, chat("X1")) == province.member["X2"]
    assert province.member["X1"] not in await people.addresses_of(tx, [province.member["X1"]])


async def test_marking_an_address_tells_whose_it_is_only_when_something_changed(province: Province, tx: Tx) -> None:
    x1 = province.member["X1"]
    assert await people.mark_address(tx, chat("X1"), "LIVE", NOW) is None
    assert await people.mark_address(tx, chat("X1"), "DEAD", NOW) == x1
    assert await state_of(tx, chat("X1")) == ("DEAD", True)
    assert await people.mark_address(tx, chat("X1"), "DEAD", NOW + HOUR) is None
    assert await people.mark_address(tx, chat("X1"), "LIVE", NOW) == x1
    assert await state_of(tx, chat("X1")) == ("LIVE", False)
    assert await people.mark_address(tx, chat("stranger"), "DEAD", NOW) is None


# ---- a chat with a new id --------------------------------------------------------------------------------------


async def test_a_chat_with_a_new_id_keeps_its_member_its_conversation_and_what_waits_for_it(
    province: Province, tx: Tx
) -> None:
    old, new, x1 = chat("X1"), chat("moved"), province.member["X1"]
    await dialogs.write(tx, old, DialogState(question="seat"), NOW)
    await outbox.queue(tx, [Notice("a", NoticeKind.REPLY, "Vâng", address=old)], NOW)
    await outbox.queue(tx, [Notice("b", NoticeKind.REPLY, "Vâng", address=chat("X2"))], NOW)
    await people.move_address(tx, old, "moved")
    assert (await who(tx, new), await who(tx, old)) == (x1, None)
    assert (await dialogs.read(tx, new)).question == "seat"
    assert await dialogs.read(tx, old) == DialogState()
    claimed = await outbox.waiting(tx, NOW, False, 10)
    assert [(row.key, row.address) for row in claimed] == [("a", new), ("b", chat("X2"))]


async def test_what_was_sent_to_the_old_id_stays_as_it_was(province: Province, tx: Tx) -> None:
    await outbox.queue(tx, [Notice("a", NoticeKind.REPLY, "Vâng", address=chat("X1"))], NOW)
    (row,) = await outbox.waiting(tx, NOW, False, 10)
    await outbox.mark_sent(tx, [outbox.Sent(row.id, chat("X1"), "Vâng", (), "7")], NOW)
    await people.move_address(tx, chat("X1"), "moved")
    assert (await tx.execute(select(OUTBOX.c.chat))).scalar_one() == "X1"


async def test_a_new_id_that_is_linked_already_takes_over_from_the_old_one(province: Province, tx: Tx) -> None:
    x1 = province.member["X1"]
    await people.link(tx, x1, chat("moved"), NOW, revoke_others=False)
    await dialogs.write(tx, chat("X1"), DialogState(question="old"), NOW)
    await dialogs.write(tx, chat("moved"), DialogState(question="new"), NOW)
    await people.move_address(tx, chat("X1"), "moved")
    assert await people.addresses_of(tx, [x1]) == {x1: [chat("moved")]}
    assert (await who(tx, chat("moved")), await who(tx, chat("X1"))) == (x1, None)
    assert (await dialogs.read(tx, chat("moved"))).question == "new"


async def test_moving_an_unknown_chat_changes_nothing(province: Province, tx: Tx) -> None:
    before = (await tx.execute(select(ADDRESS).order_by(ADDRESS.c.id))).all()
    await people.move_address(tx, chat("stranger"), "elsewhere")
    assert (await tx.execute(select(ADDRESS).order_by(ADDRESS.c.id))).all() == before


# ---- one person, two members -----------------------------------------------------------------------------------


async def test_a_merged_member_hands_over_seats_invitations_and_all_that_was_done(province: Province, tx: Tx) -> None:
    old, kept = province.member["X1"], province.member["X2"]
    week = await open_week(tx)
    (flag,) = await warned(tx, province, week, "X3")
    await hand_in(tx, province, "X1", week)
    await absences.add(tx, old, NOW, NOW + HOUR)
    await people.make_admin(tx, old, None, NOW)
    await flags.told(tx, [(flag, old), (flag, kept)], Reason.AT_RISK, NOW)
    await people.merge(tx, old, into=kept)
    view = await people.member_view(tx, kept, MONDAY)
    assert [seat.unit_code for seat in view.seats] == ["X1", "X2"]
    assert view.admin
    assert (await people.member_view(tx, old, MONDAY)).roles == {Role.FORMER}
    assert await submissions.count_of_member(tx, kept) == 1
    assert await absences.absent(tx, [old, kept], NOW) == {kept}
    assert [each.id for each in await flags.told_of(tx, kept, week, Reason.AT_RISK)] == [flag]


async def test_the_chats_of_a_merged_member_are_revoked(province: Province, tx: Tx) -> None:
    await people.merge(tx, province.member["X1"], into=province.member["X2"])
    assert await who(tx, chat("X1")) is None
    assert await people.addresses_of(tx, [province.member["X2"]]) == {province.member["X2"]: [chat("X2")]}


# ---- admins ----------------------------------------------------------------------------------------------------


async def test_an_admin_is_made_once_and_the_last_one_stays(province: Province, tx: Tx) -> None:
    x1, x2 = province.member["X1"], province.member["X2"]
    assert await people.admins(tx) == ()
    for _ in range(2):
        await people.make_admin(tx, x2, None, NOW)
    assert not await admins.revoke_admin(tx, x2, NOW)
    assert await people.admins(tx) == (x2,)
    await people.make_admin(tx, x1, x2, NOW)
    assert await people.admins(tx) == (x1, x2)
    assert await admins.revoke_admin(tx, x2, NOW)
    assert await people.admins(tx) == (x1,)
    assert not (await people.member_view(tx, x2, MONDAY)).admin
    await people.make_admin(tx, x2, x1, NOW)
    assert await people.admins(tx) == (x1, x2)


async def test_admins_are_reachable_in_a_live_chat_only(province: Province, tx: Tx) -> None:
    x1 = province.member["X1"]
    other = await people.add_member(tx, "Quản Trị", "+84912000099")
    for member in (x1, other):
        await people.make_admin(tx, member, None, NOW)
    assert await people.reachable_admins(tx) == (x1,)
    await people.mark_address(tx, chat("X1"), "DEAD", NOW)
    assert await people.reachable_admins(tx) == ()


async def test_the_last_admin_who_can_be_reached_stays_too(province: Province, tx: Tx) -> None:
    x1 = province.member["X1"]
    other = await people.add_member(tx, "Quản Trị", "+84912000099")
    for member in (x1, other):
        await people.make_admin(tx, member, None, NOW)
    assert not await admins.revoke_admin(tx, x1, NOW)
    assert await admins.revoke_admin(tx, other, NOW)
    await people.make_admin(tx, other, None, NOW)
    await people.mark_address(tx, chat("X1"), "DEAD", NOW)
    assert not await admins.is_needed(tx, x1)  # nobody can be reached anyway


async def test_a_new_member_has_no_seat_and_no_chat(database: Database) -> None:
    async with database.transaction() as tx:
        member = await people.add_member(tx, "Quản Trị", "+84912000099")
        view = await people.member_view(tx, member, MONDAY)
        assert (view.name, view.seats, view.roles) == ("Quản Trị", (), frozenset({Role.FORMER}))
        assert await people.addresses_of(tx, [member]) == {}


# ---- absences --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("hours", "away"), [(-1, False), (0, True), (1, True), (24, False), (25, True)])
async def test_absences_are_half_open_and_may_come_again(province: Province, tx: Tx, hours: int, away: bool) -> None:
    x1, x2 = province.member["X1"], province.member["X2"]
    await absences.add(tx, x1, NOW, NOW + DAY)
    await absences.add(tx, x1, NOW + DAY + HOUR, NOW + 2 * DAY)
    assert await absences.absent(tx, [x1, x2], NOW + hours * HOUR) == ({x1} if away else set())
