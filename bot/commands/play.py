"""`nhacnop replay`: weeks of a whole province in a minute."""

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from bot.commands.printing import console, print_json, progress_console, run
from bot.config import Config
from bot.locking import alone_on
from bot.organisation import organisation_of
from bot.replay.pictures import NoPictures, Pictures, from_folder, picture
from bot.replay.reports import NoReports, write_reports
from bot.replay.staging import CannotStage, Script, Staged, claim_folder, read_script_roster, stage
from bot.replay.summary import WeekSummary, summarise, table_of
from bot.session import YEARS, CommandError, settings
from core.organisation import Organisation
from core.ports import Words
from core.roster import Roster, RosterCounts
from core.task import periods_from

FIRST_MONDAY = "2023-10-02"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("replay", help="Simulated people live some weeks; prints each week's standing.")(replay)


def replay(
    from_: str = typer.Option(FIRST_MONDAY, "--from", help="A day of the first week."),
    weeks: int = typer.Option(9, min=1, max=520, help="How many weeks."),
    roster: Path = typer.Option(None, help="A roster file; by default the province that comes with the program."),
    compliance: float = typer.Option(0.91, min=0.0, max=1.0, help="The share of obligations that are met."),
    seed: int = typer.Option(1, help="The same seed gives the same weeks."),
    pictures: Path = typer.Option(None, help="A folder with .jpg files that are handed in as evidence."),
    out: Path = typer.Option(None, help="A folder to keep everything in; a killed replay goes on there."),
    json: bool = typer.Option(False, "--json", help="One JSON document."),
) -> None:
    """Live the weeks, print them, and with --out write the monthly reports there."""
    _replay(from_, weeks, roster, compliance, seed, pictures, out, json)


def _replay(
    from_: str, weeks: int, roster: Path | None, compliance: float, seed: int, pictures: Path | None,
    out: Path | None, json: bool,
) -> None:  # fmt: skip
    config = settings(may_be_missing=True)
    organisation = organisation_of(config)
    wanted = read_script_roster(organisation, roster)
    organisation = named_after(organisation, wanted, config)
    start = _start(organisation, from_)
    script = Script(from_, weeks, roster.name if roster else "", compliance, seed, str(pictures or ""))
    drawn = _pictures(pictures)
    with _folder(out, script) as folder, alone_on(folder / "replay.db"):
        run(_live(organisation, folder, wanted, script, start, drawn, json=json, passing=out is None))


def _pictures(folder: Path | None) -> Pictures:
    try:
        return picture if folder is None else from_folder(folder)
    except NoPictures as error:
        raise CommandError(f"{error}; nothing was done", 2) from error


def named_after(organisation: Organisation, wanted: Roster, config: Config) -> Organisation:
    """Without a name in the settings the organisation is called as its one top unit."""
    tops = [unit for unit in wanted.units if unit.parent is None]
    if config.organisation.name != Config().organisation.name or len(tops) != 1:
        return organisation
    words = organisation.words
    return replace(organisation, words=Words(tops[0].name, words.secretary, words.coordinator, words.extra))


def _start(organisation: Organisation, from_: str) -> datetime:
    """The opening of the first task's week that holds this day."""
    try:
        day = datetime.fromisoformat(from_)
    except ValueError:
        raise CommandError(f'"{from_}" is no day; write it as {FIRST_MONDAY}', 2) from None
    if day.year not in YEARS:
        raise CommandError(f'"{from_}" is of no year from {YEARS[0]} to {YEARS[-1]}; nothing was done', 2)
    noon = day.replace(hour=12, tzinfo=organisation.calendar.zone).astimezone(UTC)
    return next(periods_from(organisation.weekly, organisation.calendar, noon)).opens_at


@contextmanager
def _folder(out: Path | None, script: Script) -> Iterator[Path]:
    if out is None:
        with tempfile.TemporaryDirectory(prefix="nhacnop-replay-", ignore_cleanup_errors=True) as folder:
            yield Path(folder)
        return
    try:
        claim_folder(out, script)
    except CannotStage as error:
        raise CommandError(f"{error}; nothing was done", 2) from error
    yield out


async def _live(
    organisation: Organisation,
    folder: Path,
    wanted: Roster,
    script: Script,
    start: datetime,
    pictures: Pictures,
    *,
    json: bool,
    passing: bool,
) -> None:
    began = time.monotonic()
    files: list[Path] = []
    async with stage(organisation, folder, wanted, script, start, passing=passing, pictures=pictures) as staged:
        with _progress(start, staged.play.weeks[-1].closes_at) as tell:
            await staged.replay.live(tell)
        weeks = await summarise(staged.installation, list(staged.play.weeks))
        if not passing:
            files = await _reports(staged, folder)
    seconds = round(time.monotonic() - began, 1)
    if json:
        print_json(_document(script, staged.counts, weeks, seconds))
    else:
        _print(organisation, staged.counts, weeks, seconds)
        for file in files:
            typer.echo(file)


async def _reports(staged: Staged, folder: Path) -> list[Path]:
    """The monthly reports, in a folder of their own."""
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"))
    with Progress(*columns, console=progress_console()) as bar:
        task = bar.add_task("reports", total=None)

        def tell(month: str, done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, description=f"report of {month}")

        try:
            return await write_reports(staged.installation, folder, tell)
        except NoReports as error:
            raise CommandError(f"the weeks were lived, but the reports could not be written: {error}") from error


@contextmanager
def _progress(start: datetime, end: datetime) -> Iterator[Callable[[datetime], None]]:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=progress_console()) as bar:
        task = bar.add_task("living", total=(end - start).total_seconds())

        def tell(at: datetime) -> None:
            bar.update(task, completed=(at - start).total_seconds(), description=f"{at:%Y-%m-%d}")

        yield tell


def _document(script: Script, counts: RosterCounts, weeks: list[WeekSummary], seconds: float) -> dict[str, object]:
    """The shape that scripts rely on (DESIGN section 4)."""
    return {
        "seed": script.seed,
        "roster": {"units": counts.units, "owing": counts.owing, "vacant": counts.vacant},
        "weeks": [week.as_json() for week in weeks],
        "seconds": seconds,
    }


def _print(organisation: Organisation, counts: RosterCounts, weeks: list[WeekSummary], seconds: float) -> None:
    out = console()
    out.print(table_of(weeks, organisation.words.organisation))
    owed = sum(week.obligations for week in weeks)
    met = sum(week.met_on_time + week.met_late for week in weeks)
    share = f"{100 * met / owed:.1f} % of {owed} obligations met" if owed else "no obligations"
    out.print(f"{counts.owing} units owe, {counts.vacant} of them vacant; {share}; {seconds} s")
