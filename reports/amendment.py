"""An amendment to a month that was frozen: a document that names every difference, and the new figures as a sheet."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from core.figures import fold
from core.figures_difference import Change, changes
from core.figures_facts import MonthFacts
from reports.files import NotWritten, whole_file
from reports.month import file_name
from reports.month_book import write_month_book
from reports.place import about
from reports.word.document import Wish, opened_template, values_of
from reports.word.making import describe, width_of
from reports.word.markup import CM, row, table
from reports.word.package import write_package
from reports.word.result import Text, in_words
from reports.word.tables import INDEX, heading_row, text_cell
from reports.word.template import CONTENT
from texts.report import ReportTexts


def write_amendment(
    before: MonthFacts, after: MonthFacts, number: int, texts: ReportTexts, folder: Path, wish: Wish
) -> list[Path]:
    """Write the amendment's document and the month's new sheet into the folder, and return them.

    The same facts give the same bytes. Raises NotWritten and BrokenTemplate; no file is ever half there.
    """
    month = fold(after)
    found = changes(fold(before), month)
    name = texts.say("amendment.file", name=file_name(after, texts, draft=False), n=str(number))
    values = values_of(month, texts, wish)
    values["tieu_de"] = texts.say("amendment.about", about=about(after, texts), n=str(number))
    paper = opened_template(texts, wish, values)
    text = Text(month, texts, width_of(paper))
    describe(paper, month, texts)
    target = folder / f"{name}.docx"
    try:
        with whole_file(target) as temporary:
            write_package(paper, {CONTENT: list(_content(text, found))}, text.relations, {}, temporary)
    except OSError as error:
        raise NotWritten(target, error) from error
    return [target, write_month_book(month, texts, folder, name)]


def _content(text: Text, found: Sequence[Change]) -> Iterator[str]:
    texts, month = text.texts, text.month
    yield text.heading(texts.say("amendment.heading"))
    named = texts.month(month.facts.month)
    key = "amendment.one" if len(found) == 1 else "amendment.many"
    yield text.body(texts.say(key, month=named, **({} if len(found) == 1 else {"n": len(found)})))
    yield text.caption(texts.say("result.table", n=text.next("table"), title=texts.say("amendment.table")))
    yield _table(text, found)
    yield text.body(texts.say("amendment.again"))
    yield text.heading(texts.say("amendment.result"))
    for task in month.facts.tasks:
        if month.weeks(task.code):
            yield from (text.body(words) for words in in_words(month, task, texts))


def _table(text: Text, found: Sequence[Change]) -> str:
    """A line for each change: whose week, how it stood, how it stands, and how many items counted then and now."""
    texts, month = text.texts, text.month
    keys = ("index", "unit", "parent", "week", "before", "after", "items_changed")
    widths = [INDEX, 0, round(3.0 * CM), round(1.4 * CM), round(2.2 * CM), round(2.2 * CM), round(2.2 * CM)]
    widths[1] = text.width - sum(widths)
    names = {unit.id: unit.name for unit in month.facts.units}
    rows = [heading_row([texts.say(f"column.{key}") for key in keys], widths)]
    for number, change in enumerate(found, 1):
        parent = names.get(change.unit.parent, "") if change.unit.parent is not None else ""
        outcomes = [
            texts.say("outcome.not_there") if outcome is None else texts.outcome(outcome)
            for outcome in (change.before, change.after)
        ]
        counted = f"{change.counted_before} → {change.counted_after}"
        cells = (str(number), change.unit.name, parent, str(change.week.name), *outcomes, counted)
        rows.append(
            row(
                text_cell(words, width, align="left" if at in (1, 2) else "center")
                for at, (words, width) in enumerate(zip(cells, widths, strict=True))
            )
        )
    return table(widths, rows)
