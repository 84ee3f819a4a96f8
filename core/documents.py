"""Documents that are made beside everything else: what is wanted, who makes them, how somebody gets them.

Making one takes seconds to minutes, so it is an *errand*: a row that says what is wanted and for whom. The clerk
makes the files away from the event loop; they are stored under their SHA-256 before the messages that carry them
are queued. A crash before that makes them once more, a crash after it sends them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from core.invitations import CardSheet

MOST_WEEKS = 26
"""So many weeks a picture of weeks can hold."""


class Format(StrEnum):
    """The kinds of file."""

    DOCX = "docx"
    XLSX = "xlsx"
    PNG = "png"


class ErrandKind(StrEnum):
    """What is to be done: the month's report (a draft until it is frozen), an amendment to it, the year's sheet, the
    picture of a stretch of weeks; or to freeze a month, or to put what changed since into an amendment; or fresh
    invitations for many at once."""

    MONTH = "month"
    AMENDMENT = "amendment"
    YEAR = "year"
    WEEKS = "weeks"
    FREEZE = "freeze"
    AMEND = "amend"
    INVITES = "invites"


@dataclass(frozen=True, slots=True)
class Order:
    """Which documents: of a month ("2026-11"), a year ("2026") or two local days with all between
    ("2026-09-28..2026-11-29"), of a unit's subtree (None: of everything).

    `number`: which amendment. Without formats, the usual ones. Of invitations `code` is the level of the units that
    are invited ("": every level), and without a unit all are meant whom the one who asks may invite.
    """

    kind: ErrandKind
    code: str
    unit: int | None = None
    number: int = 0
    formats: tuple[Format, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The order as a row keeps it."""
        return {"code": self.code, "unit": self.unit, "number": self.number, "formats": list(self.formats)}

    @classmethod
    def of(cls, kind: ErrandKind, kept: Mapping[str, Any]) -> "Order":
        """The order that a row kept."""
        formats = tuple(Format(name) for name in kept.get("formats", ()))
        return cls(kind, kept["code"], kept.get("unit"), kept.get("number", 0), formats)


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file in the store of documents. `picture`: to be shown rather than opened."""

    name: str
    sha256: str
    size: int
    picture: bool = False

    def as_json(self) -> list[Any]:
        """The file as a row keeps it."""
        return [self.name, self.sha256, self.size, self.picture]


class Trouble(StrEnum):
    """Why documents could not be made."""

    NO_SPACE = "no_space"
    TEMPLATE = "template"
    NOTHING = "nothing"
    OTHER = "other"


class CannotMake(Exception):
    """Documents could not be made; nothing half is left. The text says where and why, for whoever mends it."""

    def __init__(self, trouble: Trouble, detail: str) -> None:
        super().__init__(detail)
        self.trouble = trouble


@dataclass(frozen=True, slots=True)
class GatheredMonth:
    """A month's facts of the whole organisation as one packed text, its fingerprint, and what it says in short.

    `periods` are its weeks; `totals`: [owed, met, missed] by unit above those that owe, 0 for everything.
    `changes`: what is different from the newest edition, in plain facts; empty for a first one.
    """

    packed: bytes
    fingerprint: str
    taken_at: datetime
    periods: tuple[int, ...]
    totals: Mapping[str, list[int]] = field(default_factory=dict)
    changes: tuple[Mapping[str, Any], ...] = ()


Told = Callable[[int, int], None]
"""Told how many pictures are done, and of how many. May be called from another thread."""


class Clerk(Protocol):
    """Makes documents without holding up anybody."""

    async def make(self, order: Order, now: datetime, told: Told) -> tuple[MadeFile, ...]:
        """The files of an order, safe in the store when this returns; the main one first. Raises CannotMake.

        A frozen month's are made of its frozen facts: the same bytes each time.
        """
        ...

    async def cards(self, sheet: CardSheet, now: datetime, told: Told) -> tuple[MadeFile, ...]:
        """These invitations on paper and as a list, safe in the store when this returns. Raises CannotMake."""
        ...

    async def gather(self, month: str, now: datetime) -> GatheredMonth:
        """The month's facts as they stand at `now`, and how they differ from its newest edition. Raises CannotMake."""
        ...


class DocumentLinks(Protocol):
    """Where somebody whose channel carries no files (or none so large) gets one."""

    def link(self, name: str, sha256: str, member: int | None, now: datetime) -> str | None:
        """A signed address that works for a while, for this member; None while there is no door to the web."""
        ...

    def picture(self, sha256: str, member: int | None, now: datetime) -> str | None:
        """The same for a stored picture, which is shown without what its file tells besides."""
        ...
