"""A chat that sends faster than it can be answered: everything is recorded, and the receipts can be read."""

from tests.journeys.pictures import photo
from tests.journeys.stage import Stage


async def test_forty_five_photos_in_a_minute_get_few_receipts_and_every_one_has_a_number(stage: Stage) -> None:
    await stage.at("2026-11-16 09:00")
    hanh = stage.hanh
    hanh.hears()
    for number in range(45):
        stage.platform.send_pictures(hanh.chat, [photo(f"bài {number}")])
    await stage.settles()
    heard = hanh.hears()
    assert "BC-1 đến BC-20" in heard and "BC-21 đến BC-40" in heard
    assert all(f"(BC-{number})" in heard for number in range(41, 46))  # by then nothing is crowded any more
    assert heard.count("✅") == 7


async def test_a_word_among_many_photos_is_answered_in_its_place(stage: Stage) -> None:
    await stage.at("2026-11-16 09:00")
    hanh = stage.hanh
    hanh.hears()
    for number in range(4):
        stage.platform.send_pictures(hanh.chat, [photo(f"bài {number}")])
    stage.platform.say(hanh.chat, "tôi còn thiếu gì")
    for number in range(4, 8):
        stage.platform.send_pictures(hanh.chat, [photo(f"bài {number}")])
    await stage.settles()
    heard = hanh.hears()
    assert "BC-1, BC-2, BC-3 và BC-4" in heard.split("Dạ, phường 1, tuần 47")[0]
    assert [text for text in ("BC-5", "BC-8") if text in heard.split("Dạ, phường 1, tuần 47")[1]] == ["BC-5", "BC-8"]
