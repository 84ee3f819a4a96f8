"""Does a Telegram chat read on paper like a chat of the built-in platform?"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import HandClock
from channels.local.platform import LocalPlatform
from core.ports import Option
from tests.journeys.pictures import PDF, photo
from tests.telegram.fake import FakeTelegram, serving
from tests.telegram.fake.plain_client import PlainClient, calling
from tests.telegram.fake.transcript import VIETNAM, transcript

MONDAY = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> HandClock:
    """A Monday morning."""
    return HandClock(MONDAY)


@pytest.fixture
def local(tmp_path: Path, clock: HandClock) -> Iterator[LocalPlatform]:
    """The built-in platform."""
    with LocalPlatform(tmp_path, clock.now) as opened:
        opened.open_chat("hanh", "Hạnh")
        yield opened


async def answers(bot: PlainClient, chat: int, text: str, *options: str) -> None:
    """The bot's message with its buttons on Telegram."""
    rows = [[{"text": option, "callback_data": option} for option in options]] if options else []
    await bot("sendMessage", chat_id=chat, text=text, reply_markup={"inline_keyboard": rows})


async def test_the_same_conversation_reads_the_same_on_both(clock: HandClock, local: LocalPlatform) -> None:
    async with serving(clock) as fake, calling(fake) as bot:
        hanh = fake.person("Hạnh")

        hanh.opens_link("ABCD-2345-KLMNP")
        local.start("hanh", "ABCD-2345-KLMNP")
        await answers(bot, hanh.id, "Chào chị!\n# Đúng *không* ạ?", "Đúng", "Không phải")
        local.bot_send("hanh", "Chào chị!\n# Đúng *không* ạ?", (Option("Đúng", "a"), Option("Không phải", "b")))
        hanh.presses("Không phải")
        local.press("hanh", local.messages("hanh")[-1].id, "b")

        clock.set(MONDAY + timedelta(days=1))
        hanh.says("https://example.com/1")
        local.say("hanh", "https://example.com/1")
        hanh.sends_photo(photo("a"), "Tuần này")
        local.send_pictures("hanh", [photo("a")], "Tuần này")
        hanh.sends_album([photo("b"), photo("c")])
        local.send_pictures("hanh", [photo("b"), photo("c")], "")
        hanh.sends_file("bao_cao.pdf", PDF)
        local.send_file("hanh", "bao_cao.pdf", PDF, "")

        page = hanh.transcript()
        assert page == local.transcript("hanh", VIETNAM)
        assert "> 👤 08:00 *(mở liên kết mời)*" in page
        assert "> 👤 08:00 *(2 ảnh)*" in page


async def test_what_only_telegram_has_is_told_in_brackets(clock: HandClock) -> None:
    async with serving(clock) as fake, calling(fake) as bot:
        hanh = fake.person("Hạnh", started=True)
        said = hanh.says("https://example.com/1")
        hanh.edits(said, "https://example.com/2")
        hanh.forwards_post("Tin mới")
        hanh.sends_sticker()
        hanh.shares_contact()
        sent = (await bot("sendMessage", chat_id=hanh.id, text="Đang ghi")).result
        await bot("editMessageText", chat_id=hanh.id, message_id=sent["message_id"], text="Đã ghi")
        hanh.blocks()
        hanh.starts()
    assert hanh.transcript().splitlines() == [
        "**16/11/2026**",
        "",
        "> 👤 08:00 https://example.com/1  ",
        "> 👤 08:00 *(sửa)* https://example.com/2  ",
        "> 👤 08:00 *(chuyển tiếp)* Tin mới  ",
        "> 👤 08:00 *(nhãn dán)*  ",
        "> 👤 08:00 *(danh thiếp)*  ",
        "> 🤖 08:00 Đang ghi  ",
        "> 🤖 08:00 *(sửa)* Đã ghi  ",
        "> 👤 08:00 *(chặn bot)*  ",
        "> 👤 08:00 *(bỏ chặn bot)*  ",
        "> 👤 08:00 *(bắt đầu)*  ",
    ]


async def test_a_groups_page_names_those_who_speak(clock: HandClock) -> None:
    async with serving(clock) as fake, calling(fake) as bot:
        hanh, mai = fake.person("Hạnh", started=True), fake.person("Mai", started=True)
        group = fake.group("Điều phối")
        group.takes_bot_in(hanh)
        await answers(bot, group.id, "Nhận tin ở đây chứ ạ?", "Vâng")
        mai.presses("Vâng", under=await group.hears("Nhận tin"))
        hanh.says("/nhom", to=group)
        (update,) = [each for each in await bot.updates() if "callback_query" in each]
        assert update["callback_query"]["message"]["chat"]["id"] == group.id
        group.becomes_supergroup(hanh)
        assert group.transcript() == "**16/11/2026**\n\n> 👤 Hạnh 08:00 *(nhóm đã thành siêu nhóm)*  \n"
    old = transcript(fake.platform.chats[update["callback_query"]["message"]["chat"]["id"]].turns, VIETNAM, named=True)
    assert old.splitlines() == [
        "**16/11/2026**",
        "",
        "> 👤 Hạnh 08:00 *(thêm bot vào nhóm)*  ",
        "> 🤖 08:00 Nhận tin ở đây chứ ạ? [1 Vâng]  ",
        "> 👤 Mai 08:00 [1 Vâng]  ",
        "> 👤 Hạnh 08:00 /nhom  ",
        "> 👤 Hạnh 08:00 *(nhóm chuyển thành siêu nhóm)*  ",
    ]


async def test_messages_are_dated_by_the_clock_that_was_handed_in(clock: HandClock) -> None:
    fake = FakeTelegram(clock)
    hanh = fake.person("Hạnh", started=True)
    assert hanh.says("một")["date"] == int(MONDAY.timestamp())
    clock.set(MONDAY + timedelta(seconds=90, microseconds=999_999))
    assert hanh.says("hai")["date"] == int(MONDAY.timestamp()) + 90
