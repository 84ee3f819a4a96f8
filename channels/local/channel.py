"""How does the bot talk to the built-in platform? As to any other: through the promises of core.ports."""

import asyncio
from dataclasses import replace

from channels.local import translation
from channels.local.platform import LocalPlatform
from channels.local.rules import ACTION_BYTES, TEXT_LENGTH
from channels.parting import Parting
from core.ports import Inbound, Limits, MediaReference, Outgoing, RawUpdate, StoreUpdates, TextUnit
from core.splitting import split


class LocalChannel:
    """The one bot account of the built-in platform; keeps the promises of core.ports.Channel.

    It belongs to one event loop, and the platform must be used in that loop's thread.
    """

    def __init__(self, platform: LocalPlatform, account: str = translation.ACCOUNT) -> None:
        self._platform = platform
        self._account = account
        self._parting = Parting(pause=0)

    @property
    def name(self) -> str:
        """Always "local"."""
        return translation.NAME

    @property
    def account(self) -> str:
        """What this bot is called; a platform has one, and several platforms may run side by side."""
        return self._account

    @property
    def limits(self) -> Limits:
        """As Telegram's; rates only while the platform's faults limit them."""
        faults = self._platform.faults
        return Limits(
            text_length=TEXT_LENGTH,
            text_unit=TextUnit.UTF16,
            buttons=True,
            action_bytes=ACTION_BYTES,
            per_second=faults.per_second,
            per_chat_second=faults.per_chat_second,
        )

    async def receive(self, store: StoreUpdates) -> None:
        """Take updates for ever. What `store` raises comes out, and nothing it had is confirmed."""
        woken = asyncio.Event()
        unsubscribe = self._platform.on_updates(woken.set)
        try:
            while True:
                woken.clear()
                if await self.receive_waiting(store) == 0:
                    await woken.wait()
        finally:
            unsubscribe()

    async def receive_waiting(self, store: StoreUpdates) -> int:
        """Store and confirm what waits now, and say how many updates that were."""
        taken = 0
        while updates := self._platform.updates():
            await store(updates)
            self._platform.confirm(updates[-1].key)
            taken += len(updates)
        return taken

    def translate(self, update: RawUpdate) -> Inbound | None:
        """The update in neutral words; None, never an error, for what this version does not know."""
        return translation.translate(update, self._account)

    async def fetch(self, reference: MediaReference) -> bytes:
        """The bytes of an upload. Raises MediaError, or MediaGone when trying again is useless."""
        await asyncio.sleep(0)  # like a real platform it lets others go first
        return self._platform.bot_fetch(reference.key)

    async def send(self, chat: str, message: Outgoing) -> str:
        """Send once and return the id of the message with the text's end. Raises SendError.

        Cancelled before it began, nothing was sent. A text that is too long is cut (see `Parting`).
        """
        texts = split(message.text, TEXT_LENGTH, TextUnit.UTF16)
        parts = [Outgoing(text) for text in texts[:-1]] + [Outgoing(texts[-1], message.options)]
        parts[0] = replace(parts[0], attachments=message.attachments)
        return await self._parting.deliver(chat, message, parts, lambda part: self._part(chat, part))

    async def _part(self, chat: str, part: Outgoing) -> str:
        await asyncio.sleep(0)
        return self._platform.bot_send(chat, part.text, part.options, part.attachments)
