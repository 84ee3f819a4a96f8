"""What nobody should send, and somebody does: a clear answer or a quiet log line, no crash, no stuck queue."""

import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from db import doctor
from handlers.receipt import Receipt, send_receipt
from handlers.turn import Turn
from tests.databases import on_postgresql
from tests.journeys.pictures import photo
from tests.telegram.office import Office


def updates_that_nobody_handles(user: int) -> list[dict[str, Any]]:
    """Kinds of updates that were never asked for, fields that are missing, and things that are no updates at all."""
    person = {"id": user, "is_bot": False, "first_name": "Hạnh"}
    chat = {"id": user, "type": "private", "first_name": "Hạnh"}
    return [
        {"poll": {"id": "1", "question": "?", "options": [], "is_closed": True}},
        {"inline_query": {"id": "1", "from": person, "query": "bài", "offset": ""}},
        {"channel_post": {"message_id": 1, "date": 1, "chat": {"id": -100, "type": "channel"}, "text": "https://a.vn"}},
        {"hologram": {"chat": chat, "from": person}},
        {"message": {}},
        {"message": None},
        {"message": {"chat": chat}},
        {"message": {"message_id": 1, "chat": chat, "from": person}},
        {"message": {"message_id": "one", "date": "today", "chat": chat, "from": person, "text": 5}},
        {"message": {"message_id": 2, "date": 1_790_000_000, "chat": chat, "from": person}},
        {"message": {"message_id": 3, "date": 1_790_000_000, "chat": chat, "from": person, "photo": []}},
        {"message": {"message_id": 4, "date": 1_790_000_000, "chat": chat, "from": person, "photo": [{"width": 1}]}},
        {"message": {"message_id": 6, "date": 10**18, "chat": chat, "from": person, "text": "https://a.vn/1"}},
        {
            "edited_message": {
                "message_id": 7,
                "date": 1_790_000_000,
                "chat": chat,
                "from": person,
                "text": "không ngày",
            }
        },
        {"callback_query": {"id": "1", "from": person, "chat_instance": "1"}},
        {"callback_query": {"id": "2", "from": person, "chat_instance": "1", "data": 5}},
        {"my_chat_member": {"chat": chat, "from": person, "date": 1_790_000_000}},
        {},
    ]


async def test_updates_that_nobody_handles_are_left_out_quietly(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    hanh, fake = office.hanh, office.fake
    caplog.set_level(logging.INFO)
    fake.door.spec = None  # by the specification hardly one of them can come
    with fake.expecting_violations():
        fake.feed(updates_that_nobody_handles(hanh.id))
    hanh.sends_photo(photo("bài"))
    assert "Tuần 47: 1/1, đã đủ." in await office.answer_to(hanh)
    assert len(hanh.received) == 1
    assert await office.set_aside() == 0
    assert [record for record in caplog.records if record.levelno > logging.INFO] == []


@pytest.mark.parametrize(
    ("send", "called"),
    [
        ("sends_sticker", "nhãn dán"),
        ("sends_voice", "tin thoại"),
        ("sends_video", "video"),
        ("sends_location", "vị trí"),
    ],
)
async def test_what_is_no_evidence_is_called_by_its_name(office: Office, send: str, called: str) -> None:
    getattr(office.hanh, send)()
    assert f"chưa ghi nhận {called} này, vì em chỉ nhận ảnh hoặc đường dẫn" in await office.answer_to(office.hanh)


async def test_a_file_that_is_too_heavy_is_refused_with_the_reason(office: Office) -> None:
    hanh = office.hanh
    await office.at("2026-11-17 09:12")
    await office.answer_to(hanh)
    hanh.sends_file("anh-chup.jpg", photo("bài") + bytes(20 * 1024 * 1024))
    assert "nặng quá 20 MB" in await office.answer_to(hanh)
    assert office.fake.calls.of("download") == []  # it is not even tried
    hanh.sends_photo(photo("bài"))
    assert "Tuần 47: 1/1, đã đủ." in await office.answer_to(hanh)
    office.reads_as_written("Tệp quá nặng", hanh)


async def test_a_link_of_four_thousand_characters_counts_and_a_longer_one_does_not(office: Office) -> None:
    hanh = office.hanh
    longest = "https://vi-du.example/".ljust(4000, "a")
    hanh.says(longest)
    assert "Đã nhận 1 đường dẫn" in await office.answer_to(hanh)
    hanh.says(longest + "a")
    assert "dài quá 4.000 ký tự" in await office.answer_to(hanh)
    hanh.says("a" * 4096)
    assert "cứ gửi ảnh hoặc đường dẫn" in await office.answer_to(hanh)


async def test_a_message_from_the_future_is_taken_as_any_other(office: Office) -> None:
    """A phone's clock cannot do this, only Telegram's: whatever it says decides, and nothing breaks."""
    hanh = office.hanh
    sent = hanh.says("https://vi-du.example/bai-1")
    office.fake.updates.waiting[-1]["message"] = {**sent, "date": int((office.now + timedelta(days=400)).timestamp())}
    assert await office.answer_to(hanh)
    assert await office.set_aside() == 0


# ---- buttons made by somebody else ----------------------------------------------------------------------------------


def data_of(message: Mapping[str, Any], label: str) -> str:
    """What a button carries, as a doctored client can read it."""
    rows = message["reply_markup"]["inline_keyboard"]
    return next(str(button["callback_data"]) for row in rows for button in row if button["text"] == label)


async def test_another_persons_button_does_nothing(office: Office) -> None:
    hanh, hai = office.hanh, office.hai
    await office.at("2026-11-17 09:12")
    await office.answer_to(hai)
    await office.answer_to(hanh)
    hanh.sends_photo(photo("bài"))
    await office.answer_to(hanh)
    hai.forges(data_of(hanh.received[-1].raw, "Gửi nhầm, rút lại"))
    assert "không thấy minh chứng nào để rút lại" in await office.answer_to(hai)
    hai.forges(data_of(hanh.received[0].raw, "Tuần này tôi vắng"))
    await office.answer_to(hai)
    hanh.says("/lichsu")
    assert "được tính" in await office.answer_to(hanh)


@pytest.mark.parametrize(
    "data", ["x", "0" * 64, "withdraw", "withdraw:-1", "nudge:1", "roles:revoke:1", "register:yes:1", "ả" * 21, "a:b:c"]
)
async def test_a_made_up_button_gets_a_plain_answer(office: Office, data: str) -> None:
    hanh = office.hanh
    await office.at("2026-11-16 08:00")
    await office.answer_to(hanh)
    hanh.forges(data)
    assert (await office.answer_to(hanh)).startswith("Dạ, ")
    assert await office.set_aside() == 0
    await office.fake.until(lambda: hanh.unanswered == 0)


async def test_the_button_of_an_invitation_opens_it_in_its_own_chat_only(fresh_office: Office) -> None:
    office, hanh, hai = fresh_office, fresh_office.hanh, fresh_office.hai
    hai.starts()
    await office.answer_to(hai)
    hanh.opens_link(await office.code_for("X1"))
    await office.answer_to(hanh)
    hai.forges(data_of(hanh.received[-1].raw, "Đúng"))
    assert "Phường 1" not in (answer := await office.answer_to(hai)) and "phường 1" not in answer
    hanh.presses("Đúng")
    assert "đồng ý" in await office.answer_to(hanh)


# ---- codes that are guessed -----------------------------------------------------------------------------------------


async def test_a_code_that_is_guessed_a_hundred_times(office: Office) -> None:
    khai, phuc = office.khai, office.phuc
    guesser = office.fake.person("Người lạ")
    await office.at("2026-11-17 09:00")
    await office.answer_to(khai)
    guesser.starts()
    await office.answer_to(guesser)
    for number in range(100):
        if number % 10 == 9:
            guesser.opens_link(f"22223333444{number:02}")
        else:
            guesser.says(f"2222-3333-444{number:02}")
        await office.answer_to(guesser)
    assert len(guesser.received) <= 10
    assert "đợi mười phút" in guesser.transcript()
    assert (await office.answer_to(khai)).count("Có người nhập sai mã mời") == 1
    guesser.opens_link(await office.code_for("X7"))  # by luck, or from somebody who took pity
    assert "xã Hoà Sơn" in await office.answer_to(guesser)
    phuc.opens_link(await office.code_for("X7"))
    assert "xã Hoà Sơn" in await office.answer_to(phuc)


# ---- our own mistakes -----------------------------------------------------------------------------------------------


async def test_an_update_that_raises_three_times_is_set_aside_and_the_chat_goes_on(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    hanh, hai, khai = office.hanh, office.hai, office.khai
    tries = 0

    async def fragile(turn: Turn, receipt: Receipt) -> None:
        nonlocal tries
        await send_receipt(turn, receipt)
        if "bẫy" in turn.first.text:
            tries += 1
            raise RuntimeError("for the test")

    monkeypatch.setattr("handlers.submit.send_receipt", fragile)
    await office.at("2026-11-17 09:12")
    for each in (hanh, hai, khai):
        await office.answer_to(each)
    hanh.sends_photo(photo("bài một"), "bẫy")
    hanh.sends_photo(photo("bài hai"))
    hai.sends_photo(photo("bài của anh Hải"))
    answer = await office.answer_to(hanh)
    assert tries in (3, 4)  # three times alone, perhaps once with the others before
    assert "em gặp trục trặc nên chưa xử lý được tin này" in answer
    assert answer.count("✅") == 1 and "Tuần 47: 1/1" in answer
    assert "✅" in await office.answer_to(hai)
    async with office.installation.database.snapshot() as tx:
        (aside,) = await doctor.set_aside(tx, office.now - timedelta(minutes=1))
    assert aside.reason == "RuntimeError: for the test" and "send_receipt" in aside.error
    await office.beats()
    assert "xử lý một tin nhắn ba lần đều lỗi" in await office.answer_to(khai)
    if not on_postgresql():  # which does not give the numbers again that the failed tries took
        office.reads_as_written("Một tin bị lỗi, tin sau vẫn được nhận", hanh, khai)
