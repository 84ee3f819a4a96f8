"""A coordinator's week: who is missing, worst first, a page at a time."""

from dataclasses import dataclass
from datetime import date

from core.calendar import local_day
from core.notices import NUDGE_PAUSE
from core.ports import Option
from core.roles import Action
from core.task import PeriodTimes, Task
from db import outbox, periods, shortlist, units
from db.shortlist import Counts, ShortRow
from db.units import UnitView
from handlers.choose import choose_unit, unit_and_rest
from handlers.payload import Payload
from handlers.turn import Turn
from handlers.week_asked import period_asked, week_of_message
from texts.duties import LISTED, ShortUnit, fitting, short_line, spoken
from texts.rendering import Sentence, lines

DEAF_NAMED = 10
"""How many units without a chat a list names."""

EXCUSED_NAMED = 10
"""How many excused units a list names."""


@dataclass(frozen=True, slots=True)
class Overview:
    """How one period stands within the asker's reach. `roots`: below which units that is; None: everywhere.

    `unit`: the one that was named. `asked`: it was this period that was asked about, not the newest.
    """

    task: Task
    period: PeriodTimes
    roots: list[int] | None
    counts: Counts
    unit: UnitView | None = None
    asked: bool = False


async def overview(
    turn: Turn, task: Task, action: Action, period: PeriodTimes | None = None, unit: UnitView | None = None
) -> Overview | None:
    """The newest open period of a task, or the one given, as far as the asker may see it; None when there is none.

    `unit`: only of this one, which the asker's right must reach, and of what is below it.
    """
    asked = period is not None
    period = period or await periods.newest(turn.tx, task.code)
    if period is None:
        return None
    roots = turn.roots(action) if unit is None else [unit.id]
    day = min(turn.today, local_day(turn.organisation.calendar, period.due_at)) if asked else turn.today
    counts = await shortlist.counts(turn.tx, period.id, task, day, roots)
    return Overview(task, period, roots, counts, unit, asked)


async def unit_named(turn: Turn, action: Action, said: str, code: str) -> UnitView | None:
    """The unit within reach that was `said`, or whose code a button carries; None when neither, and it is told why."""
    if code:
        unit = await units.unit_by_code(turn.tx, code)
        if unit is not None and await turn.reaches(action, unit.id):
            return unit
        await turn.answer("refused.not_yours")
        return None
    return await choose_unit(turn, action, (await unit_and_rest(turn, said))[0])


async def short_page(turn: Turn, seen: Overview, first: int, most: int, reached: bool | None = None) -> list[ShortRow]:
    """The short units of an overview, worst first, from `first` on; `reached` as in `shortlist.page`."""
    due_day = local_day(turn.organisation.calendar, seen.period.due_at)
    return await shortlist.page(turn.tx, seen.period.id, due_day, seen.roots, first, most, reached)


async def missing(turn: Turn, payload: Payload) -> None:
    """`/thieu`: counts and the short units of the newest week of each task, worst first, paged.

    `/thieu Đông Hà`: those of one unit and below; `/thieu tuần trước`, `tuần 45 ai chưa nộp`: those of that week.
    """
    wanted = turn.organisation.by_code.get(payload.word(0))
    week, said = (None, "") if wanted else await week_of_message(turn, payload.word(0))
    unit, period = None, await periods.by_id(turn.tx, payload.number(3) or 0)
    period = period if period and wanted and period.task == wanted.code else None
    if said or payload.word(2):
        unit = await unit_named(turn, Action.MISSING, said, payload.word(2))
        if unit is None:
            return
    told = 0
    for task in [wanted] if wanted else turn.organisation.tasks:
        asked = await period_asked(turn, task, week) if week else period
        if week and asked is None:
            continue
        told += 1
        seen = await overview(turn, task, Action.MISSING, asked, unit)
        if seen is None:
            await turn.answer("missing.nothing", task=task.title)
        elif not seen.counts.owing + seen.counts.excused:
            await _nobody_owes(turn, seen)
        else:
            await _list_missing(turn, seen, payload.number(1) or 0)
    if not told:
        await turn.answer("missing.no_week")


async def _nobody_owes(turn: Turn, seen: Overview) -> None:
    """A week that is there, of which these units owe nothing: vacant ones, or such as joined later."""
    if seen.unit is not None:
        vacant = seen.counts.without and seen.unit.level in seen.task.owed_by
        key = "missing.owes_nothing_vacant" if vacant else "missing.owes_nothing"
        await turn.answer(key, unit=spoken(seen.unit.name), week=seen.period.name)
    else:
        await turn.answer("missing.nobody_owes", week=seen.period.name)


async def _list_missing(turn: Turn, seen: Overview, start: int) -> None:
    counts = seen.counts
    facts = {"week": seen.period.name, "due": seen.period.due_at, "met": counts.met, "all": counts.owing}
    without = [await _excused(turn, seen)] if counts.excused else []
    without += [turn.say("short.without", n=counts.without)] if counts.without else []
    if not counts.short:
        nobody = turn.say("missing.none", **facts) if counts.owing else turn.say("missing.head", short=0, **facts)
        await turn.reply(_of_unit(turn, seen, lines([nobody, *without], " ")))
        return
    due_day = local_day(turn.organisation.calendar, seen.period.due_at)
    unheard = await shortlist.unheard(turn.tx, seen.period.id, due_day, seen.roots)
    deaf, listed_in_all = unheard.deaf, counts.short - unheard.deaf
    start = start if start < listed_in_all else 0
    listed = await _lines(turn, seen, await short_page(turn, seen, start, LISTED, reached=True))
    listed = listed[: fitting(listed)]
    shown = start + len(listed)
    if start:
        head = turn.say("missing.page", week=seen.period.name, first=start + 1)
    else:
        key = "missing.head_nothing" if 0 < counts.nothing < counts.short else "missing.head"
        head = lines([turn.say(key, short=counts.short, nothing=counts.nothing, **facts), *without], " ")
    apart = [await _apart(turn, seen, deaf)] if deaf and not start else []
    reached = listed_in_all - unheard.vacant if await _may_be_nudged(turn, seen, due_day) else 0
    options = _missing_options(turn, seen, shown if shown < listed_in_all else None, reached)
    if apart:
        options.append(_invite_them(turn, seen, deaf))
    await turn.reply(lines([_of_unit(turn, seen, head), *listed, *apart]), *options)


async def _apart(turn: Turn, seen: Overview, deaf: int) -> Sentence:
    """Those who have no chat yet: no reminder reaches them, so they are told apart from who was reminded in vain."""
    rows = await short_page(turn, seen, 0, DEAF_NAMED, reached=False)
    names = await turn.told_apart(Action.MISSING, {row.unit: row.unit_name for row in rows})
    said = [spoken(names[row.unit]) for row in rows]
    more = deaf - len(said)
    return turn.say("short.apart_more", units=said, more=more) if more else turn.say("short.apart", units=said)


def _invite_them(turn: Turn, seen: Overview, deaf: int) -> Option:
    """The way to their invitations."""
    unit = ("group", seen.unit.id) if seen.unit is not None else ()
    return turn.option("look_unlinked", Action.INVITE, *unit)


def _of_unit(turn: Turn, seen: Overview, text: Sentence) -> Sentence:
    return text if seen.unit is None else turn.say("missing.of_unit", unit=seen.unit.name, text=text)


async def _lines(turn: Turn, seen: Overview, page: list[ShortRow]) -> list[Sentence]:
    members = [row.member for row in page if row.member]
    over = seen.asked and turn.now >= seen.period.closes_at  # reminders of later weeks are not about this one
    reminded = {} if over else await outbox.sent_to_members(turn.tx, members, seen.period.opens_at)
    names = await turn.told_apart(Action.MISSING, {row.unit: row.unit_name for row in page})
    short = [
        ShortUnit(
            names[row.unit], row.counted, row.required, row.heard, reminded.get(row.member or 0, 0),
            row.member is not None,
        )
        for row in page
    ]  # fmt: skip
    return [short_line(turn.setting.texts, turn.person, unit) for unit in short]


async def _excused(turn: Turn, seen: Overview) -> Sentence:
    """Who is excused, apart from those who are short."""
    shown = await shortlist.excused(turn.tx, seen.period.id, seen.roots, EXCUSED_NAMED)
    names = [spoken(name) for name in (await turn.told_apart(Action.MISSING, shown)).values()]
    more = seen.counts.excused - len(names)
    return turn.say("short.excused_more", units=names, more=more) if more else turn.say("short.excused", units=names)


async def _may_be_nudged(turn: Turn, seen: Overview, due_day: date) -> bool:
    """Not after the close, nor while all of them were reminded just now or are to be in a moment."""
    if turn.now >= seen.period.closes_at:
        return False
    since, until = turn.now - NUDGE_PAUSE, turn.now + NUDGE_PAUSE
    return await shortlist.can_be_nudged(turn.tx, seen.period.id, due_day, seen.roots, since, until)


def _missing_options(turn: Turn, seen: Overview, more: int | None, reached: int) -> list[Option]:
    """`more`: where the next page begins, if there is one. `reached`: how many a nudge may reach now."""
    options = []
    if reached:
        options.append(turn.option("nudge", Action.NUDGE, "ask", seen.task.code, *_which(seen, 1), n=reached))
    named = seen.unit.code if seen.unit is not None else ""
    if seen.asked:
        options.append(turn.option("call_list", Action.CALL_LIST, seen.task.code, 0, seen.period.id, named))
    else:
        options.append(turn.option("call_list", Action.CALL_LIST, seen.task.code, *_which(seen, 2)))
    if more is not None:
        which = [named, seen.period.id] if seen.asked else _which(seen, 0)
        options.append(turn.option("more", Action.MISSING, seen.task.code, more, *which))
    return options


def _which(seen: Overview, blanks: int) -> list[str]:
    """The code of the unit that was named, for a button, behind so many arguments that are left out."""
    return [] if seen.unit is None else [*[""] * blanks, seen.unit.code]
