"""A word about an item, for whoever looks at it later."""

from tests.journeys.stage import Stage


async def test_a_note_stands_in_the_history_and_can_be_taken_away(stage: Stage) -> None:
    await stage.at("2026-11-16 09:00")
    hanh = stage.hanh
    await hanh.says("https://vi-du.vn/bai-1")
    assert "BC-1: “chụp lại từ trang xã”" in await hanh.says("/ghichu BC-1 chụp lại từ trang xã")
    assert "(chụp lại từ trang xã)" in await hanh.says("/lichsu")
    assert "(bài tuyên truyền)" not in await hanh.says("/lichsu")
    await hanh.says("ghi chu bài tuyên truyền")
    assert "(bài tuyên truyền)" in await hanh.says("/lichsu")
    assert "đã bỏ ghi chú" in await hanh.says("/ghichu 1")
    assert "(" not in (await hanh.says("/lichsu")).split("•")[1]


async def test_nobody_notes_on_an_item_of_another_unit(stage: Stage) -> None:
    await stage.at("2026-11-16 09:00")
    await stage.hanh.says("https://vi-du.vn/bai-1")
    assert "/ghichu" in await stage.hai.says("/ghichu BC-1 của tôi")
    assert "của tôi" not in await stage.hanh.says("/lichsu")
