"""What is suspended now, and its end."""

from core.notices import Notice, NoticeKind
from core.roles import Action, Scope, scope_of
from db import record, reliefs
from db.reliefs import ReliefView
from handlers.relieve import told
from handlers.turn import Turn
from texts.duties import spoken
from texts.rendering import lines

OFFERED = 8
"""So many suspensions have a button that ends them."""


async def overview(turn: Turn) -> None:
    """Every suspension within reach that concerns periods still to be due, with a button to end it."""
    lasting = [view for view in await reliefs.lasting(turn.tx, turn.today) if view.relief.task is None]
    own = [view for view in lasting if await _may_end(turn, view)]
    if not own:
        await turn.answer("suspend.how")
        return
    options = [
        turn.option("end_relief_of", Action.SUSPEND, "end", view.id, unit=_area(turn, view)) for view in own[:OFFERED]
    ]
    await turn.reply(turn.say("suspend.list", list=lines([told(turn, view) for view in own])), *options)


async def end(turn: Turn, number: int) -> None:
    """Weeks that open from now on are owed in full again. What was promised for open ones is never taken back."""
    view = await reliefs.by_id(turn.tx, number)
    if view is None or not await _may_end(turn, view):
        await turn.answer("refused.not_yours")
        return
    if view.ended_at is not None:
        await turn.answer("suspend.ended_before", unit=_area(turn, view), by=view.ended_by, at=view.ended_at)
        return
    await reliefs.end(turn.tx, number, turn.known.id, turn.now)
    await record.note(turn.tx, turn.known.id, "relief.end", turn.now, unit=view.relief.unit, reason=view.relief.reason)
    await _tell_who_decided(turn, view)
    await turn.answer("suspend.ended", unit=_area(turn, view))


async def _tell_who_decided(turn: Turn, view: ReliefView) -> None:
    if view.relief.by == turn.known.id:
        return
    about = {"by": turn.known.name, "unit": _area(turn, view), "reason": view.relief.reason}
    text = turn.setting.texts.say(await turn.person_of(view.relief.by), "suspend.ended_by", **about)
    await turn.tell(Notice(f"relief_end:{view.id}", NoticeKind.OTHER, str(text), member=view.relief.by))


async def _may_end(turn: Turn, view: ReliefView) -> bool:
    if view.relief.unit is None:
        return scope_of(Action.SUSPEND, turn.roles) is Scope.ALL
    return await turn.reaches(Action.SUSPEND, view.relief.unit)


def _area(turn: Turn, view: ReliefView) -> str:
    return spoken(view.unit_name) if view.unit_name else turn.organisation.words.organisation
