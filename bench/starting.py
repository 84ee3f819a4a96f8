"""From `nhacnop run` to ready, and what an idle one takes."""

import asyncio
import statistics
import tempfile
from pathlib import Path

from bench.processes import installation, resident_megabytes, running
from bench.report import Report

TRIES = 5


async def measure(report: Report) -> None:
    """Start on a migrated database, as every start but the first; the median of five."""
    with tempfile.TemporaryDirectory() as folder:
        config = installation(Path(folder))
        with running(config) as (_, first):
            report.figure("from run to ready, the first time (the database is made)", first, "s")
        seconds: list[float] = []
        for _ in range(TRIES):
            with running(config) as (process, took):
                seconds.append(took)
                await asyncio.sleep(1)
                memory = resident_megabytes(process)
        report.figure("from run to ready", statistics.median(seconds), "s", limit=2)
        with running(config) as (process, _):
            await asyncio.sleep(6)
            memory = resident_megabytes(process)
        if memory is None:
            print("memory of an idle run: this system does not tell")
        else:
            report.figure("resident memory of an idle run", memory, "MB", limit=120)
