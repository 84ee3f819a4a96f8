"""`/xemtruoc`: the messages that the coming week will bring within the own reach, and to whom."""

from collections.abc import Sequence
from datetime import timedelta

from core.roles import Action
from db.planned import Planned, plan
from handlers.foreseen import listed, paging, receivers_said
from handlers.payload import Payload
from handlers.turn import Turn
from texts.duties import fitting
from texts.rendering import lines

AHEAD = timedelta(days=7)


async def preview(turn: Turn, payload: Payload) -> None:
    """The steps of the coming days; a button shows who would hear each, as things stand now."""
    steps = await _steps(turn)
    if not steps:
        await turn.answer("preview.nothing", n=AHEAD.days)
    elif payload.word(0) == "who":
        number = min(payload.number(1) or 0, len(steps) - 1)
        text, more = await receivers_said(turn, Action.PREVIEW, steps[number], payload.number(2) or 0)
        await turn.reply(text, *paging(turn, Action.PREVIEW, step=number, steps=len(steps), more=more))
    else:
        said = listed(turn, steps)
        shown = said[: fitting(said)]
        text = turn.say("preview.list", n=AHEAD.days, list=lines(shown))
        await turn.reply(text, turn.option("who_hears", Action.PREVIEW, "who", 0, 0))


async def _steps(turn: Turn) -> Sequence[Planned]:
    reach = await turn.reach(Action.PREVIEW)
    steps = await plan(turn.tx, turn.organisation, turn.now, turn.now + AHEAD, reach)
    return [step for step in steps if step.to]
