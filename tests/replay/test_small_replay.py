"""Three weeks of a small province, lived in a process: what must hold afterwards."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.replay import rules
from tests.replay.ledger import Ledger
from tests.replay.small_province import COMMUNES, played, write_roster

pytestmark = pytest.mark.long

WEEKS = 3


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the replay."""
    return tmp_path_factory.mktemp("replay") / "out"


@pytest.fixture(scope="module")
def document(out: Path) -> dict[str, Any]:
    """What the replay printed."""
    return played(write_roster(out.parent / "roster.csv"), out, WEEKS)


@pytest.fixture(scope="module")
def ledger(out: Path, document: dict[str, Any]) -> Iterator[Ledger]:
    """What it left behind."""
    ledger = Ledger(out)
    yield ledger
    ledger.close()


def test_every_held_seat_owes_every_week_and_the_vacant_one_nothing(document: dict[str, Any]) -> None:
    assert document["roster"] == {"units": COMMUNES + 4, "owing": COMMUNES, "vacant": 1}
    assert [week["obligations"] for week in document["weeks"]] == [COMMUNES - 1] * WEEKS


def test_the_weeks_add_up_and_come_out_as_compliant_as_asked(document: dict[str, Any]) -> None:
    for week in document["weeks"]:
        assert week["met_on_time"] + week["met_late"] + week["missed"] + week["excused"] == week["obligations"]
    met = sum(week["met_on_time"] + week["met_late"] for week in document["weeks"])
    assert met == round(0.7 * WEEKS * (COMMUNES - 1))


def test_the_document_has_the_shape_that_scripts_rely_on(document: dict[str, Any]) -> None:
    assert set(document) == {"seed", "roster", "weeks", "seconds"}
    kinds = {"reminder", "at_risk", "missed", "escalation", "resolved", "receipt", "report", "other"}
    for week in document["weeks"]:
        assert set(week["notices"]) == kinds
    assert [week["period"] for week in document["weeks"]] == ["2023-W40", "2023-W41", "2023-W42"]


def test_the_bot_starts_nothing_in_quiet_hours(ledger: Ledger) -> None:
    rules.check_nothing_was_started_in_quiet_hours(ledger)


def test_each_short_secretary_is_reminded_at_each_step_and_only_while_short(ledger: Ledger) -> None:
    rules.check_only_the_short_were_reminded(ledger)


def test_each_coordinator_is_told_before_the_deadline_of_the_own_short_units_and_no_others(ledger: Ledger) -> None:
    rules.check_coordinators_were_told_of_their_own_short_units(ledger)


def test_each_miss_is_flagged_once(ledger: Ledger) -> None:
    rules.check_each_miss_was_flagged_once(ledger)


def test_every_receipt_is_a_kept_promise(ledger: Ledger) -> None:
    rules.check_receipts_are_kept_promises(ledger)


def test_nothing_is_sent_twice(ledger: Ledger) -> None:
    assert ledger.repeated() == 0


def test_the_same_seed_gives_the_same_weeks(document: dict[str, Any], tmp_path: Path) -> None:
    again = played(write_roster(tmp_path / "roster.csv"), tmp_path / "out", WEEKS)
    assert again["weeks"] == document["weeks"]


def test_a_finished_replay_started_again_says_the_same_and_sends_nothing(out: Path, document: dict[str, Any]) -> None:
    before = (out / "local" / "chat.jsonl").read_bytes()
    again = played(out.parent / "roster.csv", out, WEEKS)
    assert again["weeks"] == document["weeks"]
    assert (out / "local" / "chat.jsonl").read_bytes() == before


def test_another_replay_in_the_same_folder_is_refused(out: Path, document: dict[str, Any]) -> None:
    with pytest.raises(AssertionError, match="holds a replay with other settings"):
        played(out.parent / "roster.csv", out, WEEKS, seed=8)
