"""Sent by mistake: taking back until the close, by button and in words."""

import pytest

from tests.journeys.manners import Manner
from tests.journeys.stage import Stage

THREE = pytest.mark.parametrize("quota", [3])


@pytest.mark.parametrize("manner", Manner)
async def test_by_the_button_of_the_receipt(stage: Stage) -> None:
    hanh = stage.hanh
    await hanh.sends_photo("nhầm")
    assert await hanh.presses("Gửi nhầm, rút lại") == "Dạ, em đã rút lại BC-1. Tuần 47: 0/1, còn thiếu 1."
    assert "Tuần 47: 1/1, đã đủ." in await hanh.sends_photo("nhầm")  # what was taken back may be sent again
    stage.reads_as_written("Rút lại bằng nút", hanh)


@pytest.mark.parametrize("words", ["rút lại", "Rut lai", "gui nham", "tôi gửi nhầm ạ", "/rutlai", "/withdraw"])
async def test_in_words(stage: Stage, words: str) -> None:
    await stage.hanh.sends_photo("nhầm")
    assert "đã rút lại BC-1" in await stage.hanh.says(words)


@THREE
async def test_words_take_back_the_last_message_and_no_more(stage: Stage) -> None:
    hanh = stage.hanh
    await hanh.sends_photo("đúng")
    await hanh.sends_photos("nhầm một", "nhầm hai")
    assert await hanh.says("rút lại") == "Dạ, em đã rút lại BC-2 và BC-3. Tuần 47: 1/3, còn thiếu 2."
    stage.reads_as_written("Rút lại bằng lời", hanh)


@THREE
@pytest.mark.parametrize(
    ("words", "taken"),
    [
        ("rút lại BC-2", "BC-2"),
        ("rut lai bc 2 a", "BC-2"),
        ("/rutlai BC-2", "BC-2"),
        ("/rutlai 2", "BC-2"),
        ("rút lại BC-1 và BC-3", "BC-1 và BC-3"),
        ("rút lại BC-3, BC-3, 1 ạ", "BC-1 và BC-3"),
        ("take back BC-2", "BC-2"),
    ],
)
async def test_what_is_named_is_taken_back_and_no_more(stage: Stage, words: str, taken: str) -> None:
    hanh = stage.hanh
    for photo in ("một", "hai", "ba"):
        await hanh.sends_photo(photo)
    assert f"đã rút lại {taken}. Tuần 47" in await hanh.says(words)


@pytest.mark.parametrize("words", ["rút lại đơn của tôi", "rút lại BC-1 hôm qua", "/rutlai tuần trước"])
async def test_words_that_name_no_item_take_nothing_back(stage: Stage, words: str) -> None:
    hanh = stage.hanh
    await hanh.sends_photo("bài")
    assert "chưa rút gì ạ. Anh/chị gõ rút lại cùng số" in await hanh.says(words)
    assert "1/1" in await hanh.says("/tiendo")


async def test_what_others_handed_in_cannot_be_taken_back_by_its_number(stage: Stage) -> None:
    await stage.lam.sends_photo("của Tân Lập")
    assert "không thấy minh chứng nào" in await stage.hanh.says("rút lại BC-1")
    assert "1/1" in await stage.lam.says("/tiendo")


async def test_consent_is_not_an_item(stage: Stage) -> None:
    await stage.hanh.sends_photo("bài")
    assert "Rút lại đồng ý" in str((await stage.hanh.says("rút lại sự đồng ý"), stage.hanh.is_offered))
    assert "1/1" in await stage.hanh.says("/tiendo")


async def test_twice_is_not_too_late_but_nothing(stage: Stage) -> None:
    hanh = stage.hanh
    assert "không thấy minh chứng nào" in await hanh.says("rút lại")
    await hanh.sends_photo("nhầm")
    await hanh.presses("Gửi nhầm, rút lại")
    assert "không thấy minh chứng nào" in await hanh.presses("Gửi nhầm, rút lại")


@pytest.mark.parametrize(("pressed_at", "allowed"), [("2026-11-23 07:59:59", True), ("2026-11-23 08:00:00", False)])
async def test_until_the_close(stage: Stage, pressed_at: str, allowed: bool) -> None:
    hanh = stage.hanh
    await hanh.sends_photo("bài")
    await stage.at(pressed_at)
    answer = await hanh.presses("Gửi nhầm, rút lại")
    assert ("đã rút lại BC-1" in answer) is allowed
    assert ("tuần ấy đã đóng nên em chưa rút lại BC-1" in answer) is not allowed


async def test_after_the_close_it_is_refused(stage: Stage) -> None:
    hanh = stage.hanh
    await hanh.sends_photo("bài")
    await stage.at("2026-11-23 10:00")
    assert "chưa rút lại BC-1" in await hanh.says("gửi nhầm")
    assert "BC-1, ảnh, tuần 47, gửi 06:30 thứ Hai 16/11, được tính" in await hanh.says("/lichsu")
    stage.reads_as_written("Rút lại khi tuần đã đóng", hanh)


async def test_of_a_message_over_two_weeks_only_the_open_one_is_taken_back(stage: Stage) -> None:
    hanh = stage.hanh
    await stage.at("2026-11-23 07:00")
    await hanh.sends_photos("một", "hai")
    await stage.at("2026-11-23 09:00")
    answer = await hanh.presses("Gửi nhầm, rút lại")
    assert "đã rút lại BC-2. Tuần 48: 0/1, còn thiếu 1." in answer
    assert "Riêng BC-1 thuộc tuần đã đóng" in answer
    stage.reads_as_written("Rút lại khi một trong hai tuần đã đóng", hanh)


async def test_taking_back_after_the_warning_makes_the_unit_short_again(stage: Stage) -> None:
    hanh, nam = stage.hanh, stage.nam
    await stage.at("2026-11-21 20:30")
    assert "Phường 1" in nam.hears()
    await hanh.sends_photo("nhầm")
    await stage.beats()
    assert "Phường 1 đã nộp đủ tuần 47" in nam.hears()
    await hanh.presses("Gửi nhầm, rút lại")
    await stage.at("2026-11-23 08:00")
    assert "Phường 1 0/1" in nam.hears()
    assert "vẫn nộp bù được" in hanh.hears()
