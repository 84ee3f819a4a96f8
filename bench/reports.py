"""The month's documents: how long, how much memory, how large; and do people still get their receipts meanwhile?"""

import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from bench.building import LAST_WEEK, build
from bench.report import Report
from bench.reports_made_up import month, pictures, texts
from bot.config import Config
from bot.organisation import organisation_of
from bot.replay.staging import Script, Staged, read_script_roster, stage
from channels.local.translation import ACCOUNT, NAME
from core.calendar import local_day
from core.figures import fold
from core.ports import Address
from core.roster import SeatKind
from db import invites, people, reporting
from db.engine import open_database
from media.store import MediaStore
from reports.month_book import write_month_book
from reports.word.document import write_document

PICTURES = 600
START = "2026-11-16"
CONSENT = 1


async def measure(report: Report) -> None:
    """Word with 600 and with 6,000 pictures, Excel for a country, receipts beside a report."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        began = time.perf_counter()
        pictures(folder, 10 * PICTURES)
        print(f"drew the screenshots in {time.perf_counter() - began:.0f} s")
        _documents(report, folder)
        await _country(report, folder)
        await _receipts(report, folder)


def _documents(report: Report, folder: Path) -> None:
    few, many = (_written(folder, number) for number in (PICTURES, 10 * PICTURES))
    report.figure("the document of 122 secretaries, 5 weeks, 600 pictures", few["seconds"], "s", limit=20)
    report.figure("  its resident memory", few["resident"], "MB", limit=400)
    report.figure("  on the disk", few["size"], "MB", limit=25)
    report.figure("the same with 6,000 pictures", many["seconds"], "s")
    report.figure("  its resident memory", many["resident"], "MB")
    report.figure("  in times of the first", many["seconds"] / few["seconds"], "times", limit=12)
    report.figure("  its memory in times of the first", many["resident"] / few["resident"], "times", limit=2)


def _written(folder: Path, number: int) -> Mapping[str, float]:
    """What one document takes, in a process of its own."""
    command = [sys.executable, "-m", "bench.reports_made_up", str(folder), "docx", str(number)]
    told: Mapping[str, float] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return told


async def _country(report: Report, folder: Path) -> None:
    """Five weeks of 10,598 communes with an item each, from the database to the workbook."""
    await build(folder / "country.db", 60_000)
    organisation = organisation_of(Config())
    database = open_database(f"sqlite+aiosqlite:///{folder / 'country.db'}")
    began = time.perf_counter()
    async with database.snapshot() as tx:
        facts = await reporting.month_facts(
            tx, organisation, "2026-12", None, LAST_WEEK + timedelta(days=9), periods=range(2, 7)
        )  # fmt: skip
    await database.close()
    report.figure("gathering five weeks of 10,598 units", time.perf_counter() - began, "s")
    began = time.perf_counter()
    table = fold(facts)
    report.figure("folding them", time.perf_counter() - began, "s")
    began = time.perf_counter()
    file = write_month_book(table, texts(), folder, "country")
    report.figure(f"their workbook ({len(facts.items):,} items)", time.perf_counter() - began, "s", limit=15)
    report.figure("  on the disk", file.stat().st_size / 1e6, "MB")
    began = time.perf_counter()
    [document] = write_document(table, texts(), MediaStore(folder / "media"), folder, "country")
    report.figure("their document", time.perf_counter() - began, "s")
    report.figure("  on the disk", document.stat().st_size / 1e6, "MB")


async def _receipts(report: Report, folder: Path) -> None:
    """One secretary hands in picture after picture while a thread writes the document."""
    organisation = organisation_of(Config())
    roster = read_script_roster(organisation, None)
    script = Script(START, 1, "", 1.0, 1)
    async with stage(organisation, folder / "play", roster, script, LAST_WEEK, passing=False) as staged:
        await staged.installation.beat()
        chat = await _linked(staged)
        made = asyncio.create_task(
            asyncio.to_thread(
                write_document, fold(month(PICTURES)), texts(), MediaStore(folder / "media"), folder, "beside"
            )
        )
        content = (folder / "drawn-0.jpg").read_bytes()
        waits: list[float] = []
        while not made.done():
            waits.append(await _receipt(staged, chat, content + str(len(waits)).encode()))
        await made
    report.figure(f"a receipt while a report is made, median of {len(waits)}", statistics.median(waits), "s")
    report.figure("  the slowest", max(waits), "s", limit=1)


async def _linked(staged: Staged) -> str:
    """A secretary who agreed and is linked to a chat."""
    installation, chat = staged.installation, "s-bench"
    now = installation.clock.now()
    day = local_day(installation.organisation.calendar, now)
    staged.platform.open_chat(chat, chat)
    async with installation.database.transaction() as tx:
        seats = [seat for seat in await invites.unlinked_seats(tx, day) if seat.kind is SeatKind.SECRETARY]
        await people.consent(tx, seats[0].member, CONSENT, now)
        await people.link(tx, seats[0].member, Address(NAME, ACCOUNT, chat), now, revoke_others=False)
    return chat


async def _receipt(staged: Staged, chat: str, content: bytes) -> float:
    """Seconds from a picture sent to its receipt in the chat."""
    installation = staged.installation
    channel = installation.channels[0]
    began = time.perf_counter()
    staged.platform.send_pictures(chat, [content])
    await channel.receive_waiting(lambda updates: installation.intake.take_in(channel, updates))  # type: ignore[attr-defined] # the built-in channel's
    await installation.intake.drain()
    await installation.dispatcher.drain()
    assert "Đã nhận" in staged.platform.messages(chat)[-1].text, staged.platform.messages(chat)[-1].text
    return time.perf_counter() - began
