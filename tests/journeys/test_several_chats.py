"""One person on several chats: linked with a short code, written to in the preferred one, reached in the next."""

import pytest

from core.ports import Address, Misconfigured, OutOfQuota, Refused, SendError, Unavailable, Unreachable, WindowClosed
from db import invites, people
from tests.journeys.manners import Manner
from tests.journeys.people import Somebody
from tests.journeys.rows import ZONE
from tests.journeys.stage import OTHER, Stage

TUESDAY = "2026-11-17 09:00"
REMINDED = "2026-11-19 19:30"

pytestmark = pytest.mark.parametrize("two_platforms", [True])


async def linked(stage: Stage) -> Somebody:
    """Hạnh's second chat, on the other platform."""
    code = stage.short_code_in(await stage.hanh.says("/lienket"))
    second = stage.elsewhere("hanh-2", "Chị Hạnh, tài khoản thứ hai")
    await second.says(code)
    await second.presses("Đúng")
    stage.hanh.hears()
    return second


@pytest.mark.parametrize("manner", Manner)
async def test_a_second_chat_is_linked_put_first_and_let_go(stage: Stage) -> None:
    hanh = stage.hanh
    second = stage.elsewhere("hanh-2", "Chị Hạnh, tài khoản thứ hai")
    await stage.at(TUESDAY)
    told = await hanh.says("tôi dùng thêm Zalo")
    assert "rồi nhắn mã này:" in told and "đến 09:15" in told
    asked = await second.says(stage.short_code_in(told))
    assert "nối cuộc trò chuyện này với Trần Thị Hạnh" in asked
    welcome = await second.presses("Đúng")
    assert "nay cũng là của Trần Thị Hạnh" in welcome and "tuần 47: 0/1" in welcome
    assert "vừa nối thêm một cuộc trò chuyện Local" in hanh.hears()
    assert "Tuần 47: 1/1, đã đủ." in await second.sends_photo("bài")
    assert "BC-1" in await hanh.says("/lichsu")
    assert "chưa tính" in await hanh.sends_photo("bài")  # the same photo from the other chat counts once
    listed = await hanh.says("/lienket")
    assert "1. Local 1 (cuộc trò chuyện này), nhắn ở đây trước\n2. Local 2" in listed
    assert hanh.is_offered == ["Thêm tài khoản chat", "Nhắn ở Local 2 trước", "Gỡ Local 2"]
    assert "em nhắn anh/chị ở Local 2 trước" in await hanh.presses("Nhắn ở Local 2 trước")
    await stage.at("2026-11-23 08:00")
    assert "nhiệm vụ tuần 48" in second.hears() and "tuần 48" not in hanh.hears()
    await hanh.says("/lienket")
    assert "em đã gỡ Local 2" in await hanh.presses("Gỡ Local 2")
    assert "chưa ghi nhận" in await second.sends_photo("nữa")
    assert "nối thêm một cuộc trò chuyện Local" in await stage.nam.says("nhật ký X1")
    stage.reads_as_written("Thêm một tài khoản chat", hanh, second)


@pytest.mark.parametrize("error", [Unreachable("blocked"), WindowClosed("too late"), Refused("no"), OutOfQuota("used")])
async def test_what_one_chat_refuses_goes_to_the_other_once(stage: Stage, error: SendError) -> None:
    second = await linked(stage)
    await stage.at("2026-11-19 19:00")
    second.hears(), stage.hanh.hears()
    stage.platform.faults.fail_sends(error, times=9, chat=stage.hanh.chat)
    await stage.at("2026-11-19 20:00")
    assert second.hears().count("nhiệm vụ tuần 47 của phường 1") == 1
    assert stage.hanh.hears() == ""
    assert "không nhận được tin" not in stage.nam.hears()


async def test_a_platform_that_does_not_answer_is_given_up_for_another_after_minutes(stage: Stage) -> None:
    second = await linked(stage)
    await stage.at("2026-11-19 19:00")
    second.hears(), stage.hanh.hears()
    stage.platform.faults.fail_sends(Unavailable("down"), times=99, chat=stage.hanh.chat)
    await stage.at("2026-11-19 19:31")
    assert second.hears() == ""
    await stage.at("2026-11-19 20:00")
    assert second.hears().count("nhiệm vụ tuần 47 của phường 1") == 1
    stage.platform.faults.clear()
    await stage.at("2026-11-19 20:45")
    assert stage.hanh.hears() == ""  # and not once more when it is back


async def test_when_both_refuse_it_has_failed_and_the_coordinator_hears(stage: Stage) -> None:
    second = await linked(stage)
    assert stage.other is not None
    await stage.at("2026-11-19 19:00")
    stage.hanh.blocks_the_bot()
    second.blocks_the_bot()
    stage.nam.hears()
    await stage.at("2026-11-19 20:00")
    assert "Trần Thị Hạnh, phường 1, không nhận được tin" in stage.nam.hears()
    second.lets_the_bot_in_again()
    assert "1/1" in await second.sends_photo("bài")


async def test_when_the_bot_itself_is_rejected_everywhere_it_is_tried_again_later(stage: Stage) -> None:
    second = await linked(stage)
    assert stage.other is not None
    await stage.at("2026-11-19 19:00")
    second.hears(), stage.hanh.hears()
    for platform, chat in ((stage.platform, stage.hanh.chat), (stage.other, second.chat)):
        platform.faults.fail_sends(Misconfigured("bad token"), times=1, chat=chat)
    await stage.at("2026-11-19 20:10")
    heard = stage.hanh.hears() + second.hears()
    assert heard.count("nhiệm vụ tuần 47 của phường 1") == 1


async def test_codes_that_link_nothing(stage: Stage) -> None:
    hanh, hai = stage.hanh, stage.hai
    stranger = stage.elsewhere("la", "Người lạ")
    code = stage.short_code_in(await hanh.says("/lienket"))
    assert "đang là của người khác" in await hai.says(code)
    assert "đã nối với anh/chị rồi" in await hanh.says(code)
    assert "chưa mở được mã này" in await stranger.says("7K3M-9QX2")
    await stranger.says(code)
    assert "đã làm phiền" in await stranger.presses("Không phải tôi")
    await stranger.says(code.lower().replace("-", " "))
    fresh = stage.short_code_in(await hanh.says("/lienket"))
    assert "đã dùng rồi hoặc hết hạn" in await stranger.presses("Đúng")  # a newer code ends the earlier one
    await stage.at("2026-11-16 07:30")
    assert "chưa mở được mã này" in await stranger.says(fresh)
    assert "chưa hiểu" in await stage.khai.says("4thang12")  # words that only look like a code are words
    for action in ("link_chat:prefer:99", "link_chat:let_go:1", "confirm_chat:yes"):
        await hanh.forges(action)
    assert await stage.set_aside() == 0


async def test_a_lost_phone_takes_every_earlier_chat_along(stage: Stage) -> None:
    """Inviting again revokes all that was linked, once the new one is confirmed and not before."""
    second = await linked(stage)
    khai = stage.khai
    code = stage.code_in(await khai.says("/moi X1"))
    new = stage.somebody("hanh-moi", "Chị Hạnh, điện thoại mới")
    await new.opens(code)
    assert "0/1" in await second.says("tôi còn thiếu gì")  # nothing changes before the yes
    await new.presses("Đúng")
    await new.presses("Tôi đồng ý")
    assert "chưa ghi nhận" in await second.sends_photo("bài")
    assert "chưa ghi nhận" in await stage.hanh.sends_photo("bài")
    assert "1/1" in await new.sends_photo("bài")
    assert "chưa mở được mã này" in await stage.hanh.opens(code)


async def test_a_third_chat_is_added_and_no_chat_lets_itself_go(stage: Stage) -> None:
    hanh, second = stage.hanh, await linked(stage)
    await hanh.says("/lienket")
    let_go = next(each.action for each in stage.platform.last_options(hanh.chat) if each.label == "Gỡ Local 2")
    assert "không dùng được nữa" in await second.forges(let_go)
    assert "0/1" in await second.says("/tiendo")
    await hanh.says("/lienket")
    assert stage.short_code_in(await hanh.presses("Thêm tài khoản chat"))
    foreign = await stage.khai.forges(let_go)
    assert "không dùng được nữa" in foreign and "không dùng được nữa" in await stage.khai.forges("link_chat:prefer:1")


async def test_a_chat_that_is_not_reached_any_more_is_not_put_first(stage: Stage) -> None:
    hanh = stage.hanh
    await linked(stage)
    async with stage.installation.database.transaction() as tx:
        await people.mark_address(tx, Address("local", OTHER, "hanh-2"), "DEAD", stage.now)
    await hanh.says("/lienket")
    assert hanh.is_offered == ["Thêm tài khoản chat", "Gỡ Local 2"]


async def test_who_became_a_member_meanwhile_is_nobody_elses_chat(stage: Stage) -> None:
    code = stage.short_code_in(await stage.hanh.says("/lienket"))
    stranger = stage.elsewhere("la", "Anh Phúc")
    await stranger.says(code)
    async with stage.installation.database.transaction() as tx:
        seats = await invites.unlinked_seats(tx, stage.now.astimezone(ZONE).date())
        member = next(seat.member for seat in seats if seat.unit == "X7")
        await people.link(tx, member, Address("local", OTHER, "la"), stage.now, revoke_others=False)
    assert "chưa được giao" in await stranger.presses("Đúng")
    assert "Đinh Văn Phúc" in await stranger.says("/dulieu")
