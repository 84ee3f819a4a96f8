"""Nothing to hand in this week: the reason is asked, the coordinator agrees or does not."""

import pytest

from tests.journeys.manners import Manner
from tests.journeys.stage import Stage


@pytest.mark.parametrize("manner", Manner)
async def test_nothing_this_week_is_agreed(stage: Stage) -> None:
    hanh, nam = stage.hanh, stage.nam
    await stage.at("2026-11-18 09:00")
    hanh.hears()
    assert "cho em xin lý do" in await hanh.says("tuần này không có hoạt động")
    assert hanh.is_offered == ["Nghỉ lễ", "Thiên tai, mất điện", "Không phát sinh", "Lý do khác"]
    answer = await hanh.presses("Thiên tai, mất điện")
    assert "đã ghi tuần 47 của phường 1 không có hoạt động (lý do: thiên tai, mất điện)" in answer
    assert "bình an" in answer
    assert "Trần Thị Hạnh (phường 1) báo tuần 47 không có hoạt động, lý do: thiên tai, mất điện" in nam.hears()
    assert "còn thiếu 1" in await hanh.says("tôi còn thiếu gì")  # nothing is decided yet
    assert "tính riêng với đơn vị thiếu" in await nam.presses("Đồng ý")
    assert "đã có người quyết định" in await nam.presses("Chưa đồng ý")
    assert "Dương Thanh Nam đã đồng ý: tuần 47 của phường 1 không có hoạt động" in hanh.hears()
    assert "được miễn" in await hanh.says("tôi còn thiếu gì")
    assert "2 còn thiếu. Được miễn: phường 1." in await nam.says("ai chưa nộp")
    await stage.at("2026-11-23 08:30")
    assert "Phường 1" not in nam.hears()
    stage.reads_as_written("Tuần không có hoạt động", hanh, nam)


@pytest.mark.parametrize("manner", Manner)
async def test_nothing_this_week_is_not_agreed(stage: Stage) -> None:
    hanh, nam = stage.hanh, stage.nam
    await hanh.says("tuan nay khong co hoat dong a")
    assert "viết lý do giúp em" in await hanh.presses("Lý do khác")
    assert "(lý do: cả khu đi tập huấn)" in await hanh.says("vì cả khu đi tập huấn ạ")
    assert "lý do: cả khu đi tập huấn" in nam.hears()
    assert "giữ nguyên chỉ tiêu tuần 47" in await nam.presses("Chưa đồng ý")
    assert "chưa đồng ý ghi tuần 47 của phường 1 là không có hoạt động" in hanh.hears()
    assert "còn thiếu 1" in await hanh.says("tôi còn thiếu gì")
    stage.reads_as_written("Không được đồng ý", hanh, nam)


async def test_reminders_wait_for_the_answer_and_go_on_after_a_no(stage: Stage) -> None:
    hanh, nam = stage.hanh, stage.nam
    await stage.at("2026-11-18 09:00")
    hanh.hears()
    await hanh.says("tuần này không có hoạt động")
    assert "tạm không nhắc" in await hanh.presses("Không phát sinh")
    await stage.at("2026-11-19 20:30")
    assert hanh.hears() == ""
    await hanh.says("nhắc sau 1 tiếng")
    await stage.at("2026-11-20 09:00")
    assert hanh.hears() == ""
    await nam.says("nhắc phường 1")
    await nam.presses("Gửi 1 đơn vị")
    assert "hạn 20:00" in hanh.hears()  # somebody who asks in person is heard
    await nam.presses("Chưa đồng ý")
    assert "lại nhắc như thường" in hanh.hears()
    await stage.at("2026-11-22 09:30")
    assert "tuần 47" in hanh.hears()


async def test_an_unanswered_question_hides_nobody_from_the_coordinator(stage: Stage) -> None:
    hanh, nam, hung = stage.hanh, stage.nam, stage.hung
    await hanh.says("tuần này không có hoạt động")
    await hanh.presses("Nghỉ lễ")
    await stage.at("2026-11-21 20:30")
    assert "Phường 1" in nam.hears()  # at risk like any other
    await stage.at("2026-11-22 20:30")
    assert hanh.hears() == ""
    await stage.at("2026-11-23 08:30")
    assert "Phường 1" in nam.hears()
    assert "bị ghi thiếu" in await hanh.says("tôi còn thiếu gì")
    await stage.at("2026-11-24 09:30")
    assert "Phường 1" in hung.hears()  # and up the ladder


async def test_the_question_ends_with_the_week(stage: Stage) -> None:
    hanh, nam = stage.hanh, stage.nam
    await stage.at("2026-11-22 21:00")
    await hanh.says("/nothing")
    await hanh.presses("Nghỉ lễ")
    assert "không có hoạt động" not in nam.hears()  # at night nobody is disturbed
    await stage.at("2026-11-23 07:59")
    assert "không có hoạt động" in nam.hears()
    await stage.at("2026-11-23 08:00")
    assert "tuần 47 của phường 1 đã đóng nên câu hỏi này hết hạn" in await nam.presses("Đồng ý")
    assert "bị ghi thiếu" in await hanh.says("tôi còn thiếu gì")
    stage.reads_as_written("Xác nhận quá muộn", hanh, nam)


async def test_what_was_handed_in_meanwhile_needs_no_answer(stage: Stage) -> None:
    hanh, nam = stage.hanh, stage.nam
    await hanh.says("không có hoạt động")
    await hanh.presses("Không phát sinh")
    await hanh.sends_photo("bài")
    assert "không cần miễn" in await nam.presses("Đồng ý")
    assert "không còn thiếu gì" in await hanh.says("tuần này không có hoạt động")


async def test_said_twice_the_later_one_is_decided(stage: Stage) -> None:
    hanh, nam = stage.hanh, stage.nam
    await hanh.says("không có hoạt động")
    await hanh.presses("Nghỉ lễ")
    old = stage.platform.last_options(nam.chat)[0].action
    await hanh.says("không có hoạt động")
    await hanh.presses("Không phát sinh")
    assert "gửi lời báo khác" in await nam.forges(old)
    assert "không có hoạt động" in await nam.presses("Đồng ý")


async def test_only_who_looks_after_the_unit_agrees(stage: Stage) -> None:
    hanh, nam, binh = stage.hanh, stage.nam, stage.binh
    await hanh.says("không có hoạt động")
    await hanh.presses("Nghỉ lễ")
    agree = stage.platform.last_options(nam.chat)[0].action
    assert "không thuộc phạm vi" in await binh.forges(agree)
    assert "chưa được giao" in await hanh.forges(agree)
    assert "không dùng được nữa" in await nam.forges("decide_excuse:yes:999")
    await stage.takes_over("H1", "Phạm Văn Thay")
    assert "chưa được giao" in await nam.presses("Đồng ý")
    assert "còn thiếu 1" in await hanh.says("tôi còn thiếu gì")


async def test_an_answer_to_an_old_question_is_none(stage: Stage) -> None:
    hanh = stage.hanh
    await hanh.says("không có hoạt động")
    old = stage.platform.last_options(hanh.chat)[0].action
    await hanh.presses("Nghỉ lễ")
    assert "không dùng được nữa" in await hanh.forges(old)
    await hanh.says("không có hoạt động")
    await hanh.presses("Lý do khác")
    await stage.at("2026-11-16 09:00")
    assert "cứ gửi ảnh hoặc đường dẫn" in await hanh.says("quên mất")
