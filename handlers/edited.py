"""A message was changed after it was sent: what it brings now replaces what it brought, while the week is open."""

from collections.abc import Sequence

from core.evidence import ItemKind, SubmissionState, may_withdraw
from db import corrections, periods, record, submissions
from db.corrections import MessageItem
from handlers import categories
from handlers.served import deed_of
from handlers.submit import gather, submit_again
from handlers.turn import Turn


async def edited(turn: Turn) -> list[int]:
    """Record what is new in the message, and take back what it replaces.

    An edit that changes no evidence (a word of the caption, say) is no news and is not answered. An item whose week
    has closed stays as it is; what is new then counts where a new message would. So does one that this chat handed in
    for a unit that is the writer's no more, and a photo that could not be fetched again. Returns the numbers of what
    was taken back.
    """
    gathered = gather(turn.messages, turn.pictures, categories.named(turn))
    before = await corrections.of_message(turn.tx, turn.address, turn.first.message)
    new = {item.identity for item in gathered.items if item.identity} - {item.identity for item in before}
    if not new and not gathered.bad_links:
        return []
    own = {seat.unit for seat in turn.known.served_units}
    kept = {item.identity for item in gathered.items}
    replaced = [
        item
        for item in before
        if new and item.identity not in kept and may_withdraw(item.state, item.closes_at, turn.now)
        if item.unit in own and not (gathered.pending and item.kind is ItemKind.PHOTO)
    ]
    await drop(turn, replaced)
    first_free = max((item.item for item in before), default=-1) + 1
    numbers = [item.number for item in replaced]
    await submit_again(turn, gathered.only(new), first_free, numbers)
    return numbers


async def drop(turn: Turn, replaced: Sequence[MessageItem]) -> None:
    """Take back what the message does not bring any more; the trail tells who changed it."""
    if not replaced:
        return
    numbers = [item.number for item in replaced]
    await submissions.change_state(turn.tx, numbers, SubmissionState.WITHDRAWN)
    for period in {item.period for item in replaced}:
        await periods.ask_again(turn.tx, period)
    writer = turn.instead.entered_by if turn.instead is not None else None
    whose, unit = writer or turn.known.id, replaced[0].unit
    await record.note(turn.tx, whose, "submission.replace", turn.now, unit=unit, items=numbers, **deed_of(turn))
