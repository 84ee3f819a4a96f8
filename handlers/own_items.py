"""Which items does the sender name? Only those of the units that the sender serves are ever found."""

import re

from db import submissions
from db.submissions import SubmissionView
from handlers.payload import number_in
from handlers.turn import Turn

NUMBER = r"(?:bc)?[-–\s]*\d{1,15}"
"""How people write an item's number: "BC-12", "bc 12", "12". To be matched whatever the capitals."""

_DIGITS = re.compile(r"\d{1,15}")


async def own_items(turn: Turn, first: int, last: int) -> list[SubmissionView]:
    """The sender's among the items with these numbers, at most 100."""
    own = {seat.unit for seat in turn.known.served_units}
    return [item for item in await submissions.by_numbers(turn.tx, first, last) if item.unit in own]


def numbers_in(written: str) -> list[int]:
    """The numbers that a text of NUMBERs names, ascending, each once."""
    found = map(number_in, _DIGITS.findall(written))
    return sorted({number for number in found if number is not None})
