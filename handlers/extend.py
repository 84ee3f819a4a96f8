"""A later deadline for one unit or a whole group: asked back with everything that was understood, then done."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from core.calendar import local_day
from core.dates import SpokenDay, find_day
from core.localtime import moment_at
from core.roles import Action
from db import extensions, record
from db.standings import ObligationView
from handlers.choose import choose_unit
from handlers.decided import facts, tell_alerted, tell_secretaries
from handlers.meant import (
    Case,
    by_so_many,
    case_asked_about,
    case_of,
    hear,
    own_group,
    reason_in,
    weeks_meant,
    whole_group,
)
from handlers.payload import Payload
from handlers.question import answered, ask, waiting
from handlers.reasons import DISASTER, HOLIDAY, reason_of, reason_options
from handlers.turn import Turn
from texts.duties import spoken
from texts.rendering import lines

QUESTION = "extend"
LONGEST = timedelta(days=60)
"""A deadline is moved at most so far from today: more is a slip of the finger."""

Known = Mapping[str, Any]


async def extend(turn: Turn, payload: Payload) -> None:
    """`/giahan Hoà Sơn đến thứ Hai, do mưa lũ`, and the buttons that follow it."""
    if not payload.word(1):
        await _begin(turn, payload.word(0))
        return
    known = waiting(turn, QUESTION, payload.word(1))
    case = await case_asked_about(turn, Action.EXTEND, known)
    if known is None or case is None:
        await turn.answer("refused.old_button" if known is None else "refused.not_yours")
    elif payload.word(0) == "no":
        await answered(turn)
        await turn.answer("extend.not_done")
    elif payload.word(0) == "why":
        await _propose(turn, case, {**known, "reason": reason_of(turn, payload.word(2))})
    elif "was" in known:
        await _confirmed(turn, case, known, everybody=payload.word(0) == "all")
    else:
        await turn.answer("refused.old_button")


async def own_words(turn: Turn, text: str) -> None:
    """The answer to "until when" or "why"."""
    known = waiting(turn, QUESTION)
    case = await case_asked_about(turn, Action.EXTEND, known)
    if known is None or case is None:
        await _begin(turn, text)
    elif "until" not in known:
        day = find_day(f"đến {by_so_many(text)}", turn.today, date.fromisoformat(known["after"]))
        reason = known["reason"] or (reason_in(day.after) if day else "")
        await _take_day(turn, case, {**known, "reason": reason}, day)
    else:
        await _propose(turn, case, {**known, "reason": reason_in(text)})


async def _begin(turn: Turn, text: str) -> None:
    """A whole sentence; or the unit chosen among those of one name, which the sentence before left open."""
    heard = await hear(turn, text, dated=True)
    earlier = waiting(turn, QUESTION)
    if earlier and "said" in earlier and not (heard.day or heard.reason):
        text = f"{heard.name}, {earlier['said']}"
        heard = await hear(turn, text, dated=True)
    unit = await own_group(turn) if heard.whole else None
    if unit is None and heard.name:
        unit = await choose_unit(turn, Action.EXTEND, heard.name)
        if unit is None:
            await ask(turn, QUESTION, said=_besides(heard.week, heard.day, heard.reason))
            return
    if unit is None:
        await turn.answer("extend.how")
        return
    for period in await weeks_meant(turn, unit, heard.week, heard.day.day if heard.day else None):
        case = await case_of(turn, Action.EXTEND, unit, period)
        if case is not None and case.short:
            after = max(turn.today, *(_day(turn, view.facts.due_at) for view in case.short))
            day = find_day(f"đến {heard.day.said}", turn.today, after) if heard.day else None
            known = {"unit": unit.code, "period": period, "reason": heard.reason, "after": after.isoformat()}
            await _take_day(turn, case, known, day)
            return
    await turn.answer("extend.nothing_short", unit=spoken(unit.name))


def _besides(week: int | None, day: SpokenDay | None, reason: str) -> str:
    """What a sentence said besides the unit, to be heard again once the unit is chosen."""
    parts = [f"tuần {week}" if week else "", f"đến {day.said}" if day else "", reason]
    return ", ".join(part for part in parts if part)[:300]


async def _take_day(turn: Turn, case: Case, known: Known, day: SpokenDay | None) -> None:
    """Go on when the day is possible; else say what is wrong with it, and leave the question open."""
    said = facts(turn, case, "")
    if day is None or day.day is None or day.fault:
        await ask(turn, QUESTION, **known)
        if day is None:
            await turn.answer("extend.which_day", due=_due(case), **said)
        else:
            await turn.answer(f"day.{day.fault}", said=day.said, day=day.day or turn.today)
        return
    until = moment_at(day.day, day.at or case.task.due_time, turn.organisation.calendar.zone)
    wrong = None
    if until <= turn.now:
        wrong = "past"
    elif until <= _due(case):
        wrong = "not_later"
    elif until > turn.now + LONGEST:
        wrong = "too_far"
    if wrong:
        await ask(turn, QUESTION, **known)
        await turn.answer(f"extend.{wrong}", until=until, due=_due(case), n=LONGEST.days, **said)
    else:
        await _propose(turn, case, {**known, "until": until.isoformat()})


async def _propose(turn: Turn, case: Case, known: Known, *, changed: str = "") -> None:
    """Say what was understood and ask for the yes; without a reason ask for that first."""
    until = datetime.fromisoformat(known["until"])
    said = {**facts(turn, case, known["reason"]), "until": until}
    if not known["reason"]:
        mark = await ask(turn, QUESTION, **known)
        await turn.answer("extend.which_reason", *reason_options(turn, Action.EXTEND, mark, DISASTER, HOLIDAY), **said)
        return
    mark = await ask(turn, QUESTION, **{**known, "was": _due(case).isoformat()})
    options = [turn.option("confirm", Action.EXTEND, "yes", mark)]
    whole = await whole_group(turn, Action.EXTEND, case)
    if whole is not None:
        group = spoken(whole.named.name)
        options.append(turn.option("whole_group", Action.EXTEND, "all", mark, unit=group, n=len(whole.short)))
    options.append(turn.option("change_nothing", Action.EXTEND, "no", mark))
    if case.everybody:
        text = turn.say("extend.confirm_group", n=len(_later(case, until)), **said)
    else:
        text = turn.say("extend.confirm", **said)
    await turn.reply(lines([changed, text]) if changed else text, *options)


async def _confirmed(turn: Turn, case: Case, known: Known, *, everybody: bool) -> None:
    """The yes: what was proposed is done, unless something changed since."""
    until = datetime.fromisoformat(known["until"])
    if everybody:
        case = await whole_group(turn, Action.EXTEND, case) or case
    elif not case.everybody and _due(case) != datetime.fromisoformat(known["was"]):
        await _changed(turn, case, known)
        return
    chosen = _later(case, until)
    await answered(turn)
    if not chosen or until <= turn.now:
        key = "extend.past" if chosen else "extend.nothing_short"
        await turn.answer(key, until=until, unit=spoken(case.named.name))
        return
    await carry_out(turn, case, chosen, until, known["reason"])
    said = facts(turn, case, known["reason"])
    if case.everybody:
        await turn.answer("extend.done_group", until=until, n=len(chosen), **said)
    else:
        await turn.answer("extend.done", until=until, due=chosen[0].facts.due_at, **said)


async def carry_out(turn: Turn, case: Case, chosen: list[ObligationView], until: datetime, reason: str) -> None:
    """Move these deadlines, write it down, and tell the secretaries and whoever had been alerted."""
    numbers = [view.id for view in chosen]
    lifted = await extensions.extend(turn.tx, numbers, until, case.task.at_risk, reason, turn.known.id, turn.now)
    for view in chosen:
        moments = {"from": view.facts.due_at, "to": until}
        await record.note(
            turn.tx, turn.known.id, "obligation.extend", turn.now, unit=view.unit, week=case.period.name,
            reason=reason, **moments,
        )  # fmt: skip
    await tell_secretaries(turn, "extend.to_secretary", case, chosen, reason, until=until)
    await tell_alerted(turn, "extend.to_alerted", case, lifted, reason, until=until)


async def _changed(turn: Turn, case: Case, known: Known) -> None:
    """Somebody else moved the deadline since this was proposed: say so, and ask again if it still makes sense."""
    latest = await extensions.last(turn.tx, case.views[0].id)
    text = turn.say(
        "extend.changed",
        by=latest.by if latest else "–",
        until=_due(case),
        unit=spoken(case.named.name),
        week=case.period.name,
    )
    if datetime.fromisoformat(known["until"]) > _due(case) and case.short:
        await _propose(
            turn, case, {key: known[key] for key in ("unit", "period", "reason", "after", "until")}, changed=text
        )
    else:
        await answered(turn)
        await turn.reply(text)


def _due(case: Case) -> datetime:
    """The present deadline; of several units the earliest."""
    return min((view.facts.due_at for view in case.short or case.views), default=case.period.due_at)


def _later(case: Case, until: datetime) -> list[ObligationView]:
    """The short obligations for which this is a later deadline."""
    return [view for view in case.short if view.facts.due_at < until]


def _day(turn: Turn, moment: datetime) -> date:
    return local_day(turn.organisation.calendar, moment)
