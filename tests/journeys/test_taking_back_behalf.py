"""Sent by mistake for somebody else: whoever handed in on behalf takes it back until the close, and the unit hears."""

import pytest

from tests.journeys.manners import Manner
from tests.journeys.stage import Stage

WEDNESDAY = "2026-11-18 09:00"


async def hands_in(stage: Stage, *photos: str, unit: str = "Tân Lập") -> None:
    await stage.nam.sends_photos(*photos, caption=f"nộp thay {unit}")
    assert "Đã nhận" in await stage.nam.presses("Đúng")


@pytest.mark.parametrize("manner", Manner)
async def test_a_coordinator_takes_back_what_he_handed_in(stage: Stage) -> None:
    nam, lam, khai = stage.nam, stage.lam, stage.khai
    await stage.at(WEDNESDAY)
    await hands_in(stage, "nhầm")
    lam.hears()
    answer = await nam.says("rút lại BC-1")
    assert answer == "Dạ, em đã rút BC-1 khỏi xã Tân Lập. Tuần 47: 0/1, còn thiếu 1."
    assert "Dương Thanh Nam đã rút BC-1 khỏi xã Tân Lập. Tuần 47: 0/1, còn thiếu 1." in lam.hears()
    assert "còn thiếu 1" in await lam.says("tôi còn thiếu gì")
    assert "Dương Thanh Nam rút lại BC-1." in await khai.says("/nhatky Tân Lập")
    assert "không thấy minh chứng nào" in await nam.says("rút lại BC-1")
    stage.reads_as_written("Rút lại điều đã nộp thay", nam, lam)


@pytest.mark.parametrize("quota", [3])
async def test_by_the_button_of_the_receipt_and_in_words_the_last_message(stage: Stage) -> None:
    nam, lam = stage.nam, stage.lam
    await stage.at(WEDNESDAY)
    await hands_in(stage, "một", "hai")
    assert "Gửi nhầm, rút lại" in nam.is_offered
    assert "đã rút BC-1 và BC-2 khỏi xã Tân Lập" in await nam.presses("Gửi nhầm, rút lại")
    await hands_in(stage, "ba")
    await hands_in(stage, "bốn")
    lam.hears()
    assert "đã rút BC-4 khỏi xã Tân Lập" in await nam.says("gửi nhầm")
    assert "đã rút BC-4" in lam.hears()
    assert "1/3" in await lam.says("/tiendo")


async def test_of_two_units_each_is_named_and_each_secretary_hears_of_the_own(stage: Stage) -> None:
    nam, lam, hai, khai = stage.nam, stage.lam, stage.hai, stage.khai
    await stage.at(WEDNESDAY)
    await hands_in(stage, "một")
    await hands_in(stage, "hai", unit="Đông Giang")
    lam.hears(), hai.hears()
    answer = await nam.says("rút lại BC-1, BC-2")
    assert "đã rút BC-1 khỏi xã Tân Lập" in answer and "đã rút BC-2 khỏi phường Đông Giang" in answer
    assert "BC-1" in (told := lam.hears()) and "BC-2" not in told
    assert "BC-2" in (told := hai.hears()) and "BC-1" not in told
    assert "rút lại BC-2." in await khai.says("/nhatky Đông Giang")


async def test_what_the_unit_or_another_coordinator_handed_in_stays(stage: Stage) -> None:
    nam, lam, binh = stage.nam, stage.lam, stage.binh
    await stage.at(WEDNESDAY)
    await lam.sends_photo("của Lâm")
    assert "không thấy minh chứng nào" in await nam.says("rút lại BC-1")
    assert "không thấy minh chứng nào" in await nam.says("rút lại")
    await hands_in(stage, "thay", unit="Đông Giang")
    assert "không thấy minh chứng nào" in await binh.says("rút lại BC-2")
    assert "đã đủ" in await lam.says("tôi còn thiếu gì")


async def test_nor_what_was_handed_in_for_a_unit_that_is_looked_after_no_more(stage: Stage) -> None:
    nam, lam = stage.nam, stage.lam
    await stage.at(WEDNESDAY)
    await hands_in(stage, "bài")
    await stage.gets_units(("X9", "Xã Cam An", "xã", "H2", "Bí thư", "Dương Thanh Nam", "0912000101"))
    await stage.takes_over("H1", "Phạm Văn Thay")
    assert "không thấy minh chứng nào" in await nam.says("rút lại BC-1")  # though the own items might be
    assert "đã đủ" in await lam.says("tôi còn thiếu gì")


async def test_after_the_close_it_stays(stage: Stage) -> None:
    nam, lam = stage.nam, stage.lam
    await stage.at("2026-11-23 07:00")
    await hands_in(stage, "một", "hai")
    await stage.at("2026-11-23 08:00")
    answer = await nam.says("rút lại BC-1 và BC-2")
    assert "đã rút BC-2 khỏi xã Tân Lập. Tuần 48: 0/1" in answer and "Riêng BC-1 thuộc tuần đã đóng" in answer
    assert "em để nguyên BC-1" in await nam.says("rút lại BC-1")
    assert "BC-1, ảnh, tuần 47" in await lam.says("/lichsu")
    stage.reads_as_written("Rút lại điều đã nộp thay, tuần đã đóng", nam)


async def test_for_a_vacant_seat_nobody_is_told(stage: Stage) -> None:
    nam, khai = stage.nam, stage.khai
    await stage.at(WEDNESDAY)
    await nam.says("xã Tân Lập khuyết đầu mối từ hôm nay")
    await nam.presses("Giao cán bộ phụ trách")
    await hands_in(stage, "bài")
    assert "đã rút BC-1 khỏi xã Tân Lập" in await nam.says("rút lại")
    assert "Dương Thanh Nam rút lại BC-1." in await khai.says("/nhatky Tân Lập")


@pytest.mark.parametrize("manner", Manner)
async def test_a_delegate_takes_back_the_own_items_only_and_the_holder_hears(stage: Stage) -> None:
    hanh, nam, lan = stage.hanh, stage.nam, stage.somebody("lan", "Chị Lan, người nộp thay")
    await stage.at(WEDNESDAY)
    await hanh.says("tuần này tôi đi công tác")
    await lan.opens(stage.code_in(await hanh.presses("Nhờ người nộp thay")))
    await lan.presses("Tôi đồng ý")
    await lan.sends_photo("nhầm")
    await hanh.sends_photo("của Hạnh")
    assert "không thấy minh chứng nào" in await lan.says("rút lại BC-2")
    assert "rút lại cùng số" in (how := await lan.says("rút lại đơn của tôi")) and "/dulieu" not in how
    hanh.hears()
    assert "đã rút lại BC-1. Tuần 47: 1/1, đã đủ." in await lan.says("rút lại BC-1")
    assert "Người nộp thay anh/chị đã rút BC-1 khỏi phường 1. Tuần 47: 1/1, đã đủ." in hanh.hears()
    assert "người nộp thay Trần Thị Hạnh rút lại BC-1." in await nam.says("/nhatky Phường 1")
    assert "không thấy minh chứng nào" in await lan.says("rút lại")
    await lan.sends_photo("nữa")
    assert "đã rút lại BC-3" in await lan.presses("Gửi nhầm, rút lại")
    stage.reads_as_written("Người nộp thay rút lại", hanh, lan)
