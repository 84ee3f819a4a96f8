"""What would change if one roster took the place of another?"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from itertools import pairwise

from core.roster import Roster, RosterHolder, RosterUnit
from core.spelling import fold, same_spelling


@dataclass(frozen=True, slots=True)
class UnitChange:
    """A unit of both rosters, as it was and as it shall be. For a new name or level, `spelling_only` says that
    it differs at most in diacritics, capitals and blanks."""

    old: RosterUnit
    new: RosterUnit
    spelling_only: bool = False


@dataclass(frozen=True, slots=True)
class HolderChange:
    """A seat held in both rosters. `spelling_only` says that the two names differ at most in diacritics, capitals
    and blanks: likely one person."""

    old: RosterHolder
    new: RosterHolder
    spelling_only: bool = False


@dataclass(frozen=True, slots=True)
class RosterDescent:
    """A current unit that goes on as a wanted one: it vanishes, or a new one comes out of it."""

    old: RosterUnit
    new: RosterUnit


@dataclass(frozen=True, slots=True)
class RosterDifference:
    """Everything that would change, in the order of the wanted roster; what vanishes in that of the current one.

    A unit may stand in several of `renamed`, `moved` and `level_changed`. The seats of new units are in
    `new_holders`; those of vanished units are not in `vacated`, they go with their unit. `retitled` and
    `phones_changed` are about people who stay, also under a new spelling. `confusable` are pairs of units below
    one parent whose names a reader takes for each other: a warning about the wanted roster, not a change. `descents`
    are the merges and splits that the wanted roster names.
    """

    new_units: tuple[RosterUnit, ...]
    renamed: tuple[UnitChange, ...]
    moved: tuple[UnitChange, ...]
    level_changed: tuple[UnitChange, ...]
    vanished_units: tuple[RosterUnit, ...]
    new_holders: tuple[RosterHolder, ...]
    changed_holders: tuple[HolderChange, ...]
    vacated: tuple[RosterHolder, ...]
    retitled: tuple[HolderChange, ...]
    phones_changed: tuple[HolderChange, ...]
    confusable: tuple[tuple[RosterUnit, RosterUnit], ...]
    descents: tuple[RosterDescent, ...] = ()

    @property
    def unchanged(self) -> bool:
        """Whether importing the wanted roster would change nothing, and nothing is to be closed."""
        return not self.writes and not self.vanished_units

    @property
    def writes(self) -> bool:
        """Whether importing the wanted roster would change anything, vanished units left as they are."""
        aside = {"confusable", "vanished_units", "descents"}
        return any(getattr(self, field.name) for field in fields(self) if field.name not in aside)


def difference(current: Roster, wanted: Roster) -> RosterDifference:
    """What importing `wanted` over `current` would change. Rows and order do not count.

    Units are the same by code, seats by code and kind, people by name. A wanted roster that has no phone for
    somebody says nothing about it: the known one stays.
    """
    old_units = {unit.code: unit for unit in current.units}
    new_units = {unit.code: unit for unit in wanted.units}
    kept = [(old_units[code], unit) for code, unit in new_units.items() if code in old_units]
    old_seats = {(holder.unit, holder.kind): holder for holder in current.holders}
    new_seats = {(holder.unit, holder.kind): holder for holder in wanted.holders}
    stayed = [(old_seats[seat], holder) for seat, holder in new_seats.items() if seat in old_seats]
    changed = tuple(
        HolderChange(old, new, same_spelling(old.member, new.member)) for old, new in stayed if old.member != new.member
    )
    others = {(change.new.unit, change.new.kind) for change in changed if not change.spelling_only}
    same_people = [(old, new) for old, new in stayed if (new.unit, new.kind) not in others]
    return RosterDifference(
        new_units=tuple(unit for code, unit in new_units.items() if code not in old_units),
        renamed=tuple(
            UnitChange(old, new, same_spelling(old.name, new.name)) for old, new in kept if old.name != new.name
        ),
        moved=tuple(UnitChange(old, new) for old, new in kept if old.parent != new.parent),
        level_changed=tuple(
            UnitChange(old, new, same_spelling(old.level, new.level)) for old, new in kept if old.level != new.level
        ),
        vanished_units=tuple(unit for code, unit in old_units.items() if code not in new_units),
        new_holders=tuple(holder for seat, holder in new_seats.items() if seat not in old_seats),
        changed_holders=changed,
        vacated=tuple(
            holder for seat, holder in old_seats.items() if seat not in new_seats and holder.unit in new_units
        ),
        retitled=tuple(HolderChange(old, new) for old, new in same_people if old.title != new.title),
        phones_changed=tuple(HolderChange(old, new) for old, new in same_people if new.phone not in (None, old.phone)),
        confusable=tuple(_confusable(wanted)),
        descents=tuple(_descents(old_units, new_units)),
    )


def _descents(old: Mapping[str, RosterUnit], new: Mapping[str, RosterUnit]) -> Iterator[RosterDescent]:
    """What is known already, because the sheet was imported before, is left out."""
    for unit in new.values():
        for code in unit.origins:
            if code in old and code != unit.code and (code not in new or unit.code not in old):
                yield RosterDescent(old[code], unit)


def _confusable(roster: Roster) -> Iterator[tuple[RosterUnit, RosterUnit]]:
    """Of three units with one name, the first with the second and the second with the third."""
    alike = defaultdict(list)
    for unit in roster.units:
        alike[unit.parent, fold(unit.name)].append(unit)
    for units in alike.values():
        yield from pairwise(units)
