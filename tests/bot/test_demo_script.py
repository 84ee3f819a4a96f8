"""What the simulated people will do, and what the calendar brings."""

from dataclasses import replace
from datetime import timedelta

from bot.config import Config
from bot.demo.script import WEEKS, Roles, Script, coming, first_opening, opening_scene
from bot.organisation import organisation_of
from web.chat.stage import ComingKind

ORGANISATION = organisation_of(Config())
FIRST = first_opening(ORGANISATION, "2023-10-04")
ROLES = Roles({f"X{number}": 1 for number in range(20)}, ("H1", "T1"))


def script(seed: int = 1) -> Script:
    return Script(ORGANISATION, ROLES, FIRST, seed)


def test_the_first_week_is_the_one_that_holds_the_day() -> None:
    local = FIRST.astimezone(ORGANISATION.calendar.zone)
    assert f"{local:%a %Y-%m-%d %H:%M}" == "Mon 2023-10-02 00:00"


def test_the_visitor_comes_in_two_minutes_after_the_second_reminder_of_the_second_week() -> None:
    first, ready = opening_scene(ORGANISATION, FIRST)
    assert first == FIRST
    assert f"{ready.astimezone(ORGANISATION.calendar.zone):%a %Y-%m-%d %H:%M}" == "Thu 2023-10-12 19:32"


def test_without_reminders_the_visitor_comes_in_the_middle_of_the_week() -> None:
    silent = replace(ORGANISATION, tasks=(replace(ORGANISATION.tasks[0], reminders=()),))
    _, ready = opening_scene(silent, FIRST)
    assert FIRST + timedelta(days=7) < ready < FIRST + timedelta(days=13, hours=20)


def test_the_same_seed_gives_the_same_deeds_and_another_one_others() -> None:
    assert script().after(FIRST) == script().after(FIRST)
    assert script(1).after(FIRST) != script(2).after(FIRST)


def test_deeds_come_in_order_and_go_on_for_two_years() -> None:
    deeds = script().after(FIRST)
    assert deeds == sorted(deeds)
    assert len({deed.key for deed in deeds}) == len(deeds)
    assert deeds[-1].at > FIRST + timedelta(weeks=WEEKS - 1)


def test_going_on_nothing_that_lies_ahead_is_left_out() -> None:
    everything = script().after(FIRST)
    middle = everything[len(everything) // 2].at
    assert script().after(middle) == [deed for deed in everything if deed.at >= middle]


def test_the_coming_moments_are_those_of_the_calendar_in_order() -> None:
    seen = [(each.kind, each.week) for each in coming(ORGANISATION, FIRST, FIRST + timedelta(days=6, hours=19))]
    assert seen == [
        (ComingKind.DUE, 40),
        (ComingKind.OPENS, 41),
        (ComingKind.CLOSES, 40),
        (ComingKind.REMIND, 41),
        (ComingKind.REMIND, 41),
    ]


def test_weeks_before_the_province_began_bring_nothing() -> None:
    assert {each.week for each in coming(ORGANISATION, FIRST, FIRST)} == {40}
