"""What does the chat page show and drive? The promises between the page and whoever owns the time and the people."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from channels.local.platform import LocalPlatform
from core.organisation import Organisation
from core.task import PeriodName
from db.engine import Database


class Phase(StrEnum):
    """What time is doing: nothing yet, the weeks before the visitor came, a push, or running with real time."""

    PREPARING = "preparing"
    PAST = "past"
    PASSING = "passing"
    RUNNING = "running"


class ComingKind(StrEnum):
    """What the calendar brings to a week by itself."""

    OPENS = "opens"
    REMIND = "remind"
    AT_RISK = "at_risk"
    DUE = "due"
    CLOSES = "closes"


@dataclass(frozen=True, slots=True)
class Coming:
    """One moment of the calendar that lies ahead. `week` is the number people say, or a title."""

    at: datetime
    kind: ComingKind
    task: str
    week: PeriodName


@dataclass(frozen=True, slots=True)
class ClockFace:
    """What the clock shows. While time is pushed it came from `since` and goes on until `until`."""

    phase: Phase
    now: datetime
    since: datetime | None
    until: datetime | None
    coming: tuple[Coming, ...]
    people_live: bool


class Happening(StrEnum):
    """What a page has to look at again."""

    CLOCK = "clock"
    OPENED = "opened"
    PEOPLE = "people"
    BOARD = "board"


@dataclass(frozen=True, slots=True)
class Opened:
    """The province, once it is there."""

    organisation: Organisation
    database: Database
    platform: LocalPlatform


class Stage(Protocol):
    """A province with its people and its clock. Belongs to one event loop."""

    @property
    def world(self) -> str:
        """Tells this province from one that was begun anew: a page forgets what it remembered of another."""
        ...

    @property
    def opened(self) -> Opened | None:
        """The province; None while it is being prepared."""
        ...

    def face(self) -> ClockFace:
        """What the clock shows now."""
        ...

    def push(self, until: datetime) -> None:
        """Let time pass until then, everything in between happening. Pushed already: the later moment holds."""
        ...

    def stop(self) -> None:
        """Let a push end at the moment it has reached."""
        ...

    def let_people_live(self, on: bool) -> None:
        """Whether the simulated people go on doing what they do."""
        ...

    @property
    def visitors(self) -> Collection[str]:
        """The chats that are left to the visitor: nobody is simulated there."""
        ...

    def leave_to_visitor(self, chat: str) -> None:
        """The visitor speaks here from now on."""
        ...

    def hand_back(self, chat: str) -> None:
        """The simulated person speaks here again, if there is one."""
        ...

    @property
    def codes(self) -> Mapping[str, str]:
        """Invitation codes that wait for somebody, by the chat they are meant for."""
        ...

    def sample_picture(self) -> bytes:
        """A picture to send for those who have none at hand; another one each time."""
        ...

    def subscribe(self, listener: Callable[[Happening], None]) -> None:
        """Call the listener whenever something is to be looked at again."""
        ...
