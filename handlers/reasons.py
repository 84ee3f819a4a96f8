"""Ready-made reasons, offered as buttons and kept in the organisation's own words; others are kept as typed."""

from core.ports import Option
from core.roles import Action
from handlers.turn import Turn

DISASTER, HOLIDAY, NOTHING, TRAVEL, ILLNESS = READY = ("disaster", "holiday", "nothing", "travel", "illness")


def reason_options(turn: Turn, action: Action, mark: str, *codes: str) -> list[Option]:
    """A button for each ready-made reason, as the answer to a question with this mark."""
    return [turn.option(f"reason_{code}", action, "why", mark, code) for code in codes]


def reason_of(turn: Turn, code: str) -> str:
    """A ready-made reason in the organisation's language; empty for a code that does not exist."""
    return str(turn.setting.texts.say(turn.setting.person(None), f"reason.{code}")) if code in READY else ""
