"""With what is a photo compared? With all that its unit ever sent, late ones too, but not with what it mends."""

import pytest

from core.ports import MediaError
from core.trust import Consequence, Counting, Trust
from db import likeness
from scheduler import likening_photos
from tests.journeys.pictures import screenshot
from tests.journeys.stage import Stage

ALL_DRAWN = pytest.mark.parametrize("trust", [Trust(sample=1.0)], ids=["all drawn"])
ONE_PAGE = pytest.mark.parametrize("trust", [Trust(sample=0.0, other_same=Consequence.IGNORE)], ids=["one page"])
ALL_BEFORE = pytest.mark.parametrize(
    "trust", [Trust(sample=1.0, counting=Counting.BEFORE_COUNTING)], ids=["all before counting"]
)


def again(post: str) -> bytes:
    """The same screenshot compressed again."""
    return screenshot(post, width=540, quality=60)


@ONE_PAGE
async def test_the_own_earlier_photo_is_found_behind_ever_so_many_of_other_units(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(likening_photos, "CANDIDATES", 2)
    await stage.at("2026-11-16 08:00")
    await stage.hanh.sends_pictures(screenshot("bài chung"))
    for quality in (70, 71, 72):
        await stage.hai.sends_pictures(screenshot("bài chung", quality=quality))
    await stage.compares()
    await stage.at("2026-11-23 08:00")
    await stage.hanh.sends_pictures(again("bài chung"))
    await stage.compares()
    assert "trùng với ảnh phường 1 đã nộp ở tuần 47 (BC-1)" in stage.hanh.hears()


async def test_a_picture_that_arrived_late_is_found_like_any_other(stage: Stage) -> None:
    await stage.at("2026-11-16 08:00")
    stage.platform.faults.fail_fetches(MediaError("slow"), times=1)
    assert "đang tải" in await stage.hanh.sends_pictures(screenshot("đến muộn"))
    await stage.hai.sends_pictures(screenshot("bài khác"))
    await stage.compares()
    await stage.at("2026-11-16 09:00")
    assert await stage.compares() == 1
    await stage.hanh.sends_pictures(again("đến muộn"))
    await stage.compares()
    assert "(BC-1)" in stage.hanh.hears()


async def test_what_was_compared_before_a_restart_or_by_another_process_is_found(stage: Stage) -> None:
    await stage.at("2026-11-16 08:00")
    await stage.hanh.sends_pictures(screenshot("bài"))
    await stage.compares()
    await stage.restarts()
    await stage.compares()
    await stage.hanh.sends_pictures(again("bài"))
    await stage.compares()
    assert "(BC-1)" in stage.hanh.hears()
    stage.installation.likening.forget()
    await stage.hanh.sends_pictures(screenshot("bài", quality=77))
    await stage.compares()
    assert "(BC-1)" in stage.hanh.hears()


async def test_photos_whose_numbers_were_not_kept_are_found(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    await stage.at("2026-11-16 08:00")
    await stage.hanh.sends_pictures(screenshot("bài"))
    async with stage.installation.database.snapshot() as tx:
        [item] = await likeness.fresh(tx, 1)
    await stage.compares()
    await stage.forgets_sketches()
    await stage.restarts()
    await stage.hanh.sends_pictures(again("bài"))
    await stage.compares()
    assert f"(BC-{item.number})" in stage.hanh.hears()


async def test_photos_that_an_earlier_version_looked_at_are_looked_at_anew_and_found(stage: Stage) -> None:
    await stage.at("2026-11-16 08:00")
    await stage.hanh.sends_pictures(screenshot("bài"))
    await stage.hai.sends_pictures(screenshot("bài khác"))
    await stage.compares()
    await stage.has_fingerprints_of_an_earlier_version()
    await stage.restarts()
    assert await stage.compares() == 0  # nothing is new, so there is time for what is old
    assert await stage.has_outdated_fingerprints() == 0
    await stage.hanh.sends_pictures(again("bài"))
    await stage.compares()
    assert "(BC-1)" in stage.hanh.hears()


async def test_a_photo_whose_file_is_gone_keeps_nothing_else_from_being_looked_at_anew(stage: Stage) -> None:
    await stage.at("2026-11-16 08:00")
    for post in ("một", "hai", "ba"):
        await stage.hanh.sends_pictures(screenshot(post))
    await stage.compares()
    await stage.has_fingerprints_of_an_earlier_version()
    await stage.loses_the_file_of_item(2)
    await stage.restarts()
    await stage.compares()
    assert await stage.has_outdated_fingerprints() == 1
    stage.hanh.hears()
    await stage.hanh.sends_pictures(again("ba"))
    await stage.compares()
    assert "(BC-3)" in stage.hanh.hears()


@ALL_DRAWN
async def test_a_correction_may_show_what_was_given_back(stage: Stage) -> None:
    hanh, nam = stage.hanh, stage.nam
    await stage.at("2026-11-16 09:00")
    await hanh.sends_pictures(screenshot("bài"))
    await stage.compares()
    for _ in range(2):
        await nam.says("/duyet")
        await nam.presses("Trả lại")
        await nam.presses("Ảnh mờ, thiếu ngày")
        hanh.hears()
        await hanh.sends_pictures(screenshot("bài", quality=90))
        await stage.compares()
        assert "trùng" not in hanh.hears()
        assert "1/1, đã đủ" in await hanh.says("tôi còn thiếu gì")


@ALL_BEFORE
async def test_before_counting_a_correction_waits_like_everything_else(stage: Stage) -> None:
    hanh, nam = stage.hanh, stage.nam
    await stage.at("2026-11-16 09:00")
    await hanh.sends_pictures(screenshot("bài"))
    await stage.compares()
    await nam.says("/duyet")
    await nam.presses("Trả lại")
    await nam.presses("Ảnh mờ, thiếu ngày")
    await hanh.sends_pictures(screenshot("bài rõ"))
    await stage.compares()
    assert "0/1" in await hanh.says("tôi còn thiếu gì")
    assert "1 gửi thay" in await nam.says("/duyet")
    await nam.presses("Đạt")
    assert "1/1, đã đủ" in await hanh.says("tôi còn thiếu gì")
