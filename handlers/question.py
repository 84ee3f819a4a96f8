"""An open question: asked in one message, answered with a button or in own words in a later one. It fades."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from handlers.turn import Turn

PATIENCE = timedelta(hours=2)
"""How long own words are taken as the answer to a question."""


async def ask(turn: Turn, name: str, /, **context: Any) -> str:
    """Remember what is asked, with what is known so far; the mark that its buttons carry.

    What is remembered belongs to this chat alone, so that no button of another chat answers it.
    """
    mark = secrets.token_hex(3)
    await turn.remember(question=name, context={**context, "asked_at": turn.now.isoformat(), "mark": mark})
    return mark


def waiting(turn: Turn, name: str, mark: str | None = None) -> Mapping[str, Any] | None:
    """What is known so far of the open question of this name; None when it is not open.

    A button names the question's mark, so that an old one answers nothing; own words come within PATIENCE.
    """
    context = turn.dialog.context
    if turn.dialog.question != name or "asked_at" not in context:
        return None
    if mark is not None:
        return context if context.get("mark") == mark else None
    return context if turn.now < datetime.fromisoformat(context["asked_at"]) + PATIENCE else None


async def answered(turn: Turn) -> None:
    """The question is closed."""
    await turn.remember(question=None, context={})
