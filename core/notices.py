"""What the outbox holds: one notice, its kind, how urgent it is, and whether the bot started it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from core.ports import Address, Option
from core.roles import Action


class NoticeKind(StrEnum):
    """What a message is about; also what statistics count by."""

    REPLY = "reply"
    RECEIPT = "receipt"
    REMINDER = "reminder"
    AT_RISK = "at_risk"
    MISSED = "missed"
    ESCALATION = "escalation"
    RESOLVED = "resolved"
    NUDGE = "nudge"
    DIGEST = "digest"
    REPORT = "report"
    BROADCAST = "broadcast"
    EXPORT = "export"
    ADMIN = "admin"
    OTHER = "other"


_ANSWERS = frozenset({NoticeKind.REPLY, NoticeKind.RECEIPT, NoticeKind.EXPORT})

NEVER_HELD = frozenset({NoticeKind.ADMIN})
"""What the bot starts and an emergency stop does not hold back: how it goes, told to those who can end the stop."""

NUDGE_PAUSE = timedelta(hours=1)
"""A person is nudged at most once in this time, reminders included."""

_URGENCY = {
    NoticeKind.RECEIPT: 0,
    NoticeKind.REPLY: 0,
    NoticeKind.ESCALATION: 3,
    NoticeKind.MISSED: 3,
    NoticeKind.AT_RISK: 3,
    NoticeKind.NUDGE: 4,
    NoticeKind.BROADCAST: 7,
}


def order(by: int, action: Action, roots: Sequence[int] | None) -> dict[str, Any]:
    """What a message remembers of the member who ordered it, and of the units below which that is (None: all).

    Kept in `about` under "order": when it is sent, the right to do this is looked at again.
    """
    return {"by": by, "action": action.value, "roots": None if roots is None else list(roots)}


def urgency(kind: NoticeKind) -> int:
    """How urgent this kind is: what is smaller goes first."""
    return _URGENCY.get(kind, 6)


@dataclass(frozen=True, slots=True)
class Notice:
    """One outgoing message. `key` says what it means: queueing the same key again changes nothing.

    To a `member` (the address is chosen at sending) or, as an answer, to an `address`. `text` is None when the
    message is composed at sending from `about`, so that it is never stale. Moments are aware UTC.
    """

    key: str
    kind: NoticeKind
    text: str | None = None
    options: tuple[Option, ...] = ()
    member: int | None = None
    address: Address | None = None
    about: Mapping[str, Any] = field(default_factory=dict)
    period: int | None = None
    not_before: datetime | None = None
    expires_at: datetime | None = None

    @property
    def started_by_bot(self) -> bool:
        """Whether quiet hours bind it: answers and receipts go at any hour."""
        return self.kind not in _ANSWERS

    @property
    def priority(self) -> int:
        """Smaller is sent first: receipts overtake reminders and digests."""
        return urgency(self.kind)
