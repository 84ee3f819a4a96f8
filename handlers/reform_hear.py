"""What change of units does a sentence ask for? Names that are not one unit without doubt are asked back."""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from core.dates import SpokenDay, find_day
from core.reform import Known, Part, Reform, ReformKind, going_on
from core.reform_words import BECOMES, BELOW, INTO, OUT_OF, code_in, names_in, new_name, readings
from core.roles import Action
from core.spelling import fold
from db import reforms, units
from handlers.choose import choose_unit
from handlers.naming import unit_name_too_long
from handlers.question import ask, waiting
from handlers.turn import Turn

QUESTION = "reform"


@dataclass(frozen=True, slots=True)
class Heard:
    """A reform with its day, if one was said. `above`: the units below which a new one could stand, to be chosen."""

    reform: Reform
    day: SpokenDay | None
    above: tuple[int, ...] = ()


def action_of(kind: ReformKind) -> Action:
    """The right that this kind of reform needs."""
    return Action(f"unit_{kind.value}")


class Hearing:
    """One sentence being understood. Every method that finds nothing has answered the person."""

    def __init__(self, turn: Turn, kind: ReformKind, text: str, known: Mapping[int, Known]) -> None:
        self._turn = turn
        self._kind = kind
        self._known = known
        self._said = text
        self._day = find_day(text, turn.today)
        undated = text if self._day is None else f"{self._day.before} {self._day.after}"
        self._text, self._code = code_in(undated)

    async def understand(self) -> Heard | None:
        """The reform; None when the person was asked something."""
        reader: Mapping[ReformKind, Callable[[], Awaitable[Heard | None]]] = {
            ReformKind.RENAME: self._rename,
            ReformKind.MOVE: self._move,
            ReformKind.ADD: self._add,
            ReformKind.CLOSE: self._close,
            ReformKind.MERGE: self._merge,
            ReformKind.SPLIT: self._split,
        }
        return await reader[self._kind]()

    # ---- each kind -------------------------------------------------------------------------------------------------

    async def _rename(self) -> Heard | None:
        before, behind = await self._reading(BECOMES, left=True)
        unit = await self._one(before) if behind else await self._how()
        if unit is None:
            return None
        part = replace(going_on(unit), name=new_name(behind, unit.name))
        return self._heard([unit], [part])

    async def _move(self) -> Heard | None:
        before, behind = await self._reading(BELOW, left=True, right=True)
        unit = await self._one(before) if behind else await self._how()
        parent = await self._one(behind) if unit else None
        if unit is None or parent is None:
            return None
        return self._heard([unit], [replace(going_on(unit), parent=parent.id)])

    async def _close(self) -> Heard | None:
        unit = await self._one(self._text) if self._text else await self._how()
        return self._heard([unit], []) if unit else None

    async def _add(self) -> Heard | None:
        before, behind = await self._reading(BELOW, right=True)
        parent = await self._one(behind) if behind else await self._how()
        if parent is None:
            return None
        sisters = [unit for unit in self._known.values() if unit.parent == parent.id]
        like = Counter(_first_word(unit.name) for unit in sisters).most_common(1)
        name = new_name(before, f"{like[0][0]} x" if like else "")
        code = self._code or parent.code
        return self._heard([], [Part(None, code, name, self._level_below(parent, sisters), parent.id)])

    async def _merge(self) -> Heard | None:
        into = await self._named_reading(INTO, left=True, right=True)
        before, behind = into or await self._reading(BECOMES, left=True)
        if not behind:
            into = before, behind = await self._reading(INTO, left=True, right=True)
        if not behind:
            await self._how()
            return None
        sources = await self._all(names_in(before))
        if sources is None:
            return None
        target = await self._one(behind) if into else _same_name(sources, behind)
        if into and target is None:
            return None
        if target is not None:
            others = [unit for unit in sources if unit.id != target.id]
            return self._heard([*others, target], [going_on(target)])
        first, above = sources[0], tuple(dict.fromkeys(unit.parent for unit in sources))
        new = Part(None, self._code or first.code, new_name(behind, first.name), first.level, above[0])
        several = tuple(unit for unit in above if unit is not None) if len(above) > 1 else ()
        return self._heard(sources, [new], several)

    async def _split(self) -> Heard | None:
        before, behind = await self._reading(OUT_OF, right=True)
        if behind:
            unit, names = await self._one(behind), [behind, *names_in(before.removesuffix(" ra"))]
        else:
            before, behind = await self._reading(BECOMES, left=True)
            unit, names = (await self._one(before), names_in(behind)) if behind else (await self._how(), [])
        if unit is None:
            return None
        parts = [self._part_of(unit, name, position) for position, name in enumerate(names)]
        return self._heard([unit], sorted(parts, key=lambda part: part.unit is None))

    def _part_of(self, unit: Known, name: str, position: int) -> Part:
        if _same_name([unit], name):
            return going_on(unit)
        code = self._code if self._code and position == 0 else unit.code
        return Part(None, code, new_name(name, unit.name), unit.level, unit.parent)

    # ---- names -----------------------------------------------------------------------------------------------------

    def _heard(self, about: Sequence[Known], parts: Sequence[Part], above: tuple[int, ...] = ()) -> Heard:
        return Heard(Reform(self._kind, tuple(unit.id for unit in about), tuple(parts)), self._day, above)

    async def _reading(self, words: Sequence[str], *, left: bool = False, right: bool = False) -> tuple[str, str]:
        """The likeliest parting of the sentence in which the sides asked for name units; else the likeliest one."""
        named = await self._named_reading(words, left=left, right=right)
        return named or next(iter(readings(self._text, words)), ("", ""))

    async def _named_reading(self, words: Sequence[str], *, left: bool, right: bool) -> tuple[str, str] | None:
        for before, behind in readings(self._text, words):
            sides = [*(names_in(before) if left else ()), *([behind] if right else ())]
            if all([await units.named(self._turn.tx, side, self._turn.today) for side in sides]):
                return before, behind
        return None

    async def _all(self, names: Sequence[str]) -> list[Known] | None:
        chosen: list[Known] = []
        for name in names:
            unit = await self._one(name)
            if unit is None:
                return None
            chosen.append(unit)
        return chosen

    async def _one(self, name: str) -> Known | None:
        """The one unit of this name; else the person is asked, and the sentence waits for the answer."""
        found = await choose_unit(self._turn, action_of(self._kind), name)
        if found is None:
            await ask(self._turn, QUESTION, kind=self._kind.value, said=self._said, name=name)
            return None
        return self._known[found.id]

    async def _how(self) -> Known | None:
        """Say how to say it; never a unit."""
        await self._turn.answer(f"reform.how_{self._kind.value}")
        return None

    def _level_below(self, parent: Known, sisters: Sequence[Known]) -> str:
        """The level of the parent's other children; of units below others like the parent; else the owing one."""
        alike = {unit.id for unit in self._known.values() if unit.level == parent.level}
        cousins = [unit for unit in self._known.values() if unit.parent in alike]
        levels = Counter(unit.level for unit in sisters or cousins).most_common(1)
        return levels[0][0] if levels else self._turn.organisation.weekly.owed_by[0]


async def hear(turn: Turn, kind: ReformKind, text: str) -> Heard | None:
    """Understand a sentence, or the unit chosen among those of one name, which the sentence before left open."""
    earlier = waiting(turn, QUESTION)
    if earlier and "said" in earlier and earlier["kind"] == kind.value and await _is_code(turn, text):
        text = str(earlier["said"]).replace(str(earlier["name"]), text, 1)
    heard = await Hearing(turn, kind, text, await reforms.known(turn.tx, turn.today)).understand()
    for part in heard.reform.parts if heard is not None else ():
        if await unit_name_too_long(turn, part.name):
            return None
    return heard


async def _is_code(turn: Turn, text: str) -> bool:
    found = await units.unit_by_code(turn.tx, text.strip())
    return found is not None


def _same_name(among: Sequence[Known], name: str) -> Known | None:
    """The one of these units that is called so, with or without the word for its level."""
    wanted = fold(name)
    return next((unit for unit in among if fold(unit.name) == wanted or fold(unit.name).endswith(" " + wanted)), None)


def _first_word(name: str) -> str:
    words = name.split()
    return " ".join(words[: 2 if fold(" ".join(words[:2])) in {"thi tran", "thi xa", "thanh pho", "dac khu"} else 1])
