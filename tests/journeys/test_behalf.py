"""A coordinator hands in for a unit: asked back with unit and week, recorded on the yes, told to the secretary."""

import pytest

from core.ports import MediaError, MediaGone
from tests.journeys.manners import Manner
from tests.journeys.pictures import PDF
from tests.journeys.stage import Stage

WEDNESDAY = "2026-11-18 09:00"


@pytest.mark.parametrize("manner", Manner)
async def test_a_photo_on_behalf_of_a_unit(stage: Stage) -> None:
    nam, lam = stage.nam, stage.lam
    await stage.at(WEDNESDAY)
    lam.hears()
    assert await nam.sends_photo("bài", caption="nộp thay xã Tân Lập") == (
        "Em sẽ ghi 1 ảnh cho xã Tân Lập, tuần 47, ghi chú “Dương Thanh Nam nộp thay”, đúng không ạ?"
    )
    assert "còn thiếu 1" in await lam.says("tôi còn thiếu gì")
    receipt = await nam.presses("Đúng")
    assert "✅ Đã nhận 1 ảnh lúc 09:00 thứ Tư 18/11 (BC-1)." in receipt
    assert "Ghi chú: Dương Thanh Nam nộp thay." in receipt and "Xã Tân Lập, tuần 47: 1/1, đã đủ." in receipt
    assert "Dương Thanh Nam đã nộp thay xã Tân Lập: BC-1. Tuần 47: 1/1, đã đủ." in lam.hears()
    assert "được tính (Dương Thanh Nam nộp thay)" in await lam.says("/lichsu")
    assert "đã rút lại BC-1" in await lam.says("rút lại")
    stage.reads_as_written("Nộp thay một đơn vị", nam, lam)


async def test_the_yes_records_once(stage: Stage) -> None:
    nam, lam = stage.nam, stage.lam
    await stage.at(WEDNESDAY)
    await nam.sends_photo("bài", caption="nộp thay xã Tân Lập")
    yes = stage.platform.last_options(nam.chat)[0].action
    assert "Đã nhận 1 ảnh" in await nam.forges(yes)
    assert "không dùng được nữa" in await nam.forges(yes)
    assert "1/1" in await lam.says("/tiendo")


@pytest.mark.parametrize("manner", Manner)
async def test_another_unit_after_all(stage: Stage) -> None:
    nam, hai, lam = stage.nam, stage.hai, stage.lam
    await stage.at(WEDNESDAY)
    hai.hears(), lam.hears()
    await nam.sends_photos("một", "hai", caption="nop thay tan lap")
    assert "viết tên đơn vị giúp em" in await nam.presses("Chọn đơn vị khác")
    assert "ghi 2 ảnh cho phường Đông Giang, tuần 47" in await nam.says("dong giang")
    assert "Đã nhận 2 ảnh" in await nam.presses("Đúng")
    assert "nộp thay phường Đông Giang: BC-1 và BC-2" in hai.hears()
    assert lam.hears() == ""
    stage.reads_as_written("Nộp thay, chọn đơn vị khác", nam, hai)


async def test_a_link_on_behalf_and_one_without_a_name(stage: Stage) -> None:
    nam, lam = stage.nam, stage.lam
    await stage.at(WEDNESDAY)
    lam.hears()
    assert "ghi 1 đường dẫn cho xã Tân Lập" in await nam.says("https://example.org/bai nộp thay Tân Lập nhé")
    await nam.presses("Đúng")
    assert "nộp thay xã Tân Lập: BC-1" in lam.hears()
    assert "nộp thay đơn vị nào" in await nam.says("https://example.org/khac")
    assert "cho phường Đông Giang" in await nam.says("Đông Giang")
    await stage.at("2026-11-18 12:00")
    assert "đã đủ" in await nam.presses("Đúng")
    assert "kèm dòng chữ: nộp thay" in await nam.says("nộp thay Tân Lập")
    stage.reads_as_written("Nộp thay đường dẫn", nam)


async def test_nothing_is_lost_in_a_crash_between_question_and_yes(stage: Stage) -> None:
    nam, lam = stage.nam, stage.lam
    await stage.at(WEDNESDAY)
    await nam.sends_photo("bài", caption="nộp thay Tân Lập")
    await stage.restarts()
    assert "Xã Tân Lập, tuần 47: 1/1, đã đủ." in await nam.presses("Đúng")
    assert "đã đủ" in await lam.says("tôi còn thiếu gì")


async def test_a_picture_that_cannot_be_fetched_yet_is_recorded_all_the_same(stage: Stage) -> None:
    nam, lam = stage.nam, stage.lam
    await stage.at(WEDNESDAY)
    lam.hears()
    stage.platform.faults.fail_fetches(MediaError("later"), times=2)
    assert "Em sẽ ghi 1 ảnh cho xã Tân Lập, tuần 47" in await nam.sends_photo("bài", caption="nộp thay xã Tân Lập")
    receipt = await nam.presses("Đúng")
    assert "Đã nhận 1 ảnh" in receipt and "Ảnh đang tải về, em đã ghi nhận trước" in receipt
    assert "Xã Tân Lập, tuần 47: 1/1, đã đủ." in receipt and "nộp thay xã Tân Lập: BC-1" in lam.hears()
    await stage.at("2026-11-18 09:10")
    assert nam.hears() == "" and "BC-1, ảnh, tuần 47" in await lam.says("/lichsu")
    assert "lần này em chưa tính" in await lam.sends_photo("bài")  # it came, and is known
    stage.reads_as_written("Nộp thay, ảnh tải về chậm", nam, lam)


async def test_a_picture_on_behalf_that_never_comes_stops_counting(stage: Stage) -> None:
    nam, lam = stage.nam, stage.lam
    await stage.at(WEDNESDAY)
    stage.platform.faults.fail_fetches(MediaError("later"))
    await nam.sends_photo("bài", caption="nộp thay xã Tân Lập")
    stage.platform.faults.fail_fetches(MediaGone("gone"), times=500)
    await nam.presses("Đúng")
    await stage.at("2026-11-18 09:02")
    assert "không tải được ảnh BC-1" in nam.hears()
    assert "còn thiếu 1" in await lam.says("tôi còn thiếu gì")


async def test_the_moment_of_sending_counts_and_not_that_of_the_yes(stage: Stage) -> None:
    nam, lam = stage.nam, stage.lam
    await stage.at("2026-11-22 19:59:30")
    await nam.sends_photo("bài", caption="nộp thay Tân Lập")
    await stage.at("2026-11-22 20:30")
    assert "muộn" not in await nam.presses("Đúng")
    assert "đã đủ" in await lam.says("tôi còn thiếu gì")


async def test_on_behalf_of_a_foreign_or_a_vacant_unit_or_of_two_of_one_name(stage: Stage) -> None:
    nam, binh, hung = stage.nam, stage.binh, stage.hung
    await stage.at(WEDNESDAY)
    assert "chưa thấy đơn vị nào tên “Hải Lệ”" in await nam.sends_photo("bài", caption="nộp thay Hải Lệ")
    assert "An Đôn chưa có chỉ tiêu nào" in await binh.sends_photo("bài", caption="nộp thay An Đôn")
    assert "có 2 đơn vị tên “Phường 1”" in await hung.sends_photo("bài", caption="nộp thay Phường 1")
    assert "ghi 1 ảnh cho phường 1, tuần 47" in await hung.presses("Phường 1 (thị xã Quảng Trị)")
    await hung.presses("Đúng")
    assert "Bùi Văn Hùng đã nộp thay phường 1" in stage.mai.hears()
    assert "nộp thay" not in stage.hanh.hears()
    assert "chưa ghi nhận tệp PDF" in await nam.sends_file("bài.pdf", PDF, caption="nộp thay Tân Lập")
    stage.reads_as_written("Không nộp thay được", nam, binh, hung)


async def test_only_who_looks_after_the_unit_hands_in_for_it(stage: Stage) -> None:
    nam, hanh, lam = stage.nam, stage.hanh, stage.lam
    await stage.at(WEDNESDAY)
    assert "Tuần 47: 1/1" in await hanh.sends_photo("của Hạnh", caption="nộp thay Tân Lập")
    assert "còn thiếu 1" in await lam.says("tôi còn thiếu gì")
    await nam.sends_photo("bài", caption="nộp thay Tân Lập")
    yes = stage.platform.last_options(nam.chat)[0].action
    assert "chưa được giao" in await hanh.forges(yes)
    assert "không dùng được nữa" in await stage.binh.forges(yes)
    await stage.takes_over("H1", "Phạm Văn Thay")
    assert "chưa được giao" in await nam.presses("Đúng")
    assert "còn thiếu 1" in await lam.says("tôi còn thiếu gì")
