"""Which event is being worked on? Told once where it begins, and known in every room until it ends: for the log."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_EVENT: ContextVar[str] = ContextVar("event", default="")


def current_event() -> str:
    """The event of this task: "in:17" an update of the inbox, "out:42" a message of the outbox, "beat"; "" for none."""
    return _EVENT.get()


@contextmanager
def during(event: str) -> Iterator[None]:
    """Until the block ends, this task works on that event."""
    token = _EVENT.set(event)
    try:
        yield
    finally:
        _EVENT.reset(token)
