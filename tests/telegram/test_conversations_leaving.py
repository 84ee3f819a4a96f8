"""Coming, going, and what is too old or too long: blocking, a deleted account, an old button, a long text."""

from core.notices import Notice, NoticeKind
from core.ports import Option
from db import outbox
from tests.journeys.pictures import photo
from tests.telegram.office import Office


async def test_whoever_blocks_the_bot_is_known_to_the_coordinator_the_same_day(office: Office) -> None:
    hanh, nam = office.hanh, office.nam
    await office.at("2026-11-17 09:00")
    await office.answer_to(nam)
    hanh.blocks()
    assert await office.answer_to(nam) == ""
    await office.at("2026-11-17 09:15")
    assert "Trần Thị Hạnh, phường 1, không nhận được tin của em" in await office.answer_to(nam)
    await office.at("2026-11-22 10:00")
    assert [call for call in office.fake.calls.refused if call.chat == hanh.id] == []  # nobody knocks in vain
    await office.answer_to(nam)
    hanh.unblocks()
    hanh.sends_photo(photo("bài"))
    assert "Tuần 47: 1/1, đã đủ." in await office.answer_to(hanh)
    await office.at("2026-11-23 08:00")
    assert "nhiệm vụ tuần 48" in await office.answer_to(hanh)
    assert nam.transcript().count("không nhận được tin của em") == 1
    office.reads_as_written("Chặn trợ lý, rồi bỏ chặn", hanh, nam)


async def test_a_deleted_account_is_found_out_at_the_first_reminder(office: Office) -> None:
    hanh, nam = office.hanh, office.nam
    await office.at("2026-11-17 09:00")
    await office.answer_to(nam)
    hanh.deletes_account()
    await office.at("2026-11-19 19:45")
    assert "Trần Thị Hạnh, phường 1, không nhận được tin của em" in await office.answer_to(nam)
    await office.at("2026-11-22 10:00")
    assert len([call for call in office.fake.calls.refused if call.chat == hanh.id]) == 1


async def test_a_button_that_is_too_old_to_be_answered_still_does_its_work(office: Office) -> None:
    hanh = office.hanh
    await office.at("2026-11-17 09:12")
    await office.answer_to(hanh)
    hanh.sends_photo(photo("bài"))
    await office.answer_to(hanh)
    hanh.presses("Gửi nhầm, rút lại", stale=True, gone=True)
    assert "đã rút lại BC-1" in await office.answer_to(hanh)
    await office.fake.until(lambda: bool(office.fake.calls.of("answerCallbackQuery")))
    hanh.presses("Gửi nhầm, rút lại")  # and again
    assert "không thấy minh chứng nào để rút lại" in await office.answer_to(hanh)
    office.reads_as_written("Nút đã cũ", hanh)


LONG = "\n".join(f"• Phường số {number} còn thiếu một minh chứng của tuần 47" for number in range(1, 151))


async def _is_told(office: Office, text: str) -> None:
    notice = Notice(
        "for-the-test", NoticeKind.REPLY, text, (Option("Xem lại", "status"),), address=office.address("hanh")
    )
    async with office.installation.database.transaction() as tx:
        await outbox.queue(tx, [notice], office.now)
    office.installation.dispatcher.wake()


async def test_a_text_longer_than_a_message_is_cut_between_its_lines(office: Office) -> None:
    hanh = office.hanh
    await _is_told(office, LONG)
    await office.answer_to(hanh)
    parts = hanh.received
    assert len(parts) == 2
    assert "\n".join(part.text for part in parts) == LONG
    assert [part.options for part in parts] == [[], ["Xem lại"]]


async def test_of_a_long_text_that_fails_half_way_only_the_rest_is_sent_again(office: Office) -> None:
    hanh = office.hanh
    office.fake.when("sendMessage", nth=2).answers(502)
    await _is_told(office, LONG)
    await office.answer_to(hanh)
    assert len(hanh.received) == 1
    await office.at("2026-11-16 06:31")
    assert "\n".join(part.text for part in hanh.received) == LONG
