"""The last moment at which something can still be done, and who else may not do it."""

import pytest

from core.ports import Address
from db import invites, people
from tests.journeys.rows import ZONE
from tests.journeys.stage import Stage, moment


async def _no_more_weeks(stage: Stage) -> None:
    """The task ends with the running week, so that the newest week is one that closes."""
    await stage.khai.says("/nhiemvu tuan")
    await stage.khai.presses("Dừng từ kỳ sau")
    await stage.khai.presses("Dừng")


async def test_nobody_is_nudged_about_a_week_from_its_close_on(stage: Stage) -> None:
    nam = stage.nam
    await stage.at("2026-11-18 09:00")
    await _no_more_weeks(stage)
    await stage.at("2026-11-23 07:59:59")
    assert "lời nhắc cho 3 đơn vị" in await nam.says("/nhac")
    send = next(each.action for each in stage.platform.last_options(nam.chat) if each.label.startswith("Gửi"))
    await stage.at("2026-11-23 08:00:06")
    nam.hears(), stage.lam.hears()
    assert "hiện không có đơn vị nào cần nhắc" in await nam.says("/nhac")
    assert "hiện không có đơn vị nào cần nhắc" in await nam.forges(send)
    assert "nhờ em nhắc" not in stage.lam.hears()
    await nam.says("ai chưa nộp")
    assert nam.is_offered == ["Xem danh sách gọi"]


@pytest.mark.parametrize(("at", "done"), [("20:59:59", True), ("21:00", False), ("21:00:01", False)])
async def test_a_deadline_that_has_come_before_the_yes_is_not_set(stage: Stage, at: str, done: bool) -> None:
    binh, son = stage.binh, stage.son
    await stage.at("2026-11-22 19:00")
    assert "đến 21:00 Chủ nhật 22/11" in await binh.says("gia hạn Hải Lệ đến 21h hôm nay, do mưa lũ")
    await stage.at(f"2026-11-22 {at}")
    answer = await binh.presses("Xác nhận")
    assert ("đã gia hạn cho xã Hải Lệ" in answer) == done
    assert ("21:00 Chủ nhật 22/11 đã qua" in answer) == (not done)
    assert ("hạn 21:00" in await son.says("tôi còn thiếu gì")) == done


async def _codes(stage: Stage) -> tuple[str, str]:
    """The codes with which somebody stands in for Hạnh, and for Lâm."""
    codes = []
    for somebody in (stage.hanh, stage.lam):
        await somebody.says("/vang")
        codes.append(stage.code_in(await somebody.presses("Nhờ người nộp thay")))
    return codes[0], codes[1]


async def test_only_the_delegation_that_this_chat_opened_is_agreed_to(stage: Stage) -> None:
    await stage.at("2026-11-18 09:00")
    first, second = await _codes(stage)
    lan, tam = stage.somebody("lan", "Chị Lan"), stage.somebody("tam", "Anh Tâm")
    await lan.opens(first)
    own = stage.platform.last_options("lan")[0].action
    await tam.opens(second)
    other = stage.platform.last_options("tam")[0].action
    assert own != other
    assert "hết hạn" in await lan.forges(other)  # which the other chat opened, and has not answered yet
    assert "hết hạn" in await stage.somebody("ba", "Bà Ba").forges(own)  # who opened nothing
    assert "nộp thay Trần Thị Hạnh" in await lan.presses("Tôi đồng ý")
    assert "Phường 1, tuần 47: 1/1" in await lan.sends_photo("bài")
    assert "0/1" in await stage.lam.says("tôi còn thiếu gì")


async def test_who_became_a_member_meanwhile_does_not_stand_in_any_more(stage: Stage) -> None:
    await stage.at("2026-11-18 09:00")
    first, _ = await _codes(stage)
    lan = stage.somebody("lan", "Chị Lan")
    await lan.opens(first)
    async with stage.installation.database.transaction() as tx:
        seats = await invites.unlinked_seats(tx, stage.now.astimezone(ZONE).date())
        member = next(seat.member for seat in seats if seat.unit == "X7")
        await people.link(tx, member, Address("local", "local", "lan"), moment("2026-11-18 09:00"), revoke_others=False)
    assert "chưa được giao" in await lan.presses("Tôi đồng ý")
    assert "Tuần 47: 1/1" in await lan.sends_photo("bài")
    assert "xã Hoà Sơn, tuần 47: 1/1" in await lan.says("tôi còn thiếu gì")
    assert "0/1" in await stage.hanh.says("tôi còn thiếu gì")


async def _preview(stage: Stage) -> str:
    return await stage.khai.says("/tamdung")


async def _stops_at(stage: Stage, at: str) -> None:
    await stage.at(at)
    await stage.khai.says("/tamdung do gửi nhầm")
    await stage.khai.presses("Tạm dừng ngay")


async def test_a_held_word_about_a_missed_week_is_stale_once_that_week_is_mended(stage: Stage) -> None:
    for secretary in (stage.hanh, stage.hai, stage.mai):
        await secretary.sends_photo(f"bài của {secretary.chat}")
    await _stops_at(stage, "2026-11-22 21:30")
    await stage.at("2026-11-23 12:00")  # the week closed: Lâm and Sơn, and their coordinators, would have been told
    before = await _preview(stage)
    await stage.lam.sends_photo("bài của Lâm")
    await stage.lam.presses("Chuyển sang tuần 47")
    after = await _preview(stage)
    assert "Còn cần gửi" in before and before != after
    stage.lam.hears(), stage.son.hears()
    await stage.khai.presses(next(label for label in stage.khai.is_offered if label.startswith("Chạy lại, gửi")))
    await stage.beats()
    assert "tuần 47 của xã Hải Lệ đã đóng" in stage.son.hears()
    assert "tuần 47 của xã Tân Lập đã đóng" not in stage.lam.hears()


async def test_a_held_alert_to_the_next_level_is_stale_once_its_flags_are_closed(stage: Stage) -> None:
    hung, binh = stage.hung, stage.binh
    for secretary in (stage.hanh, stage.hai, stage.lam, stage.mai):
        await secretary.sends_photo(f"bài của {secretary.chat}")
    await stage.at("2026-11-23 20:00")  # Sơn's and Phúc's coordinator has been alerted
    await binh.says("Hoà Sơn đã gọi, hẹn thứ Sáu")
    await binh.says("Hải Lệ đã gọi, hẹn 21h30")
    await _stops_at(stage, "2026-11-23 22:00")  # in the quiet hours, in which the alert to the next level waits
    assert "Còn cần gửi: 1 tin (1 cảnh báo)" in await _preview(stage)
    await stage.son.sends_photo("bài của Sơn")
    await stage.son.presses("Chuyển sang tuần 47")
    assert "Đã cũ, sẽ bỏ không gửi: 1 tin (1 cảnh báo)" in await _preview(stage)
    await stage.khai.presses(next(label for label in stage.khai.is_offered if label.startswith("Chạy lại")))
    hung.hears()
    await stage.at("2026-11-24 07:00")
    assert "đến giờ vẫn còn thiếu" not in hung.hears()


async def test_who_lost_the_right_does_not_answer_the_question_that_was_open(stage: Stage) -> None:
    nam = stage.nam
    await stage.at("2026-11-18 09:00")
    await nam.says("/nhac")
    await nam.presses("Sửa nội dung")
    await stage.khai.says("thành phố Đông Hà đổi cán bộ phụ trách là Lê Thị Mới")
    await stage.khai.presses("Xác nhận")
    answer = await nam.says("Các anh chị nộp bài giúp em")
    assert "nhắc" not in answer and "lời nhắn" not in answer
    assert "nhờ em nhắn" not in stage.lam.hears()


async def test_who_holds_both_seats_hands_in_for_whom_the_caption_names(stage: Stage) -> None:
    nam = stage.nam
    await stage.at("2026-11-18 09:00")
    await stage.khai.says("Tân Lập đổi đầu mối là Dương Thanh Nam, 0912 000 101")
    await stage.khai.presses("Xác nhận")
    nam.hears()
    assert "phường Đông Giang, tuần 47" in await nam.sends_photo("bài", caption="nộp thay Đông Giang")
    await nam.presses("Đúng")
    assert "1/1" in await stage.hai.says("tôi còn thiếu gì")
    assert "xã Tân Lập, tuần 47: 0/1" in await nam.says("tôi còn thiếu gì")
    assert "Tuần 47: 1/1" in await nam.sends_photo("của xã")
    assert "xã Tân Lập, tuần 47: 1/1" in await nam.says("tôi còn thiếu gì")


@pytest.mark.parametrize(("at", "late"), [("19:59:59", False), ("20:00", True)])
async def test_the_receipt_itself_says_late_from_the_due_moment_on(stage: Stage, at: str, late: bool) -> None:
    await stage.at(f"2026-11-22 {at}")
    receipt = await stage.hanh.sends_photo("bài")
    assert "Tuần 47: 1/1" in receipt and ("muộn" in receipt) == late
    assert ("muộn" in await stage.hanh.says("tôi còn thiếu gì")) == late


@pytest.mark.parametrize("quota", [2])
async def test_half_of_what_is_owed_closes_no_alert(stage: Stage) -> None:
    await stage.at("2026-11-22 09:00")
    await stage.lam.sends_photo("một")
    assert "Xã Tân Lập" in [flag.unit_name for flag in await stage.open_flags()]
    await stage.lam.sends_photo("hai")
    assert "Xã Tân Lập" not in [flag.unit_name for flag in await stage.open_flags()]
