"""Pushing updates to a bot's webhook, one at a time and in order."""

import asyncio
from typing import TYPE_CHECKING, Final

from aiohttp import ClientError, ClientSession, ClientTimeout

from tests.zalo.fake.bots import Bot, Json

if TYPE_CHECKING:
    from tests.zalo.fake.stand_in import FakeZalo

SECRET_HEADER: Final = "X-Bot-Api-Secret-Token"


class Hooks:
    """Delivers what waits for bots that have a webhook; anything but a 2xx is tried again, or dropped."""

    def __init__(self, fake: "FakeZalo") -> None:
        self._fake = fake
        self.retry_after = 0.05
        """Seconds until an update that was not taken is delivered again."""
        self.retries = True
        """Whether it is at all: that is not documented."""
        self.probes = True
        """Whether a new webhook is first sent an empty body."""
        self.answers: list[int] = []
        """The statuses that webhooks answered; 0: none."""

    async def deliver(self, bot: Bot) -> None:
        """Deliver one bot's updates for ever."""
        news = asyncio.Event()
        loop = asyncio.get_running_loop()
        bot.woken_by.append(lambda: loop.call_soon_threadsafe(news.set))
        probed = ""
        async with ClientSession(timeout=ClientTimeout(total=30)) as session:
            while True:
                if bot.hook and bot.hook != probed:
                    probed = bot.hook
                    if self.probes:
                        await self._post(session, bot, b"")
                if not (bot.hook and bot.waiting):
                    await news.wait()
                    news.clear()
                elif 200 <= await self._pushed(session, bot, bot.waiting[0]) < 300 or not self.retries:
                    bot.hand_out()
                else:
                    await asyncio.sleep(self.retry_after)

    async def _pushed(self, session: ClientSession, bot: Bot, update: Json) -> int:
        body = {"ok": True, "result": update} if self._fake.wraps else update
        return await self._post(session, bot, self._fake.encoded(body))

    async def _post(self, session: ClientSession, bot: Bot, body: bytes) -> int:
        headers = {SECRET_HEADER: bot.secret, "Content-Type": "application/json"}
        try:
            async with session.post(bot.hook, data=body, headers=headers) as answer:
                status = answer.status
        except (ClientError, TimeoutError, OSError):
            status = 0
        self.answers.append(status)
        return status
