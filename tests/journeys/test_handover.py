"""A secretary hands the seat over on a day: the coordinator names the new person, both histories are kept."""

import pytest

from tests.journeys.manners import Manner
from tests.journeys.stage import Stage

FRIDAY = "2026-11-20 09:00"


@pytest.mark.parametrize("manner", Manner)
async def test_a_handover_on_a_later_day(stage: Stage) -> None:
    hanh, nam = stage.hanh, stage.nam
    lan = stage.somebody("lan", "Chị Lan, người mới")
    await stage.at(FRIDAY)
    await hanh.sends_photo("cũ")
    asked = await hanh.says("tôi bàn giao cho người khác")
    assert "bàn giao phường 1 từ ngày nào" in asked and "minh chứng cũ vẫn đứng tên anh/chị" in asked
    assert "xin bàn giao phường 1 từ 23/11/2026" in await hanh.says("thứ Hai")
    assert "Trần Thị Hạnh xin bàn giao phường 1 cho người khác từ 23/11/2026" in nam.hears()
    assert "họ tên người mới phụ trách phường 1" in await nam.presses("Đồng ý")
    assert "là Lê Thị Lan (+84912345678), thay Trần Thị Hạnh, đúng không ạ?" in await nam.says(
        "Lê Thị Lan, 0912 345 678"
    )
    done = await nam.presses("Xác nhận")
    assert "đã ghi Lê Thị Lan phụ trách phường 1 từ 23/11/2026" in done and "Mã dùng được từ ngày ấy" in done
    assert "từ 23/11/2026, Lê Thị Lan phụ trách phường 1 thay anh/chị" in hanh.hears()
    assert "1/1" in await hanh.says("tôi còn thiếu gì")
    await stage.at("2026-11-23 08:00")
    assert "chưa ghi nhận" in await hanh.sends_photo("nữa")
    await lan.opens(stage.code_in(done))
    await lan.presses("Đúng")
    assert "tuần 48: 0/1" in await lan.presses("Tôi đồng ý")
    assert "Tuần 48: 1/1" in await lan.sends_photo("mới")
    assert "BC-1" in await lan.says("/lichsu")
    stage.reads_as_written("Bàn giao", hanh, nam, lan)


@pytest.mark.parametrize("manner", Manner)
async def test_a_handover_today(stage: Stage) -> None:
    hanh, nam = stage.hanh, stage.nam
    await stage.at(FRIDAY)
    await hanh.says("toi ban giao cho nguoi khac a")
    assert "từ 20/11/2026" in await hanh.presses("Hôm nay")
    await nam.presses("Đồng ý")
    await nam.says("Lê Thị Lan")
    assert "Mã mời của Lê Thị Lan:" in await nam.presses("Xác nhận")
    assert "chưa ghi nhận" in await hanh.sends_photo("bài")
    await stage.at("2026-11-22 10:00")
    assert "Phường 1 0/1" in nam.hears()  # the open week goes along with the seat
    stage.reads_as_written("Bàn giao ngay hôm nay", hanh, nam)


async def test_a_handover_that_is_not_agreed(stage: Stage) -> None:
    hanh, nam = stage.hanh, stage.nam
    await stage.at(FRIDAY)
    await hanh.says("/bangiao")
    await hanh.presses("Ngày mai")
    assert "giữ nguyên người phụ trách phường 1" in await nam.presses("Chưa đồng ý")
    assert "chưa đồng ý việc bàn giao phường 1" in hanh.hears()
    assert "đã có người quyết định" in await nam.presses("Đồng ý")
    assert "1/1" in await hanh.sends_photo("bài")
    stage.reads_as_written("Chưa đồng ý bàn giao", hanh, nam)


async def test_a_handover_into_the_past_or_on_no_day(stage: Stage) -> None:
    hanh = stage.hanh
    await stage.at(FRIDAY)
    await hanh.says("tôi muốn bàn giao")
    assert "đã qua nên em chưa ghi" in await hanh.says("hôm qua")
    assert "không phải là một ngày có thật" in await hanh.says("30/2")
    assert "xa quá 60 ngày" in await hanh.says("20/11/2027")
    assert "từ ngày nào" in await hanh.says("chưa biết")
    assert "từ 21/11/2026" in await hanh.says("mai")
    stage.reads_as_written("Bàn giao vào ngày không thể có", hanh)


async def test_a_day_that_has_passed_by_the_time_of_the_yes_becomes_today(stage: Stage) -> None:
    hanh, nam = stage.hanh, stage.nam
    await stage.at(FRIDAY)
    await hanh.says("bàn giao cho người khác")
    await hanh.presses("Ngày mai")
    await stage.at("2026-11-24 09:00")
    await nam.forges("decide_handover:yes:1")
    assert "Từ 24/11/2026" in await nam.says("Lê Thị Lan")


async def test_only_who_looks_after_the_unit_decides_and_nothing_old(stage: Stage) -> None:
    hanh, nam, binh = stage.hanh, stage.nam, stage.binh
    await stage.at(FRIDAY)
    await hanh.says("bàn giao cho người khác")
    await hanh.presses("Ngày mai")
    assert "không thuộc phạm vi" in await binh.forges("decide_handover:yes:1")
    assert "chưa được giao" in await hanh.forges("decide_handover:yes:1")
    assert "không dùng được nữa" in await nam.forges("decide_handover:yes:99")
    assert "không dùng được nữa" in await nam.forges("decide_handover:confirm:abc")
    await nam.presses("Đồng ý")
    await nam.says("Lê Thị Lan")
    await stage.takes_over("X1", "Người Khác")
    assert "nay là Người Khác" in await nam.presses("Xác nhận")
