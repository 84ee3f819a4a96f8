"""Who the bot is, which menus it shows, and what it can carry."""

from collections.abc import AsyncIterator

import pytest

from bot.clock import SystemClock
from channels.telegram.access import Access
from channels.telegram.channel import TelegramChannel
from core.ports import (
    Channel,
    Identified,
    MenuEntry,
    Misconfigured,
    TextUnit,
    WithMenus,
)
from tests.telegram.fake import FakeTelegram, serving
from tests.telegram.fake.people import Person


@pytest.fixture
async def fake() -> AsyncIterator[FakeTelegram]:
    async with serving() as served:
        yield served


@pytest.fixture
async def channel(fake: FakeTelegram) -> AsyncIterator[TelegramChannel]:
    access = Access(fake.token, fake.api_url, fake.file_url)
    async with TelegramChannel(access, SystemClock(), paced=False) as opened:
        yield opened


@pytest.fixture
def an(fake: FakeTelegram) -> Person:
    return fake.person("An", started=True)


async def test_the_bot_knows_its_name(fake: FakeTelegram, channel: TelegramChannel) -> None:
    assert await channel.identify() == fake.username
    assert (channel.name, channel.account) == ("telegram", fake.token.partition(":")[0])


async def test_a_rejected_token_is_a_matter_for_the_settings(fake: FakeTelegram) -> None:
    wrong = "7100000001:" + "x" * 35
    async with TelegramChannel(Access(wrong, fake.api_url, fake.file_url), SystemClock()) as channel:
        with pytest.raises(Misconfigured):
            await channel.identify()
    with pytest.raises(Misconfigured) as raised:
        Access("not a token")
    assert "not a token" not in str(raised.value)


async def test_menus_are_set_for_all_for_a_language_and_for_a_chat_and_taken_away(
    channel: TelegramChannel, an: Person
) -> None:
    everybody = [MenuEntry("trangthai", "Tuần này thế nào")]
    await channel.show_menu(None, None, everybody)
    await channel.show_menu(None, "en", [MenuEntry("status", "How the week stands")])
    await channel.show_menu(str(an.id), None, [MenuEntry("thieu", "Ai còn thiếu")])
    assert [entry.removeprefix("/").split(" ")[0] for entry in an.menu] == ["thieu"]
    await channel.show_menu(str(an.id), None, [])
    assert [entry.removeprefix("/").split(" ")[0] for entry in an.menu] == ["trangthai"]


async def test_limits_are_telegrams_unless_pacing_is_switched_off(fake: FakeTelegram) -> None:
    access = Access(fake.token, fake.api_url, fake.file_url)
    limits = TelegramChannel(access, SystemClock()).limits
    assert (limits.text_length, limits.text_unit, limits.action_bytes) == (4096, TextUnit.UTF16, 64)
    assert (limits.per_second, limits.per_chat_second, limits.per_group_minute) == (30, 1, 20)
    free = TelegramChannel(access, SystemClock(), paced=False).limits
    assert (free.per_second, free.per_chat_second, free.per_group_minute) == (None, None, None)


async def test_it_keeps_the_promises_of_a_channel(channel: TelegramChannel) -> None:
    promised: tuple[Channel, Identified, WithMenus] = (channel, channel, channel)
    assert promised[0].name == "telegram"
