"""Who was missing in a week that is over: asked in plain words, answered with that week's own figures."""

import pytest

from tests.journeys.stage import Stage

MONDAY_AFTER = "2026-11-23 09:00"


async def _one_handed_in_and_the_week_is_over(stage: Stage) -> None:
    await stage.at("2026-11-18 09:00")
    await stage.lam.sends_photo("bài")
    await stage.at(MONDAY_AFTER)


@pytest.mark.parametrize(
    "words",
    [
        "tuần trước ai chưa nộp",
        "tuan truoc ai chua nop",
        "tuần rồi còn ai chưa nộp vậy em",
        "ai chưa nộp tuần trước?",
        "tình hình tuần trước",
        "tình hình tuần trước thế nào",
        "tuần vừa rồi thiếu ai",
        "Dạ cho hỏi tuần trước những xã nào chưa nộp ạ",
        "tuần trước bao nhiêu đơn vị chưa nộp",
        "tuaanf truowcs ai chuwa noopj",
        "ai chưa nộp tuần 47",
        "số liệu tuần 47",
        "/thieu tuần trước",
        "/thieu tuần 47/2026",
        "who was missing last week",
    ],
)
async def test_last_weeks_figures_in_many_words(stage: Stage, words: str) -> None:
    nam = stage.nam
    await _one_handed_in_and_the_week_is_over(stage)
    assert await nam.says(words) == (
        "Tuần 47, hạn 20:00 Chủ nhật 22/11: 1/3 đơn vị đã đủ, 2 còn thiếu.\n⛔ Phường 1 0/1\n⛔ Phường Đông Giang 0/1"
    )
    assert nam.is_offered == ["Xem danh sách gọi"]  # nobody is reminded of a week that is closed


async def test_the_running_week_is_what_is_asked_about_without_a_week(stage: Stage) -> None:
    await _one_handed_in_and_the_week_is_over(stage)
    assert (await stage.nam.says("ai chưa nộp")).startswith("Tuần 48")
    assert (await stage.nam.says("tuần này ai chưa nộp ở Đông Hà")).startswith("Thành phố Đông Hà. Tuần 48")


async def test_last_week_of_one_unit_and_whom_to_call_about_it(stage: Stage) -> None:
    khai = stage.khai
    await _one_handed_in_and_the_week_is_over(stage)
    assert (await khai.says("tuần trước ai chưa nộp ở Đông Hà")).startswith(
        "Thành phố Đông Hà. Tuần 47, hạn 20:00 Chủ nhật 22/11: 1/3 đơn vị đã đủ, 2 còn thiếu."
    )
    calls = await khai.presses("Xem danh sách gọi")
    assert calls.startswith("Danh sách gọi tuần 47") and "Trần Thị Hạnh" in calls and "Võ Văn Sơn" not in calls
    assert (await khai.says("danh sách gọi tuần trước")).startswith("Danh sách gọi tuần 47")
    assert (await khai.says("tình hình xã Tân Lập tuần trước")).startswith("Xã Tân Lập. Tuần 47")


async def test_the_next_page_is_of_the_same_week(stage: Stage) -> None:
    khai = stage.khai
    await stage.gets_units(*((f"Y{n}", f"Xã Thôn {n}", "xã", "H1", "Bí thư", f"Lê Thị {n}", "") for n in range(10, 32)))
    await stage.are_linked(*(f"Y{n}" for n in range(10, 32)))
    await stage.at("2026-12-07 09:00")
    first = await khai.says("2 tuần trước ai chưa nộp")
    assert first.startswith("Tuần 48")
    second = await khai.presses("Xem tiếp")
    assert second.startswith("Tuần 48, tiếp từ đơn vị thứ") and not set(first.split("\n")) & set(second.split("\n"))


@pytest.mark.parametrize("words", ["tuần trước ai chưa nộp", "ai chưa nộp tuần 40", "danh sách gọi tuần 40/2025"])
async def test_a_week_that_was_never_opened_is_not_made_up(stage: Stage, words: str) -> None:
    await stage.at("2026-11-18 09:00")
    assert ("không có số liệu của tuần ấy" in await stage.nam.says(words)) == ("gọi" not in words)


async def test_a_forged_week_of_another_task_or_out_of_reach_shows_nothing_else(stage: Stage) -> None:
    await _one_handed_in_and_the_week_is_over(stage)
    assert (await stage.nam.forges("missing:tuan:0::999")).startswith("Tuần 48")
    assert "không thuộc phạm vi" in await stage.nam.forges("missing:tuan:0:X5:1")
    assert "Hải Lệ" not in await stage.nam.forges("missing:tuan:0::1")


async def test_a_unit_that_owes_nothing_is_told_so(stage: Stage) -> None:
    await stage.at("2026-11-18 09:00")
    assert await stage.binh.says("ai chưa nộp ở An Đôn") == (
        "Dạ, phường An Đôn đang khuyết đầu mối nên không có chỉ tiêu nào ở tuần 47 ạ."
    )
    await stage.gets_units(("Y1", "Xã Mới", "xã", "H2", "Bí thư", "Lê Thị Mới", ""))
    assert await stage.binh.says("ai chưa nộp ở xã Mới") == "Dạ, xã Mới không có chỉ tiêu nào ở tuần 47 ạ."
    await stage.gets_units(("H3", "Huyện Mới", "huyện", "T45", "Điều phối", "Trần Văn Mới", ""))
    assert await stage.hung.says("ai chưa nộp ở huyện Mới") == "Dạ, huyện Mới không có chỉ tiêu nào ở tuần 47 ạ."
