"""What was asked, when, and how did it end? The log that smoothness and honesty are judged by."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from tests.telegram.fake.bells import Bells


@dataclass(slots=True)
class Call:
    """One call. `at` is monotonic, in seconds, when it arrived; `done_at` when it was answered."""

    at: float
    method: str
    chat: int | str | None
    status: int = 0
    """The HTTP status answered; 0 when the connection was cut, or no answer was given yet."""
    description: str = ""
    delivered: bool = False
    """Whether the deed was done, whatever became of the answer."""
    done_at: float | None = None

    @property
    def ok(self) -> bool:
        """Whether the caller was told of success."""
        return self.status == 200


@dataclass(slots=True)
class Calls:
    """All calls in the order of their arrival."""

    monotonic: Callable[[], float] = time.monotonic
    all: list[Call] = field(default_factory=list)
    bells: Bells = field(default_factory=Bells)
    """Rung whenever a call has met its fault, done its deed, or ended."""

    def __iter__(self) -> Iterator[Call]:
        return iter(self.all)

    def __len__(self) -> int:
        return len(self.all)

    def begin(self, method: str, chat: int | str | None) -> Call:
        """A call arrives."""
        call = Call(self.monotonic(), method, chat)
        self.all.append(call)
        return call

    def end(self, call: Call, status: int) -> None:
        """A call is answered with this status, or its connection cut (0)."""
        call.status, call.done_at = status, self.monotonic()
        self.bells.ring()

    def of(self, method: str) -> list[Call]:
        """The calls of one method."""
        return [call for call in self.all if call.method == method]

    @property
    def sends(self) -> list[Call]:
        """The messages that were delivered, once each."""
        return [call for call in self.all if call.delivered and is_send(call.method)]

    @property
    def refused(self) -> list[Call]:
        """The calls that were answered with an error."""
        return [call for call in self.all if call.status >= 400]

    def busiest(self, seconds: float = 1.0) -> int:
        """The most messages delivered within any stretch of so many seconds."""
        times = [call.at for call in self.sends]
        first = most = 0
        for last, at in enumerate(times):
            while at - times[first] >= seconds:
                first += 1
            most = max(most, last - first + 1)
        return most

    def clear(self) -> None:
        """Forget them."""
        self.all.clear()


def is_send(method: str) -> bool:
    """Whether this method puts a new message into a chat."""
    return method.startswith("send") and method != "sendChatAction"
