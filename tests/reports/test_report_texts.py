"""The words of reports: whole and alike in both languages, numbers as each language writes them."""

import re
import unicodedata
from datetime import UTC, datetime

import pytest

from core.evidence import SubmissionState
from core.figures import Outcome, Tally
from core.figures_year import USUAL_THRESHOLDS, YearLine
from core.ports import Words
from tests.reports.facts import UNITS, ZONE
from texts.catalogue import LANGUAGES
from texts.report import ReportTexts, report_catalogue, share_in_tenths
from texts.say import TextError


def test_both_languages_have_the_same_texts_and_placeholders() -> None:
    vietnamese, english = (report_catalogue(language).texts for language in LANGUAGES)
    assert vietnamese.keys() == english.keys()
    always = {"organisation", "secretary", "coordinator"}
    differing = [key for key in vietnamese if vietnamese[key].names - always != english[key].names - always]
    assert differing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_tidy_and_in_composed_letters(language: str) -> None:
    for key, template in report_catalogue(language).texts.items():
        source = template.source
        assert source == unicodedata.normalize("NFC", source) == source.strip(), key
        assert "  " not in source and not re.search(r"[<>*`]", source), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_outcome_and_rating_has_words(language: str) -> None:
    texts = ReportTexts(Words(), ZONE, language)
    assert all(texts.outcome(outcome) for outcome in Outcome)
    assert all(texts.rating(threshold.title) != threshold.title for threshold in USUAL_THRESHOLDS)
    assert texts.rating("Xếp loại A") == "Xếp loại A"
    assert texts.rating("") == texts.say("rating.none")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_of_an_item_that_does_not_count_has_words(language: str) -> None:
    texts = ReportTexts(Words(), ZONE, language)
    told = set(SubmissionState) - {SubmissionState.COUNTED, SubmissionState.WITHDRAWN}
    assert all(texts.say(f"state.{state.value}") for state in told)


def test_numbers_are_written_as_the_language_does() -> None:
    vietnamese, english = (ReportTexts(Words(), ZONE, language) for language in LANGUAGES)
    assert (vietnamese.number(10598), english.number(10598)) == ("10.598", "10,598")
    assert (vietnamese.percent(445, 488), english.percent(445, 488)) == ("91,2%", "91.2%")


@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [
        (0, 0, "–"),
        (0, 5, "0%"),
        (1, 3, "33,3%"),
        (2, 3, "66,7%"),
        (9, 10, "90,0%"),
        (9999, 10000, "99,9%"),
        (10, 10, "100%"),
    ],
)
def test_a_share_has_one_decimal_and_is_all_only_when_nothing_lacks(part: int, whole: int, told: str) -> None:
    assert ReportTexts(Words(), ZONE).percent(part, whole) == told


def test_halves_are_rounded_up() -> None:
    assert share_in_tenths(1, 16) == 63  # 6.25 %


def test_days_are_those_of_the_organisation() -> None:
    texts = ReportTexts(Words(), ZONE)
    assert texts.date(datetime(2026, 11, 22, 18, tzinfo=UTC)) == "23/11/2026"
    assert texts.moment(datetime(2026, 11, 22, 5, tzinfo=UTC)) == "12:00 ngày 22/11/2026"
    assert texts.month("2026-03") == "tháng 3 năm 2026"


def test_the_organisations_own_words_are_used() -> None:
    texts = ReportTexts(Words("Hội A", secretary="chi hội trưởng"), ZONE)
    assert texts.say("column.secretary") == "Chi hội trưởng"
    assert texts.organisation == "Hội A"
    assert ReportTexts(Words(), ZONE, "en").say("column.secretary") == "Person in charge"


def test_a_missing_text_or_value_is_said_clearly() -> None:
    texts = ReportTexts(Words(), ZONE)
    with pytest.raises(TextError, match="no report text"):
        texts.say("nothing.here")
    with pytest.raises(TextError, match="month"):
        texts.say("head.month")


def test_a_secretary_reads_her_own_year_in_one_sentence() -> None:
    tally = Tally(on_time=40, late=4, missed=2, excused=1)
    line = YearLine(UNITS[2], 3, "Nguyễn Thị Hạnh", tally, 20, "good")
    told = ReportTexts(Words(), ZONE).own_line(2026, line)
    assert told == (
        "Năm 2026, Xã An Phú: phải nộp 46 tuần; đúng hạn 40, muộn 4, thiếu 2, được miễn 1; "
        "đạt liên tục dài nhất 20 tuần. Xếp loại tạm tính: Hoàn thành tốt nhiệm vụ."
    )
    nothing = YearLine(UNITS[2], 3, "Nguyễn Thị Hạnh", Tally(open=1), 0, "")
    assert ReportTexts(Words(), ZONE).own_line(2026, nothing) == "Năm 2026 chưa có tuần nào phải nộp đã khép."
