"""A month's files: what is written, under which names, and whether it is a draft."""

from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from core.documents import Format
from core.figures import MonthTable, fold
from core.figures_facts import MonthFacts, ReportTask
from media.store import MediaStore
from reports.files import NotWritten, in_file_name, whole_file
from reports.heat_map import heat_map
from reports.month_book import write_month_book
from reports.place import is_top, place_of, root_of
from reports.trend import trend
from reports.word.document import Progress, Wish, write_document
from texts.report import ReportTexts


def is_draft(facts: MonthFacts) -> bool:
    """Whether the month's report may still change: it does until the month is final."""
    return facts.taken_at < facts.final_at


def write_month(
    facts: MonthFacts,
    texts: ReportTexts,
    store: MediaStore,
    folder: Path,
    formats: Collection[Format] = tuple(Format),
    wish: Wish | None = None,
    progress: Progress = lambda done, total: None,
) -> list[Path]:
    """Write the month's files into the folder, which is made when it is missing; returns them, the document first.

    Drafts are marked in the file's name, too; without a wish it is a draft until the month is final. The same facts
    give the same bytes. It computes for seconds: call it in a thread or a process. Raises NotWritten and
    BrokenTemplate; no file is ever half there, and those written before stay.
    """
    chosen = wish or Wish(draft=is_draft(facts))
    month, name = fold(facts), file_name(facts, texts, draft=chosen.draft)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NotWritten(folder, error, "nothing was written") from error
    written: list[Path] = []
    if Format.DOCX in formats:
        written += write_document(month, texts, store, folder, name, chosen, progress)
    if Format.XLSX in formats:
        written.append(write_month_book(month, texts, folder, name, draft=chosen.draft))
    if Format.PNG in formats:
        written += _pictures(month, texts, folder, name)
    return written


def write_weeks(facts: MonthFacts, texts: ReportTexts, folder: Path) -> list[Path]:
    """The heat map of each task over a stretch of weeks that is no month. Promises as `write_month` does."""
    month = fold(facts)
    codes = [week.code for week in sorted(facts.weeks, key=lambda week: week.opens_at)]
    name = _of_unit(texts.say("file_stretch", first=codes[0], last=codes[-1]), facts)
    return _pictures(month, texts, folder, name, (("file_weeks", heat_map),))


def file_name(facts: MonthFacts, texts: ReportTexts, *, draft: bool) -> str:
    """The files' name without ending: the month, the unit's code unless it is the top, and that it is a draft."""
    name = _of_unit(texts.say("file", month=facts.month), facts)
    return texts.say("file_draft", name=name) if draft else name


def _of_unit(name: str, facts: MonthFacts) -> str:
    root = root_of(facts)
    return name if root is None or is_top(root, facts.above) else f"{name}-{in_file_name(root.code)}"


_Draw = Callable[[MonthTable, ReportTask, ReportTexts, str], bytes]
_BOTH: tuple[tuple[str, _Draw], ...] = (("file_weeks", heat_map), ("file_trend", trend))


def _pictures(
    month: MonthTable, texts: ReportTexts, folder: Path, name: str, kinds: Sequence[tuple[str, _Draw]] = _BOTH
) -> list[Path]:
    """Heat map and trend of each task."""
    place = place_of(month.facts, texts)
    tasks = [task for task in month.facts.tasks if month.weeks(task.code)]
    written: list[Path] = []
    for task in tasks:
        of_task = f"{name}-{in_file_name(task.code)}" if len(tasks) > 1 else name
        for key, draw in kinds:
            target = folder / f"{texts.say(key, name=of_task)}.png"
            with whole_file(target) as temporary:
                temporary.write_bytes(draw(month, task, texts, place))
            written.append(target)
    return written
