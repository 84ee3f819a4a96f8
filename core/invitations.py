"""Invitations on paper: a card for each person, the cards of one place together."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.roster import SeatKind


@dataclass(frozen=True, slots=True)
class Place:
    """Whose cards lie together: a unit that has others below it, with the name of the one above where there is one."""

    id: int
    name: str
    above: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One person's invitation. `code` as people type it.

    `link` opens the bot and carries the code; where none does, `bot_link` (if any) opens `bot`, and the code is typed.
    """

    unit: str
    unit_name: str
    place: Place
    seat: SeatKind
    member: str
    code: str
    link: str = ""
    bot: str = ""
    bot_link: str = ""

    @property
    def scanned(self) -> str:
        """What a phone's camera reads from the card."""
        return self.link or self.bot_link or self.code


@dataclass(frozen=True, slots=True)
class CardSheet:
    """Cards that are handed out together; every code is good until `until`."""

    cards: tuple[Card, ...]
    until: datetime

    def by_place(self) -> list[tuple[Place, list[Card]]]:
        """The places in the order in which they first come, each with its cards: whoever leads the place first."""
        found: dict[int, tuple[Place, list[Card]]] = {}
        for card in self.cards:
            found.setdefault(card.place.id, (card.place, []))[1].append(card)
        return [(place, sorted(cards, key=lambda card: card.seat is SeatKind.SECRETARY)) for place, cards in
                found.values()]  # fmt: skip


def place_of(unit: int, above: Mapping[int, int | None], leading: Collection[int | None]) -> int:
    """The unit under whose name a unit's cards lie: its own where others are below it, else that of the one above."""
    parent = above.get(unit)
    return unit if unit in leading or parent is None else parent


def counted_by_place(places: Sequence[int]) -> dict[int, int]:
    """How many cards lie under each place, most first."""
    counts: dict[int, int] = {}
    for place in places:
        counts[place] = counts.get(place, 0) + 1
    return dict(sorted(counts.items(), key=lambda each: -each[1]))
