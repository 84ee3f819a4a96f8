"""The weekly duty: one message, a photo or a link, and one receipt."""

import re

import pytest

from tests.journeys.manners import Manner
from tests.journeys.pictures import photo, png
from tests.journeys.stage import Stage

POST = "https://www.facebook.com/phuong1/posts/1001"
N_OF_QUOTA = re.compile(r"\d+/\d+(?!/)(?=[,.)\s])")
THREE = pytest.mark.parametrize("quota", [3])


def progress_in(receipt: str) -> list[str]:
    """Every n/quota of a receipt, its dates left out."""
    return [found for found in N_OF_QUOTA.findall(receipt) if not found.endswith("/11")]


async def test_a_photo(stage: Stage) -> None:
    hanh = stage.hanh
    await stage.at("2026-11-17 09:12")
    receipt = await hanh.sends_photo("bài tuần này")
    assert receipt.startswith("✅ Đã nhận 1 ảnh lúc 09:12 thứ Ba 17/11 (BC-1).\n")
    assert "Tuần 47: 1/1, đã đủ." in receipt
    assert hanh.is_offered == ["Xem lại", "Gửi nhầm, rút lại"]
    await stage.at("2026-11-22 19:59")
    assert hanh.hears() == ""  # whoever has handed in is left in peace
    stage.reads_as_written("Nộp một ảnh", hanh)


async def test_an_image_sent_as_a_file_counts_as_a_photo(stage: Stage) -> None:
    hanh = stage.hanh
    assert "Đã nhận 1 ảnh" in await hanh.sends_file("man_hinh.PNG", png("màn hình"))
    assert "Đã nhận 1 ảnh" in await hanh.sends_file("khong-duoi", png("khác"), content_type="image/png")
    stage.reads_as_written("Ảnh gửi dạng tệp", hanh)


async def test_one_link(stage: Stage) -> None:
    hanh = stage.hanh
    receipt = await hanh.says(POST)
    assert "Đã nhận 1 đường dẫn" in receipt
    assert progress_in(receipt) == ["1/1"]
    stage.reads_as_written("Nộp một đường dẫn", hanh)


@THREE
async def test_several_links_in_a_text(stage: Stage) -> None:
    hanh = stage.hanh
    receipt = await hanh.says(f"Em gửi bài ạ: {POST}, bài thứ hai ở {POST}2. Còn đây nữa (tiktok.com/@phuong1/video/3)")
    assert "Đã nhận 3 đường dẫn" in receipt
    assert "(BC-1, BC-2 và BC-3)" in receipt
    assert progress_in(receipt) == ["3/3"]
    stage.reads_as_written("Nhiều đường dẫn trong một tin", hanh)


@THREE
async def test_a_photo_whose_caption_has_a_link_is_two_items(stage: Stage) -> None:
    hanh = stage.hanh
    receipt = await hanh.sends_photo("bài", caption=f"Bài của phường: {POST}")
    assert "Đã nhận 1 ảnh và 1 đường dẫn" in receipt
    assert progress_in(receipt) == ["2/3"]
    stage.reads_as_written("Ảnh kèm đường dẫn", hanh)


@THREE
async def test_an_album_of_three_gets_one_receipt(stage: Stage) -> None:
    hanh = stage.hanh
    receipt = await hanh.sends_photos("một", "hai", "ba")
    assert receipt.count("✅") == 1
    assert "Đã nhận 3 ảnh" in receipt and "(BC-1, BC-2 và BC-3)" in receipt
    assert progress_in(receipt) == ["3/3"]
    stage.reads_as_written("Album ba ảnh", hanh)


@THREE
@pytest.mark.parametrize("manner", Manner)
async def test_a_week_with_a_quota_of_three(stage: Stage) -> None:
    hanh = stage.hanh
    await stage.at("2026-11-16 08:00")
    assert "3 minh chứng" in hanh.hears()
    await stage.at("2026-11-17 09:12")
    receipt = await hanh.sends_photos("một", "hai")
    assert progress_in(receipt) == ["2/3"]
    assert "còn thiếu 1" in receipt
    assert "tuần 47: 2/3, còn thiếu 1, hạn 20:00 Chủ nhật 22/11" in await hanh.says("con thieu gi")
    await stage.at("2026-11-19 19:30")
    assert "được 2/3, còn thiếu 1" in hanh.hears()
    receipt = await hanh.says(POST)
    assert progress_in(receipt) == ["3/3"]
    assert "BC-1, ảnh, tuần 47" in await hanh.presses("Xem lại")
    await stage.at("2026-11-22 12:00")
    assert hanh.hears() == ""
    stage.reads_as_written("Một tuần cần ba minh chứng", hanh)


async def test_more_than_the_quota_is_welcome(stage: Stage) -> None:
    hanh = stage.hanh
    receipt = await hanh.sends_photos("một", "hai")
    assert progress_in(receipt) == ["2/1"]
    assert "đã đủ" in receipt


async def test_the_same_photo_again_does_not_count_and_may_be_objected_to(stage: Stage) -> None:
    hanh, nam = stage.hanh, stage.nam
    await hanh.sends_photo("bài")
    await stage.at("2026-11-24 09:00")
    nam.hears()
    receipt = await hanh.sends_photo("bài")
    assert "Ảnh này phường 1 đã nộp ở tuần 47 (BC-1), nên lần này em chưa tính ạ." in receipt
    assert progress_in(receipt) == ["0/1"]
    assert "✅" not in receipt
    assert hanh.is_offered == ["Gửi minh chứng khác", "Không phải bài cũ", "Hai đơn vị cùng làm"]
    await hanh.presses("Không phải bài cũ")
    assert "đã chuyển ý kiến" in await hanh.presses("Không cần nói thêm")
    assert "Trần Thị Hạnh (phường 1) có ý kiến về BC-2, tuần 48" in nam.hears()
    stage.reads_as_written("Ảnh đã nộp tuần trước", hanh)


@THREE
async def test_the_same_link_again_in_another_spelling_does_not_count(stage: Stage) -> None:
    hanh = stage.hanh
    await hanh.says(POST)
    receipt = await hanh.says(f"{POST.replace('www.', 'm.')}?utm_source=zalo&fbclid=abc")
    assert "Đường dẫn này phường 1 đã nộp ở tuần 47 (BC-1)" in receipt
    assert progress_in(receipt) == ["1/3"]
    stage.reads_as_written("Đường dẫn đã nộp", hanh)


@THREE
async def test_the_same_twice_in_one_message_counts_once(stage: Stage) -> None:
    hanh = stage.hanh
    receipt = await hanh.sends_pictures(photo("bài"), photo("bài"))
    assert "Đã nhận 1 ảnh" in receipt
    assert "gửi hai lần trong cùng tin nhắn" in receipt
    assert progress_in(receipt) == ["1/3"]
    receipt = await hanh.says(f"{POST} và {POST}?utm_source=zalo")
    assert "Đã nhận 1 đường dẫn" in receipt
    assert progress_in(receipt) == ["2/3"]
    stage.reads_as_written("Gửi hai lần trong một tin", hanh)


async def test_two_units_may_hand_in_the_same_post(stage: Stage) -> None:
    assert "Tuần 47: 1/1, đã đủ." in await stage.hanh.says(POST)
    receipt = await stage.hai.says(POST)
    assert "Tuần 47: 1/1, đã đủ." in receipt
    assert "phường 1" not in receipt
