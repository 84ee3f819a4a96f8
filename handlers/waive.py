"""Excusing one unit or a whole group from a week, with a reason; and taking that back."""

from collections.abc import Mapping, Sequence
from typing import Any

from core.roles import Action
from db import duties, record, units, waivers
from db.standings import ObligationView
from db.units import UnitView
from handlers.choose import choose_unit
from handlers.decided import facts, tell_alerted, tell_secretaries
from handlers.meant import (
    MENDABLE,
    Case,
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
from handlers.reasons import DISASTER, HOLIDAY, NOTHING, reason_of, reason_options
from handlers.turn import Turn
from texts.duties import spoken

QUESTION = "waive"

Known = Mapping[str, Any]


async def waive(turn: Turn, payload: Payload) -> None:
    """`/mien Hoà Sơn tuần này, do mưa lũ`, and the buttons that follow it."""
    if not payload.word(1):
        await _begin(turn, payload.word(0))
        return
    known = waiting(turn, QUESTION, payload.word(1))
    case = await case_asked_about(turn, Action.WAIVE, known)
    if known is None or case is None:
        await turn.answer("refused.old_button" if known is None else "refused.not_yours")
    elif payload.word(0) == "no":
        await answered(turn)
        await turn.answer("extend.not_done")
    elif payload.word(0) == "why":
        await _propose(turn, case, {**known, "reason": reason_of(turn, payload.word(2))})
    elif known["reason"]:
        await _confirmed(turn, case, known, everybody=payload.word(0) == "all")
    else:
        await turn.answer("refused.old_button")


async def own_words(turn: Turn, text: str) -> None:
    """The answer to "why"."""
    known = waiting(turn, QUESTION)
    case = await case_asked_about(turn, Action.WAIVE, known)
    if known is None or case is None:
        await _begin(turn, text)
    else:
        await _propose(turn, case, {**known, "reason": reason_in(text)})


async def _begin(turn: Turn, text: str) -> None:
    """A whole sentence; or the unit chosen among those of one name, which the sentence before left open."""
    heard = await hear(turn, text, dated=False)
    earlier = waiting(turn, QUESTION)
    if earlier and "said" in earlier and not heard.reason:
        heard = await hear(turn, f"{heard.name}, {earlier['said']}", dated=False)
    unit = await own_group(turn) if heard.whole else None
    if unit is None and heard.name:
        unit = await choose_unit(turn, Action.WAIVE, heard.name)
        if unit is None:
            week = f"tuần {heard.week}, " if heard.week else ""
            await ask(turn, QUESTION, said=f"{week}{heard.reason}")
            return
    if unit is None:
        await turn.answer("waive.how")
        return
    for period in await weeks_meant(turn, unit, heard.week, missed_first=not heard.this_week):
        case = await case_of(turn, Action.WAIVE, unit, period)
        if case is not None and case.short:
            await _propose(turn, case, {"unit": unit.code, "period": period, "reason": heard.reason})
            return
    await turn.answer("waive.nothing_short", unit=spoken(unit.name))


async def _propose(turn: Turn, case: Case, known: Known) -> None:
    """Say what was understood and ask for the yes; without a reason ask for that first."""
    mark = await ask(turn, QUESTION, **known)
    said = facts(turn, case, known["reason"])
    if not known["reason"]:
        await turn.answer(
            "waive.which_reason", *reason_options(turn, Action.WAIVE, mark, DISASTER, HOLIDAY, NOTHING), **said
        )
        return
    options = [turn.option("confirm", Action.WAIVE, "yes", mark)]
    whole = await whole_group(turn, Action.WAIVE, case)
    if whole is not None:
        group = spoken(whole.named.name)
        options.append(turn.option("whole_group", Action.WAIVE, "all", mark, unit=group, n=len(whole.short)))
    options.append(turn.option("change_nothing", Action.WAIVE, "no", mark))
    if case.everybody:
        await turn.answer("waive.confirm_group", *options, n=len(case.short), **said)
    else:
        await turn.answer("waive.confirm", *options, **said)


async def _confirmed(turn: Turn, case: Case, known: Known, *, everybody: bool) -> None:
    """The yes: what was proposed is done, unless something changed since."""
    if everybody:
        case = await whole_group(turn, Action.WAIVE, case) or case
    await answered(turn)
    if not case.short:
        await _too_late(turn, case)
        return
    chosen = case.short
    await carry_out(turn, case, chosen, known["reason"])
    undo = turn.option("unwaive", Action.UNWAIVE, case.named.id, case.period.id, _moment(turn))
    said = facts(turn, case, known["reason"])
    if case.everybody:
        await turn.answer("waive.done_group", undo, n=len(chosen), **said)
    else:
        await turn.answer("waive.done", undo, **said)


async def _too_late(turn: Turn, case: Case) -> None:
    """Nothing is short any more: somebody else excused it, or it was handed in."""
    waiver = None if case.everybody else await waivers.waiver_of(turn.tx, case.views[0].id)
    if waiver is None:
        await turn.answer("waive.nothing_short", unit=spoken(case.named.name))
    else:
        await turn.answer("waive.changed", by=waiver.by, **facts(turn, case, waiver.reason))


async def carry_out(turn: Turn, case: Case, chosen: Sequence[ObligationView], reason: str) -> None:
    """Excuse these, write it down, and tell the secretaries and whoever had been alerted."""
    lifted = await waivers.waive(turn.tx, [view.id for view in chosen], reason, turn.known.id, turn.now)
    for view in chosen:
        await record.note(
            turn.tx, turn.known.id, "obligation.waive", turn.now, unit=view.unit, week=case.period.name,
            reason=reason,
        )  # fmt: skip
    await tell_secretaries(turn, "waive.to_secretary", case, chosen, reason)
    await tell_alerted(turn, "waive.to_alerted", case, lifted, reason)


async def unwaive(turn: Turn, payload: Payload) -> None:
    """The button under a waiver takes back just that one; `bỏ miễn Hoà Sơn` the newest of that unit."""
    if payload.word(1):
        unit_id, period, moment = payload.number(0), payload.number(1), payload.microseconds(2)
        unit = (await units.units_by_id(turn.tx, [unit_id or 0])).get(unit_id or 0)
        case = await case_of(turn, Action.UNWAIVE, unit, period or 0) if unit else None
        if case is None:
            await turn.answer("refused.not_yours")
            return
        await _take_back(turn, case, await waivers.waived_at(turn.tx, [view.id for view in case.views], moment))
        return
    heard = await hear(turn, payload.word(0), dated=False)
    unit = await choose_unit(turn, Action.UNWAIVE, heard.name) if heard.name else None
    if unit is not None:
        await _take_back_newest(turn, unit, heard.week)
    elif not heard.name:
        await turn.answer("waive.how_back")


async def _take_back_newest(turn: Turn, unit: UnitView, week: int | None) -> None:
    waived = [
        duty
        for duty in await duties.of_units(turn.tx, [unit.id], turn.now)
        if duty.waived and (duty.week == week or (week is None and turn.now < duty.closes_at + MENDABLE))
    ]
    case = await case_of(turn, Action.UNWAIVE, unit, waived[-1].period) if waived else None
    if case is None:
        await turn.answer("waive.nothing_waived", unit=spoken(unit.name))
    else:
        await _take_back(turn, case, [waived[-1].obligation])


async def _take_back(turn: Turn, case: Case, obligations: Sequence[int]) -> None:
    chosen = [view for view in case.views if view.id in obligations]
    if not chosen:
        await turn.answer("waive.nothing_waived", unit=spoken(case.named.name))
        return
    await waivers.unwaive(turn.tx, obligations)
    for view in chosen:
        await record.note(turn.tx, turn.known.id, "obligation.unwaive", turn.now, unit=view.unit, week=case.period.name)
    await tell_secretaries(turn, "waive.back_to_secretary", case, chosen, "", due=chosen[0].facts.due_at)
    said = facts(turn, case, "")
    if case.everybody:
        await turn.answer("waive.back_group", n=len(chosen), **said)
    else:
        await turn.answer("waive.back", due=chosen[0].facts.due_at, **said)


def _moment(turn: Turn) -> int:
    """This moment as a button carries it."""
    return waivers.microseconds(turn.now)
