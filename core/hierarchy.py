"""Whose coordinator looks after a unit, and who is next above? The answer is never nobody: at last the admins."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Post:
    """A coordinator's seat that is held and reachable, or (unit None) the admins together."""

    unit: int | None
    members: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """The tree at one moment. `coordinators`: who can be written to for a coordinator's seat, by its unit: its holder,
    or a deputy instead."""

    parents: Mapping[int, int | None]
    coordinators: Mapping[int, int]
    admins: tuple[int, ...]

    def above(self, unit: int) -> Iterator[int]:
        """The unit's ancestors, nearest first. A loop in the rows ends the walk instead of hanging."""
        seen = {unit}
        parent = self.parents.get(unit)
        while parent is not None and parent not in seen:
            yield parent
            seen.add(parent)
            parent = self.parents.get(parent)

    def coordinator_of(self, unit: int) -> Post:
        """The nearest held and reachable coordinator's seat strictly above the unit; without one the admins."""
        for ancestor in self.above(unit):
            if ancestor in self.coordinators:
                return Post(ancestor, (self.coordinators[ancestor],))
        return Post(None, self.admins)

    def next_level(self, level_unit: int | None) -> Post | None:
        """Who has a flag after this level; None when the admins have it already."""
        return None if level_unit is None else self.coordinator_of(level_unit)
