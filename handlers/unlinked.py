"""Who has no chat yet? A list of its own, apart from who is missing, a page at a time, with the way to invite them."""

from core.roles import Action
from core.roster import SeatKind
from db import invites, inviting
from db.invites import Unlinked
from handlers.turn import Turn
from texts.duties import LISTED, fitting, spoken
from texts.rendering import Sentence, lines

CODES_OFFERED = 3
"""For so many of a page there is a button each; the others are invited by name, or all together."""


async def page(turn: Turn, start: int) -> None:
    """Everybody within reach who holds a seat and is linked to no chat, from the number `start` (0 is the first) on."""
    everybody = await invites.unlinked_seats(turn.tx, turn.today, await turn.reach(Action.INVITE))
    if not everybody:
        await turn.answer("invite.everybody_linked")
        return
    start = start if start < len(everybody) else 0
    shown = everybody[start : start + LISTED]
    listed = await _lines(turn, shown)
    listed = listed[: fitting(listed)]
    head = turn.say("invite.unlinked_page", first=start + 1, n=len(everybody)) if start else turn.say(
        "invite.unlinked", n=len(everybody)
    )  # fmt: skip
    options = [turn.option("invites_all", Action.INVITE, "all", "-", n=len(everybody))]
    names = await turn.told_apart(Action.INVITE, {seat.unit_id: seat.unit_name for seat in shown[:CODES_OFFERED]})
    codes = {seat.unit_id: seat.unit for seat in shown[: min(CODES_OFFERED, len(listed))]}
    options += [
        turn.option("invite_code", Action.INVITE, code, unit=spoken(names[unit])) for unit, code in codes.items()
    ]
    if start + len(listed) < len(everybody):
        options.append(turn.option("more", Action.INVITE, "", start + len(listed)))
    await turn.reply(lines([head, *listed]), *options)


async def _lines(turn: Turn, shown: list[Unlinked]) -> list[Sentence]:
    names = await turn.told_apart(Action.INVITE, {seat.unit_id: seat.unit_name for seat in shown})
    issued = await inviting.newest_codes(turn.tx, shown)
    told = []
    for seat in shown:
        last = issued.get(seat.seat)
        key = "never" if last is None else "waiting" if last.valid(turn.now) else "expired"
        role = "coordinator" if seat.kind is SeatKind.COORDINATOR else "secretary"
        line = turn.say(f"invite.line_{role}", unit=names[seat.unit_id], name=seat.member_name)
        told.append(turn.say(f"invite.line_{key}", line=line, at=last.at if last else turn.now))
    return told
