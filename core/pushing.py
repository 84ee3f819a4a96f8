"""What a platform promises that pushes its updates here, instead of being asked for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from core.ports import Channel, JsonObject, RawUpdate


class Forged(Exception):
    """Somebody else than the platform calls: the secret or the signature is wrong."""


class Garbled(Exception):
    """The platform, or somebody with its secret, sends what nobody can read."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What one webhook brought; `answer` goes back as JSON in its response, where a platform wants that."""

    updates: tuple[RawUpdate, ...] = ()
    answer: JsonObject | None = None


HOOK_PATH = "/hook/{channel}/{account}"


def hook_path(channel: str, account: str) -> str:
    """Where a bot's platform pushes to, below the door's public address."""
    return HOOK_PATH.format(channel=channel, account=account)


@runtime_checkable
class Hooked(Channel, Protocol):
    """A channel whose platform can push its updates here instead of being asked for them."""

    @property
    def hooked(self) -> bool:
        """Whether it does; then `receive` sees to it that the platform knows where to, and stores nothing itself."""
        ...

    def unpack(self, headers: Mapping[str, str], body: bytes) -> Delivery:
        """What a webhook brought; nothing for a probe. `headers` have names in small letters.

        The secret is compared, in constant time, before anything is read. Raises Forged or Garbled.
        """
        ...
