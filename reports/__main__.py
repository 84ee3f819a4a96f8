"""The process of a clerk: takes its task from stdin, tells on stdout how far it is, and at last what it made."""

import asyncio
import json
import os
import pickle
import sys
from contextlib import suppress

from core.documents import CannotMake, Order
from core.invitations import CardSheet
from db.engine import open_database
from reports.apart import Task, dumped
from reports.clerk import ClerkHere

NICE = 10
"""Whoever waits for a receipt goes first."""

STEPS = 100
"""So many lines of progress, at most."""


def _tell(**said: object) -> None:
    print(json.dumps(said), flush=True)  # noqa: T201 - lines are how the two processes speak


def _progress(done: int, total: int) -> None:
    if done == total or done % max(1, total // STEPS) == 0:
        _tell(done=done, total=total)


async def _work(task: Task) -> object:
    database = open_database(task.url)
    try:
        clerk = ClerkHere(database, lambda: task.desk)
        if isinstance(task.work, Order):
            return await clerk.make(task.work, task.now, _progress)
        if isinstance(task.work, CardSheet):
            return await clerk.cards(task.work, task.now, _progress)
        return await clerk.gather(task.work, task.now)
    finally:
        await database.close()


def main() -> None:
    """Do the one task."""
    with suppress(AttributeError, OSError):  # Windows has no such thing
        os.nice(NICE)
    task = pickle.loads(sys.stdin.buffer.read())  # noqa: S301 - from our own process
    try:
        _tell(made=dumped(asyncio.run(_work(task))))
    except CannotMake as error:
        _tell(trouble=error.trouble.value, detail=str(error))


if __name__ == "__main__":
    main()
