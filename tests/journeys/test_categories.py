"""Two items of one kind and one of another a week: the bot sorts, says how, and offers another category."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.quota import Category
from core.trust import Trust
from tests.databases import copy_database
from tests.journeys.manners import Manner
from tests.journeys.stage import Stage, organisation, staged

NEWS = Category("tin", "tin bài", 2, ("tin", "bài viết"))
PHOTOS = Category("anh", "ảnh hoạt động", 1, ("hoạt động",), "photo")
SHORT = "Tuần 47: 1/3, còn thiếu 2 (1 tin bài và 1 ảnh hoạt động)."


@pytest.fixture
async def sorted_stage(
    request: pytest.FixtureRequest, linked_file: Path, tmp_path: Path, manner: Manner
) -> AsyncIterator[Stage]:
    """Everybody owes two pieces of news and a photo of an activity a week."""
    copy_database(linked_file, tmp_path / "nhacnop.db")
    usual = organisation(3, "anh_chi", Trust(sample=0.0))
    rules = replace(usual, tasks=(replace(usual.tasks[0], categories=(NEWS, PHOTOS)),))
    journey = request.function.__name__.removeprefix("test_")
    async with staged(tmp_path, tmp_path / "nhacnop.db", rules, manner, journey) as opened:
        yield opened


@pytest.mark.parametrize("manner", Manner)
async def test_items_of_two_categories(sorted_stage: Stage) -> None:
    stage, hanh = sorted_stage, sorted_stage.hanh
    await stage.at("2026-11-16 09:00")
    assert "3 minh chứng, hạn" in (heard := hanh.hears())
    assert "Cụ thể cần 2 tin bài và 1 ảnh hoạt động ạ." in heard
    receipt = await hanh.says("https://vi-du.vn/bai-1")
    assert "Em ghi BC-1 vào mục tin bài." in receipt and SHORT in receipt
    assert receipt.count("1/3") == 1
    assert "Chuyển sang ảnh hoạt động" not in hanh.is_offered  # a link is no photo
    receipt = await hanh.sends_photo("hội thi", caption="hinh anh hoat dong hoi thi")
    assert "Em ghi BC-2 vào mục ảnh hoạt động." in receipt
    assert "Tuần 47: 2/3, còn thiếu 1 (1 tin bài)." in receipt
    assert hanh.is_offered == ["Chuyển sang tin bài", "Xem lại", "Gửi nhầm, rút lại"]
    moved = await hanh.presses("Chuyển sang tin bài")
    assert "đã chuyển BC-2 sang mục tin bài. Tuần 47: 2/3, còn thiếu 1 (1 ảnh hoạt động)." in moved
    assert "Em ghi BC-3 vào mục ảnh hoạt động." in (receipt := await hanh.sends_photo("văn nghệ"))
    assert "Tuần 47: 3/3, đã đủ." in receipt
    stage.reads_as_written("Hai loại minh chứng", hanh)


async def test_an_album_is_sorted_and_what_is_too_much_is_said(sorted_stage: Stage) -> None:
    stage, hanh = sorted_stage, sorted_stage.hanh
    await stage.at("2026-11-16 09:00")
    receipt = await hanh.sends_photos("một", "hai", "ba", caption="tin của phường")
    assert "Em ghi BC-1, BC-2 và BC-3 vào mục tin bài." in receipt
    assert "Tuần 47: 2/3, còn thiếu 1 (1 ảnh hoạt động)." in receipt
    receipt = await hanh.says("bài viết nữa https://vi-du.vn/bai-4")
    assert "Mục tin bài đã đủ từ trước nên lần này không tăng thêm." in receipt
    assert "còn thiếu 1 (1 ảnh hoạt động)" in await hanh.says("tôi còn thiếu gì")
    await hanh.says("https://vi-du.vn/bai-5")
    await hanh.presses("Gửi nhầm, rút lại")
    receipt = await hanh.sends_photos("bốn", "năm")
    assert "Em ghi BC-6 vào mục ảnh hoạt động. Em ghi BC-7 vào mục tin bài." in receipt.replace("\n", " ")
    assert "Tuần 47: 3/3, đã đủ." in receipt
    stage.reads_as_written("Một album cho hai mục", hanh)


async def test_moving_to_the_other_category_may_make_a_week_short_again(sorted_stage: Stage) -> None:
    stage, hanh, nam = sorted_stage, sorted_stage.hanh, sorted_stage.nam
    await stage.at("2026-11-16 09:00")
    await hanh.sends_photos("một", "hai", caption="tin")
    button = stage.platform.last_options(hanh.chat)[0].action
    await hanh.sends_photo("ba")
    await stage.at("2026-11-22 09:00")
    assert "Phường 1 " not in nam.hears()
    assert "đã chuyển BC-1 và BC-2 sang mục ảnh hoạt động. Tuần 47: 1/3" in await hanh.forges(button)
    await stage.beats()
    unit = await stage.unit("X1")
    assert [flag.kind for flag in await stage.open_flags() if flag.unit == unit] == ["AT_RISK"]  # flagged after all
    await hanh.says("https://vi-du.vn/a https://vi-du.vn/b")
    await stage.beats()
    assert "đã nộp đủ tuần 47 (3/3)" in nam.hears()


async def test_after_the_close_only_what_is_lacking_may_be_mended(sorted_stage: Stage) -> None:
    stage, hanh, mai = sorted_stage, sorted_stage.hanh, sorted_stage.mai
    await stage.at("2026-11-16 09:00")
    await hanh.sends_photos("một", "hai", "ba", caption="tin")
    button = stage.platform.last_options(hanh.chat)[0].action
    await stage.at("2026-11-23 09:00")
    assert "không chuyển gì" in await mai.forges(button)
    assert "sang mục ảnh hoạt động. Tuần 47: 1/3" in await hanh.presses("Chuyển sang ảnh hoạt động")
    assert "không chuyển gì" in await hanh.presses("Chuyển sang ảnh hoạt động")
    assert "đổi mục" in await hanh.forges("category:1-3:la")


async def test_an_item_keeps_its_category_in_another_week(sorted_stage: Stage) -> None:
    stage, hanh = sorted_stage, sorted_stage.hanh
    await stage.at("2026-11-23 09:00")
    await hanh.sends_photo("một", caption="hoạt động")
    moved = await hanh.presses("Chuyển sang tuần 47")
    assert "tuần 47 còn thiếu 2 (2 tin bài)" in moved
    assert "Tuần 48: 0/3, còn thiếu 3 (2 tin bài và 1 ảnh hoạt động)." in moved
