"""The year's sheet: a line for each secretary and unit, with the rating."""

from collections.abc import Sequence
from pathlib import Path

from core.figures_facts import ReportUnit
from core.figures_year import USUAL_THRESHOLDS, Threshold, YearFacts, YearLine, year_lines
from reports.book import Heading, Kind, Line, written_book
from reports.files import NotWritten, in_file_name, whole_file
from reports.place import is_top, name_of
from texts.report import ReportTexts

_TEXTS = ("unit_code", "unit", "parent", "secretary")
_NUMBERS = ("owed", "on_time", "late", "missed", "excused", "nothing", "longest_run")


def write_year_book(
    facts: YearFacts,
    texts: ReportTexts,
    folder: Path,
    name: str,
    thresholds: Sequence[Threshold] = USUAL_THRESHOLDS,
) -> Path:
    """Write NAME.xlsx into the folder. The same facts give the same bytes.

    Raises NotWritten; no file is ever half there.
    """
    place = name_of(_root(facts), facts.above, texts)
    as_of = min(facts.taken_at, facts.closes_at)
    title = texts.say("sheet.year_title", place=place, year=str(facts.year))
    note = texts.say("sheet.year_note", at=texts.moment(as_of))
    headings = [
        *(Heading(texts.say(f"column.{key}")) for key in _TEXTS),
        *(Heading(texts.say(f"column.{key}"), Kind.NUMBER) for key in _NUMBERS),
        Heading(texts.say("column.share"), Kind.SHARE),
        Heading(texts.say("column.rating")),
    ]
    names = {unit.id: unit.name for unit in facts.units}
    lines = [_line(line, names, texts) for line in year_lines(facts, thresholds)]
    target = folder / f"{name}.xlsx"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (
            whole_file(target) as temporary,
            written_book(temporary, title, place, as_of, texts.zone) as book,
        ):
            book.sheet(texts.say("sheet.year", year=str(facts.year)), [title, note], headings, lines, frozen=2)
    except OSError as error:
        raise NotWritten(target, error) from error
    return target


def year_file(facts: YearFacts, texts: ReportTexts) -> str:
    """The file's name without its ending: the year, and the unit's code unless it is the top."""
    name = texts.say("file_year", year=str(facts.year))
    root = _root(facts)
    return name if root is None or is_top(root, facts.above) else f"{name}-{in_file_name(root.code)}"


def _root(facts: YearFacts) -> ReportUnit | None:
    return next((unit for unit in facts.units if unit.id == facts.root), None)


def _line(line: YearLine, names: dict[int, str], texts: ReportTexts) -> Line:
    unit, tally = line.unit, line.tally
    parent = names.get(unit.parent, "") if unit.parent is not None else ""
    share = tally.met / line.owed if line.owed else None
    return Line(
        (
            unit.code, unit.name, parent, line.name or texts.say("missing.no_holder"), line.owed, tally.on_time,
            tally.late, tally.missed, tally.excused, tally.nothing, line.longest_run, share, texts.rating(line.rating),
        )
    )  # fmt: skip
