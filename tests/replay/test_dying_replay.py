"""A replay that dies between two steps that are on disk, again and again, at moments the test chooses."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.config import Config
from bot.organisation import organisation_of
from bot.replay.staging import Script, read_script_roster, stage
from bot.replay.summary import WeekSummary, summarise
from channels.local.channel import LocalChannel
from db import inbox, outbox
from tests.replay.small_province import write_roster

START = datetime(2023, 10, 1, 17, tzinfo=UTC)


class Death(BaseException):
    """The process is gone; nothing in the product may catch this."""


class Fate:
    """Kills at every n-th pass of a step, counted over all the lives."""

    def __init__(self, every: int) -> None:
        self._every = every
        self.passed = 0
        self.deaths = 0

    def strike(self) -> None:
        """One more pass; it may be the last."""
        self.passed += 1
        if self.passed % self._every == 0:
            self.deaths += 1
            raise Death


def _after(owner: object, name: str, fate: Fate, monkeypatch: pytest.MonkeyPatch) -> None:
    """Die right after this step."""
    step: Callable[..., Any] = getattr(owner, name)

    async def and_die(*arguments: Any, **named: Any) -> Any:
        result = await step(*arguments, **named)
        fate.strike()
        return result

    monkeypatch.setattr(owner, name, and_die)


async def _live(folder: Path, seed: int) -> list[WeekSummary]:
    """One life of one week of the small province, to its end or to its death."""
    organisation = organisation_of(Config())
    roster = read_script_roster(organisation, write_roster(folder.parent / "roster.csv"))
    script = Script("2023-10-02", 1, "roster.csv", 0.7, seed)
    async with stage(organisation, folder, roster, script, START, passing=True) as staged:
        await staged.replay.live(lambda _at: None)
        return await summarise(staged.installation, list(staged.play.weeks))


async def _live_on(folder: Path, seed: int, fate: Fate) -> list[WeekSummary]:
    """As many lives as it takes."""
    for _ in range(200):
        try:
            return await asyncio.create_task(_live(folder, seed))
        except Death:
            continue
    raise AssertionError(f"it never came to an end: {fate.deaths} deaths")


pytestmark = pytest.mark.long

STEPS = (
    pytest.param(inbox, "store", 13, id="the updates are stored, not confirmed"),
    pytest.param(LocalChannel, "receive_waiting", 5, id="the updates are confirmed, not handled"),
    pytest.param(LocalChannel, "send", 29, id="an answer is sent, not marked"),
    pytest.param(outbox, "claim", 13, id="messages are claimed, not sent"),
    pytest.param(outbox, "mark_sent", 13, id="messages are marked"),
)
"""What was just done, and after how many passes each time the process dies: more than one digest's messages apart."""


@pytest.mark.parametrize(("owner", "name", "every"), STEPS)
async def test_wherever_a_replay_dies_the_next_one_goes_on_and_the_week_comes_out_the_same(
    tmp_path: Path, owner: object, name: str, every: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = await _live(tmp_path / "whole", 11)
    fate = Fate(every)
    _after(owner, name, fate, monkeypatch)
    broken = await _live_on(tmp_path / "broken", 11, fate)
    assert fate.deaths >= 3
    for mine, other in zip(broken, whole, strict=True):
        mine_counts, other_counts = mine.as_json(), other.as_json()
        for figure in ("obligations", "met_on_time", "met_late", "missed", "excused", "items"):
            assert mine_counts[figure] == other_counts[figure], figure
