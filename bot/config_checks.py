"""Do the settings fit each other? Each value is right by itself when these checks run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.config_duty_checks import Misfit, duty_misfits
from bot.config_faults import Place, key_of
from core.calendar import WeekMoment
from core.months import MonthRule
from core.once import DayTime
from core.quiet import QuietHours
from core.reminders import Border, DayMoment, Reminder
from core.report_layout import ABOVE, UNIT

if TYPE_CHECKING:
    from bot.config import Config, TaskSettings, WeekSettings
    from bot.config_duty import OnceSettings

_DAY = timedelta(days=1)
_WEEK = 7 * _DAY
_LOOPBACK = re.compile(r"http://(127\.0\.0\.1|localhost)[:/]")  # a platform on this very machine


def misfits(config: Config) -> Iterator[Misfit]:
    """Every value that contradicts another one, in the order of the settings."""
    yield from _zalo(config)
    yield from _webhooks(config)
    yield from _report(config)
    yield from _health(config)
    if all(task.once for task in config.tasks):
        yield Misfit(("tasks",), "tasks with one deadline only", "a list with at least one weekly task")
    codes: dict[str, Place] = {}
    for index, task in enumerate(config.tasks):
        place: Place = ("tasks", index)
        first = codes.setdefault(task.code, place)
        if first != place:
            yield Misfit((*place, "code"), task.code, f"different from that of {key_of(first)}")
        yield from duty_misfits(task, place)
        yield from _risk(task, place)
        yield from _reminders(task, place, QuietHours(config.quiet_hours.start, config.quiet_hours.end))
        yield from _month(task, place)


def fits(reminder: Reminder, task: TaskSettings, quiet: QuietHours) -> bool:
    """Whether the reminder lies in the time between opening and due, and outside the quiet hours."""
    if _is_quiet(reminder.at, quiet):
        return False
    if task.once is not None:
        return isinstance(reminder, WeekMoment) or _in_time(reminder, task.once)
    since = _since_opening(reminder, task.week)
    return timedelta() <= since < _until_due(task.week)


def _zalo(config: Config) -> Iterator[Misfit]:
    zalo = config.channels.zalo
    place: Place = ("channels", "zalo", "bots")
    if zalo.enabled and not zalo.bots:
        yield Misfit(place, [], "a list with at least one bot, since zalo is enabled")
    for index, bot in enumerate(zalo.bots):
        if bot in zalo.bots[:index]:
            yield Misfit((*place, index), bot, "there only once")


def _health(config: Config) -> Iterator[Misfit]:
    quiet = QuietHours(config.quiet_hours.start, config.quiet_hours.end)
    at = config.health.at
    if at is not None and _is_quiet(at, quiet) and "at" in config.health.model_fields_set:
        stretch = f"{quiet.start:%H:%M} to {quiet.end:%H:%M}"
        yield Misfit(("health", "at"), f"{at:%H:%M}", f"outside the quiet hours, {stretch}; or null")


def _report(config: Config) -> Iterator[Misfit]:
    for name in ("issuer", "issuer_above"):
        words = getattr(config.report, name)
        if "{" in words.replace(UNIT, "").replace(ABOVE, ""):
            yield Misfit(
                ("report", name), words, f"words with {UNIT} or {ABOVE} for a unit's name, and no other braces"
            )
    titles = [rating.title for rating in config.report.ratings]
    for index, title in enumerate(titles):
        if title in titles[:index]:
            yield Misfit(("report", "ratings", index, "title"), title, "there only once")


def _webhooks(config: Config) -> Iterator[Misfit]:
    """A platform that pushes must be able to reach the door, over https."""
    pushing = [
        name
        for name in type(config.channels).model_fields
        if getattr(config.channels, name).enabled
        and getattr(getattr(config.channels, name), "receive", "webhook") == "webhook"  # some know no other way
    ]
    if pushing and not config.web.enabled:
        yield Misfit(("web", "enabled"), "false", f"true, since {pushing[0]} calls us by webhook")
    url = config.web.public_url
    if pushing and not (url and (url.startswith("https://") or _LOOPBACK.match(url))):
        right = (
            f"an https URL that {pushing[0]} can reach, such as https://nhacnop.example.org, since it calls us there"
        )
        yield Misfit(("web", "public_url"), url, right)


def _risk(task: TaskSettings, place: Place) -> Iterator[Misfit]:
    length = _until_due(task.week) if task.once is None else _length(task.once)
    if task.at_risk > length > timedelta():  # what is due before it opens is told as that
        value = f"{_hours(task.at_risk)} before due"
        right = f"at most {_hours(length)} before due, when the {'week' if task.once is None else 'task'} opens"
        yield Misfit((*place, "at_risk"), value, right)


def _reminders(task: TaskSettings, place: Place, quiet: QuietHours) -> Iterator[Misfit]:
    """Only reminders that were chosen can be wrong; of the usual ones those that do not fit are left out."""
    if "reminders" not in task.model_fields_set:
        return
    days: set[object] = set()
    opens, due = (task.week.opens, task.week.due) if task.once is None else (task.once.opens, task.once.due)
    for index, reminder in enumerate(task.reminders):
        here = (*place, "reminders", index)
        day = reminder.weekday if isinstance(reminder, WeekMoment) else (reminder.border, reminder.days)
        if _is_quiet(reminder.at, quiet):
            stretch = f"{quiet.start:%H:%M} to {quiet.end:%H:%M}"
            yield Misfit(here, reminder, f"outside the quiet hours, {stretch}")
        elif not fits(reminder, task, quiet):
            yield Misfit(here, reminder, f"from {opens} until before {due}, when it is due")
        elif day in days:
            yield Misfit(here, reminder, "on another day; a person gets one reminder a day")
        days.add(day)


def _month(task: TaskSettings, place: Place) -> Iterator[Misfit]:
    try:
        MonthRule(task.month.closes, task.month.final)
    except ValueError:
        right = f'after month.closes ("{task.month.closes}"), also in a February of 28 days'
        yield Misfit((*place, "month", "final"), task.month.final, right)


def _in_time(reminder: DayMoment, once: OnceSettings) -> bool:
    """Whether a counted day lies between the opening and the deadline."""
    border = once.opens if reminder.border is Border.OPENING else once.due
    moment = DayTime(border.day + timedelta(days=reminder.days), reminder.at)
    return once.opens <= moment < once.due


def _length(once: OnceSettings) -> timedelta:
    """Local time from opening to due."""
    return datetime.combine(once.due.day, once.due.at) - datetime.combine(once.opens.day, once.opens.at)


def _until_due(week: WeekSettings) -> timedelta:
    """Local time from opening to due: more than 0 and at most 7 days."""
    return _since_opening(week.due, week) or _WEEK


def _since_opening(moment: Reminder, week: WeekSettings) -> timedelta:
    """Local time from the opening; negative when a counted day lies before it."""
    if isinstance(moment, WeekMoment):
        return (_into_week(moment) - _into_week(week.opens)) % _WEEK
    of_day = timedelta(hours=moment.at.hour, minutes=moment.at.minute)
    border = timedelta() if moment.border is Border.OPENING else _until_due(week)
    midnight = (_into_week(week.opens) + border) // _DAY * _DAY  # of the border's own day
    return midnight + moment.days * _DAY + of_day - _into_week(week.opens)


def _into_week(moment: WeekMoment) -> timedelta:
    return timedelta(days=moment.weekday, hours=moment.at.hour, minutes=moment.at.minute)


def _is_quiet(at: time, quiet: QuietHours) -> bool:
    """Whether a local time is quiet; the day does not matter, so any day without a change of clocks serves."""
    return quiet.is_quiet(datetime(2026, 1, 15, at.hour, at.minute, tzinfo=UTC), ZoneInfo("UTC"))


def _hours(span: timedelta) -> str:
    minutes = int(span.total_seconds()) // 60
    return f"{minutes // 60}h" if minutes % 60 == 0 else f"{minutes}m"
