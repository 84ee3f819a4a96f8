"""Strangers knock at a door on the internet all day long: it is told, but once a minute."""

import logging
import time
from collections.abc import Callable

PAUSE_SECONDS = 60.0
_MOST_KINDS = 100


class Complaints:
    """Logs each complaint at most once in `PAUSE_SECONDS`, with how often it came meanwhile."""

    def __init__(self, logger: logging.Logger, seconds: Callable[[], float] = time.monotonic) -> None:
        self._logger = logger
        self._seconds = seconds
        self._said: dict[str, tuple[float, int]] = {}

    def log(self, what: str) -> None:
        """A complaint without anything secret in it."""
        now = self._seconds()
        since, unsaid = self._said.get(what, (float("-inf"), 0))
        if now - since < PAUSE_SECONDS:
            self._said[what] = (since, unsaid + 1)
            return
        if len(self._said) >= _MOST_KINDS:
            self._said.clear()
        self._said[what] = (now, 0)
        self._logger.warning("%s%s", what, f" (and {unsaid} times more since it was last told)" if unsaid else "")
