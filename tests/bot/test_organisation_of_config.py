"""What the settings mean for the rules."""

from datetime import date, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.config import Config, config_of, load_config
from bot.organisation import organisation_of
from core.calendar import HolidayPolicy, WeekMoment, WeekRule
from core.figures_year import USUAL_THRESHOLDS, Threshold
from core.months import MonthMoment, MonthRule
from core.ports import Words
from core.quiet import QuietHours
from core.report_layout import USUAL_LAYOUT, ReportLayout
from core.task import EscalationRule, Task


def test_the_defaults_are_those_of_the_design() -> None:
    organisation = organisation_of(Config())
    assert organisation.words == Words()
    assert organisation.tasks == (
        Task(
            code="tuan",
            title="Mỗi tuần một tin bài",
            owed_by=("xã",),
            quota=1,
            schedule=WeekRule(WeekMoment(0, time()), WeekMoment(6, time(20)), timedelta(hours=12)),
            reminders=(
                WeekMoment(0, time(8)),
                WeekMoment(3, time(19, 30)),
                WeekMoment(6, time(9)),
            ),
            at_risk=timedelta(hours=24),
            escalation=EscalationRule(timedelta(hours=24), 2),
            month=MonthRule(MonthMoment(22, time(12)), MonthMoment(24, time(12))),
        ),
    )
    assert organisation.calendar.zone == ZoneInfo("Asia/Ho_Chi_Minh")
    assert organisation.calendar.quiet == QuietHours(time(21), time(6, 30))
    assert organisation.calendar.policy is HolidayPolicy.MOVE_DUE
    assert (organisation.language, organisation.address_form) == ("vi", "anh_chi")
    assert organisation.media_months == 12
    assert organisation.invite_life == timedelta(days=30)
    assert (organisation.layout, organisation.ratings) == (USUAL_LAYOUT, USUAL_THRESHOLDS)


def test_vietnams_holidays_are_known_with_tet_and_the_days_given_for_others() -> None:
    holidays = organisation_of(Config()).calendar.holidays
    assert {date(2023, 9, 1), date(2026, 2, 17), date(2027, 2, 6), date(2028, 1, 26)} <= holidays
    assert date(2026, 2, 25) not in holidays
    assert {day.year for day in holidays} == set(range(2020, 2041))


def test_another_country_or_none_may_be_chosen() -> None:
    german = organisation_of(config_of({"holidays": {"country": "DE"}})).calendar.holidays
    assert date(2026, 10, 3) in german and date(2026, 4, 30) not in german
    assert organisation_of(config_of({"holidays": {"country": None}})).calendar.holidays == frozenset()


def test_the_organisations_own_words_and_choices_are_handed_on() -> None:
    organisation = organisation_of(
        config_of(
            {
                "organisation": {
                    "name": "Tỉnh A",
                    "language": "en",
                    "address_form": "dong_chi",
                    "words": {"secretary": "bí thư"},
                },
                "media": {"keep": "6 months"},
                "invitations": {"valid": "7 days"},
                "holidays": {"policy": "ignore"},
                "tasks": [{"code": "a", "quota": 3}, {"code": "b", "owed_by": "huyện"}],
            }
        )
    )
    assert organisation.words == Words("Tỉnh A", "bí thư")
    assert (organisation.language, organisation.address_form) == ("en", "dong_chi")
    assert (organisation.media_months, organisation.invite_life) == (6, timedelta(days=7))
    assert organisation.calendar.policy is HolidayPolicy.IGNORE
    assert organisation.by_code["a"].quota == 3
    assert organisation.owing_levels == {"xã", "huyện"}


def test_what_stands_on_a_report_is_handed_on_and_a_template_lies_beside_the_settings(tmp_path: Path) -> None:
    file = tmp_path / "config.yaml"
    file.write_text(
        "report: {issuer: 'Đảng uỷ {unit}', place: Đông Hà, position: Bí thư, receivers: [Tỉnh uỷ],"
        " template: mau.docx, ratings: [{title: Giỏi, met: 95%, on_time: 90}, {title: done, met: 50%}]}",
        encoding="utf-8",
    )
    organisation = organisation_of(load_config(file))
    assert organisation.layout == ReportLayout(
        issuer="Đảng uỷ {unit}", place="Đông Hà", position="Bí thư", receivers=("Tỉnh uỷ",),
        template=str(tmp_path / "mau.docx"),
    )  # fmt: skip
    assert organisation.ratings == (Threshold("Giỏi", 95, 90), Threshold("done", 50))


def test_usual_reminders_that_do_not_fit_the_chosen_week_are_left_out() -> None:
    chosen = {"tasks": [{"week": {"due": "fri 17:00"}}], "quiet_hours": {"from": "19:00"}}
    assert organisation_of(config_of(chosen)).tasks[0].reminders == (WeekMoment(0, time(8)),)
