"""Pictures are kept as long as people were told, and no longer; what they were counted for stays."""

import os

import pytest

from tests.journeys.stage import Stage


def files(stage: Stage) -> int:
    return sum(1 for path in stage.media.glob("??/*") if path.is_file())


@pytest.mark.long
async def test_an_old_picture_goes_a_week_after_the_admins_heard_and_its_item_stays(stage: Stage) -> None:
    hanh, khai = stage.hanh, stage.khai
    await stage.at("2026-11-16 09:00")
    await hanh.sends_photo("bài")
    assert files(stage) == 1
    await stage.is_down_until("2027-11-09 07:00")
    assert "ảnh đã quá thời hạn lưu" not in khai.hears()
    await stage.is_down_until("2027-11-10 07:00")
    assert "1 ảnh đã quá thời hạn lưu (12 tháng" in khai.hears()
    await stage.is_down_until("2027-11-16 07:00")
    assert files(stage) == 1
    await stage.is_down_until("2027-11-17 07:01")
    assert files(stage) == 0
    assert "BC-1" in await hanh.says("/lichsu")


async def test_what_was_fetched_and_not_recorded_goes_after_a_day(stage: Stage) -> None:
    await stage.at("2026-11-16 09:00")
    await stage.hanh.sends_photo("bài")
    await stage.compares()
    kept = {path.name for path in stage.media.glob("??/*")}
    await stage.somebody("lạ", "Người lạ").sends_photo("ảnh của người lạ")
    (strange,) = [path for path in stage.media.glob("??/*") if path.name not in kept]
    await stage.at("2026-11-17 07:00")
    assert strange.exists(), "by the disk's clock it came just now"
    for path in stage.media.glob("??/*"):
        os.utime(path, (path.stat().st_mtime - 86_500,) * 2)
    await stage.at("2026-11-18 07:00")
    assert {path.name for path in stage.media.glob("??/*")} == kept
    assert len(list(stage.media.glob("thumbnails/??/*.jpg"))) == 1


async def test_a_picture_that_never_counted_goes_sooner(stage: Stage) -> None:
    await stage.at("2026-11-16 09:00")
    await stage.hanh.sends_photo("bài")
    await stage.hanh.presses("Gửi nhầm, rút lại")
    await stage.is_down_until("2027-02-10 07:00")
    assert "1 ảnh đã quá thời hạn lưu" in stage.khai.hears()
    await stage.is_down_until("2027-02-17 07:01")
    assert files(stage) == 0


async def test_a_picture_that_is_sent_again_in_its_last_week_is_kept(stage: Stage) -> None:
    await stage.at("2026-11-16 09:00")
    await stage.hanh.sends_photo("bài")
    await stage.hanh.presses("Gửi nhầm, rút lại")
    await stage.is_down_until("2027-02-10 07:00")
    await stage.hanh.sends_photo("bài")
    await stage.is_down_until("2027-02-17 07:01")
    assert files(stage) == 1
