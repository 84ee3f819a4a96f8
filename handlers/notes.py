"""A word about an item: `/ghichu BC-12 chụp lại từ trang xã`. It stands in the history and in the review."""

import re

from db import record, submissions
from db.submissions import SubmissionView
from handlers.payload import Payload
from handlers.turn import Turn
from texts.duties import item_numbers

LONGEST = 200

_NUMBER = re.compile(r"^\s*(?:BC|bc)?[-–\s]*(\d{1,15})\b[\s.,:;]*(.*)$", re.DOTALL)


async def note(turn: Turn, payload: Payload) -> None:
    """Note it on the item that is named, else on those of the last message. An empty note takes it away."""
    found = _NUMBER.match(payload.word(0))
    words = (found[2] if found else payload.word(0)).strip()[:LONGEST]
    items = await _named(turn, int(found[1])) if found else await submissions.of_last_message(turn.tx, turn.known.id)
    if not items or (not words and not found):
        await turn.answer("note.how")
        return
    numbers = [item.number for item in items]
    await submissions.note(turn.tx, numbers, words)
    await record.note(turn.tx, turn.known.id, "submission.note", turn.now, unit=items[0].unit, items=numbers)
    shown = item_numbers(turn.setting.texts, turn.person, numbers)
    await turn.answer("note.done" if words else "note.gone", items=shown, note=words)


async def _named(turn: Turn, number: int) -> list[SubmissionView]:
    own = {seat.unit for seat in turn.known.served_units}
    return [item for item in await submissions.by_numbers(turn.tx, number, number) if item.unit in own]
