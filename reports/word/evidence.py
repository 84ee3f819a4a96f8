"""The annex of evidence: each unit's pictures in a grid with number, date and unit, then its links."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.evidence import ItemKind
from core.figures_facts import ItemFact, MonthFacts, ReportUnit, paths_of
from reports.thumbnails import Problem, Scaled
from reports.word.markup import CM, cell, paragraph, row, run, table
from reports.word.result import Text

Scale = Callable[[ItemFact], Scaled]

_TALLEST = round(7.2 * CM)
_GAP = round(0.25 * CM)
_FEWEST, _MOST = 3, 5
_CAPTION = 9
_LINK = 11


@dataclass(frozen=True, slots=True)
class Group:
    """The units of one part of the tree that handed something in. `part` is None when there is nothing to part."""

    part: ReportUnit | None
    units: tuple[tuple[ReportUnit, tuple[ItemFact, ...]], ...]

    @property
    def items(self) -> int:
        """How many items it has."""
        return sum(len(items) for _, items in self.units)


def groups_of(facts: MonthFacts) -> list[Group]:
    """The items that count, by unit, the units by what lies right below the root; in the order of the report."""
    items: dict[int, list[ItemFact]] = {}
    for item in facts.items:
        if item.counts:
            items.setdefault(item.unit, []).append(item)
    paths, units = paths_of(facts.units), {unit.id: unit for unit in facts.units}
    parts: dict[int | None, list[tuple[ReportUnit, tuple[ItemFact, ...]]]] = {}
    for unit in facts.units:
        if unit.id in items:
            parts.setdefault(_part(paths[unit.id], facts.root), []).append((unit, tuple(items[unit.id])))
    return [Group(None if part is None else units[part], tuple(found)) for part, found in parts.items()]


def _part(path: Sequence[int], root: int | None) -> int | None:
    """Which unit below the root holds the unit of this path; None when that is the unit itself."""
    below = [unit for unit in path if unit != root]
    return below[-1] if len(below) > 1 else None


def evidence(text: Text, groups: Sequence[Group], scale: Scale) -> Iterator[str]:
    """The groups' pictures and links, a unit at a time."""
    facts = text.month.facts
    due = {(duty.unit, duty.period): duty.facts.due_at for duty in facts.duties}
    weeks = max((len(text.month.weeks(task.code)) for task in facts.tasks), default=0)
    columns = min(_MOST, max(_FEWEST, weeks))
    if not groups:
        yield text.body(text.texts.say("evidence.none"))
    for group in groups:
        if group.part is not None:
            yield paragraph(
                run(group.part.name, bold=True), align="left", before=200, after=60, with_next=True, outline=1
            )
        for unit, items in group.units:
            yield _heading(text, unit, items)
            pictures = [item for item in items if item.kind is ItemKind.PHOTO]
            if pictures:
                yield _grid(text, unit, pictures, columns, due, scale)
            for item in items:
                if item.kind is ItemKind.LINK:
                    yield _link(text, item, due)


def _heading(text: Text, unit: ReportUnit, items: Sequence[ItemFact]) -> str:
    words = text.texts.say("evidence.unit", unit=unit.name, n=len(items))
    return paragraph(run(words, italic=True), align="left", before=160, after=60, with_next=True)


def _grid(
    text: Text, unit: ReportUnit, pictures: Sequence[ItemFact], columns: int, due: Mapping[tuple[int, int], datetime],
    scale: Scale,
) -> str:  # fmt: skip
    width = text.width // columns
    rows = []
    for start in range(0, len(pictures), columns):
        line = pictures[start : start + columns]
        cells = [cell(_picture(text, unit, item, width - _GAP, due, scale), width, middle=False) for item in line]
        cells += [cell(paragraph(), width, middle=False)] * (columns - len(line))
        rows.append(row(cells))
    return table([width] * columns, rows, borders=False)


def _picture(
    text: Text, unit: ReportUnit, item: ItemFact, room: int, due: Mapping[tuple[int, int], datetime], scale: Scale
) -> str:  # fmt: skip
    number = text.texts.say("item_number", n=str(item.number))
    words = f"{number}, {_day(text, item, due)}"
    scaled = scale(item)
    if isinstance(scaled, Problem):
        told = run(text.texts.say(f"evidence.{scaled.value}"), size=_CAPTION, italic=True)
        shown = paragraph(told, align="center", before=400, after=400, with_next=True, boxed=True)
    else:
        assert item.media_sha is not None, "only stored pictures have a thumbnail"
        width = min(room, _TALLEST * scaled.width // scaled.height)
        height = width * scaled.height // scaled.width
        drawn = text.relations.picture(item.media_sha, width, height, f"{number}, {unit.name}", framed=True)
        shown = paragraph(drawn, align="center", before=40, with_next=True)
    return (
        shown
        + paragraph(run(words, size=_CAPTION), align="center", with_next=True)
        + paragraph(run(unit.name, size=_CAPTION), align="center", after=80)
    )


def _link(text: Text, item: ItemFact, due: Mapping[tuple[int, int], datetime]) -> str:
    number = text.texts.say("item_number", n=str(item.number))
    told = run(f"{number}, {_day(text, item, due)}: ", size=_LINK)
    return paragraph(told, text.relations.link(item.url or "", size=_LINK), align="left", before=20, after=20)


def _day(text: Text, item: ItemFact, due: Mapping[tuple[int, int], datetime]) -> str:
    day = text.texts.date(item.effective_at)
    due_at = due.get((item.unit, item.period))
    late = due_at is not None and item.effective_at >= due_at
    return text.texts.say("evidence.late", date=day) if late else day
