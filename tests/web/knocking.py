"""Platforms that knock at the web door: what they push, how they prove who they are, and an inbox behind the door."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import ClientSession

from bot.clock import SystemClock
from bot.config import WebSettings
from bot.door import Door
from channels.hooking import secret_of
from channels.telegram.access import Access as TelegramAccess
from channels.telegram.channel import TelegramChannel
from channels.viber.access import Access as ViberAccess
from channels.viber.channel import ViberChannel
from channels.zalo.access import Access as ZaloAccess
from channels.zalo.channel import ZaloChannel
from core.ports import Channel, RawUpdate
from core.pushing import hook_path
from tests.viber.payloads import callback
from tests.zalo.payloads import update
from web.hooks import Hooks

TELEGRAM = "7100000001:AAsecret-of-a-bot-that-is-none_0123"
ZALO = "1903914807132028399:BsUtmLazGynhSDfuGIwk"
VIBER = "4c2f9b1d7a6e5f30-91ab42cd83ef0011-of-a-bot-that-is-none"
HOOK = "https://nhacnop.example/hook"
WITHIN = 30.0


class Inbox:
    """What was stored, commit by commit; a commit may be slow, or fail."""

    def __init__(self) -> None:
        self.commits: list[list[RawUpdate]] = []
        self.may_commit = asyncio.Event()
        self.may_commit.set()
        self.committing = asyncio.Event()
        self.refuses: set[str] = set()
        self.knocks = asyncio.Semaphore(0)

    async def store(self, batches: Sequence[tuple[Channel, Sequence[RawUpdate]]]) -> None:
        together = [each for _, updates in batches for each in updates]
        self.committing.set()
        await self.may_commit.wait()
        if any(each.key in self.refuses for each in together):
            raise OSError("the database cannot take this")
        self.commits.append(together)

    async def gathers(self, number: int) -> None:
        """Wait until so many more deliveries have come to the door."""
        async with asyncio.timeout(WITHIN):
            for _ in range(number):
                await self.knocks.acquire()

    @property
    def stored(self) -> list[RawUpdate]:
        return [each for commit in self.commits for each in commit]


class World:
    """The door, and a platform that knocks at it."""

    def __init__(self, url: str, inbox: Inbox, session: ClientSession) -> None:
        self.url = url
        self.inbox = inbox
        self._session = session

    async def post(self, path: str, body: object, headers: dict[str, str] | None = None) -> tuple[int, Any]:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        async with self._session.post(self.url + path, data=raw, headers=headers or {}) as answer:
            text = await answer.text()
            return answer.status, json.loads(text) if text else None

    async def zalo(self, body: object, secret: str = secret_of(ZALO), account: str = "zalo-1") -> int:
        headers = {"X-Bot-Api-Secret-Token": secret}
        return (await self.post(hook_path("zalo", account), body, headers))[0]

    async def telegram(self, body: object, secret: str = secret_of(TELEGRAM)) -> tuple[int, Any]:
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret}
        return await self.post(hook_path("telegram", "7100000001"), body, headers)


@asynccontextmanager
async def opened(*channels: Channel) -> AsyncIterator[World]:
    inbox = Inbox()
    hooks = Hooks(channels, inbox.store)
    stored = hooks.gathering.stored

    async def noted(channel: Channel, updates: Sequence[RawUpdate]) -> None:
        inbox.knocks.release()
        await stored(channel, updates)

    hooks.gathering.stored = noted  # type: ignore[method-assign]
    settings = WebSettings.model_construct(host="127.0.0.1", port=0)
    door = Door(settings, hooks.routes(), [hooks.gathering.run])
    async with ClientSession() as session:
        url = door.open()
        assert url is not None
        world = World(url, inbox, session)
        try:
            yield world
        finally:
            inbox.may_commit.set()
            await door.close()


def zalo_channel(hook_url: str | None = HOOK, account: str = "zalo-1") -> ZaloChannel:
    return ZaloChannel(account, ZaloAccess(ZALO), SystemClock(), hook_url=hook_url)


def telegram_channel() -> TelegramChannel:
    return TelegramChannel(TelegramAccess(TELEGRAM), SystemClock(), hook_url=HOOK)


def viber_channel() -> ViberChannel:
    return ViberChannel(
        ViberAccess(VIBER), SystemClock(), hook_url=HOOK, sender="Nhắc Nộp", welcome="Kính chào!", begin="Bắt đầu"
    )


def text(number: int, words: str = "chào") -> dict[str, Any]:
    """A text at Telegram."""
    chat = {"id": 42, "type": "private"}
    sender = {"id": 42, "is_bot": False, "first_name": "Hạnh"}
    return {
        "update_id": number,
        "message": {"message_id": number, "date": 1794881531, "chat": chat, "from": sender, "text": words},
    }


PATHS = {
    "telegram": hook_path("telegram", "7100000001"),
    "zalo": hook_path("zalo", "zalo-1"),
    "viber": hook_path("viber", "viber"),
}
"""Where each platform pushes to."""

PAYLOADS: dict[str, Any] = {
    "telegram": text(1),
    "zalo": update("text", text="chào"),
    "viber": callback(type="text", text="chào"),
}
"""A text that somebody wrote, as each pushes it."""


def proof(platform: str, body: bytes) -> dict[str, str]:
    """The headers by which this platform shows that it is the one that sends this body."""
    return {
        "telegram": {"X-Telegram-Bot-Api-Secret-Token": secret_of(TELEGRAM)},
        "zalo": {"X-Bot-Api-Secret-Token": secret_of(ZALO)},
        "viber": {"X-Viber-Content-Signature": hmac.new(VIBER.encode(), body, hashlib.sha256).hexdigest()},
    }[platform]
