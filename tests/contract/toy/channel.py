"""How does the bot talk to the toy platform? As to any other: through the promises of core.ports."""

import logging
from contextlib import AbstractAsyncContextManager, nullcontext
from datetime import datetime

from channels.parting import Parting
from core.numbering import numbered
from core.ports import (
    Address,
    Inbound,
    InboundKind,
    Limits,
    MediaGone,
    MediaReference,
    Outgoing,
    RawUpdate,
    Refused,
    StoreUpdates,
    TextUnit,
)
from tests.contract.toy.platform import TEXT_LENGTH, ToyPlatform

_log = logging.getLogger(__name__)

NAME = "toy"
ACCOUNT = "toy"


class ToyChannel:
    """Keeps the promises of core.ports.Channel."""

    name = NAME
    account = ACCOUNT
    limits = Limits(text_length=TEXT_LENGTH, text_unit=TextUnit.CHARACTER, buttons=False, upload_bytes=0)

    def __init__(self, platform: ToyPlatform) -> None:
        self._platform = platform
        self._parting = Parting(pause=0)

    def opened(self) -> AbstractAsyncContextManager["ToyChannel"]:
        """It has no connections to open."""
        return nullcontext(self)

    async def receive(self, store: StoreUpdates) -> None:
        """Take lines for ever; each is confirmed once it is stored."""
        platform = self._platform
        while True:
            platform.news.clear()
            waiting = platform.lines[platform.confirmed :]
            if updates := [found for line in waiting if (found := raw_update(line)) is not None]:
                await store(updates)
            platform.confirmed += len(waiting)
            if not waiting:
                await platform.news.wait()

    def translate(self, update: RawUpdate) -> Inbound | None:
        """The line in neutral words; None for one that nobody can read."""
        try:
            return _inbound(update)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            _log.info("line %s is left out: %s", update.key, type(error).__name__)
            return None

    async def fetch(self, reference: MediaReference) -> bytes:
        """The picture's bytes. Raises MediaGone when it is not there."""
        content = self._platform.pictures.get(reference.key)
        if content is None:
            raise MediaGone("no such picture")
        return content

    async def send(self, chat: str, message: Outgoing) -> str:
        """Send once; the id of the last piece. Raises SendError."""
        if not message.text.strip():
            raise Refused("message text is empty")
        pieces = numbered(message.text, message.options, TEXT_LENGTH, TextUnit.CHARACTER)
        return await self._parting.deliver(chat, message, pieces, lambda text: self._text(chat, text))

    async def _text(self, chat: str, text: str) -> str:
        return self._platform.send(chat, text)


def raw_update(line: object) -> RawUpdate | None:
    """What is stored of a line; None for one that belongs to no chat."""
    chat, mark, rest = line.partition("|") if isinstance(line, str) else ("", "", "")
    return RawUpdate(rest.partition("|")[0], chat, {"line": line}) if chat and mark else None


def _inbound(update: RawUpdate) -> Inbound:
    chat, number, moment, words = update.payload["line"].split("|", 3)
    sent_at = datetime.fromisoformat(moment)
    if sent_at.tzinfo is None or chat != update.chat:
        raise ValueError("not a line of this chat")
    plain = Inbound(Address(NAME, ACCOUNT, chat), number, sent_at, InboundKind.TEXT, text=words)
    kind, mark, key = words.partition(":")
    if mark and kind == "picture":
        return Inbound(plain.address, number, sent_at, InboundKind.PHOTO, picture=MediaReference(key))
    if words == "*":
        return Inbound(plain.address, number, sent_at, InboundKind.OTHER, other="sticker")
    return plain
