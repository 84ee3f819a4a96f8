"""For whose seat is what a deputy sends? Pure: facts in, decisions out."""

from collections.abc import Sequence
from datetime import datetime

from core.evidence import Duty


def in_order(own: Sequence[Duty], others: Sequence[Duty], sent_at: datetime) -> tuple[Sequence[Duty], Sequence[Duty]]:
    """The duties of the `own` seats and those of seats that somebody else holds, which are to be served first.

    The own ones; only when none of them runs short and one of the others does, the others. So nothing that somebody
    still owes goes to a seat where he or she only helps.
    """
    if _short(others, sent_at) and not _short(own, sent_at):
        return others, own
    return own, others


def _short(duties: Sequence[Duty], sent_at: datetime) -> bool:
    return any(duty.owed and duty.opens_at <= sent_at < duty.closes_at for duty in duties)
