"""Do a task's quotas, categories and days fit each other? Each value is right by itself when these checks run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.config_faults import Place, key_of
from core.spelling import fold

if TYPE_CHECKING:
    from bot.config import TaskSettings


@dataclass(frozen=True, slots=True)
class Misfit:
    """A value that does not fit the others; `right` completes "it should be"."""

    place: Place
    value: object
    right: str


def duty_misfits(task: TaskSettings, place: Place) -> Iterator[Misfit]:
    """Every value of a task's duty that contradicts another one, in the order of the settings."""
    yield from _categories(task, place)
    yield from _quotas(task, place)
    yield from _days(task, place)


def _categories(task: TaskSettings, place: Place) -> Iterator[Misfit]:
    if not task.categories:
        return
    total = sum(category.quota for category in task.categories)
    if "quota" in task.model_fields_set and task.quota != total:
        yield Misfit((*place, "quota"), task.quota, f"left out, or {total}, the sum of the categories' quotas")
    codes: dict[str, Place] = {}
    words: dict[str, Place] = {}
    for index, category in enumerate(task.categories):
        here = (*place, "categories", index)
        if (first := codes.setdefault(category.code, here)) != here:
            yield Misfit((*here, "code"), category.code, f"different from that of {key_of(first)}")
        for word in category.words:
            if (first := words.setdefault(fold(word), here)) != here:
                yield Misfit((*here, "words"), word, f"a word of one category only; {key_of(first)} has it, too")
    for kind in ("photo", "link"):
        if all(category.takes not in ("", kind) for category in task.categories):
            right = f"such that at least one category takes a {kind}"
            yield Misfit((*place, "categories"), f"categories that take no {kind}", right)


def _quotas(task: TaskSettings, place: Place) -> Iterator[Misfit]:
    codes = [category.code for category in task.categories]
    for key, quota in task.quotas.items():
        here = (*place, "quotas")
        if not isinstance(quota, Mapping):
            if codes and quota:
                right = f"0, or a section with a number for each of {', '.join(codes)}"
                yield Misfit(here, f"{key}: {quota}", right)
        elif not codes:
            yield Misfit(here, f"{key}: a section", "a whole number, since the task has no categories")
        else:
            for code in quota:
                if code not in codes:
                    yield Misfit(here, f"{key}: {code}", f"one of the task's categories, {', '.join(codes)}")


def _days(task: TaskSettings, place: Place) -> Iterator[Misfit]:
    if task.once is not None:
        if "week" in task.model_fields_set:
            yield Misfit((*place, "once"), "there beside week", "there alone; a task is weekly or has one deadline")
        for name in ("starts", "ends"):
            if (day := getattr(task, name)) is not None:
                yield Misfit((*place, name), day, "null, since once.opens and once.due say when")
        if task.once.due <= task.once.opens:
            yield Misfit((*place, "once", "due"), task.once.due, f"after once.opens ({task.once.opens})")
    elif task.starts is not None and task.ends is not None and task.ends < task.starts:
        yield Misfit((*place, "ends"), task.ends, f"not before starts ({task.starts})")
