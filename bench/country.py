"""A country: 10,598 communes in three tiers, with 10,000 and with 1,000,000 submissions.

The beat that finds nothing to do, opening a week, warning and closing with a third short, and the memory of `run`.
"""

import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path

from bench.building import LAST_WEEK, build
from bench.processes import installation, resident_megabytes, running
from bench.report import Report
from bot.clock import HandClock
from bot.config import config_of
from bot.installation import Installation, install
from bot.organisation import organisation_of

TRIES = 15


VIETNAM = Path(__file__).with_name("roster-vietnam-2025.csv")
"""34 provinces and 3,321 communes, as of July 2025."""


async def measure(report: Report) -> None:
    """Two countries in one run, so that the ratio is of this machine at this moment."""
    with tempfile.TemporaryDirectory() as folder:
        _import(report, Path(folder))
        small, large = Path(folder) / "small", Path(folder) / "large"
        for where, submissions in ((small, 10_000), (large, 1_000_000)):
            where.mkdir()
            installation(where)
            began = time.perf_counter()
            await build(where / "nhacnop.db", submissions)
            print(f"built 10,598 units with {submissions:,} submissions in {time.perf_counter() - began:.0f} s")
        await _beats(report, small, large)
        await _steps(report, large)
        await _memory(report, large)


def _import(report: Report, folder: Path) -> None:
    """The whole command, from its start to its end, into an empty database and once more into the full one."""
    config = installation(folder)
    for what, limit in (("importing 3,321 communes", 5.0), ("importing them again, nothing to change", None)):
        began = time.perf_counter()
        command = [sys.executable, "-m", "bot", "roster", "import", str(VIETNAM), "--yes", "--config", str(config)]
        subprocess.run(command, check=True, capture_output=True)
        report.figure(what, time.perf_counter() - began, "s", limit=limit)


async def _beats(report: Report, small: Path, large: Path) -> None:
    """A beat in mid-week that finds nothing to do; both countries in turn."""
    quiet = LAST_WEEK + timedelta(days=2, hours=12)
    one, other = await _installed(small, quiet), await _installed(large, quiet)
    await one.beat()
    await other.beat()
    times: dict[str, list[float]] = {"small": [], "large": []}
    for _ in range(TRIES):
        times["small"].append(await _milliseconds(one.beat))
        times["large"].append(await _milliseconds(other.beat))
    await one.close()
    await other.close()
    few, many = statistics.median(times["small"]), statistics.median(times["large"])
    report.figure("a beat that finds nothing, 10,000 submissions", few, "ms")
    report.figure("a beat that finds nothing, 1,000,000 submissions", many, "ms", limit=50)
    report.figure("  the second in terms of the first", many / few, "times", limit=1.3)


async def _steps(report: Report, large: Path) -> None:
    """A third of the units is short in the last week: warn, close, then open the next one."""
    at_risk = LAST_WEEK + timedelta(days=5, hours=20)
    for what, moment in (
        ("the AT_RISK step with a third short", at_risk),
        ("opening a period", LAST_WEEK + timedelta(days=7)),
        ("the MISSED step with a third short", LAST_WEEK + timedelta(days=7, hours=8)),
    ):
        product = await _installed(large, moment - timedelta(seconds=1))
        await product.beat()
        assert isinstance(product.clock, HandClock)
        product.clock.set(moment)
        seconds = await _milliseconds(lambda product=product, at=moment: product.heartbeat.beat(at)) / 1000  # type: ignore[misc]
        report.figure(what, seconds, "s", limit=3)
        await product.close()


async def _memory(report: Report, large: Path) -> None:
    with running(large / "config.yaml") as (process, took):
        await asyncio.sleep(8)
        memory = resident_megabytes(process)
    report.figure("from run to ready with that database", took, "s")
    if memory is not None:
        report.figure("resident memory of run with that database", memory, "MB", limit=200)


async def _installed(folder: Path, now: datetime) -> Installation:
    # No reminder at the moment of the close, so that each step is measured alone.
    task = {"reminders": ["mon 09:00", "thu 19:30", "sun 09:00"]}
    organisation = organisation_of(config_of({"holidays": {"country": None}, "tasks": [task]}))
    url = f"sqlite+aiosqlite:///{folder / 'nhacnop.db'}"
    return await install(organisation, url, folder / "media", [], HandClock(now))


async def _milliseconds(work: Callable[[], Awaitable[object]]) -> float:
    began = time.perf_counter()
    await work()
    return (time.perf_counter() - began) * 1000
