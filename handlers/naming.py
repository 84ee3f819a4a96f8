"""A name that is longer than one is kept: told, and nothing is cut or written down."""

from core.reform_words import LONGEST_NAME, LONGEST_PERSON
from handlers.turn import Turn


async def unit_name_too_long(turn: Turn, name: str) -> bool:
    """Whether this cannot be the name of a unit; it is told then."""
    return await _too_long(turn, name, LONGEST_NAME)


async def person_name_too_long(turn: Turn, name: str) -> bool:
    """Whether this cannot be the name of a person; it is told then, and what was asked stays open."""
    return await _too_long(turn, name, LONGEST_PERSON)


async def _too_long(turn: Turn, name: str, longest: int) -> bool:
    if len(name) <= longest:
        return False
    await turn.answer("name.too_long", length=len(name), n=longest)
    return True
