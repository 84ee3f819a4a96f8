"""A coordinator's week before the close: the digest, the list, and the nudge with a preview."""

import pytest

from tests.journeys.manners import Manner
from tests.journeys.stage import Stage

MANY = [(f"Y{n:02}", f"Xã Mới {n:02}", "xã", "H1", "Bí thư", f"Lê Văn {n:02}", "") for n in range(1, 31)]


async def test_the_digest_before_the_deadline_has_own_units_only(stage: Stage) -> None:
    nam, binh, hung, khai = stage.nam, stage.binh, stage.hung, stage.khai
    await stage.hanh.sends_photo("bài")
    await stage.at("2026-11-21 19:59")
    assert nam.hears() == ""
    await stage.at("2026-11-21 20:00")
    digest = nam.hears()
    assert "thành phố Đông Hà còn 24 giờ là đến hạn 20:00 Chủ nhật 22/11" in digest
    assert "1/3 đơn vị đã đủ, 2 còn thiếu." in digest
    assert "⛔ Phường Đông Giang 0/1, đã nhắc 2 lần" in digest and "⛔ Xã Tân Lập 0/1" in digest
    assert "khuyết" not in digest
    others = binh.hears()
    assert "(Không tính 1 đơn vị đang khuyết đầu mối.)" in others
    assert "⛔ Xã Hoà Sơn 0/1, chưa kết nối" in others
    assert not [unit for unit in ("Đông Giang", "Tân Lập", "Đông Hà") if unit in others]
    assert hung.hears() == khai.hears() == ""
    stage.reads_as_written("Danh sách trước hạn", nam, binh)


@pytest.mark.parametrize("quota", [3])
async def test_the_worst_come_first(stage: Stage) -> None:
    nam = stage.nam
    await stage.hanh.sends_photos("một", "hai")
    await stage.hai.sends_photo("một")
    answer = await nam.says("ai chưa nộp")
    assert answer.split("\n")[1:] == ["⛔ Xã Tân Lập 0/3", "⚠️ Phường Đông Giang 1/3", "⚠️ Phường 1 2/3"]
    stage.reads_as_written("Thiếu nhiều đứng trước", nam)


@pytest.mark.parametrize("words", ["/thieu", "/missing", "ai chưa nộp", "Ai chua nop em?", "đơn vị nào chưa nộp ạ"])
async def test_who_is_missing(stage: Stage, words: str) -> None:
    answer = await stage.nam.says(words)
    assert "0/3 đơn vị đã đủ, 3 còn thiếu" in answer and "Tân Lập" in answer and "Hải Lệ" not in answer


async def test_above_two_units_of_one_name_are_told_apart(stage: Stage) -> None:
    answer = await stage.hung.says("/thieu")
    assert "⛔ Phường 1 (thành phố Đông Hà) 0/1" in answer
    assert "⛔ Phường 1 (thị xã Quảng Trị) 0/1" in answer
    assert "⛔ Xã Tân Lập 0/1\n" not in answer or "(thành phố" not in answer.split("Tân Lập")[1].split("\n")[0]
    stage.reads_as_written("Cấp tỉnh xem danh sách", stage.hung)


async def test_when_everybody_has_handed_in(stage: Stage) -> None:
    nam = stage.nam
    for person in (stage.hanh, stage.hai, stage.lam):
        await person.sends_photo(person.chat)
    assert "cả 3 đơn vị đã đủ" in await nam.says("ai chưa nộp")
    assert "không có đơn vị nào cần nhắc" in await nam.says("/nhac")
    await stage.at("2026-11-23 07:59")
    assert nam.hears() == ""
    stage.reads_as_written("Mọi đơn vị đã đủ", nam)


@pytest.mark.parametrize("manner", Manner)
async def test_a_nudge_is_shown_before_it_is_sent(stage: Stage) -> None:
    nam, hanh, hai, lam = stage.nam, stage.hanh, stage.hai, stage.lam
    await stage.at("2026-11-18 09:00")
    await lam.sends_photo("bài")
    hanh.hears(), hai.hears()
    await nam.says("ai chưa nộp")
    preview = await nam.presses("Nhắc 2 đơn vị")
    assert "lời nhắc cho 2 đơn vị" in preview and "hạn 20:00 Chủ nhật 22/11" in preview
    assert hanh.hears() == ""
    assert "gửi lời nhắc đến 2 đơn vị" in await nam.presses("Gửi 2 đơn vị")
    assert "Dương Thanh Nam nhờ em nhắc: Chào anh/chị Hạnh, nhiệm vụ tuần 47 của phường 1" in hanh.hears()
    assert "nhờ em nhắc" in hai.hears()
    assert lam.hears() == ""
    await stage.at("2026-11-18 09:59")
    await nam.says("ai chưa nộp")
    assert not any("Nhắc" in offered for offered in nam.is_offered)  # both were reminded within the hour
    assert "chưa gửi thêm" in await nam.says("/nhac")
    await stage.at("2026-11-18 10:01")
    assert "lời nhắc cho 2 đơn vị" in await nam.says("/nhac")
    assert "không gửi" in await nam.presses("Không gửi nữa")
    assert hanh.hears() == ""
    stage.reads_as_written("Nhắc sau khi xem trước", nam, hanh)


@pytest.mark.parametrize("manner", Manner)
async def test_who_was_reminded_within_the_hour_is_left_out(stage: Stage) -> None:
    nam, hanh = stage.nam, stage.hanh
    await stage.at("2026-11-18 09:00")
    await hanh.says("nhắc lại sau")
    await stage.at("2026-11-18 12:30")
    hanh.hears()
    preview = await nam.says("nhắc các đơn vị")
    assert "lời nhắc cho 2 đơn vị" in preview
    assert "Riêng phường 1 vừa được nhắc cách đây 30 phút nên lần này em không gửi." in preview
    await nam.presses("Gửi 2 đơn vị")
    assert hanh.hears() == ""
    stage.reads_as_written("Bỏ qua người vừa được nhắc", nam)


async def test_who_is_to_be_reminded_within_the_hour_is_left_out(stage: Stage) -> None:
    nam, hanh = stage.nam, stage.hanh
    await stage.at("2026-11-18 09:00")
    hanh.hears(), await hanh.says("nhắc lại sau")
    await stage.at("2026-11-18 11:00")
    assert "lời nhắc cho 3 đơn vị" in await nam.says("/nhac")
    await stage.at("2026-11-18 11:01")
    assert "lời nhắc cho 2 đơn vị" in (preview := await nam.says("/nhac"))
    assert "Riêng phường 1 sắp được nhắc" in preview
    await nam.presses("Gửi 2 đơn vị")
    assert hanh.hears() == ""


async def test_a_nudge_pressed_twice_is_sent_once(stage: Stage) -> None:
    nam, hanh = stage.nam, stage.hanh
    await stage.at("2026-11-18 09:00")
    hanh.hears()
    await nam.says("/nhac")
    await nam.presses("Gửi 3 đơn vị")
    assert "chưa gửi thêm" in await nam.presses("Gửi 3 đơn vị")
    assert hanh.hears().count("nhờ em nhắc") == 1


async def test_a_nudge_at_night_waits_for_the_morning(stage: Stage) -> None:
    nam, hanh, hai = stage.nam, stage.hanh, stage.hai
    await stage.at("2026-11-18 22:00")
    hanh.hears(), hai.hears()
    await nam.says("/nhac")
    assert "06:30 thứ Năm 19/11 em gửi lời nhắc đến 3 đơn vị" in await nam.presses("Gửi 3 đơn vị")
    await hai.sends_photo("bài")
    await stage.at("2026-11-19 06:29")
    assert hanh.hears() == ""
    await stage.at("2026-11-19 06:30")
    assert "nhờ em nhắc" in hanh.hears()
    assert "nhờ em nhắc" not in hai.hears()  # handed in meanwhile
    stage.reads_as_written("Nhắc ban đêm", nam, hanh)


async def test_after_the_close_there_is_nobody_to_nudge_for_the_old_week(stage: Stage) -> None:
    nam = stage.nam
    await stage.at("2026-11-21 20:00")
    await stage.at("2026-11-23 08:30")
    answer = await nam.presses("Nhắc 3 đơn vị")
    assert "hạn 20:00 Chủ nhật 29/11" in answer or "chưa gửi thêm" in answer


async def test_a_seat_that_falls_vacant_in_mid_week_stays_in_the_coordinators_list(stage: Stage) -> None:
    nam, hai = stage.nam, stage.hai
    await stage.at("2026-11-18 09:00")
    hai.hears()
    await stage.takes_over("X2", "khuyết")
    await stage.at("2026-11-22 10:00")
    assert hai.hears() == ""  # no reminder to somebody who has left
    digest = nam.hears()
    assert "⛔ Phường Đông Giang 0/1, đang khuyết đầu mối" in digest and "Không tính" not in digest
    await stage.at("2026-11-23 09:00")
    assert "Phường Đông Giang" in nam.hears()
    assert hai.hears() == ""
    assert "0/2 đơn vị đã đủ, 2 còn thiếu. (Không tính 1 đơn vị đang khuyết đầu mối.)" in await nam.says("/thieu")
    stage.reads_as_written("Đơn vị khuyết đầu mối giữa tuần", nam)


async def test_a_coordinators_week_in_english(stage: Stage) -> None:
    nam, lam = stage.nam, stage.lam
    await nam.says("language")
    await nam.presses("English")
    assert "0/3 units complete, 3 short" in await nam.says("who is missing")
    await nam.presses("Nudge 3 units")
    assert "reminding 3 units now" in await nam.presses("Send to 3 units")
    assert "Dương Thanh Nam nhờ em nhắc" in lam.hears()  # each in the own language
    await nam.says("/unit Tân Lập")
    await nam.says("/invite Tân Lập")
    await stage.at("2026-11-23 10:00")
    assert "Until 17:00 Monday 23 Nov" in await nam.says("I called Tân Lập, this afternoon")
    assert "phường 1" in await nam.presses("I called phường 1")
    await lam.sends_photo("bù")
    await lam.presses("Chuyển sang tuần 47")
    await stage.at("2026-11-30 08:00")
    await nam.says("hmm")
    await nam.says("/help")
    stage.reads_as_written("A coordinator's week in English", nam)


async def test_a_unit_with_a_very_long_name_fits_on_its_button(stage: Stage) -> None:
    nam = stage.nam
    name = "Xã " + " ".join(["Vĩnh Linh Trường Sơn Đông"] * 6)
    await stage.gets_units(("Y1", name, "xã", "H1", "Bí thư", "Lê Văn Dài", ""))
    await stage.at("2026-11-23 08:00")
    assert name in nam.hears()
    assert any(label.startswith("Đã gọi xã Vĩnh Linh") and label.endswith("…") for label in nam.is_offered)


async def test_a_list_longer_than_a_message_has_pages(stage: Stage) -> None:
    hung = stage.hung
    await stage.gets_units(*MANY)
    await stage.are_linked(*(row[0] for row in MANY))
    await stage.at("2026-11-24 09:00")
    first = await hung.says("/thieu")
    assert first.count("⛔") == 25 and "36 còn thiếu" in first
    second = await hung.presses("Xem tiếp")
    assert second.startswith("Tuần 48, tiếp từ đơn vị thứ 26:") and second.count("⛔") == 10
    assert "Xem tiếp" not in hung.is_offered
    stage.reads_as_written("Danh sách nhiều trang", hung)


async def test_who_has_no_chat_yet_stands_apart_from_who_is_missing(stage: Stage) -> None:
    khai = stage.khai
    await stage.gets_units(*MANY[:12])
    await stage.are_linked("Y01")
    await stage.at("2026-11-24 09:00")
    told = await khai.says("/thieu")
    missing, apart = told.split("\n📵 ")
    assert "còn thiếu" in missing and "⛔ Xã Mới 01 0/1" in missing and "Hoà Sơn" not in missing
    assert apart.startswith("Chưa kết nối hoặc đã chặn em nên em không nhắc được: xã Hoà Sơn, xã Mới 02, ")
    assert apart.endswith(" và xã Mới 10; còn 2 nơi khác.")
    assert "Còn 12 người chưa kết nối" in await khai.presses("Xem ai chưa kết nối")
    of_town = await khai.says("ai chưa nộp ở thị xã Quảng Trị")
    assert of_town.endswith("📵 Chưa kết nối hoặc đã chặn em nên em không nhắc được: xã Hoà Sơn.")
    assert "Dạ, thị xã Quảng Trị có 1 người chưa kết nối" in await khai.presses("Xem ai chưa kết nối")
    stage.reads_as_written("Chưa kết nối, kể riêng", khai)


async def test_when_nobody_who_is_short_has_a_chat_only_that_is_told(stage: Stage) -> None:
    binh = stage.binh
    await stage.at("2026-11-16 09:00")
    await stage.mai.says("https://vi-du.vn/1")
    await stage.son.says("https://vi-du.vn/2")
    told = await binh.says("/thieu")
    assert "⛔" not in told and told.endswith("📵 Chưa kết nối hoặc đã chặn em nên em không nhắc được: xã Hoà Sơn.")
