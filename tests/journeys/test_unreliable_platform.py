"""When sending or fetching fails, or the platform delivers twice: nothing is lost, nothing counts twice."""

from collections.abc import Iterator

import pytest

from channels.local.faults import LOST_ANSWER
from core.ports import (
    MediaError,
    MediaGone,
    Misconfigured,
    Moved,
    OutOfQuota,
    Refused,
    SendError,
    Throttled,
    Unavailable,
    WindowClosed,
)
from handlers.receipt import Receipt, send_receipt
from handlers.turn import Turn
from tests.journeys.stage import Stage

pytestmark = pytest.mark.long  # the whole file takes seconds


async def test_a_person_who_blocks_the_bot_is_known_to_the_coordinator_the_same_day(stage: Stage) -> None:
    hanh, nam = stage.hanh, stage.nam
    await stage.at("2026-11-16 09:00")
    hanh.blocks_the_bot()
    await stage.at("2026-11-19 19:29")
    assert nam.hears() == ""
    await stage.at("2026-11-19 19:40")
    assert "Trần Thị Hạnh, phường 1, không nhận được tin của em" in nam.hears()
    assert "📵 Chưa kết nối hoặc đã chặn em nên em không nhắc được: phường 1." in await nam.says("/thieu")
    await stage.at("2026-11-22 10:00")
    assert "Trần Thị Hạnh" not in nam.hears()  # told once
    hanh.lets_the_bot_in_again()
    assert "Tuần 47: 1/1, đã đủ." in await hanh.sends_photo("bài")
    await stage.at("2026-11-23 08:00")
    assert "nhiệm vụ tuần 48" in hanh.hears()
    stage.reads_as_written("Người chặn trợ lý", hanh, nam)


@pytest.mark.parametrize(
    ("error", "again_at"),
    [
        (Throttled(2), "2026-11-16 09:00:02"),
        (Unavailable("no answer"), "2026-11-16 09:00:02"),
        (Misconfigured("bad token"), "2026-11-16 09:30:00"),
    ],
)
async def test_a_receipt_that_could_not_be_sent_comes_later(
    stage: Stage, without_waiting: None, error: SendError, again_at: str
) -> None:
    hanh = stage.hanh
    await stage.at("2026-11-16 09:00")
    stage.platform.faults.fail_sends(error, chat="hanh")
    assert await hanh.sends_photo("bài") == ""
    await stage.at(again_at)
    assert "✅ Đã nhận 1 ảnh lúc 09:00" in hanh.hears()
    assert len(await stage.sent_to("hanh", "receipt")) == 1


@pytest.mark.parametrize("error", [Refused("bad"), WindowClosed(), OutOfQuota("used up")])
async def test_what_the_platform_refuses_is_not_tried_again_but_stays_recorded(stage: Stage, error: SendError) -> None:
    hanh = stage.hanh
    stage.platform.faults.fail_sends(error, chat="hanh")
    assert await hanh.sends_photo("bài") == ""
    assert len(await stage.outbox("FAILED")) == 1
    assert "1/1, đã đủ" in await hanh.says("tôi còn thiếu gì")


async def test_an_answer_lost_on_the_way_back_repeats_the_message_once(stage: Stage) -> None:
    hanh = stage.hanh
    await stage.at("2026-11-16 09:00")
    stage.platform.faults.fail_sends(LOST_ANSWER, chat="hanh")
    first = await hanh.sends_photo("bài")
    await stage.at("2026-11-16 09:01")
    assert hanh.hears() == first
    assert "1/1, đã đủ" in await hanh.says("tôi còn thiếu gì")


async def test_a_chat_that_moved_is_followed(stage: Stage) -> None:
    hanh = stage.hanh
    new = stage.somebody("hanh-moi", "Chị Hạnh, cùng cuộc trò chuyện, mã mới")
    stage.platform.faults.fail_sends(Moved("hanh-moi"), chat="hanh")
    await stage.at("2026-11-16 08:00")
    await stage.beats()
    assert "nhiệm vụ tuần 47" in new.hears()
    assert "Tuần 47: 1/1, đã đủ." in await new.sends_photo("bài")
    assert hanh.hears() == ""


async def test_one_failing_chat_does_not_hold_up_the_others(stage: Stage) -> None:
    stage.platform.faults.fail_sends(Unavailable("no answer"), times=50, chat="hanh")
    await stage.at("2026-11-16 08:00")
    assert "nhiệm vụ tuần 47" in stage.hai.hears()
    stage.platform.faults.clear()
    await stage.at("2026-11-16 10:00")
    assert stage.hanh.hears().count("nhiệm vụ tuần 47") == 1


async def test_a_redelivery_does_nothing(stage: Stage) -> None:
    hanh = stage.hanh
    receipt = await hanh.sends_photos("một", "hai")
    await hanh.says("tôi còn thiếu gì")
    await hanh.presses("Gửi nhầm, rút lại")
    assert "✅" in receipt
    stage.platform.deliver_again(4)
    await stage.settles()
    assert hanh.hears() == ""
    history = await hanh.says("/lichsu")
    assert history.count("•") == 2 and history.count("đã rút lại") == 2


async def test_a_redelivery_after_a_restart_does_nothing(stage: Stage) -> None:
    hanh = stage.hanh
    await hanh.sends_photo("bài")
    stage.platform.deliver_again(1)
    await stage.restarts()
    assert hanh.hears() == ""
    assert "1/1, đã đủ" in await hanh.says("tôi còn thiếu gì")


async def test_an_update_that_raises_three_times_is_set_aside(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    hanh, khai = stage.hanh, stage.khai

    async def fragile(turn: Turn, receipt: Receipt) -> None:
        await send_receipt(turn, receipt)
        if "bẫy" in turn.first.text:
            raise RuntimeError("for the test")

    monkeypatch.setattr("handlers.submit.send_receipt", fragile)
    answer = await hanh.sends_photo("bài", caption="bẫy")
    assert "em gặp trục trặc nên chưa xử lý được tin này" in answer
    assert "✅" not in answer
    assert await stage.set_aside() == 1
    await stage.beats()
    assert "xử lý một tin nhắn ba lần đều lỗi" in khai.hears()
    assert "Tuần 47: 1/1, đã đủ." in await hanh.sends_photo("bài")  # the chat goes on, and nothing was kept
    assert "BC-1" in await hanh.says("/lichsu")
    stage.reads_as_written("Một tin bị lỗi", hanh, khai)


async def test_a_message_that_raises_does_not_touch_others_in_the_same_commit(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fragile(turn: Turn, receipt: Receipt) -> None:
        await send_receipt(turn, receipt)
        if turn.address.chat == "hanh":
            raise RuntimeError("for the test")

    monkeypatch.setattr("handlers.submit.send_receipt", fragile)
    for chat in ("hanh", "hai", "lam"):
        stage.platform.say(chat, f"https://vi-du.vn/{chat}")
    for _ in range(3):
        await stage.settles()
    assert "✅" in stage.hai.hears() and "✅" in stage.lam.hears()
    assert "trục trặc" in stage.hanh.hears()


async def test_a_picture_that_cannot_be_fetched_at_first_is_counted_and_says_so(stage: Stage) -> None:
    hanh = stage.hanh
    await stage.at("2026-11-16 09:00")
    stage.platform.faults.fail_fetches(MediaError("later"), times=2)
    receipt = await hanh.sends_photo("bài")
    assert "Đã nhận 1 ảnh" in receipt and "Ảnh đang tải về, em đã ghi nhận trước" in receipt
    assert "Tuần 47: 1/1, đã đủ." in receipt
    await stage.at("2026-11-16 09:10")
    assert hanh.hears() == ""  # it came; nothing is to be said
    assert "lần này em chưa tính" in await hanh.sends_photo("bài")  # and is known from now on
    stage.reads_as_written("Ảnh tải về chậm", hanh)


@pytest.mark.parametrize(("error", "by"), [(MediaGone("gone"), "09:01"), (MediaError("never"), "11:00")])
async def test_a_picture_that_never_comes_stops_counting_and_the_person_hears(
    stage: Stage, error: MediaError, by: str
) -> None:
    hanh = stage.hanh
    await stage.at("2026-11-17 09:00")
    hanh.hears()
    stage.platform.faults.fail_fetches(MediaError("later"))
    await hanh.sends_photo("bài")
    stage.platform.faults.fail_fetches(error, times=500)
    await stage.at("2026-11-17 09:01" if by == "09:01" else "2026-11-18 11:00")
    told = hanh.hears()
    assert "không tải được ảnh BC-1" in told and "Tuần 47: 0/1, còn thiếu 1." in told
    if by == "09:01":
        stage.platform.faults.clear()
        assert "Tuần 47: 1/1, đã đủ." in await hanh.sends_photo("bài")
        stage.reads_as_written("Ảnh không tải được", hanh)


async def test_a_late_picture_that_is_the_same_again_stops_counting(stage: Stage) -> None:
    hanh = stage.hanh
    await hanh.sends_photo("bài")
    await stage.at("2026-11-24 09:00")
    hanh.hears()
    stage.platform.faults.fail_fetches(MediaError("later"))
    assert "Tuần 48: 1/1, đã đủ." in await hanh.sends_photo("bài")
    await stage.at("2026-11-24 09:01")
    told = hanh.hears()
    assert "ảnh BC-2 tải về thì trùng ảnh phường 1 đã nộp ở tuần 47 (BC-1)" in told
    assert "Tuần 48: 0/1, còn thiếu 1." in told
    stage.reads_as_written("Ảnh tải về mới biết trùng", hanh)


@pytest.fixture
def without_waiting(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The pace of a platform that says "slower" is kept without real seconds."""

    async def at_once(_seconds: float) -> None:
        return None

    monkeypatch.setattr("scheduler.dispatch.asyncio.sleep", at_once)
    yield
