"""The report's own text: the result in words with its figures, then a table for each district."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from core.figures import MonthTable, Outcome, Tally
from core.figures_facts import ReportTask, ReportUnit
from core.task import PeriodName
from reports.drawing import WIDTH
from reports.place import place_of
from reports.trend import TALL_ON_PAPER
from reports.word.markup import CM, Relations, paragraph, run
from reports.word.tables import MOST_UNITS, figures, units_by_weeks
from texts.duties import spoken
from texts.report import ReportTexts, share_in_tenths

SECOND = timedelta(seconds=1)
TREND = "trend:{task}"
"""The key of a task's trend among the document's pictures."""


@dataclass(slots=True)
class Text:
    """What the parts of the text share: the facts, the words, the width in twentieths of a point, running numbers."""

    month: MonthTable
    texts: ReportTexts
    width: int
    relations: Relations = field(default_factory=Relations)
    _numbers: dict[str, int] = field(default_factory=dict)

    def next(self, kind: str) -> int:
        """The next number of this kind: of tables, of figures, of headings."""
        self._numbers[kind] = self._numbers.get(kind, 0) + 1
        return self._numbers[kind]

    def heading(self, words: str) -> str:
        """A numbered heading."""
        return paragraph(run(f"{self.next('heading')}. {words}", bold=True), before=160, after=80, with_next=True,
                         outline=0)  # fmt: skip

    def body(self, words: str) -> str:
        """A paragraph of the text, as the decree wants it: first line indented by a centimetre, both edges straight."""
        return paragraph(run(words), first=CM, before=60, after=60)

    def caption(self, words: str, *, below: bool = False) -> str:
        """The line over a table, or below a picture."""
        before, after = (60, 160) if below else (160, 60)
        return paragraph(run(words, italic=True), align="center", before=before, after=after, with_next=not below)


def result(text: Text, *, draft: bool, annexes: bool) -> Iterator[str]:
    """Everything between the title and the signature."""
    month, texts = text.month, text.texts
    tasks = [task for task in month.facts.tasks if month.weeks(task.code)]
    if draft:
        yield text.body(draft_words(month, texts))
    yield text.heading(texts.say("result.heading"))
    if not tasks:
        yield text.body(texts.say("result.no_week", month=texts.month(month.facts.month)))
    for task in tasks:
        if len(tasks) > 1:
            yield text.body(texts.say("result.of_task", task=task.title))
        for words in in_words(month, task, texts):
            yield text.body(words)
        yield from _trend(text, task)
    if tasks:
        yield text.heading(texts.say("result.by_unit"))
    for task in tasks:
        if len(tasks) > 1:
            yield text.body(texts.say("result.of_task", task=task.title))
        yield from _tables(text, task)
    if annexes:
        yield paragraph(run(texts.say("result.closing")), first=CM, before=200, after=60, with_next=True)


def draft_words(month: MonthTable, texts: ReportTexts) -> str:
    """That this is a draft, as of when, and what is still open."""
    facts = month.facts
    if facts.taken_at >= facts.closes_at and not month.tally().open:
        return texts.say("draft.closed", final=texts.moment(facts.final_at))
    times = {"at": texts.moment(facts.taken_at), "closes": texts.moment(facts.closes_at)}
    weeks = [week for week in facts.weeks if month.tally(period=week.period).open]
    if not weeks:
        return texts.say("draft.soon", **times)
    named = ", ".join(_inside(week.name, texts) for week in weeks)
    return texts.say("draft.open", n=month.tally().open, weeks=named, **times)


def in_words(month: MonthTable, task: ReportTask, texts: ReportTexts) -> Iterator[str]:
    """One task's result, a paragraph at a time."""
    tally, place = month.tally(task=task.code), spoken(place_of(month.facts, texts))
    yield _weeks(month, task, texts)
    owing = month.owing(task.code)
    opening = [texts.say("result.units", place=place, units=len(owing), owed=tally.owed)]
    if tally.vacant:
        vacant = {unit.id for unit, week, _ in month.of(Outcome.VACANT) if week.task == task.code}
        opening.append(texts.say("result.vacant", units=len(vacant), n=tally.vacant))
    yield " ".join(opening)
    yield " ".join([*_outcomes(tally, texts), *_compared(month, task, tally, texts)])
    yield " ".join(
        [
            *_units(month, task, owing, texts),
            texts.say("result.items", n=tally.items, photos=tally.photos, links=tally.links),
        ]
    )


def _weeks(month: MonthTable, task: ReportTask, texts: ReportTexts) -> str:
    weeks = month.weeks(task.code)
    values = {
        "month": texts.month(month.facts.month),
        "first": str(weeks[0].name),
        "from": texts.date(weeks[0].opens_at),
        "until": texts.date(weeks[-1].due_at - SECOND),
    }
    if weeks[0].title:
        return texts.say("result.once", task=weeks[0].title, **values)
    if len(weeks) == 1:
        return texts.say("result.one_week", **values)
    return texts.say("result.weeks", n=len(weeks), last=str(weeks[-1].name), **values)


def _inside(name: PeriodName, texts: ReportTexts) -> str:
    """A period inside a sentence."""
    return texts.period(name).lower() if isinstance(name, int) else texts.period(name)


def _outcomes(tally: Tally, texts: ReportTexts) -> Iterator[str]:
    values = {"owed": tally.owed, "on_time": tally.on_time, "late": tally.late}
    if tally.owed and tally.met == tally.owed:
        yield texts.say("result.met_all", **values)
    elif tally.owed:
        share, more = texts.percent(tally.met, tally.owed), {"open": tally.open} if tally.open else {}
        key = "result.met_so_far" if tally.open else "result.met"
        yield texts.say(key, met=tally.met, share=share, missed=tally.missed, **values, **more)
    for name in ("excused", "nothing"):
        number = getattr(tally, name)
        if number:
            yield texts.say(f"result.{name}", n=number)


def _compared(month: MonthTable, task: ReportTask, tally: Tally, texts: ReportTexts) -> Iterator[str]:
    """The share beside that of the weeks before; nothing while weeks are open, or when there was nothing before."""
    earlier = [week for week in month.facts.earlier if week.task == task.code]
    owed = sum(week.owed for week in earlier)
    if not owed or not tally.owed or tally.open:
        return
    met = sum(week.met for week in earlier)
    points = share_in_tenths(tally.met, tally.owed) - share_in_tenths(met, owed)
    key = "result.higher" if points > 0 else "result.lower" if points < 0 else "result.same"
    values: dict[str, object] = {
        "n": len({week.code for week in earlier}),
        "share": texts.percent(tally.met, tally.owed),
    }
    if points:
        values |= {"points": texts.tenths(abs(points)), "before": texts.percent(met, owed)}
    yield texts.say(key, **values)


def _units(month: MonthTable, task: ReportTask, owing: list[ReportUnit], texts: ReportTexts) -> Iterator[str]:
    """How many of the units that owed anything met every week, how many missed two or more; once no week is open."""
    tallies = [tally for unit in owing if (tally := month.tally(unit.id, task=task.code)).owed]
    if tallies and not any(tally.open for tally in tallies):
        complete = sum(1 for tally in tallies if tally.met == tally.owed)
        repeated = sum(1 for tally in tallies if tally.missed > 1)
        yield texts.say("result.complete", n=complete, units=len(tallies), repeated=repeated)


def _trend(text: Text, task: ReportTask) -> Iterator[str]:
    width = text.width * 7 // 10
    words = text.texts.say("result.trend", n=text.next("figure"))
    drawn = text.relations.picture(TREND.format(task=task.code), width, width * TALL_ON_PAPER // WIDTH, words)
    yield paragraph(drawn, align="center", before=120, with_next=True)
    yield text.caption(words, below=True)


def _tables(text: Text, task: ReportTask) -> Iterator[str]:
    month, texts = text.month, text.texts
    root = month.facts.root
    parts = month.parts(root)
    owing = month.owing(task.code)
    if not parts or {part.id for part in parts} <= {unit.id for unit in owing}:
        yield text.caption(_title(text, place_of(month.facts, texts)))
        yield units_by_weeks(month, task, owing, texts, text.width)
        return
    yield text.caption(_title(text, texts.say("result.summary")))
    yield figures(month, task, parts, texts, text.width)
    for part in parts:
        yield text.caption(_title(text, part.name))
        if len(owing) > MOST_UNITS and month.parts(part.id):
            yield figures(month, task, month.parts(part.id), texts, text.width)
        else:
            yield units_by_weeks(month, task, month.owing(task.code, part.id), texts, text.width)


def _title(text: Text, words: str) -> str:
    return text.texts.say("result.table", n=text.next("table"), title=words)
