"""How a missed obligation climbs: by time without "I called", and at once when it is one too many in a row."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class PastWeek:
    """How one earlier obligation of the same unit and task ended. `holder` is the secretary at its due moment."""

    short: bool
    waived: bool
    holder: int | None


def misses_in_a_row(holder: int | None, earlier: Sequence[PastWeek]) -> int:
    """How many obligations in a row were missed, the present one included. `earlier` is newest first.

    Waived weeks are skipped; a met (or mended) week and a new holder end the count.
    """
    row = 1
    for week in earlier:
        if week.waived:
            continue
        if not week.short or week.holder != holder:
            break
        row += 1
    return row


def misses_lately(holder: int | None, earlier: Sequence[PastWeek], weeks: int) -> int:
    """How many of the last `weeks` obligations were missed, the present one included. `earlier` is newest first.

    Waived weeks are skipped, and a new holder answers for the own weeks only.
    """
    own = [week.short for week in earlier if not week.waived and week.holder == holder]
    return 1 + sum(own[: weeks - 1])


def climbs_at(raised_at: datetime, wait: timedelta, promised_until: datetime | None) -> datetime:
    """When a MISSED flag goes up: `wait` after it came to this level, or when an "I called" promise is over."""
    return promised_until if promised_until is not None else raised_at + wait
