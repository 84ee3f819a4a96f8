"""The annexes without pictures of evidence: the heat map, and who is missing and why."""

from collections.abc import Iterator, Sequence

from core.figures import Outcome
from core.figures_facts import ReportTask
from reports.missing import Missing, missing
from reports.place import place_of
from reports.word.markup import CM, paragraph, row, run, table
from reports.word.result import Text
from reports.word.tables import INDEX, heading_row, text_cell
from texts.duties import spoken
from texts.report import ReportTexts

HEAT_MAP = "weeks:{task}"
"""The key of a task's heat map among the document's pictures."""

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_TALLEST = round(21.5 * CM)


def annex_head(text: Text, title: str, *, only: bool = False) -> str:
    """The beginning of an annex on a new page: its number, its title and what it belongs to."""
    texts = text.texts
    number = texts.say("annex.only" if only else "annex.number", number=_roman(text.next("annex")))
    lines = (
        paragraph(run(number, bold=True, size=14), align="center", new_page=True, with_next=True, outline=0),
        paragraph(run(title, bold=True, size=14), align="center", with_next=True),
        paragraph(
            run(texts.say("annex.of", place=spoken(place_of(text.month.facts, texts))), italic=True, size=13),
            align="center",
            after=200,
        ),
    )
    return "".join(lines)


def _roman(number: int) -> str:
    return _ROMAN[number - 1] if number <= len(_ROMAN) else str(number)


def heat_maps(text: Text, sizes: dict[str, tuple[int, int]]) -> Iterator[str]:
    """A page for each heat map; `sizes` are those of the pictures, in pixels, by task."""
    for task in text.month.facts.tasks:
        if task.code not in sizes:
            continue
        yield annex_head(text, text.texts.say("annex.weeks"))
        wide, tall = sizes[task.code]
        width = min(text.width, _TALLEST * wide // tall)
        words = text.texts.say("annex.weeks")
        drawn = text.relations.picture(HEAT_MAP.format(task=task.code), width, width * tall // wide, words)
        yield paragraph(drawn, align="center")


def who_is_missing(text: Text) -> Iterator[str]:
    """The units that are short, then the excused weeks, then the vacant ones."""
    texts = text.texts
    tasks = [task for task in text.month.facts.tasks if text.month.weeks(task.code)]
    yield annex_head(text, texts.say("annex.missing"))
    for task in tasks:
        if len(tasks) > 1:
            yield text.body(texts.say("result.of_task", task=task.title))
        yield _part(texts.say("missing.heading"))
        short = missing(text.month, task, [Outcome.MISSED], texts)
        yield _lines(text, task, short, handed_in=True) if short else text.body(texts.say("missing.none"))
        for heading, outcomes in (
            ("missing.excused", [Outcome.EXCUSED, Outcome.NOTHING]),
            ("missing.vacant", [Outcome.VACANT]),
        ):
            found = missing(text.month, task, outcomes, texts)
            if found:
                yield _part(texts.say(heading))
                yield _lines(text, task, found, handed_in=False)


def _part(words: str) -> str:
    return paragraph(run(words, bold=True), before=200, after=80, with_next=True)


def _lines(text: Text, task: ReportTask, lines: Sequence[Missing], *, handed_in: bool) -> str:
    texts, vacant = text.texts, all(line.outcome is Outcome.VACANT for line in lines)
    keys = ["index", "unit", "parent", "week"]
    widths = [INDEX, round(3.3 * CM), round(3.0 * CM), round(2.4 * CM)]
    if handed_in:
        keys.append("counted")
        widths.append(round(1.3 * CM))
    if not vacant:
        keys += ["secretary", "reason"]
        widths += [round(2.9 * CM), text.width - sum(widths) - round(2.9 * CM)]
    else:
        widths[1] += text.width - sum(widths)
    names = {unit.id: unit.name for unit in text.month.facts.units}
    total = len(text.month.weeks(task.code))
    rows = [heading_row([texts.say(f"column.{key}") for key in keys], widths)]
    for number, line in enumerate(lines, 1):
        parent = names.get(line.unit.parent, "") if line.unit.parent is not None else ""
        cells = [str(number), line.unit.name, parent, _weeks(line, total, texts)]
        cells += [f"{line.counted}/{line.required}"] if handed_in else []
        cells += [] if vacant else [line.holder, line.reason]
        centred = {0, 3, *({4} if handed_in else ())}
        rows.append(
            row(
                text_cell(words, width, align="center" if at in centred else "left")
                for at, (words, width) in enumerate(zip(cells, widths, strict=True))
            )
        )
    return table(widths, rows)


def _weeks(line: Missing, total: int, texts: ReportTexts) -> str:
    if len(line.weeks) == total and total > 1:
        return texts.say("missing.all_weeks")
    return ", ".join(str(week.name) for week in line.weeks)
