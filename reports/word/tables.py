"""The tables of the report: figures of the units below, and units by weeks."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from core.figures import Cell, MonthTable, Outcome, Tally
from core.figures_facts import ReportTask, ReportUnit, ReportWeek
from reports.word.markup import CM, cell, paragraph, row, run, table
from texts.report import ReportTexts

SIZE, HEAD_SIZE = 11, 10
HEAD = "F2F2F2"
SHORT = "FBE4D5"
"""The ground of what is missing: it stays visible in a copy without colours, and the word stands there, too."""

INDEX = round(1.1 * CM)
_NUMBER = round(1.45 * CM)
_WEEK = round(1.95 * CM)

MOST_UNITS = 1_000
"""With more owing units than this the document's tables name the units above them; the sheet has them all."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of figures: the key of its heading and how it reads a tally."""

    key: str
    read: Callable[[Tally], int]


ALWAYS = (
    Column("owed", lambda tally: tally.owed),
    Column("on_time", lambda tally: tally.on_time),
    Column("late", lambda tally: tally.late),
    Column("missed", lambda tally: tally.missed),
)
SOMETIMES = (
    Column("open", lambda tally: tally.open),
    Column("excused", lambda tally: tally.excused),
    Column("nothing", lambda tally: tally.nothing),
    Column("vacant", lambda tally: tally.vacant),
)


def text_cell(words: str, width: int, *, align: str = "left", bold: bool = False, fill: str = "") -> str:
    """A cell with one line of words."""
    return cell(paragraph(run(words, size=SIZE, bold=bold), align=align, before=30, after=30), width, fill=fill)


def _head_cell(words: str, width: int) -> str:
    told = paragraph(run(words, size=HEAD_SIZE, bold=True), align="center", before=30, after=30, with_next=True)
    return cell(told, width, fill=HEAD)


def heading_row(words: Sequence[str], widths: Sequence[int]) -> str:
    """The row of headings, repeated on every page and never alone at its end."""
    return row((_head_cell(word, width) for word, width in zip(words, widths, strict=True)), heading=True)


def figures(month: MonthTable, task: ReportTask, parts: Sequence[ReportUnit], texts: ReportTexts, width: int) -> str:
    """One line for each part with its figures, and their sum."""
    tallies = [month.tally(part.id, task=task.code) for part in parts]
    total = sum(tallies, start=Tally())
    columns = [*ALWAYS, *(column for column in SOMETIMES if column.read(total))]
    widths = [INDEX, 0, *[_NUMBER] * (len(columns) + 3)]
    widths[1] = width - sum(widths)
    words = ["index", "unit", "units", *(column.key for column in columns), "share", "items"]
    rows = [heading_row([texts.say(f"column.{word}") for word in words], widths)]
    units = [len(month.owing(task.code, part.id)) for part in parts]
    for number, (part, tally) in enumerate(zip(parts, tallies, strict=True), 1):
        rows.append(_figures_row(str(number), part.name, units[number - 1], tally, columns, texts, widths))
    rows.append(_figures_row("", texts.say("column.total"), sum(units), total, columns, texts, widths, bold=True))
    return table(widths, rows)


def _figures_row(
    index: str, name: str, units: int, tally: Tally, columns: Sequence[Column], texts: ReportTexts,
    widths: Sequence[int], *, bold: bool = False,
) -> str:  # fmt: skip
    numbers = [texts.number(units), *(texts.number(column.read(tally)) for column in columns)]
    numbers += [texts.percent(tally.met, tally.owed), texts.number(tally.items)]
    cells = [
        text_cell(index, widths[0], align="center", bold=bold),
        text_cell(name, widths[1], bold=bold),
        *(
            text_cell(number, width, align="right", bold=bold)
            for number, width in zip(numbers, widths[2:], strict=True)
        ),
    ]
    return row(cells)


def units_by_weeks(
    month: MonthTable, task: ReportTask, units: Sequence[ReportUnit], texts: ReportTexts, width: int
) -> str:
    """One line for each unit: what became of each week, and how many items count."""
    weeks = month.weeks(task.code)
    week_width = min(_WEEK, (width - INDEX - _NUMBER) * 7 // 10 // max(1, len(weeks)))
    widths = [INDEX, 0, *[week_width] * len(weeks), _NUMBER]
    widths[1] = width - sum(widths)
    titles = [texts.period(week.name) for week in weeks]
    words = [texts.say("column.index"), texts.say("column.unit"), *titles, texts.say("column.items")]
    rows = [heading_row(words, widths)]
    for number, unit in enumerate(units, 1):
        items = month.tally(unit.id, task=task.code).items
        cells = [
            text_cell(str(number), widths[0], align="center"),
            text_cell(unit.name, widths[1]),
            *_week_cells(month, unit, weeks, texts, week_width),
            text_cell(texts.number(items), widths[-1], align="right"),
        ]
        rows.append(row(cells))
    return table(widths, rows)


def _week_cells(
    month: MonthTable, unit: ReportUnit, weeks: Sequence[ReportWeek], texts: ReportTexts, width: int
) -> Iterator[str]:
    for week in weeks:
        seen = month.cell(unit.id, week.period)
        missed = seen is not None and seen.outcome is Outcome.MISSED
        yield text_cell(in_words(seen, texts), width, align="center", bold=missed, fill=SHORT if missed else "")


def in_words(seen: Cell | None, texts: ReportTexts) -> str:
    """One unit's week in a word; of a missed one that was begun also how far it came."""
    if seen is None:
        return texts.say("outcome.not_there")
    if seen.outcome is Outcome.MISSED and seen.duty is not None and seen.duty.facts.counted:
        facts = seen.duty.facts
        return texts.say("outcome.partly", counted=facts.counted, required=facts.required)
    return texts.outcome(seen.outcome)
