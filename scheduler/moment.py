"""What a composer sees and what it makes: one message at the moment it is sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.evidence import Duty
from core.ports import Attachment, Option, Person
from core.roles import Action
from db.broadcasts import Broadcast
from db.engine import Tx
from db.outbox import Claimed
from db.people import MemberView
from scheduler.setting import DutySetting
from texts.rendering import Sentence


@dataclass(frozen=True, slots=True)
class Composed:
    """A message ready to be sent. `without_files` takes its place where a channel carries no attachments."""

    text: str
    options: tuple[Option, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    without_files: str = ""


@dataclass(frozen=True, slots=True)
class Broken:
    """The message could not be composed: a mistake of ours, tried again later."""

    error: str


@dataclass(frozen=True, slots=True)
class Moment:
    """What a composer sees. `owed` is what the receiver owes, looked up for reminders only.

    `broadcast` is the one that the message belongs to, if it is one.
    """

    tx: Tx
    setting: DutySetting
    row: Claimed
    view: MemberView
    owed: Sequence[Duty]
    now: datetime
    broadcast: Broadcast | None = None

    @property
    def member(self) -> int:
        """The receiver."""
        return self.view.id

    @property
    def person(self) -> Person:
        """How to speak to the receiver."""
        return self.setting.person_of(self.view)

    def say(self, key: str, **values: object) -> Sentence:
        """A text for the receiver."""
        return self.setting.texts.say(self.person, key, **values)

    async def told_apart(self, names: Mapping[int, str]) -> dict[int, str]:
        """Names of units, by unit, as they are told apart for the receiver."""
        return await self.setting.told_apart(self.tx, self.view, names, self.now)

    def option(self, key: str, action: Action, *arguments: object, **values: object) -> Option:
        """A button; its payload is at most 64 bytes."""
        payload = ":".join([action.value, *(str(argument) for argument in arguments)])
        return Option(self.setting.texts.label(self.person, key, **values), payload)
