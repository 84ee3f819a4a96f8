"""A nudge to everybody who is short: shown before it goes, in the usual words or in the coordinator's own."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from core.calendar import local_day
from core.notices import NUDGE_PAUSE, Notice, NoticeKind, order
from core.ports import Option
from core.roles import Action
from core.spelling import fold, tidy
from core.task import PeriodTimes, Task
from db import deputies, outbox, periods, record, standings, units
from db.standings import ObligationView
from db.units import UnitView
from handlers.choose import unit_and_rest
from handlers.coordinate import unit_named
from handlers.payload import Payload
from handlers.question import answered, ask, waiting
from handlers.turn import Turn
from texts.duties import spoken
from texts.rendering import LONGEST_VALUE, Sentence, lines

QUESTION = "nudge"
READY = "nudge_ready"
"""Own words are asked for; own words wait for the yes."""

_STEPS = frozenset({"ask", "send", "own", "not"})

_EVERYBODY = re.compile(r"\b(?:chua nop|chua gui|con thieu|chua du|cac|tat ca|moi nguoi|ca cum|may) ?\b")
"""Words that mean whoever is short, where no unit is called so."""

NAMED = 10
"""How many units that are left out one message names."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a nudge about one period would reach now. `recent`: reminded lately or to be soon, and when (None: soon);
    `deaf`: units whose person is not linked to a chat, or that have none. `unit`: the code of the one named."""

    task: Task
    period: PeriodTimes
    chosen: list[ObligationView]
    recent: Mapping[int, datetime | None]
    lately: list[ObligationView]
    deaf: int
    unit: str = ""


async def nudge(turn: Turn, payload: Payload) -> None:
    """`/nhac`: first a preview of whom it would reach; the button then sends it, in own words if there are any.

    `/nhac Tân Lập`: only that unit, or those below it.
    """
    unit, named = None, payload.word(0) if payload.word(0) not in _STEPS else ""
    if (
        named
        and _EVERYBODY.search(fold(named))
        and not await units.named(turn.tx, (await unit_and_rest(turn, named))[0], turn.today)
    ):
        named = ""  # "đôn đốc giúp chị mấy xã chưa nộp nha"
    if named or payload.word(3):
        unit = await unit_named(turn, Action.NUDGE, named, payload.word(3))
        if unit is None:
            return
        await _one_at_a_time(turn, named, unit)
    task = turn.organisation.by_code.get(payload.word(1)) or turn.organisation.tasks[0]
    known = waiting(turn, READY, payload.word(2)) if payload.word(2) else None
    if payload.word(2) and known is None:
        await turn.answer("refused.old_button")
        return
    said = known.get("said", "") if known else ""
    if payload.word(0) == "not":
        await answered(turn)
        await turn.answer("nudge.not_sent")
        return
    audience = await _audience(turn, task, unit)
    if audience is None:
        await turn.answer("nudge.nobody")
    elif payload.word(0) == "own":
        await ask(turn, QUESTION, task=task.code, unit=unit.code if unit else "")
        await turn.answer("nudge.which_words", n=LONGEST_VALUE)
    elif payload.word(0) == "send":
        await answered(turn)
        await _send(turn, audience, said)
    else:
        await _preview(turn, audience, "")


async def _one_at_a_time(turn: Turn, said: str, unit: UnitView) -> None:
    """Say which one it is when more than one is named: "nhắc Tân Lập với Đông Giang"."""
    _, rest = await unit_and_rest(turn, said)
    words = [word for word in rest.split() if fold(word.strip(",")) not in {"va", "voi", "cung", "and"}]
    if words and await units.named(turn.tx, (await unit_and_rest(turn, " ".join(words)))[0], turn.today):
        await turn.answer("nudge.one_at_a_time", unit=spoken(unit.name))


async def own_words(turn: Turn, text: str) -> None:
    """The words that the coordinator would rather send: shown once more before they go."""
    known = waiting(turn, QUESTION)
    task = turn.organisation.by_code.get(known["task"]) if known else None
    unit = await units.unit_by_code(turn.tx, known["unit"]) if known and known["unit"] else None
    if unit is not None and not await turn.reaches(Action.NUDGE, unit.id):
        await turn.answer("refused.not_yours")
        return
    audience = await _audience(turn, task, unit) if task else None
    said = " ".join(tidy(text).split())
    if audience is None:
        await answered(turn)
        await turn.answer("nudge.nobody")
    elif len(said) > LONGEST_VALUE:
        await turn.answer("nudge.too_long", n=LONGEST_VALUE, length=len(said))
    else:
        await _preview(turn, audience, said)


async def _audience(turn: Turn, task: Task, unit: UnitView | None) -> Audience | None:
    """Those within reach, or of one unit that is, and below. None when nobody is short, or the week is closed."""
    period = await periods.newest(turn.tx, task.code)
    if period is None or turn.now >= period.closes_at:
        return None
    due_day = local_day(turn.organisation.calendar, period.due_at)
    reach = await turn.reach(Action.NUDGE) if unit is None else await units.subtree(turn.tx, [unit.id])
    views = await standings.of_period(turn.tx, period.id, due_day, reach)
    short = [view for view in views if not view.facts.met and not view.facts.waived]
    if not short:
        return None
    hearing = await _hearing(turn, short)
    members = [view.member for view in hearing if view.member]
    recent = await outbox.told_between(turn.tx, members, turn.now - NUDGE_PAUSE, turn.now + NUDGE_PAUSE)
    chosen = [view for view in hearing if view.member not in recent]
    lately = [view for view in hearing if view.member in recent]
    return Audience(task, period, chosen, recent, lately, len(short) - len(hearing), unit.code if unit else "")


async def _hearing(turn: Turn, short: Sequence[ObligationView]) -> list[ObligationView]:
    """Those whose secretary can be written to, else with the deputy in the secretary's place."""
    deaf = [view.unit for view in short if view.member and not view.linked]
    instead = await deputies.reached_instead(turn.tx, deaf, turn.today, turn.now)
    found = [
        replace(view, member=instead[view.unit][0], linked=True) if view.unit in instead else view for view in short
    ]
    return [view for view in found if view.member and view.linked]


async def _preview(turn: Turn, audience: Audience, said: str) -> None:
    if not audience.chosen:
        await turn.answer("nudge.all_recent", *_call_list(turn, audience))
        return
    mark = [await ask(turn, READY, said=said)] if said else []
    which = [*(mark or [""]), audience.unit] if audience.unit else mark
    code, n = audience.task.code, len(audience.chosen)
    if said:
        text = turn.say("nudge.preview_own", n=n, said=said, due=audience.period.due_at)
    else:
        text = turn.say("nudge.preview", n=n, due=audience.period.due_at)
    await turn.reply(
        lines([text, *await _left_out(turn, audience), turn.say("nudge.may_i")], " "),
        turn.option("nudge_send", Action.NUDGE, "send", code, *which, n=n),
        turn.option("nudge_own", Action.NUDGE, "own", code, *(["", audience.unit] if audience.unit else [])),
        turn.option("nudge_not", Action.NUDGE, "not", code, *mark),
        *(_call_list(turn, audience) if audience.deaf else ()),
    )


async def _left_out(turn: Turn, audience: Audience) -> list[Sentence]:
    """Who is not nudged now, and why."""
    told = []
    if audience.lately:
        shown = {view.unit: view for view in audience.lately[:NAMED]}
        names = await turn.told_apart(Action.NUDGE, {unit: view.unit_name for unit, view in shown.items()})
        skipped = [_when(turn, audience.recent[view.member or 0], names[unit]) for unit, view in shown.items()]
        told.append(turn.say("nudge.skipped", skipped=skipped))
    if audience.deaf:
        told.append(turn.say("nudge.deaf", n=audience.deaf))
    return told


def _when(turn: Turn, reminded: datetime | None, name: str) -> Sentence:
    if reminded is None:
        return turn.say("nudge.soon", unit=spoken(name))
    minutes = max(1, round((turn.now - reminded) / timedelta(minutes=1)))
    return turn.say("nudge.minutes_ago", unit=spoken(name), n=minutes)


def _call_list(turn: Turn, audience: Audience) -> tuple[Option, ...]:
    which = [0, "", audience.unit] if audience.unit else []
    return (turn.option("call_list", Action.CALL_LIST, audience.task.code, *which),)


async def _send(turn: Turn, audience: Audience, said: str) -> None:
    about: dict[str, Any] = {"by": turn.known.name} | ({"said": said} if said else {})
    await outbox.queue(
        turn.tx,
        [
            Notice(
                f"nudge:{view.member}:{turn.now.isoformat(timespec='minutes')}",
                NoticeKind.NUDGE,
                member=view.member,
                about=about | {"order": order(turn.known.id, Action.NUDGE, [view.unit])},
                period=audience.period.id,
                expires_at=audience.period.closes_at,
            )
            for view in audience.chosen
        ],
        turn.now,
    )
    n = len(audience.chosen)
    await record.note(turn.tx, turn.known.id, "nudge", turn.now, period=audience.period.code, n=n)
    calendar = turn.organisation.calendar
    at = calendar.quiet.next_allowed(turn.now, calendar.zone)
    if not n:
        await turn.answer("nudge.all_recent", *_call_list(turn, audience))
    elif at > turn.now:
        await turn.answer("nudge.sent_later", n=n, at=at)
    else:
        await turn.answer("nudge.sent", n=n)
