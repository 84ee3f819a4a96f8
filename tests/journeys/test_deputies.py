"""A deputy of a secretary's seat: named and ended in the chat, hands in besides the holder, reminded only instead."""

import pytest

from tests.journeys.manners import Bare, Manner
from tests.journeys.people import Somebody
from tests.journeys.stage import Stage

pytestmark = pytest.mark.long  # the whole file takes seconds

TUESDAY = "2026-11-17 09:00"
NAMED = "Lê Thị Lan, 0912 345 678"


async def deputy_of(stage: Stage, unit: str = "Tân Lập", by: Somebody | None = None, chat: str = "lan") -> Somebody:
    """Lan is named, opens her code and agrees."""
    names = by or stage.nam
    await names.says(f"/duphong {unit}, {NAMED}" if chat == "lan" else f"/duphong {unit}, Lý Văn {chat}")
    code = stage.code_in(await names.presses("Xác nhận"))
    somebody = stage.somebody(chat, "Chị Lan, người dự phòng")
    await somebody.opens(code)
    await somebody.presses("Đúng")
    await somebody.presses("Tôi đồng ý")
    return somebody


@pytest.mark.parametrize("manner", Manner)
async def test_a_deputy_is_named_and_hands_in(stage: Stage) -> None:
    nam, lam = stage.nam, stage.lam
    lan = stage.somebody("lan", "Chị Lan, người dự phòng")
    await stage.at(TUESDAY)
    lam.hears()
    asked = await nam.says("dự phòng cho Tân Lập")
    assert "xã Tân Lập chưa có đầu mối dự phòng" in asked and "xin họ tên" in asked
    asked = await nam.says(NAMED)
    assert "Từ hôm nay Lê Thị Lan (+84912345678) là đầu mối dự phòng của xã Tân Lập, bên cạnh Hồ Văn Lâm" in asked
    done = await nam.presses("Xác nhận")
    assert "đã ghi Lê Thị Lan là đầu mối dự phòng của xã Tân Lập. Mã mời của Lê Thị Lan:" in done
    assert "Dương Thanh Nam đã ghi Lê Thị Lan là người dự phòng của xã Tân Lập" in lam.hears()
    assert "dành cho đầu mối dự phòng của xã Tân Lập (thành phố Đông Hà)" in await lan.opens(stage.code_in(done))
    await lan.presses("Đúng")
    welcome = await lan.presses("Tôi đồng ý")
    assert "là đầu mối dự phòng của xã Tân Lập" in welcome and "0/1" in welcome
    assert "(anh/chị là người dự phòng)" in await lan.says("tôi còn thiếu gì")
    receipt = await lan.sends_photo("bài")
    assert "✅ Đã nhận 1 ảnh" in receipt and "Ghi chú: Lê Thị Lan nộp thay." in receipt and "Tuần 47: 1/1" in receipt
    assert "Lê Thị Lan đã nộp thay xã Tân Lập: BC-1. Tuần 47: 1/1, đã đủ." in lam.hears()
    assert "BC-1" in (history := await lam.says("/lichsu")) and "(Lê Thị Lan nộp thay)" in history
    assert "Người dự phòng của xã Tân Lập: Lê Thị Lan." in await lam.says("/phutrach")
    assert "là người dự phòng của xã Tân Lập, bên cạnh Hồ Văn Lâm" in await lan.says("ai phụ trách tôi")
    assert "• Dự phòng cho: xã Tân Lập" in await lan.says("/dulieu")
    card = await nam.says("/donvi Tân Lập")
    assert "Đầu mối dự phòng: Lê Thị Lan, 0912 345 678, đã kết nối." in card and "1/1" in card
    trail = await nam.says("/nhatky Tân Lập")
    assert "ghi Lê Thị Lan là người dự phòng từ 17/11/2026" in trail and "Lê Thị Lan nộp thay BC-1" in trail
    stage.reads_as_written("Người dự phòng", nam, lam, lan)


@pytest.mark.parametrize("manner", Manner)
async def test_a_deputy_is_reminded_only_while_the_holder_is_away(stage: Stage) -> None:
    lam = stage.lam
    await stage.at(TUESDAY)
    lan = await deputy_of(stage)
    lan.hears()
    await stage.at("2026-11-19 19:40")
    assert lan.hears() == "" and "xã Tân Lập" in lam.hears()
    await lam.says("tuần này tôi đi công tác")
    await lam.presses("Chỉ tạm dừng nhắc")
    await stage.at("2026-11-22 09:10")
    assert "hết hạn" not in lam.hears()
    heard = lan.hears()
    assert "Hồ Văn Lâm đang vắng hoặc không nhận được tin, nên em nhờ anh/chị nộp thay." in heard
    assert "xã Tân Lập được 0/1" in heard
    assert lan.is_offered == ["Nhắc lại sau"]
    assert "nhắc lại anh/chị lúc" in await lan.presses("Nhắc lại sau")
    assert "1/1" in await lan.sends_photo("bài")
    await stage.at("2026-11-22 13:00")
    assert lan.hears() == ""  # nothing is owed any more
    stage.reads_as_written("Người dự phòng được nhắc khi người phụ trách vắng", lam, lan)


async def test_a_deputy_is_reminded_and_nudged_where_the_holder_cannot_be_reached(stage: Stage) -> None:
    binh, khai = stage.binh, stage.khai
    await stage.at(TUESDAY)
    nobody = await binh.says("/thieu")
    assert "em không nhắc được: xã Hoà Sơn" in nobody and "Nhắc 2 đơn vị" in binh.is_offered
    lan = await deputy_of(stage, "Hoà Sơn", binh)
    somebody = await binh.says("/thieu")
    assert "Xã Hoà Sơn 0/1" in somebody and "không nhắc được" not in somebody and "Nhắc 3 đơn vị" in binh.is_offered
    lan.hears()
    preview = await khai.says("/xemtruoc")
    assert "19:30 thứ Năm 19/11: nhắc 6 đầu mối, tuần 47" in preview
    await stage.at("2026-11-19 19:40")
    assert "Đinh Văn Phúc đang vắng hoặc không nhận được tin" in lan.hears()
    await stage.at("2026-11-20 10:00")
    assert "Em soạn sẵn lời nhắc cho 1 đơn vị" in await binh.says("nhắc Hoà Sơn")
    await binh.presses("Gửi 1 đơn vị")
    assert "Lê Thị Bình nhờ em nhắc: Đinh Văn Phúc đang vắng" in lan.hears()
    stage.reads_as_written("Người dự phòng khi đầu mối chưa kết nối", lan, binh)


@pytest.mark.parametrize("manner", Manner)
async def test_a_deputy_is_ended(stage: Stage) -> None:
    nam, lam = stage.nam, stage.lam
    await stage.at(TUESDAY)
    lan = await deputy_of(stage)
    await lan.sends_photo("bài")
    card = await nam.says("/donvi Tân Lập")
    assert "Đầu mối dự phòng: Lê Thị Lan" in card
    await nam.presses("Người dự phòng")
    assert [Bare(each) for each in nam.is_offered] == ["Thôi dự phòng của Lê Thị Lan", "Mã mời cho Lê Thị Lan"]
    lam.hears(), lan.hears()
    ended = await nam.presses("Thôi dự phòng của Lê Thị Lan")
    assert "Lê Thị Lan thôi làm đầu mối dự phòng của xã Tân Lập" in ended
    assert "Lê Thị Lan thôi làm người dự phòng của xã Tân Lập" in lam.hears()
    assert "anh/chị thôi làm đầu mối dự phòng của xã Tân Lập" in lan.hears()
    assert "chưa ghi nhận" in await lan.sends_photo("nữa")
    assert "1/1" in await lam.says("tôi còn thiếu gì")  # what was handed in still counts
    assert "không dùng được nữa" in await nam.forges("deputies:end:1")
    assert "Lê Thị Lan thôi làm người dự phòng từ 17/11/2026" in await nam.says("/nhatky Tân Lập")
    stage.reads_as_written("Thôi người dự phòng", nam, lam, lan)


@pytest.mark.parametrize("manner", Manner)
async def test_a_secretary_is_deputy_of_another_unit(stage: Stage) -> None:
    """Own first; then, or when it is said, the other one; and what was placed wrongly is moved by a button."""
    khai, hanh, lam = stage.khai, stage.hanh, stage.lam
    await stage.at(TUESDAY)
    hanh.hears(), lam.hears()
    await khai.says("Tân Lập, dự phòng là Trần Thị Hạnh, 0912000001")
    done = await khai.presses("Xác nhận")
    assert "đã ghi Trần Thị Hạnh là đầu mối dự phòng của xã Tân Lập và báo người ấy" in done
    assert "đã ghi anh/chị là đầu mối dự phòng của xã Tân Lập, bên cạnh Hồ Văn Lâm" in hanh.hears()
    own = await hanh.sends_photo("của mình")
    assert "Phường 1, tuần 47: 1/1" in own and "Ghi chú" not in own
    moved = await hanh.presses("Tính cho xã Tân Lập")
    assert "đã tính BC-1 cho xã Tân Lập" in moved and "Xã Tân Lập, tuần 47: 1/1" in moved
    assert "Phường 1, tuần 47: 0/1" in moved
    assert "Trần Thị Hạnh đã nộp thay xã Tân Lập: BC-1" in lam.hears()
    assert "không còn thiếu" in await hanh.presses("Tính cho xã Tân Lập")
    await lam.says("/lichsu")
    lam.hears()
    await hanh.says("/rutlai")
    assert "Trần Thị Hạnh đã rút BC-1 khỏi xã Tân Lập. Tuần 47: 0/1, còn thiếu 1." in lam.hears()
    other = await hanh.sends_photo("thay", caption="nộp thay Tân Lập")
    assert "Xã Tân Lập, tuần 47: 1/1" in other and "Ghi chú: Trần Thị Hạnh nộp thay." in other
    assert "Phường 1, tuần 47: 1/1" in await hanh.sends_photo("lại của mình")
    stage.reads_as_written("Đầu mối làm dự phòng cho đơn vị khác", khai, hanh, lam)


async def test_when_the_own_week_is_full_a_photo_goes_where_it_is_lacking(stage: Stage) -> None:
    khai, hanh = stage.khai, stage.hanh
    await stage.at(TUESDAY)
    await khai.says("/duphong Tân Lập, Trần Thị Hạnh, 0912000001")
    await khai.presses("Xác nhận")
    await hanh.sends_photo("một")
    assert "Xã Tân Lập, tuần 47: 1/1" in await hanh.sends_photo("hai")
    assert "Phường 1, tuần 47: 2/1" in await hanh.sends_photo("ba")


async def test_one_message_a_day_lists_every_seat(stage: Stage) -> None:
    """Secretary of one unit and of a second one, deputy of a third whose holder is away: one reminder."""
    khai, hanh, lam = stage.khai, stage.hanh, stage.lam
    await stage.gets_units(("X9", "Xã Cam An", "xã", "H1", "Bí thư", "Trần Thị Hạnh", "0912000001"))
    await stage.at("2026-11-16 09:00")
    await khai.says("/duphong Tân Lập, Trần Thị Hạnh, 0912000001")
    await khai.presses("Xác nhận")
    await lam.says("/vang")
    await lam.presses("Chỉ tạm dừng nhắc")
    hanh.hears()
    await stage.at("2026-11-19 19:40")
    assert [each.chat for each in await stage.sent() if each.kind == "reminder" and each.chat == "hanh"] == ["hanh"] * 2
    heard = hanh.hears()
    assert "còn 3 việc cần nộp" in heard
    assert "• Phường 1, tuần 47: 0/1" in heard and "• Xã Cam An, tuần 47: 0/1" in heard
    assert "• Xã Tân Lập, tuần 47: 0/1, còn thiếu 1, hạn 20:00 Chủ nhật 22/11 (nộp thay Hồ Văn Lâm)" in heard
    assert hanh.is_offered == ["Nhắc lại sau", "Tuần này tôi vắng"]
    await hanh.says("/vang")
    away = await hanh.presses("Chỉ tạm dừng nhắc")
    assert "phường 1" in away.lower()
    await stage.at("2026-11-22 09:10")
    assert "còn" not in hanh.hears()


async def test_an_item_of_a_deputy_that_is_returned_is_told_to_both(stage: Stage) -> None:
    nam, lam = stage.nam, stage.lam
    await stage.at(TUESDAY)
    lan = await deputy_of(stage)
    await lan.sends_photo("bài")
    await lan.sends_photo("bài")  # the same once more: not counted, and she objects
    await lan.presses("Không phải bài cũ")
    await lan.presses("Không cần nói thêm")
    shown = await nam.says("/duyet")
    assert "Ghi chú: Lê Thị Lan nộp thay." in shown
    lam.hears(), lan.hears()
    await nam.presses("Trả lại")
    await nam.presses("Ảnh cũ")
    assert "BC-2" in lan.hears()
    assert "BC-2" in lam.hears()


async def test_what_a_deputy_may_not(stage: Stage) -> None:
    await stage.at(TUESDAY)
    lan = await deputy_of(stage)
    for words in ("/vang", "/bangiao", "/khongcohoatdong", "/xingiahan đến thứ Hai", "/ketqua", "/duphong Tân Lập"):
        assert "cứ gửi ảnh hoặc đường dẫn vào đây" in await lan.says(words)
    for button in ("away:pause", "handover:today:abc123:3", "nothing", "deputies:end:1", "own_year"):
        assert "chưa được giao" in await lan.forges(button)
    assert "/vang" not in (told := await lan.says("/trogiup")) and "/rutlai" in told


async def test_deputies_that_cannot_be(stage: Stage) -> None:
    nam, binh, khai = stage.nam, stage.binh, stage.khai
    await stage.at(TUESDAY)
    assert "/duphong TÊN ĐƠN VỊ" in await nam.says("/duphong")
    assert "chưa thấy đơn vị nào" in await nam.says("/duphong Hải Lệ")
    assert "có 2 đơn vị tên “Phường 1”" in await khai.says("/duphong Phường 1")
    assert "phường 1" in await khai.presses("Phường 1 (thị xã Quảng Trị)")
    assert "đang khuyết đầu mối nên chưa thêm được" in await binh.says("/duphong An Đôn")
    assert "đang khuyết đầu mối nên chưa thêm được" in await binh.says("/duphong An Đôn, Lê Thị Lan")
    assert "đang là đầu mối của xã Tân Lập" in await nam.says("/duphong Tân Lập, hồ văn lâm")
    await nam.says("/duphong Tân Lập")
    assert "xin họ tên" in await nam.says("0912 345 678")
    await nam.says("Lê Thị Lan")
    assert "không đổi gì" in await nam.presses("Thôi, không đổi")
    for name in ("Lê Thị Lan", "Lê Thị Liên", "Lê Thị Loan"):
        await nam.says(f"/duphong Tân Lập, {name}")
        await nam.presses("Xác nhận")
    assert "đang là người dự phòng của xã Tân Lập rồi" in await nam.says("/duphong Tân Lập, le thi loan")
    assert "đã có 3 người dự phòng" in await nam.says("/duphong Tân Lập, Lê Thị Lụa")
    assert "đã có 3 người dự phòng" in await nam.says("/duphong Tân Lập")


async def test_what_changed_meanwhile_is_told(stage: Stage) -> None:
    """Two who look after the unit at the same moment; and a holder who is not the one who was named any more."""
    nam, hung = stage.nam, stage.hung
    await stage.at(TUESDAY)
    for who in (nam, hung):
        await who.says("/duphong Tân Lập, Lê Thị Lan")
    await nam.presses("Xác nhận")
    assert "đang là người dự phòng của xã Tân Lập rồi" in await hung.presses("Xác nhận")
    await nam.says("/duphong Tân Lập, Lê Thị Liên")
    await stage.takes_over("X3", "Phạm Văn Mới")
    assert "nay là Phạm Văn Mới" in await nam.presses("Xác nhận")
    assert "không dùng được nữa" in await nam.forges("deputies:yes:abc123")
    assert "Lê Thị Lan" in await nam.says("/duphong Tân Lập")  # the seat keeps its deputies


async def test_a_deputy_with_a_new_phone_or_without_a_code(stage: Stage) -> None:
    nam = stage.nam
    await stage.at(TUESDAY)
    lan = await deputy_of(stage)
    await nam.says("/duphong Tân Lập")
    code = stage.code_in(await nam.presses("Mã mời cho Lê Thị Lan"))
    new = stage.somebody("lan-moi", "Chị Lan, điện thoại mới")
    await new.opens(code)
    await new.presses("Đúng")
    await new.presses("Tôi đồng ý")
    assert "1/1" in await new.sends_photo("bài")
    assert "chưa biết anh/chị phụ trách" in await lan.sends_photo("cũ")


async def test_a_deputy_becomes_the_holder(stage: Stage) -> None:
    nam, lam = stage.nam, stage.lam
    await stage.at(TUESDAY)
    lan = await deputy_of(stage)
    await lam.says("/bangiao")
    await lam.presses("Hôm nay")
    await nam.presses("Đồng ý")
    await nam.says(NAMED)
    assert "đã kết nối sẵn" in await nam.presses("Xác nhận")
    assert "từ 17/11/2026, anh/chị là đầu mối xã Tân Lập" in lan.hears()
    assert "Ghi chú" not in (receipt := await lan.sends_photo("bài")) and "1/1" in receipt
    assert "nộp thay" not in await lan.says("/lichsu")
    assert "chưa có đầu mối dự phòng" in await nam.says("/duphong Tân Lập")


async def test_a_deputy_who_takes_the_consent_back_is_deputy_no_more(stage: Stage) -> None:
    nam = stage.nam
    await stage.at(TUESDAY)
    lan = await deputy_of(stage)
    await lan.says("rút lại đồng ý")
    await lan.presses("Rút lại đồng ý")
    await lan.presses("Rút lại, tôi thôi phụ trách")
    assert "chưa có đầu mối dự phòng" in await nam.says("/duphong Tân Lập")
    assert "Lê Thị Lan thôi làm người dự phòng" in await nam.says("/nhatky Tân Lập")
