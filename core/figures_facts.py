"""What does a month's report know? What the database said at one moment, as plain facts that can be frozen."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from core.evidence import ItemKind, SubmissionState
from core.standing import ObligationFacts
from core.task import PeriodName, period_name


@dataclass(frozen=True, slots=True)
class ReportUnit:
    """One unit of the tree."""

    id: int
    code: str
    name: str
    level: str
    parent: int | None


@dataclass(frozen=True, slots=True)
class ReportTask:
    """A task as reports name it. `owed_by` names the levels of unit that owe it."""

    code: str
    title: str
    owed_by: str


@dataclass(frozen=True, slots=True)
class ReportWeek:
    """One period. `closes_at` is the last effective close of its obligations, extensions included; all moments UTC."""

    period: int
    task: str
    code: str
    opens_at: datetime
    due_at: datetime
    closes_at: datetime
    title: str | None = None

    @property
    def name(self) -> PeriodName:
        """The period as people say it: 47 for "2026-W47", the title of a task with one deadline."""
        return period_name(self.code, self.title)


@dataclass(frozen=True, slots=True)
class DutyFact:
    """One obligation and what came in for it. `member` held the seat on the due day (None: it had fallen vacant).

    `reason` is why it was waived, or what was noted when somebody called; `called_at` when that was.
    """

    unit: int
    period: int
    facts: ObligationFacts
    member: int | None = None
    member_name: str = ""
    reason: str = ""
    called_at: datetime | None = None
    nothing: bool = False


@dataclass(frozen=True, slots=True)
class ItemFact:
    """One item of evidence, numbered. `width` and `height` in pixels are those of a stored picture, else 0."""

    number: int
    unit: int
    period: int
    kind: ItemKind
    state: SubmissionState
    effective_at: datetime
    sender: str
    url: str | None = None
    media_sha: str | None = None
    width: int = 0
    height: int = 0

    @property
    def counts(self) -> bool:
        """Whether it counts towards the quota."""
        return self.state is SubmissionState.COUNTED


@dataclass(frozen=True, slots=True)
class EarlierWeek:
    """How the units right below `node` did in a week before the month; what a trend is drawn from."""

    node: int | None
    task: str
    code: str
    opens_at: datetime
    owed: int
    met: int


@dataclass(frozen=True, slots=True)
class MonthFacts:
    """Everything a month's report tells of one subtree: of `root`, or (None) of the whole organisation.

    Of a stretch of weeks that is no month `month` is empty. `above` names what is above the root: a unit, or the
    organisation where the root is one of several at its top; it is empty where the root is the organisation's own
    top. `taken_at` is when the database was asked. `units` has the subtree, each unit before those below it, in the
    order of the report; `weeks` are in order of task and time; `vacancies` are (unit, period).
    """

    month: str
    closes_at: datetime
    final_at: datetime
    taken_at: datetime
    root: int | None
    above: str
    tasks: tuple[ReportTask, ...]
    units: tuple[ReportUnit, ...]
    weeks: tuple[ReportWeek, ...]
    duties: tuple[DutyFact, ...]
    vacancies: tuple[tuple[int, int], ...] = ()
    items: tuple[ItemFact, ...] = ()
    earlier: tuple[EarlierWeek, ...] = ()


def last_week(weeks: Iterable[ReportWeek]) -> int | None:
    """The period of the week that closed last: the one that messages about the month concern."""
    return max(((week.closes_at, week.period) for week in weeks), default=(None, None))[1]


def narrowed(facts: MonthFacts, node: int) -> MonthFacts:
    """The same facts of one subtree only: what the report of a unit below is made of."""
    units = subtree(facts.units, node)
    inside = {unit.id for unit in units}
    names = {unit.id: unit.name for unit in facts.units}
    parent = units[0].parent
    return replace(
        facts,
        root=node,
        above=facts.above if parent is None or node == facts.root else names[parent],
        units=tuple(units),
        duties=tuple(duty for duty in facts.duties if duty.unit in inside),
        vacancies=tuple(vacancy for vacancy in facts.vacancies if vacancy[0] in inside),
        items=tuple(item for item in facts.items if item.unit in inside),
        earlier=tuple(week for week in facts.earlier if week.node in inside),
    )


def subtree(units: Iterable[ReportUnit], node: int) -> list[ReportUnit]:
    """A unit and everything below it; `units` must have each unit before those below it."""
    inside: set[int] = set()
    found: list[ReportUnit] = []
    for unit in units:
        if unit.id == node or unit.parent in inside:
            inside.add(unit.id)
            found.append(unit)
    return found


def paths_of(units: Iterable[ReportUnit]) -> dict[int, tuple[int, ...]]:
    """Each unit and those above it, nearest first; `units` must have each unit before those below it."""
    paths: dict[int, tuple[int, ...]] = {}
    for unit in units:
        above = paths.get(unit.parent, ()) if unit.parent is not None else ()
        paths[unit.id] = (unit.id, *above)
    return paths


def in_tree_order(units: Iterable[ReportUnit]) -> list[ReportUnit]:
    """Each unit right before those below it, sisters in the order of their codes; a loop in the rows is left out."""
    sisters: dict[int | None, list[ReportUnit]] = defaultdict(list)
    known = {unit.id: unit for unit in units}
    for unit in sorted(known.values(), key=lambda unit: (unit.code, unit.id), reverse=True):
        sisters[unit.parent if unit.parent in known else None].append(unit)
    waiting, ordered = list(sisters[None]), []
    while waiting:
        unit = waiting.pop()
        ordered.append(unit)
        waiting += sisters.get(unit.id, [])
    return ordered
