"""What do the settings mean for the rules? `core` gets them without any file's format."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache

from bot.config import Config, TaskSettings
from bot.config_checks import fits
from core.calendar import Calendar, WeekRule
from core.figures_year import Threshold
from core.months import MonthRule
from core.once import OnceRule
from core.organisation import MONTH, Organisation, PersonalRule
from core.ports import Words
from core.quiet import QuietHours
from core.quota import Category, Quota
from core.reminders import DayMoment, Reminder
from core.report_layout import ReportLayout
from core.task import EscalationRule, Task
from core.trust import Trust

HOLIDAY_YEARS = range(2020, 2041)

USUAL_ONCE = tuple(map(DayMoment.parse, ("opening 08:00", *(f"{days} days before due 08:00" for days in (7, 3, 1)))))
"""The reminders of a task with one deadline for which none were chosen."""


def organisation_of(config: Config) -> Organisation:
    """The organisation that the settings describe. Knows the holidays of the years 2020 to 2040."""
    quiet = QuietHours(config.quiet_hours.start, config.quiet_hours.end)
    words = config.organisation.words
    return Organisation(
        words=Words(config.organisation.name, words.secretary, words.coordinator),
        calendar=Calendar(
            zone=config.timezone,
            holidays=_holidays_of(config.holidays.country),
            policy=config.holidays.policy,
            quiet=quiet,
        ),
        tasks=tuple(_task(settings, quiet) for settings in config.tasks),
        language=config.organisation.language,
        address_form=config.organisation.address_form,
        media_months=config.media.keep,
        refused_months=config.media.keep_refused,
        invite_life=config.invitations.valid,
        holiday_notice=config.holidays.warn,
        personal=PersonalRule(
            consent_version=config.personal_data.consent_version,
            answer_days=config.personal_data.answer_days,
            incoming=config.personal_data.incoming,
            outgoing=config.personal_data.outgoing,
            audit=config.personal_data.audit * MONTH,
        ),
        health_at=config.health.at,
        layout=_layout(config),
        ratings=tuple(Threshold(each.title, each.met, each.on_time) for each in config.report.ratings),
    )


def _layout(config: Config) -> ReportLayout:
    report = config.report
    return ReportLayout(
        issuer=report.issuer,
        issuer_above=report.issuer_above,
        place=report.place or "",
        signs_for=report.signs_for or "",
        position=report.position or "",
        signer=report.signer or "",
        receivers=report.receivers,
        template=None if report.template is None else str(config.resolve(report.template)),
    )


def _task(settings: TaskSettings, quiet: QuietHours) -> Task:
    """The task. Of the usual reminders (nobody chose any) those that do not fit its week are left out."""
    categories = tuple(
        Category(each.code, each.title, each.quota, each.words, each.takes) for each in settings.categories
    )
    chosen = "reminders" in settings.model_fields_set or settings.once is None
    reminders: Sequence[Reminder] = settings.reminders if chosen else USUAL_ONCE
    return Task(
        code=settings.code,
        title=settings.title,
        owed_by=settings.owed_by,
        quota=sum(each.quota for each in categories) or settings.quota,
        schedule=_schedule(settings),
        reminders=tuple(moment for moment in reminders if fits(moment, settings, quiet)),
        at_risk=settings.at_risk,
        escalation=EscalationRule(
            settings.escalate.unacknowledged, settings.escalate.misses_in_a_row, settings.escalate.chronic
        ),
        month=MonthRule(settings.month.closes, settings.month.final),
        trust=_trust(settings),
        categories=categories,
        exceptions=tuple((key, _quota(settings, quota)) for key, quota in settings.quotas.items()),
        starts=settings.starts,
        ends=settings.ends,
        active=settings.active,
    )


def _schedule(settings: TaskSettings) -> WeekRule | OnceRule:
    if settings.once is not None:
        return OnceRule(settings.once.opens, settings.once.due, settings.once.grace)
    return WeekRule(settings.week.opens, settings.week.due, settings.week.grace)


def _quota(settings: TaskSettings, quota: int | Mapping[str, int]) -> Quota:
    """What is owed instead of the usual; of a category that is not named, nothing."""
    if isinstance(quota, Mapping):
        parts = tuple((each.code, quota.get(each.code, 0)) for each in settings.categories)
        return Quota(sum(number for _, number in parts), parts)
    return Quota(quota)


def _trust(settings: TaskSettings) -> Trust:
    like, review = settings.likeness, settings.review
    return Trust(
        own_same=like.own_same,
        own_similar=like.own_similar,
        other_same=like.other_same,
        other_similar=like.other_similar,
        other_link=like.other_link,
        memory=timedelta(weeks=like.weeks),
        sample=review.sample,
        counting=review.counting,
        mend_days=review.mend,
    )


@cache
def _holidays_of(country: str | None) -> frozenset[date]:
    """The country's holidays in HOLIDAY_YEARS; none without a country. The first call takes most of a second."""
    if country is None:
        return frozenset()
    from holidays import country_holidays  # noqa: PLC0415 - it is slow, and not every command needs it

    return frozenset(country_holidays(country, years=HOLIDAY_YEARS))
