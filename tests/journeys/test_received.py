"""A secretary insists: "em nộp rồi mà". What has arrived is shown, week by week, and a lost message is admitted."""

import pytest

from tests.journeys.stage import Stage


@pytest.mark.parametrize(
    "words",
    ["em nộp rồi mà", "em nop roi ma", "em đã gửi rồi ạ", "xã em nộp rồi", "nộp rồi sao vẫn nhắc", "sao vẫn báo thiếu",
     "em gửi rồi mà em ơi", "tuần này em nộp rồi nha", "em noopj rooif maf", "I have sent it"],
)  # fmt: skip
async def test_nothing_arrived_and_it_is_said_kindly(stage: Stage, words: str) -> None:
    hanh = stage.hanh
    await stage.at("2026-11-18 09:00")
    answer = await hanh.says(words)
    assert answer == (
        "Dạ, em vừa xem lại những gì đã nhận:\n"
        "• Phường 1, tuần 47: 0/1, còn thiếu 1, hạn 20:00 Chủ nhật 22/11 (chưa nhận được gì)\n"
        "Nếu anh/chị đã gửi mà ở đây không có thì tin ấy chưa đến em, mong anh/chị thông cảm gửi lại giúp em ạ."
    )
    assert hanh.is_offered == ["Nhờ người hỗ trợ"]


async def test_what_arrived_is_shown_week_by_week(stage: Stage) -> None:
    hanh = stage.hanh
    await stage.at("2026-11-18 09:00")
    await hanh.sends_photo("bài")
    assert await hanh.says("em nộp rồi mà") == (
        "Dạ, em vừa xem lại những gì đã nhận:\n"
        "• Phường 1, tuần 47: 1/1, đã đủ\n"
        "• BC-1, ảnh, tuần 47, gửi 09:00 thứ Tư 18/11, được tính\n"
        "Đã đủ cả, em cảm ơn anh/chị!"
    )
    await hanh.says("gửi nhầm")
    withdrawn = await hanh.says("em nộp rồi mà")
    assert "0/1" in withdrawn and "BC-1, ảnh, tuần 47, gửi 09:00 thứ Tư 18/11, đã rút lại" in withdrawn
    await hanh.sends_photo("bài khác")
    await stage.at("2026-11-24 09:00")
    later = await hanh.says("em nộp rồi mà")
    assert "BC-2" not in later and "tuần 48: 0/1" in later


async def test_a_coordinator_is_shown_the_unit_instead(stage: Stage) -> None:
    await stage.at("2026-11-18 09:00")
    assert "Xã Tân Lập, tuần 47: 0/1" in await stage.nam.says("Tân Lập nộp rồi mà")


async def test_before_the_first_week_there_is_nothing_to_show(stage: Stage) -> None:
    await stage.hung.says("xin chào")
    assert "BC-" not in await stage.hanh.says("em nộp rồi mà")
