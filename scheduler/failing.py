"""Telling that something failed: a mistake with its traceback, a database that is away in one line."""

import logging
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

from db.engine import DatabaseAway, away_in_words, is_away

Each = TypeVar("Each")


def log_failure(log: logging.Logger, what: str, error: Exception) -> None:
    """With its traceback; but that the database is away is nobody's mistake and takes one line."""
    if is_away(error) and isinstance(error, DatabaseAway):
        log.warning("%s: the database is away (%s)", what, away_in_words(error))
    else:
        log.error(what, exc_info=error)


async def each_apart(all_: Iterable[Each], do: Callable[[Each], Awaitable[int]]) -> int:
    """Do something with each of these; the sum of what came of it. One that raises holds up none of the others.

    What the first of them raised comes out when all had their turn. That the database is away comes out at once.
    """
    done = 0
    first: Exception | None = None
    for each in all_:
        try:
            done += await do(each)
        except Exception as error:
            if is_away(error):
                raise
            first = first or error
    if first is not None:
        raise first
    return done
