"""What the bot starts itself: never at night, never stale, never twice."""

from datetime import time

from tests.journeys.stage import Stage


async def test_between_21_00_and_06_30_the_bot_starts_nothing(stage: Stage) -> None:
    """Three weeks in which much is done in the evening and at night."""
    stranger = stage.somebody("la", "Người lạ")
    for week, (monday, sunday) in enumerate([("16", "22"), ("23", "29")]):
        await stage.at(f"2026-11-{monday} 20:59")
        await stage.hanh.says("nhắc lại sau")
        await stage.nam.says("/nhac")
        await stage.nam.presses("Gửi 3 đơn vị")
        await stage.at(f"2026-11-{monday} 23:30")
        await stage.mai.says("/vang")
        await stage.son.says("nhờ người hỗ trợ")
        for text in ("xin chào", "Tân Lập", "Đông Hà, Lâm"):
            assert await stranger.says(text) != ""
        await stage.at(f"2026-11-{sunday} 22:00")
        assert "✅" in await stage.lam.sends_photo(f"đêm {week}")  # receipts go at any hour
        await stage.at(f"2026-11-{int(sunday) + 1} 02:00")
        assert "✅" in await stage.hai.sends_photo(f"khuya {week}")
        if week == 0:
            await stage.at("2026-11-23 22:30")
            assert "✅" in await stage.hanh.sends_photo("bù")
            await stage.hanh.presses("Chuyển sang tuần 47")
    await stage.at("2026-12-02 12:00")
    sent = await stage.sent()
    started = [each for each in sent if each.started_by_bot]
    assert len(started) > 50
    assert {each.kind for each in started} == {
        "reminder", "nudge", "at_risk", "missed", "escalation", "resolved", "digest", "other"
    }  # fmt: skip
    assert [each for each in started if not time(6, 30) <= each.at.time() < time(21)] == []
    assert any(each.at.hour in (22, 23, 2) for each in sent if not each.started_by_bot)


async def test_a_reminder_missed_in_a_downtime_is_never_sent_late(stage: Stage) -> None:
    hanh, nam = stage.hanh, stage.nam
    await stage.at("2026-11-19 19:29")
    hanh.hears()
    await stage.is_down_until("2026-11-22 12:00")
    sunday = hanh.hears()
    assert sunday.count("Chào") == 1  # Sunday's; Thursday's is stale
    assert "còn 8 giờ nữa là hết hạn" in sunday
    assert "còn 8 giờ là đến hạn" in nam.hears()  # the warning still helps
    await stage.beats()
    assert hanh.hears() == nam.hears() == ""
    stage.reads_as_written("Máy chủ nghỉ từ thứ Năm đến trưa Chủ nhật", hanh, nam)


async def test_a_downtime_over_the_close_tells_of_it_once_and_warns_no_more(stage: Stage) -> None:
    hanh, nam = stage.hanh, stage.nam
    await stage.at("2026-11-19 12:00")
    hanh.hears()
    await stage.is_down_until("2026-11-24 10:00")
    heard = hanh.hears()
    assert heard.count("Chào") == 1 and "nên em ghi là thiếu" in heard  # Monday's reminder of week 48 is stale
    alert = nam.hears()
    assert "tuần 47 đã đóng lúc 08:00 thứ Hai 23/11" in alert and "giờ là đến hạn" not in alert
    stage.reads_as_written("Máy chủ nghỉ qua lúc đóng tuần", hanh, nam)


async def test_a_downtime_of_two_weeks_opens_the_weeks_between(stage: Stage) -> None:
    hanh = stage.hanh
    await stage.at("2026-11-17 12:00")
    await stage.is_down_until("2026-12-02 10:00")
    standing = await hanh.says("tôi còn thiếu gì")
    assert [f"tuần {week}" in standing for week in (47, 48, 49)] == [True] * 3
    assert "Tuần 49: 1/1, đã đủ." in await hanh.sends_photo("bài")
    assert "Chuyển sang tuần 47" in hanh.is_offered


async def test_an_item_sent_in_time_while_the_bot_was_down_is_in_time(stage: Stage) -> None:
    hanh, nam = stage.hanh, stage.nam
    await stage.at("2026-11-22 19:00")
    nam.hears(), hanh.hears()
    stage.platform.say("hanh", "https://www.facebook.com/phuong1/posts/1")
    await stage.is_down_until("2026-11-23 09:00")
    receipt = hanh.hears()
    assert "Đã nhận 1 đường dẫn lúc 19:00 Chủ nhật 22/11" in receipt
    assert "Tuần 47: 1/1, đã đủ." in receipt
    assert "nộp muộn" not in receipt
