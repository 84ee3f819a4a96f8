"""What goes wrong on the built-in platform, when a test or a rehearsal wants it to?"""

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from core.ports import MediaError, SendError, Throttled

LostAnswer = Literal["lost answer"]
LOST_ANSWER: Final[LostAnswer] = "lost answer"

_WINDOW: Final = 1.0  # seconds
_SLACK: Final = 1e-6  # seconds: a clock's sums of fractions are not exact


@dataclass(slots=True)
class _SendFault:
    error: SendError | LostAnswer
    times: int
    chat: str | None


@dataclass(slots=True)
class _FetchFault:
    error: MediaError
    times: int


class LocalFaults:
    """Scripted faults and rate limits. Without a script nothing ever fails."""

    def __init__(self) -> None:
        self._sends: list[_SendFault] = []
        self._fetches: list[_FetchFault] = []
        self._monotonic: Callable[[], float] | None = None
        self._accepted: dict[str | None, deque[float]] = {}
        self.per_chat_second: int | None = None
        self.per_second: int | None = None

    def fail_sends(self, error: SendError | LostAnswer, times: int = 1, chat: str | None = None) -> None:
        """Let the next sends that the rules allow fail, to one chat or to any. Scripts run in their order.

        LOST_ANSWER delivers the message to the person and then fails as Unavailable.
        """
        self._sends.append(_SendFault(error, times, chat))

    def fail_fetches(self, error: MediaError, times: int = 1) -> None:
        """Let the next fetches fail."""
        self._fetches.append(_FetchFault(error, times))

    def limit_rates(self, monotonic: Callable[[], float], per_chat_second: int = 1, per_second: int = 30) -> None:
        """From now on more messages than this within one second are Throttled, with whole seconds to wait.

        `monotonic` tells seconds. Throttled sends do not count.
        """
        self._monotonic = monotonic
        self.per_chat_second, self.per_second = per_chat_second, per_second
        self._accepted.clear()

    def lift_rates(self) -> None:
        """No rate limits any more."""
        self._monotonic = self.per_chat_second = self.per_second = None

    def clear(self) -> None:
        """Forget all scripts. Rate limits stay."""
        self._sends.clear()
        self._fetches.clear()

    def meet_send(self, chat: str) -> bool:
        """What the platform asks before it delivers: raises the fault, or says whether the answer gets lost."""
        self._meet_rates(chat)
        fault = next((f for f in self._sends if f.times > 0 and f.chat in (None, chat)), None)
        if fault is None:
            return False
        fault.times -= 1
        if isinstance(fault.error, SendError):
            raise fault.error.with_traceback(None)
        return True

    def meet_fetch(self) -> None:
        """What the platform asks before it hands out a file: raises the fault."""
        fault = next((f for f in self._fetches if f.times > 0), None)
        if fault is not None:
            fault.times -= 1
            raise fault.error.with_traceback(None)

    def _meet_rates(self, chat: str) -> None:
        if self._monotonic is None or self.per_chat_second is None or self.per_second is None:
            return
        now = self._monotonic()
        windows = (self._window(chat, self.per_chat_second), self._window(None, self.per_second))
        for window in windows:
            if len(window) == window.maxlen and (wait := window[0] + _WINDOW - now) > _SLACK:
                raise Throttled(math.ceil(wait - _SLACK))
        for window in windows:
            window.append(now)

    def _window(self, chat: str | None, limit: int) -> deque[float]:
        """When the last sends were accepted: to one chat, or (None) to all."""
        return self._accepted.setdefault(chat, deque(maxlen=limit))
