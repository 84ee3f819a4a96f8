"""One secretary's week and one coordinator's, as docs/transcripts shows them: the test keeps the documents true."""

import pytest

from tests.journeys.golden import ROOT
from tests.journeys.stage import Stage

TRANSCRIPTS = ROOT / "docs" / "transcripts"
KEPT_TRUE = "A test (`tests/journeys/test_weeks.py`) keeps this page true."
POST = "https://www.facebook.com/phuong1.dongha/posts/"


@pytest.mark.parametrize("quota", [3])
async def test_a_secretarys_week(stage: Stage) -> None:
    hanh = stage.hanh
    await stage.at("2026-11-16 08:00")
    await stage.at("2026-11-16 08:12")
    assert "lúc 11:12 thứ Hai 16/11" in await hanh.presses("Nhắc lại sau")
    await stage.at("2026-11-17 09:12")
    assert "Tuần 47: 2/3, còn thiếu 1." in await hanh.sends_photos("hội nghị", "dọn vệ sinh")
    await stage.at("2026-11-17 09:14")
    assert "chưa ghi nhận tệp PDF này" in await hanh.sends_file("ke-hoach.pdf")
    await stage.at("2026-11-19 19:41")
    assert "Tuần 47: 3/3, đã đủ." in await hanh.says(f"Em gửi bài tuần này ạ {POST}1001")
    assert "Tuần 47: 2/3, còn thiếu 1." in await hanh.presses("Gửi nhầm, rút lại")
    await stage.at("2026-11-20 07:55")
    assert "nên lần này em chưa tính" in await hanh.sends_photo("hội nghị")
    await stage.at("2026-11-20 07:58")
    assert "còn thiếu 1" in await hanh.says("toi con thieu gi")
    await stage.at("2026-11-22 09:20")
    assert "Tuần 47: 3/3, đã đủ." in await hanh.says(f"{POST}1002")
    assert "BC-5, đường dẫn" in await hanh.presses("Xem lại")
    await stage.at("2026-11-22 21:00")
    assert "Dương Thanh Nam" in await hanh.says("ai phụ trách tôi")
    await stage.at("2026-11-23 08:00")
    stage.reads_as_written(
        "A secretary's week",
        hanh,
        intro=f"Three items a week, due on Sunday at 20:00. {KEPT_TRUE}",
        path=TRANSCRIPTS / "secretary-week.md",
    )


async def test_a_coordinators_week(stage: Stage) -> None:
    nam, hanh, hai, lam = stage.nam, stage.hanh, stage.hai, stage.lam
    stranger = stage.somebody("la", "Người lạ")
    await stage.at("2026-11-17 09:00")
    await hanh.sends_photo("bài")
    await stage.at("2026-11-18 10:30")
    for text in ("chào em", "Tân Lập", "thành phố Đông Hà, tôi là Lâm, đổi số mới"):
        await stranger.says(text)
    assert "xã Tân Lập" in await nam.presses("Đúng người")
    await stage.at("2026-11-19 14:02")
    assert "1/3 đơn vị đã đủ" in await nam.says("ai chưa nộp")
    await nam.presses("Nhắc 2 đơn vị")
    assert "đến 2 đơn vị" in await nam.presses("Gửi 2 đơn vị")
    await stage.at("2026-11-21 20:00")
    await hai.says("tuần này tôi đi công tác")
    await hai.presses("Chỉ tạm dừng nhắc")
    await stage.at("2026-11-23 08:00")
    await stage.at("2026-11-23 10:05")
    assert "hẹn chiều nay" in await nam.says("Tân Lập đã gọi, hẹn chiều nay")
    await stage.at("2026-11-23 15:40")
    await lam.sends_photo("bài bù")
    await lam.presses("Chuyển sang tuần 47")
    await stage.at("2026-11-23 15:45")
    assert "Phường Đông Giang" in await nam.says("/donvi Đông Giang")
    assert "Đến 17:00 thứ Ba 24/11" in await nam.says("đã gọi Đông Giang, mai nộp")
    await stage.at("2026-11-24 09:10")
    await hai.sends_photo("bài bù của Đông Giang")
    await hai.presses("Chuyển sang tuần 47")
    await stage.at("2026-11-24 09:11")
    stage.reads_as_written(
        "A coordinator's week",
        nam,
        intro=f"Three units, one item a week each. {KEPT_TRUE}",
        path=TRANSCRIPTS / "coordinator-week.md",
    )
