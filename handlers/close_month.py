"""An admin closes a month: reminds those who hold it up, freezes the report earlier, asks for an amendment (A5)."""

from datetime import timedelta

from core.documents import ErrandKind, Order
from core.figures_facts import last_week
from core.month_calendar import organisation_month
from core.month_notices import freeze_key, to_confirm
from core.months import ReportMonth
from core.roles import Action
from db import editions, errands, month_rows, record, reporting
from db.errands import Wanted
from db.month_rows import Awaited
from handlers.payload import Payload
from handlers.question import answered, ask, waiting
from handlers.turn import Turn
from texts import months
from texts.duties import spoken
from texts.rendering import Sentence

QUESTION = "close_month"

PAUSE = timedelta(hours=1)
"""Coordinators are reminded of a draft by hand at most once in this time."""

NAMED = 8


async def close(turn: Turn, payload: Payload) -> None:
    """The buttons under an admin's overview of a month."""
    word, code = payload.word(0), payload.word(1)
    try:
        month = organisation_month(turn.organisation, code)
    except ValueError:
        await turn.answer("refused.old_button")
        return
    frozen = code in await editions.frozen_months(turn.tx)
    if word == "amend" and frozen:
        await _amend(turn, month)
    elif frozen:
        await turn.answer("month.frozen_already", report_month=_named(turn, month))
    elif turn.now < month.closes_at:
        await turn.answer("month.not_closed", report_month=_named(turn, month), closes=month.closes_at)
    elif word == "nudge":
        await _nudge(turn, month)
    elif word == "yes":
        await _freeze(turn, month, payload.word(2))
    elif word == "no":
        await answered(turn)
        await turn.answer("month.left_open", report_month=_named(turn, month), final=month.final_at)
    else:
        await _ask(turn, month)


def _named(turn: Turn, month: ReportMonth) -> Sentence:
    return months.month_name(turn.setting.texts, turn.person, month.code)


async def _silent(turn: Turn, month: ReportMonth) -> list[Awaited]:
    """Those whose word on the draft is missing."""
    periods = [week.period for week in await reporting.month_weeks(turn.tx, turn.organisation, month.code)]
    said = await month_rows.opinions(turn.tx, month.code)
    waiting_for = await month_rows.awaited(turn.tx, periods, turn.today, turn.now)
    return [each for each in waiting_for if not (each.unit in said and said[each.unit].agreed)]


async def _nudge(turn: Turn, month: ReportMonth) -> None:
    silent = await _silent(turn, month)
    lately = await month_rows.asked_to_confirm(turn.tx, month.code, turn.now - PAUSE)
    told = [each for each in silent if each.member not in lately]
    if not told:
        await turn.answer("month.nobody_to_nudge")
        return
    weeks = await reporting.month_weeks(turn.tx, turn.organisation, month.code)
    for notice in to_confirm(month, [(each.unit, each.member) for each in told], turn.now, last_week(weeks)):
        await turn.tell(notice)
    await record.note(turn.tx, turn.known.id, "report.nudge", turn.now, name=month.code, n=len(told))
    calendar = turn.organisation.calendar
    at = calendar.quiet.next_allowed(turn.now, calendar.zone)
    names = [spoken(each.name) for each in told[:NAMED]]
    key = "month.nudged" if at == turn.now else "month.nudged_later"
    later = {} if at == turn.now else {"at": at}
    await turn.answer(key, units=names, n=len(told), **later)


async def _ask(turn: Turn, month: ReportMonth) -> None:
    """Closing cannot be taken back: asked once more, naming who has had no say."""
    mark = await ask(turn, QUESTION, month=month.code)
    silent = [spoken(each.name) for each in await _silent(turn, month)]
    options = (
        turn.option("report_close_yes", Action.CLOSE_MONTH, "yes", month.code, mark),
        turn.option("report_close_no", Action.CLOSE_MONTH, "no", month.code),
    )
    key = "month.close_early" if silent else "month.close_now"
    values = {"units": silent[:NAMED], "n": len(silent)} if silent else {}
    await turn.answer(key, *options, report_month=_named(turn, month), final=month.final_at, **values)


async def _freeze(turn: Turn, month: ReportMonth, mark: str) -> None:
    known = waiting(turn, QUESTION, mark)
    if known is None or known["month"] != month.code:
        await turn.answer("refused.old_button")
        return
    await answered(turn)
    order = Order(ErrandKind.FREEZE, month.code)
    await errands.want(turn.tx, [Wanted(freeze_key(month.code), order, [], turn.known.id)], turn.now)
    await turn.answer("month.freezing", report_month=_named(turn, month))


async def _amend(turn: Turn, month: ReportMonth) -> None:
    order = Order(ErrandKind.AMEND, month.code)
    key = f"amend:{month.code}:{turn.known.id}:{turn.source}"
    await errands.want(turn.tx, [Wanted(key, order, [], turn.known.id)], turn.now)
    await turn.answer("month.comparing", report_month=_named(turn, month))
