"""Does the platform know where to push? It is told at the start, looked after, and told again."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import pytest

import channels.hooking
from bot.clock import SystemClock
from channels.hooking import LOOK_SECONDS, Hook, Pointing, keep_pointed, secret_of
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
WITHIN = 30.0


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


class Taken:
    """How often somebody else changed what we had set."""

    def __init__(self) -> None:
        self.times = 0

    def heard(self) -> None:
        self.times += 1


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
    taken = Taken()
    with pytest.raises(Enough):
        await keep_pointed(platform, HOOK, Outage("Zalo"), taken.heard, sleep)
    assert (platform.pointed, platform.address, taken.times) == (1, HOOK.url, 0)
    assert slept == [LOOK_SECONDS] * 3


async def test_a_webhook_that_leads_elsewhere_is_set_again_and_told(caplog: pytest.LogCaptureFixture) -> None:
    platform = Platform()

    def stolen() -> None:
        platform.address = "https://somebody.example"

    def removed() -> None:
        platform.address = ""

    _, sleep = sleeping(stolen, removed)
    taken = Taken()
    with pytest.raises(Enough):
        await keep_pointed(platform, HOOK, Outage("Zalo"), taken.heard, sleep)
    assert (platform.pointed, platform.address) == (3, HOOK.url)
    assert [record.levelname for record in caplog.records] == ["WARNING", "WARNING"]
    assert "elsewhere" in caplog.messages[0] and "nowhere" in caplog.messages[1]
    assert "stop the other one, or renew the token" in caplog.messages[0]
    assert "somebody" not in caplog.text
    assert taken.times == 2


async def test_a_platform_that_is_away_is_waited_for(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    platform = Platform(Unavailable("HTTP 502"), Unavailable("HTTP 502"))
    slept, sleep = sleeping(bool, bool)
    taken = Taken()
    with pytest.raises(Enough):
        await keep_pointed(platform, HOOK, Outage("Zalo"), taken.heard, sleep)
    assert platform.pointed == 1
    assert slept == [*PAUSES[:2], LOOK_SECONDS]
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]


async def test_a_rejected_token_ends_it() -> None:
    with pytest.raises(Misconfigured):
        await keep_pointed(Platform(Misconfigured("no")), HOOK, Outage("Zalo"), Taken().heard)


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


# ---- another installation with the same token ------------------------------------------------------------------------


async def test_a_telegram_webhook_that_another_installation_takes_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving_telegram() as fake:
        access = TelegramAccess(fake.token, fake.api_url, fake.file_url)
        looks = Looks(monkeypatch)
        ours = TelegramChannel(access, SystemClock(), hook_url="https://nhacnop.example/hook/telegram/7")
        other = TelegramChannel(access, SystemClock(), hook_url="https://other.example/hook/telegram/7")
        async with receiving(ours):
            await fake.until(lambda: "nhacnop" in fake.webhook.url, within=WITHIN)
            assert ours.rival_seen_at is None
            async with receiving(other):
                await fake.until(lambda: "other" in fake.webhook.url, within=WITHIN)
                looks.now()
                await fake.until(lambda: "nhacnop" in fake.webhook.url, within=WITHIN)
                assert ours.rival_seen_at is not None


async def test_a_telegram_webhook_that_is_set_again_while_we_poll_is_another_installation() -> None:
    async with serving_telegram() as fake:
        access = TelegramAccess(fake.token, fake.api_url, fake.file_url)
        polling = TelegramChannel(access, SystemClock(), poll_seconds=0)
        pushed = TelegramChannel(access, SystemClock(), hook_url="https://other.example/hook/telegram/7")
        hook = Hook("https://other.example/hook/telegram/7", secret_of(fake.token))
        async with pushed:
            await pushed.point(hook)
            async with receiving(polling):
                await fake.until(lambda: not fake.webhook.url, within=WITHIN)
                assert polling.rival_seen_at is None  # it may have been ours, before the settings said polling
                await pushed.point(hook)
                await fake.until(lambda: polling.rival_seen_at is not None, within=WITHIN)


async def test_a_zalo_webhook_that_another_installation_takes_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving_zalo() as fake:
        fake.hooks.probes = False
        bot = fake.bots["zalo-1"]
        looks = Looks(monkeypatch)
        access = ZaloAccess(bot.token, fake.api_url)
        ours = ZaloChannel("zalo-1", access, SystemClock(), hook_url=HOOK.url)
        other = ZaloChannel("zalo-1", access, SystemClock(), hook_url="https://other.example/hook/zalo/zalo-1")
        async with receiving(ours):
            await bot.bells.until(lambda: bot.hook == HOOK.url, WITHIN)
            assert ours.rival_seen_at is None
            async with receiving(other):
                await bot.bells.until(lambda: bot.hook != HOOK.url, WITHIN)
                looks.now()
                await bot.bells.until(lambda: bot.hook == HOOK.url, WITHIN)
                assert ours.rival_seen_at is not None


class Looks:
    """The first channel's next look whether the webhook still leads there comes when it is told."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._turn = asyncio.Event()
        first = True
        real = channels.hooking.keep_pointed

        async def sleep(_: float) -> None:
            await self._turn.wait()
            self._turn.clear()

        async def keep(platform: Pointing, hook: Hook, outage: Outage, taken_away: Callable[[], None]) -> None:
            nonlocal first
            mine, first = first, False
            await (
                real(platform, hook, outage, taken_away, sleep) if mine else real(platform, hook, outage, taken_away)
            )

        for name in ("telegram", "zalo", "viber"):
            monkeypatch.setattr(f"channels.{name}.channel.keep_pointed", keep)

    def now(self) -> None:
        """It looks."""
        self._turn.set()
