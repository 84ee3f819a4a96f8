"""The emergency stop: evidence is taken and answered, everything else waits, and only what is still useful goes."""

import pytest

from tests.journeys.manners import Manner
from tests.journeys.stage import Stage


async def stops(stage: Stage, words: str = "/tamdung do gửi nhầm") -> None:
    await stage.khai.says(words)
    await stage.khai.presses("Tạm dừng ngay")


@pytest.mark.parametrize("manner", Manner)
async def test_a_stop_holds_back_what_the_bot_starts_and_nothing_else(stage: Stage) -> None:
    khai, hanh, hai = stage.khai, stage.hanh, stage.hai
    await stage.at("2026-11-19 19:00")
    hanh.hears(), hai.hears()
    assert "Lý do: gửi nhầm lời nhắc. Anh/chị có chắc không ạ?" in await khai.says("/tamdung do gửi nhầm lời nhắc")
    assert "đã tạm dừng từ 19:00 thứ Năm 19/11" in await khai.presses("Tạm dừng ngay")
    await stage.at("2026-11-19 20:00")  # Thursday's reminder would have gone at 19:30
    assert hanh.hears() == ""
    assert "Tuần 47: 1/1, đã đủ." in await hanh.sends_photo("bài")
    assert "1/1, đã đủ" in await hanh.says("tôi còn thiếu gì")
    preview = await khai.says("/tamdung")
    assert "đang tạm dừng từ 19:00 thứ Năm 19/11, theo lệnh của Đỗ Quang Khải (gửi nhầm lời nhắc)." in preview
    assert "Còn cần gửi: 4 tin (4 lời nhắc)." in preview
    assert "Đã cũ, sẽ bỏ không gửi: 1 tin (1 lời nhắc)." in preview  # Hạnh has handed in
    assert "đang gửi 4 tin còn cần; 1 tin đã cũ em bỏ" in await khai.presses("Chạy lại, gửi 4 tin")
    await stage.beats()
    assert "nhiệm vụ tuần 47" in hai.hears()
    assert hanh.hears() == ""
    assert "có chắc không" in await khai.says("/tamdung")  # it runs again
    stage.reads_as_written("Tạm dừng khẩn cấp", khai, hanh, hai)


async def test_a_stop_outlives_the_process_and_the_close_of_a_week(stage: Stage) -> None:
    khai, hai, nam, hung = stage.khai, stage.hai, stage.nam, stage.hung
    await stage.at("2026-11-20 09:00")
    hai.hears(), nam.hears(), hung.hears()
    await stops(stage)
    await stage.restarts()
    await stage.at("2026-11-24 12:00")  # warned on Saturday, closed on Monday, a new week opened, a day unanswered
    assert (hai.hears(), nam.hears(), hung.hears()) == ("", "", "")
    preview = await khai.says("tạm dừng trợ lý")
    assert "lời nhắc" in preview and "cảnh báo" in preview and "Đã cũ" in preview
    await khai.presses(next(label for label in khai.is_offered if label.startswith("Chạy lại, gửi")))
    await stage.beats()
    assert "tuần 47 của phường Đông Giang đã đóng lúc 08:00 thứ Hai 23/11" in hai.hears()
    alert = nam.hears()
    assert "⛔ Phường 1 0/1" in alert and "hạn 20:00 Chủ nhật 22/11" not in alert  # the warning came too late
    assert hung.hears() == ""  # the alert has only now reached the coordinator
    await stage.at("2026-11-25 11:59")
    assert "đến giờ vẫn còn thiếu" not in hung.hears()
    await stage.at("2026-11-25 12:01")
    assert "đến giờ vẫn còn thiếu" in hung.hears()


async def test_what_is_held_back_can_be_dropped_whole(stage: Stage) -> None:
    khai, hai = stage.khai, stage.hai
    await stage.at("2026-11-16 07:30")
    await stops(stage)
    await stage.at("2026-11-16 09:00")
    await khai.says("/tamdung")
    assert "không gửi tin nào, bỏ 5 tin đang giữ" in await khai.presses("Chạy lại, bỏ hết tin đang giữ")
    await stage.beats()
    assert hai.hears() == ""
    await stage.at("2026-11-19 20:00")
    assert "nhiệm vụ tuần 47" in hai.hears()


async def test_in_quiet_hours_a_release_waits_for_the_morning(stage: Stage) -> None:
    khai, nam = stage.khai, stage.nam
    await stage.at("2026-11-16 10:00")
    await stops(stage)
    await stage.hanh.says("nhờ người hỗ trợ")
    await stage.at("2026-11-16 22:00")
    await khai.says("/tamdung")
    assert "06:30 thứ Ba 17/11 em mới gửi 1 tin còn cần" in await khai.presses("Chạy lại, gửi 1 tin")
    assert "cần người hỗ trợ" not in nam.hears()
    await stage.at("2026-11-17 06:31")
    assert "cần người hỗ trợ" in nam.hears()


async def test_the_other_admins_hear_of_a_stop_and_of_its_end(stage: Stage) -> None:
    khai, hung = stage.khai, stage.hung
    await stage.at("2026-11-16 07:30")
    await hung.opens(await stage.admin_code("Quản trị hai"))
    await hung.presses("Đúng")
    khai.hears()
    await hung.says("/tamdung")
    await hung.presses("Tạm dừng ngay")
    await stage.beats()
    assert "Bùi Văn Hùng đã cho em tạm dừng" in khai.hears()
    await khai.says("/tamdung")
    await khai.presses(khai.is_offered[0])
    await stage.beats()
    assert "Đỗ Quang Khải đã cho em chạy lại" in hung.hears()


async def test_second_thoughts_and_forged_buttons_stop_nothing(stage: Stage) -> None:
    khai, nam, hanh = stage.khai, stage.nam, stage.hanh
    await khai.says("/tamdung")
    begin = stage.platform.last_options(khai.chat)[0].action
    assert "chưa được giao" in await nam.forges(begin)
    assert "chưa được giao" in await hanh.forges(begin)
    assert "vẫn làm việc như thường" in await khai.presses("Thôi, không dừng")
    assert "không dùng được nữa" in await khai.forges(begin)
    await stops(stage)
    assert "không dùng được nữa" in await khai.forges(begin)
    await khai.says("/tamdung")
    end = stage.platform.last_options(khai.chat)[0].action
    assert "vẫn tạm dừng" in await khai.presses("Vẫn tạm dừng")
    assert "không dùng được nữa" in await khai.forges(end)
    assert "chưa được giao" in await stage.hung.forges(end)
    await stage.at("2026-11-16 09:00")
    assert stage.hai.hears() == ""
