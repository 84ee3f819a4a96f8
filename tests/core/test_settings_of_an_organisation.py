"""The settings that rules need, and the words the rooms share: tasks, periods, send errors."""

from dataclasses import replace

import pytest

from core.organisation import Organisation
from core.ports import Moved, Refused, SendError, Throttled, Unavailable, Words
from core.task import PeriodTimes
from tests.core.once_task import CONTEST
from tests.core.weeks import DAY, IN_HANOI, TASK, period_of, week

SHARE = replace(TASK, code="chia_se", owed_by=("thôn",))
ORGANISATION = Organisation(Words(), IN_HANOI, (TASK, SHARE))


def test_a_task_is_found_by_its_code() -> None:
    assert ORGANISATION.by_code == {"tuan": TASK, "chia_se": SHARE}


def test_the_owing_levels_are_those_of_all_tasks() -> None:
    assert ORGANISATION.owing_levels == {"xã", "thôn"}
    assert Organisation(Words(), IN_HANOI, (TASK, replace(SHARE, owed_by=("xã",)))).owing_levels == {"xã"}


def test_what_people_live_in_a_rehearsal_is_the_first_weekly_task() -> None:
    assert Organisation(Words(), IN_HANOI, (CONTEST, SHARE, TASK)).weekly == SHARE


def test_by_default_pictures_are_kept_for_a_year_and_invitations_for_thirty_days() -> None:
    assert (ORGANISATION.media_months, ORGANISATION.invite_life) == (12, 30 * DAY)


@pytest.mark.parametrize("number", [1, 9, 47, 53])
def test_a_period_has_the_number_of_its_week(number: int) -> None:
    period: PeriodTimes = period_of(week(number))
    assert period.name == number == week(number).number


def test_a_throttled_send_says_for_how_long_and_a_moved_chat_says_where_to() -> None:
    assert Throttled(2.5).after == 2.5
    assert "2.5 s" in str(Throttled(2.5))
    assert Moved("-100").chat == "-100"


@pytest.mark.parametrize("error", [Throttled(1.0), Moved("1"), Unavailable("no answer"), Refused("too long")])
def test_every_failed_send_is_a_send_error(error: Exception) -> None:
    assert isinstance(error, SendError)
