"""What the rooms promise each other: the clock, a channel, what comes in and goes out, how a send fails.

core/ defines the promises; channels/, media/ and bot/ keep them. Nothing here reads a clock or does I/O.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol, runtime_checkable

from core.plans import Plan

JsonObject = Mapping[str, Any]


class Clock(Protocol):
    """Tells the moment. The shells read it once per event and pass `now` down."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC. A rehearsal's clock may run faster or stand still."""
        ...


@dataclass(frozen=True, slots=True, order=True)
class Address:
    """Where one person is reached: a private chat with one bot account of one channel."""

    channel: str
    account: str
    chat: str


@dataclass(frozen=True, slots=True)
class RawUpdate:
    """What a platform delivered, before anybody understood it.

    `key` is the same when the platform delivers the same thing again; it is unique within one bot account.
    `album` groups the items of one album, which arrive one by one with no end mark.
    """

    key: str
    chat: str
    payload: JsonObject
    album: str | None = None


@dataclass(frozen=True, slots=True)
class MediaReference:
    """A picture that still lies with the platform: `key` is what the channel's `fetch` takes."""

    key: str
    file_name: str | None = None
    content_type: str | None = None
    size: int | None = None


class InboundKind(StrEnum):
    """What sort of message a person sent."""

    TEXT = "text"
    PHOTO = "photo"
    BUTTON = "button"
    START = "start"
    CONTACT = "contact"
    LEFT = "left"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Inbound:
    """One message from one person, told without any platform's words.

    `sent_at` is the platform's own time of sending (aware, UTC): it decides whether an item was on time.
    `text` is the text, a photo's caption, or the code of a START. `links` are those the platform marked
    besides the ones that stand in the text. `action` is what a pressed button carries; it may be forged.
    `other` names what was sent when it is neither text nor picture ("PDF", "video", "sticker"); `document` is a file
    among these, which is fetched only for somebody who may use it.
    `edited`: the person changed a message sent earlier, `message` is the earlier one's id and `sent_at` the moment
    of the change. CONTACT: `phone` is the number, and only set when it is the sender's own.
    LEFT: the person blocked the bot, or the bot was put out of a group. `sender` is the private chat of whoever
    wrote in a group (`private` False), empty where the platform does not say.
    """

    address: Address
    message: str
    sent_at: datetime
    kind: InboundKind
    text: str = ""
    links: tuple[str, ...] = ()
    picture: MediaReference | None = None
    action: str = ""
    other: str = ""
    album: str | None = None
    private: bool = True
    edited: bool = False
    phone: str = ""
    sender: str = ""
    document: MediaReference | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """One answer offered under a message: a button, or a number to type where a channel has none.

    `action` is at most 64 bytes (Telegram's limit for `callback_data`).
    """

    label: str
    action: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes out: shown as a `picture`, or to be opened and kept."""

    name: str
    content: bytes
    picture: bool = False


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to one chat: plain text, options in reading order, no markup; the attachments come first."""

    text: str
    options: tuple[Option, ...] = ()
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One line of a platform's command menu: the command without its slash, and what it does."""

    command: str
    description: str


class TextUnit(StrEnum):
    """What a platform counts when it limits a text's length."""

    UTF16 = "utf16"
    CHARACTER = "character"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one channel can carry. Rates are messages a second (in a group: a minute); None: no limit is known.

    `group_mark`: what the id of a group begins with. `upload_bytes`: the largest attachment; 0: no attachments.
    `plan`: what the platform lets the bot do in a month.
    """

    text_length: int
    text_unit: TextUnit
    buttons: bool
    action_bytes: int = 64
    per_second: float | None = None
    per_chat_second: float | None = None
    per_group_minute: int | None = None
    group_mark: str | None = None
    upload_bytes: int | None = None
    plan: Plan | None = None


class SendError(Exception):
    """A message could not be sent. The subclasses say whether trying again makes sense."""


class Throttled(SendError):
    """The platform wants us slower: nothing was sent; try again after `after` seconds."""

    def __init__(self, after: float) -> None:
        super().__init__(f"throttled, try again after {after} s")
        self.after = after


class Unavailable(SendError):
    """The platform did not answer or failed. The message may have arrived: trying again may repeat it."""


class Refused(SendError):
    """The platform refuses this message: our mistake. Trying again changes nothing."""


class Unreachable(SendError):
    """The person blocked the bot or left. This address is dead until the person writes again."""


class Moved(SendError):
    """The chat has a new id; send there."""

    def __init__(self, chat: str) -> None:
        super().__init__("the chat has moved")
        self.chat = chat


class OutOfQuota(SendError):
    """The plan's messages are used up. Trying again only helps when the quota is renewed."""


class WindowClosed(SendError):
    """The platform allows messages to this person only for a while after he or she wrote."""


class Misconfigured(SendError):
    """The platform rejects the bot itself (a bad token, say): a person has to mend the settings."""


class MediaError(Exception):
    """A picture could not be fetched now; trying again may help."""


class MediaGone(MediaError):
    """The platform no longer has the picture. Trying again changes nothing."""


StoreUpdates = Callable[[Sequence[RawUpdate]], Awaitable[None]]


class Channel(Protocol):
    """One bot account on one platform."""

    @property
    def name(self) -> str:
        """The channel's word in addresses and in the config: "local", "telegram"."""
        ...

    @property
    def account(self) -> str:
        """Which of several bots of this channel."""
        ...

    @property
    def limits(self) -> Limits:
        """What this channel can carry."""
        ...

    async def receive(self, store: StoreUpdates) -> None:
        """Take updates for ever. `store` returns once they are on disk; only then are they confirmed.

        At least once: a crash between the two delivers the same keys again.
        """
        ...

    def translate(self, update: RawUpdate) -> Inbound | None:
        """The update in neutral words; None when it is nothing that a person said to the bot."""
        ...

    async def fetch(self, reference: MediaReference) -> bytes:
        """The picture's bytes. Raises MediaError, or MediaGone when trying again is useless."""
        ...

    async def send(self, chat: str, message: Outgoing) -> str:
        """Send once and return the platform's message id. Raises SendError."""
        ...


@runtime_checkable
class Identified(Channel, Protocol):
    """A channel whose platform can say who the bot is."""

    async def identify(self) -> str:
        """The bot's public name, for invitation links. Raises Misconfigured when the platform rejects the token."""
        ...

    def link(self, name: str) -> str:
        """What opens the bot of this name; "{code}" in it stands for an invitation's, where it can carry one."""
        ...


@runtime_checkable
class WithMenus(Identified, Protocol):
    """A channel whose platform shows a command menu."""

    async def show_menu(self, chat: str | None, language: str | None, entries: Sequence[MenuEntry]) -> None:
        """The commands offered in this chat; without one, to everybody with this language. Raises SendError."""
        ...


@dataclass(frozen=True, slots=True)
class Person:
    """Whom a text addresses: language, form of address and given name."""

    language: str = "vi"
    form: str = "anh_chi"
    name: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """The organisation's own words for its people, as they stand in the texts."""

    organisation: str = "tổ chức"
    secretary: str = "đầu mối"
    coordinator: str = "cán bộ phụ trách"
    extra: Mapping[str, str] = field(default_factory=dict)
