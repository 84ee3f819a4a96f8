"""Questions: what do I owe, what did I send, who looks after me, what is kept, how do I use this."""

import pytest

from tests.journeys.manners import Manner
from tests.journeys.stage import Stage


@pytest.mark.parametrize(
    "words", ["/tiendo", "/status", "tôi còn thiếu gì", "Toi con thieu gi a?", "còn thiếu mấy em ơi", "hạn khi nào"]
)
async def test_what_do_i_still_owe(stage: Stage, words: str) -> None:
    answer = await stage.hanh.says(words)
    assert answer == "Dạ, phường 1, tuần 47: 0/1, còn thiếu 1, hạn 20:00 Chủ nhật 22/11 ạ."


async def test_standing_through_a_week(stage: Stage) -> None:
    hanh = stage.hanh
    await stage.at("2026-11-18 10:00")
    assert "còn thiếu 1, hạn 20:00 Chủ nhật 22/11" in await hanh.says("tôi còn thiếu gì")
    await stage.at("2026-11-22 20:30")
    assert "đã qua hạn 20:00 Chủ nhật 22/11, còn nhận đến 08:00 thứ Hai 23/11" in await hanh.says("tôi còn thiếu gì")
    await stage.at("2026-11-23 09:00")
    both = await hanh.says("tôi còn thiếu gì")
    assert "Phường 1, tuần 47: 0/1, bị ghi thiếu 1, vẫn nộp bù được" in both
    assert "Phường 1, tuần 48: 0/1, còn thiếu 1" in both
    stage.reads_as_written("Hỏi tình hình trong tuần", hanh)


@pytest.mark.parametrize("manner", Manner)
async def test_history_ten_a_page(stage: Stage) -> None:
    hanh = stage.hanh
    assert "chưa nhận minh chứng nào" in await hanh.says("xem lai")
    for first in (1, 11):
        await hanh.sends_photos(*(f"ảnh {number}" for number in range(first, first + 10)))
    await hanh.sends_photos("ảnh 21", "ảnh 22")
    await hanh.presses("Gửi nhầm, rút lại")
    await hanh.sends_photo("ảnh 1")
    first_page = await hanh.says("tôi đã nộp gì")
    assert first_page.count("•") == 10
    assert "BC-23, ảnh, tuần 47, gửi 06:30 thứ Hai 16/11, trùng, không tính" in first_page
    assert "BC-22, ảnh, tuần 47, gửi 06:30 thứ Hai 16/11, đã rút lại" in first_page
    second_page = await hanh.presses("Xem tiếp")
    assert second_page.count("•") == 10 and "BC-13," in second_page and "BC-4," in second_page
    assert (await hanh.presses("Xem tiếp")).count("•") == 3
    stage.reads_as_written("Lịch sử, mỗi trang mười dòng", hanh)


async def test_who_is_my_coordinator(stage: Stage) -> None:
    answer = await stage.hanh.says("ai phụ trách tôi vậy ạ")
    assert answer == "Dạ, cán bộ phụ trách của anh/chị là Dương Thanh Nam (thành phố Đông Hà) ạ."
    assert "Bùi Văn Hùng (tỉnh Quảng Trị)" in await stage.nam.says("/phutrach")
    assert "quản trị trực tiếp phụ trách anh/chị, là Đỗ Quang Khải ạ." in await stage.hung.says("/phutrach")
    stage.reads_as_written("Ai phụ trách tôi", stage.hanh, stage.nam, stage.hung)


@pytest.mark.parametrize("manner", Manner)
async def test_english_and_back(stage: Stage) -> None:
    hanh = stage.hanh
    assert "muốn dùng tiếng nào" in await hanh.says("/ngonngu")
    assert await hanh.presses("English") == "From now on I speak English."
    await stage.at("2026-11-16 08:00")
    assert "Hello Hạnh, week 47 for phường 1: 1 item of evidence, due 20:00 Sunday 22 Nov." in hanh.hears()
    receipt = await hanh.sends_photo("bài")
    assert "✅ Received 1 photo" in receipt and "Week 47: 1/1, complete." in receipt
    assert "Taken back BC-1" in await hanh.presses("Sent by mistake, take back")
    assert "week 47: 0/1, 1 still missing" in await hanh.says("what do I still owe?")
    await hanh.says("language")
    assert await hanh.presses("Tiếng Việt") == "Dạ, từ nay em nói tiếng Việt ạ."
    assert "còn thiếu 1" in await hanh.says("tôi còn thiếu gì")
    stage.reads_as_written("Đổi sang tiếng Anh rồi đổi lại", hanh)


async def test_a_stranger_may_choose_english_too(fresh_stage: Stage) -> None:
    stage, hanh = fresh_stage, fresh_stage.hanh
    await hanh.says("english")
    await hanh.presses("English")
    assert "This invitation is for the person in charge of phường 1" in await hanh.opens(await stage.code_for("X1"))
    await hanh.presses("That is right")
    assert "Thank you!" in await hanh.presses("I agree")
    stage.reads_as_written("Registering in English", hanh)


async def test_help_shows_what_each_may_do(stage: Stage) -> None:
    hanh, nam, khai = stage.hanh, stage.nam, stage.khai
    for_hanh, for_nam, for_khai = [await who.says("/trogiup") for who in (hanh, nam, khai)]
    assert "/rutlai" in for_hanh and "/thieu" not in for_hanh and "/moi" not in for_hanh
    assert "/thieu" in for_nam and "/moi" in for_nam and "/quyen" not in for_nam and "/rutlai" in for_nam
    assert "/quyen" in for_khai and "/donvi" in for_khai
    assert for_hanh == await hanh.opens()
    stage.reads_as_written("Trợ giúp theo vai trò", hanh, nam, khai)


@pytest.mark.parametrize("manner", Manner)
async def test_somebody_lost_is_told_what_can_be_done_now(stage: Stage) -> None:
    hanh, nam = stage.hanh, stage.nam
    answer = await hanh.says("???")
    assert "cứ gửi ảnh hoặc đường dẫn vào đây" in answer
    assert "Phường 1, tuần 47: 0/1, còn thiếu 1, hạn 20:00 Chủ nhật 22/11" in answer
    assert hanh.is_offered == ["Xem còn thiếu gì", "Gửi nhầm, rút lại", "Nhờ người hỗ trợ"]
    assert "đã báo cán bộ phụ trách" in await hanh.presses("Nhờ người hỗ trợ")
    assert nam.hears() == "Trần Thị Hạnh (phường 1) cần người hỗ trợ. Anh/chị gọi lại giúp em nhé."
    stage.reads_as_written("Người dùng bị lạc", hanh, nam)


@pytest.mark.parametrize("words", ["/abc", "9", "0", "ai chưa nộp", "/thieu", "/quyen thêm Tôi", "xin chào"])
async def test_nothing_typed_is_an_unknown_command(stage: Stage, words: str) -> None:
    assert "cứ gửi ảnh hoặc đường dẫn vào đây" in await stage.hanh.says(words)


async def test_a_coordinator_who_is_lost(stage: Stage) -> None:
    nam, hung = stage.nam, stage.hung
    assert "ai chưa nộp" in await nam.says("hm")
    assert "sẽ có người liên hệ lại" in await nam.presses("Nhờ người hỗ trợ")
    assert "Dương Thanh Nam (thành phố Đông Hà) cần người hỗ trợ" in hung.hears()
    assert "0/3 đơn vị đã đủ" in await nam.says("còn thiếu gì")
    assert "chưa ghi nhận tin này" in await nam.sends_photo("bài")
    stage.reads_as_written("Cán bộ phụ trách bị lạc", nam, hung)


async def test_the_last_admin_has_nobody_to_ask(stage: Stage) -> None:
    assert "chưa có ai phụ trách" in await stage.khai.says("nhờ người hỗ trợ")


async def test_asking_for_a_human_is_passed_on_once_an_hour(stage: Stage) -> None:
    hanh, nam = stage.hanh, stage.nam
    await stage.at("2026-11-16 09:00")
    for _ in range(3):
        await hanh.says("tôi cần người hỗ trợ")
    assert nam.hears().count("cần người hỗ trợ") == 1
    await stage.at("2026-11-16 10:00")
    await hanh.says("tôi cần người hỗ trợ")
    assert nam.hears().count("cần người hỗ trợ") == 1


async def test_a_new_secretary_owes_from_the_next_opening(stage: Stage) -> None:
    await stage.at("2026-11-18 09:00")
    await stage.takes_over("X6", "Lê Văn Mới")
    lua = stage.somebody("moi", "Anh Mới, vừa nhận phường An Đôn")
    await lua.opens(await stage.code_for("X6"))
    await lua.presses("Đúng")
    await lua.presses("Tôi đồng ý")
    assert "chưa có chỉ tiêu nào" in await lua.says("tôi còn thiếu gì")
    assert "chưa ghi nhận tin này" in await lua.sends_photo("bài")
    await stage.at("2026-11-23 08:00")
    assert "nhiệm vụ tuần 48 của phường An Đôn" in lua.hears()
    assert "Tuần 48: 1/1, đã đủ." in await lua.sends_photo("bài")
    stage.reads_as_written("Người mới nhận việc giữa tuần", lua)
