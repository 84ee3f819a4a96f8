"""Which journey of the coordinators, the admins and everybody else does which test live through?

Each is lived with buttons in Vietnamese, and again with numbered answers, or with the answers in plain words; what is
typed in those two manners has no diacritics.
"""

from importlib import import_module

import pytest

from tests.journeys.manners import Manner

JOURNEYS = {
    "C1": ["test_calling.test_before_the_deadline_the_call_list_names_people_and_numbers"],
    "C2": [
        "test_coordinating.test_a_nudge_is_shown_before_it_is_sent",
        "test_coordinating.test_who_was_reminded_within_the_hour_is_left_out",
        "test_calling.test_a_nudge_in_own_words",
    ],
    "C3": [
        "test_ladder.test_called_by_button_holds_the_ladder",
        "test_ladder.test_called_in_words_holds_until_the_time_agreed",
        "test_calling.test_a_call_before_the_deadline_is_written_down_and_holds_the_alert_after_it",
    ],
    "C4": ["test_review.test_what_is_given_back_leaves_the_count_and_the_next_item_mends_it_on_time"],
    "C5": ["test_behalf.test_a_photo_on_behalf_of_a_unit", "test_behalf.test_another_unit_after_all"],
    "C6": [
        "test_extension.test_an_extension_for_one_unit",
        "test_extension.test_an_extension_without_diacritics_for_the_whole_group",
    ],
    "C7": ["test_summary.test_who_misses_three_of_four_weeks_and_who_blocked_the_bot_are_told_in_one_message"],
    "C8": ["test_month_report.test_a_month_from_its_draft_to_its_amendment"],
    "A1": ["test_roster_in_chat.test_a_roster_is_compared_shown_and_written"],
    "A2": ["test_tasks.test_a_task_is_tried_and_activated"],
    "A3": [
        "test_vacancy.test_a_vacancy_whose_open_week_is_excused",
        "test_vacancy.test_a_vacancy_whose_open_week_the_coordinator_takes_over",
        "test_vacancy.test_a_vacancy_whose_open_week_stays",
    ],
    "A4": ["test_holidays.test_a_holiday_is_asked_about_ahead_and_the_deadline_moved"],
    "A5": ["test_month_report.test_a_month_from_its_draft_to_its_amendment"],
    "A6": [
        "test_erasing.test_a_request_is_answered_in_time",
        "test_erasing.test_the_clock_runs_over_weekends_and_reminds",
        "test_erasing_frozen.test_the_frozen_report_becomes_nameless_and_its_figures_stay",
    ],
    "A7": [
        "test_health.test_every_morning_the_admins_hear_how_it_is",
        "test_health.test_what_is_not_well_is_told_on_request",
    ],
    "A8": ["test_audit.test_who_moved_deadlines_is_told_in_a_line_each", "test_audit.test_everything_about_a_unit"],
    "S6": [
        "test_away_choice.test_somebody_else_hands_in",
        "test_away_choice.test_a_later_deadline_is_asked_for_and_granted_with_one_tap",
        "test_away_and_later.test_away_this_week",
    ],
    "S7": ["test_nothing.test_nothing_this_week_is_agreed", "test_nothing.test_nothing_this_week_is_not_agreed"],
    "S8": ["test_handover.test_a_handover_on_a_later_day"],
    "X1": ["test_asking.test_somebody_lost_is_told_what_can_be_done_now"],
    "X4": [
        "test_own_data.test_to_see_and_to_take_along",
        "test_own_data.test_to_correct_name_number_and_form",
        "test_own_data.test_to_take_the_consent_back",
        "test_erasing.test_a_request_is_answered_in_time",
    ],
}
"""Names as JOURNEYS has them, and the tests that live through them."""

WANTED = [*(f"C{n}" for n in range(1, 9)), *(f"A{n}" for n in range(1, 9)), "S6", "S7", "S8", "X4"]


def test_no_journey_is_missing() -> None:
    assert [each for each in WANTED if not JOURNEYS.get(each)] == []


@pytest.mark.parametrize("journey", JOURNEYS)
def test_each_journey_is_lived_in_every_manner(journey: str) -> None:
    for name in JOURNEYS[journey]:
        module, _, function = name.partition(".")
        test = getattr(import_module(f"tests.journeys.{module}"), function, None)
        assert test is not None, f"{journey}: there is no {name}"
        marks = [mark for mark in getattr(test, "pytestmark", ()) if mark.name == "parametrize"]
        manners = [list(mark.args[1]) for mark in marks if mark.args[0] == "manner"]
        assert manners == [list(Manner)], f"{journey}: {name} is not lived in every manner"
