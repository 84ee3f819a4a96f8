"""What coordinators and admins read about a month's report: composed when it is sent, so that it is true then."""

from collections.abc import Awaitable, Callable, Mapping

from core.month_calendar import organisation_month
from core.month_summary import MonthSummary
from core.roles import Action
from db import editions, month_rows, units
from db.editions import Edition
from db.month_summary import month_summary
from scheduler.delivering import may_read
from scheduler.moment import Composed, Moment
from texts import months
from texts.rendering import Sentence, lines


async def report(moment: Moment) -> Composed | None:
    """The message of one outbox row about a month; None when it is not true, or not the receiver's, any more."""
    about = moment.row.about
    unit = about.get("unit")
    path = await units.path_of(moment.tx, unit) if unit is not None else ()
    return await _REPORTS[about["report"]](moment) if may_read(moment.view, path) else None


async def _draft(moment: Moment) -> Composed | None:
    """JOURNEYS C8: the figures, who is short, until when; with the files, if there are any."""
    month, unit = str(moment.row.about["month"]), int(moment.row.about["unit"])
    known = await _unfrozen(moment, month, unit)
    opinion = (await month_rows.opinions(moment.tx, month)).get(unit)
    if known is None or (opinion is not None and opinion.agreed):
        return None
    key = "month.remind" if moment.row.about["report"] == "remind" else "month.draft"
    names = await moment.told_apart({each.unit: each.name for each in known.lacking})
    told = months.told(moment.setting.texts, moment.person, key, known, await _name(moment, unit), names)
    until = moment.say("month.until", final=organisation_month(moment.setting.organisation, month).final_at)
    download = "report_again" if moment.row.about.get("files") else "report_draft"
    options = (
        moment.option(download, Action.REPORT, "get", month, unit),
        moment.option("report_agree", Action.APPROVE_REPORT, "yes", month, unit),
        moment.option("report_mend", Action.APPROVE_REPORT, "no", month, unit),
    )
    return Composed(str(lines([told, until], " ")), options)


async def _unfrozen(moment: Moment, month: str, unit: int | None) -> MonthSummary | None:
    """The month as it stands, unless it is frozen by now or has no weeks."""
    if month in await editions.frozen_months(moment.tx):
        return None
    return await month_summary(moment.tx, moment.setting.organisation, month, unit, moment.now)


async def _name(moment: Moment, unit: int | None) -> str:
    if unit is None:
        return moment.setting.organisation.words.organisation
    return (await units.units_by_id(moment.tx, [unit]))[unit].name


async def _holding(moment: Moment) -> Composed | None:
    """JOURNEYS A5, to the admins: how many have agreed, and who is holding it up."""
    month = str(moment.row.about["month"])
    known = await _unfrozen(moment, month, None)
    if known is None or not moment.view.admin:
        return None
    waiting = await month_rows.awaited(moment.tx, known.periods, moment.setting.day(moment.now), moment.now)
    said = await month_rows.opinions(moment.tx, month)
    silent = [each.name for each in waiting if not (each.unit in said and said[each.unit].agreed)]
    final = organisation_month(moment.setting.organisation, month).final_at
    text = months.holding(moment.setting.texts, moment.person, known, silent, len(waiting), final)
    nudge = [moment.option("report_nudge", Action.CLOSE_MONTH, "nudge", month, n=len(silent))] if silent else []
    options = (
        *nudge,
        moment.option("report_export", Action.REPORT, "get", month, "all"),
        moment.option("report_close", Action.CLOSE_MONTH, "ask", month),
    )
    return Composed(str(text), options)


async def _final(moment: Moment) -> Composed | None:
    """The frozen report: its figures, which edition, its mark."""
    month, unit = str(moment.row.about["month"]), moment.row.about["unit"]
    known = await editions.editions(moment.tx, month)
    if not known:
        return None
    text = await _of_edition(moment, "month.final", known[0], unit)
    options = [moment.option("report_again", Action.REPORT, "get", month, unit or "all")]
    if any(str(part.id) in known[0].totals for part in await units.children(moment.tx, unit)):
        options.append(moment.option("report_parts", Action.REPORT, "parts", month, unit or "all"))
    return Composed(str(text), tuple(options))


async def _of_edition(moment: Moment, key: str, edition: Edition, unit: int | None, **values: object) -> Sentence:
    totals = edition.totals.get(str(unit or 0), [0, 0, 0])
    return months.edition(
        moment.setting.texts, moment.person, key, edition.month, await _name(moment, unit), totals,
        edition.fingerprint, edition.frozen_at, **values,
    )  # fmt: skip


async def _amendment(moment: Moment) -> Composed | None:
    """What changed after the freeze, named; the new figures are in the files."""
    about = moment.row.about
    known = await editions.editions(moment.tx, str(about["month"]))
    edition = next((each for each in known if each.amendment == about["number"]), None)
    below = await units.subtree(moment.tx, [about["unit"]]) if about["unit"] is not None else None
    own = [change for change in edition.changes if below is None or change["unit"] in below] if edition else []
    if edition is None or not own:
        return None
    told = months.changed(moment.setting.texts, moment.person, own)
    values = {"n": edition.amendment, "changes": told}
    return Composed(str(await _of_edition(moment, "month.amendment", edition, about["unit"], **values)))


_REPORTS: Mapping[str, Callable[[Moment], Awaitable[Composed | None]]] = {
    "draft": _draft,
    "remind": _draft,
    "holding": _holding,
    "final": _final,
    "amendment": _amendment,
}
