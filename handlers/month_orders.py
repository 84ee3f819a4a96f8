"""Documents that somebody asks for in a chat: they are made beside everything else, and sent when they are ready."""

from dataclasses import dataclass

from core.documents import ErrandKind, Order
from core.roles import Action, Role
from db import editions, errands, month_rows, reporting, units
from db.errands import Wanted
from handlers.payload import Payload
from handlers.turn import Turn
from texts import months
from texts.duties import spoken
from texts.rendering import Sentence

PARTS = 8
"""How many units below one a message offers the reports of."""


@dataclass(frozen=True, slots=True)
class Of:
    """Whose report somebody asks for: a unit's, or (None) that of everything. `allowed`: whether he or she may."""

    unit: int | None
    name: str
    allowed: bool


async def unit_meant(turn: Turn, payload: Payload) -> Of:
    """What the third word of a button names: a unit by its number, or "all"."""
    if payload.word(2) == "all":
        return Of(None, turn.organisation.words.organisation, Role.ADMIN in turn.roles)
    number = payload.number(2) or 0
    found = (await units.units_by_id(turn.tx, [number])).get(number)
    allowed = found is not None and await turn.reaches(Action.REPORT, number)
    return Of(number, spoken(found.name) if found else "", allowed)


async def download(turn: Turn, code: str, of: Of) -> None:
    """The month's report: the frozen one, or the draft as it stands."""
    if not of.allowed:
        await turn.answer("refused.not_yours")
        return
    if not await reporting.month_weeks(turn.tx, turn.organisation, code):
        await turn.answer("refused.old_button")
        return
    frozen = code in await editions.frozen_months(turn.tx)
    month = months.month_name(turn.setting.texts, turn.person, code)
    name = turn.say("document.name_report" if frozen else "document.name_draft", report_month=month, unit=of.name)
    await order_document(turn, Order(ErrandKind.MONTH, code, await _root(turn, of.unit)), name)


async def amendment(turn: Turn, code: str, of: Of, number: int) -> None:
    """An amendment to a frozen month."""
    if not of.allowed:
        await turn.answer("refused.not_yours")
        return
    if not any(each.amendment == number for each in (await editions.editions(turn.tx, code))[1:]):
        await turn.answer("refused.old_button")
        return
    month = months.month_name(turn.setting.texts, turn.person, code)
    order = Order(ErrandKind.AMENDMENT, code, await _root(turn, of.unit), number)
    await order_document(turn, order, turn.say("document.name_amendment", n=number, report_month=month, unit=of.name))


async def year_sheet(turn: Turn, year: int, unit: int | None) -> None:
    """The year's sheet of a unit's subtree; without one of the own units, of everything for an admin."""
    everything = unit is None and Role.ADMIN in turn.roles
    own = [unit] if unit is not None else sorted(turn.known.looks_after(Action.REPORT))
    names = await units.units_by_id(turn.tx, own)
    wanted = {None: turn.organisation.words.organisation} if everything else {each: names[each].name for each in own}
    for each, name in wanted.items():
        order = Order(ErrandKind.YEAR, str(year), await _root(turn, each))
        await order_document(turn, order, turn.say("document.name_year", year=str(year), unit=spoken(name)))


async def parts(turn: Turn, code: str, of: Of, start: int) -> None:
    """The reports of the units below one, a button each."""
    known = await editions.editions(turn.tx, code)
    if not known or not of.allowed:
        await turn.answer("refused.not_yours" if known else "refused.old_button")
        return
    above = await _root(turn, of.unit)
    below = [each for each in await units.children(turn.tx, above) if str(each.id) in known[0].totals]
    shown = below[start : start + PARTS]
    options = [turn.option("report_of", Action.REPORT, "get", code, each.id, unit=spoken(each.name)) for each in shown]
    if start + PARTS < len(below):
        options.append(turn.option("more", Action.REPORT, "parts", code, of.unit or "all", start + PARTS))
    month = months.month_name(turn.setting.texts, turn.person, code)
    await turn.answer("month.parts", *options, report_month=month, n=len(below))


async def order_document(turn: Turn, order: Order, name: Sentence) -> None:
    """Ask for it, unless it is being made already: then say how far it is."""
    for waiting in await errands.waiting_for(turn.tx, turn.known.id, order.code):
        if waiting.order == order:
            key = "document.still_making" if waiting.total else "document.already"
            values = {"done": waiting.done, "total": waiting.total} if waiting.total else {}
            await turn.answer(key, document=name, **values)
            return
    key = f"ask:{turn.known.id}:{order.kind.value}:{order.code}:{order.unit or 0}:{turn.source}"
    await errands.want(turn.tx, [Wanted(key, order, [turn.known.id], turn.known.id)], turn.now)
    await turn.answer("document.making", document=name)


async def _root(turn: Turn, unit: int | None) -> int | None:
    """The unit; for everything the single one at the top, if there is one."""
    return unit if unit is not None else await month_rows.single_top(turn.tx, turn.today)
