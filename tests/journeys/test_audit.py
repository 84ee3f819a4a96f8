"""Who changed what: the newest lines about a unit, in plain sentences."""

import pytest

from tests.journeys.manners import Manner
from tests.journeys.stage import Stage


@pytest.mark.parametrize("words", ["ai đổi hạn của Hải Lệ?", "ai doi han cua hai le", "ai gia hạn Hải Lệ"])
async def test_who_moved_a_deadline(stage: Stage, words: str) -> None:
    binh, hung = stage.binh, stage.hung
    await stage.at("2026-11-19 10:22")
    assert "chưa ai đổi hạn của xã Hải Lệ" in await hung.says(words)
    await binh.says("gia hạn Hải Lệ đến thứ Hai, do mưa lũ")
    await binh.presses("Xác nhận")
    assert await hung.says(words) == (
        "10:22 thứ Năm 19/11, Lê Thị Bình đổi hạn tuần 47: 20:00 Chủ nhật 22/11 → 20:00 thứ Hai 23/11, lý do “mưa lũ”."
    )


@pytest.mark.parametrize("manner", Manner)
async def test_who_moved_deadlines_is_told_in_a_line_each(stage: Stage) -> None:
    nam, binh, khai = stage.nam, stage.binh, stage.khai
    await stage.at("2026-11-19 10:22")
    await binh.says("gia hạn Hoà Sơn đến thứ Hai, do mưa lũ")
    await binh.presses("Xác nhận")
    await stage.at("2026-11-20 08:05")
    await khai.says("gia hạn Hoà Sơn đến thứ Ba, do nước chưa rút")
    await khai.presses("Xác nhận")
    assert await binh.says("ai đổi hạn của Hoà Sơn?") == (
        "Dạ, những thay đổi gần đây của xã Hoà Sơn:\n"
        "08:05 thứ Sáu 20/11, Đỗ Quang Khải đổi hạn tuần 47: "
        "20:00 thứ Hai 23/11 → 20:00 thứ Ba 24/11, lý do “nước chưa rút”.\n"
        "10:22 thứ Năm 19/11, Lê Thị Bình đổi hạn tuần 47: "
        "20:00 Chủ nhật 22/11 → 20:00 thứ Hai 23/11, lý do “mưa lũ”."
    )
    assert "chưa thấy đơn vị nào" in await nam.says("ai đổi hạn của Hoà Sơn?")
    stage.reads_as_written("Ai đổi hạn", binh, khai, nam)


@pytest.mark.parametrize("manner", Manner)
async def test_everything_about_a_unit(stage: Stage) -> None:
    binh, son = stage.binh, stage.son
    await stage.at("2026-11-19 10:22")
    await son.says("không có hoạt động")
    await son.presses("Nghỉ lễ")
    await binh.presses("Chưa đồng ý")
    await binh.says("miễn Hải Lệ, do mưa lũ")
    await binh.presses("Xác nhận")
    await binh.presses("Bỏ miễn")
    await binh.sends_photo("bài", caption="nộp thay Hải Lệ")
    await binh.presses("Đúng")
    await son.says("rút lại")
    await son.says("/vang")
    await son.presses("Chỉ tạm dừng nhắc")
    await son.says("xin gia hạn đến thứ Hai do bận")
    await binh.presses("Đồng ý")
    told = await binh.says("/nhatky hai le")
    assert "Lê Thị Bình đổi hạn tuần 47: 20:00 Chủ nhật 22/11 → 20:00 thứ Hai 23/11, lý do “bận”." in told
    assert "Võ Văn Sơn rút lại BC-1." in told and "Lê Thị Bình nộp thay BC-1." in told
    assert "bỏ miễn" in told and "miễn tuần 47, lý do “mưa lũ”" in told
    older = await binh.presses("Xem tiếp")
    assert "chưa đồng ý tuần 47 không có hoạt động" in older
    stage.reads_as_written("Nhật ký của một đơn vị", binh)


async def test_the_audit_of_foreign_and_unknown_units(stage: Stage) -> None:
    nam = stage.nam
    assert "chưa thấy đơn vị nào" in await nam.says("ai đổi hạn của Hải Lệ")
    assert "gõ /nhatky cùng tên" in await nam.says("/nhatky")
    assert "chưa ghi thay đổi nào" in await nam.says("nhật ký Tân Lập")
    assert "chưa được giao" in await stage.hanh.forges("audit:X1")
    assert "chưa được giao" in await stage.hanh.forges("who_moved:X1")
