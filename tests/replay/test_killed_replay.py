"""A replay killed again and again, at moments nobody chose, and started again each time."""

import random
import subprocess
import time
from pathlib import Path

import pytest

from scheduler.dispatch import IN_FLIGHT
from tests.replay import rules
from tests.replay.ledger import Ledger
from tests.replay.small_province import played, replay_command, write_roster

KILLS = 12
WEEKS = 3

pytestmark = pytest.mark.long


@pytest.mark.parametrize("seed", [7, 11, 23])
def test_a_replay_killed_at_any_moment_goes_on_and_loses_and_doubles_nothing(tmp_path: Path, seed: int) -> None:
    roster = write_roster(tmp_path / "roster.csv")
    whole = played(roster, tmp_path / "whole", WEEKS, seed)
    killed_out = tmp_path / "killed"
    kills = _kill_often(replay_command(roster, killed_out, WEEKS, seed), seed, killed_out, _said(tmp_path / "whole"))
    assert kills >= 3, "the replay was too fast to be killed"
    finished = played(roster, killed_out, WEEKS, seed)
    for mine, other in zip(finished["weeks"], whole["weeks"], strict=True):
        for figure in ("obligations", "met_on_time", "met_late", "missed", "excused", "items"):
            assert mine[figure] == other[figure], (mine["period"], figure)
    ledger = Ledger(killed_out)
    rules.check_receipts_are_kept_promises(ledger)
    rules.check_each_miss_was_flagged_once(ledger)
    rules.check_nothing_was_started_in_quiet_hours(ledger)
    assert ledger.repeated() <= kills * IN_FLIGHT
    twice = ledger.rows("SELECT key FROM outbox GROUP BY key HAVING count(*) > 1")
    assert twice == []
    ledger.close()


def _kill_often(command: list[str], seed: int, out: Path, in_all: int) -> int:
    """Start, kill -9 after a random part of the run, start again …; how many kills hit a living process.

    A part of what is said, and not of the time that it takes: nobody knows how busy the machine will be.
    """
    dice = random.Random(seed)
    kills = 0
    for _ in range(KILLS):
        enough = _said(out) + dice.random() * in_all / 4
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while process.poll() is None and _said(out) <= enough:
            time.sleep(0.003)
        if process.poll() is not None:
            break
        process.kill()
        process.wait()
        kills += 1
    return kills


def _said(out: Path) -> int:
    """How many bytes of talk lie on disk: how far a replay has come."""
    journal = out / "local" / "chat.jsonl"
    return journal.stat().st_size if journal.exists() else 0
