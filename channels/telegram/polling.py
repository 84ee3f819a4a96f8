"""How do updates come in? By long polling, and none is confirmed before it is stored.

`getUpdates` with an offset confirms everything below it, and Telegram keeps what is not confirmed for 24 hours. PTB's
Updater confirms an update when it is queued; here the next offset is asked for only after `store` has returned.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from telegram.error import Conflict, InvalidToken, TelegramError

from channels.outage import PAUSES, Outage
from channels.rivalry import Rivalry
from channels.telegram.answers import TooManyRequests
from channels.telegram.transport import AiohttpRequest
from channels.telegram.updates import WANTED, raw_update, update_id
from core.ports import Clock, JsonObject, Misconfigured, StoreUpdates


class Polling:
    """The loop that takes updates in. `seconds` is how long Telegram holds a poll open when there is nothing."""

    def __init__(
        self, request: AiohttpRequest, clock: Clock, seconds: int = 25, pauses: Sequence[float] = PAUSES
    ) -> None:
        self._request = request
        self._clock = clock
        self._seconds = seconds
        self._pauses = pauses
        self._outage = Outage("Telegram", pauses)
        self.rivalry = Rivalry()

    async def run(self, store: StoreUpdates, stored: Callable[[Sequence[JsonObject]], None]) -> None:
        """Take updates for ever; `stored` sees each batch once it is on disk.

        What `store` raises comes out, and nothing it had is confirmed. Raises Misconfigured when Telegram rejects
        the token. Everything else is waited out: a network that fails, a second program that polls with this token.
        """
        loop = asyncio.get_running_loop()
        offset: int | None = None
        while True:
            began = loop.time()
            try:
                updates = await self._updates(offset)
            except InvalidToken as error:
                raise Misconfigured(f"Telegram rejects the bot's token: {error.message}") from None
            except TelegramError as error:
                await asyncio.sleep(await self._failed(error))
                continue
            self._outage.over()
            offset = await self._take(updates, store, stored)
            if offset is None and loop.time() - began < self._seconds / 2:
                await asyncio.sleep(self._pauses[0])  # a server that answers at once, and nothing

    async def _updates(self, offset: int | None) -> list[Any]:
        """What waits, oldest first; asking confirms everything below `offset`."""
        wanted: dict[str, Any] = {"timeout": self._seconds, "allowed_updates": WANTED}
        if offset is not None:
            wanted["offset"] = offset
        updates = await self._request.ask("getUpdates", wanted, longer=self._seconds)
        if not isinstance(updates, list):
            raise TelegramError("the answer to getUpdates is no list")
        return updates

    async def _take(
        self, updates: list[Any], store: StoreUpdates, stored: Callable[[Sequence[JsonObject]], None]
    ) -> int | None:
        """Store these; the offset that confirms them. None when there is nothing to confirm: then everything is.

        An old offset is not kept for later, because after a week without updates Telegram begins to count elsewhere.
        """
        numbers = [number for update in updates if (number := update_id(update)) is not None]
        now = self._clock.now()
        raw = [found for update in updates if (found := raw_update(update, now)) is not None]
        if raw:
            await store(raw)
            stored([each.payload for each in raw])
        return max(numbers) + 1 if numbers else None

    async def _failed(self, error: TelegramError) -> float:
        """The seconds to wait after a failed poll."""
        if isinstance(error, TooManyRequests):
            return max(error.after, self._outage.failed(error.message))
        if not isinstance(error, Conflict):
            return self._outage.failed(f"the poll failed: {error.message}")
        if "webhook" not in error.message:
            self.rivalry.conflict(self._clock.now())
            return self._outage.failed(
                "another program polls with this bot's token, and each loses what the other takes: stop the other one, "
                "or renew the token and set it here only"
            )
        await self._remove_webhook()
        return self._outage.failed("a webhook was set for this bot; it is removed, because updates are polled here")

    async def _remove_webhook(self) -> None:
        with suppress(TelegramError):  # then the next poll says so again
            await self._request.ask("deleteWebhook", {})
            self.rivalry.removed_webhook(self._clock.now())
