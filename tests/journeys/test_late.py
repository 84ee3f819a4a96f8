"""Around the close: late in grace, two weeks side by side, and mending a missed week."""

import pytest

from tests.journeys.manners import Manner
from tests.journeys.stage import Stage

THREE = pytest.mark.parametrize("quota", [3])


@pytest.mark.parametrize(
    ("sent_at", "late"), [("2026-11-22 19:59:59", False), ("2026-11-22 20:00:00", True), ("2026-11-22 20:00:01", True)]
)
async def test_from_the_due_moment_on_an_item_is_late(stage: Stage, sent_at: str, late: bool) -> None:
    await stage.at(sent_at)
    receipt = await stage.hanh.sends_photo("bài")
    assert "Tuần 47: 1/1, đã đủ." in receipt
    assert ("nộp muộn" in receipt) is late


async def test_late_on_sunday_evening(stage: Stage) -> None:
    hanh, nam = stage.hanh, stage.nam
    await stage.at("2026-11-22 21:40")
    nam.hears()
    receipt = await hanh.sends_photo("bài")
    assert "Gửi sau hạn 20:00 Chủ nhật 22/11 nên tuần 47 ghi là nộp muộn." in receipt
    assert "đã đủ (nộp muộn)" in await hanh.says("tôi nộp đủ chưa")
    await stage.at("2026-11-23 06:29")
    assert nam.hears() == ""
    await stage.at("2026-11-23 06:30")
    assert "Phường 1 đã nộp đủ tuần 47 (1/1)" in nam.hears()
    await stage.at("2026-11-23 08:00")
    assert "tuần 48" in hanh.hears()
    assert "Phường 1" not in nam.hears()
    stage.reads_as_written("Nộp muộn trong thời gian gia hạn", hanh, nam)


@pytest.mark.parametrize(
    ("sent_at", "week"), [("2026-11-23 07:59:59", 47), ("2026-11-23 08:00:00", 48), ("2026-11-23 08:00:01", 48)]
)
async def test_from_the_close_on_an_item_goes_to_the_new_week(stage: Stage, sent_at: str, week: int) -> None:
    await stage.at(sent_at)
    assert f"Tuần {week}: 1/1, đã đủ." in await stage.hanh.sends_photo("bài")


@pytest.mark.parametrize("manner", Manner)
async def test_after_the_close_an_item_may_be_moved_to_the_missed_week(stage: Stage) -> None:
    hanh, nam = stage.hanh, stage.nam
    await stage.at("2026-11-23 08:00")
    assert "vẫn nộp bù được" in hanh.hears()
    await stage.at("2026-11-23 09:30")
    receipt = await hanh.sends_photo("bài")
    assert "Tuần 48: 1/1, đã đủ." in receipt
    assert hanh.is_offered == ["Chuyển sang tuần 47", "Xem lại", "Gửi nhầm, rút lại"]
    nam.hears()
    moved = await hanh.presses("Chuyển sang tuần 47")
    assert "tuần 47 nay đã đủ (nộp muộn). Tuần 48: 0/1, còn thiếu 1." in moved
    await stage.beats()
    assert "Phường 1 đã nộp đủ tuần 47" in nam.hears()
    assert "Tuần 48: 1/1, đã đủ." in await hanh.sends_photo("bài khác")
    assert hanh.is_offered == ["Xem lại", "Gửi nhầm, rút lại"]
    stage.reads_as_written("Nộp bù tuần đã đóng", hanh, nam)


async def test_what_was_moved_once_is_not_moved_again(stage: Stage) -> None:
    hanh = stage.hanh
    await stage.at("2026-11-23 09:30")
    await hanh.sends_photo("bài")
    await hanh.presses("Chuyển sang tuần 47")
    assert "để nguyên" in await hanh.presses("Chuyển sang tuần 47")
    assert "0/1" in await hanh.says("tôi còn thiếu gì")


async def test_of_two_weeks_side_by_side_the_old_one_is_served_first(stage: Stage) -> None:
    hanh = stage.hanh
    await stage.at("2026-11-23 07:00")
    hanh.hears()
    receipt = await hanh.sends_photos("một", "hai")
    assert receipt.count("✅") == 1
    assert "Tuần 47 (phường 1) đã đủ." in receipt
    assert "Tuần 48: 1/1, đã đủ." in receipt
    assert "tuần 47 ghi là nộp muộn" in receipt
    await stage.at("2026-11-23 08:00")
    assert hanh.hears() == ""  # neither missed nor reminded
    stage.reads_as_written("Hai tuần song song", hanh)


@THREE
async def test_an_old_week_that_stays_short_takes_everything(stage: Stage) -> None:
    hanh = stage.hanh
    await stage.at("2026-11-23 07:00")
    receipt = await hanh.sends_photos("một", "hai")
    assert "Tuần 47: 2/3, còn thiếu 1." in receipt
    assert "Tuần 48" not in receipt
    receipt = await hanh.sends_photos("ba", "bốn")
    assert "Tuần 47 (phường 1) đã đủ." in receipt
    assert "Tuần 48: 1/3, còn thiếu 2." in receipt
    stage.reads_as_written("Tuần cũ nhận trước, tuần mới nhận sau", hanh)
