"""How do updates come in for trials? By long polling, one update an answer, and none is ever delivered again.

There is no offset: what an answer holds is gone from the platform. So it is kept here until it is stored, and the
next poll waits already while it is being stored, because what is sent while nobody polls may be lost. For daily use
the platform recommends webhooks.
"""

import asyncio
from collections.abc import Sequence
from typing import Any, Final

from channels.albums import Albums
from channels.calling import CallFault, Client, Refusal, TokenRejected, TooFast
from channels.outage import PAUSES, Outage
from channels.rivalry import Rivalry
from channels.zalo.answers import QuotaUsedUp, Silence
from channels.zalo.updates import raw_update
from core.ports import Clock, Misconfigured, RawUpdate, StoreUpdates

TOO_FAST_SECONDS: Final = 10.0
"""How long nobody polls after the front door found that too often."""

QUOTA_SECONDS: Final = 300.0
"""How long nobody polls after the plan's messages were used up, should that end the polling as well."""


class Polling:
    """The loop that takes one bot's updates in. `seconds` is how long the platform holds a poll open."""

    def __init__(
        self,
        client: Client[Any],
        clock: Clock,
        account: str,
        albums: Albums,
        seconds: int = 30,
        pauses: Sequence[float] = PAUSES,
    ) -> None:
        self._client = client
        self._clock = clock
        self._albums = albums
        self._seconds = seconds
        self._pauses = pauses
        self._outage = Outage(f"Zalo ({account})", pauses)
        self.rivalry = Rivalry()
        self._asked: asyncio.Task[Any] | None = None
        self._unstored: list[RawUpdate] = []

    async def run(self, store: StoreUpdates) -> None:
        """Take updates for ever. What `store` raises comes out; begun again, it goes on with what was not stored.

        Raises Misconfigured when the platform rejects the token. Everything else is waited out. Told to stop it
        stores what came before it stops, because that is never delivered again.
        """
        try:
            await self._run(store)
        except asyncio.CancelledError:
            asked = self._asked
            if asked is not None and asked.done() and not asked.cancelled() and asked.exception() is None:
                self._asked = None
                self._take(asked.result())
            if self._unstored:
                await store(self._unstored)
                self._unstored = []
            raise

    async def _run(self, store: StoreUpdates) -> None:
        loop = asyncio.get_running_loop()
        while True:
            began = loop.time()
            self._asked = self._asked or asyncio.create_task(self._ask())
            if self._unstored:
                await store(self._unstored)
                self._unstored = []
            # Not awaited itself: whoever stops storing must not end the poll, which may hold an update by now.
            await asyncio.wait({self._asked})
            asked, self._asked = self._asked, None
            try:
                self._take(asked.result())
            except TokenRejected as error:
                raise Misconfigured(f"Zalo rejects the bot's token: {error}") from None
            except Silence:
                pass
            except CallFault as error:
                await asyncio.sleep(await self._failed(error))
                continue
            self._outage.over()
            if not self._unstored and loop.time() - began < self._seconds / 2:
                await asyncio.sleep(self._pauses[0])  # a server that has nothing to say, and says so at once

    async def stop(self) -> None:
        """End the poll that waits."""
        asked, self._asked = self._asked, None
        if asked is not None:
            asked.cancel()
            await asyncio.gather(asked, return_exceptions=True)

    async def _ask(self) -> Any:
        return await self._client.ask("getUpdates", {"timeout": self._seconds}, longer=self._seconds)

    def _take(self, body: Any) -> None:
        """Keep what came; one update is the rule, a list is understood."""
        now = self._clock.now()
        found = (raw_update(each, now, self._albums) for each in (body if isinstance(body, list) else [body]))
        self._unstored += [update for update in found if update is not None]

    async def _failed(self, error: CallFault) -> float:
        """The seconds to wait after a failed poll."""
        if isinstance(error, TooFast):
            return max(TOO_FAST_SECONDS, self._outage.failed("it was polled too fast"))
        if isinstance(error, QuotaUsedUp):
            self._outage.failed(f"the plan's messages are used up: {error}")
            return QUOTA_SECONDS
        if isinstance(error, Refusal) and await self._removed_webhook():
            return self._outage.failed("a webhook was set for this bot; it is removed, because updates are polled here")
        return self._outage.failed(f"the poll failed: {error}")

    async def _removed_webhook(self) -> bool:
        """Polling is refused while a webhook is set: take it away. Whether there was one."""
        try:
            told = await self._client.ask("getWebhookInfo", {})
            if not (isinstance(told, dict) and told.get("url")):
                return False
            await self._client.ask("deleteWebhook", {})
            self.rivalry.removed_webhook(self._clock.now())
        except CallFault:  # then the next poll says so again
            return False
        return True
