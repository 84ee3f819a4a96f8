"""Whom a broadcast is for: everybody with a seat, one level of units, the coordinators, or those who are short."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Group(StrEnum):
    """Which holders of seats are meant."""

    EVERYBODY = "everybody"
    LEVEL = "level"
    COORDINATORS = "coordinators"
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class Audience:
    """A group of people, below these units (themselves included; None: everywhere).

    `level` only says something where the group is LEVEL; `place` is the name of the unit that was chosen, if one was.
    """

    group: Group
    roots: tuple[int, ...] | None = None
    level: str = ""
    place: str = ""

    def as_json(self) -> dict[str, Any]:
        """As a row keeps it."""
        roots = None if self.roots is None else list(self.roots)
        return {"group": self.group.value, "roots": roots, "level": self.level, "place": self.place}

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Audience":
        """What a row kept."""
        roots = kept["roots"]
        return cls(Group(kept["group"]), None if roots is None else tuple(roots), kept["level"], kept["place"])
