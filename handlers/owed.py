"""What does the writer still owe for the own seats? A deputy's other seats are not his or hers to decide about."""

from core.evidence import Duty
from db import duties
from handlers.turn import Turn


async def owed_by_own_seats(turn: Turn) -> list[Duty]:
    """What is short before its close in the seats that the writer holds, by due moment."""
    owed = await duties.still_owed(turn.tx, [turn.known.id], turn.today, turn.now)
    return [duty for duty in owed.get(turn.known.id, []) if not duty.instead_of]
