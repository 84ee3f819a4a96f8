"""Being away, and being reminded again later."""

import pytest

from tests.journeys.manners import Manner
from tests.journeys.stage import Stage


@pytest.mark.parametrize("manner", Manner)
async def test_away_this_week(stage: Stage) -> None:
    hanh, nam = stage.hanh, stage.nam
    await stage.at("2026-11-16 08:00")
    await hanh.presses("Tuần này tôi vắng")
    answer = await hanh.presses("Chỉ tạm dừng nhắc")
    assert "không nhắc anh/chị về tuần 47 nữa" in answer
    assert "Trần Thị Hạnh (phường 1) báo vắng tuần 47" in nam.hears()
    hanh.hears()
    await stage.at("2026-11-23 07:59")
    assert hanh.hears() == ""
    await stage.at("2026-11-23 08:00")
    assert "nhiệm vụ tuần 48" in hanh.hears()
    stage.reads_as_written("Tuần này tôi vắng", hanh, nam)


@pytest.mark.parametrize("words", ["tuần này tôi đi công tác", "tuan nay toi vang a", "/vang", "/away"])
async def test_away_in_words(stage: Stage, words: str) -> None:
    assert "nhờ người nộp thay, xin gia hạn hay chỉ tạm dừng nhắc" in await stage.hanh.says(words)
    assert "đã báo cán bộ phụ trách" in await stage.hanh.presses("Chỉ tạm dừng nhắc")


async def test_away_until_a_day_holds_until_that_day(stage: Stage) -> None:
    hanh, nam = stage.hanh, stage.nam
    await stage.at("2026-11-16 08:05")
    for words in ("tôi vắng đến thứ Năm", "tooi vawngs ddeens thuws nawm"):
        assert "anh/chị vắng đến hết thứ Năm 19/11" in await hanh.says(words), words
    assert "nhắc anh/chị nữa" in await hanh.presses("Chỉ tạm dừng nhắc")
    assert "Trần Thị Hạnh (phường 1) báo vắng tuần 47" in nam.hears()
    await stage.at("2026-11-22 08:59")
    assert hanh.hears() == ""
    await stage.at("2026-11-22 09:00")
    assert "còn thiếu" in hanh.hears()
    assert "không phải là một ngày có thật" in await hanh.says("tôi vắng đến 30/2")
    assert "nhờ người nộp thay" in await hanh.says("/vang vì ốm")


async def test_away_still_owes_and_may_send(stage: Stage) -> None:
    hanh, nam = stage.hanh, stage.nam
    await hanh.says("/vang")
    await hanh.presses("Chỉ tạm dừng nhắc")
    await stage.at("2026-11-21 20:00")
    assert "Phường 1 0/1" in nam.hears()
    assert "Tuần 47: 1/1, đã đủ." in await hanh.sends_photo("bài")


async def test_away_with_nothing_owed(stage: Stage) -> None:
    await stage.hanh.sends_photo("bài")
    assert "không còn thiếu gì" in await stage.hanh.says("/vang")


@pytest.mark.parametrize("manner", Manner)
async def test_remind_me_later(stage: Stage) -> None:
    hanh = stage.hanh
    await stage.at("2026-11-16 08:05")
    hanh.hears()
    assert "nhắc lại anh/chị lúc 11:05 thứ Hai 16/11" in await hanh.presses("Nhắc lại sau")
    await stage.at("2026-11-16 11:04")
    assert hanh.hears() == ""
    await stage.at("2026-11-16 11:05")
    assert "nhiệm vụ tuần 47" in hanh.hears()
    stage.reads_as_written("Nhắc lại sau", hanh)


@pytest.mark.parametrize(
    ("said", "at"), [("tối nhắc em nhé", "20:30"), ("chiều nay nhắc tôi", "17:00"), ("toi gui sau", "11:05")]
)
async def test_a_part_of_the_day_is_when_the_reminder_comes(stage: Stage, said: str, at: str) -> None:
    await stage.at("2026-11-16 08:05")
    assert f"lúc {at} thứ Hai 16/11" in await stage.hanh.says(said)


async def test_the_newest_wish_to_be_reminded_holds(stage: Stage) -> None:
    hanh = stage.hanh
    await stage.at("2026-11-16 08:05")
    await hanh.says("nhắc lại sau")
    await stage.at("2026-11-16 08:50")
    assert "lúc 11:50" in await hanh.says("nhac toi sau")
    await stage.at("2026-11-16 11:49")
    assert hanh.hears() == ""
    await stage.at("2026-11-16 12:30")
    assert hanh.hears().count("Chào") == 1


async def test_a_wish_in_the_evening_is_kept_until_the_morning(stage: Stage) -> None:
    hanh = stage.hanh
    await stage.at("2026-11-19 19:30")
    hanh.hears()
    assert "lúc 06:30 thứ Sáu 20/11" in await hanh.presses("Nhắc lại sau")
    await stage.at("2026-11-20 06:29")
    assert hanh.hears() == ""
    await stage.at("2026-11-20 06:30")
    assert "nhiệm vụ tuần 47" in hanh.hears()


async def test_who_has_handed_in_meanwhile_is_not_reminded(stage: Stage) -> None:
    hanh = stage.hanh
    await stage.at("2026-11-16 08:05")
    await hanh.presses("Nhắc lại sau")
    await hanh.sends_photo("bài")
    assert "không còn thiếu gì" in await hanh.says("để sau")
    await stage.at("2026-11-16 20:00")
    assert hanh.hears() == ""


async def test_away_drops_the_wish_to_be_reminded(stage: Stage) -> None:
    hanh = stage.hanh
    await stage.at("2026-11-16 08:05")
    await hanh.presses("Nhắc lại sau")
    await hanh.presses("Tuần này tôi vắng")
    await hanh.presses("Chỉ tạm dừng nhắc")
    await stage.at("2026-11-16 20:00")
    assert hanh.hears() == ""
