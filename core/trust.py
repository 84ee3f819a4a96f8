"""What follows when a new item is like an earlier one, and which items somebody should look at by chance."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from core.likeness import Verdict
from core.localtime import day_of, moment_at


class Consequence(StrEnum):
    """IGNORE: it counts and nobody is told. REVIEW: it goes to the coordinator. REFUSE: it does not count."""

    IGNORE = "ignore"
    REVIEW = "review"
    REFUSE = "refuse"


class Counting(StrEnum):
    """Whether an item that waits for review counts meanwhile."""

    AT_ONCE = "at_once"
    BEFORE_COUNTING = "before_counting"


class ReviewKind(StrEnum):
    """Why an item is in the queue, most pressing first."""

    OBJECTION = "objection"
    JOINT = "joint"
    RESUBMITTED = "resubmitted"
    ELSEWHERE = "elsewhere"
    SIMILAR = "similar"
    SAMPLE = "sample"


@dataclass(frozen=True, slots=True)
class Trust:
    """A task's settings. The same link of the own unit never counts twice.

    `own_…`: like an earlier item of the same unit, all its history; `other_…`: of another unit, within `memory`.
    `sample` is a share from 0 to 1. A returned item may be mended until noon, `mend_days` days later.
    """

    own_same: Consequence = Consequence.REFUSE
    own_similar: Consequence = Consequence.REVIEW
    other_same: Consequence = Consequence.REVIEW
    other_similar: Consequence = Consequence.IGNORE
    other_link: Consequence = Consequence.IGNORE
    memory: timedelta = timedelta(weeks=8)
    sample: float = 0.05
    counting: Counting = Counting.AT_ONCE
    mend_days: int = 2

    def consequence(self, verdict: Verdict, own: bool) -> Consequence:
        """What follows from a photo's verdict beside an earlier one of the own or of another unit."""
        if verdict is Verdict.SAME:
            return self.own_same if own else self.other_same
        if verdict is Verdict.SIMILAR:
            return self.own_similar if own else self.other_similar
        return Consequence.IGNORE


USUAL = Trust()
"""What holds where a task says nothing else."""


def sampled(seed: str, number: int, share: float) -> bool:
    """Whether chance picks this item. The same seed always picks the same ones, so that a draw can be checked."""
    digest = hashlib.sha256(f"{seed}:{number}".encode()).digest()
    return int.from_bytes(digest[:8]) < share * 2**64


def mend_until(now: datetime, days: int, zone: ZoneInfo) -> datetime:
    """Until when a returned item may be replaced and still counts as on time: noon, so many local days from now."""
    return moment_at(day_of(now, zone) + timedelta(days=days), time(12), zone)
