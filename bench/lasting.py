"""A country's database, looked after: backed up while people send, restored, and beaten on PostgreSQL.

1,000,000 submissions of 10,598 units. The backup is `nhacnop backup` as it is scheduled, in a process of its own,
restore included; people send links meanwhile.
"""

import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from pathlib import Path

from bench.building import COMMUNES, DISTRICTS, LAST_WEEK, PROVINCES, build
from bench.report import Report
from bench.soak import CONFIG
from bench.soak_lives import Lives
from bench.soak_platform import Platform, served
from bench.telegram_people import FIRST_CHAT, TOKEN
from bot.clock import HandClock
from bot.config import config_of
from bot.installation import install
from bot.organisation import organisation_of
from core.ports import Address
from db import people
from db.engine import open_database
from tests.postgresql.cluster import lasting_cluster
from tests.telegram.office_process import ShiftedClock

SUBMISSIONS = 1_000_000
SENDERS = 200
TRIES = 15
QUIET = LAST_WEEK + timedelta(days=2, hours=12)
"""Wednesday noon: a week is open and nothing is due."""


async def measure(report: Report, submissions: int = SUBMISSIONS) -> None:
    """About ten minutes on a quiet machine with two cores."""
    with tempfile.TemporaryDirectory(prefix="nhacnop-lasting-", dir="/var/tmp") as name:
        folder = Path(name)
        await asyncio.to_thread(folder.chmod, 0o755)  # PostgreSQL's own user goes through it
        began = time.perf_counter()
        await build(folder / "nhacnop.db", submissions)
        await _link(f"sqlite+aiosqlite:///{folder}/nhacnop.db")
        print(f"built {COMMUNES:,} units with {submissions:,} submissions in {time.perf_counter() - began:.0f} s")
        backup = await _backed_up(report, "SQLite", folder, f"sqlite+aiosqlite:///{folder}/nhacnop.db")
        await _restored(report, "SQLite", folder, f"sqlite+aiosqlite:///{folder}/back.db", backup)
        (folder / "postgresql").mkdir()
        with lasting_cluster(folder / "postgresql") as cluster:
            if cluster is None:
                print("PostgreSQL is not installed (Debian: apt-get install postgresql); the rest was not measured")
                return
            url = cluster.url(cluster.database("country"))
            await _restored(report, "PostgreSQL", folder, url, backup)
            await _beats(report, folder, url)
            await _backed_up(report, "PostgreSQL", folder, url)


async def _link(url: str) -> None:
    """Some secretaries have a chat with the bot."""
    database = open_database(url)
    async with database.transaction() as tx:
        for number in range(SENDERS):
            member = PROVINCES + DISTRICTS + 1 + number
            address = Address("telegram", TOKEN.partition(":")[0], str(FIRST_CHAT + number))
            await people.consent(tx, member, 1, QUIET - timedelta(days=30))
            await people.link(tx, member, address, QUIET - timedelta(days=30), revoke_others=True)
    await database.close()


async def _backed_up(report: Report, engine: str, folder: Path, url: str) -> Path:
    """One backup; meanwhile people send, as they did before it. The manifest."""
    async with _running(folder, url) as platform:
        order = {"kind": "links", "people": SENDERS, "count": SENDERS}
        await platform.feed(order)  # warm up
        before = statistics.median([(await platform.feed(order))["seconds"] for _ in range(5)])
        began = time.perf_counter()
        command = [sys.executable, "-m", "bot", "backup", str(folder / engine)]
        child = await asyncio.create_subprocess_exec(
            *command, "--config", str(folder / "config.yaml"), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        made = asyncio.create_task(child.communicate())
        meanwhile = []
        while not made.done():
            meanwhile.append((await platform.feed(order))["seconds"])
        told, _ = await made
        took = time.perf_counter() - began
    report.figure(f"{engine}: a backup, proved, while people send", took, "s", limit=60)
    slower = statistics.median(meanwhile) / before
    report.figure(f"  {engine}: {SENDERS} receipts meanwhile, in terms of before", slower, "times", limit=2)
    return Path(told.decode().strip())


async def _restored(report: Report, engine: str, folder: Path, url: str, backup: Path) -> None:
    _write_config(folder, url, 0)
    began = time.perf_counter()
    command = [sys.executable, "-m", "bot", "restore", str(backup), "--config", str(folder / "config.yaml")]
    await asyncio.to_thread(subprocess.run, command, check=True, capture_output=True)
    report.figure(f"{engine}: its restore", time.perf_counter() - began, "s", limit=120)


async def _beats(report: Report, folder: Path, url: str) -> None:
    task = {"reminders": ["mon 09:00", "thu 19:30", "sun 09:00"]}
    organisation = organisation_of(config_of({"holidays": {"country": None}, "tasks": [task]}))
    product = await install(organisation, url, folder / "media", [], HandClock(QUIET))
    times = []
    await product.beat()
    for _ in range(TRIES):
        began = time.perf_counter()
        await product.beat()
        times.append((time.perf_counter() - began) * 1000)
    await product.close()
    report.figure("PostgreSQL: a beat that finds nothing", statistics.median(times), "ms", limit=50)


@asynccontextmanager
async def _running(folder: Path, url: str) -> AsyncIterator[Platform]:
    """The bot, at this database on a Wednesday noon, fed by a Telegram of its own."""
    async with AsyncExitStack() as stack:
        platform = await stack.enter_async_context(served())
        platform.goes_on_from(time.monotonic_ns() // 10**6)  # more than were given before: fewer than 1,000 a second
        _write_config(folder, url, platform.port)
        ShiftedClock(folder / "shift", QUIET)
        lives = Lives(folder, 1)
        stack.callback(lives.end)
        await lives.start(0)
        yield platform


def _write_config(folder: Path, url: str, port: int) -> None:
    config = CONFIG.format(url=url, address=f"http://127.0.0.1:{port}")
    (folder / "config.yaml").write_text(config, encoding="utf-8")
