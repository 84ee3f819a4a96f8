"""One message for many: chosen, shown, sent, followed; stopped half way; never by somebody who may not."""

from typing import Any

import pytest

from core.audience import Audience, Group
from core.ports import Address
from db import broadcasts, outbox
from db.broadcasts import Outcome
from scheduler import broadcasting
from tests.journeys.manners import Manner
from tests.journeys.stage import Stage

TEXT = "/phatthanh Mời các đồng chí dự giao ban\n8h thứ Sáu, hội trường tỉnh"
NIGHT = "2026-11-16 22:00"


@pytest.mark.parametrize("manner", Manner)
async def test_an_announcement_to_the_coordinators(stage: Stage) -> None:
    khai, nam, binh, hanh = stage.khai, stage.nam, stage.binh, stage.hanh
    await stage.at("2026-11-16 09:00")
    hanh.hears()
    assert "gửi thông báo này cho ai" in await khai.says(TEXT)
    assert khai.is_offered == [
        "Mọi người (9)", "Cấp xã (6)", "Cấp huyện (2)", "Cấp tỉnh (1)", "Chỉ cán bộ phụ trách (3)",
        "Chỉ nơi còn thiếu tuần này (6)", "Thôi, không gửi",
    ]  # fmt: skip
    preview = await khai.presses("Chỉ cán bộ phụ trách (3)")
    assert preview == (
        "Em sẽ gửi cho cán bộ phụ trách các cấp: 3 người.\nNgười nhận sẽ thấy:\n"
        "Chào anh/chị Khải, Đỗ Quang Khải gửi thông báo:\n"
        "Mời các đồng chí dự giao ban\n8h thứ Sáu, hội trường tỉnh"
    )
    assert "bắt đầu gửi cho 3 người" in await khai.presses("Gửi cho 3 người")
    told = "Chào anh/chị Nam, Đỗ Quang Khải gửi thông báo:\nMời các đồng chí dự giao ban\n8h thứ Sáu, hội trường tỉnh"
    assert told in nam.hears() and "Chào anh/chị Bình" in binh.hears()
    assert hanh.hears() == ""
    await stage.beats()
    assert "đã xong: 3 người nhận được. Gõ /phatthanh" in khai.hears()
    told = await khai.says("gui thong bao")
    assert "“Mời các đồng chí dự giao ban” của Đỗ Quang Khải" in told and "3/3 người nhận được" in told
    stage.reads_as_written("Thông báo cho cán bộ phụ trách", khai, nam)


@pytest.mark.parametrize("manner", Manner)
async def test_an_announcement_within_one_town_and_who_did_not_get_it(stage: Stage) -> None:
    khai, hai, mai, son = stage.khai, stage.hai, stage.mai, stage.son
    await stage.at("2026-11-16 09:00")
    hai.hears(), mai.hears(), son.hears()
    son.blocks_the_bot()
    assert "nhắn em nội dung" in await khai.says("/phatthanh")
    assert "gửi thông báo này cho ai" in await khai.says("Mời xem https://vi-du.vn/thong-bao rồi nộp bài")
    await khai.presses("Mọi người (9)")
    assert "trong đơn vị nào" in await khai.presses("Chỉ trong một đơn vị")
    await khai.says("thi xa quang tri")
    assert khai.is_offered[0] == "Mọi người (4)"
    preview = await khai.presses("Cấp xã (3)")
    assert "mọi người ở cấp xã, trong phạm vi thị xã Quảng Trị: 3 người. Trong đó 1 người chưa kết nối" in preview
    await khai.presses("Gửi cho 2 người")
    assert "https://vi-du.vn/thong-bao" in mai.hears() and hai.hears() == ""
    await stage.beats()
    heard = khai.hears()
    assert "đã xong: 1 người nhận được." in heard and "Chưa kết nối nên chưa nhận được: 1 người." in heard
    assert "Không gửi tới được (đã chặn hoặc rời cuộc trò chuyện): 1 người." in heard
    await khai.presses("Xem đã gửi đến đâu")
    assert "• Đinh Văn Phúc, xã Hoà Sơn" in await khai.presses("Ai chưa kết nối (1)")
    await khai.says("/phatthanh")
    seen = await khai.forges("broadcast:look:1")
    assert "cuộc trò chuyện): 1 người" in seen
    assert "• Võ Văn Sơn, xã Hải Lệ" in await khai.presses("Ai không nhận được (1)")
    stage.reads_as_written("Thông báo trong một thị xã", khai, mai)


async def test_at_night_it_waits_and_can_be_stopped_before_anybody_has_it(stage: Stage) -> None:
    khai, nam = stage.khai, stage.nam
    await stage.at(NIGHT)
    await khai.says(TEXT)
    assert "06:30 thứ Ba 17/11 em mới gửi" in await khai.presses("Mọi người (9)")
    assert "06:30 thứ Ba 17/11 em bắt đầu gửi cho 8 người" in await khai.presses("Gửi cho 8 người")
    seen = await khai.presses("Xem đã gửi đến đâu")
    assert "đã gửi 0/9" in seen and "Đang chờ gửi: 8 người" in seen
    assert "đã dừng. 0 người đã nhận; 8 người còn lại" in await khai.presses("Dừng, không gửi tiếp")
    assert "dừng giữa chừng" in await khai.presses("Dừng, không gửi tiếp")
    await stage.at("2026-11-17 07:00")
    assert "giao ban" not in nam.hears()
    assert "Chưa gửi thì đã dừng: 8 người." in khai.hears()
    stage.reads_as_written("Dừng một thông báo", khai)


async def test_what_somebody_ordered_who_may_not_any_more_is_not_sent(stage: Stage) -> None:
    khai, hung, nam, hanh = stage.khai, stage.hung, stage.nam, stage.hanh
    await hung.opens(await stage.admin_code("Quản trị hai"))
    await hung.presses("Đúng")
    await stage.at(NIGHT)
    hanh.hears()
    await hung.says(TEXT)
    await hung.presses("Mọi người (9)")
    await hung.presses("Gửi cho 8 người")
    await nam.says("/nhac")
    await nam.presses("Gửi 3 đơn vị")
    await khai.says("/quyen")
    await khai.presses("Thu quyền của Bùi Văn Hùng")
    await stage.takes_over("H1", "Phạm Văn Thay")
    await stage.at("2026-11-17 07:30")
    assert "giao ban" not in stage.binh.hears()
    assert hanh.hears() == ""
    assert "Chưa gửi thì đã dừng: 8 người." in hung.hears()


async def test_a_coordinator_speaks_to_the_own_units_only(stage: Stage) -> None:
    nam, hanh, mai = stage.nam, stage.hanh, stage.mai
    await stage.at("2026-11-16 09:00")
    hanh.hears(), mai.hears()
    await nam.says("/phatthanh Ai xong sớm thì cảm ơn ạ")
    assert nam.is_offered[0] == "Mọi người (4)"
    await nam.presses("Chỉ nơi còn thiếu tuần này (3)")
    await nam.presses("Chỉ trong một đơn vị")
    assert "chưa thấy đơn vị nào" in await nam.says("Hải Lệ")
    await nam.says("Phường 1")
    await nam.presses("Chỉ nơi còn thiếu tuần này (1)")
    await nam.presses("Gửi cho 1 người")
    assert "Dương Thanh Nam gửi thông báo" in hanh.hears()
    assert mai.hears() == ""
    assert "không thuộc phạm vi" in await stage.binh.forges("broadcast:look:1")
    assert "không thuộc phạm vi" in await stage.binh.forges("broadcast:stop:1")
    assert "Ai xong sớm" in await stage.khai.forges("broadcast:look:1")


async def test_second_thoughts_long_texts_and_made_up_buttons(stage: Stage) -> None:
    khai = stage.khai
    await stage.at("2026-11-16 09:00")
    assert "quá 3000 ký tự" in await khai.says("/phatthanh " + "rất dài " * 400)
    await khai.says("Họp lúc 8h")
    await khai.presses("Mọi người (9)")
    old = stage.platform.last_options(khai.chat)[0].action
    assert "nhắn lại cả nội dung" in await khai.presses("Sửa nội dung")
    assert "không dùng được nữa" in await khai.forges(old)
    assert "Họp lúc 9h" in await khai.says("Họp lúc 9h")
    await khai.presses("Đổi người nhận")
    await khai.presses("Cấp huyện (2)")
    yes = stage.platform.last_options(khai.chat)[0].action
    assert "chưa được giao" in await stage.hanh.forges(yes)
    assert "không dùng được nữa" in await stage.nam.forges(yes)
    assert "không gửi" in await khai.presses("Thôi, không gửi")
    assert "không dùng được nữa" in await khai.forges(yes)
    assert "không dùng được nữa" in await khai.forges("broadcast:look:99")
    assert "Họp" not in stage.nam.hears()


async def test_an_announcement_is_held_by_an_emergency_stop(stage: Stage) -> None:
    khai, nam = stage.khai, stage.nam
    await khai.says("/tamdung")
    await khai.presses("Tạm dừng ngay")
    await khai.says(TEXT)
    await khai.presses("Cấp huyện (2)")
    await khai.presses("Gửi cho 2 người")
    await stage.at("2026-11-16 09:00")
    assert nam.hears() == ""
    assert "2 thông báo" in await khai.says("/tamdung")
    await khai.presses(khai.is_offered[0])
    await stage.beats()
    assert "giao ban" in nam.hears()


async def test_a_crash_between_two_batches_neither_loses_nor_doubles_anybody(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stage.at("2026-11-16 09:00")
    monkeypatch.setattr(broadcasting, "BATCH", 2)
    queue_for, batches = broadcasts.queue_for, iter([True, True, False])

    async def dies_in_the_third(*arguments: Any) -> None:
        await queue_for(*arguments)
        if not next(batches, True):
            raise RuntimeError("for the test")

    monkeypatch.setattr(broadcasts, "queue_for", dies_in_the_third)
    number = await ordered(stage)
    with pytest.raises(RuntimeError, match="for the test"):
        await stage.installation.broadcasting.work(stage.now)
    assert (await outcome(stage, number)).waiting == 4
    await stage.restarts()
    await stage.beats()
    assert await outcome(stage, number) == Outcome(delivered=8, unlinked=1)
    for person in (stage.hanh, stage.nam, stage.hung):
        assert person.hears().count("Họp lúc 8h") == 1


async def test_one_that_raises_does_not_hold_up_the_next(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    await stage.at("2026-11-16 09:00")
    broken, sound = await ordered(stage), await ordered(stage)
    queue_for = broadcasts.queue_for

    async def raises(tx: Any, broadcast: int, *arguments: Any) -> None:
        if broadcast == broken:
            raise KeyError("a mistake of ours")
        await queue_for(tx, broadcast, *arguments)

    monkeypatch.setattr(broadcasts, "queue_for", raises)
    with pytest.raises(KeyError):  # told, and tried again later
        await stage.installation.queue_for_many(stage.now)
    assert ((await outcome(stage, broken)).waiting, (await outcome(stage, sound)).waiting) == (0, 8)


async def test_half_way_stopped_who_has_it_keeps_it_and_nobody_else_gets_it(stage: Stage) -> None:
    await stage.at("2026-11-16 09:00")
    number = await ordered(stage)
    await stage.installation.broadcasting.work(stage.now)
    product = stage.installation
    async with product.database.transaction() as tx:
        first = (await outbox.waiting(tx, stage.now, False, 3))[:3]
        sent = [outbox.Sent(row.id, Address("local", "local", "x"), "Họp", (), "1") for row in first]
        await outbox.mark_sent(tx, sent, stage.now)
        assert await broadcasts.stop(tx, number, await stage.member("khai"), stage.now) == 5
    await stage.beats()
    assert await outcome(stage, number) == Outcome(delivered=3, unlinked=1, dropped=5)
    assert "đã xong: 3 người nhận được." in stage.khai.hears()


async def ordered(stage: Stage) -> int:
    by = await stage.member("khai")
    async with stage.installation.database.transaction() as tx:
        return await broadcasts.order(tx, by, "Họp lúc 8h", Audience(Group.EVERYBODY), 9, stage.now)


async def outcome(stage: Stage, number: int) -> Outcome:
    async with stage.installation.database.snapshot() as tx:
        found = await broadcasts.by_id(tx, number)
        assert found is not None
        return await broadcasts.outcome(tx, found)
