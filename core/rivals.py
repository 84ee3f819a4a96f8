"""Another program that uses the token of one of our bots: two installations then lose each other's messages."""

from datetime import datetime
from typing import Protocol, runtime_checkable

from core.ports import Channel


@runtime_checkable
class Contested(Channel, Protocol):
    """A channel that notices when another program uses its bot's token."""

    @property
    def rival_seen_at(self) -> datetime | None:
        """When it was last noticed; None when nothing says so."""
        ...
