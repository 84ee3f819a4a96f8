"""What does time do to a reporting month? Draft, reminders to confirm it, freeze: pure moments, no state."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from core.calendar import Calendar, local_day
from core.localtime import moment_at
from core.months import MonthRule, ReportMonth, month_before, month_closing_next, month_holding, month_named
from core.organisation import Organisation

MORNING = time(8)
"""The local time at which people are reminded of a draft that they have not confirmed."""

LOOK_BACK = 3
"""How many months that closed are looked at: what is older than that is frozen by nobody's clock."""


class MonthStepKind(StrEnum):
    """What time does to a month."""

    DRAFT = "draft"
    REMIND = "remind"
    FREEZE = "freeze"


@dataclass(frozen=True, slots=True, order=True)
class MonthStep:
    """A kind of step at its moment (aware UTC)."""

    moment: datetime
    kind: MonthStepKind


def organisation_month(organisation: Organisation, code: str) -> ReportMonth:
    """The month of all tasks together: it closes and becomes final with the last of them.

    Raises ValueError when `code` is no month.
    """
    return _together(month_named(task.month, organisation.calendar, code) for task in organisation.tasks)


def coming_month(organisation: Organisation, now: datetime) -> ReportMonth:
    """The month of all tasks together that closes next, strictly after `now`."""
    first = min(
        (month_closing_next(task.month, organisation.calendar, now) for task in organisation.tasks),
        key=lambda month: month.code,
    )
    return organisation_month(organisation, first.code)


def closed_months(organisation: Organisation, now: datetime) -> list[ReportMonth]:
    """The last months that closed by now, LOOK_BACK at most, oldest first."""
    rule, calendar = organisation.tasks[0].month, organisation.calendar
    found: list[ReportMonth] = []
    month = coming_month(organisation, now)
    while len(found) < LOOK_BACK:
        month = organisation_month(organisation, month_before(rule, calendar, month).code)
        found.append(month)
    return found[::-1]


def steps_of_month(month: ReportMonth, calendar: Calendar) -> list[MonthStep]:
    """Every step of a month, in order of time."""
    mornings = {MonthStep(at, MonthStepKind.REMIND) for at in _mornings(month, calendar)}
    ends = (MonthStep(month.closes_at, MonthStepKind.DRAFT), MonthStep(month.final_at, MonthStepKind.FREEZE))
    return sorted({*mornings, *ends})


def expired(step: MonthStep, month: ReportMonth, now: datetime) -> bool:
    """Whether a step that was not carried out in time must not be any more: a draft of what is final, say."""
    return step.kind is not MonthStepKind.FREEZE and now >= month.final_at


def worth_telling(organisation: Organisation, month: ReportMonth, now: datetime) -> bool:
    """Whether a report that is frozen now still goes out by itself: not once the month after it has closed."""
    return now < coming_month(organisation, month.closes_at).closes_at


def reported_in(rule: MonthRule, calendar: Calendar, last_close: datetime, frozen: Collection[str]) -> ReportMonth:
    """The month that reports a week which no report has yet; `frozen` months take nothing in any more.

    As a rule the one that holds it; when that was frozen without the week (its last close lay later then), the
    first one after it that was not: no week is forgotten.
    """
    month = month_holding(rule, calendar, last_close)
    while month.code in frozen:
        month = month_closing_next(rule, calendar, month.closes_at)
    return month


def _mornings(month: ReportMonth, calendar: Calendar) -> list[datetime]:
    """The first morning after the close, and the last one before the report is final."""
    first, last = local_day(calendar, month.closes_at), local_day(calendar, month.final_at)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    found = [moment_at(day, MORNING, calendar.zone) for day in days]
    within = [at for at in found if month.closes_at < at < month.final_at]
    return [within[0], within[-1]] if within else []


def _together(months: Iterable[ReportMonth]) -> ReportMonth:
    every = list(months)
    return ReportMonth(every[0].code, max(month.closes_at for month in every), max(month.final_at for month in every))
