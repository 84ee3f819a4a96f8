"""The heat map: how each unit did in each week of the month, on one picture for a phone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise

from core.figures import MonthTable, Outcome, Tally
from core.figures_facts import ReportTask, ReportUnit, ReportWeek
from reports.drawing import (
    BLUE,
    INK,
    LOOKS,
    MARGIN,
    MIST,
    PALE,
    PAPER,
    PEACH,
    RULE,
    SKY,
    VERMILION,
    WIDTH,
    Box,
    Colour,
    Sheet,
    font,
    middle,
)
from texts.report import ReportTexts

MOST_ROWS = 150
"""With more owing units than this the rows are the units above them, with the share that met the quota."""

_MANY_WEEKS = 8
"""With more weeks than this the rows stand in one column, and their cells take more of it."""

_ONE_COLUMN = 30
_BLOCK_GAP = 18
_HEAD, _FOOT, _LEGEND = 190, 130, 25
_SHARES: tuple[tuple[int, Colour, Colour], ...] = (
    (1000, BLUE, PAPER),
    (900, SKY, INK),
    (750, MIST, INK),
    (500, PEACH, INK),
    (0, VERMILION, PAPER),
)
"""From so many tenths of a percent on: ground and letter."""


@dataclass(frozen=True, slots=True)
class _Block:
    """Rows under one heading. An empty heading is left out."""

    heading: str
    rows: tuple[ReportUnit, ...]


@dataclass(frozen=True, slots=True)
class _Sizes:
    """Everything in pixels."""

    columns: int
    row: int
    letters: int
    cell: float = 0.0
    mark: int = 0

    @property
    def width(self) -> int:
        return WIDTH if self.columns < 3 else WIDTH * self.columns // 2

    @property
    def column(self) -> float:
        return (self.width - 2 * MARGIN - (self.columns - 1) * MARGIN) / self.columns


def heat_map(table: MonthTable, task: ReportTask, texts: ReportTexts, place: str, *, on_paper: bool = False) -> bytes:
    """A PNG of one task's month, WIDTH pixels wide. Signs tell the outcomes apart without their colours.

    `on_paper`: many units stand in three columns, so that a page holds them; the picture is wider then.
    """
    blocks, of_units = _blocks(table, task)
    rows = sum(len(block.rows) for block in blocks)
    columns = 1 if rows <= _ONE_COLUMN else 3 if on_paper and rows > 2 * _ONE_COLUMN else 2
    weeks = len(table.weeks(task.code))
    if weeks > _MANY_WEEKS:
        columns = 1
    sizes = _sizes(columns, weeks)
    parted = _in_columns(_cut(blocks, columns), columns)
    tall = max(sum(map(_lines, column)) * sizes.row + len(column) * _BLOCK_GAP for column in parted)
    sheet = Sheet(sizes.width, _HEAD + round(tall) + _FOOT)
    _head(sheet, table, task, texts, place, of_units)
    draw = _unit_cells(sheet, table, sizes) if of_units else _share_cells(sheet, table, sizes)
    for number, column in enumerate(parted):
        left, top = MARGIN + number * (sizes.column + MARGIN), float(_HEAD)
        for block in column:
            top = _block(sheet, block, table.weeks(task.code), texts, sizes, (left, top), draw) + _BLOCK_GAP
    if of_units:
        _legend(sheet, table.tally(task=task.code), texts, _HEAD + tall + 24)
    return sheet.png()


def _sizes(columns: int, weeks: int) -> _Sizes:
    """How large everything is, the cells of so many weeks too."""
    sizes = _Sizes(1, 46, 28) if columns == 1 else _Sizes(columns, 34, 21)
    part = 0.48 if weeks <= _MANY_WEEKS else 0.66
    cell = min(sizes.row * 2.0, sizes.column * part / max(1, weeks))
    return replace(sizes, cell=cell, mark=min(sizes.letters, round(cell * 0.75)))


def _blocks(table: MonthTable, task: ReportTask) -> tuple[list[_Block], bool]:
    """The rows under their headings, and whether they are the units that owe."""
    owing = table.owing(task.code)
    if len(owing) <= MOST_ROWS:
        return _under_parents(table, owing), True
    level = owing
    known = {unit.id: unit for unit in table.facts.units}
    while len(level) > MOST_ROWS:
        above = dict.fromkeys(known[unit.parent] for unit in level if unit.parent in known)
        if not above:
            break
        level = list(above)
    return _under_parents(table, level[:MOST_ROWS]), False


def _under_parents(table: MonthTable, units: Sequence[ReportUnit]) -> list[_Block]:
    names = {unit.id: unit.name for unit in table.facts.units}
    parents: dict[int | None, list[ReportUnit]] = {}
    for unit in units:
        parents.setdefault(unit.parent, []).append(unit)
    alone = len(parents) == 1
    return [
        _Block("" if alone or parent is None else names.get(parent, ""), tuple(rows))
        for parent, rows in parents.items()
    ]


def _lines(block: _Block) -> int:
    return len(block.rows) + 1


def _cut(blocks: Sequence[_Block], columns: int) -> list[_Block]:
    """The same blocks, one that is longer than a column parted in several."""
    most = max(1, -(-sum(len(block.rows) for block in blocks) // columns))
    return [
        _Block(block.heading, block.rows[start : start + most])
        for block in blocks
        for start in range(0, max(1, len(block.rows)), most)
    ]


def _in_columns(blocks: Sequence[_Block], columns: int) -> list[list[_Block]]:
    """The blocks in order, parted so that the tallest column is as short as can be."""
    cuts = combinations(range(1, len(blocks)), min(columns, len(blocks)) - 1)
    borders = min(((0, *cut, len(blocks)) for cut in cuts), key=lambda cut: max(_heights(blocks, cut)))
    return [list(blocks[first:last]) for first, last in pairwise(borders)]


def _heights(blocks: Sequence[_Block], borders: Sequence[int]) -> list[int]:
    return [sum(map(_lines, blocks[first:last])) for first, last in pairwise(borders)]


def _head(
    sheet: Sheet, table: MonthTable, task: ReportTask, texts: ReportTexts, place: str, of_units: bool
) -> None:  # fmt: skip
    tally = table.tally(task=task.code)
    month = texts.month(table.facts.month) if table.facts.month else texts.stretch(table.weeks(task.code))
    title = texts.say("picture.weeks" if of_units else "picture.weeks_share")
    sheet.text((MARGIN, 66), title, 44, bold=True, room=WIDTH - 2 * MARGIN)
    sheet.text((MARGIN, 112), texts.say("picture.place", place=place, month=month), 30, PALE, room=WIDTH - 2 * MARGIN)
    share = texts.percent(tally.met, tally.owed)
    result = texts.say("picture.of_weeks", met=tally.met, owed=tally.owed, share=share)
    sheet.text((MARGIN, 154), result, 30, bold=True)


_Draw = Callable[[Box, ReportUnit, ReportWeek], None]


def _block(
    sheet: Sheet,
    block: _Block,
    weeks: Sequence[ReportWeek],
    texts: ReportTexts,
    sizes: _Sizes,
    at: tuple[float, float],
    draw: _Draw,
) -> float:
    """Draw a block and return where it ends."""
    left, top = at
    right = left + sizes.column
    cell = sizes.cell
    first = right - cell * len(weeks)
    base = top + sizes.row * 0.72
    sheet.text((left, base), block.heading, sizes.letters, bold=True, room=first - left - 8)
    every = -(-font(sizes.letters - 3).getlength(texts.short_period("2026-W47")) // cell)
    for number, week in enumerate(weeks):
        if (len(weeks) - 1 - number) % every:
            continue
        label = texts.short_period(week.code)
        sheet.text(
            (first + (number + 0.5) * cell, base), label, sizes.letters - 3, PALE, anchor="ms", room=cell * every
        )
    for unit in block.rows:
        top += sizes.row
        sheet.brush.line((left, top, right, top), RULE)
        sheet.text((left, top + sizes.row * 0.72), unit.name, sizes.letters, room=first - left - 8)
        for number, week in enumerate(weeks):
            edge = first + number * cell
            draw((edge + 2, top + 3, edge + cell - 2, top + sizes.row - 3), unit, week)
    return top + sizes.row


def _unit_cells(sheet: Sheet, table: MonthTable, sizes: _Sizes) -> _Draw:
    def draw(box: Box, unit: ReportUnit, week: ReportWeek) -> None:
        cell = table.cell(unit.id, week.period)
        if cell is not None:
            sheet.sign(box, cell.outcome, sizes.mark)

    return draw


def _share_cells(sheet: Sheet, table: MonthTable, sizes: _Sizes) -> _Draw:
    def draw(box: Box, unit: ReportUnit, week: ReportWeek) -> None:
        tally = table.tally(unit.id, period=week.period)
        if not tally.owed:
            return
        tenths = tally.met * 1000 // tally.owed
        ground, letter = next((ground, letter) for least, ground, letter in _SHARES if tenths >= least)
        sheet.brush.rounded_rectangle(box, 5, ground)
        sheet.text(middle(box), str(tenths // 10), min(sizes.letters - 2, round(sizes.cell * 0.5)), letter, anchor="mm")

    return draw


def _legend(sheet: Sheet, tally: Tally, texts: ReportTexts, top: float) -> None:
    """Every outcome that occurs, with its sign and how often."""
    left: float = MARGIN
    for outcome in LOOKS:
        number = getattr(tally, outcome.value)
        if not number and outcome not in (Outcome.ON_TIME, Outcome.LATE, Outcome.MISSED):
            continue
        words = f"{texts.outcome(outcome)}: {texts.number(number)}"
        wide = 44 + font(_LEGEND).getlength(words) + 28
        if left + wide > WIDTH - MARGIN:
            left, top = MARGIN, top + 44
        sheet.sign((left, top, left + 34, top + 34), outcome, 22)
        sheet.text((left + 44, top + 26), words, _LEGEND)
        left += wide
