"""A week with a holiday: the bot asks ahead, an admin decides, and it is done when the week opens."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from core.trust import Trust
from tests.databases import copy_database
from tests.journeys.cast import PARTS
from tests.journeys.manners import Manner
from tests.journeys.stage import Stage, organisation, staged

# 1 January 2027 is a Friday of week 53 (28 December to 3 January).
WEEK_AHEAD = "2026-12-21 08:30"
QUESTION = (
    "Tuần 53 có ngày nghỉ thứ Sáu 01/01. Hạn nộp hiện vẫn là 20:00 Chủ nhật 03/01; "
    "có thể lùi đến thứ Hai 04/01, giảm chỉ tiêu hoặc miễn ạ."
)


@pytest.fixture
async def asked(
    request: pytest.FixtureRequest, linked_file: Path, tmp_path: Path, quota: int, manner: Manner
) -> AsyncIterator[Stage]:
    """An office whose admins want to be asked a week ahead."""
    copy_database(linked_file, tmp_path / "nhacnop.db")
    rules = replace(organisation(quota, "anh_chi", Trust(sample=0.0)), holiday_notice=timedelta(days=7))
    journey = request.function.__name__.removeprefix("test_")
    async with staged(tmp_path, tmp_path / "nhacnop.db", rules, manner, journey) as opened:
        for part in PARTS:
            opened.somebody(part.chat, part.who)
        yield opened


@pytest.mark.parametrize("manner", Manner)
@pytest.mark.parametrize("quota", [3])
async def test_a_holiday_is_asked_about_ahead_and_the_deadline_moved(asked: Stage) -> None:
    stage = asked
    khai, hanh, nam = stage.khai, stage.hanh, stage.nam
    await stage.is_down_until("2026-12-20 21:30")
    assert "ngày nghỉ" not in khai.hears()
    await stage.at(WEEK_AHEAD)
    assert QUESTION in khai.hears()
    assert khai.is_offered == ["Giữ nguyên", "Lùi hạn đến thứ Hai 04/01", "Giảm một nửa", "Miễn tuần 53"]
    hanh.hears(), nam.hears()
    assert "đã lùi hạn tuần 53 đến thứ Hai 04/01 cho 6 đơn vị" in await khai.presses("Lùi hạn đến thứ Hai 04/01")
    assert "đã lùi hạn tuần 53 của phường 1 thêm 1 ngày, lý do: nghỉ lễ" in hanh.hears()
    assert "đã lùi hạn tuần 53 thêm 1 ngày cho 6 đơn vị" in nam.hears()
    await stage.is_down_until("2026-12-28 07:00")
    await stage.at("2026-12-28 08:30")
    assert "hạn 20:00 thứ Hai 04/01" in hanh.hears()
    assert "tuần 53" not in khai.hears()
    decided = await khai.says("/nghile")
    assert "• Tuần 53: nghỉ thứ Sáu 01/01, hạn 20:00 Chủ nhật 03/01. Lùi hạn thêm 1 ngày (Đỗ Quang Khải)." in decided
    await khai.presses("Xem tuần 53")
    assert "đã có người quyết định: Lùi hạn thêm 1 ngày" in await khai.presses("Miễn tuần 53")
    stage.reads_as_written("Tuần có ngày nghỉ lễ", khai, hanh)


async def test_nobody_asks_twice_and_a_later_decision_takes_the_place_of_an_earlier(asked: Stage) -> None:
    stage = asked
    khai, hanh = stage.khai, stage.hanh
    await stage.is_down_until("2026-12-21 06:00")
    await stage.at(WEEK_AHEAD)
    assert khai.hears().count("Tuần 53 có ngày nghỉ") == 1
    await stage.restarts()
    await stage.at("2026-12-22 09:00")
    assert "Tuần 53 có ngày nghỉ" not in khai.hears()
    assert "giữ nguyên tuần 53, hạn 20:00 Chủ nhật 03/01" in await khai.presses("Giữ nguyên")
    await khai.says("lich nghi le")
    await khai.presses("Xem tuần 53")
    assert "đã miễn tuần 53 cho 6 đơn vị" in await khai.presses("Miễn tuần 53")
    await stage.is_down_until("2026-12-28 09:00")
    assert "tuần 53: được miễn" in await hanh.says("tôi còn thiếu gì")


async def test_whoever_chooses_from_an_older_question_hears_what_was_decided_meanwhile(asked: Stage) -> None:
    stage = asked
    khai, lan = stage.khai, stage.somebody("lan", "Chị Lan, quản trị")
    await lan.opens(await stage.admin_code("Trần Thị Lan"))
    await lan.presses("Đúng")
    await lan.presses("Tôi đồng ý")
    await stage.is_down_until(WEEK_AHEAD)
    assert "Tuần 53 có ngày nghỉ" in khai.hears() and "Tuần 53 có ngày nghỉ" in lan.hears()
    await lan.presses("Miễn tuần 53")
    told = await khai.presses("Giữ nguyên")
    assert told.startswith("Trong lúc đó tuần 53 đã có người quyết định, nên em chưa đổi gì: Được miễn (Trần Thị Lan).")
    assert "giữ nguyên tuần 53" in await khai.presses("Giữ nguyên")
    assert "Giữ nguyên (Đỗ Quang Khải)." in await lan.says("/nghile")


async def test_only_admins_decide_about_holidays(asked: Stage) -> None:
    stage = asked
    await stage.is_down_until(WEEK_AHEAD)
    action = stage.platform.last_options(stage.khai.chat)[0].action
    assert "chưa được giao" in await stage.nam.forges(action)
    assert "Tuần 53" not in await stage.hung.says("/nghile")
    assert "không dùng được nữa" in await stage.khai.forges("holidays:keep:tuan:2026-W47")
    assert "không dùng được nữa" in await stage.khai.forges("holidays:never:tuan:2026-W53")


async def test_when_no_holiday_is_near_that_is_said(stage: Stage) -> None:
    await stage.is_down_until("2027-05-10 09:00")
    assert "trong 70 ngày tới không có kỳ nào có ngày nghỉ" in await stage.khai.says("/nghile")
