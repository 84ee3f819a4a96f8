"""A coordinator's deputy: may do there what the holder may, and is written to instead of a holder who cannot be."""

import pytest

from core.roles import Action, Role, allowed
from db import absences
from tests.journeys.manners import Bare, Manner
from tests.journeys.people import Somebody
from tests.journeys.stage import Stage, moment

pytestmark = pytest.mark.long  # the whole file takes seconds

TUESDAY = "2026-11-17 09:00"
NAMED = "Lê Thị Lan, 0912 345 678"


async def deputy_of(stage: Stage, unit: str = "thành phố Đông Hà", by: Somebody | None = None) -> Somebody:
    """Lan is named, opens her code and agrees."""
    names = by or stage.hung
    await names.says(f"/duphong {unit}, {NAMED}")
    code = stage.code_in(await names.presses("Xác nhận"))
    lan = stage.somebody("lan", "Chị Lan, cán bộ phụ trách dự phòng")
    await lan.opens(code)
    await lan.presses("Đúng")
    await lan.presses("Tôi đồng ý")
    return lan


async def is_away(stage: Stage, person: str, until: str) -> None:
    """As when the person, who serves in a second seat as well, says so there."""
    member = await stage.member(person)
    async with stage.installation.database.transaction() as tx:
        await absences.add(tx, member, stage.now, moment(until))


@pytest.mark.parametrize("manner", Manner)
async def test_a_coordinators_deputy_is_named_from_above_and_does_the_work(stage: Stage) -> None:
    hung, nam, lam = stage.hung, stage.nam, stage.lam
    lan = stage.somebody("lan", "Chị Lan, cán bộ phụ trách dự phòng")
    await stage.at(TUESDAY)
    nam.hears(), lam.hears()
    asked = await hung.says("dự phòng cho thành phố Đông Hà")
    assert "thành phố Đông Hà chưa có cán bộ phụ trách dự phòng" in asked and "xin họ tên" in asked
    asked = await hung.says(NAMED)
    assert "là cán bộ phụ trách dự phòng của thành phố Đông Hà, bên cạnh Dương Thanh Nam" in asked
    done = await hung.presses("Xác nhận")
    assert "đã ghi Lê Thị Lan là cán bộ phụ trách dự phòng của thành phố Đông Hà. Mã mời của Lê Thị Lan:" in done
    assert "Bùi Văn Hùng đã ghi Lê Thị Lan là người dự phòng của thành phố Đông Hà: làm thay anh/chị" in nam.hears()
    opened = await lan.opens(stage.code_in(done))
    assert "dành cho cán bộ phụ trách dự phòng của thành phố Đông Hà (tỉnh Quảng Trị)" in opened
    await lan.presses("Đúng")
    welcome = await lan.presses("Tôi đồng ý")
    assert "Anh/chị là cán bộ phụ trách dự phòng của thành phố Đông Hà" in welcome
    assert "/thieu" in (told := await lan.says("/trogiup")) and "/bangiao" not in told
    assert "3 còn thiếu" in await lan.says("ai chưa nộp")
    await lan.says("gia hạn Tân Lập đến thứ Hai, do mưa lũ")
    assert "đã gia hạn cho xã Tân Lập" in await lan.presses("Xác nhận")
    assert "Lê Thị Lan đã gia hạn tuần 47 của xã Tân Lập" in lam.hears()
    assert "chưa thấy đơn vị nào" in await lan.says("gia hạn Hải Lệ đến thứ Hai, do mưa lũ")
    assert "Lê Thị Lan đổi hạn tuần 47" in await nam.says("ai đổi hạn của Tân Lập")
    assert "Người dự phòng của thành phố Đông Hà: Lê Thị Lan." in await nam.says("/phutrach")
    assert "là người dự phòng của thành phố Đông Hà, bên cạnh Dương Thanh Nam" in await lan.says("ai phụ trách tôi")
    assert "• Dự phòng cho: thành phố Đông Hà" in await lan.says("/dulieu")
    card = await hung.says("/donvi thành phố Đông Hà")
    assert "Cán bộ phụ trách dự phòng: Lê Thị Lan, 0912 345 678, đã kết nối." in card
    assert "ghi Lê Thị Lan là người dự phòng từ 17/11/2026" in await hung.says("/nhatky thành phố Đông Hà")
    stage.reads_as_written("Người dự phòng của cán bộ phụ trách", hung, nam, lan)


@pytest.mark.parametrize("manner", Manner)
async def test_a_coordinators_deputy_is_ended(stage: Stage) -> None:
    khai, nam = stage.khai, stage.nam
    await stage.at(TUESDAY)
    lan = await deputy_of(stage, by=khai)
    nam.hears(), lan.hears()
    await khai.says("/donvi thành phố Đông Hà")
    await khai.presses("Người dự phòng")
    assert [Bare(each) for each in khai.is_offered] == ["Thôi dự phòng của Lê Thị Lan", "Mã mời cho Lê Thị Lan"]
    ended = await khai.presses("Thôi dự phòng của Lê Thị Lan")
    assert "Lê Thị Lan thôi làm cán bộ phụ trách dự phòng của thành phố Đông Hà" in ended
    assert "Lê Thị Lan thôi làm người dự phòng của thành phố Đông Hà" in nam.hears()
    assert "anh/chị thôi làm cán bộ phụ trách dự phòng của thành phố Đông Hà" in lan.hears()
    assert "0/3 đơn vị" not in await lan.says("ai chưa nộp")
    assert "chưa được giao" in await lan.forges("missing")
    stage.reads_as_written("Thôi người dự phòng của cán bộ phụ trách", khai, nam, lan)


@pytest.mark.parametrize("manner", Manner)
async def test_warnings_and_summaries_go_to_the_deputy_while_the_holder_has_no_chat(stage: Stage) -> None:
    nam, hung = stage.nam, stage.hung
    await stage.at(TUESDAY)
    lan = await deputy_of(stage)
    await stage.at("2026-11-20 09:00")
    lan.hears(), hung.hears()
    nam.blocks_the_bot()
    await stage.loses_its_chat(nam)
    await stage.at("2026-11-21 20:10")
    warned = lan.hears()
    assert "thành phố Đông Hà còn 24 giờ là đến hạn 20:00 Chủ nhật 22/11 của tuần 47: 0/3" in warned
    assert "Nhắc 3 đơn vị" in lan.is_offered and "thành phố Đông Hà còn" not in hung.hears()
    await stage.at("2026-11-23 08:30")
    closed = lan.hears()
    assert "Xã Tân Lập 0/1" in closed and "đã đóng lúc 08:00 thứ Hai 23/11" in closed
    assert "Phường Đông Giang" not in hung.hears()
    called = await lan.says("Tân Lập đã gọi, hẹn chiều nay")
    assert "đã gọi" in called or "em đã ghi" in called.lower()
    stage.reads_as_written("Người dự phòng nhận cảnh báo thay", lan)


async def test_a_deputy_gets_no_alerts_while_the_holder_is_there(stage: Stage) -> None:
    await stage.at(TUESDAY)
    lan = await deputy_of(stage)
    lan.hears(), stage.nam.hears()
    await stage.at("2026-11-23 08:30")
    assert lan.hears() == ""
    assert "24 giờ là đến hạn" in (heard := stage.nam.hears()) and "đã đóng" in heard


async def test_an_absent_holder_is_stood_in_for_and_hears_of_what_is_open_when_back(stage: Stage) -> None:
    nam = stage.nam
    await stage.at(TUESDAY)
    lan = await deputy_of(stage)
    lan.hears(), nam.hears()
    await is_away(stage, "nam", "2026-11-23 12:00")
    await stage.at("2026-11-23 09:00")
    assert "Xã Tân Lập 0/1" in lan.hears() and "Tân Lập" not in nam.hears()
    await stage.at("2026-11-23 11:59")
    assert (lan.hears(), nam.hears()) == ("", "")
    await stage.at("2026-11-23 12:30")
    assert "Tân Lập" in nam.hears() and lan.hears() == ""


@pytest.mark.parametrize("manner", Manner)
async def test_a_coordinator_who_says_so_is_stood_in_for_until_back(stage: Stage) -> None:
    hung, nam = stage.hung, stage.nam
    await stage.at(TUESDAY)
    lan = await deputy_of(stage)
    await stage.at("2026-11-20 09:00")
    lan.hears(), nam.hears(), hung.hears()
    told = await nam.says("tôi đi công tác đến thứ Tư 25/11")
    assert "đến hết thứ Tư 25/11 em gửi cảnh báo và bản tổng hợp cho người làm thay anh/chị" in told
    assert "• Thành phố Đông Hà: Lê Thị Lan" in told
    assert "Dương Thanh Nam báo vắng đến hết thứ Tư 25/11" in lan.hears()
    assert "Dương Thanh Nam (thành phố Đông Hà) báo vắng đến hết thứ Tư 25/11; Lê Thị Lan làm thay" in hung.hears()
    await stage.at("2026-11-21 20:10")
    assert "còn 24 giờ là đến hạn" in lan.hears() and nam.hears() == ""
    assert "3 còn thiếu" in await nam.says("ai chưa nộp")  # may do everything all the same
    await stage.at("2026-11-23 07:00")
    assert "em lại gửi tin cho anh/chị như trước" in await nam.forges("away:back")
    await stage.at("2026-11-23 08:30")
    assert "đã đóng lúc 08:00 thứ Hai 23/11" in nam.hears() and lan.hears() == ""
    assert "không thấy anh/chị đang báo vắng" in await nam.says("/vang thôi")
    trail = await hung.says("/nhatky thành phố Đông Hà")
    assert "Dương Thanh Nam báo vắng" in trail and "Dương Thanh Nam báo đã về" in trail
    stage.reads_as_written("Cán bộ phụ trách báo vắng", nam, lan, hung)


async def test_where_nobody_can_stand_in_everything_stays_with_the_coordinator(stage: Stage) -> None:
    nam = stage.nam
    await stage.at(TUESDAY)
    nam.hears()
    assert "thành phố Đông Hà chưa có người dự phòng nào nhận được tin" in await nam.says("/vang")
    lan = await deputy_of(stage)
    nam.hears(), lan.hears()
    for said, answer in (
        ("/vang đến 30/2", "không phải là một ngày có thật"),
        ("/vang đến khi khoẻ", "không phải là một ngày có thật"),
        ("/vang đến 1/11", "đã qua"),
        ("/vang đến 30/3", "xa quá 60 ngày"),
    ):
        assert answer in await nam.says(said), said
    assert "không thấy anh/chị đang báo vắng" in await nam.says("/vang thôi")
    assert lan.hears() == ""
    assert "đến hết Chủ nhật 22/11" in await nam.says("/vang tuần này")
    lan.blocks_the_bot()
    await stage.loses_its_chat(lan)
    await stage.at("2026-11-21 20:10")
    assert "còn 24 giờ là đến hạn" in nam.hears()


async def test_flags_that_are_open_go_to_the_deputy_when_the_holder_is_lost(stage: Stage) -> None:
    nam = stage.nam
    await stage.at(TUESDAY)
    lan = await deputy_of(stage)
    await stage.at("2026-11-23 09:00")
    lan.hears()
    await stage.loses_its_chat(nam)
    await stage.at("2026-11-23 09:30")
    assert lan.hears().count("Tân Lập") == 1
    await stage.at("2026-11-23 10:30")
    assert lan.hears() == ""  # once


async def test_who_names_whom(stage: Stage) -> None:
    nam, binh, hung, khai = stage.nam, stage.binh, stage.hung, stage.khai
    await stage.at(TUESDAY)
    assert "do cấp trên hoặc quản trị ghi" in await nam.says("/duphong thành phố Đông Hà")
    assert "do cấp trên hoặc quản trị ghi" in await nam.says(f"/duphong thành phố Đông Hà, {NAMED}")
    assert "chưa thấy đơn vị nào" in await binh.says("/duphong thành phố Đông Hà")
    assert "đang là cán bộ phụ trách của thành phố Đông Hà" in await hung.says(
        "/duphong thành phố Đông Hà, duong thanh nam"
    )
    assert "do cấp trên hoặc quản trị ghi" in await hung.says("/duphong tỉnh Quảng Trị")
    assert "tỉnh Quảng Trị chưa có cán bộ phụ trách dự phòng" in await khai.says("/duphong tỉnh Quảng Trị")
    lan = await deputy_of(stage)
    assert "do cấp trên hoặc quản trị ghi" in await lan.says("/duphong thành phố Đông Hà, Lý Văn Phó")
    number = stage.platform.last_options(hung.chat)
    await hung.says("/duphong thành phố Đông Hà")
    end = stage.platform.last_options(hung.chat)[0].action
    assert number is not None and "không thuộc phạm vi" in await nam.forges(end)
    assert "không thuộc phạm vi" in await lan.forges(end)
    await lan.says("/duphong Tân Lập, Lý Văn Phó")
    assert "đã ghi Lý Văn Phó là đầu mối dự phòng của xã Tân Lập" in await lan.presses("Xác nhận")


async def test_a_deputy_does_what_the_holder_may_but_is_not_away_for_it_nor_gives_it_away(stage: Stage) -> None:
    assert allowed([Role.COORDINATOR]) - allowed([Role.DEPUTY_COORDINATOR]) == {Action.AWAY, Action.HANDOVER}
    await stage.at(TUESDAY)
    lan = await deputy_of(stage)
    for words in ("/bangiao", "thành phố Đông Hà khuyết cán bộ phụ trách từ hôm nay"):
        await lan.says(words)
    assert "Dương Thanh Nam" in await stage.hung.says("/donvi thành phố Đông Hà")
    assert "chưa được giao" in await lan.forges("handover:today:abc123:3")


async def test_a_coordinator_is_deputy_of_another_one(stage: Stage) -> None:
    binh, hung = stage.binh, stage.hung
    await stage.at(TUESDAY)
    await hung.says("/duphong thành phố Đông Hà, Lê Thị Bình, 0912000102")
    assert "đã ghi Lê Thị Bình là cán bộ phụ trách dự phòng" in await hung.presses("Xác nhận")
    assert "bên cạnh Dương Thanh Nam: anh/chị làm được mọi việc" in binh.hears()
    assert "đã gia hạn cho xã Tân Lập" in (
        await binh.says("gia hạn Tân Lập đến thứ Hai, do mưa lũ") and await binh.presses("Xác nhận")
    )
    binh.hears()
    await stage.at("2026-11-21 20:10")
    own = binh.hears()
    assert "thị xã Quảng Trị còn 24 giờ" in own and "Đông Hà" not in own
    await binh.says("/bangiao")
    assert "Đông Hà" not in binh.hears()


async def test_a_deputy_who_takes_the_consent_back_is_deputy_no_more(stage: Stage) -> None:
    await stage.at(TUESDAY)
    lan = await deputy_of(stage)
    await lan.says("rút lại đồng ý")
    await lan.presses("Rút lại đồng ý")
    await lan.presses("Rút lại, tôi thôi phụ trách")
    assert "chưa có cán bộ phụ trách dự phòng" in await stage.hung.says("/duphong thành phố Đông Hà")
    assert "Lê Thị Lan thôi làm người dự phòng" in await stage.hung.says("/nhatky thành phố Đông Hà")
