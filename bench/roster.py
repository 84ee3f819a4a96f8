"""A country's roster, 10,598 communes in three tiers, compared with the same and with a reform, and written."""

import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.report import Report
from bot.config import config_of
from bot.organisation import organisation_of
from core.roster import Roster
from core.roster_table import HEADER
from db import roster_import
from db.engine import open_database
from db.migrate import migrate
from handlers.roster_files import read
from sheets.writing import write_csv, write_xlsx

PROVINCES, DISTRICTS, COMMUNES = 63, 705, 10_598
BEGAN = datetime(2026, 11, 16, 2, tzinfo=UTC)


def country_rows() -> list[tuple[str, ...]]:
    """A line for each seat: every unit has one, with a phone of its own."""
    rows: list[tuple[str, ...]] = [
        (f"T{n:02}", f"Tỉnh số {n}", "tỉnh", "", "Điều phối", f"Bùi Văn Hạnh {n}", f"0912{n:06}")
        for n in range(PROVINCES)
    ]
    rows += [
        (f"H{n:03}", f"Huyện số {n}", "huyện", f"T{n % PROVINCES:02}", "Điều phối", f"Lê Thị Bình {n}", f"0913{n:06}")
        for n in range(DISTRICTS)
    ]
    rows += [
        (f"X{n:05}", f"Xã Hoà Sơn {n}", "xã", f"H{n % DISTRICTS:03}", "Bí thư", f"Nguyễn Thị Mai {n}", f"0914{n:06}")
        for n in range(COMMUNES)
    ]
    return rows


async def measure(report: Report) -> None:
    """Read, compare and write as the chat and the command line do it, without the starting of a process."""
    organisation = organisation_of(config_of({"holidays": {"country": None}}))
    rows = country_rows()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{(Path(folder) / 'nhacnop.db').as_posix()}"
        await migrate(url)
        database = open_database(url)
        files = {"danh_sach.csv": write_csv(HEADER, rows), "danh_sach.xlsx": write_xlsx(HEADER, rows)}
        for what, name, limit in (
            (f"importing {len(rows):,} lines of csv into nothing", "danh_sach.csv", None),
            ("importing the same again, as csv", "danh_sach.csv", 10.0),
            ("importing the same again, as xlsx", "danh_sach.xlsx", 10.0),
        ):
            began = time.perf_counter()
            wanted = await read(files[name], name, organisation.owing_levels)
            assert isinstance(wanted, Roster)
            async with database.transaction() as tx:
                proposal = await roster_import.propose(tx, organisation, wanted, BEGAN)
                await roster_import.accept(tx, organisation, proposal, BEGAN, None)
            report.figure(what, time.perf_counter() - began, "s", limit=limit)
        assert proposal.change.unchanged
        began = time.perf_counter()
        async with database.transaction() as tx:
            later = BEGAN + timedelta(days=1)
            reformed = await read(write_csv(HEADER, _two_tiers(rows)), "moi.csv", organisation.owing_levels)
            assert isinstance(reformed, Roster)
            proposal = await roster_import.propose(tx, organisation, reformed, later)
            await roster_import.accept(tx, organisation, proposal, later, None, "sáp nhập")
        report.figure("closing every district and moving every commune", time.perf_counter() - began, "s", limit=10.0)
        await database.close()


def _two_tiers(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The districts vanish, their communes move up."""
    parents = {row[0]: row[3] for row in rows}
    kept = [row for row in rows if row[2] != "huyện"]
    return [(*row[:3], parents.get(row[3], row[3]) if row[2] == "xã" else row[3], *row[4:]) for row in kept]
