"""`/bando`: how each of the own units did in each week of a month, or of any stretch, as a picture in the chat."""

from core.documents import MOST_WEEKS, ErrandKind, Format, Order
from core.roles import Action, Role
from db import month_rows, reporting, units
from handlers.choose import choose_unit
from handlers.month_asked import meant
from handlers.month_orders import order_document
from handlers.payload import Payload
from handlers.turn import Turn
from handlers.weeks_asked import Stretch, stretch_meant
from texts import months
from texts.duties import spoken
from texts.months import stretch_name

MOST = 4
"""For how many of somebody's own units one command draws."""


async def heat_map(turn: Turn, payload: Payload) -> None:
    """Of each own unit, of everything for an admin, or of the unit and the month or stretch of weeks that were named.

    The picture is drawn beside everything else and sent when it is ready.
    """
    stretch = await stretch_meant(turn, payload.word(0))
    if stretch is not None:
        await _of_stretch(turn, stretch)
        return
    wanted = await meant(turn, payload.word(0))
    unit = await choose_unit(turn, Action.HEAT_MAP, wanted.name) if wanted.name else None
    if wanted.name and unit is None:
        return
    if not wanted.month or not await reporting.month_weeks(turn.tx, turn.organisation, wanted.month):
        await turn.answer("heat_map.nothing")
        return
    month = months.month_name(turn.setting.texts, turn.person, wanted.month)
    for root, name in (await _places(turn, unit.id if unit else None)).items():
        order = Order(ErrandKind.MONTH, wanted.month, root, formats=(Format.PNG,))
        await order_document(turn, order, turn.say("document.name_heat_map", report_month=month, unit=spoken(name)))


async def _of_stretch(turn: Turn, stretch: Stretch) -> None:
    unit = await choose_unit(turn, Action.HEAT_MAP, stretch.besides) if stretch.besides else None
    if stretch.besides and unit is None:
        return
    if stretch.fault:
        await turn.answer(f"day.{stretch.fault}", said=stretch.said, day=stretch.first)
        return
    weeks = await reporting.weeks_between(turn.tx, turn.organisation, stretch.first, stretch.last)
    longest = max((sum(week.task == task.code for week in weeks) for task in turn.organisation.tasks), default=0)
    if not longest:
        await turn.answer("heat_map.nothing")
    elif longest > MOST_WEEKS:
        await turn.answer("heat_map.too_many", n=longest, most=MOST_WEEKS)
    else:
        code = f"{stretch.first}..{stretch.last}"
        for root, name in (await _places(turn, unit.id if unit else None)).items():
            said = stretch_name(turn.setting.texts, turn.person, code, spoken(name))
            await order_document(turn, Order(ErrandKind.WEEKS, code, root), said)


async def _places(turn: Turn, unit: int | None) -> dict[int | None, str]:
    if unit is None and Role.ADMIN in turn.roles:
        return {await month_rows.single_top(turn.tx, turn.today): turn.organisation.words.organisation}
    own = [unit] if unit is not None else sorted(turn.known.looks_after(Action.HEAT_MAP))[:MOST]
    names = await units.units_by_id(turn.tx, own)
    return {each: names[each].name for each in own}
