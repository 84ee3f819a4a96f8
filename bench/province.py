"""Nine weeks of a province: 1,098 obligations, about 1,000 items, every message really written and sent."""

import asyncio
import json
import subprocess
import sys

from bench.report import Report


async def measure(report: Report) -> None:
    """The replay as its user runs it, in a process of its own."""
    command = [sys.executable, "-m", "bot", "replay", "--json"]
    done = await asyncio.to_thread(subprocess.run, command, capture_output=True, check=True)
    played = json.loads(done.stdout)
    items = sum(week["items"] for week in played["weeks"])
    report.figure("nine weeks of a province", played["seconds"], "s", limit=60)
    report.figure("  items taken in a second of it", items / played["seconds"], "/s")
