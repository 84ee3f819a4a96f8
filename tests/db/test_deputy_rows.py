"""Deputies in the database: from when until when, whom a reminder reaches instead of the holder, what ends it."""

from datetime import date

from core.hierarchy import Post
from core.roles import Action, Role
from core.roster import SeatKind
from db import absences, deputies, duties, handovers, invites, leaving, own_record, people, posts, units
from db.closing import end_units
from db.engine import Tx
from tests.db.province import DAY, MONDAY, SECOND, W47, Province, at, chat, hand_in, open_week

NOW, TODAY = at("17 09:00"), MONDAY + DAY


async def named(tx: Tx, province: Province, unit: str = "X1", day: date = MONDAY, linked: bool = True) -> int:
    """Lan becomes deputy of this unit; the member."""
    member = await people.add_member(tx, "Lê Thị Lan", "+84912345678")
    await deputies.name(tx, province.seat[unit], member, day, None, NOW)
    if linked:
        await people.link(tx, member, chat("lan"), NOW, revoke_others=False)
    return member


async def test_a_deputy_serves_from_a_day_until_a_day(province: Province, tx: Tx) -> None:
    member = await named(tx, province, day=TODAY)
    [found] = await deputies.of_units(tx, [province.unit["X1"]], TODAY)
    assert (found.member, found.member_name, found.linked, found.unit_name) == (member, "Lê Thị Lan", True, "Phường 1")
    assert await deputies.end(tx, found.id, TODAY + DAY)
    assert not await deputies.end(tx, found.id, TODAY + DAY)
    views = [await people.member_view(tx, member, TODAY + n * DAY) for n in (-1, 0, 1)]
    assert [len(view.deputised) for view in views] == [0, 1, 0]
    assert [view.roles for view in views] == [{Role.FORMER}, {Role.DEPUTY}, {Role.FORMER}]
    assert views[1].seats == views[1].secretary_units == ()
    assert [seat.unit_code for seat in views[1].served_units] == ["X1"]
    assert (views[1].serves(Action.SUBMIT), views[1].serves(Action.AWAY)) == ({province.unit["X1"]}, set())
    assert await deputies.by_id(tx, found.id, TODAY + DAY) is None


async def test_a_secretary_and_deputy_serves_both_but_decides_about_the_own_seat(province: Province, tx: Tx) -> None:
    await deputies.name(tx, province.seat["X2"], province.member["X1"], MONDAY, None, NOW)
    view = await people.member_at(tx, chat("X1"), TODAY)
    assert view is not None
    assert view.roles == {Role.SECRETARY, Role.DEPUTY}
    assert [seat.unit_code for seat in view.served_units] == ["X1", "X2"]
    assert view.serves(Action.HANDOVER) == {province.unit["X1"]}
    assert view.serves(Action.WITHDRAW) == {province.unit["X1"], province.unit["X2"]}


async def test_whoever_comes_to_hold_the_seat_is_its_deputy_no_more(province: Province, tx: Tx) -> None:
    member = await named(tx, province)
    new = await handovers.hand_over(tx, province.seat["X1"], "Lê Thị Lan", None, TODAY)
    await people.merge(tx, new, into=member)
    view = await people.member_view(tx, member, TODAY)
    assert (len(view.secretary_units), view.deputised) == (1, ())
    assert await deputies.of_units(tx, [province.unit["X1"]], TODAY) == []


async def test_a_deputy_is_reminded_while_the_holder_is_away(province: Province, tx: Tx) -> None:
    member, week = await named(tx, province), await open_week(tx)
    assert await deputies.to_remind(tx, week, TODAY, NOW) == []
    assert member not in await duties.still_owed(tx, [member], TODAY, NOW)
    await absences.add(tx, province.member["X1"], NOW, W47.due_at)
    for moment, reminded in ((NOW - SECOND, []), (NOW, [member]), (W47.due_at - SECOND, [member]), (W47.due_at, [])):
        assert await deputies.to_remind(tx, week, TODAY, moment) == reminded
        assert list(await duties.still_owed(tx, [member], TODAY, moment)) == reminded
    [duty] = (await duties.still_owed(tx, [member], TODAY, NOW))[member]
    assert (duty.unit_name, duty.instead_of) == ("Phường 1", "Trần Thanh Thảo")
    assert await deputies.to_remind(tx, week, TODAY, NOW, after=member) == []


async def test_nobody_is_reminded_who_cannot_be_or_need_not_be(province: Province, tx: Tx) -> None:
    member, week = await named(tx, province), await open_week(tx)
    await absences.add(tx, province.member["X1"], NOW, W47.closes_at)
    units = [province.unit["X1"], province.unit["X2"]]
    assert await deputies.reached_instead(tx, units, TODAY, NOW) == {units[0]: (member, "Lê Thị Lan")}
    await absences.add(tx, member, NOW, NOW + DAY)  # the deputy is away, too
    assert await deputies.to_remind(tx, week, TODAY, NOW) == []
    assert await deputies.to_remind(tx, week, TODAY + DAY, NOW + DAY) == [member]
    await people.mark_address(tx, chat("lan"), "DEAD", NOW)
    assert await deputies.to_remind(tx, week, TODAY + DAY, NOW + DAY) == []
    assert await deputies.reached_instead(tx, units, TODAY, NOW) == {}
    await people.mark_address(tx, chat("lan"), "LIVE", NOW)
    await hand_in(tx, province, "X1", week)
    assert await deputies.to_remind(tx, week, TODAY + DAY, NOW + DAY) == []
    assert await duties.still_owed(tx, [member], TODAY + DAY, NOW + DAY) == {}


async def test_a_deputy_is_reminded_where_the_holder_is_not_linked(province: Province, tx: Tx) -> None:
    member, week = await named(tx, province), await open_week(tx)
    await people.mark_address(tx, chat("X1"), "DEAD", NOW)
    assert await deputies.to_remind(tx, week, TODAY, NOW) == [member]
    await handovers.vacate(tx, province.seat["X1"], TODAY)  # nobody is reminded of a vacant seat
    assert await deputies.to_remind(tx, week, TODAY, NOW) == []


async def test_a_code_opens_while_its_member_is_a_deputy(province: Province, tx: Tx) -> None:
    member = await named(tx, province, linked=False)
    for code in ("ONE", "TWO"):
        await invites.issue(tx, code, Role.DEPUTY, member, province.seat["X1"], NOW, NOW + DAY)
    await invites.issue(tx, "SEAT", Role.SECRETARY, province.member["X1"], province.seat["X1"], NOW, NOW + DAY)
    found = await invites.find(tx, "ONE", NOW, TODAY)
    assert found is not None
    assert (found.role, found.member, found.unit_name, found.parent_name) == (
        Role.DEPUTY, member, "Phường 1", "Thành phố Đông Hà"
    )  # fmt: skip
    await invites.use(tx, found, NOW)
    assert await invites.find(tx, "TWO", NOW, TODAY) is None
    holder = await invites.find(tx, "SEAT", NOW, TODAY)
    assert holder is not None  # the holder's own code is another matter, and the other way round
    await invites.issue(tx, "THREE", Role.DEPUTY, member, province.seat["X1"], NOW, NOW + DAY)
    await invites.use(tx, holder, NOW)
    assert await invites.find(tx, "THREE", NOW, TODAY) is not None
    [deputy] = await deputies.of_units(tx, [province.unit["X1"]], TODAY)
    await deputies.end(tx, deputy.id, TODAY)
    assert await invites.find(tx, "THREE", NOW, TODAY) is None


async def test_one_number_under_one_name_is_one_person(province: Province, tx: Tx) -> None:
    member = await named(tx, province)
    assert await people.same_person(tx, "lê thị lan", "+84912345678") == member
    assert await people.same_person(tx, "Lê Thị Liên", "+84912345678") is None
    assert await people.same_person(tx, "Lê Thị Lan", None) is None
    assert [each.member for each in await deputies.of_phone(tx, "+84912345678", TODAY)] == [member]


async def test_it_ends_with_the_unit_and_when_the_deputy_leaves_and_stands_in_the_own_record(
    province: Province, tx: Tx
) -> None:
    member = await named(tx, province)
    await leaving.leave(tx, member, TODAY, NOW)
    assert await deputies.of_units(tx, [province.unit["X1"]], TODAY) == []
    [seat] = (await own_record.of_member(tx, member)).seats
    assert (seat.unit, seat.since, seat.until, seat.deputy) == ("Phường 1", MONDAY, TODAY, True)
    await deputies.name(tx, province.seat["X2"], member, MONDAY, None, NOW)
    await end_units(tx, {province.unit["X2"]: None}, TODAY, at("17 00:00"), "giải thể", None, NOW)
    assert await deputies.of_units(tx, [province.unit["X2"]], TODAY) == []


async def test_a_coordinators_deputy_stands_in_for_a_holder_who_is_away_or_has_no_chat(
    province: Province, tx: Tx
) -> None:
    holder, unit = province.member["H1"], province.unit["H1"]
    lan = await named(tx, province, "H1")
    assert (await posts.looking_after(tx, TODAY, NOW))[unit] == holder
    await absences.add(tx, holder, NOW, NOW + DAY)
    assert (await posts.looking_after(tx, TODAY, NOW))[unit] == lan
    assert (await posts.looking_after(tx, TODAY, NOW - SECOND))[unit] == holder
    assert (await posts.looking_after(tx, TODAY + DAY, NOW + DAY, [unit])) == {unit: holder}
    await absences.add(tx, lan, NOW, NOW + DAY)
    assert (await posts.looking_after(tx, TODAY, NOW))[unit] == holder  # better one who is away than nobody
    await people.mark_address(tx, chat("H1"), "DEAD", NOW)
    assert unit not in await posts.looking_after(tx, TODAY, NOW)
    assert (await posts.looking_after(tx, TODAY + DAY, NOW + DAY))[unit] == lan
    assert (await units.hierarchy(tx, TODAY + DAY, NOW + DAY)).coordinator_of(province.unit["X1"]) == Post(unit, (lan,))


async def test_a_deputy_of_a_coordinator_may_what_the_holder_may_and_of_a_vacant_seat_gets_nothing(
    province: Province, tx: Tx
) -> None:
    lan, unit = await named(tx, province, "H1"), province.unit["H1"]
    view = await people.member_view(tx, lan, TODAY)
    assert view.roles == {Role.DEPUTY_COORDINATOR} and not view.deputised and not view.seats
    assert view.coordinates(Action.EXTEND) == view.looks_after(Action.EXTEND) == {unit}
    assert view.coordinates(Action.ROLES) == view.serves(Action.SUBMIT) == set()
    [found] = await deputies.of_units(tx, [unit], TODAY, SeatKind.COORDINATOR)
    assert (found.kind, await deputies.of_units(tx, [unit], TODAY)) == (SeatKind.COORDINATOR, [])
    await leaving.leave(tx, province.member["H1"], TODAY, NOW)
    assert unit not in await posts.looking_after(tx, TODAY, NOW)
