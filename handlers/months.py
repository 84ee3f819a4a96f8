"""`/baocao`: how a month's report stands, for those who look after units and for the admins."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.month_calendar import coming_month, organisation_month
from core.month_summary import MonthSummary
from core.months import ReportMonth
from core.ports import Option
from core.roles import Action, Role, scope_of
from db import editions, month_rows, units
from db.editions import Edition
from db.month_rows import Awaited, Opinion
from db.month_summary import month_summary
from handlers.choose import choose_unit
from handlers.month_asked import meant, month_before_or_after
from handlers.month_orders import amendment, download, parts, unit_meant, year_sheet
from handlers.payload import Payload
from handlers.turn import Turn
from texts import months
from texts.duties import spoken
from texts.rendering import Sentence, lines

MOST = 4
"""How many of somebody's own units one command answers for."""


async def report(turn: Turn, payload: Payload) -> None:
    """The command with whatever was said besides; the buttons for files and other months."""
    match payload.word(0):
        case "get":
            await download(turn, payload.word(1), await unit_meant(turn, payload))
        case "parts":
            await parts(turn, payload.word(1), await unit_meant(turn, payload), payload.number(3) or 0)
        case "amendment":
            await amendment(turn, payload.word(1), await unit_meant(turn, payload), payload.number(3) or 0)
        case "show":
            await _overview(turn, payload.word(1), None)
        case said:
            await _asked(turn, said)


async def _asked(turn: Turn, said: str) -> None:
    wanted = await meant(turn, said)
    unit = None
    if wanted.name:
        found = await choose_unit(turn, Action.REPORT, wanted.name)
        if found is None:
            return
        unit = found.id
    if wanted.year:
        await year_sheet(turn, wanted.year, unit)
    else:
        await _overview(turn, wanted.month, unit)


async def _overview(turn: Turn, code: str, unit: int | None) -> None:
    """A reply for each own unit (or the one that was named), and one for everything to an admin."""
    try:
        month = organisation_month(turn.organisation, code)
    except ValueError:
        await turn.answer("refused.old_button")
        return
    everything = unit is None and scope_of(Action.REPORT, [role for role in turn.roles if role is Role.ADMIN])
    own = [unit] if unit is not None else list(turn.known.looks_after(Action.REPORT))[:MOST]
    seen = _Seen(month, await editions.editions(turn.tx, code))
    for each in own:
        await _of_unit(turn, seen, each)
    if everything:
        await _of_everything(turn, seen)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A month and its frozen editions, if any."""

    month: ReportMonth
    editions: Sequence[Edition]

    @property
    def code(self) -> str:
        return self.month.code


async def _of_unit(turn: Turn, seen: _Seen, unit: int) -> None:
    if seen.editions:
        await _frozen(turn, seen, unit)
        return
    known = await month_summary(turn.tx, turn.organisation, seen.code, unit, turn.now)
    if known is None or not known.owed + known.waived:
        await _nothing(turn, seen)
        return
    opinion = (await month_rows.opinions(turn.tx, seen.code)).get(unit)
    mine = any(seat.unit == unit for seat in turn.known.coordinated_units)
    closed = seen.month.closes_at <= turn.now
    told = [await _told(turn, "month.draft_now" if closed else "month.so_far", known, unit)]
    if not closed:
        told.append(turn.say("month.closes_later", closes=seen.month.closes_at, n=known.open))
    else:
        told += [_said(turn, opinion)] if opinion else []
        told.append(turn.say("month.until", final=seen.month.final_at))
    options = [turn.option("report_draft", Action.REPORT, "get", seen.code, unit)]
    if mine and closed:
        agreed = opinion is not None and opinion.agreed
        options += [] if agreed else [turn.option("report_agree", Action.APPROVE_REPORT, "yes", seen.code, unit)]
        options.append(turn.option("report_mend", Action.APPROVE_REPORT, "no", seen.code, unit))
    await turn.reply(lines(told, " "), *options, *_other_month(turn, seen))


async def _of_everything(turn: Turn, seen: _Seen) -> None:
    """To an admin: who has agreed, who holds it up, and what can be done about it (JOURNEYS A5)."""
    if seen.editions:
        await _frozen(turn, seen, None)
        return
    known = await month_summary(turn.tx, turn.organisation, seen.code, None, turn.now)
    if known is None:
        await _nothing(turn, seen)
        return
    export = turn.option("report_export", Action.REPORT, "get", seen.code, "all")
    if turn.now < seen.month.closes_at:
        told = await _told(turn, "month.so_far", known, None)
        later = turn.say("month.closes_later", closes=seen.month.closes_at, n=known.open)
        await turn.reply(lines([told, later], " "), export, *_other_month(turn, seen))
        return
    waiting = await month_rows.awaited(turn.tx, known.periods, turn.today, turn.now)
    said = await month_rows.opinions(turn.tx, seen.code)
    silent = [each.name for each in waiting if not (each.unit in said and said[each.unit].agreed)]
    told = months.holding(turn.setting.texts, turn.person, known, silent, len(waiting), seen.month.final_at)
    wishes = [
        _wish(turn, each, said[each.unit]) for each in waiting if each.unit in said and not said[each.unit].agreed
    ]
    nudge = [turn.option("report_nudge", Action.CLOSE_MONTH, "nudge", seen.code, n=len(silent))] if silent else []
    close = turn.option("report_close", Action.CLOSE_MONTH, "ask", seen.code)
    await turn.reply(lines([told, *wishes]), *nudge, export, close, *_other_month(turn, seen))


def _wish(turn: Turn, waiting: Awaited, opinion: Opinion) -> Sentence:
    """What a coordinator wants corrected."""
    key = "month.wants_mending_note" if opinion.note else "month.wants_mending"
    values = {"note": opinion.note} if opinion.note else {}
    return turn.say(key, unit=spoken(waiting.name), who=opinion.by, **values)


def _said(turn: Turn, opinion: Opinion) -> Sentence:
    return turn.say("month.you_agreed" if opinion.agreed else "month.you_mend", at=opinion.at)


async def _told(turn: Turn, key: str, known: MonthSummary, unit: int | None) -> Sentence:
    names = await turn.told_apart(Action.REPORT, {each.unit: each.name for each in known.lacking})
    return months.told(turn.setting.texts, turn.person, key, known, await _name(turn, unit), names)


async def _name(turn: Turn, unit: int | None) -> str:
    if unit is None:
        return turn.organisation.words.organisation
    return (await units.units_by_id(turn.tx, [unit]))[unit].name


async def _nothing(turn: Turn, seen: _Seen) -> None:
    month = months.month_name(turn.setting.texts, turn.person, seen.code)
    await turn.reply(turn.say("month.nothing_lived", report_month=month), *_other_month(turn, seen))


async def _frozen(turn: Turn, seen: _Seen, unit: int | None) -> None:
    """The report that is frozen, its amendments, and for an admin a further one."""
    first, *later = seen.editions
    texts, person = turn.setting.texts, turn.person
    totals = first.totals.get(str(unit or 0))
    if totals is None:
        await _nothing(turn, seen)
        return
    told = [
        months.edition(
            texts, person, "month.frozen_now", seen.code, await _name(turn, unit), totals, first.fingerprint,
            first.frozen_at,
        )
    ]  # fmt: skip
    told += [turn.say("month.amended_since", n=len(later))] if later else []
    options = [turn.option("report_again", Action.REPORT, "get", seen.code, unit or "all")]
    if any(str(part.id) in first.totals for part in await units.children(turn.tx, unit)):
        options.append(turn.option("report_parts", Action.REPORT, "parts", seen.code, unit or "all"))
    options += [
        turn.option("report_amendment", Action.REPORT, "amendment", seen.code, unit or "all",
                    each.amendment, n=each.amendment)
        for each in later[-2:]
    ]  # fmt: skip
    if unit is None and Role.ADMIN in turn.roles:
        options.append(turn.option("report_amend", Action.CLOSE_MONTH, "amend", seen.code))
    await turn.reply(lines(told, " "), *options, *_other_month(turn, seen))


def _other_month(turn: Turn, seen: _Seen) -> list[Option]:
    """The way to the month before, or from an earlier one to the one after it."""
    coming = coming_month(turn.organisation, turn.now).code
    found = []
    for code in (month_before_or_after(seen.code, -1), month_before_or_after(seen.code, 1)):
        if code <= coming:
            month = months.month_name(turn.setting.texts, turn.person, code)
            found.append(turn.option("report_month", Action.REPORT, "show", code, report_month=month))
    return found
