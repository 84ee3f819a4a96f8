"""Every morning the admins hear how it is, and whenever they ask."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path

import pytest

from db import upkeep
from tests.databases import copy_database
from tests.journeys.cast import PARTS
from tests.journeys.manners import Manner
from tests.journeys.stage import Stage, moment, organisation, staged


@pytest.fixture
async def stage(
    linked_file: Path, tmp_path: Path, request: pytest.FixtureRequest, manner: Manner
) -> AsyncIterator[Stage]:
    """The usual stage, with the daily health message."""
    copy_database(linked_file, tmp_path / "nhacnop.db")
    rules = replace(organisation(), health_at=time(7))
    journey = request.function.__name__.removeprefix("test_")
    async with staged(tmp_path, tmp_path / "nhacnop.db", rules, manner, journey) as opened:
        for part in PARTS:
            opened.somebody(part.chat, part.who)
        yield opened


async def backed_up(stage: Stage, at: str, *, fine: bool = True, told: str = "") -> None:
    async with stage.installation.database.transaction() as tx:
        await upkeep.note(tx, upkeep.BACKUP, moment(at), told, fine=fine)
        if fine:
            await upkeep.note(tx, upkeep.RESTORE, moment(at) + timedelta(minutes=5), "", fine=True)


@pytest.mark.parametrize("manner", Manner)
async def test_every_morning_the_admins_hear_how_it_is(stage: Stage) -> None:
    khai, nam = stage.khai, stage.nam
    await stage.at("2026-11-16 06:59")
    assert "Trợ lý" not in khai.hears()
    await stage.at("2026-11-16 07:00")
    assert khai.hears() == (
        "07:00 – Trợ lý vẫn hoạt động, có 1 việc anh/chị xem giúp em (đánh dấu ⚠️).\n"
        "⚠️ Chưa có bản sao lưu nào.\nTrang trò chuyện: bình thường.\nHàng đợi: không còn tin nào."
    )
    await stage.at("2026-11-17 02:00")
    await backed_up(stage, "2026-11-17 02:00")
    await stage.at("2026-11-17 07:00")
    assert khai.hears() == (
        "07:00 – Trợ lý hoạt động ổn định ạ.\nSao lưu lúc 02:00 thứ Ba 17/11 thành công.\n"
        "Đã khôi phục thử lúc 02:05 thứ Ba 17/11.\nTrang trò chuyện: bình thường.\nHàng đợi: không còn tin nào."
    )
    await stage.restarts()
    await stage.at("2026-11-17 12:00")
    assert khai.hears() == "" and "⚠️" not in nam.hears()
    await stage.at("2026-11-18 07:00")
    assert "⚠️ Bản sao lưu gần nhất từ 02:00 thứ Ba 17/11" in khai.hears()
    stage.reads_as_written("Sức khoẻ hằng ngày", khai)


async def test_after_a_night_without_power_it_is_told_late_and_later_not_at_all(stage: Stage) -> None:
    khai = stage.khai
    await stage.at("2026-11-16 20:00")
    khai.hears()
    await stage.is_down_until("2026-11-17 10:00")
    assert khai.hears().startswith("10:00 – ")
    await stage.is_down_until("2026-11-18 11:00")
    assert khai.hears() == ""
    await stage.at("2026-11-19 07:00")
    assert khai.hears().startswith("07:00 – ")


async def test_a_clock_that_was_ahead_once_does_not_silence_the_mornings(stage: Stage) -> None:
    khai = stage.khai
    async with stage.installation.database.transaction() as tx:
        await upkeep.note(tx, upkeep.TOLD, moment("2030-01-01 07:00"), "", fine=True)
    await stage.at("2026-11-17 07:00")
    assert "07:00 – Trợ lý" in khai.hears()
    await stage.at("2026-11-17 12:00")
    assert "Trợ lý vẫn" not in khai.hears()


@pytest.mark.parametrize("manner", Manner)
async def test_what_is_not_well_is_told_on_request(stage: Stage) -> None:
    khai, hai = stage.khai, stage.hai
    await stage.at("2026-11-16 07:30")
    hai.blocks_the_bot()
    await stage.at("2026-11-16 09:00")
    await backed_up(stage, "2026-11-15 02:00")
    await backed_up(stage, "2026-11-16 02:00", fine=False, told="hết chỗ trống")
    async with stage.installation.database.transaction() as tx:
        await upkeep.beat(tx, moment("2026-11-16 03:00"), rehearsed=False)
        await upkeep.beat(tx, moment("2026-11-16 05:30"), rehearsed=False)
        await upkeep.rival(tx, "telegram", moment("2026-11-16 08:59"))
    await stage.khai.says("/tamdung")
    await khai.presses("Tạm dừng ngay")
    told = await khai.says("suc khoe")
    assert "⚠️ Đang tạm dừng từ 09:00" in told
    assert "⚠️ Trợ lý đã ngừng từ 03:00 thứ Hai 16/11 đến 05:30 thứ Hai 16/11." in told
    assert "⚠️ Nhịp gần nhất từ 05:30" in told
    assert "⚠️ Một chương trình khác đang dùng chung token của bot telegram" in told
    assert "không thành công (hết chỗ trống). Bản tốt gần nhất: 02:00 Chủ nhật 15/11." in told
    assert "⚠️ Trang trò chuyện: 1 tin không gửi được trong 24 giờ qua." in told
    assert "chưa được giao" in await stage.nam.forges("health")
    stage.reads_as_written("Sức khoẻ khi có việc", khai)
