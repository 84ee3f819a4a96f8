"""One thing that `nhacnop doctor` looked at, and whether it is as it must be."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `rows` are what is wrong, for scripts; `lines` tell people the same."""

    kind: str
    fine: str
    wrong: str
    mend: str
    number: int
    rows: Sequence[dict[str, Any]] = field(default=())
    lines: Sequence[str] = field(default=())


def number_of(number: int, what: str) -> str:
    """In English: "1 message", "2 messages"."""
    return f"{number} {what}{'' if number == 1 else 's'}"
