"""Does the bot write faster than Telegram lets it?"""

import math
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.telegram.fake.chats import Chat
from tests.telegram.fake.refusals import Refusal, too_many_requests


@dataclass(slots=True)
class _Window:
    """So many messages within so many seconds."""

    most: int
    seconds: float
    times: deque[float] = field(default_factory=deque)

    def wait(self, now: float, items: int) -> float:
        """Seconds until these items fit; 0 when they fit now. An album larger than the window fits an empty one."""
        while self.times and self.times[0] <= now - self.seconds:
            self.times.popleft()
        over = len(self.times) + min(items, self.most) - self.most
        return self.times[over - 1] + self.seconds - now if over > 0 else 0.0

    def take(self, now: float, items: int) -> None:
        self.times.extend([now] * items)


class Limits:
    """Telegram's rates. Nothing is limited until `enforce` is called; refused calls do not count."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._windows: Callable[[Chat], list[_Window]] = lambda _: []

    def enforce(
        self,
        *,
        per_second: int = 30,
        per_chat_second: int = 1,
        per_group_minute: int = 20,
        tolerance: float = 0.05,
    ) -> None:
        """From now on more messages than these are answered with 429.

        `tolerance` in seconds: by how much a window may be shorter than its second or minute.
        """
        overall = _Window(per_second, 1 - tolerance)
        chats: dict[int, list[_Window]] = defaultdict(lambda: [_Window(per_chat_second, 1 - tolerance)])

        def windows(chat: Chat) -> list[_Window]:
            if chat.id not in chats and chat.kind != "private":
                chats[chat.id].append(_Window(per_group_minute, 60 - tolerance))
            return [overall, *chats[chat.id]]

        self._windows = windows

    def lift(self) -> None:
        """No limits any more."""
        self._windows = lambda _: []

    def meet(self, chat: Chat, items: int = 1) -> None:
        """Count these messages to a chat. Raises a 429 with whole seconds to wait when they are too many."""
        now = self._monotonic()
        windows = self._windows(chat)
        wait = max((window.wait(now, items) for window in windows), default=0.0)
        if wait > 0:
            raise self.refusal(wait)
        for window in windows:
            window.take(now, items)

    @staticmethod
    def refusal(wait: float) -> Refusal:
        """The 429 for so many seconds."""
        return too_many_requests(max(1, math.ceil(wait)))
