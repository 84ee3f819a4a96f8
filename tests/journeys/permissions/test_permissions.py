"""Every command and every button, by every role, for the own unit and others': nobody does what was not decided.

What the walk tries is listed in `asks.py`; what must come of it follows from the table in `tests/core/test_roles.py`.
"""

import pytest

from core.roles import Action
from handlers.table import HANDLERS, QUESTIONS
from tests.journeys.permissions.asks import buttons_of
from tests.journeys.permissions.walk import Walk

pytestmark = [pytest.mark.long, pytest.mark.asyncio(loop_scope="session")]
"""Whether each action is listed at all is a short test (tests/core/test_roles.py); trying them takes half a minute."""


async def test_every_button_there_is_was_found_and_is_listed(walk: Walk) -> None:
    listed = {(action, word) for action in Action for word in buttons_of(action)}
    assert walk.found - listed == set(), "a button that asks.py does not list"
    assert listed - walk.found == set(), "asks.py lists a button that nothing in the scene leads to"


async def test_every_action_and_every_open_question_was_tried(walk: Walk) -> None:
    assert walk.tried.keys() >= HANDLERS.keys()
    assert walk.questions == set(QUESTIONS)


async def test_nobody_does_what_was_not_decided(walk: Walk) -> None:
    assert walk.faults == []


async def test_nobody_at_all_does_what_was_not_decided(whole_walk: Walk) -> None:
    assert whole_walk.faults == []
    assert sum(whole_walk.tried.values()) > 1_500
