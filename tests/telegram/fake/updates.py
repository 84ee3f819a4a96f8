"""Which updates wait for the bot? Kept until an offset confirms them, as Telegram keeps them."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from threading import RLock
from typing import Final

from tests.telegram.fake.bells import Bells
from tests.telegram.fake.checks import Json
from tests.telegram.fake.refusals import OTHER_POLL, POLL_ENDED_BY_WEBHOOK, conflict

LONGEST_POLL: Final = 50
"""Seconds; whoever asks for more gets this."""

NOT_BY_DEFAULT: Final = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


class _Poll:
    """One getUpdates that waits."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._woken = False
        self.ended: asyncio.Future[str | None] = self._loop.create_future()

    def wake(self, conflict_with: str | None = None) -> None:
        if not self._woken or conflict_with:
            self._woken = True
            self._loop.call_soon_threadsafe(self._end, conflict_with)

    def _end(self, conflict_with: str | None) -> None:
        if not self.ended.done():
            self.ended.set_result(conflict_with)


class Updates:
    """The queue of updates. At least once: what no offset has confirmed is delivered again."""

    def __init__(self, lock: RLock, check: Callable[[Json], None]) -> None:
        self.waiting: deque[Json] = deque()
        self.allowed: list[str] | None = None
        """Which kinds the bot wants; None: all but those that have to be asked for."""
        self.per_answer = 100
        """An answer never holds more than this, whatever the limit."""
        self.woken_by: Callable[[], None] | None = None
        """Told of every new update: how a webhook learns of them."""
        self.polling = Bells()
        """Rung when a getUpdates begins to wait, and when it ends."""
        self._lock = lock
        self._check = check
        self._next_id = 860_000_001
        self._poll: _Poll | None = None
        self._answered: list[Json] = []
        self._repeats = 0

    def add(self, kind: str, content: Json) -> None:
        """Something happened that the bot may want to know."""
        if kind not in NOT_BY_DEFAULT if self.allowed is None else kind in self.allowed:
            self.feed(({kind: content},))

    def feed(self, updates: Iterable[Json]) -> None:
        """Many updates at once; each gets the next id unless it brings its own, higher one."""
        with self._lock:
            for update in updates:
                numbered = update if "update_id" in update else {"update_id": self._next_id, **update}
                if numbered["update_id"] < self._next_id:
                    raise ValueError(f"update {numbered['update_id']} comes after {self._next_id - 1}")
                self._next_id = numbered["update_id"] + 1
                self._check(numbered)
                self.waiting.append(numbered)
            self._wake()

    def repeat(self, times: int) -> None:
        """The next answers begin with what the one before held, confirmed or not."""
        with self._lock:
            self._repeats += times
            self._wake()

    @property
    def is_polled(self) -> bool:
        """Whether a getUpdates waits just now."""
        return self._poll is not None

    async def take(self, offset: int, limit: int, wait: float) -> list[Json]:
        """What getUpdates answers, after at most `wait` seconds.

        Raises the Refusal of a conflict when another poll or a webhook ends this one.
        """
        with self._lock:
            self._confirm(offset)
            found = self._from(offset, limit)
            if found or wait <= 0:
                return self._noted(found)
            if self._poll:
                self._poll.wake(OTHER_POLL)
            poll = self._poll = _Poll()
        self.polling.ring()
        try:
            async with asyncio.timeout(min(wait, LONGEST_POLL)):
                if reason := await poll.ended:
                    raise conflict(reason)
        except TimeoutError:
            return []
        finally:
            if self._poll is poll:
                self._poll = None
                self.polling.ring()
        with self._lock:
            return self._noted(self._from(offset, limit))

    def end_poll(self, reason: str | None = POLL_ENDED_BY_WEBHOOK) -> None:
        """The waiting poll ends: with a conflict, or without updates."""
        if self._poll:
            self._poll.wake(reason)

    def forget(self) -> None:
        """Drop everything that waits."""
        self.waiting.clear()

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            while len(self.waiting) > -offset:
                self.waiting.popleft()
        elif offset < self._next_id + 1:
            while self.waiting and self.waiting[0]["update_id"] < offset:
                self.waiting.popleft()

    def _from(self, offset: int, limit: int) -> list[Json]:
        most = min(limit, self.per_answer)
        found = [self.waiting[i] for i in range(min(most, len(self.waiting)))]
        if self._repeats and self._answered:
            self._repeats -= 1
            known = {update["update_id"] for update in found}
            return [update for update in self._answered if update["update_id"] not in known] + found
        return found

    def _noted(self, found: list[Json]) -> list[Json]:
        if found:
            self._answered = found
        return found

    def _wake(self) -> None:
        if self._poll:
            self._poll.wake()
        if self.woken_by:
            self.woken_by()
