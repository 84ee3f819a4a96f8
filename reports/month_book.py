"""The month as a workbook: the sums, units by weeks, every item, and what was not met."""

from collections.abc import Sequence
from pathlib import Path

from core.figures import MonthTable, Outcome, Tally
from core.figures_facts import ReportTask, ReportUnit
from reports.book import Book, Heading, Kind, Line, Outlined, written_book
from reports.files import NotWritten, whole_file
from reports.missing import why
from reports.place import about, place_of
from reports.word.result import draft_words
from reports.word.tables import in_words
from texts.report import ReportTexts

_NOT_MET = (Outcome.MISSED, Outcome.OPEN, Outcome.EXCUSED, Outcome.NOTHING, Outcome.VACANT)
_SUMS = ("owed", "on_time", "late", "missed", "open", "excused", "nothing", "vacant")


def write_month_book(month: MonthTable, texts: ReportTexts, folder: Path, name: str, *, draft: bool = False) -> Path:
    """Write NAME.xlsx into the folder. The same facts give the same bytes; it computes for seconds.

    Raises NotWritten; no file is ever half there.
    """
    facts = month.facts
    place = place_of(facts, texts)
    title = texts.say("sheet.title", place=place, about=about(facts, texts), month=texts.month(facts.month))
    titles = [title, draft_words(month, texts)] if draft else [title]
    target = folder / f"{name}.xlsx"
    try:
        with (
            whole_file(target) as temporary,
            written_book(temporary, title, place, facts.closes_at, texts.zone) as book,
        ):
            pages = _Pages(month, texts, titles)
            pages.summary(book)
            pages.by_weeks(book)
            pages.items(book)
            pages.not_met(book)
    except OSError as error:
        raise NotWritten(target, error) from error
    return target


class _Pages:
    """The sheets of one month."""

    def __init__(self, month: MonthTable, texts: ReportTexts, titles: Sequence[str]) -> None:
        self._month = month
        self._texts = texts
        self._titles = titles
        self._tasks = [task for task in month.facts.tasks if month.weeks(task.code)]
        self._names = {unit.id: unit.name for unit in month.facts.units}
        self._titles_of = {task.code: task.title for task in month.facts.tasks}

    def summary(self, book: Book) -> None:
        """A line for each unit that has others below it, the root first."""
        headings = [
            *self._headings("unit_code", "unit", "parent"),
            *self._headings("units", *_SUMS, kind=Kind.NUMBER),
            *self._headings("share", kind=Kind.SHARE),
            *self._headings("items", "photos", "links", kind=Kind.NUMBER),
        ]
        lines: list[Line] = []
        for task in self._tasks:
            owing = {unit.id for unit in self._month.owing(task.code)}
            below = self._units_below(task)
            for unit in self._month.facts.units:
                if below.get(unit.id) and (unit.id not in owing or unit.id == self._month.facts.root):
                    lines.append(self._sums(task, unit, below[unit.id]))
        self._sheet(book, self._texts.say("sheet.summary"), headings, lines, frozen=2)

    def by_weeks(self, book: Book) -> None:
        """A line for each unit that owes, a sheet for each task."""
        for task in self._tasks:
            weeks = self._month.weeks(task.code)
            headings = [
                *self._headings("unit_code", "unit", "parent", "secretary"),
                *(Heading(self._texts.period(week.name), Kind.OUTCOME, 13) for week in weeks),
                *self._headings("owed", "on_time", "late", "missed", kind=Kind.NUMBER),
                *self._headings("share", kind=Kind.SHARE),
                *self._headings("items", kind=Kind.NUMBER),
            ]
            lines = [self._unit_line(task, unit) for unit in self._month.owing(task.code)]
            name = self._texts.say("sheet.weeks")
            name = f"{name} – {task.title}" if len(self._tasks) > 1 else name
            book.sheet(name, self._titles, headings, lines, frozen=2)

    def items(self, book: Book) -> None:
        """A line for each item, also those that do not count."""
        texts, facts = self._texts, self._month.facts
        headings = [
            Heading(texts.say("column.number"), Kind.NUMBER, before=texts.say("item_number", n="")),
            *self._headings("week", "unit_code", "unit", "parent", "sender", "kind"),
            *self._headings("at", "due", kind=Kind.MOMENT),
            *self._headings("state"),
            *self._headings("link", kind=Kind.LINK),
        ]
        due = {(duty.unit, duty.period): duty.facts.due_at for duty in facts.duties}
        units, weeks = {unit.id: unit for unit in facts.units}, {week.period: week for week in facts.weeks}
        in_time, late = texts.outcome(Outcome.ON_TIME), texts.outcome(Outcome.LATE)
        kinds = {kind: texts.say(f"kind.{kind.value}") for kind in {item.kind for item in facts.items}}
        not_counted = {item.state for item in facts.items if not item.counts}
        states = {state: texts.say(f"state.{state.value}") for state in not_counted}
        lines: list[Line] = []
        for item in facts.items:
            unit, week = units[item.unit], weeks[item.period]
            due_at = due.get((item.unit, item.period), week.due_at)
            counted = in_time if item.effective_at < due_at else late
            values = (
                item.number, week.name, unit.code, unit.name, self._parent(unit), item.sender, kinds[item.kind],
                item.effective_at, due_at, counted if item.counts else states[item.state], item.url,
            )  # fmt: skip
            lines.append(self._line(week.task, values))
        self._sheet(book, texts.say("sheet.items"), headings, lines, frozen=1)

    def not_met(self, book: Book) -> None:
        """A line for each week of a unit in which the quota was not met, and why."""
        headings = [
            *self._headings("unit_code", "unit", "parent", "week"),
            *self._headings("due", kind=Kind.MOMENT),
            *self._headings("counted", "required", kind=Kind.NUMBER),
            *self._headings("secretary"),
            *self._headings("outcome", kind=Kind.OUTCOME),
            *self._headings("reason"),
        ]
        lines: list[Line] = []
        for unit, week, cell in self._month.of(*_NOT_MET):
            duty = cell.duty
            counts = (duty.facts.due_at, duty.facts.counted, duty.facts.required) if duty else (None, None, None)
            holder = duty.member_name if duty else ""
            told = Outlined(cell.outcome, self._texts.outcome(cell.outcome))
            reasons = "" if cell.outcome is Outcome.OPEN else why(cell, self._texts)
            values = (unit.code, unit.name, self._parent(unit), week.name, *counts, holder, told, reasons)
            lines.append(self._line(week.task, values))
        self._sheet(book, self._texts.say("sheet.missing"), headings, lines, frozen=2)

    def _headings(self, *keys: str, kind: Kind = Kind.TEXT) -> list[Heading]:
        return [Heading(self._texts.say(f"column.{key}"), kind) for key in keys]

    def _sheet(self, book: Book, name: str, headings: Sequence[Heading], lines: Sequence[Line], frozen: int) -> None:
        """A sheet of all tasks, with the task in front where there are several."""
        in_front = self._headings("task") if len(self._tasks) > 1 else []
        book.sheet(name, self._titles, [*in_front, *headings], lines, frozen + len(in_front))

    def _line(self, task: str, values: tuple[object, ...], *, total: bool = False) -> Line:
        return Line((self._titles_of[task], *values) if len(self._tasks) > 1 else values, total)

    def _parent(self, unit: ReportUnit) -> str:
        return self._names.get(unit.parent, "") if unit.parent is not None else ""

    def _units_below(self, task: ReportTask) -> dict[int, int]:
        """How many units owe in each unit's subtree."""
        parents = {unit.id: unit.parent for unit in self._month.facts.units}
        counted: dict[int, int] = {}
        for unit in self._month.owing(task.code):
            at: int | None = unit.id
            while at is not None and at in parents:
                counted[at] = counted.get(at, 0) + 1
                at = parents[at]
        return counted

    def _sums(self, task: ReportTask, unit: ReportUnit, units: int) -> Line:
        tally = self._month.tally(unit.id, task=task.code)
        sums = tuple(getattr(tally, name) for name in _SUMS)
        values = (unit.code, unit.name, self._parent(unit), units, *sums, _share(tally))
        items = (tally.items, tally.photos, tally.links)
        return self._line(task.code, (*values, *items), total=unit.id == self._month.facts.root)

    def _unit_line(self, task: ReportTask, unit: ReportUnit) -> Line:
        tally, holder, outcomes = self._month.tally(unit.id, task=task.code), "", []
        for week in self._month.weeks(task.code):
            cell = self._month.cell(unit.id, week.period)
            outcomes.append(None if cell is None else Outlined(cell.outcome, in_words(cell, self._texts)))
            if cell is not None and cell.duty is not None:
                holder = cell.duty.member_name
        sums = (tally.owed, tally.on_time, tally.late, tally.missed, _share(tally), tally.items)
        return Line((unit.code, unit.name, self._parent(unit), holder, *outcomes, *sums))


def _share(tally: Tally) -> float | None:
    return tally.met / tally.owed if tally.owed else None
