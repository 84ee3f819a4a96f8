"""After the close: one message sums up the week, names who is worth a word, and what waits for a decision."""

import pytest

from tests.journeys.manners import Manner
from tests.journeys.stage import Stage


async def test_the_week_in_one_message(stage: Stage) -> None:
    binh, nam, hung, khai = stage.binh, stage.nam, stage.hung, stage.khai
    await stage.son.sends_photo("bài")
    await stage.mai.says("tuần này không có hoạt động")
    await stage.mai.presses("Không phát sinh")
    await stage.hai.says("tôi bàn giao cho người khác từ 25/11")
    await stage.at("2026-11-22 10:00")
    await nam.says("miễn Tân Lập, do mưa lũ")
    await nam.presses("Xác nhận")
    await stage.at("2026-11-23 08:09")
    binh.hears(), nam.hears()
    await stage.at("2026-11-23 08:10")
    own, other = binh.hears(), nam.hears()
    assert "Tuần 47 đã đóng: 1/3 đơn vị nộp đủ, 2 còn thiếu. Còn thiếu: phường 1 và xã Hoà Sơn." in own
    assert "Đang chờ anh/chị: 1 đơn vị khuyết đầu mối và 1 người chưa kết nối." in own
    assert "Tuần 47 đã đóng: 0/2 đơn vị nộp đủ, 2 còn thiếu, 1 được miễn." in other
    assert "Đang chờ anh/chị: 1 lời xin bàn giao." in other
    assert hung.hears() == "" and "Tuần 47" not in khai.hears()
    assert len(await stage.sent_to("binh", "digest")) == 1
    stage.reads_as_written("Tóm tắt tuần", binh, nam)


async def test_a_week_without_a_gap_is_summed_up_too(stage: Stage) -> None:
    nam = stage.nam
    for person in (stage.hanh, stage.hai):
        await person.sends_photo(person.chat)
    await stage.at("2026-11-22 21:00")
    await stage.lam.sends_photo("muộn")
    await stage.at("2026-11-23 08:00")
    nam.hears()
    await stage.at("2026-11-23 08:10")
    assert (
        nam.hears() == "Chào anh/chị Nam, em tóm tắt tuần vừa qua ạ.\nTuần 47 đã đóng: 3/3 đơn vị nộp đủ, 1 nộp muộn."
    )


@pytest.mark.parametrize("manner", Manner)
async def test_who_misses_three_of_four_weeks_and_who_blocked_the_bot_are_told_in_one_message(stage: Stage) -> None:
    nam, hai, lam = stage.nam, stage.hai, stage.lam
    await stage.at("2026-11-25 09:00")
    await hai.sends_photo("tuần 48"), await stage.hanh.sends_photo("h48"), await lam.sends_photo("l48")
    await stage.at("2026-12-02 09:00")
    await stage.hanh.sends_photo("h49"), await lam.sends_photo("l49")
    await stage.at("2026-12-09 09:00")
    await stage.hanh.sends_photo("h50"), await lam.sends_photo("l50")
    await stage.at("2026-12-13 21:00")
    lam.blocks_the_bot()
    nam.hears()
    await stage.at("2026-12-14 08:30")
    heard = nam.hears()
    assert "Tuần 50 đã đóng: 2/3 đơn vị nộp đủ, 1 còn thiếu. Còn thiếu: phường Đông Giang." in heard
    assert "Có 2 việc anh/chị lưu ý giúp em:" in heard
    assert "(1) Hồ Văn Lâm, xã Tân Lập, không nhận được tin của em từ thứ Hai 14/12" in heard
    assert "(2) Phường Đông Giang nộp thiếu 3 trong 4 tuần gần đây ạ." in heard
    assert nam.is_offered[:3] == ["Gọi điện", "Mời lại xã Tân Lập", "Ghi chú xã Tân Lập"]
    assert "Xã Tân Lập. Hồ Văn Lâm, 0912 000 003" in await nam.presses("Gọi điện")
    assert "mã mời" in (invited := (await nam.presses("Mời lại xã Tân Lập")).lower()) and "hồ văn lâm" in invited
    await nam.says("Tân Lập đã gọi, anh ấy đổi máy")
    assert "anh ấy đổi máy" in await nam.says("/nhatky Tân Lập")
    stage.reads_as_written("Thiếu nhiều tuần, chặn trợ lý", nam)


async def test_many_who_cannot_be_reached_make_one_message_and_those_who_are_back_none(stage: Stage) -> None:
    nam = stage.nam
    await stage.at("2026-11-16 09:00")
    for person in (stage.hanh, stage.hai, stage.lam):
        person.blocks_the_bot()
    await stage.at("2026-11-19 19:30")
    assert nam.hears() == ""
    stage.lam.lets_the_bot_in_again()
    await stage.lam.says("tôi còn thiếu gì")
    await stage.at("2026-11-19 19:40")
    told = nam.hears()
    assert "Có 2 việc anh/chị lưu ý giúp em:" in told and "Lâm" not in told
    assert "(1) Trần Thị Hạnh, phường 1, không nhận được tin của em từ thứ Năm 19/11" in told
    assert nam.is_offered == [
        "Gọi điện", "Mời lại phường 1", "Mời lại phường Đông Giang", "Ghi chú phường 1", "Ghi chú phường Đông Giang",
    ]  # fmt: skip
    assert "Mã mời cho đầu mối phường 1, Trần Thị Hạnh" in await nam.presses("Mời lại phường 1")
    assert "viết điều cần ghi về phường Đông Giang" in await nam.presses("Ghi chú phường Đông Giang")
    assert "đã ghi chú về phường Đông Giang: “đổi số, gọi vợ 0912 333 444”" in await nam.says(
        "đổi số, gọi vợ 0912 333 444"
    )
    assert "Dương Thanh Nam ghi chú: “đổi số" in await nam.says("/nhatky Đông Giang")
    await nam.presses("Ghi chú phường 1")
    assert "gọi phường 1 lúc 19:40, hẹn mai" in await nam.says("đã gọi, hẹn mai")
    stage.reads_as_written("Nhiều người chặn trợ lý", nam)


async def test_a_word_about_somebody_who_is_back_is_not_sent(stage: Stage) -> None:
    nam, hanh = stage.nam, stage.hanh
    await stage.at("2026-11-16 07:59")
    hanh.blocks_the_bot()
    await stage.at("2026-11-16 08:05")
    hanh.lets_the_bot_in_again()
    await hanh.sends_photo("bài")
    await stage.at("2026-11-16 12:00")
    assert nam.hears() == ""


async def test_the_summary_of_a_coordinator_nobody_can_reach_goes_to_the_next_above(stage: Stage) -> None:
    await stage.loses_its_chat(stage.nam)
    await stage.at("2026-11-23 08:10")
    assert "Tuần 47 đã đóng: 0/3 đơn vị nộp đủ, 3 còn thiếu." in stage.hung.hears()
