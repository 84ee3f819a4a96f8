"""A word about an item: `/ghichu BC-12 chụp lại từ trang xã`. It stands in the history and in the review."""

import re

from db import last_message, record, submissions
from handlers.own_items import NUMBER, numbers_in, own_items
from handlers.payload import Payload
from handlers.turn import Turn
from texts.duties import item_numbers

LONGEST = 200

_NUMBERED = re.compile(rf"^\s*({NUMBER})\b[\s.,:;]*(.*)$", re.DOTALL | re.IGNORECASE)


async def note(turn: Turn, payload: Payload) -> None:
    """Note it on the item that is named, else on those of the last message. An empty note takes it away."""
    found = _NUMBERED.match(payload.word(0))
    words = (found[2] if found else payload.word(0)).strip()[:LONGEST]
    if found:
        items = [item for number in numbers_in(found[1]) for item in await own_items(turn, number, number)]
    else:
        items = await last_message.of_member(turn.tx, turn.known.id)
    if not items or (not words and not found):
        await turn.answer("note.how")
        return
    numbers = [item.number for item in items]
    await submissions.note(turn.tx, numbers, words)
    await record.note(turn.tx, turn.known.id, "submission.note", turn.now, unit=items[0].unit, items=numbers)
    shown = item_numbers(turn.setting.texts, turn.person, numbers)
    await turn.answer("note.done" if words else "note.gone", items=shown, note=words)
