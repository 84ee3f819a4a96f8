"""After an emergency stop: what of all that was held back is still worth sending, and what is stale?"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.notices import NoticeKind

NEWS = timedelta(days=1)
"""How long it is still news that a unit has handed in after all."""

MEMORY = timedelta(days=7)
"""Older messages of any kind only confuse: whoever needs to know has asked by then."""

_BEFORE_THE_CLOSE = frozenset({NoticeKind.REMINDER, NoticeKind.NUDGE, NoticeKind.AT_RISK})


@dataclass(frozen=True, slots=True)
class HeldNotice:
    """A message that a stop holds back. Moments are aware UTC.

    `closes_at`: when the week it is about closes; None when it is about no week. `still_so`: what it says is true
    now, so far as somebody can tell: the receiver still owes something, the unit is still short.
    """

    kind: NoticeKind
    queued_at: datetime
    expires_at: datetime | None = None
    closes_at: datetime | None = None
    still_so: bool = True


def still_useful(held: HeldNotice, now: datetime) -> bool:
    """Whether somebody would be glad to get it now. Borders are half-open: at its end a message is stale."""
    if not held.still_so or now >= held.queued_at + MEMORY:
        return False
    if held.expires_at is not None and now >= held.expires_at:
        return False
    if held.kind in _BEFORE_THE_CLOSE and held.closes_at is not None and now >= held.closes_at:
        return False
    return held.kind is not NoticeKind.RESOLVED or now < held.queued_at + NEWS
