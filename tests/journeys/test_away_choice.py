"""Away with a choice: somebody else hands in, the deadline moves, or the reminders only stop."""

import pytest
from sqlalchemy import select

from db.tables import DELEGATION, DIALOG, INBOX, OUTBOX, SUBMISSION
from tests.journeys.manners import Manner
from tests.journeys.stage import Stage

WEDNESDAY = "2026-11-18 09:00"


@pytest.mark.parametrize("manner", Manner)
async def test_somebody_else_hands_in(stage: Stage) -> None:
    hanh, nam = stage.hanh, stage.nam
    lan = stage.somebody("lan", "Chị Lan, người nộp thay")
    await stage.at(WEDNESDAY)
    hanh.hears()
    assert "nhờ người nộp thay, xin gia hạn hay chỉ tạm dừng nhắc" in await hanh.says("tuần này tôi đi công tác")
    assert hanh.is_offered == ["Nhờ người nộp thay", "Xin gia hạn", "Chỉ tạm dừng nhắc"]
    answer = await hanh.presses("Nhờ người nộp thay")
    assert "nộp được cho phường 1 đến 08:00 thứ Hai 23/11" in answer
    assert "“nộp thay Trần Thị Hạnh”" in answer
    assert "báo vắng tuần 47 và nhờ người nộp thay" in nam.hears()
    asked = await lan.opens(stage.code_in(answer))
    assert "Trần Thị Hạnh nhờ anh/chị nộp thay cho phường 1" in asked and "xoá mã tài khoản" in asked
    assert "ghi cho phường 1, nộp thay Trần Thị Hạnh" in await lan.presses("Tôi đồng ý")
    receipt = await lan.sends_photo("bài")
    assert "Đã nhận 1 ảnh" in receipt and "Ghi chú: nộp thay Trần Thị Hạnh." in receipt
    assert "Phường 1, tuần 47: 1/1, đã đủ." in receipt
    assert "1/1, đã đủ" in await lan.says("/tiendo")
    assert "đang nộp thay Trần Thị Hạnh (phường 1)" in await lan.says("xin chào")
    assert "được tính (nộp thay Trần Thị Hạnh)" in await hanh.says("/lichsu")
    assert "đã đủ" in await hanh.says("tôi còn thiếu gì")
    stage.reads_as_written("Nhờ người nộp thay", hanh, nam, lan)


async def test_a_delegates_code_works_once_and_until_the_week_closes(stage: Stage) -> None:
    hanh = stage.hanh
    lan, tam = stage.somebody("lan", "Chị Lan"), stage.somebody("tam", "Anh Tâm")
    await stage.at(WEDNESDAY)
    await hanh.says("/vang")
    code = stage.code_in(await hanh.presses("Nhờ người nộp thay"))
    await lan.says(code)
    await tam.opens(code)
    await lan.presses("Tôi đồng ý")
    assert "đã dùng rồi hoặc hết hạn" in await tam.presses("Tôi đồng ý")
    assert "chưa mở được mã này" in await tam.opens(code)
    assert "chưa biết" in await tam.sends_photo("khác")
    await stage.at("2026-11-23 07:59")
    assert "Phường 1, tuần 47: 1/1" in await lan.sends_photo("bài")
    await stage.at("2026-11-23 08:00")
    assert "chưa biết" in await lan.sends_photo("nữa")
    stage.reads_as_written("Mã nộp thay dùng một lần", lan, tam)


async def test_after_its_time_nothing_is_kept_of_a_delegates_chat(stage: Stage) -> None:
    hanh, lan = stage.hanh, stage.somebody("lan", "Chị Lan")
    await stage.at(WEDNESDAY)
    await hanh.says("/vang")
    await lan.opens(stage.code_in(await hanh.presses("Nhờ người nộp thay")))
    await lan.presses("Tôi đồng ý")
    await lan.sends_photo("bài")
    await stage.at("2026-11-24 08:00")
    async with stage.installation.database.snapshot() as tx:
        for table in (DELEGATION, DIALOG, INBOX, OUTBOX, SUBMISSION):
            assert (await tx.execute(select(table).where(table.c.chat == "lan"))).all() == [], table.name
        kept = (await tx.execute(select(SUBMISSION))).one()
        assert "lan" not in repr((await tx.execute(select(INBOX.c.payload).where(INBOX.c.chat == kept.chat))).all())
    assert "được tính (nộp thay Trần Thị Hạnh)" in await hanh.says("/lichsu")


async def test_a_delegate_may_hand_in_and_nothing_else(stage: Stage) -> None:
    hanh, lan = stage.hanh, stage.somebody("lan", "Chị Lan")
    await stage.at(WEDNESDAY)
    await hanh.sends_photo("của Hạnh")
    await stage.at("2026-11-23 09:00")
    await hanh.says("/vang")
    await lan.opens(stage.code_in(await hanh.presses("Nhờ người nộp thay")))
    assert "Trần" not in await lan.forges("stand_in:yes:999")
    await lan.presses("Tôi đồng ý")
    for action in ("withdraw:1", "history", "my_data", "away:pause", "missing", "language:en", "nothing", "object:1"):
        assert "BC-1" not in await lan.forges(action), action
    await lan.says("/ngonngu")
    assert "được tính" in await hanh.says("/lichsu")
    assert "cứ gửi" in await hanh.says("hm")


async def test_who_has_a_seat_does_not_stand_in(stage: Stage) -> None:
    hanh, hai = stage.hanh, stage.hai
    await hanh.says("/vang")
    code = stage.code_in(await hanh.presses("Nhờ người nộp thay"))
    assert "đang dùng cho việc của chính anh/chị" in await hai.says(code)
    assert "Phường Đông Giang" not in await hanh.says("/lichsu")
    lan = stage.somebody("lan", "Chị Lan")
    await lan.opens(code)
    assert "chưa lưu gì" in await lan.presses("Chưa đồng ý")
    await lan.opens(code)
    await lan.presses("Tôi đồng ý")
    await hanh.says("/vang")
    stage.code_in(await hanh.presses("Nhờ người nộp thay"))  # a second code ends what the first one opened
    assert "chưa biết" in await lan.sends_photo("bài")


@pytest.mark.parametrize("manner", Manner)
async def test_a_later_deadline_is_asked_for_and_granted_with_one_tap(stage: Stage) -> None:
    hanh, nam = stage.hanh, stage.nam
    await stage.at(WEDNESDAY)
    await hanh.says("tuan nay toi vang a")
    assert "xin gia hạn tuần 47 của phường 1 đến ngày nào" in await hanh.presses("Xin gia hạn")
    assert hanh.is_offered[0] == "Đến 20:00 thứ Hai 23/11"
    assert "vì lý do gì" in await hanh.presses("Đến 20:00 thứ Hai 23/11")
    assert "đến 20:00 thứ Hai 23/11 (lý do: đi công tác)" in await hanh.presses("Đi công tác")
    assert "Trần Thị Hạnh (phường 1) xin gia hạn tuần 47 đến 20:00 thứ Hai 23/11" in nam.hears()
    assert "hạn 20:00 Chủ nhật 22/11" in await hanh.says("tôi còn thiếu gì")
    assert "20:00 Chủ nhật 22/11 → 20:00 thứ Hai 23/11" in await nam.presses("Đồng ý")
    assert "Dương Thanh Nam đã gia hạn tuần 47 của phường 1 đến 20:00 thứ Hai 23/11" in hanh.hears()
    assert "đã có người quyết định" in await nam.presses("Chưa đồng ý")
    assert "hạn 20:00 thứ Hai 23/11" in await hanh.says("tôi còn thiếu gì")
    stage.reads_as_written("Xin gia hạn", hanh, nam)


@pytest.mark.parametrize("manner", Manner)
async def test_a_later_deadline_is_asked_for_in_words_and_not_granted(stage: Stage) -> None:
    hanh, nam, binh = stage.hanh, stage.nam, stage.binh
    await stage.at(WEDNESDAY)
    assert "không phải là một ngày có thật" in await hanh.says("xin gia hạn đến 30/2 vì nhà có việc")
    assert "(lý do: nhà có việc)" in await hanh.says("24/11")
    agree = stage.platform.last_options(nam.chat)[0].action
    assert "không thuộc phạm vi" in await binh.forges(agree)
    assert "chưa được giao" in await hanh.forges(agree)
    assert "giữ nguyên hạn 20:00 Chủ nhật 22/11" in await nam.presses("Chưa đồng ý")
    assert "chưa đồng ý gia hạn tuần 47 của phường 1" in hanh.hears()
    assert "không muộn hơn" in await hanh.says("xin gia hạn đến thứ Bảy tuần này do bận")
    assert "đến ngày nào" in await hanh.says("/xingiahan")
    stage.reads_as_written("Xin gia hạn chưa được", hanh, nam)


async def test_a_request_that_came_too_late(stage: Stage) -> None:
    hanh, nam = stage.hanh, stage.nam
    await hanh.says("xin gia hạn đến thứ Hai 23/11 do bận họp")
    await nam.says("gia hạn X1 đến thứ Ba 24/11, do mưa lũ")
    await nam.presses("Xác nhận")
    assert "nay đã là 20:00 thứ Ba 24/11" in await nam.presses("Đồng ý")
    await hanh.sends_photo("bài")
    assert "không còn thiếu gì" in await hanh.says("xin gia hạn đến thứ Tư")
