"""How does the bot talk to Viber? As to any other platform: through the promises of core.ports."""

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
from channels.rivalry import Rivalry
from channels.viber import translation
from channels.viber.access import Access
from channels.viber.answers import result_of
from channels.viber.failures import send_error
from channels.viber.sending import TEXT_LENGTH, TEXT_UNIT, Sender, button
from channels.viber.updates import WANTED, raw_update
from core.ports import (
    Clock,
    Inbound,
    Limits,
    MediaReference,
    Outgoing,
    RawUpdate,
    StoreUpdates,
    Unavailable,
)
from core.pushing import Delivery, Forged

ACCOUNT: Final = "viber"
SIGNATURE_HEADER: Final = "x-viber-content-signature"
LINK: Final = "viber://pa?chatURI={name}&context={{code}}"


class ViberChannel:
    """The bot; keeps the promises of core.ports.Identified and core.pushing.Hooked.

    Used inside `async with`. Viber only pushes, to `hook_url` (https, reached from outside). `sender` is the name that
    people see; `welcome` and `begin` are the words that answer whoever opens the chat for the first time: Viber takes
    them only in the response to its callback, before the person has said anything.
    `paced` False tells no rates and sends pieces without a pause: for measuring.
    """

    def __init__(
        self,
        access: Access,
        clock: Clock,
        *,
        hook_url: str,
        sender: str,
        welcome: str,
        begin: str,
        patience: Patience = USUAL,
        paced: bool = True,
    ) -> None:
        self._access = access
        self._clock = clock
        self._hook = Hook(hook_url, "")
        self._rivalry = Rivalry()
        self._welcome = welcome
        self._begin = begin
        self._paced = paced
        self._albums = Albums()
        self._client = Client("Viber", access, result_of, patience)
        self._sender = Sender(self._client, sender, part_pause=1.0 if paced else 0.0)
        self._fetcher = Fetcher(self._client)

    async def __aenter__(self) -> Self:
        """Open the connections. Nothing is asked of Viber yet."""
        await self._client.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connections; what is under way fails."""
        await self._client.close()

    @property
    def name(self) -> str:
        """Always "viber"."""
        return translation.NAME

    @property
    def account(self) -> str:
        """There is one bot."""
        return ACCOUNT

    @property
    def limits(self) -> Limits:
        """The platform's own, with a pace of ours: 100 an hour to somebody who does not answer is far away."""
        return Limits(
            text_length=TEXT_LENGTH,
            text_unit=TEXT_UNIT,
            buttons=True,
            per_second=20 if self._paced else None,
            per_chat_second=1 if self._paced else None,
            upload_bytes=0,
        )

    async def receive(self, store: StoreUpdates) -> None:
        """Keep the webhook pointed here, for ever. Raises Misconfigured when Viber rejects the token."""
        await keep_pointed(self, self._hook, Outage("Viber"), self._taken_away)

    @property
    def rival_seen_at(self) -> datetime | None:
        """When another program was last noticed that has this bot's updates pushed elsewhere."""
        return self._rivalry.seen_at

    def _taken_away(self) -> None:
        self._rivalry.proof(self._clock.now())

    @property
    def hooked(self) -> bool:
        """Viber knows no other way."""
        return True

    def unpack(self, headers: Mapping[str, str], body: bytes) -> Delivery:
        """What a callback brought. The signature is checked before anything is read. Raises Forged or Garbled."""
        if not self._access.signed(body, headers.get(SIGNATURE_HEADER, "")):
            raise Forged
        callback = object_of(body)
        if callback.get("event") == "conversation_started":
            return Delivery(answer=self._welcomed(callback))
        found = raw_update(callback, self._clock.now(), self._albums)
        return Delivery((found,) if found is not None else ())

    def _welcomed(self, callback: Mapping[str, Any]) -> Mapping[str, Any]:
        """One message with one button. The invitation's code, if the chat was opened by its link, waits in it."""
        context = callback.get("context")
        code = context if isinstance(context, str) and len(context) <= 64 else ""
        return {
            "sender": self._sender.sender,
            "type": "text",
            "text": self._welcome,
            "min_api_version": 6,
            "keyboard": {"Type": "keyboard", "Buttons": [button(self._begin, f"/start {code}".strip())]},
        }

    async def point(self, hook: Hook) -> None:
        """Have Viber push updates there. Raises SendError."""
        events = [*WANTED, "conversation_started", "failed"]
        await self._ask("set_webhook", {"url": hook.url, "event_types": events, "send_name": False})

    async def pointed_to(self) -> str:
        """Where Viber pushes updates to. Raises SendError."""
        return str((await self._ask("get_account_info", {})).get("webhook") or "")

    def translate(self, update: RawUpdate) -> Inbound | None:
        """The callback in neutral words; None, never an error, for what no person said to the bot."""
        return translation.translate(update, ACCOUNT)

    async def fetch(self, reference: MediaReference) -> bytes:
        """The picture's bytes, after a few tries; the caller sets a time-out. Raises MediaError or MediaGone."""
        return await self._fetcher.fetch(reference)

    async def send(self, chat: str, message: Outgoing) -> str:
        """Send once and return the id of the message with the text's end and the answers. Raises SendError."""
        return await self._sender.send(chat, message)

    async def identify(self) -> str:
        """The bot's name in links. Raises Misconfigured when Viber rejects the token, else a SendError."""
        told = await self._ask("get_account_info", {})
        if not told.get("uri"):
            raise Unavailable("the answer to get_account_info has no name")
        return str(told["uri"])

    def link(self, name: str) -> str:
        """The bot's chat; the code travels along."""
        return LINK.format(name=name)

    async def _ask(self, method: str, parameters: Mapping[str, Any]) -> Mapping[str, Any]:
        try:
            return await self._client.ask(method, parameters)
        except Exception as error:
            raise send_error(error) from None
