"""How are documents made and kept in this installation? Joins the clerk, the store of documents and the errands."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from core.documents import Clerk, DocumentLinks, GatheredMonth, MadeFile, Order, Told
from core.invitations import CardSheet
from core.organisation import Organisation
from core.ports import Channel
from db.engine import Database
from reports.apart import ClerkApart
from reports.desk import Desk


@dataclass(frozen=True, slots=True)
class Paperwork:
    """Where documents lie and how long, and where somebody whose channel carries no files gets them.

    `url`: the database's, for a process of their own that makes them; None: they are made in a thread of this one.
    `made` False: months are frozen and told of, but no file is made (in a rehearsal that nobody reads).
    """

    folder: Path
    keep: timedelta = timedelta(days=30)
    url: str | None = None
    made: bool = True
    links: DocumentLinks | None = None


def clerk_of(
    paperwork: Paperwork, database: Database, organisation: Callable[[], Organisation], pictures: Path,
    channels: Sequence[Channel],
) -> Clerk:  # fmt: skip
    """The clerk of an installation. A file is at most as large as the channel that carries the least takes it."""
    limits = [each.limits.upload_bytes for each in channels if each.limits.upload_bytes]

    def desk() -> Desk:
        return Desk(organisation(), pictures, paperwork.folder, min(limits, default=None))

    if paperwork.made and paperwork.url is not None:
        return ClerkApart(paperwork.url, desk)
    from reports.clerk import ClerkHere  # noqa: PLC0415 - what makes documents takes time and memory to load

    here = ClerkHere(database, desk)
    return here if paperwork.made else _FiguresOnly(here)


class _FiguresOnly:
    """A clerk who gathers months and makes no file."""

    def __init__(self, clerk: Clerk) -> None:
        self._clerk = clerk

    async def make(self, order: Order, now: datetime, told: Told) -> tuple[MadeFile, ...]:
        return ()

    async def cards(self, sheet: CardSheet, now: datetime, told: Told) -> tuple[MadeFile, ...]:
        return ()

    async def gather(self, month: str, now: datetime) -> GatheredMonth:
        return await self._clerk.gather(month, now)
