"""`nhacnop roster import|export`: the organisation's sheet in and out."""

import sys
from collections.abc import Iterator
from pathlib import Path

import typer

from bot.commands.printing import run
from bot.config import Config
from bot.organisation import organisation_of
from bot.roster_import import accept, propose, read_file
from bot.session import CommandError, opened, settings
from core.calendar import local_day
from core.roster import Roster, roster_counts
from core.roster_table import HEADER, roster_table
from db import roster as roster_rows
from db.roster_import import Proposal
from reports.files import NotWritten, whole_file
from sheets.writing import write_csv, write_xlsx

app = typer.Typer(help="The roster: import and export.", no_args_is_help=True)

CLOSED = "đơn vị kết thúc hoạt động"
"""Why the open week of a closed unit is waived, as reports say it."""

SHOWN = 20
"""How many lines of one kind of change are listed."""


def register(commands: typer.Typer) -> None:
    """Add the commands."""
    commands.add_typer(app, name="roster")


@app.command("import", help="Read a CSV or XLSX roster, show the difference, and write it after a yes.")
def import_(
    file: Path = typer.Argument(..., metavar="FILE", help="The roster, as .csv or .xlsx."),
    dry_run: bool = typer.Option(False, "--dry-run", help="Show the difference only."),
    yes: bool = typer.Option(False, "--yes", help="Write without asking."),
    close: bool = typer.Option(False, "--close", help="Close the units that are not in the file."),
) -> None:
    """Show what would change; write it after a yes. Nothing is deleted."""
    config = settings()
    wanted = read_file(file, organisation_of(config))
    run(_import(config, wanted, dry_run, yes, close))


async def _import(config: Config, wanted: Roster, dry_run: bool, yes: bool, close: bool) -> None:
    async with opened(config) as session:
        proposal = await propose(session.database, session.organisation, wanted, session.now)
        for line in _described(proposal, session.organisation.owing_levels, close):
            print(line)
        if not (proposal.change.writes or (close and proposal.change.vanished_units)):
            print("nothing to change")
            return
        if dry_run:
            print("dry run: nothing was written")
            return
        if not yes and not _confirmed():
            print("nothing was written")
            return
        closing = CLOSED if close else None
        await accept(session.database, session.organisation, wanted, session.now, closing)
        print("written")


def _confirmed() -> bool:
    if not sys.stdin.isatty():
        raise CommandError("nothing was written: there is nobody to ask here; add --yes to write")
    return typer.confirm("Write this?")


def _described(proposal: Proposal, owing: frozenset[str], close: bool) -> Iterator[str]:
    counts = roster_counts(proposal.wanted, owing)
    yield f"{counts.units} units; {counts.owing} of a level that owes: {counts.held} held, {counts.vacant} vacant"
    yield from _listed("no unit, passed over", [f"row {row}" for row in proposal.wanted.passed_over])
    change = proposal.change
    if proposal.first:
        yield "first import: everything is new, valid from the opening of the current week"
    else:
        yield from _listed("new unit", [f"{unit.code} {unit.name}" for unit in change.new_units])
        yield from _listed(
            "renamed", [f"{each.old.code} {each.old.name} -> {each.new.name}" for each in change.renamed]
        )
        yield from _listed(
            "moved", [f"{each.old.code} {each.old.parent} -> {each.new.parent}" for each in change.moved]
        )
        yield from _listed(
            "other level", [f"{each.old.code} {each.old.level} -> {each.new.level}" for each in change.level_changed]
        )
        yield from _listed("new holder", [f"{holder.unit} {holder.member}" for holder in change.new_holders])
        yield from _listed(
            "other holder",
            [f"{each.new.unit} {each.old.member} -> {each.new.member}" for each in change.changed_holders],
        )
        yield from _listed("falls vacant", [f"{holder.unit} {holder.member}" for holder in change.vacated])
        yield from _listed("other title", [f"{each.new.unit} {each.new.title}" for each in change.retitled])
        yield from _listed("other phone", [each.new.unit for each in change.phones_changed])
    heirs = {each.old.code: f" -> {each.new.code} {each.new.name}" for each in change.descents}
    yield from _listed(
        "not in the file, is closed" if close else "not in the file, stays as it is",
        [f"{unit.code} {unit.name}{heirs.get(unit.code, '')}" for unit in change.vanished_units],
    )
    yield from _listed(
        "easily confused", [f"{one.code} {one.name} / {other.code} {other.name}" for one, other in change.confusable]
    )


def _listed(what: str, entries: list[str]) -> Iterator[str]:
    for entry in entries[:SHOWN]:
        yield f"{what}: {entry}"
    if len(entries) > SHOWN:
        yield f"{what}: and {len(entries) - SHOWN} more"


@app.command("export", help="Write the roster of today as CSV or XLSX, by the file's name.")
def export(file: Path = typer.Argument(..., metavar="FILE", help="The file to write, .csv or .xlsx.")) -> None:
    """Write the columns that an import reads."""
    config = settings()
    if file.suffix.lower() not in {".csv", ".xlsx"}:
        raise CommandError(f'{file}: nothing was written; the name should end in ".csv" or ".xlsx"', 2)
    rows = roster_table(run(_read(config)))
    content = write_xlsx(HEADER, rows) if file.suffix.lower() == ".xlsx" else write_csv(HEADER, rows)
    try:
        with whole_file(file) as temporary:
            temporary.write_bytes(content)
    except NotWritten as error:
        raise CommandError(f"{error}. Name another file, in a folder that is there") from error
    print(f"{len(rows)} rows written to {file}")


async def _read(config: Config) -> Roster:
    async with opened(config) as session, session.database.snapshot() as tx:
        return await roster_rows.read(tx, local_day(session.organisation.calendar, session.now))
