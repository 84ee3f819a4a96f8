"""`nhacnop report`: the monthly documents, and the year's sheet."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bot.commands.printing import progress_console, run
from bot.config import Config
from bot.session import CommandError, Session, opened, settings
from core.calendar import local_day
from core.documents import Format
from core.figures import fold
from core.figures_facts import MonthFacts
from db import editions, reporting
from db.editions import Edition
from db.engine import Tx
from db.reporting import Validity
from media.store import MediaStore
from reports.amendment import write_amendment
from reports.files import NotWritten
from reports.month import is_draft, write_month
from reports.word.document import Wish
from reports.word.template import BrokenTemplate
from reports.year_book import write_year_book, year_file
from texts.report import ReportTexts

MEGABYTE = 1_000_000


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("report", help="The monthly documents of the organisation or of one unit and what is below it.")(report)


def report(
    month: str | None = typer.Option(None, help="The reporting month, such as 2026-11."),
    year: int | None = typer.Option(
        None, min=2000, max=2999, help="Instead of a month: the year's sheet of all secretaries."
    ),
    unit: str | None = typer.Option(None, help="Only this unit and everything below it."),
    formats: str = typer.Option(",".join(Format), "--format", help="Which files, with commas between them."),
    out: Path = typer.Option(..., help="The folder for the files; made when it is missing."),
    template: Path | None = typer.Option(None, help="Another .docx than the settings' template."),
    limit: int | None = typer.Option(None, min=1, help="Split the document when it is larger than so many megabytes."),
    amendment: int | None = typer.Option(None, min=1, help="Instead of the report its amendment of this number."),
) -> None:
    """Write the files and print their names. A month that is frozen gives what was frozen, the same bytes each time."""
    wanted = _formats(formats)
    if month is not None and year is None:
        run(_month(settings(), _Wanted(month, unit, wanted, out, template, limit, amendment or 0)))
    elif year is not None and month is None:
        run(_year(settings(), year, unit, out))
    else:
        raise CommandError("say which month, for example --month 2026-11, or else which --year", 2)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What was asked for on the command line."""

    code: str
    unit: str | None
    formats: list[Format]
    out: Path
    template: Path | None
    limit: int | None
    amendment: int


def _formats(text: str) -> list[Format]:
    names = [name.strip().lower() for name in text.split(",") if name.strip()]
    unknown = [name for name in names if name not in tuple(Format)]
    if unknown or not names:
        raise CommandError(f'there is no format "{", ".join(unknown)}"; there are: {", ".join(Format)}', 2)
    return [Format(name) for name in names]


async def _month(config: Config, wanted: _Wanted) -> None:
    async with opened(config) as session:
        async with session.database.snapshot() as tx:
            known = await editions.editions(tx, wanted.code.strip())
            facts = await _facts(tx, session, wanted, frozen=bool(known))
            before = await _frozen(tx, session, wanted, wanted.amendment) if wanted.amendment else None
            if not facts.duties and not facts.vacancies:
                root = next((unit.name for unit in facts.units if unit.id == facts.root), "the top")
                raise CommandError(f"nobody below {root} owed anything in {facts.month}")
        texts = _texts(session)
    _tell(facts, known, session)
    layout = session.organisation.layout
    template = wanted.template or (Path(layout.template) if layout.template else None)
    limit = None if wanted.limit is None else wanted.limit * MEGABYTE
    wish = Wish(not known and is_draft(facts), template, limit, layout)
    with _progress() as tell, _faults():
        if before is not None:
            wanted.out.mkdir(parents=True, exist_ok=True)
            written = write_amendment(before, facts, wanted.amendment, texts, wanted.out, wish)
        else:
            written = write_month(facts, texts, MediaStore(config.media_dir), wanted.out, wanted.formats, wish, tell)
    for file in written:
        typer.echo(file)


async def _year(config: Config, year: int, unit: str | None, out: Path) -> None:
    async with opened(config) as session:
        async with session.database.snapshot() as tx:
            root = None if unit is None else await _unit(tx, unit)
            facts = await reporting.year_facts(tx, session.organisation, year, root.id if root else None, session.now)
        texts = _texts(session)
    if not facts.duties:
        raise CommandError(f"nothing was owed in {year}" + ("" if unit is None else f' below "{unit}"'))
    with _faults():
        typer.echo(write_year_book(facts, texts, out, year_file(facts, texts), session.organisation.ratings))


async def _facts(tx: Tx, session: Session, wanted: _Wanted, *, frozen: bool) -> MonthFacts:
    """The month's facts, as they were frozen if they were. Raises CommandError when there is nothing to tell of."""
    if frozen:
        return await _frozen(tx, session, wanted, editions.FIRST + wanted.amendment)
    root = None if wanted.unit is None else await _unit(tx, wanted.unit)
    number = root.id if root else None
    try:
        facts = await reporting.month_facts(tx, session.organisation, wanted.code, number, session.now)
    except ValueError as error:
        raise CommandError(str(error), 2) from error
    if not facts.weeks:
        raise CommandError(f"no week that was opened so far belongs to the month {facts.month}")
    if wanted.amendment:
        raise CommandError(f"{facts.month} is not frozen, so there is no amendment to it")
    if root is not None:
        _existed(root, facts, session)
    return facts


async def _frozen(tx: Tx, session: Session, wanted: _Wanted, number: int) -> MonthFacts:
    """What was frozen in this edition."""
    root, month = None if wanted.unit is None else await _unit(tx, wanted.unit), wanted.code.strip()
    try:
        facts = await editions.facts_of(tx, month, number, root.id if root else None)
    except KeyError as error:
        assert root is not None
        facts = await editions.facts_of(tx, month, number)
        if facts is not None:
            _existed(root, facts, session)
        raise CommandError(f"{root.name} ({root.code}) is not in the frozen report of {month}") from error
    except editions.Damaged as damaged:
        raise CommandError(f"{damaged}; nothing was written. Restore a backup") from damaged
    if facts is None:
        raise CommandError(f"there is no amendment {number - editions.FIRST} to the report of {month}")
    return facts


async def _unit(tx: Tx, code: str) -> Validity:
    unit = await reporting.validity(tx, code)
    if unit is None:
        raise CommandError(f'there is no unit with the code "{code}"', 2)
    return unit


def _existed(unit: Validity, facts: MonthFacts, session: Session) -> None:
    """Raises CommandError when the unit did not exist in any week of the month."""
    calendar = session.organisation.calendar
    first = local_day(calendar, min(week.opens_at for week in facts.weeks))
    last = local_day(calendar, max(week.due_at for week in facts.weeks))
    if unit.valid_from > last or (unit.valid_to or date.max) <= first:
        until = "" if unit.valid_to is None else f" until {unit.valid_to:%Y-%m-%d}"
        raise CommandError(
            f"{unit.name} ({unit.code}) did not exist in {facts.month} ({first:%Y-%m-%d} to {last:%Y-%m-%d}): "
            f"it exists from {unit.valid_from:%Y-%m-%d}{until}"
        )


def _texts(session: Session) -> ReportTexts:
    organisation = session.organisation
    return ReportTexts(organisation.words, organisation.calendar.zone, organisation.language)


def _tell(facts: MonthFacts, known: Sequence[Edition], session: Session) -> None:
    """On stderr: that it is a draft, and why; or when it was frozen, its fingerprint and its amendments."""
    zone = session.organisation.calendar.zone

    def shown(at: datetime) -> str:
        return at.astimezone(zone).strftime("%Y-%m-%d %H:%M")

    if known:
        more = f"; amendments: {len(known) - 1}" if len(known) > 1 else ""
        told = f"{facts.month} was frozen at {shown(known[0].frozen_at)}, SHA-256 {known[0].fingerprint}{more}"
        progress_console().print(told, highlight=False, soft_wrap=True)
    if known or not is_draft(facts):
        return
    table = fold(facts)
    still = [
        f"{week.code} ({number} units)"
        for week in facts.weeks
        if (number := table.tally(period=week.period).open)
    ]  # fmt: skip
    if facts.taken_at >= facts.closes_at:
        words = f"{facts.month} is closed but not final before {shown(facts.final_at)}"
    else:
        words = f"{facts.month} is not closed before {shown(facts.closes_at)}"
    words += f"; still open: {', '.join(still)}" if still else ""
    progress_console().print(f"{words}. This is a draft, and marked as one.", highlight=False, soft_wrap=True)


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=progress_console()) as bar:
        task = bar.add_task("pictures", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@contextmanager
def _faults() -> Iterator[None]:
    """What the room of reports raises, as a command says it."""
    try:
        yield
    except (NotWritten, BrokenTemplate) as error:
        raise CommandError(str(error)) from error
