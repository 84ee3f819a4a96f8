"""Webhooks: setting them, and delivering updates to them."""

import asyncio
import re
from collections.abc import Callable
from typing import Any, Final

from aiohttp import ClientError, ClientSession, ClientTimeout

from tests.telegram.fake.checks import Json
from tests.telegram.fake.refusals import bad_request
from tests.telegram.fake.updates import Updates

_URL: Final = re.compile(r"https://.+|http://(127\.0\.0\.1|localhost)[:/].*")
_SECRET: Final = re.compile(r"[A-Za-z0-9_-]*")
_SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"


class Webhook:
    """The webhook, if one is set. One update at a time, in order; anything but a 2xx is tried again."""

    def __init__(self, updates: Updates) -> None:
        self.url = ""
        self.retry_after = 0.05
        """Seconds until an update that was not taken is delivered again."""
        self.deeds: dict[str, Callable[[Json], Any]] = {
            "setWebhook": self._set,
            "deleteWebhook": self._delete,
            "getWebhookInfo": self._info,
        }
        self.carries_out: Callable[[str, Json], None] = lambda method, said: None
        """Does what a webhook's response asks for."""
        self._secret = ""
        self._updates = updates
        self._last_error = ""
        self._news: asyncio.Event | None = None
        updates.woken_by = self._wake

    async def deliver(self) -> None:
        """Deliver updates for ever."""
        self._loop = asyncio.get_running_loop()
        self._news = asyncio.Event()
        async with ClientSession(timeout=ClientTimeout(total=60)) as session:
            while True:
                if not (self.url and self._updates.waiting):
                    await self._news.wait()
                    self._news.clear()
                elif not await self._delivered(session, self._updates.waiting[0]):
                    await asyncio.sleep(self.retry_after)

    async def _delivered(self, session: ClientSession, update: Json) -> bool:
        headers = {_SECRET_HEADER: self._secret} if self._secret else {}
        try:
            async with session.post(self.url, json=update, headers=headers) as answer:
                taken = 200 <= answer.status < 300
                said = await answer.json() if taken and answer.content_type == "application/json" else {}
                self._last_error = "" if taken else f"Wrong response from the webhook: {answer.status} {answer.reason}"
        except (ClientError, TimeoutError, OSError) as error:
            said = {}
            taken, self._last_error = False, str(error) or type(error).__name__
        if taken and self._updates.waiting and self._updates.waiting[0] is update:
            self._updates.waiting.popleft()
        if method := said.pop("method", None):
            self.carries_out(method, said)
        return taken

    def _set(self, said: Json) -> bool:
        if not _URL.fullmatch(said["url"]) and said["url"]:
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        secret = said.get("secret_token", "")
        if len(secret) > 256:
            raise bad_request("secret token is too long")
        if not _SECRET.fullmatch(secret):
            raise bad_request("secret token contains unallowed characters")
        if "allowed_updates" in said:
            self._updates.allowed = said["allowed_updates"] or None
        if said["url"]:
            self._updates.end_poll()
        self._secret = secret
        return self._point_to(said["url"], said)

    def _delete(self, said: Json) -> bool:
        return self._point_to("", said)

    def _point_to(self, url: str, said: Json) -> bool:
        self.url = url
        if said.get("drop_pending_updates"):
            self._updates.forget()
        self._wake()
        return True

    def _info(self, _: Json) -> Json:
        told: Json = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self._updates.waiting),
        }
        if self._last_error:
            told["last_error_message"] = self._last_error
        return told

    def _wake(self) -> None:
        if self.url and self._news:
            self._loop.call_soon_threadsafe(self._news.set)
