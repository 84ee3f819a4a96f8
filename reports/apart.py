"""A clerk in a process of its own: a month's report takes a core for a while, and nobody's receipt waits for it.

The process gets its task on stdin, tells its progress on stdout a line at a time, and what it made in the last one.
When this process dies the other one ends with its next line; what it stored by then is swept as unused.
"""

import asyncio
import base64
import json
import pickle
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from core.documents import CannotMake, GatheredMonth, MadeFile, Order, Told, Trouble
from core.invitations import CardSheet
from reports.desk import Desk


@dataclass(frozen=True, slots=True)
class Task:
    """What the other process is to do: make an order's files, draw invitations, or gather a month.

    `url` is the database's.
    """

    url: str
    desk: Desk
    work: Order | CardSheet | str
    now: datetime


class ClerkApart:
    """Keeps core's Clerk promises by a process for each order. `url` may hold a password: it goes to stdin only."""

    def __init__(self, url: str, desk: Callable[[], Desk]) -> None:
        self._url = url
        self._desk = desk

    async def make(self, order: Order, now: datetime, told: Told) -> tuple[MadeFile, ...]:
        """As promised."""
        return cast("tuple[MadeFile, ...]", await self._done(order, now, told))

    async def cards(self, sheet: CardSheet, now: datetime, told: Told) -> tuple[MadeFile, ...]:
        """As promised. The codes go to stdin only."""
        return cast("tuple[MadeFile, ...]", await self._done(sheet, now, told))

    async def gather(self, month: str, now: datetime) -> GatheredMonth:
        """As promised."""
        return cast("GatheredMonth", await self._done(month, now, lambda done, total: None))

    async def _done(self, work: Order | CardSheet | str, now: datetime, told: Told) -> Any:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "reports", stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            limit=LONGEST_LINE,
        )  # fmt: skip
        try:
            return await self._outcome(process, Task(self._url, self._desk(), work, now), told)
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()

    @staticmethod
    async def _outcome(process: asyncio.subprocess.Process, task: Task, told: Told) -> Any:
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write(pickle.dumps(task))
        process.stdin.write_eof()
        async for line in process.stdout:
            said = json.loads(line)
            if "done" in said:
                told(said["done"], said["total"])
            elif "trouble" in said:
                raise CannotMake(Trouble(said["trouble"]), said["detail"])
            else:
                return loaded(said["made"])
        raise CannotMake(Trouble.OTHER, f"the process that makes documents ended early ({await process.wait()})")


LONGEST_LINE = 256 * 1024 * 1024
"""Bytes: a country's frozen month goes through in one line."""


def dumped(made: object) -> str:
    """What was made, as a line carries it."""
    return base64.b64encode(pickle.dumps(made)).decode()


def loaded(text: str) -> Any:
    """What the line carried. It comes from our own process."""
    return pickle.loads(base64.b64decode(text))  # noqa: S301 - from our own process
