"""A seat falls vacant from a day: the new number of units that owe is named, the open duty is decided."""

import pytest

from tests.journeys.manners import Manner
from tests.journeys.stage import Stage

FRIDAY = "2026-11-20 09:00"


@pytest.mark.parametrize("manner", Manner)
async def test_a_vacancy_whose_open_week_is_excused(stage: Stage) -> None:
    nam, lam = stage.nam, stage.lam
    await stage.at(FRIDAY)
    lam.hears()
    asked = await nam.says("Tân Lập khuyết đầu mối từ 20/11")
    assert "Từ 20/11/2026, xã Tân Lập khuyết đầu mối (hiện là Hồ Văn Lâm): còn 5 đơn vị phải nộp." in asked
    assert "Chỉ tiêu tuần 47 của xã Tân Lập đang mở" in asked
    assert nam.is_offered == ["Miễn", "Giao cán bộ phụ trách", "Giữ nguyên", "Thôi, không đổi"]
    assert "đã ghi xã Tân Lập khuyết đầu mối từ 20/11/2026 và miễn tuần 47" in await nam.presses("Miễn")
    assert "từ 20/11/2026, anh/chị thôi phụ trách xã Tân Lập" in lam.hears()
    assert "chưa ghi nhận" in await lam.sends_photo("bài")
    await stage.at("2026-11-23 09:00")
    assert "Tân Lập" not in nam.hears()
    assert "(Không tính 1 đơn vị đang khuyết đầu mối.)" in await nam.says("ai chưa nộp")
    stage.reads_as_written("Khuyết đầu mối, miễn tuần đang mở", nam, lam)


@pytest.mark.parametrize("manner", Manner)
async def test_a_vacancy_whose_open_week_the_coordinator_takes_over(stage: Stage) -> None:
    khai, nam = stage.khai, stage.nam
    await stage.at(FRIDAY)
    assert "còn 5 đơn vị" in await khai.says("tan lap khuyet dau moi tu hom nay")
    assert "do cán bộ phụ trách nộp thay" in await khai.presses("Giao cán bộ phụ trách")
    assert "giao anh/chị tuần 47" in nam.hears()
    await nam.sends_photo("bài", caption="nộp thay Tân Lập")
    assert "tuần 47: 1/1, đã đủ." in await nam.presses("Đúng")
    stage.reads_as_written("Khuyết đầu mối, cán bộ nộp thay", khai, nam)


@pytest.mark.parametrize("manner", Manner)
async def test_a_vacancy_whose_open_week_stays(stage: Stage) -> None:
    nam = stage.nam
    await stage.at(FRIDAY)
    await nam.says("/khuyet Tân Lập từ thứ Bảy")
    assert "giữ nguyên, hạn 20:00 Chủ nhật 22/11" in await nam.presses("Giữ nguyên")
    assert "1/1" in await stage.lam.sends_photo("bài")  # still in charge today
    await stage.at("2026-11-21 09:00")
    assert "chưa ghi nhận" in await stage.lam.sends_photo("nữa")
    assert "đang khuyết người nên em không đổi gì" in await nam.says("Tân Lập khuyết đầu mối")
    stage.reads_as_written("Khuyết đầu mối, giữ nguyên", nam)


async def test_a_vacancy_that_concerns_no_open_week(stage: Stage) -> None:
    nam = stage.nam
    await stage.at(FRIDAY)
    assert "Đúng không ạ?" in await nam.says("Tân Lập khuyết đầu mối từ 24/11")
    await nam.presses("Thôi, không đổi")
    await nam.says("Tân Lập khuyết đầu mối từ 24/11")
    assert "đã ghi xã Tân Lập khuyết đầu mối từ 24/11/2026" in await nam.presses("Xác nhận")
    assert "1/1" in await stage.lam.sends_photo("bài")


async def test_vacancies_that_cannot_be(stage: Stage) -> None:
    nam, hung = stage.nam, stage.hung
    await stage.at(FRIDAY)
    assert "không phải là một ngày có thật" in await nam.says("Tân Lập khuyết đầu mối từ 30/2")
    assert "thuộc tuần đã đóng" in await nam.says("Tân Lập khuyết đầu mối từ 10/11")
    assert "chưa thấy đơn vị nào" in await nam.says("Hải Lệ khuyết đầu mối từ 20/11")
    assert "nhắn giúp em: TÊN" in await nam.says("/khuyet")
    assert "đang khuyết người" in await stage.binh.says("An Đôn khuyết đầu mối")
    assert "có 2 đơn vị tên “Phường 1”" in await hung.says("Phường 1 khuyết đầu mối từ 21/11")
    assert "Từ 21/11/2026, phường 1 khuyết" in await hung.presses("Phường 1 (thị xã Quảng Trị)")
    stage.reads_as_written("Không ghi khuyết được", nam, hung)


async def test_who_was_changed_meanwhile_is_not_put_out(stage: Stage) -> None:
    nam = stage.nam
    await stage.at(FRIDAY)
    await nam.says("Tân Lập khuyết đầu mối từ 20/11")
    await stage.takes_over("X3", "Phạm Văn Mới")
    assert "nay là Phạm Văn Mới" in await nam.presses("Miễn")
    await nam.says("Đông Giang khuyết đầu mối từ 20/11")
    press = stage.platform.last_options(nam.chat)[0].action
    assert "không dùng được nữa" in await stage.hung.forges(press)
    assert "chưa được giao" in await stage.hai.forges(press)
    await stage.takes_over("H1", "Phạm Văn Thay")
    assert "chưa được giao" in await nam.presses("Miễn")
    assert "1/1" in await stage.hai.sends_photo("bài")


@pytest.mark.parametrize("manner", Manner)
async def test_a_vacancy_noted_before_the_week_opened_is_asked_about_on_its_day(stage: Stage) -> None:
    nam = stage.nam
    await stage.at(FRIDAY)
    await nam.says("Tân Lập khuyết đầu mối từ 25/11")
    await nam.presses("Xác nhận")
    await stage.at("2026-11-25 06:00")
    nam.hears()
    await stage.at("2026-11-25 07:00")
    heard = nam.hears()
    assert "Xã Tân Lập khuyết đầu mối từ 25/11/2026; trước đó là Hồ Văn Lâm." in heard
    assert "Chỉ tiêu tuần 48 của xã Tân Lập đang mở" in heard
    assert nam.is_offered == ["Miễn", "Giao cán bộ phụ trách", "Giữ nguyên"]
    assert "đã miễn tuần 48 cho xã Tân Lập" in await nam.presses("Miễn")
    await stage.restarts()
    await stage.at("2026-11-26 12:00")
    assert "khuyết đầu mối từ" not in nam.hears()  # asked once
    stage.reads_as_written("Khuyết đầu mối giữa tuần, ghi từ trước", nam)


async def test_a_vacancy_that_came_with_the_roster_is_asked_about(stage: Stage) -> None:
    nam, hai = stage.nam, stage.hai
    await stage.at("2026-11-18 09:00")
    await stage.takes_over("X3", "khuyết")
    await stage.at("2026-11-18 10:00")
    assert "Chỉ tiêu tuần 47 của xã Tân Lập đang mở" in nam.hears()
    await nam.presses("Giữ nguyên")
    await hai.sends_photo("bài")  # whose week is met leaves no question
    await stage.takes_over("X2", "khuyết")
    await stage.at("2026-11-18 12:00")
    assert "khuyết" not in nam.hears()


async def test_what_was_decided_is_not_asked_again(stage: Stage) -> None:
    nam = stage.nam
    await stage.at(FRIDAY)
    await nam.says("Tân Lập khuyết đầu mối từ thứ Bảy")
    await nam.presses("Giữ nguyên")
    nam.hears()
    await stage.at("2026-11-21 12:00")
    assert "khuyết" not in nam.hears()
