"""Does the platform know where to push? It is told at the start, looked after, and told again."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import pytest

from bot.clock import SystemClock
from channels.hooking import LOOK_SECONDS, Hook, keep_pointed, secret_of
from channels.outage import PAUSES, Outage
from channels.telegram.access import Access as TelegramAccess
from channels.telegram.channel import TelegramChannel
from channels.zalo.access import Access as ZaloAccess
from channels.zalo.channel import ZaloChannel
from core.ports import Misconfigured, SendError, Unavailable
from core.pushing import Forged
from tests.telegram.fake import serving as serving_telegram
from tests.zalo.fake import serving as serving_zalo

HOOK = Hook("https://nhacnop.example/hook/zalo/zalo-1", secret_of("1:token"))
WITHIN = 10.0


class Platform:
    """Keeps an address, unless something is wrong."""

    def __init__(self, *wrong: SendError | None) -> None:
        self.address = ""
        self.pointed = 0
        self._wrong = list(wrong)

    async def point(self, hook: Hook) -> None:
        self._fail()
        self.address = hook.url
        self.pointed += 1

    async def pointed_to(self) -> str:
        self._fail()
        return self.address

    def _fail(self) -> None:
        if self._wrong and (error := self._wrong.pop(0)) is not None:
            raise error


class Enough(Exception):
    """The test has seen what it wanted."""


def sleeping(*meanwhile: Callable[[], object]) -> tuple[list[float], Callable[[float], Awaitable[None]]]:
    """Something happens during each sleep, then the test has seen enough."""
    slept: list[float] = []
    steps = iter(meanwhile)

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        step = next(steps, None)
        if step is None:
            raise Enough
        step()

    return slept, sleep


async def test_it_is_told_once_and_then_only_looked_at() -> None:
    platform = Platform()
    platform.address = HOOK.url  # from the last run: its secret may have been another
    slept, sleep = sleeping(bool, bool)
    with pytest.raises(Enough):
        await keep_pointed(platform, HOOK, Outage("Zalo"), sleep)
    assert (platform.pointed, platform.address) == (1, HOOK.url)
    assert slept == [LOOK_SECONDS] * 3


async def test_a_webhook_that_leads_elsewhere_is_set_again_and_told(caplog: pytest.LogCaptureFixture) -> None:
    platform = Platform()

    def stolen() -> None:
        platform.address = "https://somebody.example"

    def removed() -> None:
        platform.address = ""

    _, sleep = sleeping(stolen, removed)
    with pytest.raises(Enough):
        await keep_pointed(platform, HOOK, Outage("Zalo"), sleep)
    assert (platform.pointed, platform.address) == (3, HOOK.url)
    assert [record.levelname for record in caplog.records] == ["WARNING", "WARNING"]
    assert "elsewhere" in caplog.messages[0] and "nowhere" in caplog.messages[1]
    assert "somebody" not in caplog.text


async def test_a_platform_that_is_away_is_waited_for(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    platform = Platform(Unavailable("HTTP 502"), Unavailable("HTTP 502"))
    slept, sleep = sleeping(bool, bool)
    with pytest.raises(Enough):
        await keep_pointed(platform, HOOK, Outage("Zalo"), sleep)
    assert platform.pointed == 1
    assert slept == [*PAUSES[:2], LOOK_SECONDS]
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]


async def test_a_rejected_token_ends_it() -> None:
    with pytest.raises(Misconfigured):
        await keep_pointed(Platform(Misconfigured("no")), HOOK, Outage("Zalo"))


def test_the_secret_is_compared_and_never_shown() -> None:
    HOOK.check({"x": HOOK.secret}, "x")
    for wrong in ({}, {"x": ""}, {"x": HOOK.secret[:-1]}, {"x": HOOK.secret.upper()}, {"y": HOOK.secret}, {"x": "ộ"}):
        with pytest.raises(Forged):
            HOOK.check(wrong, "x")
    assert HOOK.secret not in repr(HOOK)


# ---- the channels --------------------------------------------------------------------------------------------------


@asynccontextmanager
async def receiving(channel: TelegramChannel | ZaloChannel) -> AsyncIterator[None]:
    async def store(updates: object) -> None:
        raise AssertionError("what is pushed is stored by the door")

    async with channel:
        task = asyncio.create_task(channel.receive(store))
        yield
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def test_telegram_is_told_where_to_push_and_with_which_secret() -> None:
    async with serving_telegram() as fake:
        access = TelegramAccess(fake.token, fake.api_url, fake.file_url)
        channel = TelegramChannel(access, SystemClock(), hook_url="https://nhacnop.example/hook/telegram/7")
        async with receiving(channel):
            await fake.until(lambda: bool(fake.webhook.url), within=WITHIN)
            assert await channel.pointed_to() == fake.webhook.url == "https://nhacnop.example/hook/telegram/7"
        assert channel.hooked
        assert fake.updates.allowed is not None and "message" in fake.updates.allowed


async def test_zalo_is_told_where_to_push_and_with_which_secret() -> None:
    async with serving_zalo() as fake:
        fake.hooks.probes = False
        bot = fake.bots["zalo-1"]
        channel = ZaloChannel("zalo-1", ZaloAccess(bot.token, fake.api_url), SystemClock(), hook_url=HOOK.url)
        async with receiving(channel):
            await bot.bells.until(lambda: bool(bot.hook), WITHIN)
            assert await channel.pointed_to() == bot.hook == HOOK.url
        assert bot.secret == secret_of(bot.token)
        assert not fake.calls.of("getUpdates")
