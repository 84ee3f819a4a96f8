"""What a platform lets one bot do in a month, where its plan has an end."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plan:
    """A bot's people and its messages a calendar month. `both_ways`: what people send is counted too.

    `shared`: the messages are those of all bots of the channel together.
    """

    people: int
    messages: int
    both_ways: bool = True
    shared: bool = False
