"""The month's Word document: one file, or one with an index and several with the evidence when one is too large."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from docx.document import Document as Paper

from core.figures import MonthTable
from core.figures_facts import ItemFact
from core.report_layout import USUAL_LAYOUT, ReportLayout
from media.store import MediaStore
from reports.files import NotWritten
from reports.place import about, place_of
from reports.splitting import PER_ITEM, Portion, split
from reports.thumbnails import Thumbnail, Thumbnails, spooled
from reports.word.evidence import Group, groups_of
from reports.word.layout import built_in
from reports.word.making import Making
from reports.word.template import fill, open_template
from texts.report import ReportTexts

Progress = Callable[[int, int], None]
"""Told how many of the pictures are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How the document is wanted. `limit`: the most bytes a file may have; None: any number.

    `template`: the organisation's own .docx instead of the built-in layout with the words of `layout`.
    """

    draft: bool = False
    template: Path | None = None
    limit: int | None = None
    layout: ReportLayout = USUAL_LAYOUT


def write_document(
    month: MonthTable,
    texts: ReportTexts,
    store: MediaStore,
    folder: Path,
    name: str,
    wish: Wish | None = None,
    progress: Progress = lambda done, total: None,
) -> list[Path]:
    """Write NAME.docx into the folder, and with a limit that it would break its annexes as files of their own.

    Returns the files, the report first. A picture that is missing or broken is a placeholder and a line in the log.
    The same facts give the same bytes. It computes for seconds: call it in a thread. Raises BrokenTemplate before
    anything is written, and NotWritten; no file is ever half there.
    """
    chosen = wish or Wish()
    paper = opened_template(texts, chosen, values_of(month, texts, chosen))
    groups = groups_of(month.facts)
    try:
        with spooled(store, folder) as thumbnails:
            _scale_all(groups, thumbnails, progress)
            portions = _portions(groups, thumbnails, chosen.limit)
            return Making(month, texts, thumbnails, folder, name).write(paper, groups, portions, draft=chosen.draft)
    except OSError as error:
        raise NotWritten(folder / f"{name}.docx", error) from error


def opened_template(texts: ReportTexts, wish: Wish, values: Mapping[str, str]) -> Paper:
    """The template that is wished for, its placeholders filled. Raises BrokenTemplate, OSError when unreadable."""
    paper = built_in(texts, wish.layout) if wish.template is None else open_template(wish.template)
    fill(paper, values, str(wish.template or "the built-in layout"))
    return paper


def values_of(month: MonthTable, texts: ReportTexts, wish: Wish) -> dict[str, str]:
    """What a template's placeholders stand for."""
    facts = month.facts
    issuer, above = wish.layout.issued_by(place_of(facts, texts), "" if facts.root is None else facts.above)
    year, number = facts.month.split("-")
    weeks = facts.weeks
    return {
        "ten_don_vi": issuer,
        "ten_cap_tren": above,
        "tieu_de": about(facts, texts),
        "ky": texts.month(facts.month),
        "thang": str(int(number)),
        "nam": year,
        "tu_ngay": texts.date(min(week.opens_at for week in weeks)) if weeks else "",
        "den_ngay": texts.date(max(week.due_at for week in weeks)) if weeks else "",
        "du_thao": texts.say("head.draft") if wish.draft else "",
        "noi_lap": wish.layout.place,
        "thay_mat": wish.layout.signs_for,
        "chuc_vu": wish.layout.position,
        "nguoi_ky": wish.layout.signer,
    }


def _scale_all(groups: Sequence[Group], thumbnails: Thumbnails, progress: Progress) -> None:
    items = [item for group in groups for _, found in group.units for item in found if item.url is None]
    for done, item in enumerate(items, 1):
        thumbnails.of(item)
        progress(done, len(items))


def _portions(groups: Sequence[Group], thumbnails: Thumbnails, limit: int | None) -> list[Portion]:
    """None when everything fits into the report itself."""

    def size(item: ItemFact) -> int:
        scaled = thumbnails.of(item) if item.url is None else None
        return scaled.size if isinstance(scaled, Thumbnail) else 0

    if limit is None:
        return []
    whole = REPORT + sum(size(item) + PER_ITEM for group in groups for _, items in group.units for item in items)
    return split(groups, size, limit) if whole > limit else []


REPORT = 400_000
"""Bytes of the report without its evidence, at most: tables, trend and heat map."""
