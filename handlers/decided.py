"""Whom a decision about weeks concerns: the secretaries, and whoever had been alerted. Each hears of it once."""

from collections.abc import Mapping, Sequence
from typing import Any

from core.notices import Notice, NoticeKind
from db.lifting import Lifted
from db.standings import ObligationView
from handlers.meant import Case
from handlers.turn import Turn
from texts.duties import spoken

NAMED = 10
"""Of so many units at most a message names each."""


async def tell_secretaries(
    turn: Turn, key: str, case: Case, views: Sequence[ObligationView], reason: str, **values: Any
) -> None:
    """One message to the secretary of each unit. `key` is the text's; nobody is told of the own deed."""
    for view in views:
        if view.member is None or not view.linked or view.member == turn.known.id:
            continue
        person = await turn.person_of(view.member)
        text = turn.setting.texts.say(
            person,
            key,
            by=turn.known.name,
            unit=spoken(view.unit_name),
            week=case.period.name,
            lacking=view.facts.required - view.facts.counted,
            reason=reason,
            **values,
        )
        about = f"{key}:{view.id}:{view.member}:{turn.source}"
        await turn.tell(Notice(about, NoticeKind.OTHER, str(text), member=view.member, period=case.period.id))


async def tell_alerted(turn: Turn, key: str, case: Case, lifted: Sequence[Lifted], reason: str, **values: Any) -> None:
    """One message to each who had been alerted of some of these units, and did not decide this. `key`, `key`_many."""
    names = {view.id: view.unit_name for view in case.views}
    for member in sorted({each.member for each in lifted} - {turn.known.id}):
        own = [names[each.obligation] for each in lifted if each.member == member and each.obligation in names]
        person = await turn.person_of(member)
        text = turn.setting.texts.say(
            person,
            key if len(own) <= NAMED else f"{key}_many",
            by=turn.known.name,
            units=[spoken(name) for name in own],
            n=len(own),
            week=case.period.name,
            reason=reason,
            **values,
        )
        about = f"{key}:{case.period.id}:{member}:{turn.source}"
        await turn.tell(Notice(about, NoticeKind.RESOLVED, str(text), member=member, period=case.period.id))


def facts(turn: Turn, case: Case, reason: str) -> Mapping[str, Any]:
    """What the sentences about a decision name."""
    return {
        "unit": spoken(case.named.name),
        "week": case.period.name,
        "reason": reason,
    }
