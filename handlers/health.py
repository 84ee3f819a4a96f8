"""`/suckhoe`: how the installation is, now."""

from db import health
from handlers.payload import Payload
from handlers.turn import Turn
from texts.health import health_text


async def how_it_is(turn: Turn, payload: Payload) -> None:
    """The same facts as in the morning, as of this moment."""
    seen = await health.look(turn.tx, [channel for channel, _ in turn.setting.bots], turn.now)
    await turn.reply(health_text(turn.setting.texts, turn.person, seen))
