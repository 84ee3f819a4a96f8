"""Talking with a process of our own while a measurement runs: a line of JSON in, a line of JSON out."""

import asyncio
import json
import math
import os
import sys
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

Answers = Mapping[str, Callable[[Any], Awaitable[Any]]]

_LONGEST_ANSWER = 900.0  # seconds; nothing here takes as long


class Child:
    """A bench module that runs as a process, until its line is closed. `ask` what it answers to."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def start(cls, module: str, *arguments: object) -> "Child":
        """`python -m bench.<module> <arguments>`; what it logs is shown."""
        command = (sys.executable, "-m", f"bench.{module}", *map(str, arguments))
        pipe = asyncio.subprocess.PIPE
        return cls(await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, limit=1 << 24))

    async def ask(self, what: str, value: Any = None) -> Any:
        """What the process answers. Raises RuntimeError when it has ended, TimeoutError after a quarter of an hour."""
        talk = self._process
        assert talk.stdin is not None and talk.stdout is not None
        talk.stdin.write(json.dumps([what, value]).encode() + b"\n")
        async with asyncio.timeout(_LONGEST_ANSWER):
            line = await talk.stdout.readline()
        if not line:
            raise RuntimeError(f"a process of the bench ended with {await talk.wait()}")
        return json.loads(line)

    async def lives_until(self, answer: Awaitable[Any]) -> Any:
        """What somebody else answers. Raises RuntimeError when this process ends before."""
        answered, ended = asyncio.ensure_future(answer), asyncio.ensure_future(self._process.wait())
        await asyncio.wait({answered, ended}, return_when=asyncio.FIRST_COMPLETED)
        if not answered.done():
            answered.cancel()
            raise RuntimeError(f"a process of the bench ended with {ended.result()}")
        ended.cancel()
        return answered.result()

    @property
    def cpu_seconds(self) -> float:
        """Of computing so far, in all its threads; NaN where the system does not tell (only Linux does here)."""
        status = Path(f"/proc/{self._process.pid}/stat")
        if not status.exists():
            return math.nan
        fields = status.read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    @property
    def peak_megabytes(self) -> float:
        """The most resident memory it ever had; NaN where the system does not tell."""
        status = Path(f"/proc/{self._process.pid}/status")
        if not status.exists():
            return math.nan
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024

    async def stop(self) -> None:
        """Close its line, at which it ends by itself; if not within half a minute, kill it."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            async with asyncio.timeout(30):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()


async def obey(answers: Answers) -> None:
    """In the process: answer each line that comes in, until there are no more."""
    loop = asyncio.get_running_loop()
    lines = asyncio.StreamReader(limit=1 << 24)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    while line := await lines.readline():
        what, value = json.loads(line)
        print(json.dumps(await answers[what](value)), flush=True)
