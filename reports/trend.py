"""The trend: the share of quotas met, week by week, with the weeks before the month."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.figures import MonthTable
from core.figures_facts import ReportTask
from reports.drawing import BLUE, INK, MARGIN, MIST, PALE, RULE, WIDTH, Sheet
from texts.report import ReportTexts, share_in_tenths

_HEIGHT, TALL_ON_PAPER = 660, 532
_TOP, _BOTTOM, _LEFT = 190, 570, 96


@dataclass(frozen=True, slots=True)
class _Bar:
    """One week."""

    code: str
    owed: int
    met: int
    in_month: bool
    open: bool = False


def trend(table: MonthTable, task: ReportTask, texts: ReportTexts, place: str, *, on_paper: bool = False) -> bytes:
    """A PNG, WIDTH pixels wide: a bar a week with its figure, the month's weeks darker than those before.

    A week that is not due yet has no figure.

    `on_paper`: without its title, because a caption stands below; it is TALL_ON_PAPER then.
    """
    sheet = Sheet(WIDTH, _HEIGHT)
    sheet.text((MARGIN, 66), texts.say("picture.trend"), 44, bold=True, room=WIDTH - 2 * MARGIN)
    month = texts.month(table.facts.month)
    sheet.text((MARGIN, 112), texts.say("picture.place", place=place, month=month), 30, PALE, room=WIDTH - 2 * MARGIN)
    for percent in range(0, 101, 25):
        level = _level(percent * 10)
        sheet.brush.line((_LEFT, level, WIDTH - MARGIN, level), RULE, 2)
        sheet.text((_LEFT - 12, level), str(percent), 24, PALE, anchor="rm")
    _bars(sheet, _weeks(table, task), texts)
    return sheet.png(from_top=_HEIGHT - TALL_ON_PAPER if on_paper else 0)


def _weeks(table: MonthTable, task: ReportTask) -> list[_Bar]:
    earlier: dict[str, _Bar] = {}
    for week in table.facts.earlier:
        if week.task == task.code:
            before = earlier.get(week.code, _Bar(week.code, 0, 0, in_month=False))
            earlier[week.code] = _Bar(before.code, before.owed + week.owed, before.met + week.met, in_month=False)
    bars = list(earlier.values())
    for each in table.weeks(task.code):
        tally = table.tally(period=each.period)
        bars.append(_Bar(each.code, tally.owed, tally.met, in_month=True, open=table.facts.taken_at < each.due_at))
    return [bar for bar in bars if bar.owed]


def _bars(sheet: Sheet, bars: Sequence[_Bar], texts: ReportTexts) -> None:
    room = (WIDTH - MARGIN - _LEFT) / max(6, len(bars))
    for position, bar in enumerate(bars):
        centre = _LEFT + room * (position + 0.5)
        tenths = share_in_tenths(bar.met, bar.owed)
        half = min(34.0, room * 0.36)
        top = _level(tenths)
        if tenths and not bar.open:
            sheet.brush.rectangle((centre - half, top, centre + half, _BOTTOM), BLUE if bar.in_month else MIST)
        size = 26 if room > 74 else 21
        figure, level = ("…", _BOTTOM) if bar.open else (texts.tenths(tenths), top)
        sheet.text((centre, level - 8), figure, size, INK, bold=bar.in_month, anchor="ms")
        label = texts.short_period(bar.code)
        sheet.text((centre, _BOTTOM + 34), label, 25, INK if bar.in_month else PALE, bold=bar.in_month, anchor="ms")
    _legend(sheet, bars, texts)


def _legend(sheet: Sheet, bars: Sequence[_Bar], texts: ReportTexts) -> None:
    if all(bar.in_month for bar in bars):
        return
    left = float(_LEFT)
    for colour, key in ((MIST, "picture.before"), (BLUE, "picture.this_month")):
        sheet.brush.rectangle((left, _BOTTOM + 56, left + 30, _BOTTOM + 80), colour)
        sheet.text((left + 40, _BOTTOM + 78), texts.say(key), 24, PALE)
        left += 200


def _level(tenths: int) -> float:
    return _BOTTOM - (_BOTTOM - _TOP) * tenths / 1000
