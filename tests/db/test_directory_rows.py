"""Who holds which seat, in which chat with one bot account, on a day."""

from sqlalchemy import update

from core.ports import Address
from core.roster import SeatKind
from db import directory, people, roster
from db.engine import Tx
from db.tables import UNIT
from tests.db.province import DAY, MONDAY, Province, at, chat, sheet

NOW = at("17 08:00")
TUESDAY = MONDAY + DAY


async def test_every_held_seat_is_listed_in_the_order_of_units_with_its_chat(province: Province, tx: Tx) -> None:
    await people.mark_address(tx, chat("X1"), "DEAD", NOW)
    holders = await directory.seat_holders(tx, "local", "bot", MONDAY)
    assert [(each.unit_code, each.chat, each.linked) for each in holders] == [
        ("T45", "T45", True),
        ("H1", "H1", True),
        ("H2", "H2", True),
        ("X1", "X1", False),
        ("X2", "X2", True),
        ("X3", "X3", True),
        ("X4", "X4", True),
    ]
    x1 = holders[3]
    assert (x1.kind, x1.unit, x1.unit_name) == (SeatKind.SECRETARY, province.unit["X1"], "Phường 1")
    assert (x1.parent, x1.member, x1.member_name) == (province.unit["H1"], province.member["X1"], "Trần Thanh Thảo")


async def test_of_several_chats_the_newest_live_one_with_this_bot_account_is_told(province: Province, tx: Tx) -> None:
    x1 = province.member["X1"]
    await people.link(tx, x1, chat("tablet"), NOW, revoke_others=False)
    await people.link(tx, x1, Address("telegram", "bot", "99"), NOW, revoke_others=False)

    async def told(channel: str = "local", account: str = "bot") -> str | None:
        holders = await directory.seat_holders(tx, channel, account, MONDAY)
        return next(each.chat for each in holders if each.unit_code == "X1")

    assert await told() == "tablet"
    assert await told("telegram") == "99"
    assert await told("local", "other") is None
    await people.mark_address(tx, chat("tablet"), "DEAD", NOW)
    assert await told() == "X1"
    await people.link(tx, x1, chat("new phone"), NOW, revoke_others=True)
    assert await told() == "new phone"
    assert await told("telegram") is None


async def test_only_who_holds_a_seat_of_a_valid_unit_that_day_is_listed(province: Province, tx: Tx) -> None:
    await roster.write(tx, sheet(X1=("Họ và tên", "Lý Thị Sen"), X2=("Họ và tên", "khuyết")), TUESDAY, NOW)
    await tx.execute(update(UNIT).where(UNIT.c.code == "X4").values(valid_to=TUESDAY))

    async def names(days: int) -> dict[str, str]:
        holders = await directory.seat_holders(tx, "local", "bot", MONDAY + days * DAY)
        return {each.unit_code: each.member_name for each in holders if each.unit_code.startswith("X")}

    assert await names(-1) == {}
    assert list(await names(0)) == ["X1", "X2", "X3", "X4"]
    assert await names(1) == {"X1": "Lý Thị Sen", "X3": "Nguyễn Thị Mai"}
    assert [unit.code for unit in await directory.units_of_day(tx, MONDAY)][-2:] == ["X4", "X5"]
    assert [unit.code for unit in await directory.units_of_day(tx, TUESDAY)][-2:] == ["X3", "X5"]


async def test_admins_are_listed_as_they_came_with_their_chat(province: Province, tx: Tx) -> None:
    assert await directory.admin_views(tx, "local", "bot") == []
    other = await people.add_member(tx, "Quản Trị")
    for member in (other, province.member["X1"]):
        await people.make_admin(tx, member, None, NOW)
    views = await directory.admin_views(tx, "local", "bot")
    assert [(view.member, view.name, view.chat) for view in views] == [
        (province.member["X1"], "Trần Thanh Thảo", "X1"),
        (other, "Quản Trị", None),
    ]
