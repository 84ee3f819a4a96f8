"""Are updates delivered to a webhook with its secret, in order, until they are taken?"""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from tests.telegram.fake import FakeTelegram, Person, serving
from tests.telegram.fake.checks import Json
from tests.telegram.fake.plain_client import PlainClient, calling
from tests.telegram.fake.reading import PATIENCE


@pytest.fixture
async def fake() -> AsyncIterator[FakeTelegram]:
    """A stand-in in the test's own loop."""
    async with serving() as opened:
        yield opened


@pytest.fixture
async def bot(fake: FakeTelegram) -> AsyncIterator[PlainClient]:
    """A bot that asks plainly."""
    async with calling(fake) as client:
        yield client


@pytest.fixture
def hanh(fake: FakeTelegram) -> Person:
    """Somebody who has opened the bot before."""
    return fake.person("Hạnh", started=True)


class Receiver:
    """A bot's own door. Answers with the statuses it is told, then with 200."""

    def __init__(self) -> None:
        self.url = ""
        self.statuses: list[int] = []
        self.secrets: list[str | None] = []
        self.taken: asyncio.Queue[Json] = asyncio.Queue()

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        """One update."""
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        status = self.statuses.pop(0) if self.statuses else 200
        if status == 200:
            self.taken.put_nowait(await request.json())
        return web.Response(status=status)

    async def text(self) -> str:
        """What the next update says."""
        async with asyncio.timeout(PATIENCE):
            return str((await self.taken.get())["message"]["text"])


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    """It listens on loopback."""
    receiver = Receiver()
    runner = web.ServerRunner(web.Server(receiver.answer), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield receiver
    await runner.cleanup()


async def test_updates_are_posted_with_the_secret(bot: PlainClient, hanh: Person, receiver: Receiver) -> None:
    hanh.says("trước")
    assert (await bot("setWebhook", url=receiver.url, secret_token="s3cret-_")).result is True
    hanh.says("sau")
    assert [await receiver.text(), await receiver.text()] == ["trước", "sau"]
    assert receiver.secrets == ["s3cret-_"] * 2
    info = (await bot("getWebhookInfo")).result
    assert (info["url"], info["pending_update_count"]) == (receiver.url, 0)


async def test_an_update_that_is_not_taken_is_delivered_again_before_the_next(
    bot: PlainClient, hanh: Person, receiver: Receiver, fake: FakeTelegram
) -> None:
    fake.webhook.retry_after = 0.001
    receiver.statuses = [500, 403]
    await bot("setWebhook", url=receiver.url)
    hanh.says("một")
    hanh.says("hai")
    assert [await receiver.text(), await receiver.text()] == ["một", "hai"]
    assert receiver.secrets == [None] * 4


async def test_polling_and_a_webhook_exclude_each_other(
    bot: PlainClient, hanh: Person, receiver: Receiver, fake: FakeTelegram
) -> None:
    polling = asyncio.create_task(bot("getUpdates", timeout=30))
    await fake.is_polled()
    await bot("setWebhook", url=receiver.url)
    assert (await polling).refusal == (409, "Conflict: terminated by setWebhook request")
    assert (await bot("getUpdates")).refusal == (
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    )
    await bot("deleteWebhook")
    hanh.says("một")
    assert len(await bot.updates()) == 1


async def test_deleting_a_webhook_may_drop_what_waits(bot: PlainClient, hanh: Person) -> None:
    hanh.says("một")
    await bot("deleteWebhook")
    assert len(await bot.updates()) == 1
    await bot("deleteWebhook", drop_pending_updates=True)
    assert await bot.updates() == []


@pytest.mark.parametrize(
    ("parameters", "reason"),
    [
        ({"url": "http://example.com/hook"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        ({"url": "https://example.com", "secret_token": "a" * 257}, "secret token is too long"),
        ({"url": "https://example.com", "secret_token": "mã"}, "secret token contains unallowed characters"),
    ],
)
async def test_a_webhook_has_an_https_url_and_a_plain_secret(bot: PlainClient, parameters: Json, reason: str) -> None:
    assert (await bot("setWebhook", **parameters)).refusal == (400, f"Bad Request: {reason}")
    assert (await bot("getWebhookInfo")).result["url"] == ""
