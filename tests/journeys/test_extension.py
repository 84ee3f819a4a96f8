"""A later deadline: asked back with everything that was understood, told to whom it concerns, kept by the clock."""

import pytest

from bot.roster_import import accept
from tests.core.rosters import roster
from tests.journeys.cast import ROWS
from tests.journeys.manners import Manner
from tests.journeys.stage import Stage

LATE = "2026-11-21 09:00"
MISSED = "2026-11-23 09:00"


@pytest.mark.parametrize("manner", Manner)
async def test_an_extension_for_one_unit(stage: Stage) -> None:
    binh, son, hung = stage.binh, stage.son, stage.hung
    await stage.at(LATE)
    son.hears()
    asked = await binh.says("gia hạn Hải Lệ đến thứ Hai, do mưa lũ")
    assert asked == ("Em gia hạn cho xã Hải Lệ, tuần 47, đến 20:00 thứ Hai 23/11, lý do: mưa lũ, đúng không ạ?")
    assert binh.is_offered == ["Xác nhận", "Áp dụng cả thị xã Quảng Trị (3 đơn vị)", "Thôi, không đổi"]
    assert son.hears() == ""
    done = await binh.presses("Xác nhận")
    assert "đã gia hạn cho xã Hải Lệ, tuần 47: 20:00 Chủ nhật 22/11 → 20:00 thứ Hai 23/11, lý do: mưa lũ" in done
    told = son.hears()
    assert "Lê Thị Bình đã gia hạn tuần 47 của xã Hải Lệ đến 20:00 thứ Hai 23/11, lý do: mưa lũ" in told
    assert "hạn 20:00 thứ Hai 23/11" in await son.says("tôi còn thiếu gì")
    await stage.at("2026-11-22 19:00")
    assert "Hải Lệ" not in binh.hears()  # warned a day before the new deadline
    await stage.at("2026-11-22 20:00")
    assert "hạn 20:00 thứ Hai 23/11 của tuần 47" in binh.hears()
    son.hears()
    await stage.at(MISSED)
    assert "bị ghi là thiếu" not in son.hears() and "Hải Lệ" not in binh.hears()
    assert "Tuần 47: 1/1, đã đủ." in await son.sends_photo("bài")
    assert "muộn" not in await son.says("tôi còn thiếu gì")
    assert hung.hears() == ""
    stage.reads_as_written("Gia hạn cho một đơn vị", binh, son)


@pytest.mark.parametrize("manner", Manner)
async def test_an_extension_without_diacritics_for_the_whole_group(stage: Stage) -> None:
    binh, mai, son = stage.binh, stage.mai, stage.son
    await stage.at(LATE)
    mai.hears(), son.hears()
    assert "lý do: mua lu" in await binh.says("gia han hai le den 17h thu hai 23/11 do mua lu")
    answer = await binh.presses("Áp dụng cả thị xã Quảng Trị (3 đơn vị)")
    assert "đã gia hạn cho 3 đơn vị của thị xã Quảng Trị, tuần 47, đến 17:00 thứ Hai 23/11" in answer
    assert "đã gia hạn tuần 47 của phường 1 đến 17:00" in mai.hears()
    assert "đã gia hạn tuần 47 của xã Hải Lệ đến 17:00" in son.hears()
    assert "hạn 20:00 Chủ nhật" in await stage.hanh.says("tôi còn thiếu gì")  # the other town keeps its deadline
    stage.reads_as_written("Gia hạn cho cả thị xã", binh, mai)


@pytest.mark.parametrize("manner", Manner)
async def test_what_was_not_said_is_asked_for(stage: Stage) -> None:
    binh = stage.binh
    await stage.at(LATE)
    assert "gia hạn tuần 47 của xã Hoà Sơn đến ngày nào ạ? Hạn hiện nay là 20:00 Chủ nhật 22/11." in await binh.says(
        "gia hạn Hoà Sơn"
    )
    assert "vì lý do gì ạ?" in await binh.says("thứ Ba")
    assert "đến 20:00 thứ Ba 24/11, lý do: thiên tai, mất điện" in await binh.presses("Thiên tai, mất điện")
    assert "đã gia hạn cho xã Hoà Sơn" in await binh.presses("Xác nhận")
    assert "vì lý do gì ạ?" in await binh.says("/giahan hoa son thêm 2 ngày")
    assert "đến 20:00 thứ Năm 26/11, lý do: nước chưa rút" in await binh.says("vì nước chưa rút ạ")
    assert "đến 20:00 thứ Năm 26/11, lý do: đường còn ngập" in await binh.says("vì đường còn ngập")
    assert "không đổi gì" in await binh.presses("Thôi, không đổi")
    stage.reads_as_written("Gia hạn, hỏi từng ý", binh)


async def test_days_that_cannot_be(stage: Stage) -> None:
    binh = stage.binh
    await stage.at(LATE)
    assert "“30/2” không phải là một ngày có thật" in await binh.says("gia hạn Hoà Sơn đến 30/2, do mưa lũ")
    assert "ngày ấy là thứ Ba 24/11" in await binh.says("thứ Hai 24/11")
    assert "không phải là một giờ có thật" in await binh.says("25:00 ngày mai")
    assert "20:00 thứ Sáu 20/11 đã qua rồi" in await binh.says("20/11")
    assert "không muộn hơn" in await binh.says("19:00 Chủ nhật 22/11")
    assert "xa quá 60 ngày" in await binh.says("24/11/2027")
    assert "đến 20:00 thứ Ba 24/11, lý do: mưa lũ, đúng không" in await binh.says("24/11")
    assert "nhắn giúp em: gia hạn TÊN" in await binh.says("gia hạn")
    assert "chưa thấy đơn vị nào tên “Trăng Sao”" in await binh.says("gia hạn Trăng Sao đến thứ Hai, do mưa")
    stage.reads_as_written("Gia hạn đến ngày không thể có", binh)


@pytest.mark.parametrize("manner", Manner)
async def test_an_extension_beats_the_close(stage: Stage) -> None:
    binh, son, hung = stage.binh, stage.son, stage.hung
    await stage.at(MISSED)
    assert "Hải Lệ" in binh.hears() and "ghi là thiếu" in son.hears()
    await binh.says("gia hạn Hải Lệ đến thứ Tư, do mưa lũ")
    await binh.presses("Xác nhận")
    assert [flag.unit_name for flag in await stage.open_flags() if flag.unit_name == "Xã Hải Lệ"] == []
    son.hears()
    assert "tuần 47: 0/1, còn thiếu 1, hạn 20:00 thứ Tư 25/11" in await son.says("tôi còn thiếu gì")
    await stage.at("2026-11-24 21:30")
    assert "Hải Lệ" not in hung.hears()  # nothing climbs any more
    digest = binh.hears()
    assert "hạn 20:00 thứ Tư 25/11 của tuần 47" in digest and "nộp đủ" not in digest
    await stage.at("2026-11-26 08:30")
    assert "tuần 47 của xã Hải Lệ đã đóng lúc 08:00 thứ Năm 26/11" in son.hears()
    assert "⛔ Xã Hải Lệ 0/1" in binh.hears()
    stage.reads_as_written("Gia hạn sau khi tuần đã đóng", binh, son)


async def test_who_was_alerted_hears_of_an_extension_by_somebody_else(stage: Stage) -> None:
    binh, hung = stage.binh, stage.hung
    await stage.at(MISSED)
    binh.hears()
    await hung.says("gia hạn Hải Lệ đến thứ Tư, do mưa lũ")
    await hung.presses("Xác nhận")
    await stage.beats()
    heard = binh.hears()
    assert "Bùi Văn Hùng đã gia hạn tuần 47 của xã Hải Lệ đến 20:00 thứ Tư 25/11, lý do: mưa lũ" in heard
    assert "nộp đủ" not in heard
    stage.reads_as_written("Cấp trên gia hạn", hung, binh)


async def test_of_two_who_extend_at_once_the_second_is_told(stage: Stage) -> None:
    binh, hung = stage.binh, stage.hung
    await stage.at(LATE)
    await binh.says("gia hạn Hải Lệ đến thứ Tư, do mưa lũ")
    await hung.says("gia hạn Hải Lệ đến thứ Hai, do nghỉ lễ")
    await hung.presses("Xác nhận")
    again = await binh.presses("Xác nhận")
    assert again.startswith("Trong lúc đó Bùi Văn Hùng đã đổi hạn tuần 47 của xã Hải Lệ thành 20:00 thứ Hai 23/11.")
    assert "đến 20:00 thứ Tư 25/11, lý do: mưa lũ, đúng không ạ?" in again
    assert "20:00 thứ Hai 23/11 → 20:00 thứ Tư 25/11" in await binh.presses("Xác nhận")
    await hung.says("gia hạn Hải Lệ đến thứ Năm, do nghỉ lễ")
    await binh.says("gia hạn Hải Lệ đến thứ Sáu, do mưa lũ")
    await binh.presses("Xác nhận")
    last = await hung.presses("Xác nhận")
    assert "Lê Thị Bình đã đổi hạn tuần 47 của xã Hải Lệ thành 20:00 thứ Sáu 27/11." in last
    assert "đúng không" not in last
    stage.reads_as_written("Hai người cùng gia hạn", binh, hung)


async def test_when_nothing_is_short_there_is_nothing_to_extend(stage: Stage) -> None:
    binh, son = stage.binh, stage.son
    await son.sends_photo("bài")
    assert "không còn thiếu tuần nào" in await binh.says("gia hạn Hải Lệ đến thứ Hai 23/11, do mưa")
    await binh.says("gia hạn Hoà Sơn đến thứ Hai 23/11, do mưa")
    assert "không còn thiếu tuần nào" in await binh.says("gia hạn An Đôn đến thứ Hai 23/11, do mưa")


@pytest.mark.parametrize("manner", Manner)
async def test_of_two_units_of_one_name_the_right_one_is_asked_for(stage: Stage) -> None:
    hung = stage.hung
    await stage.at(LATE)
    assert "có 2 đơn vị tên “Phường 1”" in await hung.says("gia hạn Phường 1 đến thứ Hai 23/11, do mưa lũ")
    asked = await hung.presses("Phường 1 (thị xã Quảng Trị)")
    assert "gia hạn cho phường 1, tuần 47, đến 20:00 thứ Hai 23/11, lý do: mưa lũ" in asked
    await hung.presses("Xác nhận")
    assert "đã gia hạn tuần 47 của phường 1" in stage.mai.hears()
    assert "gia hạn" not in stage.hanh.hears()
    stage.reads_as_written("Gia hạn cho phường cùng tên", hung, stage.mai)


@pytest.mark.parametrize(
    "words", ["gia hạn cả cụm đến thứ Hai, do mưa lũ", "gia han thi xa quang tri den thu hai do mua lu"]
)
async def test_the_whole_group_named_at_once(stage: Stage, words: str) -> None:
    binh = stage.binh
    await stage.at(LATE)
    assert "gia hạn cho 3 đơn vị còn thiếu của thị xã Quảng Trị, tuần 47" in await binh.says(words)
    assert "đã gia hạn cho 3 đơn vị" in await binh.presses("Xác nhận")
    assert "20:00 thứ Hai 23/11" in await stage.son.says("tôi còn thiếu gì")


async def test_only_who_looks_after_a_unit_may_extend_and_only_the_own_question_is_answered(stage: Stage) -> None:
    binh, nam, son = stage.binh, stage.nam, stage.son
    await stage.at(LATE)
    assert "chưa thấy đơn vị nào" in await nam.says("gia hạn Hải Lệ đến thứ Hai, do mưa")
    await binh.says("gia hạn Hải Lệ đến thứ Hai, do mưa lũ")
    action = stage.platform.last_options(binh.chat)[0].action
    assert "không dùng được nữa" in await nam.forges(action)
    assert "chưa được giao" in await son.forges(action)
    await stage.takes_over("H2", "Phạm Văn Thay")
    assert "chưa được giao" in await binh.presses("Xác nhận")
    assert "20:00 Chủ nhật 22/11" in await son.says("tôi còn thiếu gì")


async def test_a_unit_that_moved_away_meanwhile_is_not_extended(stage: Stage) -> None:
    binh, son = stage.binh, stage.son
    await stage.at(LATE)
    await binh.says("gia hạn Hải Lệ đến thứ Hai, do mưa lũ")
    moved = roster(*((*row[:3], "H1", *row[4:]) if row[0] == "X5" else row for row in ROWS))
    await accept(stage.installation.database, stage.installation.organisation, moved, stage.now)
    assert "không thuộc phạm vi" in await binh.presses("Xác nhận")
    assert "20:00 Chủ nhật 22/11" in await son.says("tôi còn thiếu gì")


async def test_a_button_pressed_twice_and_one_of_an_older_question_do_nothing(stage: Stage) -> None:
    binh = stage.binh
    await stage.at(LATE)
    await binh.says("gia hạn Hải Lệ đến thứ Hai, do mưa lũ")
    old = stage.platform.last_options(binh.chat)[0].action
    await binh.says("gia hạn Hoà Sơn đến thứ Ba, do mưa lũ")
    assert "không dùng được nữa" in await binh.forges(old)
    await binh.presses("Xác nhận")
    assert "không dùng được nữa" in await binh.presses("Xác nhận")
    assert "20:00 Chủ nhật 22/11" in await stage.son.says("tôi còn thiếu gì")


async def test_an_extension_and_a_waiver_in_english(stage: Stage) -> None:
    binh, son = stage.binh, stage.son
    await stage.at(LATE)
    await binh.says("english")
    await binh.presses("English")
    assert "I extend week 47 of xã Hải Lệ to 17:00 Monday 23 Nov, reason: the flood." in await binh.says(
        "extend Hải Lệ to Monday 23 Nov 17:00, because of the flood"
    )
    await binh.presses("Confirm")
    assert "đã gia hạn tuần 47" in son.hears()  # each in the own language
    assert "I excuse xã Hoà Sơn from week 47, reason: the flood." in await binh.says(
        "excuse Hoà Sơn this week, because of the flood"
    )
    await binh.presses("Confirm")
    assert "Excused: xã Hoà Sơn." in await binh.says("who is missing")
    await binh.presses("Undo")
    assert "17:00 Monday 23 Nov" in await binh.says("who moved the deadline of Hải Lệ?")
    stage.reads_as_written("An extension and a waiver in English", binh)
