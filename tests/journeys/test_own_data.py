"""What the bot keeps about somebody: to see it, take it along, correct it, and take the consent back."""

import json

import pytest

from tests.journeys.manners import Manner
from tests.journeys.stage import Stage

WEDNESDAY = "2026-11-18 09:00"


@pytest.mark.parametrize("manner", Manner)
async def test_to_see_and_to_take_along(stage: Stage) -> None:
    hanh = stage.hanh
    await stage.at(WEDNESDAY)
    await hanh.sends_photo("bài")
    await hanh.says("https://vi-du.vn/bai-1")
    told = await hanh.says("/dulieu")
    assert "Họ tên: Trần Thị Hạnh" in told and "Số điện thoại: 0912 000 001" in told
    assert "Phụ trách: phường 1" in told and "2 minh chứng (ảnh được xoá sau 12 tháng)" in told
    assert "đã đồng ý lưu dữ liệu" in told and "(bản 1)" in told
    assert hanh.is_offered == ["Tải về", "Sửa thông tin", "Rút lại đồng ý", "Xoá dữ liệu"]
    assert "hai tệp" in await hanh.presses("Tải về")
    files = stage.documents(hanh)
    text = files["du-lieu-cua-toi.txt"].decode("utf-8-sig")
    assert "BC-1, ảnh, phường 1, kỳ 2026-W47" in text and "https://vi-du.vn/bai-1" in text
    assert "• local, mã hanh, kết nối" in text and "• (không có)" in text
    kept = json.loads(files["du-lieu-cua-toi.json"])
    assert (kept["name"], kept["phone"], kept["organisation"]) == ("Trần Thị Hạnh", "+84912000001", "Tỉnh Quảng Trị")
    assert [item["number"] for item in kept["items"]] == [1, 2]
    assert kept["items"][1]["url"] == "https://vi-du.vn/bai-1"
    stage.reads_as_written("Dữ liệu của tôi: xem và tải về", hanh)


@pytest.mark.parametrize("manner", Manner)
async def test_to_correct_name_number_and_form(stage: Stage) -> None:
    hanh, khai = stage.hanh, stage.khai
    await stage.at(WEDNESDAY)
    khai.hears()
    await hanh.says("sua thong tin cua toi")
    await hanh.presses("Sửa thông tin")
    assert hanh.is_offered == ["Họ tên", "Số điện thoại", "Cách xưng hô", "Ngôn ngữ"]
    await hanh.presses("Họ tên")
    assert "chưa đọc được" in await hanh.says("???")
    assert "thành “Trần Thị Mỹ Hạnh”, đúng không ạ" in await hanh.says("Trần Thị Mỹ Hạnh")
    assert "là “Trần Thị Mỹ Hạnh” và báo quản trị" in await hanh.presses("Xác nhận")
    await stage.beats()
    assert "Trần Thị Hạnh (phường 1) đã sửa họ tên thành Trần Thị Mỹ Hạnh" in khai.hears()
    await hanh.says("/dulieu")
    await hanh.presses("Sửa thông tin")
    await hanh.presses("Số điện thoại")
    assert "chưa đọc được số ấy" in await hanh.says("số của tôi")
    assert "là 0987 654 321, đúng không ạ" in await hanh.says("0987654321")
    await hanh.presses("Xác nhận")
    await hanh.says("/dulieu")
    await hanh.presses("Sửa thông tin")
    await hanh.presses("Cách xưng hô")
    assert "từ nay em xưng hô với chị Hạnh như vậy" in await hanh.presses("chị")
    told = await hanh.says("/dulieu")
    assert "Trần Thị Mỹ Hạnh" in told and "0987 654 321" in told and "lưu về chị" in told
    assert "Trần Thị Mỹ Hạnh sửa họ tên của mình thành Trần Thị Mỹ Hạnh" in await stage.nam.says("/nhatky X1")
    stage.reads_as_written("Dữ liệu của tôi: sửa thông tin", hanh, khai)


@pytest.mark.parametrize("manner", Manner)
async def test_to_take_the_consent_back(stage: Stage) -> None:
    hanh, nam = stage.hanh, stage.nam
    await stage.at(WEDNESDAY)
    await hanh.sends_photo("bài")
    await hanh.presses("Gửi nhầm, rút lại")
    hanh.hears(), nam.hears()
    await hanh.says("tôi rút lại đồng ý")
    asked = await hanh.presses("Rút lại đồng ý")
    assert "thôi phụ trách" in asked and "Minh chứng đã nộp vẫn được tính" in asked
    assert "giữ nguyên như cũ" in await hanh.presses("Thôi, giữ như cũ")
    assert "còn thiếu 1" in await hanh.says("tôi còn thiếu gì")
    await hanh.says("/dulieu")
    await hanh.presses("Rút lại đồng ý")
    assert "đã ghi anh/chị rút lại sự đồng ý" in await hanh.presses("Rút lại, tôi thôi phụ trách")
    told = nam.hears()
    assert "Trần Thị Hạnh đã rút lại sự đồng ý lưu dữ liệu nên thôi phụ trách phường 1 từ hôm nay" in told
    assert "Vị trí đầu mối phường 1 cần người mới" in told and "Chỉ tiêu tuần 47 của phường 1 đang mở" in told
    assert nam.is_offered == ["Miễn", "Giao cán bộ phụ trách", "Giữ nguyên"]
    assert "đã miễn tuần 47 cho phường 1" in await nam.presses("Miễn")
    assert "chưa ghi nhận" in await hanh.sends_photo("nữa")
    await stage.at("2026-11-22 09:30")
    assert "còn thiếu" not in hanh.hears()  # no reminder any more
    kept = await hanh.says("/dulieu")
    assert "hiện không phụ trách đơn vị nào" in kept and "đã rút lại sự đồng ý" in kept
    assert hanh.is_offered == ["Tải về", "Sửa thông tin", "Xoá dữ liệu"]
    stage.reads_as_written("Rút lại sự đồng ý", hanh, nam)


async def test_who_withdrew_and_comes_back_is_asked_again(stage: Stage) -> None:
    hanh = stage.hanh
    await stage.at(WEDNESDAY)
    await hanh.says("/dulieu")
    await hanh.presses("Rút lại đồng ý")
    await hanh.presses("Rút lại, tôi thôi phụ trách")
    await stage.takes_over("X1", "Trần Thị Hạnh")
    await hanh.opens(await stage.code_for("X1"))
    assert "Anh/chị có đồng ý không ạ?" in await hanh.presses("Đúng")
    assert "cảm ơn" in await hanh.presses("Tôi đồng ý")
    assert "phường 1" in await hanh.says("tôi còn thiếu gì")


async def test_the_last_admin_stays_until_somebody_follows(stage: Stage) -> None:
    khai = stage.khai
    await stage.at(WEDNESDAY)
    for button in ("Rút lại đồng ý", "Xoá dữ liệu"):
        await khai.says("/dulieu")
        assert "quản trị duy nhất" in await khai.presses(button)
    assert "Quản trị hiện nay: Đỗ Quang Khải" in await khai.says("/quyen")


async def test_a_coordinator_who_withdraws(stage: Stage) -> None:
    nam, hung = stage.nam, stage.hung
    await stage.at(WEDNESDAY)
    hung.hears()
    await nam.says("/dulieu")
    await nam.presses("Rút lại đồng ý")
    await nam.presses("Rút lại, tôi thôi phụ trách")
    assert "Vị trí cán bộ phụ trách thành phố Đông Hà cần người mới" in hung.hears()
    assert "Bùi Văn Hùng" in await stage.hanh.says("ai phụ trách tôi")


async def test_own_data_in_english(stage: Stage) -> None:
    hanh = stage.hanh
    await stage.at(WEDNESDAY)
    await hanh.says("english")
    await hanh.presses("English")
    assert "Name: Trần Thị Hạnh" in await hanh.says("my data")
    await hanh.presses("Download")
    assert list(stage.documents(hanh)) == ["my-data.txt", "my-data.json"]
    await hanh.presses("Withdraw my consent")
    assert "Everything stays" in await hanh.presses("No, leave it as it is")
    stage.reads_as_written("Own data in English", hanh)
