"""Do ordinary bot libraries, with their own transports, work against the stand-in?"""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, RetryAfter
from telegram.request import HTTPXRequest

from bot.clock import SystemClock
from tests.journeys.pictures import photo
from tests.telegram.fake import FakeTelegram, serving


@pytest.fixture
async def fake() -> AsyncIterator[FakeTelegram]:
    """A stand-in in the test's own loop."""
    async with serving() as opened:
        yield opened


@pytest.fixture
async def bot(fake: FakeTelegram) -> AsyncIterator[Bot]:
    """python-telegram-bot on its default transport, with more patience than its five seconds."""
    usual, polls = (HTTPXRequest(read_timeout=30, connect_timeout=30, pool_timeout=30) for _ in range(2))
    async with Bot(fake.token, fake.api_url, fake.file_url, request=usual, get_updates_request=polls) as opened:
        yield opened


async def updates_of(bot: Bot) -> list[Update]:
    """What waits for the bot."""
    return list(await bot.get_updates(timeout=1))


async def test_it_says_who_it_is(bot: Bot, fake: FakeTelegram) -> None:
    me = await bot.get_me()
    assert (me.username, me.is_bot) == (fake.username, True)


async def test_a_conversation_with_a_button(bot: Bot, fake: FakeTelegram) -> None:
    hanh, began = fake.person("Hạnh"), SystemClock().now()
    hanh.opens_link("ABCD-2345")
    (update,) = await updates_of(bot)
    assert update.message is not None
    assert update.message.text == "/start ABCD-2345"
    assert update.message.date.tzinfo is not None
    assert began - timedelta(seconds=1) <= update.message.date <= SystemClock().now()  # dated in whole seconds

    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Xem lại", callback_data="show:1")]])
    sent = await bot.send_message(hanh.id, "✅ Đã nhận", reply_markup=keyboard)
    assert sent.reply_markup == keyboard
    heard = await hanh.hears("Đã nhận")
    assert heard.options == ["Xem lại"]

    hanh.presses("Xem lại")
    (pressed,) = await bot.get_updates(offset=update.update_id + 1, timeout=1)
    assert pressed.callback_query is not None
    assert pressed.callback_query.data == "show:1"
    await pressed.callback_query.answer("Đây ạ")
    assert hanh.toasts == ["Đây ạ"]


async def test_a_photo_comes_in_sizes_and_its_largest_is_the_content(bot: Bot, fake: FakeTelegram) -> None:
    hanh = fake.person("Hạnh", started=True)
    hanh.sends_photo(photo("bài 1"), "Tuần này")
    (update,) = await updates_of(bot)
    assert update.message is not None
    assert update.message.caption == "Tuần này"
    assert [size.width for size in update.message.photo] == sorted(size.width for size in update.message.photo)
    file = await update.message.photo[-1].get_file()
    assert bytes(await file.download_as_bytearray()) == photo("bài 1")


async def test_files_go_out_and_are_what_was_sent(bot: Bot, fake: FakeTelegram) -> None:
    hanh = fake.person("Hạnh", started=True)
    sent = await bot.send_document(hanh.id, b"%PDF-1.4", filename="bao-cao.pdf", caption="Báo cáo")
    assert sent.document is not None
    file = await sent.document.get_file()
    assert bytes(await file.download_as_bytearray()) == b"%PDF-1.4"
    shown = await bot.send_photo(hanh.id, photo("bài 2"))
    assert bytes(await (await shown.photo[-1].get_file()).download_as_bytearray()) == photo("bài 2")


async def test_its_refusals_are_the_librarys_errors(
    bot: Bot, fake: FakeTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # without it the library warns of its own future
    hanh = fake.person("Hạnh", started=True)
    hanh.blocks()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(hanh.id, "?")
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(1, "?")
    group = fake.group("Tổ 1")
    group.takes_bot_in(hanh)
    old = group.id
    group.becomes_supergroup(hanh)
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(old, "?")
    assert moved.value.new_chat_id == group.id
    fake.when("sendMessage").answers(429, retry_after=3)
    with pytest.raises(RetryAfter) as throttled:
        await bot.send_message(group.id, "?")
    assert throttled.value.retry_after == timedelta(seconds=3)
    fake.when("getUpdates").answers(409, "Conflict: terminated by other getUpdates request")
    with pytest.raises(Conflict):
        await bot.get_updates()


async def test_another_token_is_refused(fake: FakeTelegram) -> None:
    with pytest.raises(InvalidToken):
        async with Bot("7100000001:" + "x" * 35, base_url=fake.api_url):
            pass


@pytest.mark.long
async def test_another_library_works_as_well(fake: FakeTelegram) -> None:
    # Imported here, because that alone takes seconds and every test process collects this file.
    from aiogram import Bot as AnotherBot  # noqa: PLC0415 - as above
    from aiogram.client.session.aiohttp import AiohttpSession  # noqa: PLC0415 - as above
    from aiogram.client.telegram import TelegramAPIServer  # noqa: PLC0415 - as above
    from aiogram.types import BufferedInputFile  # noqa: PLC0415 - as above

    hanh = fake.person("Hạnh", started=True)
    hanh.sends_photo(photo("bài 1"), "https://example.com/1")
    session = AiohttpSession(api=TelegramAPIServer.from_base(fake.url))
    async with AnotherBot(fake.token, session=session) as bot:
        assert (await bot.get_me()).username == fake.username
        (update,) = await bot.get_updates(timeout=1)
        assert update.message is not None
        assert update.message.photo is not None
        content = await bot.download(update.message.photo[-1])
        assert content is not None
        assert content.read() == photo("bài 1")
        await bot.send_message(hanh.id, "✅ Đã nhận", disable_notification=True)
        await bot.send_document(hanh.id, BufferedInputFile(b"%PDF", "bao-cao.pdf"))
    assert [message.text for message in hanh.received] == ["✅ Đã nhận", ""]
