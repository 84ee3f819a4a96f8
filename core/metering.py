"""How much of a plan is used, when is somebody to be told, and what is still said when it nears its end?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from core.notices import NEVER_HELD, NoticeKind, urgency
from core.plans import Plan

WARN_AT: Final = (80, 95, 100)
"""Per cent of a plan at which the admins hear of it."""

KEPT_FROM: Final = 95
"""From this per cent of the messages on, what is left is kept for answers, receipts and alerts."""

_ALERT: Final = urgency(NoticeKind.MISSED)

Account = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Usage:
    """What one bot sent and received this month. `refused`: its platform said lately that the plan is used up."""

    sent: int = 0
    received: int = 0
    refused: bool = False


def spent(account: Account, plan: Plan, usages: Mapping[Account, Usage]) -> int:
    """How many of the plan's messages are used."""
    together = _together(account, plan, usages)
    return sum(usage.sent + (usage.received if plan.both_ways else 0) for usage in together)


def used_up(account: Account, plan: Plan, usages: Mapping[Account, Usage]) -> bool:
    """Whether the platform said lately that the plan is; of bots that share one it is enough that one heard it."""
    return any(usage.refused for usage in _together(account, plan, usages))


def _together(account: Account, plan: Plan, usages: Mapping[Account, Usage]) -> list[Usage]:
    """What those bots used that this one's plan is for."""
    return [usage for other, usage in usages.items() if other == account or (plan.shared and other[0] == account[0])]


def per_cent(used: int, most: int) -> int:
    """Full per cent: 95 only when 95 of 100 are really used."""
    return 100 * used // most


def stage(used: int, most: int) -> int:
    """The highest of WARN_AT that is reached; 0 below all of them."""
    return max((mark for mark in WARN_AT if per_cent(used, most) >= mark), default=0)


def may_say(kind: NoticeKind, account: Account, plan: Plan, usages: Mapping[Account, Usage]) -> bool:
    """Whether a message of this kind may still use the plan.

    Answers, receipts, alerts and what admins need always may: the platform has the last word. The rest may not
    when the plan nears its end or the platform says that it is used up.
    """
    if kind in NEVER_HELD or urgency(kind) <= _ALERT:
        return True
    if used_up(account, plan, usages):
        return False
    return per_cent(spent(account, plan, usages), plan.messages) < KEPT_FROM


# ---- sharing people among bots ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Place:
    """A bot that people may be invited to. `most` people fit, None: any number; `invited` have a code for it.

    `link` opens it; "{code}" in it stands for an invitation's code, where the platform can carry one.
    """

    channel: str
    account: str
    link: str
    most: int | None = None
    people: int = 0
    invited: int = 0

    @property
    def full(self) -> bool:
        """Whether nobody more fits."""
        return self.most is not None and self.people >= self.most

    def with_one_more(self) -> "Place":
        """The same place when one more person is expected there."""
        return replace(self, invited=self.invited + 1)

    def opened_with(self, code: str) -> str:
        """The link for whoever has this code."""
        return self.link.replace("{code}", code)

    @property
    def carries_code(self) -> bool:
        """Whether the link is enough, or the code has to be typed."""
        return "{code}" in self.link


def places_to_invite_to(places: Sequence[Place], before: Account | None = None) -> list[Place]:
    """For each channel the bot with the most room, in the order given; of a channel that is full none.

    Those who are invited and have not come yet are taken to come: so a hundred codes issued at once are shared out.
    `before`: the bot that an earlier invitation of the same person named; it stays the one unless it is full.
    """
    best: dict[str, Place] = {}
    for place in places:
        named = (place.channel, place.account) == before and not place.full
        if not named and place.most is not None and place.people + place.invited >= place.most:
            continue
        known = best.get(place.channel)
        if known is None or named or ((known.channel, known.account) != before and _room(place) > _room(known)):
            best[place.channel] = place
    return list(best.values())


def _room(place: Place) -> float:
    return float("inf") if place.most is None else place.most - place.people - place.invited
