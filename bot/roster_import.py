"""From a roster's file to the database: read, check, compare, and only then write."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from core.organisation import Organisation
from core.roster import Fault, Roster, fault_sentence, may_be_roster, read_roster
from db import roster_import
from db.engine import Database
from db.roster_import import Proposal
from sheets.reading import read_sheet
from sheets.table import MAX_BYTES, SheetError


class RosterRefused(Exception):
    """The file cannot become a roster; `lines` says why, fault by fault with its row. Nothing was written."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = list(lines)


def read_file(path: Path, organisation: Organisation) -> Roster:
    """The roster in a CSV or XLSX file. Raises RosterRefused with every fault."""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)  # whatever else is in it, it is too large
    except OSError as error:
        raise RosterRefused([f"{path}: cannot be read ({error.strerror}); see that the path is right"]) from error
    return read_content(content, path.name, organisation)


def read_content(content: bytes, name: str, organisation: Organisation) -> Roster:
    """The roster in a file's bytes. Raises RosterRefused with every fault."""
    try:
        rows = read_sheet(content, name, may_be_roster)
    except SheetError as error:
        raise RosterRefused([f"{name}: {error}"]) from error
    found = read_roster(rows, organisation.owing_levels)
    if isinstance(found, Roster):
        return found
    raise RosterRefused([_fault_line(fault) for fault in found])


def _fault_line(fault: Fault) -> str:
    return fault_sentence(fault) if fault.row is None else f"row {fault.row}: {fault_sentence(fault)}"


async def propose(database: Database, organisation: Organisation, wanted: Roster, now: datetime) -> Proposal:
    """Compare with what stands in the database; writes nothing."""
    async with database.snapshot() as tx:
        return await roster_import.propose(tx, organisation, wanted, now)


async def accept(
    database: Database, organisation: Organisation, wanted: Roster, now: datetime, closing: str | None = None
) -> None:
    """Write the roster. The first one holds from the opening of the current week, a later one from today.

    With `closing` the units that it does not name are closed, and their open weeks waived for this reason.
    """
    async with database.transaction() as tx:
        proposal = await roster_import.propose(tx, organisation, wanted, now)
        await roster_import.accept(tx, organisation, proposal, now, None, closing)
