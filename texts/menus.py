"""The lines of a command menu: the commands that somebody may use, in his or her language."""

from collections.abc import Iterable

from core.ports import MenuEntry, Person
from core.roles import MENU, Action
from texts.phrases import Phrases
from texts.say import Texts


def menu(texts: Texts, phrases: Phrases, person: Person, may: Iterable[Action]) -> list[MenuEntry]:
    """One line for each of these actions that has a command, most needed first; the same words as in the help."""
    allowed = frozenset(may)
    entries = []
    for action in MENU:
        command = phrases.command(action.value, person.language)
        if action in allowed and command is not None:
            told = str(texts.say(person, f"help.{action.value}", command="")).strip(" –")
            entries.append(MenuEntry(command.removeprefix("/"), told[:1].upper() + told[1:]))
    return entries
