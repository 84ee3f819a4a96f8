"""A secretary's own line of the year's sheet, for nobody else's eyes."""

from core.calendar import local_day
from core.figures_year import lines_of, year_lines
from core.roles import Action
from db import reporting
from handlers.payload import Payload
from handlers.turn import Turn
from texts.rendering import lines
from texts.report import ReportTexts


async def own_year(turn: Turn, payload: Payload) -> None:
    """How the own weeks of the year went, unit by unit, and how that is rated so far."""
    year = payload.number(0) or local_day(turn.organisation.calendar, turn.now).year
    if not 2000 <= year <= 2999:
        await turn.answer("refused.old_button")
        return
    organisation = turn.organisation
    words = ReportTexts(organisation.words, organisation.calendar.zone, turn.person.language)
    told: list[str] = []
    for seat in turn.known.secretary_units:
        facts = await reporting.unit_year(turn.tx, organisation, year, seat.unit, turn.now)
        own = lines_of(year_lines(facts, organisation.ratings), turn.known.id) if facts is not None else []
        told += [words.own_line(year, line) for line in own]
    before = turn.option("own_year", Action.OWN_YEAR, year - 1, year=str(year - 1))
    if told:
        await turn.reply(turn.say("own_year.told", list=lines(told)), before)
    else:
        await turn.answer("own_year.nothing", before, year=str(year))
