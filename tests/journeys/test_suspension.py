"""A flood: an area is excused, gets more time or owes less, in open and coming weeks; whom it concerns hears it."""

import pytest

from tests.journeys.manners import Manner
from tests.journeys.stage import Stage

WEDNESDAY = "2026-11-18 09:00"
FLOOD = "tạm hoãn thị xã Quảng Trị đến 30/11, do bão lũ"


@pytest.mark.parametrize("manner", Manner)
async def test_an_area_is_excused_for_a_while(stage: Stage) -> None:
    hung, binh, mai, hanh = stage.hung, stage.binh, stage.mai, stage.hanh
    await stage.is_down_until(WEDNESDAY)
    mai.hears(), binh.hears(), hanh.hears()
    asked = await hung.says(FLOOD)
    assert "thị xã Quảng Trị có 3 đơn vị phải nộp tuần 47 và tuần 48." in asked
    assert hung.is_offered == ["Miễn nộp", "Lùi hạn 3 ngày", "Lùi hạn 7 ngày", "Giảm một nửa"]
    asked = await hung.presses("Miễn nộp")
    assert "Em miễn tuần 47 và tuần 48 cho 3 đơn vị của thị xã Quảng Trị" in asked
    assert "hạn từ nay đến hết thứ Hai 30/11), lý do: bão lũ, đúng không ạ?" in asked
    assert mai.hears() == ""
    assert "đã miễn tuần 47 và tuần 48 cho 3 đơn vị" in await hung.presses("Xác nhận")
    assert "Bùi Văn Hùng đã miễn tuần 47 và tuần 48 cho phường 1, lý do: bão lũ." in mai.hears()
    assert "cho 3 đơn vị của thị xã Quảng Trị" in binh.hears()
    assert "miễn" not in hanh.hears()
    assert "tuần 47: được miễn" in await mai.says("tôi còn thiếu gì")
    await stage.is_down_until("2026-11-26 18:00")
    await stage.at("2026-11-26 20:00")
    assert mai.hears() == "" and "tuần 48: được miễn" in await mai.says("tôi còn thiếu gì")
    assert "tuần 48" in hanh.hears()
    assert "Phường 1" not in binh.hears()
    assert "Được miễn: " in await binh.says("ai chưa nộp")
    assert "miễn tuần 47, lý do “bão lũ”" in await binh.says("nhật ký Hải Lệ")
    listed = await hung.says("/tamhoan")
    assert "• Thị xã Quảng Trị: miễn các kỳ có hạn đến hết thứ Hai 30/11, lý do: bão lũ (Bùi Văn Hùng)" in listed
    assert "đã kết thúc việc tạm hoãn cho thị xã Quảng Trị" in await hung.presses("Kết thúc: thị xã Quảng Trị")
    assert "Bùi Văn Hùng đã kết thúc việc tạm hoãn cho thị xã Quảng Trị rồi" in await hung.presses(
        "Kết thúc: thị xã Quảng Trị"
    )
    await stage.is_down_until("2026-11-30 07:30")
    await stage.at("2026-11-30 09:00")
    assert "tuần 49" in mai.hears()
    stage.reads_as_written("Tạm hoãn cả thị xã vì bão lũ", hung, binh, mai)


@pytest.mark.parametrize("manner", Manner)
async def test_deadlines_move_and_reminders_follow(stage: Stage) -> None:
    binh, mai = stage.binh, stage.mai
    await stage.is_down_until("2026-11-21 20:30")
    assert "Phường 1" in binh.hears()
    mai.hears()
    assert "đến hết ngày nào ạ?" in await binh.says("tam hoan ca cum")
    assert "vì lý do gì ạ?" in await binh.says("chu nhat")
    assert "muốn miễn, lùi hạn hay giảm chỉ tiêu ạ?" in await binh.says("do mat dien")
    assert "lùi hạn tuần 47 thêm 3 ngày cho 3 đơn vị của thị xã Quảng Trị" in await binh.presses("Lùi hạn 3 ngày")
    await binh.presses("Xác nhận")
    await stage.at("2026-11-22 09:30")
    heard = mai.hears()
    assert "đã lùi hạn tuần 47 của phường 1 thêm 3 ngày" in heard
    assert "hạn 20:00 thứ Tư 25/11" in heard  # the reminder of Sunday knows the new deadline
    await stage.is_down_until("2026-11-24 08:30")
    assert "Phường 1" not in binh.hears()  # nobody of the area has missed the week
    await stage.is_down_until("2026-11-24 20:30")
    assert "hạn 20:00 thứ Tư 25/11 của tuần 47" in binh.hears()
    assert "Tuần 47: 1/1, đã đủ." in await mai.sends_photo("bài")
    assert "20:00 Chủ nhật 22/11 → 20:00 thứ Tư 25/11, lý do “mat dien”" in await binh.says("ai đổi hạn của Hải Lệ")
    stage.reads_as_written("Lùi hạn cả thị xã", binh, mai)


@pytest.mark.parametrize("quota", [3])
async def test_half_the_quota_in_one_sentence(stage: Stage) -> None:
    nam, hanh = stage.nam, stage.hanh
    await stage.is_down_until(WEDNESDAY)
    await hanh.sends_photos("một", "hai")
    asked = await nam.says("tạm hoãn cả cụm đến Chủ nhật, giảm một nửa, do mưa lũ")
    assert "giảm một nửa chỉ tiêu tuần 47 cho 3 đơn vị của thành phố Đông Hà" in asked
    await nam.presses("Xác nhận")
    assert "2/2, đã đủ" in await hanh.says("tôi còn thiếu gì")
    assert "0/2, còn thiếu 2" in await stage.hai.says("tôi còn thiếu gì")
    assert "0/3, còn thiếu 3" in await stage.mai.says("tôi còn thiếu gì")
    assert "giảm chỉ tiêu tuần 47, lý do “mưa lũ”" in await nam.says("nhật ký Đông Giang")
    stage.reads_as_written("Giảm một nửa chỉ tiêu", nam, hanh)


async def test_an_admin_suspends_everybody(stage: Stage) -> None:
    khai, son, phuc = stage.khai, stage.son, stage.phuc
    await stage.is_down_until(WEDNESDAY)
    son.hears()
    asked = await khai.says("tạm hoãn tất cả đến Chủ nhật, lùi hạn 2 ngày, vì bão số 9")
    assert "lùi hạn tuần 47 thêm 2 ngày cho 6 đơn vị của Tỉnh Quảng Trị" in asked
    await khai.presses("Xác nhận")
    assert "đã lùi hạn tuần 47 của xã Hải Lệ thêm 2 ngày, lý do: bão số 9" in son.hears()
    assert phuc.hears() == ""  # never linked
    assert "20:00 thứ Ba 24/11" in await son.says("tôi còn thiếu gì")


async def test_what_cannot_be_is_said(stage: Stage) -> None:
    binh = stage.binh
    await stage.is_down_until(WEDNESDAY)
    assert "nhắn giúp em: tạm hoãn TÊN VÙNG" in await binh.says("/tamhoan")
    assert "“31/11” không phải là một ngày có thật" in await binh.says("tạm hoãn cả cụm đến 31/11, do bão")
    assert "đã qua" in await binh.says("tạm hoãn cả cụm đến 16/11, do bão")
    assert "xa quá 92 ngày" in await binh.says("tạm hoãn cả cụm đến 30/4/2027, do bão")
    assert "không có kỳ nào đến hạn" in await binh.says("tạm hoãn cả cụm đến thứ Bảy, do bão")
    assert "chưa thấy đơn vị nào tên “Trăng Sao”" in await binh.says("tạm hoãn Trăng Sao đến 30/11, do bão")
    assert "chưa thấy đơn vị nào" in await binh.says("tạm hoãn thành phố Đông Hà đến 30/11, do bão")
    await binh.says("tạm hoãn Hải Lệ đến Chủ nhật, do bão, miễn nộp")
    assert "không đổi gì" in await binh.presses("Thôi, không đổi")
    stage.reads_as_written("Tạm hoãn không được", binh)


async def test_rights_are_looked_at_again_and_an_old_button_does_nothing(stage: Stage) -> None:
    binh, nam, son = stage.binh, stage.nam, stage.son
    await stage.is_down_until(WEDNESDAY)
    await binh.says("tạm hoãn cả cụm đến Chủ nhật, miễn nộp, do bão")
    yes = stage.platform.last_options(binh.chat)[0].action
    assert "không dùng được nữa" in await nam.forges(yes)
    assert "chưa được giao" in await son.forges(yes)
    await binh.presses("Xác nhận")
    end = stage.platform.last_options(binh.chat)[0].action
    assert "không thuộc phạm vi" in await nam.forges(end)
    assert "không dùng được nữa" in await binh.presses("Xác nhận")
    await binh.says("tạm hoãn cả cụm đến Chủ nhật, miễn nộp, do bão")
    await stage.takes_over("H2", "Phạm Văn Thay")
    assert "chưa được giao" in await binh.forges(yes)


async def test_a_suspension_in_english(stage: Stage) -> None:
    binh, mai = stage.binh, stage.mai
    await stage.is_down_until(WEDNESDAY)
    mai.hears()
    await binh.says("english")
    await binh.presses("English")
    asked = await binh.says("suspend Thị xã Quảng Trị until 30 Nov, because of the flood")
    assert "3 units of thị xã Quảng Trị owe week 47 and week 48." in asked
    await binh.presses("Half the quota")
    assert "halved for 3 units" in await binh.presses("Confirm")
    assert "đã giảm một nửa chỉ tiêu tuần 47 và tuần 48 của phường 1" in mai.hears()
