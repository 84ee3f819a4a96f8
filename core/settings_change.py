"""What would change if the settings were read again? Told to whoever may say yes; nothing changes by asking."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Change:
    """One setting by its name in the file, and what it was and is. `restart`: it only counts after a restart."""

    key: str
    before: str
    after: str
    restart: bool = False


@dataclass(frozen=True, slots=True)
class Compared:
    """The file as it stands beside what is in force. With `faults` nothing of it may be taken.

    `mark` is the file's fingerprint; `gone` are the codes of tasks that are in force and not in the file any more.
    """

    changes: tuple[Change, ...] = ()
    faults: tuple[str, ...] = ()
    mark: str = ""
    gone: frozenset[str] = frozenset()

    @property
    def at_once(self) -> tuple[Change, ...]:
        """What counts as soon as it is taken."""
        return tuple(change for change in self.changes if not change.restart)

    @property
    def after_restart(self) -> tuple[Change, ...]:
        """What is named, and left alone."""
        return tuple(change for change in self.changes if change.restart)


class SettingsFile(Protocol):
    """The file from which an installation has its settings."""

    async def compare(self) -> Compared:
        """Read it again and see what is different; takes up to a second."""
        ...


def still_needed(compared: Compared, unsettled: Sequence[str]) -> list[str]:
    """The tasks that the file drops although a week of theirs is not over: dropping them would leave it in the air."""
    return sorted(compared.gone.intersection(unsettled))
