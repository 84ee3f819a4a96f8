"""A platform that does not answer: how long is waited between tries, and how often is it told?"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_log = logging.getLogger(__name__)

PAUSES: Final = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0)
"""Seconds to wait after the first, second, … failure in a row; the last one from then on."""


@dataclass(slots=True)
class Outage:
    """A time without a successful poll: told once when it begins and once when it is over."""

    platform: str
    pauses: Sequence[float] = PAUSES
    failures: int = 0

    def failed(self, what: str) -> float:
        """One more failure; the seconds to wait."""
        if self.failures == 0:
            _log.warning("%s: %s; trying again, later and later", self.platform, what)
        self.failures += 1
        return self.pauses[min(self.failures, len(self.pauses)) - 1]

    def over(self) -> None:
        """A poll went well."""
        if self.failures:
            _log.info("%s answers again after %d failed tries", self.platform, self.failures)
        self.failures = 0
