"""Whom to call before the deadline, what was agreed on the telephone, and a nudge in the coordinator's own words."""

import pytest

from tests.journeys.manners import Manner
from tests.journeys.stage import Stage

MANY = [(f"Y{n:02}", f"Xã Mới {n:02}", "xã", "H2", "Bí thư", f"Lê Văn {n:02}", "") for n in range(1, 12)]


@pytest.mark.parametrize("manner", Manner)
@pytest.mark.parametrize("quota", [3])
async def test_before_the_deadline_the_call_list_names_people_and_numbers(stage: Stage) -> None:
    binh, son = stage.binh, stage.son
    await son.sends_photos("một", "hai")
    await stage.at("2026-11-21 20:00")
    digest = binh.hears()
    assert "0/3 đơn vị đã đủ, 3 còn thiếu, trong đó 2 chưa nộp gì. (Không tính 1 đơn vị" in digest
    assert binh.is_offered == ["Nhắc 2 đơn vị", "Xem danh sách gọi", "Xem chi tiết"]
    calls = await binh.presses("Xem danh sách gọi")
    assert "⛔ Phường 1 0/3. Nguyễn Thị Mai, 0912 000 004" in calls
    assert "⛔ Xã Hoà Sơn 0/3, chưa kết nối. Đinh Văn Phúc, 0912 000 007" in calls
    assert calls.index("⚠️ Xã Hải Lệ 2/3. Võ Văn Sơn, 0912 000 005") > calls.index("Hoà Sơn")
    assert "An Đôn" not in calls
    await binh.presses("Đã gọi xã Hoà Sơn")
    again = await binh.says("xem danh sách gọi")
    assert "Đinh Văn Phúc, 0912 000 007. Đã gọi 20:00 thứ Bảy 21/11" in again
    assert "Đã gọi xã Hoà Sơn" not in binh.is_offered
    stage.reads_as_written("Danh sách gọi trước hạn", binh)


@pytest.mark.parametrize("words", ["/danhsachgoi", "/calls", "xem danh sach goi", "Cần gọi cho ai ạ?"])
async def test_the_call_list_in_many_words(stage: Stage, words: str) -> None:
    assert "Hồ Văn Lâm, 0912 000 003" in await stage.nam.says(words)


async def test_a_long_call_list_has_pages_and_a_forged_page_is_the_first(stage: Stage) -> None:
    hung = stage.hung
    await stage.gets_units(*MANY)
    await stage.at("2026-11-24 09:00")
    first = await hung.says("/danhsachgoi")
    assert first.count("⛔") == 8 and "17 đơn vị còn thiếu" in first
    second = await hung.presses("Xem tiếp")
    assert second.startswith("Danh sách gọi tuần 48, tiếp từ đơn vị thứ 9 trong 17") and second.count("⛔") == 8
    assert (await hung.presses("Xem tiếp")).count("⛔") == 1
    assert "Lê Văn 01, chưa có số điện thoại" in first + second
    assert await hung.forges("call_list:tuan:9000") == first


async def test_after_the_close_the_alerts_list_is_that_of_its_week(stage: Stage) -> None:
    nam = stage.nam
    await stage.hanh.sends_photo("bài")
    await stage.at("2026-11-23 08:00")
    nam.hears()
    calls = await nam.presses("Xem danh sách gọi")
    assert "Danh sách gọi tuần 47" in calls and "Hạnh" not in calls and "Phan Đức Hải, 0912 000 002" in calls


async def test_when_nobody_is_short_nobody_is_to_be_called(stage: Stage) -> None:
    for person in (stage.hanh, stage.hai, stage.lam):
        await person.sends_photo(person.chat)
    assert "không phải gọi ai" in await stage.nam.says("danh sách gọi")


@pytest.mark.parametrize("manner", Manner)
async def test_a_nudge_in_own_words(stage: Stage) -> None:
    nam, hanh = stage.nam, stage.hanh
    await stage.at("2026-11-18 09:00")
    hanh.hears()
    await nam.says("/nhac")
    assert nam.is_offered == ["Gửi 3 đơn vị", "Sửa nội dung", "Không gửi nữa"]
    assert "viết lời nhắn" in await nam.presses("Sửa nội dung")
    assert "dài 230 ký tự, quá 200" in await nam.says("Ai chưa nộp thì nộp ngay nhé. " + "a" * 200)
    preview = await nam.says("Sáng thứ Sáu tỉnh kiểm tra, mọi người nộp trước thứ Năm giúp tôi")
    assert "gửi cho 3 đơn vị lời nhắn: “Sáng thứ Sáu tỉnh kiểm tra" in preview and hanh.hears() == ""
    assert "gửi lời nhắc đến 3 đơn vị" in await nam.presses("Gửi 3 đơn vị")
    heard = hanh.hears()
    assert "Dương Thanh Nam nhờ em nhắn: “Sáng thứ Sáu tỉnh kiểm tra, mọi người nộp trước thứ Năm giúp tôi”" in heard
    assert "nhiệm vụ tuần 47 của phường 1: 1 minh chứng, hạn 20:00 Chủ nhật 22/11" in heard
    stage.reads_as_written("Nhắc bằng lời của mình", nam, hanh)


async def test_own_words_wait_for_their_own_yes(stage: Stage) -> None:
    nam, hanh = stage.nam, stage.hanh
    await stage.at("2026-11-18 09:00")
    await nam.says("/nhac")
    await nam.presses("Sửa nội dung")
    await nam.says("Nộp giúp tôi trước thứ Năm")
    old = stage.platform.last_options(nam.chat)[0].action
    await nam.presses("Không gửi nữa")
    assert "không dùng được nữa" in await nam.forges(old)
    assert "chưa được giao" in await hanh.forges(old)
    await nam.says("/nhac")
    await nam.presses("Sửa nội dung")
    await stage.hai.sends_photo("bài"), await stage.hanh.sends_photo("bài"), await stage.lam.sends_photo("bài")
    assert "không có đơn vị nào cần nhắc" in await nam.says("Nộp giúp tôi trước thứ Năm")


async def test_who_cannot_be_written_to_is_left_to_a_call(stage: Stage) -> None:
    binh = stage.binh
    await stage.at("2026-11-18 09:00")
    preview = await binh.says("/nhac")
    assert "lời nhắc cho 2 đơn vị" in preview and "1 đơn vị chưa kết nối hoặc đang khuyết đầu mối" in preview
    await binh.presses("Xem danh sách gọi")
    await binh.says("/nhac")
    await binh.presses("Gửi 2 đơn vị")
    assert "chưa gửi thêm" in await binh.says("/nhac")
    assert binh.is_offered == ["Xem danh sách gọi"]


@pytest.mark.parametrize("manner", Manner)
async def test_a_call_before_the_deadline_is_written_down_and_holds_the_alert_after_it(stage: Stage) -> None:
    nam, hung = stage.nam, stage.hung
    await stage.at("2026-11-18 10:05")
    answer = await nam.says("Tân Lập đã gọi, hẹn chiều nay")
    assert "đã ghi: anh/chị gọi xã Tân Lập lúc 10:05, hẹn chiều nay" in answer and "không có cảnh báo nào" in answer
    await stage.at("2026-11-22 10:05")
    nam.hears()
    await nam.presses("Xem danh sách gọi")
    assert "Đến 20:00 thứ Tư 25/11" in await nam.says("Tân Lập đã gọi, hẹn 8h tối thứ Tư")
    await stage.at("2026-11-24 08:00")
    assert "Đông Giang" in (above := hung.hears()) and "Tân Lập" not in above
    await stage.at("2026-11-25 20:00")
    assert "Xã Tân Lập, tuần 47" in hung.hears()
    story = await nam.says("/nhatky Tân Lập")
    assert "Dương Thanh Nam gọi đơn vị: “hẹn chiều nay”." in story
    assert "gọi đơn vị: “hẹn 8h tối thứ Tư”, tạm chưa báo lên cấp trên đến 20:00 thứ Tư 25/11" in story
    stage.reads_as_written("Gọi trước hạn", nam, hung)


async def test_what_was_agreed_is_kept_when_the_unit_must_be_chosen(stage: Stage) -> None:
    hung = stage.hung
    await stage.at("2026-11-23 10:05")
    assert "có 2 đơn vị tên “phường 1”" in await hung.says("phường 1 đã gọi, hẹn chiều nay")
    answer = await hung.presses("Phường 1 (thị xã Quảng Trị)")
    assert "gọi phường 1 (thị xã Quảng Trị) lúc 10:05, hẹn chiều nay. Đến 17:00" in answer
