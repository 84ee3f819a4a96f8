"""Nine weeks of a real province: the figures that the first users know from their own work."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.replay import rules
from tests.replay.ledger import Ledger

pytestmark = pytest.mark.long


def test_nine_weeks_of_quang_tri(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bot", "replay", "--json", "--out", str(tmp_path / "out")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    weeks = document["weeks"]
    assert document["roster"] == {"units": 136, "owing": 125, "vacant": 3}
    assert [week["obligations"] for week in weeks] == [122] * 9
    met = sum(week["met_on_time"] + week["met_late"] for week in weeks)
    assert met == round(0.91 * 9 * 122)
    assert sum(week["met_late"] for week in weeks) == pytest.approx(met / 10, abs=5)
    assert 950 <= sum(week["items"] for week in weeks) <= 1150
    _check_the_readme_shows_these_weeks(weeks)
    ledger = Ledger(tmp_path / "out")
    rules.check_nothing_was_started_in_quiet_hours(ledger)
    rules.check_only_the_short_were_reminded(ledger)
    rules.check_coordinators_were_told_of_their_own_short_units(ledger)
    rules.check_each_miss_was_flagged_once(ledger)
    rules.check_receipts_are_kept_promises(ledger)
    assert ledger.repeated() == 0
    ledger.close()


def _check_the_readme_shows_these_weeks(weeks: list[dict[str, Any]]) -> None:
    """The table in the README is that of the default replay."""
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    rows = {line.split()[1]: line.split()[3::2] for line in readme.splitlines() if line.startswith("│ 20")}
    for week in weeks:
        figures = [week[name] for name in ("obligations", "met_on_time", "met_late", "missed", "items")]
        figures += [week["notices"][kind] for kind in ("reminder", "at_risk", "missed", "escalation")]
        assert rows[week["period"]] == [str(figure) for figure in figures]
