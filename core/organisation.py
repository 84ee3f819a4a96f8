"""The settings that rules and conversations need, already validated and free of file formats."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta

from core.calendar import Calendar
from core.figures_year import USUAL_THRESHOLDS, Threshold
from core.ports import Words
from core.report_layout import USUAL_LAYOUT, ReportLayout
from core.task import Task

MONTH = timedelta(days=365.25 / 12)
"""A month, where a stretch of time is counted in months."""


@dataclass(frozen=True, slots=True)
class PersonalRule:
    """How personal data is kept. `answer_days`: working days to answer a request to erase.

    What came in, what went out and the audit are forgotten after `incoming`, `outgoing` and `audit`.
    """

    consent_version: int = 1
    answer_days: int = 2
    incoming: timedelta = timedelta(days=30)
    outgoing: timedelta = timedelta(days=90)
    audit: timedelta = timedelta(days=731)


@dataclass(frozen=True, slots=True)
class Organisation:
    """One installation: its name and words, its calendar, its tasks (at least one, in the config's order).

    `health_at`: the local time at which the admins hear how it is; None: only when they ask.
    """

    words: Words
    calendar: Calendar
    tasks: tuple[Task, ...]
    language: str = "vi"
    address_form: str = "anh_chi"
    media_months: int = 12
    refused_months: int = 3
    invite_life: timedelta = timedelta(days=30)
    holiday_notice: timedelta = timedelta(days=7)
    personal: PersonalRule = PersonalRule()
    health_at: time | None = time(7)
    layout: ReportLayout = USUAL_LAYOUT
    ratings: tuple[Threshold, ...] = USUAL_THRESHOLDS
    by_code: Mapping[str, Task] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_code", {task.code: task for task in self.tasks})

    @property
    def owing_levels(self) -> frozenset[str]:
        """Levels of unit that owe at least one task."""
        return frozenset(level for task in self.tasks for level in task.owed_by)

    @property
    def weekly(self) -> Task:
        """The first weekly task: what simulated people live. The settings see to it that there is one."""
        return next(task for task in self.tasks if not task.once)
