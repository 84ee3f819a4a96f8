"""A change of the organisation's tree: units are renamed, moved, added, closed, merged, split. Is it possible at all?

A reform names the units it is about and the parts they become. A unit that is no part of what comes is closed; the
first part is its heir.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any


class ReformKind(StrEnum):
    """What may happen to units."""

    RENAME = "rename"
    MOVE = "move"
    ADD = "add"
    CLOSE = "close"
    MERGE = "merge"
    SPLIT = "split"


@dataclass(frozen=True, slots=True)
class Holder:
    """Who gets a new unit's seat: whoever holds that of another unit on the day, somebody new by name, or nobody."""

    from_unit: int | None = None
    name: str = ""
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A unit as it is from the day on. `unit` None: a new one, whose `holder` may still be undecided (None)."""

    unit: int | None
    code: str
    name: str
    level: str
    parent: int | None
    holder: Holder | None = None


@dataclass(frozen=True, slots=True)
class Reform:
    """`units` are those it is about, those that go on included; `parts` what there is afterwards."""

    kind: ReformKind
    units: tuple[int, ...]
    parts: tuple[Part, ...] = ()

    @property
    def closing(self) -> tuple[int, ...]:
        """The units that exist no more afterwards."""
        if self.kind not in _CLOSES:
            return ()
        going_on = {part.unit for part in self.parts}
        return tuple(unit for unit in self.units if unit not in going_on)

    @property
    def parents(self) -> frozenset[int]:
        """The units below which something is put."""
        return frozenset(part.parent for part in self.parts if part.parent is not None)

    @property
    def descent(self) -> tuple[tuple[int, int], ...]:
        """(unit, position of the part it goes on as), but for units that go on as themselves."""
        return tuple(
            (unit, position)
            for unit in (self.units if self.kind in (ReformKind.MERGE, ReformKind.SPLIT) else ())
            for position, part in enumerate(self.parts)
            if part.unit != unit
        )


_CLOSES = frozenset({ReformKind.CLOSE, ReformKind.MERGE, ReformKind.SPLIT})


@dataclass(frozen=True, slots=True)
class Known:
    """A unit that exists, as far as a reform must know it."""

    id: int
    code: str
    name: str
    level: str
    parent: int | None


def anchors(reform: Reform, known: Mapping[int, Known]) -> set[int | None]:
    """The units that a right must reach to make this change: what is above those that change and those that come.

    None among them: something at the top is changed, which takes a right to everything.
    """
    above = {known[unit].parent for unit in reform.units if unit in known}
    return above | {part.parent for part in reform.parts}


class ReformFault(StrEnum):
    """Why a reform is not possible. NO_RIGHT: whoever decided it may not when its day comes. MISTAKE: one of ours."""

    GONE = "gone"
    SAME = "same"
    ITSELF = "itself"
    INSIDE = "inside"
    LEVELS = "levels"
    TOP = "top"
    TOO_FEW = "too_few"
    NAME_TAKEN = "name_taken"
    CODE_TAKEN = "code_taken"
    NO_RIGHT = "no_right"
    MISTAKE = "mistake"


@dataclass(frozen=True, slots=True)
class Refused:
    """The fault, and the name or code that shows it ("" where none does)."""

    fault: ReformFault
    name: str = ""


def refusal(reform: Reform, known: Mapping[int, Known]) -> Refused | None:
    """What stands against the reform in this tree; None when nothing does. `known` are the units that exist."""
    units = {*reform.units, *(part.unit for part in reform.parts if part.unit is not None)}
    if not (units | reform.parents) <= known.keys():
        return Refused(ReformFault.GONE)
    for check in (_in_itself, _by_kind, _taken):
        found = check(reform, known)
        if found is not None:
            return found
    return None


def _in_itself(reform: Reform, known: Mapping[int, Known]) -> Refused | None:
    """Under the own child, or merged with what stands above."""
    for part in reform.parts:
        if part.unit is not None and part.parent is not None and part.unit in _path(part.parent, known):
            return Refused(ReformFault.INSIDE, known[part.parent].name)
        if part.parent in reform.closing:
            return Refused(ReformFault.INSIDE, known[part.parent].name)
    for unit in reform.units:
        above = _path(unit, known)[1:]
        if any(other in above for other in reform.units):
            return Refused(ReformFault.INSIDE, known[unit].name)
    return None


def _by_kind(reform: Reform, known: Mapping[int, Known]) -> Refused | None:
    levels = {known[unit].level for unit in reform.units}
    match reform.kind:
        case ReformKind.RENAME | ReformKind.MOVE if _same(reform.parts[0], known):
            return Refused(ReformFault.SAME, reform.parts[0].name)
        case ReformKind.MERGE if len(set(reform.units)) < 2:
            return Refused(ReformFault.ITSELF, known[reform.units[0]].name)
        case ReformKind.MERGE if len(levels) > 1:
            return Refused(ReformFault.LEVELS, known[reform.units[0]].name)
        case ReformKind.SPLIT if len(reform.parts) < 2:
            return Refused(ReformFault.TOO_FEW, known[reform.units[0]].name)
        case ReformKind.CLOSE:
            unit = known[reform.units[0]]
            if unit.parent is None and any(other.parent == unit.id for other in known.values()):
                return Refused(ReformFault.TOP, unit.name)
    return None


def _same(part: Part, known: Mapping[int, Known]) -> bool:
    return part.unit is not None and (known[part.unit].name, known[part.unit].parent) == (part.name, part.parent)


def _taken(reform: Reform, known: Mapping[int, Known]) -> Refused | None:
    """A sister of the same name, or a code that another unit has or ever had."""
    own = {part.unit for part in reform.parts} | set(reform.closing)
    others = [unit for unit in known.values() if unit.id not in own]
    sisters = {(unit.parent, unit.name) for unit in others}
    codes = {unit.code for unit in known.values()}
    for part in reform.parts:
        if (part.parent, part.name) in sisters:
            return Refused(ReformFault.NAME_TAKEN, part.name)
        if part.unit is None and part.code in codes:
            return Refused(ReformFault.CODE_TAKEN, part.code)
        sisters.add((part.parent, part.name))
        codes |= {part.code} if part.unit is None else set()
    return None


def _path(unit: int, known: Mapping[int, Known]) -> list[int]:
    """The unit and those above it, nearest first; a loop in the rows ends the walk."""
    path: list[int] = []
    current: int | None = unit
    while current is not None and current in known and current not in path:
        path.append(current)
        current = known[current].parent
    return path


@dataclass(frozen=True, slots=True)
class Told:
    """A reform in names: what there was, what there is afterwards, and below what. `stays`: the unit that goes on."""

    kind: ReformKind
    day: date
    before: tuple[str, ...]
    after: tuple[str, ...]
    above: tuple[str, ...]
    stays: str = ""


def refreshed(reform: Reform, known: Mapping[int, Known]) -> Reform:
    """The same reform, where units that go on are as they are by now in what the reform does not change."""
    parts = tuple(_refreshed(part, reform.kind, known.get(part.unit or 0)) for part in reform.parts)
    return replace(reform, parts=parts)


def _refreshed(part: Part, kind: ReformKind, unit: Known | None) -> Part:
    if unit is None:
        return part
    name = part.name if kind is ReformKind.RENAME else unit.name
    parent = part.parent if kind is ReformKind.MOVE else unit.parent
    return replace(part, code=unit.code, name=name, level=unit.level, parent=parent)


def going_on(unit: Known) -> Part:
    """The unit as a part that changes nothing."""
    return Part(unit.id, unit.code, unit.name, unit.level, unit.parent)


def heir_of(unit: int, heirs: Mapping[int, int | None], parents: Mapping[int, int | None]) -> int | None:
    """Below whom the units go that stood below a closing one: its heir, else the next one above that does not close.

    `heirs` has every closing unit, None for one without an heir; `parents` who stands below whom.
    """
    current: int | None = unit
    seen: set[int] = set()
    while current is not None and current in heirs and current not in seen:
        seen.add(current)
        heir = heirs[current]
        current = heir if heir is not None else parents.get(current)
    return None if current in seen else current


def free_code(wanted: str, taken: Collection[str]) -> str:
    """The wanted code, or the first of "X1-2", "X1-3" and so on that nobody has."""
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"


def reform_record(reform: Reform) -> dict[str, Any]:
    """The reform as JSON."""
    return {
        "kind": reform.kind.value,
        "units": list(reform.units),
        "parts": [
            {
                **{name: getattr(part, name) for name in ("unit", "code", "name", "level", "parent")},
                "holder": None if part.holder is None else [part.holder.from_unit, part.holder.name, part.holder.phone],
            }
            for part in reform.parts
        ],
    }


def reform_from(record: Mapping[str, Any]) -> Reform:
    """The reform that `reform_record` wrote."""
    parts = tuple(
        Part(
            part["unit"], part["code"], part["name"], part["level"], part["parent"],
            None if part["holder"] is None else Holder(*part["holder"]),
        )
        for part in record["parts"]
    )  # fmt: skip
    return Reform(ReformKind(record["kind"]), tuple(record["units"]), parts)
