"""The bot in a group: polite, silent about people, and bound for digests by an admin only."""

import pytest

from bot.clock import SystemClock
from channels.telegram.access import Access
from channels.telegram.channel import TelegramChannel
from scheduler.pacing import Pace
from tests.journeys.pictures import photo
from tests.telegram.fake import Group
from tests.telegram.office import Office


@pytest.fixture
def group(office: Office) -> Group:
    """The coordinators' group of one town, without the bot."""
    return office.fake.group("Điều phối Đông Hà")


async def test_in_a_group_it_says_that_it_works_in_private(office: Office, group: Group) -> None:
    hanh, nam = office.hanh, office.nam
    await office.at("2026-11-17 09:00")
    group.takes_bot_in(nam)
    assert await office.answer_to(group) == ""
    nam.says("Chào cả nhà, từ nay có trợ lý ở đây", to=group)  # Telegram does not even show this to a bot
    assert await office.answer_to(group) == ""
    hanh.says("/tiendo@nhacnop_bot", to=group)
    assert "chỉ nhận minh chứng trong cuộc trò chuyện riêng" in await office.answer_to(group)
    hanh.says("@nhacnop_bot https://vi-du.example/bai-1", to=group)
    assert "chỉ nhận minh chứng trong cuộc trò chuyện riêng" in await office.answer_to(group)
    hanh.says("/thieu@bot_khac", to=group)
    assert await office.answer_to(group) == ""
    nam.says("/nhom Đông Hà", to=group)
    assert "chỉ nhận minh chứng" in await office.answer_to(group)  # a coordinator is no admin
    hanh.sends_photo(photo("bài"), "@nhacnop_bot", to=group)
    await office.answer_to(group)
    await office.answer_to(hanh)
    hanh.says("/lichsu")
    assert "chưa nhận minh chứng nào" in await office.answer_to(hanh)
    office.reads_as_written("Trong nhóm", group, hanh)


async def test_an_admin_binds_a_group_and_it_gets_the_digest_without_buttons(office: Office, group: Group) -> None:
    khai, nam = office.khai, office.nam
    await office.at("2026-11-17 09:00")
    group.takes_bot_in(khai)
    khai.says("/nhom", to=group)
    assert "gõ ở đó /nhom cùng tên đơn vị" in await office.answer_to(group)
    khai.says("/nhom thành phố Đông Hà", to=group)
    assert "từ nay nhóm này nhận danh sách" in await office.answer_to(group)
    for _ in range(2):
        office.hai.sends_photo(photo("bài của anh Hải"))
        await office.answer_to(office.hai)
    await office.at("2026-11-21 20:00")
    digest = await office.answer_to(group)
    assert "⛔ Phường 1 0/1" in digest and "Đông Giang 0/1" not in digest
    assert group.options == []
    assert "⛔ Phường 1 0/1" in await office.answer_to(nam)
    assert nam.options != []
    khai.says("/nhom thôi", to=group)
    assert "không gửi danh sách nào vào nhóm này nữa" in await office.answer_to(group)
    await office.at("2026-11-28 20:00")
    assert await office.answer_to(group) == ""
    office.reads_as_written("Nhóm nhận danh sách còn thiếu", group)


async def test_a_group_that_becomes_a_supergroup_is_followed(office: Office, group: Group) -> None:
    khai = office.khai
    await office.at("2026-11-17 09:00")
    group.takes_bot_in(khai)
    khai.says("/nhom H1", to=group)
    await office.answer_to(group)
    group.becomes_supergroup(khai)
    await office.at("2026-11-21 20:00")
    assert "⛔ Phường 1 0/1" in await office.answer_to(group)
    await office.at("2026-11-28 20:00")
    assert "⛔ Phường 1 0/1" in await office.answer_to(group)
    refused = [call for call in office.fake.calls.refused if call.method == "sendMessage"]
    assert len(refused) == 1  # the old id is tried once and then forgotten
    khai.says("/nhom thôi", to=group)
    await office.answer_to(group)
    await office.at("2026-12-05 20:00")
    assert await office.answer_to(group) == ""


async def test_a_group_that_puts_the_bot_out_gets_nothing_more(office: Office, group: Group) -> None:
    khai = office.khai
    await office.at("2026-11-17 09:00")
    group.takes_bot_in(khai)
    khai.says("/nhom H1", to=group)
    await office.answer_to(group)
    group.puts_bot_out(khai)
    assert "vừa bị đưa ra khỏi nhóm nhận danh sách còn thiếu của thành phố Đông Hà" in await office.answer_to(khai)
    await office.at("2026-11-21 20:00")
    assert [call for call in office.fake.calls.of("sendMessage") if call.chat == group.id and not call.ok] == []


async def test_a_group_where_the_bot_may_not_write_is_asked_once_and_written_to_again_later(
    office: Office, group: Group
) -> None:
    khai, nam = office.khai, office.nam
    await office.at("2026-11-17 09:00")
    group.takes_bot_in(khai)
    khai.says("/nhom H1", to=group)
    await office.answer_to(group)
    group.lets_only_admins_write()
    await office.at("2026-11-21 20:00")
    assert await office.answer_to(group) == ""
    await office.at("2026-11-22 09:00")
    assert len([call for call in office.fake.calls.refused if call.chat == group.id]) == 1
    assert "⛔ Phường 1 0/1" in await office.answer_to(nam)  # who looks after the town has it all the same
    told = await office.answer_to(khai)
    assert told.count("không gửi được danh sách còn thiếu của thành phố Đông Hà vào nhóm đã chọn") == 1
    office.reads_as_written("Nhóm không cho nhắn", khai)
    group.lets_only_admins_write(on=False)
    await office.at("2026-11-28 20:00")
    assert "⛔ Phường 1 0/1" in await office.answer_to(group)


async def test_a_group_that_is_deleted_harms_nobody(office: Office, group: Group) -> None:
    khai, nam = office.khai, office.nam
    await office.at("2026-11-17 09:00")
    group.takes_bot_in(khai)
    khai.says("/nhom H1", to=group)
    await office.answer_to(group)
    group.is_deleted()
    await office.at("2026-11-21 20:00")
    assert "nhóm không còn" in await office.answer_to(khai)
    assert "⛔ Phường 1 0/1" in await office.answer_to(nam)
    assert len([call for call in office.fake.calls.refused if call.chat == group.id]) == 1


async def test_a_group_is_given_no_more_than_twenty_messages_a_minute(office: Office, group: Group) -> None:
    access = Access(office.fake.token, office.fake.api_url, office.fake.file_url)
    pace = Pace(TelegramChannel(access, SystemClock()).limits, seconds=lambda: 0.0)
    starts = [pace.take(str(group.id)).at for _ in range(41)]
    assert all(later - earlier > 60 for earlier, later in zip(starts, starts[20:], strict=False))
    in_private = [pace.take(str(office.hanh.id)).at for _ in range(2)]
    assert in_private[1] - in_private[0] < 2


async def test_evidence_of_an_admin_in_a_group_is_not_taken_either(office: Office, group: Group) -> None:
    khai = office.khai
    group.takes_bot_in(khai)
    khai.says("/thieu", to=group)
    assert "chỉ nhận minh chứng" in await office.answer_to(group)
    assert "Phường" not in group.transcript()
