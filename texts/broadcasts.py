"""How a broadcast's outcome is told: a line for each number that is not nought. Used by answers and by the bot."""

from collections.abc import Mapping

from core.ports import Person
from texts.rendering import Sentence
from texts.say import Texts

NAMES = ("waiting", "unlinked", "unreachable", "dropped")


def what_became(texts: Texts, person: Person, numbers: Mapping[str, int]) -> list[Sentence]:
    """Of everybody who did not get it (yet), by why."""
    return [texts.say(person, f"broadcast.number_{name}", n=numbers[name]) for name in NAMES if numbers[name]]
