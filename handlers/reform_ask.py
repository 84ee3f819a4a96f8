"""What is still missing of a change of units: each is asked with buttons, and may be answered in own words."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from core.ports import Option
from core.reform import Part, Reform
from db import reforms
from db.reform_deeds import holders_of
from handlers.question import ask
from handlers.reform_hear import QUESTION, action_of
from handlers.reform_said import opening_after
from handlers.turn import Turn
from texts.duties import spoken

Known = Mapping[str, Any]


async def ask_above(turn: Turn, reform: Reform, known: Known) -> None:
    """Below what does the new unit stand?"""
    mark = await ask(turn, QUESTION, **known)
    names = {unit.id: unit.name for unit in (await reforms.known(turn.tx, turn.today)).values()}
    options = [
        turn.option("seat", action_of(reform.kind), "above", mark, unit, unit=spoken(names[unit]))
        for unit in known["above"]
    ]
    await turn.answer("reform.ask_above", *options, unit=spoken(reform.parts[0].name))


async def ask_day(turn: Turn, reform: Reform, known: Known) -> None:
    """From which day does it hold?"""
    mark = await ask(turn, QUESTION, **known)
    action = action_of(reform.kind)
    options = [
        turn.option("today", action, "day", mark, "today"),
        turn.option("from_day", action, "day", mark, "opening", day=opening_after(turn, turn.today)),
    ]
    await turn.answer("reform.ask_day", *options)


async def ask_holder(turn: Turn, reform: Reform, part: Part, known: Known) -> None:
    """Who holds the new unit's seat: one of those whose unit ends, somebody new, nobody?"""
    mark = await ask(turn, QUESTION, **known)
    action = action_of(reform.kind)
    taken = {each.holder.from_unit for each in reform.parts if each.holder is not None}
    free = [unit for unit in reform.closing if unit not in taken]
    options: list[Option] = [
        turn.option("holder", action, "holder", mark, each.unit, name=each.name, unit=spoken(each.unit_name))
        for each in sorted(await holders_of(turn.tx, free, turn.today), key=lambda each: free.index(each.unit))
    ]
    options.append(turn.option("stay_vacant", action, "holder", mark, 0))
    await turn.answer("reform.ask_holder", *options, unit=spoken(part.name))


def day_offered(turn: Turn, word: str) -> date:
    """The day that a button of `ask_day` means."""
    return opening_after(turn, turn.today) if word == "opening" else turn.today


def undecided(reform: Reform) -> Part | None:
    """The first new unit of which nobody said who holds its seat."""
    return next((part for part in reform.parts if part.unit is None and part.holder is None), None)
