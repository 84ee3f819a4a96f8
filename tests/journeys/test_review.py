"""Looking at what came in: the same picture again, something alike, an objection, a sample; giving back and mending."""

import pytest

from core.trust import Counting, Trust, sampled
from db import audit
from tests.journeys.manners import Manner
from tests.journeys.pictures import screenshot
from tests.journeys.stage import Stage

EVERYTHING_DRAWN = pytest.mark.parametrize("trust", [Trust(sample=1.0)], ids=["all drawn"])
BEFORE_COUNTING = pytest.mark.parametrize(
    "trust", [Trust(sample=1.0, counting=Counting.BEFORE_COUNTING)], ids=["before counting"]
)


async def test_the_same_picture_compressed_again_does_not_count_and_the_sender_is_told(stage: Stage) -> None:
    hanh, nam = stage.hanh, stage.nam
    await stage.at("2026-11-16 08:00")
    await hanh.sends_pictures(screenshot("bài 46"))
    assert await stage.compares() == 1
    await stage.at("2026-11-23 08:00")
    assert "Đã nhận 1 ảnh" in await hanh.sends_pictures(screenshot("bài 46", width=540, quality=60))
    await stage.compares()
    told = hanh.hears()
    assert "trùng với ảnh phường 1 đã nộp ở tuần 47 (BC-1)" in told and "còn thiếu 1" in told
    assert hanh.is_offered == ["Gửi minh chứng khác", "Không phải bài cũ", "Hai đơn vị cùng làm"]
    await hanh.presses("Không phải bài cũ")
    await hanh.says("Trang đăng lại với ngày mới ạ")
    asked = nam.hears()
    assert "có ý kiến về BC-2" in asked and "Trang đăng lại với ngày mới" in asked
    shown = await nam.presses("Xem")
    assert "1 ý kiến" in shown and "BC-2 – phường 1" in shown
    await nam.presses("Đạt")
    assert "đã được duyệt và được tính" in hanh.hears()
    assert "1/1, đã đủ" in await hanh.says("tôi còn thiếu gì")
    stage.reads_as_written("Ảnh cũ gửi lại, ý kiến và duyệt", hanh, nam)


async def test_another_units_picture_counts_goes_to_review_and_is_not_named_to_the_sender(stage: Stage) -> None:
    hanh, hai, nam = stage.hanh, stage.hai, stage.nam
    await stage.at("2026-11-16 08:00")
    await hai.sends_pictures(screenshot("bài chung"))
    await hanh.sends_pictures(screenshot("bài chung", quality=70))
    await stage.compares()
    assert "Đông Giang" not in hanh.hears()
    assert "1/1, đã đủ" in await hanh.says("tôi còn thiếu gì")
    shown = await nam.says("/duyet")
    assert "1 trùng đơn vị khác" in shown and "phường Đông Giang" in shown
    assert stage.shows_pictures(nam) == 2


async def test_a_coordinator_is_not_shown_the_picture_of_a_unit_that_is_not_hers(stage: Stage) -> None:
    hanh, mai, binh = stage.hanh, stage.mai, stage.binh
    await stage.at("2026-11-16 08:00")
    await hanh.sends_pictures(screenshot("bài chung"))
    await mai.sends_pictures(screenshot("bài chung", quality=70))
    await stage.compares()
    shown = await binh.says("/duyet")
    assert "của một đơn vị khác" in shown and "Đông Hà" not in shown
    assert stage.shows_pictures(binh) == 1


@pytest.mark.parametrize("manner", Manner)
@EVERYTHING_DRAWN
async def test_what_is_given_back_leaves_the_count_and_the_next_item_mends_it_on_time(stage: Stage) -> None:
    hanh, nam = stage.hanh, stage.nam
    await stage.at("2026-11-16 09:00")
    await hanh.sends_pictures(screenshot("mờ"))
    await stage.compares()
    await stage.at("2026-11-22 21:00")
    assert "1 chọn ngẫu nhiên" in await nam.says("duyệt minh chứng")
    await nam.presses("Trả lại")
    await nam.presses("Ảnh mờ, thiếu ngày")
    await stage.at("2026-11-23 07:00")
    told = hanh.hears()
    assert "BC-1 (tuần 47, phường 1) cần thay vì ảnh mờ, chưa thấy ngày đăng" in told
    assert "12:00 thứ Ba 24/11" in told
    await hanh.presses("Gửi ảnh thay")
    receipt = await hanh.sends_pictures(screenshot("rõ"))
    assert "gửi thay cho BC-1" in receipt and "Tuần 47: 1/1, đã đủ" in receipt and "nộp muộn" not in receipt
    await stage.compares()
    again = await nam.says("/duyet")
    assert "1 gửi thay" in again and "Gửi thay cho BC-1 đã trả lại" in again
    stage.reads_as_written("Trả lại và gửi thay", hanh, nam)


@EVERYTHING_DRAWN
async def test_the_reason_may_be_typed_and_a_second_coordinator_hears_that_it_was_decided(stage: Stage) -> None:
    hanh, nam, hung = stage.hanh, stage.nam, stage.hung
    await stage.at("2026-11-16 09:00")
    await hanh.says("https://vi-du.vn/bai-1")
    await stage.compares()
    assert "https://vi-du.vn/bai-1" in await hung.says("/duyet")
    await nam.says("/duyet")
    await nam.presses("Trả lại")
    await nam.presses("Lý do khác")
    assert "đã trả lại BC-1" in await nam.says("bài của xã khác")
    assert "cần thay vì bài của xã khác" in hanh.hears()
    assert "BC-1 đã có người xem rồi" in await hung.presses("Đạt")


@EVERYTHING_DRAWN
async def test_skipped_items_come_last(stage: Stage) -> None:
    hanh, hai, nam = stage.hanh, stage.hai, stage.nam
    await stage.at("2026-11-16 09:00")
    await hanh.says("https://vi-du.vn/bai-1")
    await hai.says("https://vi-du.vn/bai-2")
    await stage.compares()
    assert "BC-1" in await nam.says("/duyet")
    assert "BC-2" in await nam.presses("Bỏ qua")
    assert "BC-1" in await nam.presses("Đạt")
    assert "chỉ còn những minh chứng anh/chị đã bỏ qua" in await nam.presses("Bỏ qua")


async def test_an_objection_that_is_refused_leaves_the_count_as_it_was(stage: Stage) -> None:
    hanh, nam = stage.hanh, stage.nam
    await stage.at("2026-11-16 09:00")
    await hanh.says("https://vi-du.vn/bai-1")
    await hanh.says("https://vi-du.vn/bai-1")
    await hanh.presses("Hai đơn vị cùng làm")
    await hanh.presses("Không cần nói thêm")
    assert "việc hai đơn vị cùng làm" in nam.hears()
    await nam.says("/duyet")
    await nam.presses("Trả lại")
    await nam.presses("Ảnh cũ")
    assert "chưa tính, vì ảnh cũ" in hanh.hears()


@BEFORE_COUNTING
async def test_before_counting_an_item_waits_and_counts_once_it_is_accepted(stage: Stage) -> None:
    hanh, nam = stage.hanh, stage.nam
    await stage.at("2026-11-16 09:00")
    await hanh.says("https://vi-du.vn/bai-1")
    await stage.compares()
    assert "đang chờ cán bộ phụ trách xem" in hanh.hears()
    assert "0/1" in await hanh.says("tôi còn thiếu gì")
    await nam.says("/duyet")
    await nam.presses("Đạt")
    assert "được tính" in hanh.hears()
    assert "1/1" in await hanh.says("tôi còn thiếu gì")


@BEFORE_COUNTING
async def test_what_waits_to_count_may_be_taken_back_and_is_looked_at_no_more(stage: Stage) -> None:
    hanh, nam = stage.hanh, stage.nam
    await stage.at("2026-11-16 09:00")
    await hanh.says("https://vi-du.vn/bai-1")
    await stage.compares()
    assert "BC-1" in await nam.says("/duyet")
    assert "đã rút lại BC-1" in await hanh.says("rút lại")
    assert "BC-1 không còn để xem nữa" in await nam.presses("Đạt")  # it was on the screen meanwhile
    assert hanh.hears() == "" and "BC-1" not in await nam.says("/duyet")
    assert "0/1" in await hanh.says("tôi còn thiếu gì")
    assert "Đã nhận 1 đường dẫn" in await hanh.says("https://vi-du.vn/bai-1")  # withdrawn, so free again


@EVERYTHING_DRAWN
async def test_what_was_taken_back_while_a_reason_is_typed_stays_taken_back(stage: Stage) -> None:
    hanh, nam = stage.hanh, stage.nam
    await stage.at("2026-11-16 09:00")
    await hanh.says("https://vi-du.vn/bai-1")
    await stage.compares()
    await nam.says("/duyet")
    await nam.presses("Trả lại")
    await nam.presses("Lý do khác")
    await hanh.says("rút lại")
    assert "không dùng được nữa" in await nam.says("bài của xã khác")
    assert hanh.hears() == "" and "đã rút lại" in await hanh.says("/lichsu")


@EVERYTHING_DRAWN
async def test_an_admin_sees_how_long_looking_takes(stage: Stage) -> None:
    await stage.at("2026-11-16 09:00")
    await stage.hanh.says("https://vi-du.vn/bai-1")
    await stage.compares()
    await stage.at("2026-11-16 14:00")
    await stage.nam.says("/duyet")
    await stage.nam.presses("Đạt")
    assert "đã xem 1 minh chứng, thường mất 5 giờ" in await stage.khai.says("/duyet")
    assert "giờ" not in await stage.nam.says("/duyet")
    await stage.hai.says("https://vi-du.vn/bai-2")
    await stage.compares()
    waiting = await stage.khai.says("/duyet")
    assert "BC-2" in waiting and "thường mất 5 giờ" in waiting  # whether something waits or not


@pytest.mark.parametrize("trust", [Trust(sample=0.5)], ids=["half drawn"])
async def test_a_draw_is_logged_with_its_seed_its_share_and_the_item(stage: Stage) -> None:
    await stage.at("2026-11-16 09:00")
    for number in range(1, 9):
        await stage.hanh.says(f"https://vi-du.vn/bai-{number}")
    await stage.compares()
    async with stage.installation.database.snapshot() as tx:
        lines = [line for line in await audit.newest(tx, await stage.unit("X1"), 50) if line.action == "review.sample"]
        news = await audit.since(tx, [await stage.unit("X1")], 0, 0)
    seeds = {line.details["seed"] for line in lines}
    assert [line.by for line in lines] == [""] * len(lines) and {line.details["share"] for line in lines} == {0.5}
    (seed,) = seeds
    drawn = [number for number in range(1, 9) if sampled(seed, number, 0.5)]
    assert sorted(line.details["items"][0] for line in lines) == drawn != []
    assert "review.sample" not in {line.action for line in news}
    told = await stage.khai.says("nhật ký X1")
    assert f"Trợ lý chọn ngẫu nhiên BC-{drawn[-1]} để xem lại (tỉ lệ 50%, mã chọn “{seed}”)" in told


@EVERYTHING_DRAWN
async def test_a_secretary_cannot_review_and_a_forged_button_does_nothing(stage: Stage) -> None:
    await stage.at("2026-11-16 09:00")
    await stage.hanh.says("https://vi-du.vn/bai-1")
    await stage.compares()
    assert "chưa được giao" in await stage.hai.forges("review:pass:1")
    assert "không thuộc phạm vi" in await stage.binh.forges("review:return:1:old")
    assert "1/1" in await stage.hanh.says("tôi còn thiếu gì")
