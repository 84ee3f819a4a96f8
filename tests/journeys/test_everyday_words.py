"""Greetings, second thoughts and other words of every day, north and south, get an answer of their own."""

import pytest

from tests.journeys.stage import Stage

WEDNESDAY = "2026-11-18 09:00"


@pytest.mark.parametrize("words", ["chào em", "Alo", "em ơi", "hello", "em là ai vậy"])
async def test_a_greeting_is_returned(stage: Stage, words: str) -> None:
    await stage.at(WEDNESDAY)
    told = await stage.hanh.says(words)
    assert told.startswith("Dạ, em chào anh/chị ạ! Em là trợ lý của Tỉnh Quảng Trị.") and "tuần 47: 0/1" in told
    told = await stage.nam.says(words)
    assert told.startswith("Dạ, em chào anh/chị ạ!") and "ai chưa nộp" in told


@pytest.mark.parametrize("words", ["dạ", "👍", "cám ơn e nhìu"])
async def test_a_nod_is_not_misunderstood(stage: Stage, words: str) -> None:
    assert await stage.nam.says(words) == "Dạ, em cảm ơn anh/chị ạ!"


@pytest.mark.parametrize(
    ("words", "at"),
    [
        ("mai em nộp nhé", "17:00 thứ Năm 19/11"),
        ("chị bận quá để mai chị nộp nghen", "17:00 thứ Năm 19/11"),
        ("sáng mai em gửi ạ", "11:30 thứ Năm 19/11"),
    ],
)
async def test_who_will_hand_in_tomorrow_is_reminded_then(stage: Stage, words: str, at: str) -> None:
    await stage.at(WEDNESDAY)
    assert await stage.hanh.says(words) == f"Dạ, em sẽ nhắc lại anh/chị lúc {at} ạ."


async def test_who_is_tired_of_reminders_is_offered_what_can_be_done(stage: Stage) -> None:
    await stage.at(WEDNESDAY)
    await stage.hanh.says("đừng nhắc nữa em")
    assert stage.hanh.is_offered == ["Nhờ người nộp thay", "Xin gia hạn", "Chỉ tạm dừng nhắc"]


@pytest.mark.parametrize(
    "words", ["đôn đốc giúp chị mấy xã chưa nộp nha", "thúc các xã", "nhắc giúp anh mấy đơn vị còn thiếu"]
)
async def test_all_who_are_short_are_nudged_in_other_words(stage: Stage, words: str) -> None:
    await stage.at(WEDNESDAY)
    assert "lời nhắc cho 3 đơn vị" in await stage.nam.says(words)


async def test_of_two_units_named_at_once_it_is_said_which_one_is_nudged(stage: Stage) -> None:
    nam = stage.nam
    await stage.at(WEDNESDAY)
    told = await nam.says("nhắc dùm Tân Lập với Đông Giang")
    assert "Lần này là xã Tân Lập" in told and "lời nhắc cho 1 đơn vị" in told
    await nam.presses("Gửi 1 đơn vị")
    assert "nhờ em nhắc" in stage.lam.hears() and "nhờ em nhắc" not in stage.hai.hears()
    assert "Lần này" not in await nam.says("nhắc Đông Giang với nhé")


async def test_second_thoughts_are_no_announcement(stage: Stage) -> None:
    khai = stage.khai
    await khai.says("/phatthanh")
    assert await khai.says("thôi") == "Dạ, em không đổi gì ạ."
    await khai.says("gửi thông báo cho các xã")
    assert "gửi thông báo này cho ai" in await khai.says("Mai họp lúc 8 giờ")


async def test_a_text_as_long_as_a_letter_is_no_command(stage: Stage) -> None:
    nam = stage.nam
    await stage.at(WEDNESDAY)
    assert "đúng không ạ" in await nam.says("gia hạn Tân Lập đến thứ Ba, do mưa lũ")
    await nam.says("thôi")
    assert "đúng không ạ" not in await nam.says("gia hạn Tân Lập đến thứ Ba, do " + "mưa lũ " * 80)
