"""Invitations for many as an errand: codes that work, within the asker's reach, and none for whoever lost the right."""

from sqlalchemy import select, update

from core.documents import CannotMake, ErrandKind, Order, Trouble
from db import errands, invites
from db.errands import Wanted
from db.tables import ADDRESS, INVITE, TENURE
from scheduler.errands import Errands
from tests.db.conftest import migrated_file as migrated_file  # noqa: PLC0414 - fixtures of the database
from tests.db.conftest import province as province  # noqa: PLC0414 - as above
from tests.db.conftest import province_file as province_file  # noqa: PLC0414 - as above
from tests.db.province import MONDAY, Province
from tests.scheduler.test_errands import CARDS, NOW, StandIn, queued, the_errand
from tests.scheduler.test_errands import clerk as clerk  # noqa: PLC0414 - fixtures of errands
from tests.scheduler.test_errands import office as office  # noqa: PLC0414 - as above
from tests.scheduler.test_errands import store as store  # noqa: PLC0414 - as above


async def invited(province: Province, asker: str, unit: str | None = None, level: str = "") -> None:
    """Everybody but the asker has lost the chat; the asker wants cards."""
    member = province.member[asker]
    order = Order(ErrandKind.INVITES, level, province.unit[unit] if unit else None)
    async with province.database.transaction() as tx:
        await tx.execute(update(ADDRESS).where(ADDRESS.c.member_id != member).values(state="REVOKED"))
        await errands.want(tx, [Wanted("invites:x", order, [member], member)], NOW)


async def test_cards_are_drawn_of_codes_that_work_and_only_within_the_askers_reach(
    province: Province, office: Errands, clerk: StandIn
) -> None:
    await invited(province, "H1")
    assert await office.do_all(NOW) == 1
    [sheet] = clerk.drawn
    assert {card.place.name for card in sheet.cards} == {"Thành phố Đông Hà"}
    async with province.database.snapshot() as tx:
        for card in sheet.cards:
            found = await invites.find(tx, card.code.replace("-", ""), NOW, NOW.date())
            assert found is not None and (found.unit_name, found.by) == (card.unit_name, province.member["H1"])
    [(key, text)] = await queued(province.database)
    assert key == f"document:1:1:{province.member['H1']}"
    assert text is not None and f"gửi anh/chị {len(sheet.cards)} phiếu mời" in text
    assert (await the_errand(province.database)).files == CARDS


async def test_of_everybody_only_the_level_and_the_unit_that_were_wanted(
    province: Province, office: Errands, clerk: StandIn
) -> None:
    await invited(province, "T45", "H2", "xã")
    await office.do_all(NOW)
    [sheet] = clerk.drawn
    assert {(card.place.name, card.seat.value) for card in sheet.cards} == {("Thị xã Quảng Trị", "secretary")}


async def test_whoever_lost_the_right_meanwhile_gets_no_code(
    province: Province, office: Errands, clerk: StandIn
) -> None:
    await invited(province, "H1")
    async with province.database.transaction() as tx:
        await tx.execute(update(TENURE).where(TENURE.c.member_id == province.member["H1"]).values(until_day=MONDAY))
    assert await office.do_all(NOW) == 1
    assert (clerk.drawn, await queued(province.database)) == ([], [])
    async with province.database.snapshot() as tx:
        assert (await tx.execute(select(INVITE))).all() == []


async def test_when_everybody_is_linked_meanwhile_that_is_said(province: Province, office: Errands) -> None:
    await invited(province, "H1")
    async with province.database.transaction() as tx:
        await tx.execute(update(ADDRESS).values(state="LIVE"))
    await office.do_all(NOW)
    [(_, text)] = await queued(province.database)
    assert text is not None and "mọi người đã kết nối cả" in text


async def test_cards_that_cannot_be_made_are_told_by_their_name(
    province: Province, office: Errands, clerk: StandIn
) -> None:
    await invited(province, "H1")
    clerk.trouble = CannotMake(Trouble.NO_SPACE, "no space left on the disk")
    await office.do_all(NOW)
    [(_, text)] = await queued(province.database)
    assert text is not None and "chưa soạn được các phiếu mời vì máy chủ hết chỗ" in text
