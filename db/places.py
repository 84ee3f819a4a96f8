"""Which bots can people be invited to, how many they have, and how many are expected there?"""

from collections.abc import Mapping
from datetime import datetime

from core.metering import Account, Place
from core.plans import Plan
from core.ports import Address
from db import metering, platforms
from db.engine import Tx


async def places(
    tx: Tx, bots: Mapping[Account, Plan | None], now: datetime, besides: Address | None = None
) -> list[Place]:
    """These bots, in the order given, with what is known of them. A bot that was never introduced has no link.

    `besides`: not counting the person of this chat.
    """
    links = await platforms.links(tx)
    limited = [account for account, plan in bots.items() if plan is not None]
    people = await metering.people(tx, limited, besides) if limited else {}
    invited = await metering.invited(tx, now) if limited else {}
    return [
        Place(
            channel,
            account,
            links.get((channel, account), ""),
            plan.people if plan else None,
            people.get((channel, account), 0),
            invited.get((channel, account), 0),
        )
        for (channel, account), plan in bots.items()
    ]
