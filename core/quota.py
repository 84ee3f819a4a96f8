"""How much does a unit owe in one period, and of which categories?"""

from dataclasses import dataclass

from core.spelling import fold


@dataclass(frozen=True, slots=True)
class Category:
    """One sort of evidence of which a task wants a number of its own.

    `words` in a caption or beside a link say that the item is of this category; `takes` is the only kind of item
    that fits ("photo" or "link"), empty when both do.
    """

    code: str
    title: str
    quota: int
    words: tuple[str, ...] = ()
    takes: str = ""

    def named_in(self, said: str) -> bool:
        """Whether one of its words, or its title, stands in a text: folded, with one space around every word."""
        return any(f" {fold(word)} " in said for word in (self.title, *self.words))

    def fits(self, kind: str) -> bool:
        """Whether an item of this kind can be of this category."""
        return self.takes in ("", kind)


@dataclass(frozen=True, slots=True)
class Quota:
    """What one unit owes. `parts` are the categories' codes with their numbers, in the task's order; the total is
    their sum. Without categories there are no parts."""

    total: int
    parts: tuple[tuple[str, int], ...] = ()


def scaled(number: int, percent: int) -> int:
    """So many percent of a number, rounded up: something that was owed is never scaled down to nothing."""
    return -(-number * percent // 100)
