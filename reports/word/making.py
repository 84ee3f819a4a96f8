"""Making the files of one report from their pieces."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC
from io import BytesIO
from pathlib import Path

from docx.document import Document as Paper
from docx.shared import Length
from PIL import Image

from core.figures import MonthTable
from core.figures_facts import ItemFact
from reports.files import whole_file
from reports.heat_map import heat_map
from reports.place import about, place_of
from reports.splitting import Portion
from reports.thumbnails import Thumbnail, Thumbnails
from reports.trend import trend
from reports.word.annexes import HEAT_MAP, annex_head, heat_maps, who_is_missing
from reports.word.evidence import Group, evidence
from reports.word.layout import appendix
from reports.word.markup import CM, paragraph, row, run, table
from reports.word.package import Picture, write_package
from reports.word.result import TREND, Text, result
from reports.word.tables import INDEX, heading_row, text_cell
from reports.word.template import ANNEXES, CONTENT, fill
from texts.report import ReportTexts

_NAMED = 6
"""So many units of a file are named; of more the first and the last."""


class Making:
    """What the files of one report share."""

    def __init__(
        self, month: MonthTable, texts: ReportTexts, thumbnails: Thumbnails, folder: Path, name: str
    ) -> None:  # fmt: skip
        self._month = month
        self._texts = texts
        self._thumbnails = thumbnails
        self._folder = folder
        self._name = name

    def write(self, paper: Paper, groups: Sequence[Group], portions: Sequence[Portion], *, draft: bool) -> list[Path]:
        """The report, then its parts, if any."""
        names = [self._texts.say("file_evidence", name=self._name, number=str(at + 1)) for at in range(len(portions))]
        text = Text(self._month, self._texts, width_of(paper))
        drawn, sizes = self._drawn()
        content = list(result(text, draft=draft, annexes=True))
        annexes = [*heat_maps(text, sizes), *who_is_missing(text)]
        annexes.append(annex_head(text, self._texts.say("annex.evidence")))
        annexes += self._index(text, portions, names) if portions else evidence(text, groups, self._thumbnails.of)
        written = [self._save(paper, {CONTENT: content, ANNEXES: annexes}, text, drawn, self._name)]
        for at, (portion, name) in enumerate(zip(portions, names, strict=True), 1):
            written.append(self._portion(portion, at, len(portions), name, draft=draft))
        return written

    def _portion(self, portion: Portion, at: int, of: int, name: str, *, draft: bool) -> Path:
        """A file with the evidence of some districts or units."""
        texts, paper = self._texts, appendix(self._texts)
        fill(paper, {}, "the layout of annexes")
        text = Text(self._month, texts, width_of(paper))
        body = [annex_head(text, texts.say("annex.evidence"), only=True)]
        body += [paragraph(run(texts.say("head.draft"), bold=True), align="center")] if draft else []
        words = texts.say("annex.part", n=at, of=of, place=_whose(portion))
        body.append(paragraph(run(words, italic=True), align="center", after=120))
        body += evidence(text, portion.groups, self._thumbnails.of)
        return self._save(paper, {CONTENT: body}, text, {}, name)

    def _save(
        self, paper: Paper, parts: Mapping[str, Sequence[str]], text: Text, drawn: Mapping[str, bytes], name: str
    ) -> Path:  # fmt: skip
        describe(paper, self._month, self._texts)
        pictures = {key: Picture("png", [content]) for key, content in drawn.items()}
        for item in self._month.facts.items:
            sha256 = item.media_sha
            if sha256 in text.relations.pictures and sha256 is not None and sha256 not in pictures:
                pictures[sha256] = Picture("jpg", self._reading(item))
        target = self._folder / f"{name}.docx"
        with whole_file(target) as temporary:
            write_package(paper, parts, text.relations, pictures, temporary)
        return target

    def _reading(self, item: ItemFact) -> Iterator[bytes]:
        scaled = self._thumbnails.of(item)
        if isinstance(scaled, Thumbnail):
            yield self._thumbnails.read(scaled)

    def _drawn(self) -> tuple[dict[str, bytes], dict[str, tuple[int, int]]]:
        """The trend and the heat map of each task, and the heat maps' sizes in pixels by task."""
        month, place = self._month, place_of(self._month.facts, self._texts)
        drawn: dict[str, bytes] = {}
        sizes: dict[str, tuple[int, int]] = {}
        for task in month.facts.tasks:
            if month.weeks(task.code):
                drawn[TREND.format(task=task.code)] = trend(month, task, self._texts, place, on_paper=True)
                picture = heat_map(month, task, self._texts, place, on_paper=True)
                drawn[HEAT_MAP.format(task=task.code)] = picture
                sizes[task.code] = Image.open(BytesIO(picture)).size
        return drawn, sizes

    def _index(self, text: Text, portions: Sequence[Portion], names: Sequence[str]) -> Iterator[str]:
        """Which file has whose evidence."""
        texts = self._texts
        widths = [INDEX, round(6 * CM), 0, round(2 * CM)]
        widths[2] = text.width - sum(widths)
        yield text.body(texts.say("evidence.index", n=len(portions)))
        rows = [heading_row([texts.say(f"column.{key}") for key in ("index", "file", "unit", "items")], widths)]
        for at, (portion, name) in enumerate(zip(portions, names, strict=True), 1):
            cells = (str(at), f"{name}.docx", _whose(portion), texts.number(portion.items))
            rows.append(row(text_cell(words, width) for words, width in zip(cells, widths, strict=True)))
        yield table(widths, rows)


def _whose(portion: Portion) -> str:
    """The districts of a portion, or its units where there are no districts."""
    groups = portion.groups
    names = [group.part.name for group in groups if group.part is not None]
    if not names:
        units = [unit.name for group in groups for unit, _ in group.units]
        names = units if len(units) <= _NAMED else [units[0], "…", units[-1]]
    return ", ".join(dict.fromkeys(names))


def width_of(paper: Paper) -> int:
    """The room between the margins of the last section, in twentieths of a point; 16 cm when it does not say."""
    section = paper.sections[-1]
    lengths: list[Length | None] = [section.page_width, section.left_margin, section.right_margin]
    known = [length for length in lengths if length is not None]
    if len(known) < len(lengths):
        return 16 * CM
    page, left, right = known
    return round((page - left - right) / 635)


def describe(paper: Paper, month: MonthTable, texts: ReportTexts) -> None:
    """The file's own notes: no clock and no name of whoever made it."""
    facts, notes = month.facts, paper.core_properties
    closed = facts.closes_at.astimezone(UTC).replace(tzinfo=None)
    notes.title = f"{about(facts, texts)}, {texts.month(facts.month)}"
    notes.author = notes.last_modified_by = place_of(facts, texts)
    notes.created = notes.modified = closed
    notes.revision, notes.comments, notes.keywords = 1, "", ""
