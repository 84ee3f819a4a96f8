"""A message with which somebody hands in for a unit was changed afterwards: before the yes, or when it had counted."""

from core.evidence import SubmissionState
from core.roles import Action
from core.roster import SeatKind
from db import corrections, invites, units
from handlers import behalf
from handlers.choose import choose_unit, unit_and_rest
from handlers.edited import edited
from handlers.served import unit_said
from handlers.turn import Turn


async def edited_behalf(turn: Turn) -> bool:
    """Whether the message was one for another's unit, or names one now; then it was seen to.

    Before the yes what is kept is what it says now, and the question is asked anew. Afterwards its unit has been agreed
    on, so what is new counts at once as if the secretary had changed it; naming another unit asks for a yes, which
    takes away what it brought for the wrong one.
    """
    name = unit_said(turn)
    known = turn.dialog.context if turn.dialog.question == behalf.QUESTION else {}
    if any(each["message"] == turn.first.message for each in known.get("kept", ())):
        await behalf.changed(turn, known, name or "")
        return True
    before = await corrections.of_message(turn.tx, turn.address, turn.first.message)
    entered = [item for item in before if item.entered_by == turn.known.id]
    if not entered:
        if before or not name:
            return False
        await behalf.begin(turn, name)
        return True
    if name:
        chosen = await choose_unit(turn, Action.BEHALF, (await unit_and_rest(turn, name))[0])
        if chosen is None or chosen.id != entered[-1].unit:
            if chosen is not None:
                await behalf.begin(turn, name)
            return True
    await _again(turn, entered[-1].unit, {item.number for item in before})
    return True


async def _again(turn: Turn, number: int, earlier: set[int]) -> None:
    unit = (await units.units_by_id(turn.tx, [number]))[number]
    if not await turn.reaches(Action.BEHALF, unit.id):
        await turn.answer("refused.not_yours")
        return
    holder = await invites.seat_of(turn.tx, unit.id, SeatKind.SECRETARY, turn.today)
    async with behalf.standing_in(turn, unit, holder):
        replaced = await edited(turn)
    items = [
        item
        for item in await corrections.of_message(turn.tx, turn.address, turn.first.message)
        if item.state is SubmissionState.COUNTED and item.number not in earlier
    ]
    if items:
        await behalf.tell_secretary(turn, unit, holder, items, replaced)
