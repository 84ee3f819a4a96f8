"""When may the next message go? One clock for the whole channel and one for each chat. Real seconds only."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from core.ports import Limits

AHEAD = 0.5
"""Slots are given out at most so many seconds ahead: what is more urgent and comes later waits no longer."""

MARGIN = 1.02
"""So much slower than permitted, because the platform counts at its own end of a line that may stretch and squeeze."""

SECOND = 1.04
"""No stretch of so many seconds sees more messages leave than are permitted in one, whatever held them up before.

More than MARGIN: it is this that spaces a long queue; it leaves the line 40 ms to squeeze a second's messages."""


@dataclass(frozen=True, slots=True)
class Slot:
    """The moment at which one message may go; it moves when the whole clock is held."""

    at: float
    moved: float


@dataclass(slots=True)
class Pace:
    """Gives out slots so that a platform's rates are kept from the first second on, evenly.

    A platform that says "slower" moves the clock, and with it everybody who waits: afterwards no herd starts at once.
    """

    limits: Limits
    seconds: Callable[[], float]
    _next: float = field(default=0.0, init=False)
    _next_in_chat: dict[str, float] = field(default_factory=dict, init=False)
    _moved: float = field(default=0.0, init=False)
    _held_until: float = field(default=0.0, init=False)
    _left: deque[float] = field(default_factory=deque, init=False)

    def free_in(self, chat: str | None = None) -> float:
        """In how many seconds a message to this chat could go; without one, a message to anybody."""
        at = self._next if chat is None else max(self._next, self._next_in_chat.get(chat, 0.0) + self._moved)
        return max(0.0, at - self.seconds())

    def take(self, chat: str) -> Slot:
        """Take the next free slot for a message to this chat."""
        now = self.seconds()
        at = now + self.free_in(chat)
        if self.limits.per_second:
            self._next = max(at, self._next) + MARGIN / self.limits.per_second
        pause = self._pause_in(chat)
        if pause:
            self._next_in_chat[chat] = at + pause - self._moved
            self._forget(now)
        return Slot(at, self._moved)

    def wait(self, slot: Slot) -> float:
        """How many seconds are left until this slot; 0 or less: now. Whoever goes then says so with `leaves`.

        A process that was held up finds many slots passed at once; these go no closer together than is permitted.
        """
        at = slot.at + (self._moved - slot.moved)
        if self.limits.per_second and len(self._left) >= self.limits.per_second:
            at = max(at, self._left[0] + SECOND)
        return at - self.seconds()

    def leaves(self) -> None:
        """A message goes now."""
        self._left.append(self.seconds())
        while self._left[0] <= self._left[-1] - SECOND:
            self._left.popleft()

    def hold(self, after: float) -> None:
        """Nothing goes before so many seconds are over; what has a slot moves behind that in its order."""
        now = self.seconds()
        until = now + after
        longer = until - max(now, self._held_until)
        if longer <= 0:
            return
        self._held_until = until
        self._moved += longer
        self._next = max(self._next + longer, until)

    def _pause_in(self, chat: str) -> float:
        limits = self.limits
        if limits.per_group_minute and limits.group_mark and chat.startswith(limits.group_mark):
            return MARGIN * 60 / limits.per_group_minute
        return MARGIN / limits.per_chat_second if limits.per_chat_second else 0.0

    @property
    def remembered(self) -> int:
        """How many chats have a clock of their own at the moment."""
        return len(self._next_in_chat)

    def _forget(self, now: float) -> None:
        if len(self._next_in_chat) > 10_000:
            waiting = ((chat, at) for chat, at in self._next_in_chat.items() if at + self._moved > now)
            self._next_in_chat = dict(waiting)
