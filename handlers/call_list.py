"""Whom to call: each short unit with the person in charge and the number, worst first, and what was agreed before."""

from core.ports import Option
from core.roles import Action
from core.task import PeriodTimes
from db import contacts, periods
from db.shortlist import ShortRow
from handlers.coordinate import Overview, overview, short_page, unit_named
from handlers.payload import Payload
from handlers.turn import Turn
from handlers.week_asked import period_asked, week_of_message
from texts.duties import ShortUnit, fitting, short_line, spoken, spoken_phone
from texts.rendering import Sentence, lines

LISTED = 8
"""How many units one message lists: each has a button, too."""


async def call_list(turn: Turn, payload: Payload) -> None:
    """`/danhsachgoi`: of each task's newest week, or of the one that is named; with a unit's name of that one.

    "of" and numbers: whoever is in charge of these units.
    """
    if payload.word(0) == "of":
        await _people(turn, [number for place in range(1, len(payload.arguments)) if (number := payload.number(place))])
        return
    period = await periods.by_id(turn.tx, payload.number(2) or 0)
    wanted = turn.organisation.by_code.get(period.task if period else payload.word(0))
    week, said = (None, "") if wanted else await week_of_message(turn, payload.word(0))
    unit, found = None, False
    if said or payload.word(3):
        unit = await unit_named(turn, Action.CALL_LIST, said, payload.word(3))
        if unit is None:
            return
    for task in [wanted] if wanted else turn.organisation.tasks:
        asked = await period_asked(turn, task, week) if week else period
        if week and asked is None:
            continue
        seen = await overview(turn, task, Action.CALL_LIST, asked, unit)
        if seen is not None and seen.counts.short:
            found = True
            await _list(turn, seen, payload.number(1) or 0, asked)
    if not found:
        await turn.answer("call_list.nobody")


async def _people(turn: Turn, numbers: list[int]) -> None:
    """Who is in charge of these units, and the numbers; of those within reach."""
    own = [number for number in numbers if await turn.reaches(Action.CALL_LIST, number)]
    found = await contacts.of_units(turn.tx, own, turn.today)
    if not found:
        await turn.answer("refused.not_yours")
        return
    names = await turn.told_apart(Action.CALL_LIST, {each.unit: each.unit_name for each in found})
    listed = []
    for each in found:
        if each.member is None:
            listed.append(turn.say("call_list.nobody_there", line=names[each.unit]))
        elif each.phone:
            phone = spoken_phone(each.phone)
            listed.append(turn.say("call_list.person", line=names[each.unit], name=each.name, phone=phone))
        else:
            listed.append(turn.say("call_list.no_phone", line=names[each.unit], name=each.name))
    await turn.reply(lines([*listed, turn.say("call_list.how_in_words")]))


async def _list(turn: Turn, seen: Overview, start: int, asked: PeriodTimes | None) -> None:
    start = start if start < seen.counts.short else 0
    page = await short_page(turn, seen, start, LISTED)
    names = await turn.told_apart(Action.CALL_LIST, {row.unit: row.unit_name for row in page})
    listed = [_line(turn, row, names[row.unit]) for row in page]
    listed = listed[: fitting(listed)]
    facts = {"week": seen.period.name, "due": seen.period.due_at, "n": seen.counts.short, "first": start + 1}
    head = turn.say("call_list.page" if start else "call_list.head", **facts)
    options = [
        turn.option("called", Action.ACKNOWLEDGE, f"#{row.flag}", unit=spoken(names[row.unit]))
        for row in page[: len(listed)]
        if row.flag is not None and row.called_at is None
    ]
    how = turn.say("call_list.how" if options else "call_list.how_in_words")
    options += _more(turn, seen, start + len(listed), asked)
    await turn.reply(lines([head, *listed, how]), *options)


def _more(turn: Turn, seen: Overview, shown: int, asked: PeriodTimes | None) -> list[Option]:
    if shown >= seen.counts.short:
        return []
    which: list[object] = [seen.period.id] if asked else []
    if seen.unit is not None:
        which = [seen.period.id, seen.unit.code]
    return [turn.option("more", Action.CALL_LIST, seen.task.code, shown, *which)]


def _line(turn: Turn, row: ShortRow, name: str) -> Sentence:
    """One unit: how it stands, who is in charge there, the number, and the newest call about it."""
    unit = ShortUnit(name, row.counted, row.required, linked=row.linked, in_charge=row.member is not None)
    line = short_line(turn.setting.texts, turn.person, unit)
    if row.member is not None and row.phone:
        line = turn.say("call_list.person", line=line, name=row.member_name, phone=spoken_phone(row.phone))
    elif row.member is not None:
        line = turn.say("call_list.no_phone", line=line, name=row.member_name)
    if row.called_at is None:
        return line
    key = "call_list.called_note" if row.note else "call_list.called"
    return turn.say(key, line=line, at=row.called_at, note=row.note)
