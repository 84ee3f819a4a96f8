"""How does one obligation stand at a moment, and when will that change by itself?

The rule of DESIGN section 2, "The week". Every interval is half-open: at the due moment it is no longer
"before due", at the close it is MISSED.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Standing(StrEnum):
    """The computed state of an obligation; never stored."""

    OPEN = "OPEN"
    MET = "MET"
    AT_RISK = "AT_RISK"
    GRACE = "GRACE"
    MISSED = "MISSED"
    EXCUSED = "EXCUSED"


OWING = frozenset({Standing.OPEN, Standing.AT_RISK, Standing.GRACE})
"""Standings in which evidence is still asked for."""


@dataclass(frozen=True, slots=True)
class ObligationFacts:
    """What is known of one obligation. Moments are aware UTC.

    `counted` is the number of counted items, `in_time` how many of them were effective before due.
    """

    required: int
    due_at: datetime
    closes_at: datetime
    counted: int = 0
    in_time: int = 0
    waived: bool = False

    @property
    def met(self) -> bool:
        """Whether the quota is reached."""
        return self.counted >= self.required

    @property
    def late(self) -> bool:
        """Whether the quota was reached, but not before due."""
        return self.met and self.in_time < self.required


def standing(facts: ObligationFacts, now: datetime, at_risk_before: timedelta) -> Standing:
    """The standing at `now`; exactly one holds at any moment.

    `at_risk_before` is how long before due a short obligation is AT_RISK.
    """
    if facts.waived:
        return Standing.EXCUSED
    if facts.met:
        return Standing.MET
    if now < facts.due_at - at_risk_before:
        return Standing.OPEN
    if now < facts.due_at:
        return Standing.AT_RISK
    if now < facts.closes_at:
        return Standing.GRACE
    return Standing.MISSED


def next_change(facts: ObligationFacts, now: datetime, at_risk_before: timedelta) -> datetime | None:
    """The next moment at which the standing changes if nobody does anything; None if it stays.

    Where two borders coincide (no grace, say) the one moment changes the standing once.
    """
    if facts.waived or facts.met:
        return None
    for border in (facts.due_at - at_risk_before, facts.due_at, facts.closes_at):
        if now < border:
            return border
    return None


ARROWS: dict[Standing, frozenset[Standing]] = {
    Standing.OPEN: frozenset({Standing.AT_RISK, Standing.GRACE, Standing.MISSED}),
    Standing.AT_RISK: frozenset({Standing.GRACE, Standing.MISSED}),
    Standing.GRACE: frozenset({Standing.MISSED}),
    Standing.MISSED: frozenset(),
    Standing.MET: frozenset(),
    Standing.EXCUSED: frozenset(),
}
"""Where time alone can lead. A step may skip a standing whose interval is empty (no grace, an extension)."""
