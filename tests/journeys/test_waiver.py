"""A week is waived for one unit or a group, with a reason; taken back; told to whom it concerns."""

import pytest

from tests.journeys.manners import Manner
from tests.journeys.stage import Stage

MISSED = "2026-11-23 09:00"


@pytest.mark.parametrize("manner", Manner)
async def test_a_waiver_and_taking_it_back(stage: Stage) -> None:
    binh, son = stage.binh, stage.son
    await stage.at("2026-11-19 20:00")
    son.hears()
    assert await binh.says("miễn Hải Lệ tuần này, do mưa lũ") == (
        "Em miễn tuần 47 cho xã Hải Lệ, lý do: mưa lũ, đúng không ạ?"
    )
    assert "đã miễn tuần 47 cho xã Hải Lệ, lý do: mưa lũ" in await binh.presses("Xác nhận")
    assert "Lê Thị Bình đã miễn tuần 47 cho xã Hải Lệ, lý do: mưa lũ" in son.hears()
    assert "được miễn" in await son.says("tôi còn thiếu gì")
    assert "0/2 đơn vị đã đủ, 2 còn thiếu. Được miễn: xã Hải Lệ." in await binh.says("ai chưa nộp")
    await stage.at("2026-11-20 09:00")
    assert "đã bỏ miễn. Tuần 47 của xã Hải Lệ lại có chỉ tiêu, hạn 20:00 Chủ nhật 22/11" in await binh.says(
        "bỏ miễn Hải Lệ"
    )
    assert "đã bỏ miễn tuần 47 của xã Hải Lệ: còn thiếu 1 minh chứng" in son.hears()
    await stage.at("2026-11-22 10:00")
    assert "còn thiếu 1 minh chứng" in son.hears()
    stage.reads_as_written("Miễn một tuần rồi bỏ miễn", binh, son)


@pytest.mark.parametrize("manner", Manner)
async def test_a_waiver_after_the_close_closes_the_flag(stage: Stage) -> None:
    binh, son, hung = stage.binh, stage.son, stage.hung
    await stage.at(MISSED)
    binh.hears(), son.hears()
    assert "vì lý do gì ạ?" in await binh.says("/mien hai le")
    assert "lý do: nghỉ lễ, đúng không ạ?" in await binh.presses("Nghỉ lễ")
    await binh.presses("Xác nhận")
    assert "Xã Hải Lệ" not in {flag.unit_name for flag in await stage.open_flags()}
    await stage.at("2026-11-24 09:00")
    assert "Hải Lệ" not in hung.hears()
    assert "nộp đủ" not in binh.hears()
    assert "đã bỏ miễn" in await binh.presses("Bỏ miễn")
    await stage.beats()
    assert "Xã Hải Lệ" in {flag.unit_name for flag in await stage.open_flags()}
    assert "bị ghi thiếu 1, vẫn nộp bù được" in await son.says("tôi còn thiếu gì")
    stage.reads_as_written("Miễn sau khi tuần đã đóng", binh, son)


@pytest.mark.parametrize(
    "words", ["miễn cả cụm tuần này, vì bão", "mien thi xa quang tri vi bao", "/excuse cả cụm bão"]
)
async def test_the_whole_group_is_waived_and_taken_back_alone(stage: Stage, words: str) -> None:
    binh, mai, son = stage.binh, stage.mai, stage.son
    await binh.says("miễn Hải Lệ, do mưa lũ")
    await binh.presses("Xác nhận")
    assert "miễn tuần 47 cho 2 đơn vị còn thiếu của thị xã Quảng Trị" in await binh.says(words)
    assert "đã miễn tuần 47 cho 2 đơn vị của thị xã Quảng Trị" in await binh.presses("Xác nhận")
    assert "được miễn" in await mai.says("tôi còn thiếu gì")
    assert "của 2 đơn vị thuộc thị xã Quảng Trị" in await binh.presses("Bỏ miễn")
    assert "còn thiếu 1" in await mai.says("tôi còn thiếu gì")
    assert "được miễn" in await son.says("tôi còn thiếu gì")  # waived before, for another reason
    assert "không có tuần nào được miễn" in await binh.presses("Bỏ miễn")


@pytest.mark.parametrize("manner", Manner)
async def test_one_waiver_applied_to_the_group(stage: Stage) -> None:
    binh, mai = stage.binh, stage.mai
    await binh.says("mien hai le tuan nay do mua lu")
    assert "đã miễn tuần 47 cho 3 đơn vị" in await binh.presses("Áp dụng cả thị xã Quảng Trị (3 đơn vị)")
    assert "đã miễn tuần 47 cho phường 1" in mai.hears()
    await stage.at("2026-11-23 09:00")
    assert "thiếu" not in binh.hears()
    stage.reads_as_written("Miễn cả thị xã", binh, mai)


async def test_of_two_who_waive_at_once_the_second_is_told(stage: Stage) -> None:
    binh, hung, son = stage.binh, stage.hung, stage.son
    await binh.says("miễn Hải Lệ, do mưa lũ")
    await hung.says("miễn Hải Lệ, do nghỉ lễ")
    await hung.presses("Xác nhận")
    assert "đã được Bùi Văn Hùng miễn trước đó, lý do: nghỉ lễ" in await binh.presses("Xác nhận")
    await binh.says("bỏ miễn Hải Lệ")
    await binh.says("miễn Hải Lệ, do mưa lũ")
    await son.sends_photo("bài")
    assert "không còn thiếu tuần nào" in await binh.presses("Xác nhận")


async def test_waiving_what_cannot_be_waived(stage: Stage) -> None:
    binh, nam = stage.binh, stage.nam
    assert "nhắn giúp em: miễn TÊN" in await binh.says("miễn")
    assert "nhắn giúp em: bỏ miễn TÊN" in await binh.says("/bomien")
    assert "không có tuần nào được miễn" in await binh.says("bỏ miễn Hải Lệ")
    assert "không còn thiếu tuần nào" in await binh.says("miễn An Đôn, do mưa")
    assert "chưa thấy đơn vị nào" in await nam.says("miễn Hải Lệ, do mưa")
    assert "chưa thấy đơn vị nào" in await nam.says("bỏ miễn Hải Lệ")
    await binh.says("miễn Hải Lệ, do mưa lũ")
    await binh.presses("Thôi, không đổi")
    assert "không dùng được nữa" in await binh.presses("Xác nhận")
    await binh.says("miễn Hải Lệ, do mưa lũ")
    await binh.presses("Xác nhận")
    undo = stage.platform.last_options(binh.chat)[0].action
    assert "không thuộc phạm vi" in await nam.forges(undo)
    assert "chưa được giao" in await stage.son.forges(undo)
    assert "được miễn" in await stage.son.says("tôi còn thiếu gì")
    stage.reads_as_written("Không miễn được", binh, nam)


@pytest.mark.parametrize("manner", Manner)
async def test_of_two_units_of_one_name_the_right_one_is_waived(stage: Stage) -> None:
    hung = stage.hung
    await hung.says("miễn Phường 1 tuần 47, do mưa lũ")
    assert "miễn tuần 47 cho phường 1, lý do: mưa lũ" in await hung.presses("Phường 1 (thành phố Đông Hà)")
    await hung.presses("Xác nhận")
    assert "được miễn" in await stage.hanh.says("tôi còn thiếu gì")
    assert "còn thiếu 1" in await stage.mai.says("tôi còn thiếu gì")
    stage.reads_as_written("Miễn phường cùng tên", hung)


async def test_a_yes_before_the_reason_is_none(stage: Stage) -> None:
    binh = stage.binh
    await stage.at("2026-11-18 09:00")
    for words, action in (("miễn Hải Lệ tuần này", "waive"), ("gia hạn Hải Lệ đến thứ Ba", "extend")):
        assert "vì lý do gì" in await binh.says(words) or "lý do" in await binh.says(words)
        mark = stage.platform.last_options(binh.chat)[0].action.split(":")[2]
        assert "không dùng được nữa" in await binh.forges(f"{action}:yes:{mark}")
        await binh.says("thôi")
    assert "còn thiếu 1, hạn 20:00 Chủ nhật 22/11" in await stage.son.says("tôi còn thiếu gì")


async def test_of_two_reasons_the_one_said_last_counts(stage: Stage) -> None:
    khai = stage.khai
    await stage.at("2026-11-18 09:00")
    assert "có 2 đơn vị" in await khai.says("miễn Phường 1 tuần này, do mưa lũ")
    assert "xã Hải Lệ, lý do: bão" in await khai.says("Hải Lệ, do bão")
    assert "có 2 đơn vị" in await khai.says("miễn Phường 1 tuần này, do mưa lũ")
    assert "lý do: mưa lũ" in await khai.presses("Phường 1 (thị xã Quảng Trị)")


@pytest.mark.parametrize(("at", "taken_back"), [("2026-12-07 07:59:59", True), ("2026-12-07 08:00", False)])
async def test_a_waiver_is_taken_back_without_its_week_for_two_weeks_after_the_close(
    stage: Stage, at: str, taken_back: bool
) -> None:
    binh = stage.binh
    await stage.at("2026-11-18 09:00")
    await binh.says("miễn Hải Lệ tuần này, do mưa lũ")
    await binh.presses("Xác nhận")
    await stage.at(at)
    assert ("đã bỏ miễn. Tuần 47" in await binh.says("bỏ miễn Hải Lệ")) == taken_back
    assert taken_back or "đã bỏ miễn. Tuần 47" in await binh.says("bỏ miễn Hải Lệ tuần 47")


async def test_without_a_week_the_missed_one_is_waived_and_with_it_the_running_one(stage: Stage) -> None:
    binh = stage.binh
    await stage.at("2026-11-24 09:00")
    assert "miễn tuần 47 cho xã Hải Lệ" in await binh.says("miễn Hải Lệ, do bão")
    await binh.says("thôi")
    assert "miễn tuần 48 cho xã Hải Lệ" in await binh.says("miễn Hải Lệ tuần này, do bão")


async def test_of_a_group_that_was_waived_meanwhile_nobody_is_short(stage: Stage) -> None:
    binh, hung = stage.binh, stage.hung
    await stage.at("2026-11-18 09:00")
    assert "đúng không ạ" in await binh.says("miễn cả cụm tuần này, vì bão")
    await hung.says("miễn cả thị xã Quảng Trị tuần này, vì lũ")
    await hung.presses("Xác nhận")
    answer = await binh.presses("Xác nhận")
    assert "thị xã Quảng Trị không còn thiếu tuần nào" in answer and "Hùng" not in answer
