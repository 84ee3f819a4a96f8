"""Which items does the sender name? Only those of the units that the sender serves, or that he or she handed in."""

import re

from core.roles import Action
from db import last_message, submissions
from db.submissions import SubmissionView
from handlers.payload import number_in
from handlers.turn import Turn

NUMBER = r"(?:bc)?[-–\s]*\d{1,15}"
"""How people write an item's number: "BC-12", "bc 12", "12". To be matched whatever the capitals."""

_DIGITS = re.compile(r"\d{1,15}")


async def own_items(turn: Turn, first: int, last: int) -> list[SubmissionView]:
    """The sender's among the items with these numbers, at most 100."""
    own = {seat.unit for seat in turn.known.served_units}
    return [item for item in await submissions.by_numbers(turn.tx, first, last) if item.unit in own]


async def taken_back(turn: Turn, first: int, last: int) -> list[SubmissionView]:
    """Those among the items with these numbers that the sender may take back: the own, and what he or she handed in
    on behalf of a unit that is still to be looked after. Whoever has a delegation: what came by it."""
    return await _to_take_back(turn, await submissions.by_numbers(turn.tx, first, last))


async def taken_back_last(turn: Turn) -> list[SubmissionView]:
    """The same of the sender's last message."""
    instead = turn.instead
    if instead is not None and instead.delegation is not None:
        return await _to_take_back(turn, await last_message.by_delegation(turn.tx, instead.delegation))
    return await _to_take_back(turn, await last_message.handed_in_by(turn.tx, turn.known.id))


async def _to_take_back(turn: Turn, items: list[SubmissionView]) -> list[SubmissionView]:
    own = {seat.unit for seat in turn.known.served_units}
    if turn.instead is not None:
        return [item for item in items if item.unit in own and item.delegation == turn.instead.delegation]
    entered = {item.number: item.unit for item in items if item.entered_by == turn.known.id and item.unit not in own}
    reached = {unit for unit in set(entered.values()) if await turn.reaches(Action.BEHALF, unit)}
    return [item for item in items if item.unit in own or entered.get(item.number) in reached]


def numbers_in(written: str) -> list[int]:
    """The numbers that a text of NUMBERs names, ascending, each once."""
    found = map(number_in, _DIGITS.findall(written))
    return sorted({number for number in found if number is not None})
