"""Somebody who is no member hands in for one: opens the code, agrees to one line, sends; until the week closes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from core.roles import Action
from db import delegations, record
from db.delegations import DelegationView
from db.people import MemberView
from handlers import correct, status
from handlers.edited import edited
from handlers.payload import Payload
from handlers.submit import submit
from handlers.turn import Instead, Turn
from texts.duties import spoken

QUESTION = "stand_in"


async def opened(turn: Turn, code: str) -> bool:
    """Whether this is the code of a delegation; its holder is asked for a yes then."""
    found = await delegations.find(turn.tx, code, turn.now, turn.today)
    if found is None:
        return False
    if turn.member is not None:
        await turn.answer("delegate.has_own", unit=spoken(found.seat.unit_name))
        return True
    await turn.remember(question=QUESTION, context={"delegation": found.id}, wrong_codes=0, wrong_at=None)
    await turn.answer(
        "delegate.ask",
        turn.option("agree", Action.STAND_IN, "yes", found.id),
        turn.option("disagree", Action.STAND_IN, "no", found.id),
        **_said(found),
    )
    return True


async def stand_in(turn: Turn, payload: Payload) -> None:
    """The answer to the consent line: only the chat that opened the code gives it, and only one chat uses it.

    The right is a stranger's: who became a member meanwhile does not get here.
    """
    number = payload.number(1)
    open_here = turn.dialog.question == QUESTION and turn.dialog.context.get("delegation") == number
    found = await delegations.find_by_id(turn.tx, number or 0, turn.now, turn.today) if open_here else None
    if found is None:
        await turn.answer("register.expired")
        return
    await turn.remember(question=None, context={})
    if payload.word(0) != "yes":
        await turn.answer("delegate.declined")
        return
    await delegations.use(turn.tx, found.id, turn.address, turn.now)
    await record.note(turn.tx, found.member, "delegation.use", turn.now, unit=found.seat.unit)
    turn.delegation = found
    await turn.answer("delegate.welcome", **_said(found))


async def hand_in(turn: Turn, delegation: DelegationView) -> None:
    """Photos and links are recorded for the seat, marked as handed in by somebody else."""
    async with _standing_in(turn, delegation):
        await submit(turn)


async def hand_in_again(turn: Turn, delegation: DelegationView) -> None:
    """A message that was changed afterwards: as if the seat's holder had changed it."""
    async with _standing_in(turn, delegation):
        await edited(turn)


async def take_back(turn: Turn, delegation: DelegationView, payload: Payload) -> None:
    """Sent by mistake: what came by this delegation may be taken back; the seat's holder hears of it."""
    async with _standing_in(turn, delegation):
        await correct.withdraw(turn, payload)


async def how_it_stands(turn: Turn, delegation: DelegationView) -> None:
    """What the seat still owes."""
    async with _standing_in(turn, delegation):
        await status.status(turn, Payload(Action.STATUS))


async def how(turn: Turn, delegation: DelegationView) -> None:
    """Whatever else is said: what can be done here, and until when."""
    await turn.answer("delegate.how", **_said(delegation))


@asynccontextmanager
async def _standing_in(turn: Turn, delegation: DelegationView) -> AsyncIterator[None]:
    """For the time of one deed the turn is that of the seat's holder, with this seat and nothing else."""
    roles = turn.roles
    note = turn.setting.texts.say(turn.setting.person(None), "delegate.note", who=delegation.member_name)
    turn.instead = Instead(roles, None, str(note), delegation=delegation.id)
    turn.member = MemberView(delegation.member, "", None, None, None, False, (delegation.seat,))
    try:
        yield
    finally:
        turn.member, turn.instead = None, None


def _said(found: DelegationView) -> dict[str, object]:
    return {"unit": spoken(found.seat.unit_name), "who": found.member_name, "until": found.expires_at}
