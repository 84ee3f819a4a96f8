"""How does whoever has a code get in? The bots that can be opened, and of several the one with room.

A platform's bot may take few people only: the code then names one bot, and a bot that is full sends people on.
"""

from core.metering import Place, places_to_invite_to
from db import invites, places
from handlers.turn import Turn
from texts.rendering import Sentence, lines


async def with_ways(
    turn: Turn, text: Sentence, code: str, invite: int | None = None, member: int | None = None
) -> Sentence:
    """The text that hands out a code, with a line for each platform on which it can be used.

    An `invite` (of this `member`) remembers which bot it names, so that the next one names another before that is full.
    """
    known = await places.places(turn.tx, turn.setting.bots, turn.now)
    named = await invites.named_bots(turn.tx, [member]) if member is not None else {}
    chosen = [place for place in places_to_invite_to(known, named.get(member or 0)) if place.link]
    limited = next((place for place in chosen if place.most is not None), None)
    if limited is not None and invite is not None:
        await invites.name_bots(turn.tx, {invite: (limited.channel, limited.account)})
    return lines([text, *(_way(turn, place, code) for place in chosen)])


def _way(turn: Turn, place: Place, code: str) -> Sentence:
    key = "way.link" if place.carries_code else "way.code"
    return turn.say(key, platform=place.channel.capitalize(), link=place.opened_with(code))


async def sent_on(turn: Turn) -> bool:
    """Whether this bot has no room for one more person and another one has: then that is answered."""
    here = (turn.address.channel, turn.address.account)
    if turn.setting.bots.get(here) is None or turn.member is not None:
        return False
    known = await places.places(turn.tx, turn.setting.bots, turn.now, besides=turn.address)
    own = next(place for place in known if (place.channel, place.account) == here)
    others = places_to_invite_to([place for place in known if place is not own and place.channel == own.channel])
    if not own.full or not others or not others[0].link:
        return False
    await turn.answer("way.full", link=others[0].link)
    return True
