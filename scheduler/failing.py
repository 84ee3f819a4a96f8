"""Telling that something failed: a mistake with its traceback, a database that is away in one line."""

import logging

from db.engine import DatabaseAway, away_in_words, is_away


def log_failure(log: logging.Logger, what: str, error: Exception) -> None:
    """With its traceback; but that the database is away is nobody's mistake and takes one line."""
    if is_away(error) and isinstance(error, DatabaseAway):
        log.warning("%s: the database is away (%s)", what, away_in_words(error))
    else:
        log.error(what, exc_info=error)
