"""How much of each bot's plan is used, for `nhacnop doctor`: people, messages this month, and what was left unsaid."""

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from bot.channels import planned_bots
from bot.session import Session
from core.metering import per_cent, spent, stage, used_up
from core.plans import Plan
from db import metering, places
from db.engine import Tx

LATELY = timedelta(hours=1)
"""A refusal is told for so long; then the platform may be asked again."""


@dataclass(frozen=True, slots=True)
class NearEnd:
    """A bot whose plan nears its end, of `what` (people or messages); `refused`: its platform takes no more."""

    bot: str
    what: str
    used: int
    most: int
    refused: bool = False

    @property
    def line(self) -> str:
        """For people."""
        refused = "; its platform takes no more" if self.refused else ""
        return f"{self.bot}: {self.used} of {self.most} {self.what}, {per_cent(self.used, self.most)} %{refused}"


async def near_end(tx: Tx, session: Session) -> list[NearEnd]:
    """The bots of which 80 % of a plan are used."""
    plans = {(bot.channel, bot.name): bot.plan for bot in planned_bots(session.config) if bot.plan is not None}
    month = metering.month_of(session.now.astimezone(session.organisation.calendar.zone).date())
    usages = await metering.usages(tx, month, session.now - LATELY)
    found: list[NearEnd] = []
    for place in await places.places(tx, plans, session.now) if plans else ():
        account = (place.channel, place.account)
        plan: Plan = plans[account]
        used = spent(account, plan, usages)
        refused = used_up(account, plan, usages)
        if refused or stage(used, plan.messages):
            found.append(NearEnd(place.account, "messages this month", used, plan.messages, refused))
        if stage(place.people, plan.people):
            found.append(NearEnd(place.account, "people", place.people, plan.people))
    return found


async def unsaid(tx: Tx, session: Session, since: timedelta) -> tuple[int, list[dict[str, Any]], list[str]]:
    """What a plan's end has left unsaid: how many messages, for scripts and for people."""
    found = await metering.unsaid(tx, session.now - since, session.now + timedelta(seconds=1))
    lines = [f"{each.number} × {each.kind}, {each.name or 'a stranger'}" for each in found]
    return sum(each.number for each in found), [asdict(each) for each in found], lines
