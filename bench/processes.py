"""Starting the program as a process and looking at it from outside."""

import math
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CONFIG = """\
organisation: {name: Bench}
database: {url: "sqlite+aiosqlite:///nhacnop.db"}
media: {dir: media}
web: {enabled: false}
"""


def installation(folder: Path) -> Path:
    """An empty folder's settings."""
    config = folder / "config.yaml"
    config.write_text(CONFIG, encoding="utf-8")
    return config


@contextmanager
def running(config: Path) -> Iterator[tuple["subprocess.Popen[str]", float]]:
    """`nhacnop run` with these settings, and the seconds until it said that it is ready."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "run", "--config", str(config)], stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stderr is not None
        for line in process.stderr:
            if line.startswith("ready"):
                yield process, time.perf_counter() - began
                return
        raise RuntimeError(f"nhacnop run ended with {process.wait()}")
    finally:
        process.terminate()
        process.wait(timeout=30)


def resident_megabytes(process: "subprocess.Popen[str]") -> float | None:
    """Resident memory; None where the system does not tell (only Linux does here)."""
    status = Path(f"/proc/{process.pid}/status")
    if not status.exists():
        return None
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def cpu_seconds(process: "subprocess.Popen[Any]") -> float:
    """Of computing so far, in all its threads; NaN where the system does not tell (only Linux does here)."""
    status = Path(f"/proc/{process.pid}/stat")
    if not status.exists():
        return math.nan
    fields = status.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """A port of this machine that nobody listens at now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
