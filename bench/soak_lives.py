"""The processes of the soak's bot: started, killed, looked at."""

import asyncio
import statistics
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from bench.processes import cpu_seconds

LOOK = 0.05

LONGEST = 300.0
"""Seconds that a life may take to come up, or to lead, however busy the machine."""


@asynccontextmanager
async def _not_for_ever(logs: Path) -> AsyncIterator[None]:
    """Raises RuntimeError, naming where to look, instead of waiting on."""
    try:
        async with asyncio.timeout(LONGEST):
            yield
    except TimeoutError:
        raise RuntimeError(f"a process of the soak said nothing for {LONGEST:g} seconds; see {logs}") from None


class Lives:
    """Some processes at one installation, each in a place of its own. Whoever is killed is followed by another one."""

    def __init__(self, folder: Path, number: int, constants: Sequence[str] = ()) -> None:
        """`constants` of the product that differ, written "module:NAME=number"."""
        self._folder = folder
        self._constants = constants
        self._started = 0
        self._processes: list[subprocess.Popen[bytes] | None] = [None] * number
        self._logs = [folder / f"place-{place}.log" for place in range(number)]
        self.beats_file = folder / "beats"
        self._beats_read = 0

    async def start(self, place: int) -> None:
        """One more life in this place; returns when it is ready."""
        self._started += 1
        self._logs[place] = self._folder / f"life-{self._started}.log"
        arguments = (self._folder / "config.yaml", self._folder / "shift", self._logs[place], self.beats_file)
        command = [sys.executable, "-m", "bench.soak_life", *map(str, arguments), *self._constants]
        self._processes[place] = await asyncio.to_thread(subprocess.Popen, command)
        async with _not_for_ever(self._logs[place]):
            while "ready:" not in self._log(place):
                if not self.lives(place):
                    raise RuntimeError(f"a process of the soak ended:\n{self._log(place)}")
                await asyncio.sleep(LOOK)

    async def start_all(self) -> None:
        """Everybody who does not live yet."""
        await asyncio.gather(*(self.start(place) for place in range(len(self._processes)) if not self.lives(place)))

    def lives(self, place: int) -> bool:
        """Whether there is a process in this place."""
        process = self._processes[place]
        return process is not None and process.poll() is None

    def leads(self, place: int) -> bool:
        """Whether the process in this place, as far as it told, is the one that polls, beats and sends."""
        told = self._log(place)
        return len(self._processes) == 1 or told.rfind("now polls") > told.rfind("does not beat and send any more")

    async def somebody_leads(self) -> float:
        """Returns once a living process leads: the seconds that took."""
        began = time.monotonic()
        places = range(len(self._processes))
        async with _not_for_ever(self._folder):
            while not any(self.lives(place) and self.leads(place) for place in places):  # noqa: ASYNC110 - no bell rings
                await asyncio.sleep(LOOK)
        return time.monotonic() - began

    def kill(self, place: int) -> None:
        """kill -9."""
        process = self._processes[place]
        assert process is not None
        process.kill()
        process.wait()

    def end(self) -> None:
        """Nobody lives on."""
        for process in self._processes:
            if process is not None:
                process.kill()
                process.wait()

    def stop(self, place: int) -> None:
        """TERM, and gently to the end."""
        process = self._processes[place]
        assert process is not None
        process.terminate()
        process.wait(timeout=60)

    def cpu_seconds(self) -> float:
        """Of computing so far by everybody who lives; NaN where the system does not tell (only Linux does here)."""
        places = [place for place in range(len(self._processes)) if self.lives(place)]
        return sum(cpu_seconds(process) for place in places if (process := self._processes[place]) is not None)

    def resident_megabytes(self, place: int) -> float:
        """Resident memory now; NaN where the system does not tell (only Linux does here)."""
        process = self._processes[place]
        assert process is not None
        status = Path(f"/proc/{process.pid}/status")
        if not status.exists():
            return float("nan")
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024

    def usual_beat(self) -> float:
        """Milliseconds of a beat since the last time this was asked: the lower quartile, which finds nothing to do.

        The lower quartile, because what other programs take from the machine makes beats longer and never shorter.
        """
        with self.beats_file.open("rb") as file:
            file.seek(self._beats_read)
            lines = file.read().splitlines(keepends=True)
        whole = [line for line in lines if line.endswith(b"\n")]
        self._beats_read += sum(map(len, whole))
        times = [float(line) for line in whole]
        return statistics.quantiles(times, n=4)[0] if len(times) > 1 else float("nan")

    def tracebacks(self) -> list[str]:
        """The last lines of every traceback that any life logged."""
        found = []
        for log in sorted(self._folder.glob("life-*.log")):
            inside = False
            for line in log.read_text(encoding="utf-8").splitlines():
                if line.startswith("Traceback"):
                    inside = True
                elif inside and line and not line.startswith(" "):
                    found.append(f"{log.name}: {line}")
                    inside = False
        return found

    def _log(self, place: int) -> str:
        log = self._logs[place]
        return log.read_text(encoding="utf-8") if log.exists() else ""
