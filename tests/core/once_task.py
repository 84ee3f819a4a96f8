"""A task with one deadline: a contest entry, from the 20th to the 30th of November 2026."""

from dataclasses import replace

from core.once import DayTime, OnceRule
from tests.core.weeks import DAY, TASK

RULE = OnceRule(DayTime.parse("2026-11-20 08:00"), DayTime.parse("2026-11-30 17:00"), 2 * DAY)
CONTEST = replace(TASK, code="thi", title="Bài dự thi", schedule=RULE)
