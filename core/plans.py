"""What a platform lets one bot do in a month, where its plan has an end."""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable


@dataclass(frozen=True, slots=True)
class Plan:
    """A bot's people and its messages a calendar month. `both_ways`: what people send is counted too.

    `shared`: the messages are those of all bots of the channel together.
    """

    people: int
    messages: int
    both_ways: bool = True
    shared: bool = False


@runtime_checkable
class Metered(Protocol):
    """A channel that knows how many messages its platform took; every channel with a plan is one."""

    @property
    def taken(self) -> int:
        """Since the channel was made: each piece of a long message, also of one whose next piece failed. Never falls.

        What was sent without an answer is not counted.
        """
        ...
