"""The clerk: makes the files of an order and puts them into the store, away from the event loop."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from core.calendar import local_day
from core.documents import CannotMake, ErrandKind, Format, GatheredMonth, MadeFile, Order, Told, Trouble
from core.figures import MonthTable, fold
from core.figures_difference import changes
from core.figures_facts import MonthFacts
from core.figures_frozen import fingerprint, frozen, packed
from core.invitations import CardSheet
from core.organisation import Organisation
from db import editions, reporting
from db.engine import Database, Tx
from media.store import MediaStore
from reports.amendment import write_amendment
from reports.desk import Desk
from reports.files import NotWritten
from reports.month import is_draft, write_month, write_weeks
from reports.word.template import BrokenTemplate
from reports.year_book import write_year_book, year_file

MAKING = ".making-"
"""What the folder of files in the making is called in front; a crash leaves one behind."""


class ClerkHere:
    """Works in a thread of this process: for tests, rehearsals and the command line. Keeps core's Clerk promises."""

    def __init__(self, database: Database, desk: Callable[[], Desk]) -> None:
        self._database = database
        self._desk = desk

    async def make(self, order: Order, now: datetime, told: Told) -> tuple[MadeFile, ...]:
        """As promised."""
        if order.kind is ErrandKind.YEAR:
            return await self._year(order, now)
        if order.kind is ErrandKind.WEEKS:
            return await self._weeks(order, now)
        desk = self._desk()
        async with self._database.snapshot() as tx:
            facts, number = await _facts(tx, desk.organisation, order, now)
            before = await editions.facts_of(tx, order.code, number - 1, order.unit) if number > 1 else None
        if not facts.weeks:
            raise CannotMake(Trouble.NOTHING, f"no week that was opened so far belongs to the month {order.code}")
        return await asyncio.to_thread(_write_month, desk, order, facts, before, number, told)

    async def cards(self, sheet: CardSheet, now: datetime, told: Told) -> tuple[MadeFile, ...]:
        """As promised."""
        desk = self._desk()

        def write(folder: Path) -> Sequence[Path]:
            from reports.invitation_cards import write_cards  # noqa: PLC0415 - what makes a PDF takes time to load

            texts = desk.texts
            day = local_day(desk.organisation.calendar, now)
            return write_cards(sheet, texts, folder, texts.say("invitation.file", date=day.isoformat()), told)

        return await asyncio.to_thread(_stored, desk, write)

    async def gather(self, month: str, now: datetime) -> GatheredMonth:
        """As promised."""
        async with self._database.snapshot() as tx:
            facts = await reporting.month_facts(tx, self._desk().organisation, month, None, now)
            newest = await editions.newest_number(tx, month)
            before = await editions.facts_of(tx, month, newest) if newest else None
        if not facts.weeks:
            raise CannotMake(Trouble.NOTHING, f"no week that was opened so far belongs to the month {month}")
        return await asyncio.to_thread(_gathered, facts, before)

    async def _year(self, order: Order, now: datetime) -> tuple[MadeFile, ...]:
        desk = self._desk()
        organisation = desk.organisation
        async with self._database.snapshot() as tx:
            facts = await reporting.year_facts(tx, organisation, int(order.code), order.unit, now)
        if not facts.duties:
            raise CannotMake(Trouble.NOTHING, f"nothing was owed in {order.code}")

        def write(folder: Path) -> Sequence[Path]:
            texts = desk.texts
            return [write_year_book(facts, texts, folder, year_file(facts, texts), organisation.ratings)]

        return await asyncio.to_thread(_stored, desk, write)

    async def _weeks(self, order: Order, now: datetime) -> tuple[MadeFile, ...]:
        desk = self._desk()
        first, last = map(date.fromisoformat, order.code.split(".."))
        async with self._database.snapshot() as tx:
            facts = await reporting.weeks_facts(tx, desk.organisation, first, last, order.unit, now)
        if not facts.duties:
            raise CannotMake(Trouble.NOTHING, f"nothing was owed in {order.code}")
        return await asyncio.to_thread(_stored, desk, lambda folder: write_weeks(facts, desk.texts, folder))


async def _facts(tx: Tx, organisation: Organisation, order: Order, now: datetime) -> tuple[MonthFacts, int]:
    """The facts of the edition that is wanted, and its number; as they stand now, and 0, while there is none."""
    number = editions.FIRST + order.number
    try:
        facts = await editions.facts_of(tx, order.code, number, order.unit)
    except KeyError as error:
        raise CannotMake(Trouble.NOTHING, f"unit {order.unit} is in no report of {order.code}") from error
    except editions.Damaged as damaged:
        raise CannotMake(Trouble.OTHER, str(damaged)) from damaged
    if facts is not None:
        return facts, number
    if order.kind is ErrandKind.AMENDMENT:
        raise CannotMake(Trouble.NOTHING, f"there is no amendment {order.number} to the report of {order.code}")
    return await reporting.month_facts(tx, organisation, order.code, order.unit, now), 0


def _write_month(
    desk: Desk, order: Order, facts: MonthFacts, before: MonthFacts | None, number: int, told: Told
) -> tuple[MadeFile, ...]:
    def write(folder: Path) -> Sequence[Path]:
        if before is not None:
            return write_amendment(before, facts, number - editions.FIRST, desk.texts, folder, desk.wish(draft=False))
        wish = desk.wish(draft=not number and is_draft(facts))
        formats = order.formats or tuple(Format)
        return write_month(facts, desk.texts, MediaStore(desk.pictures), folder, formats, wish, told)

    return _stored(desk, write)


Write = Callable[[Path], Sequence[Path]]
"""Writes files into a folder and returns them, the main one first."""


def _stored(desk: Desk, write: Write) -> tuple[MadeFile, ...]:
    """What is written, in the store. Raises CannotMake."""
    try:
        desk.documents.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=MAKING, dir=desk.documents, ignore_cleanup_errors=True) as name:
            store = MediaStore(desk.documents)
            return tuple(_kept(store, file) for file in write(Path(name)))
    except NotWritten as error:
        raise CannotMake(Trouble.NO_SPACE if error.full else Trouble.OTHER, str(error)) from error
    except BrokenTemplate as error:
        raise CannotMake(Trouble.TEMPLATE, str(error)) from error
    except OSError as error:
        if error.filename is not None and str(error.filename) == desk.organisation.layout.template:
            raise CannotMake(Trouble.TEMPLATE, f"{error.filename}: {error.strerror}") from error
        told = NotWritten(desk.documents, error)
        raise CannotMake(Trouble.NO_SPACE if told.full else Trouble.OTHER, str(told)) from error


def _kept(store: MediaStore, file: Path) -> MadeFile:
    content = file.read_bytes()
    sha256 = store.put_here(content, file.suffix.removeprefix("."))
    return MadeFile(file.name, sha256, len(content), picture=file.suffix == ".png")


def _gathered(facts: MonthFacts, before: MonthFacts | None) -> GatheredMonth:
    table, text = fold(facts), frozen(facts)
    return GatheredMonth(
        packed=packed(text),
        fingerprint=fingerprint(text),
        taken_at=facts.taken_at,
        periods=tuple(week.period for week in facts.weeks),
        totals=_totals(table),
        changes=tuple(change.as_json() for change in changes(fold(before), table)) if before is not None else (),
    )


def _totals(table: MonthTable) -> dict[str, list[int]]:
    """Owed, met and missed weeks by unit that has others below it; under 0 those of everything."""
    nodes = [unit.id for unit in table.facts.units if table.parts(unit.id)]
    tallies = {str(node or 0): table.tally(node) for node in (None, *nodes)}
    return {node: [tally.owed, tally.met, tally.missed] for node, tally in tallies.items()}
