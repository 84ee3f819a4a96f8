"""What is one message's evidence worth, and in which week does each item belong?

The rules of DESIGN section 2, "What counts": nothing waits for an answer; where more than one place is possible
the bot chooses here and offers to move the item afterwards. Pure: facts in, decisions out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from core.standing import ObligationFacts
from core.task import PeriodName


class ItemKind(StrEnum):
    """The two kinds of evidence."""

    PHOTO = "photo"
    LINK = "link"


class SubmissionState(StrEnum):
    """What became of an item. Only COUNTED ones count towards the quota.

    DUPLICATE: not counted, because the unit handed in the same before. LOST: the picture could not be fetched.
    RETURNED: the coordinator wants another one. HELD: waits for the coordinator before it counts.
    """

    COUNTED = "COUNTED"
    DUPLICATE = "DUPLICATE"
    WITHDRAWN = "WITHDRAWN"
    RETURNED = "RETURNED"
    LOST = "LOST"
    HELD = "HELD"


BLOCKING = frozenset({SubmissionState.COUNTED, SubmissionState.RETURNED, SubmissionState.HELD})
"""States in which an earlier item keeps the same one from counting again."""

WITHDRAWABLE = frozenset({SubmissionState.COUNTED, SubmissionState.DUPLICATE, SubmissionState.HELD})
"""States in which an item is still its sender's: nobody decided on it, and it is not gone."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one category of an obligation lacks. `takes`: the only kind of item that fits, empty when both do."""

    category: str
    required: int
    counted: int
    takes: str = ""

    @property
    def lacking(self) -> int:
        """How many items of the category are still owed."""
        return max(0, self.required - self.counted)

    @property
    def filled(self) -> int:
        """How many of its items count towards the quota: those beyond the category's own number do not."""
        return min(self.required, self.counted)


@dataclass(frozen=True, slots=True)
class Duty:
    """One obligation that a sender could be serving. Moments are aware UTC; `counted` is as of now.

    With `parts` only so many items of each category count as are required of it. `instead_of`: the holder, when
    somebody else is reminded of it.
    """

    obligation: int
    unit: int
    unit_name: str
    task: str
    period: int
    week: PeriodName
    opens_at: datetime
    due_at: datetime
    closes_at: datetime
    required: int
    counted: int
    in_time: int = 0
    waived: bool = False
    parts: tuple[Part, ...] = ()
    instead_of: str = ""

    @property
    def lacking(self) -> int:
        """How many items are still owed."""
        return max(0, self.required - self.counted)

    def with_item(self, category: str | None) -> "Duty":
        """The same with one more item of this category; without parts the category does not matter."""
        if not self.parts:
            return replace(self, counted=self.counted + 1)
        parts = tuple(
            replace(part, counted=part.counted + 1) if part.category == category else part for part in self.parts
        )
        return replace(self, parts=parts, counted=sum(part.filled for part in parts))

    @property
    def owed(self) -> bool:
        """Short, and nobody waived it."""
        return self.lacking > 0 and not self.waived

    @property
    def facts(self) -> ObligationFacts:
        """The same as the standing rule wants it."""
        return ObligationFacts(self.required, self.due_at, self.closes_at, self.counted, self.in_time, self.waived)


@dataclass(frozen=True, slots=True)
class Item:
    """One photo or link. `identity` is what makes it the same again; None while a picture is pending.

    `named`: the (task, category) pairs that the words beside it name.
    """

    kind: ItemKind
    identity: str | None
    source: str
    named: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Earlier:
    """An item with the same identity that the same unit handed in before."""

    number: int
    week: PeriodName


@dataclass(frozen=True, slots=True)
class Returned:
    """An item that the coordinator gave back and that may still be mended. `sent_at` is its own effective moment."""

    number: int
    unit: int
    period: int
    identity: str | None
    sent_at: datetime
    category: str | None = None


@dataclass(frozen=True, slots=True)
class Placement:
    """Where one item goes, and whether it counts. `same_as` names the earlier item when it does not.

    `mends`: the returned item it replaces, whose moment decides whether it is on time. `category`: the part of the
    duty that it is for; None where the duty has no parts.
    """

    item: Item
    duty: Duty
    same_as: Earlier | None = None
    twice_in_message: bool = False
    mends: Returned | None = None
    category: str | None = None

    @property
    def counts(self) -> bool:
        """Whether the item counts towards the quota."""
        return self.same_as is None and not self.twice_in_message


def choose(duties: Sequence[Duty], sent_at: datetime, item: Item | None = None) -> Duty | None:
    """The duty an item sent at `sent_at` serves; None when there is nothing it could serve.

    Among the weeks running then: of those still short the one due first (so of two overlapping weeks the old one
    while it is short), those first that lack an item like this one. When none of them is short: of each task the
    newest week, of these the one due first. When none is running: the oldest week still owed. Where the words beside
    the item name a category, only duties that have it are looked at, if any is running.
    """
    running = [duty for duty in duties if duty.opens_at <= sent_at < duty.closes_at]
    running = [duty for duty in running if item is not None and _named(duty, item)] or running
    short = [duty for duty in running if duty.owed]
    short = [duty for duty in short if item is not None and _lacks(duty, item)] or short
    if running:
        return min(short or _newest_weeks(running), key=lambda duty: (duty.waived, duty.due_at, duty.obligation))
    owed = [duty for duty in duties if duty.owed and duty.closes_at <= sent_at]
    return min(owed, key=lambda duty: (duty.closes_at, duty.obligation), default=None)


def category_for(duty: Duty, item: Item) -> str | None:
    """The category that an item is for: the one named, else the first that it fits and that is short, else the first
    that it fits. None where the duty has no parts, or none that takes such an item."""
    fitting = _fitting(duty, item)
    short = [part for part in fitting if part.lacking]
    return next((part.category for part in (*short, *fitting)), None)


def _named(duty: Duty, item: Item) -> list[Part]:
    """The parts of a duty that the words beside an item name, and that take it."""
    return [part for part in duty.parts if (duty.task, part.category) in item.named and _takes(part, item)]


def _fitting(duty: Duty, item: Item) -> list[Part]:
    """The parts that an item can be for: the named ones, else all that take it."""
    return _named(duty, item) or [part for part in duty.parts if _takes(part, item)]


def _takes(part: Part, item: Item) -> bool:
    return part.takes in ("", item.kind)


def _lacks(duty: Duty, item: Item) -> bool:
    """Whether one more such item would bring the duty nearer to its quota."""
    return any(part.lacking for part in _fitting(duty, item)) if duty.parts else duty.lacking > 0


def _newest_weeks(running: Sequence[Duty]) -> list[Duty]:
    """Of each unit and task the week that opened last; a waived one only where all are."""
    newest: dict[tuple[int, str], Duty] = {}
    for duty in sorted(running, key=lambda duty: (not duty.waived, duty.opens_at)):
        newest[duty.unit, duty.task] = duty
    return list(newest.values())


def place(
    items: Sequence[Item],
    duties: Sequence[Duty],
    sent_at: datetime,
    earlier: Mapping[tuple[int, str, str], Earlier],
    returned: Sequence[Returned] = (),
) -> list[Placement]:
    """Where each item of one message goes, in order; [] when the sender owes nothing it could serve.

    `returned` are the items to be mended, the most pressing first: they are served before anything else, as long as
    their week is short, and the very same picture or link again mends itself. `earlier` maps (unit, task, identity)
    to what was handed in before. Each counted item fills its week, so three photos may be spread over the old week
    and the new one. What is left when the message has paid everything owed goes where the item before it went: no
    item of a message is lost.
    """
    current = {duty.obligation: duty for duty in duties}
    seen: set[tuple[int, str, str]] = set()
    placements: list[Placement] = []
    waiting = list(returned)
    for item in items:
        duty, mends = _to_mend(sorted(waiting, key=lambda each: each.identity != item.identity), current.values())
        duty = duty or choose(list(current.values()), sent_at, item)
        if duty is None and placements:
            duty = current[placements[-1].duty.obligation]
        if duty is None:
            return []
        key = (duty.unit, duty.task, item.identity or "")
        same_as = earlier.get(key) if item.identity else None
        if mends is not None and same_as is not None and any(each.number == same_as.number for each in waiting):
            same_as = None  # a correction may be the same again: the reason was perhaps mended elsewhere
        twice = bool(item.identity) and key in seen
        mends = mends if same_as is None and not twice else None
        category = mends.category if mends is not None and duty.parts else category_for(duty, item)
        placement = Placement(item, duty, same_as, twice, mends, category)
        placements.append(placement)
        seen.add(key)
        if placement.counts:
            current[duty.obligation] = duty.with_item(category)
        if placement.mends is not None:
            waiting.remove(placement.mends)
    return placements


def _to_mend(waiting: Sequence[Returned], duties: Iterable[Duty]) -> tuple[Duty, Returned] | tuple[None, None]:
    """The first returned item whose week is short, and that week."""
    short = {(duty.unit, duty.period): duty for duty in duties if duty.owed}
    for returned in waiting:
        duty = short.get((returned.unit, returned.period))
        if duty is not None:
            return duty, returned
    return None, None


def oldest_owed(duties: Sequence[Duty], unit: int, task: str, now: datetime) -> Duty | None:
    """The oldest closed week that this unit still owes for the task: what "move to week N" offers."""
    missed = [
        duty for duty in duties if duty.unit == unit and duty.task == task and duty.owed and duty.closes_at <= now
    ]
    return min(missed, key=lambda duty: (duty.closes_at, duty.obligation), default=None)


def may_withdraw(state: SubmissionState, closes_at: datetime, now: datetime) -> bool:
    """The sender may take an item back, or put another in its place, until the close; later only the coordinator."""
    return state in WITHDRAWABLE and now < closes_at
