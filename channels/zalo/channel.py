"""How does a bot talk to Zalo? As to any other platform: through the promises of core.ports."""

from collections.abc import Mapping
from datetime import datetime
from types import TracebackType
from typing import Any, Final, Self

from channels.albums import Albums
from channels.calling import Client
from channels.fetching import Fetcher
from channels.hooking import Hook, keep_pointed, object_of
from channels.line import USUAL, Patience
from channels.outage import Outage
from channels.zalo import translation
from channels.zalo.access import Access
from channels.zalo.answers import result_of
from channels.zalo.failures import send_error
from channels.zalo.polling import Polling
from channels.zalo.sending import TEXT_LENGTH, TEXT_UNIT, Sender
from channels.zalo.updates import raw_update
from core.plans import Plan
from core.ports import Clock, Inbound, Limits, MediaReference, Outgoing, RawUpdate, StoreUpdates, Unavailable
from core.pushing import Delivery, Forged

LINK: Final = "https://zalo.me/{name}"
SECRET_HEADER: Final = "x-bot-api-secret-token"  # noqa: S105 - where it stands, not what it is


class ZaloChannel:
    """One of several bots; keeps the promises of core.ports.Identified, core.pushing.Hooked, core.plans.Metered.

    Used inside `async with`, which opens and closes its connections, in one event loop. `account` is the bot's name in
    the settings: ids of people belong to one bot. With `hook_url` (https, reached from outside) Zalo pushes updates
    there; without one it is polled, and `poll_seconds` is how long it may hold a poll open. `link` opens the bot whose
    account is "{name}".
    `paced` False tells no rates and sends pieces without a pause: for measuring.
    """

    def __init__(
        self,
        account: str,
        access: Access,
        clock: Clock,
        *,
        patience: Patience = USUAL,
        hook_url: str | None = None,
        plan: Plan | None = None,
        link: str = LINK,
        poll_seconds: int = 30,
        paced: bool = True,
    ) -> None:
        self._account = account
        self._clock = clock
        self._plan = plan
        self._link = link
        self._hook = Hook(hook_url, access.hook_secret) if hook_url else None
        self._paced = paced
        self._client = Client("Zalo", access, result_of, patience)
        self._albums = Albums()
        self._polling = Polling(self._client, clock, account, self._albums, poll_seconds)
        self._sender = Sender(self._client, part_pause=1.0 if paced else 0.0)
        self._fetcher = Fetcher(self._client)

    async def __aenter__(self) -> Self:
        """Open the connections. Nothing is asked of Zalo yet."""
        await self._client.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connections; what is under way fails."""
        await self._polling.stop()
        await self._client.close()

    @property
    def name(self) -> str:
        """Always "zalo"."""
        return translation.NAME

    @property
    def account(self) -> str:
        """The bot's name in the settings, "zalo-1"."""
        return self._account

    @property
    def limits(self) -> Limits:
        """The platform's own, with a pace of ours: it names no rates, and its front door dislikes haste."""
        return Limits(
            text_length=TEXT_LENGTH,
            text_unit=TEXT_UNIT,
            buttons=False,
            per_second=5 if self._paced else None,
            per_chat_second=1 if self._paced else None,
            upload_bytes=0,
            plan=self._plan,
        )

    async def receive(self, store: StoreUpdates) -> None:
        """Take updates for ever. The platform delivers each at most once; here it is kept until it is stored.

        What `store` raises comes out; begun again, it goes on with what was not stored. Raises Misconfigured when
        Zalo rejects the token. With a webhook it only keeps that in order.
        """
        if self._hook is None:
            await self._polling.run(store)
        else:
            await keep_pointed(self, self._hook, Outage(f"Zalo ({self._account})"), self._taken_away)

    @property
    def rival_seen_at(self) -> datetime | None:
        """When another program was last noticed that has this bot's updates pushed elsewhere.

        Of one that only polls Zalo tells nothing.
        """
        return self._polling.rivalry.seen_at

    def _taken_away(self) -> None:
        self._polling.rivalry.proof(self._clock.now())

    @property
    def hooked(self) -> bool:
        """Whether Zalo pushes updates to us."""
        return self._hook is not None

    def unpack(self, headers: Mapping[str, str], body: bytes) -> Delivery:
        """What a webhook brought; an empty body is a probe. Raises Forged or Garbled."""
        if self._hook is None:
            raise Forged
        self._hook.check(headers, SECRET_HEADER)
        if not body.strip():
            return Delivery()
        found = raw_update(object_of(body), self._clock.now(), self._albums)
        return Delivery((found,) if found is not None else ())

    async def point(self, hook: Hook) -> None:
        """Have Zalo push updates there. Raises SendError."""
        await self._ask("setWebhook", {"url": hook.url, "secret_token": hook.secret})

    async def pointed_to(self) -> str:
        """Where Zalo pushes updates to. Raises SendError."""
        told = await self._ask("getWebhookInfo", {})
        return str(told.get("url") or "") if isinstance(told, dict) else ""

    def translate(self, update: RawUpdate) -> Inbound | None:
        """The update in neutral words; None, never an error, for what no person said to the bot."""
        return translation.translate(update, self._account)

    async def fetch(self, reference: MediaReference) -> bytes:
        """The picture's bytes, after a few tries; the caller sets a time-out. Raises MediaError or MediaGone."""
        return await self._fetcher.fetch(reference)

    async def send(self, chat: str, message: Outgoing) -> str:
        """Send once and return the id of the message with the text's end and the answers. Raises SendError."""
        return await self._sender.send(chat, message)

    @property
    def taken(self) -> int:
        """How many messages Zalo took, for the plan."""
        return self._sender.taken

    async def identify(self) -> str:
        """The bot's account name, "bot.abc". Raises Misconfigured when Zalo rejects the token, else a SendError."""
        me = await self._ask("getMe", {})
        name = (me.get("account_name") or me.get("id")) if isinstance(me, dict) else None
        if not name:
            raise Unavailable("the answer to getMe has no name")
        return str(name)

    def link(self, name: str) -> str:
        """The bot's page; a code cannot travel with it and is typed."""
        return self._link.replace("{name}", name)

    async def _ask(self, method: str, parameters: Mapping[str, str]) -> Any:
        try:
            return await self._client.ask(method, parameters)
        except Exception as error:
            raise send_error(error) from None
