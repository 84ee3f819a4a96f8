"""A document that is too large for a channel: which evidence goes into which file?

Files are split between districts, a district between units, a unit between items; never within an item.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from core.figures_facts import ItemFact, ReportUnit
from reports.word.evidence import Group

Size = Callable[[ItemFact], int]
Thing = TypeVar("Thing")

BASE = 60_000
"""Bytes of a document without any evidence, at most."""
PER_ITEM = 700
"""Bytes that an item takes besides its picture, at most: its cell, its relation, its entry in the zip."""


@dataclass(frozen=True, slots=True)
class Portion:
    """The evidence of one file."""

    groups: tuple[Group, ...]

    @property
    def items(self) -> int:
        """How many items it has."""
        return sum(group.items for group in self.groups)


def split(groups: Sequence[Group], size: Size, limit: int) -> list[Portion]:
    """Portions whose files have at most `limit` bytes, in order; a single item larger than that stands alone.

    `size` is that of an item's picture in bytes. A district that fits into one file is in one file.
    """
    room = max(1, limit - BASE)

    def weight(group: Group) -> int:
        return sum(size(item) + PER_ITEM for _, items in group.units for item in items)

    pieces = [piece for group in groups for piece in ([group] if weight(group) <= room else _parted(group, size, room))]
    return [Portion(tuple(filled)) for filled in _filled(pieces, weight, room)]


def _parted(group: Group, size: Size, room: int) -> Iterator[Group]:
    """A group that is too large for one file, as groups that are not."""

    def weight(unit: tuple[ReportUnit, tuple[ItemFact, ...]]) -> int:
        return sum(size(item) + PER_ITEM for item in unit[1])

    units = [
        (unit, tuple(some))
        for unit, items in group.units
        for some in _filled(items, lambda item: size(item) + PER_ITEM, room)
    ]
    for filled in _filled(units, weight, room):
        yield Group(group.part, tuple(filled))


def _filled(things: Iterable[Thing], weight: Callable[[Thing], int], room: int) -> Iterator[list[Thing]]:
    """The things in order, as many together as there is room for; one alone may be heavier."""
    together: list[Thing] = []
    used = 0
    for thing in things:
        if together and used + weight(thing) > room:
            yield together
            together, used = [], 0
        together.append(thing)
        used += weight(thing)
    if together:
        yield together
