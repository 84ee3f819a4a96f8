"""A frozen month without one person: the figures stay, the name and what was handed in under it are gone."""

from collections.abc import Collection
from dataclasses import replace

from core.figures_facts import MonthFacts


def without_person(facts: MonthFacts, member: int, items: Collection[int], nameless: str) -> MonthFacts:
    """The same facts with `nameless` in the place of this member, whose `items` lose their links and pictures.

    Counts, standings and moments are untouched, so every figure of the report is what it was.
    """
    own = frozenset(items)
    return replace(
        facts,
        duties=tuple(
            replace(duty, member_name=nameless) if duty.member == member else duty for duty in facts.duties
        ),
        items=tuple(
            replace(item, sender=nameless, url=None, media_sha=None, width=0, height=0) if item.number in own else item
            for item in facts.items
        ),
    )  # fmt: skip
