"""Which unit is meant? An exact folded name or code acts; anything else is asked back, never guessed."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date

from core.ports import Option
from core.roles import Action
from core.spelling import fold
from db import history, units
from db.engine import Tx
from db.units import UnitView
from handlers.turn import Turn
from texts.duties import spoken

LONGEST_NAME = 8
"""Of how many words a unit's name is made at most, when words of a sentence are tried as one."""


async def unit_and_rest(turn: Turn, text: str) -> tuple[str, str]:
    """Split "anh, Tân Lập rồi, hẹn chiều nay" into the unit's name and what is said besides.

    The name is the longest beginning of a part between commas that is exactly a unit's name or code, and that a
    number or a capital letter does not go on; "cho", "giúp tôi" and the like may stand before it. When there is none,
    the first part stands for it, to be asked back. A name that a unit had before counts where none of today is found.
    """
    parts = [part.split() for part in text.split(",") if part.strip()]
    for named in (units.named, history.formerly):
        for position, words in enumerate(parts):
            for start in range(_before_name(words) + 1):
                found = await _name_in(turn, words[start:], named)
                if found is not None:
                    name, rest = found
                    besides = [rest, *parts[position + 1 :]]
                    return name, ", ".join(" ".join(said) for said in besides if said)
    first, *others = [" ".join(words) for words in parts] or [text]
    return first, ", ".join(others)


_BEFORE_NAME = frozenset(["cho", "giup", "ho", "gium", "dum", "toi", "em", "minh", "don", "vi", "for"])


def _before_name(words: Sequence[str]) -> int:
    """How many of the first words only lead to a name."""
    return next((n for n, word in enumerate(words) if fold(word) not in _BEFORE_NAME), 0)


async def _name_in(
    turn: Turn, words: list[str], named: Callable[[Tx, str, date], Awaitable[list[UnitView]]]
) -> tuple[str, list[str]] | None:
    for length in range(min(len(words), LONGEST_NAME), 0, -1):
        name, rest = " ".join(words[:length]), words[length:]
        goes_on = bool(rest) and (rest[0][0].isupper() or rest[0][0].isdigit())
        if not goes_on and await named(turn.tx, name, turn.today):
            return name, rest
    return None


async def choose_unit(turn: Turn, action: Action, text: str) -> UnitView | None:
    """The one unit within the writer's reach that these words name; else the question is answered and None.

    Of one that is called otherwise by now the new name is told first.
    """
    reach = await turn.reach(action)
    found = await units.named(turn.tx, text, turn.today, reach)
    if len(found) == 1:
        return found[0]
    renamed = [] if found else await history.formerly(turn.tx, text, turn.today, reach)
    if len(renamed) == 1:
        await turn.answer("choose.formerly", said=text[:60], unit=spoken(renamed[0].name))
        return renamed[0]
    found = found or renamed
    if not found:
        await _suggest(turn, action, text)
        return None
    await turn.answer("choose.several", *await _options(turn, action, found[:10]), said=text[:60], n=len(found))
    return None


async def _suggest(turn: Turn, action: Action, text: str) -> None:
    """Names that only look like it are offered, never taken."""
    near = await units.near(turn.tx, text, turn.today, turn.roots(action))
    key = "choose.near" if near else "choose.none"
    await turn.answer(key, *await _options(turn, action, near), said=text[:60])


async def _options(turn: Turn, action: Action, found: Sequence[UnitView]) -> list[Option]:
    parents = await units.units_by_id(turn.tx, [unit.parent for unit in found if unit.parent])
    return [
        turn.option(
            "unit_in",
            action,
            unit.code,
            unit=spoken(unit.name),
            parent=spoken(parents[unit.parent].name) if unit.parent in parents else unit.code,
        )
        for unit in found
    ]
