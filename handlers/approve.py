"""A coordinator's word on the month's draft: agreed, or something is to be corrected, and how (JOURNEYS C8)."""

from core.figures_facts import last_week
from core.month_calendar import organisation_month
from core.month_notices import to_admins
from core.months import ReportMonth
from core.roles import Action
from db import editions, flags, month_rows, people, record, reporting, units
from db.month_summary import MissedWeek, missed_weeks
from db.units import UnitView
from handlers.payload import Payload
from handlers.question import answered, ask, waiting
from handlers.turn import Turn
from texts import months
from texts.duties import spoken
from texts.rendering import Sentence

WISH, REASON = "report_wish", "report_reason"
"""Open questions: what is to be corrected; why a week was missed."""

SHOWN = 6
"""How many missed weeks get a button."""

LONGEST = 200


async def approve(turn: Turn, payload: Payload) -> None:
    """The buttons under a draft; only for whoever looks after the unit, and only until the report is frozen."""
    word, code, number = payload.word(0), payload.word(1), payload.number(2) or 0
    month = _month(turn, code)
    if month is None or turn.now < month.closes_at:
        await turn.answer("refused.old_button")
        return
    if code in await editions.frozen_months(turn.tx):
        await turn.answer("month.too_late", report_month=_named(turn, month))
        return
    if word in ("fix", "why"):
        await _one_week(turn, month, number, ask_why=word == "why")
        return
    unit = await _unit(turn, number)
    if unit is None:
        await turn.answer("refused.not_yours")
    elif word == "yes":
        await _agree(turn, month, unit)
    else:
        await _mend(turn, month, unit)


def _month(turn: Turn, code: str) -> ReportMonth | None:
    try:
        return organisation_month(turn.organisation, code)
    except ValueError:
        return None


async def _unit(turn: Turn, number: int) -> UnitView | None:
    """The unit, if the writer looks after it; whoever coordinates above it may speak for its coordinator."""
    found = (await units.units_by_id(turn.tx, [number])).get(number)
    return found if found is not None and await turn.reaches(Action.APPROVE_REPORT, number) else None


def _named(turn: Turn, month: ReportMonth) -> Sentence:
    return months.month_name(turn.setting.texts, turn.person, month.code)


async def _agree(turn: Turn, month: ReportMonth, unit: UnitView) -> None:
    await answered(turn)
    await month_rows.say(turn.tx, month.code, unit.id, turn.known.id, turn.now, agreed=True)
    await record.note(turn.tx, turn.known.id, "report.agree", turn.now, unit=unit.id, name=month.code)
    await turn.answer(
        "month.agreed", turn.option("report_mend", Action.APPROVE_REPORT, "no", month.code, unit.id),
        report_month=_named(turn, month), unit=spoken(unit.name), final=month.final_at,
    )  # fmt: skip
    weeks = await reporting.month_weeks(turn.tx, turn.organisation, month.code)
    said = await month_rows.opinions(turn.tx, month.code)
    waiting_for = await month_rows.awaited(turn.tx, [week.period for week in weeks], turn.today, turn.now)
    if all(each.unit in said and said[each.unit].agreed for each in waiting_for):
        for notice in to_admins(month, await people.reachable_admins(turn.tx), "all", last_week(weeks)):
            await turn.tell(notice)


async def _mend(turn: Turn, month: ReportMonth, unit: UnitView) -> None:
    """What is missing, a button each, and the question what else is to be corrected."""
    earlier = (await month_rows.opinions(turn.tx, month.code)).get(unit.id)
    if earlier is None or earlier.agreed:
        await month_rows.say(turn.tx, month.code, unit.id, turn.known.id, turn.now, agreed=False)
        await record.note(turn.tx, turn.known.id, "report.mend", turn.now, unit=unit.id, name=month.code)
    await ask(turn, WISH, month=month.code, unit=unit.id)
    missed = await missed_weeks(turn.tx, turn.organisation, month.code, unit.id, turn.now, SHOWN)
    names = await turn.told_apart(Action.APPROVE_REPORT, {each.unit: each.unit_name for each in missed})
    options = [
        turn.option("report_week", Action.APPROVE_REPORT, "fix", month.code, each.obligation,
                    unit=spoken(names[each.unit]), week=each.week)
        for each in missed
    ]  # fmt: skip
    agree = turn.option("report_agree", Action.APPROVE_REPORT, "yes", month.code, unit.id)
    key = "month.mend_which" if missed else "month.mend_what"
    await turn.answer(key, *options, agree, report_month=_named(turn, month), final=month.final_at)


async def _one_week(turn: Turn, month: ReportMonth, obligation: int, *, ask_why: bool) -> None:
    """One missed week: excuse it, hand in for it, or say why it was missed."""
    week = await _missed(turn, month, obligation)
    if week is None:
        await turn.answer("month.not_missed")
        return
    values = {"unit": spoken(week.unit_name), "week": week.week}
    if ask_why:
        await ask(turn, REASON, month=month.code, obligation=obligation)
        await turn.answer("month.why", **values)
        return
    options = (
        turn.option("report_why", Action.APPROVE_REPORT, "why", month.code, obligation),
        turn.option("report_excuse", Action.WAIVE, _spoken(week)),
    )
    key = "month.one_week_reason" if week.reason else "month.one_week"
    reason = {"reason": week.reason} if week.reason else {}
    await turn.answer(key, *options, counted=week.counted, required=week.required, **values, **reason)


def _spoken(week: MissedWeek) -> str:
    """The unit and the week as the command to excuse it understands them."""
    return f"{week.unit_code} tuần {week.week}" if isinstance(week.week, int) else week.unit_code


async def _missed(turn: Turn, month: ReportMonth, obligation: int) -> MissedWeek | None:
    """The missed week, if it is one that the writer looks after."""
    found = await missed_weeks(turn.tx, turn.organisation, month.code, None, turn.now, 1, obligation)
    if not found or not await turn.reaches(Action.APPROVE_REPORT, found[0].unit):
        return None
    return found[0]


async def wish(turn: Turn, text: str) -> None:
    """What is to be corrected, in own words: the admins see it beside the report."""
    known = waiting(turn, WISH)
    month = _month(turn, known["month"]) if known else None
    unit = await _unit(turn, known["unit"]) if known is not None else None
    if known is None or month is None or unit is None or month.code in await editions.frozen_months(turn.tx):
        await turn.answer("refused.old_button")
        return
    note = text.strip()[:LONGEST]
    await month_rows.say(turn.tx, month.code, known["unit"], turn.known.id, turn.now, agreed=False, note=note)
    agree = turn.option("report_agree", Action.APPROVE_REPORT, "yes", month.code, known["unit"])
    await turn.answer("month.wish_noted", agree, note=note, final=month.final_at)


async def reason(turn: Turn, text: str) -> None:
    """Why a week was missed: it stands in the report's annex."""
    known = waiting(turn, REASON)
    month = _month(turn, known["month"]) if known else None
    week = await _missed(turn, month, known["obligation"]) if known and month else None
    if known is None or month is None or week is None:
        await turn.answer("month.not_missed")
        return
    await answered(turn)
    note = text.strip()[:LONGEST]
    await flags.explain(turn.tx, week.obligation, note)
    await record.note(
        turn.tx, turn.known.id, "obligation.reason", turn.now, unit=week.unit, week=week.week, reason=note
    )  # fmt: skip
    own = await _own_above(turn, week.unit)
    options = [turn.option("report_mend_more", Action.APPROVE_REPORT, "no", month.code, own)] if own else []
    await turn.answer("month.reason_noted", *options, unit=spoken(week.unit_name), week=week.week, reason=note)


async def _own_above(turn: Turn, unit: int) -> int | None:
    own = {seat.unit for seat in turn.known.coordinated_units}
    return next((each for each in await units.path_of(turn.tx, unit) if each in own), None)
