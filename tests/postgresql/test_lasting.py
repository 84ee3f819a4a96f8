"""The bench of a country's lasting database lives: with few submissions, and on both engines."""

import pytest

from bench import lasting
from bench.report import Report
from tests.postgresql.cluster import Cluster


async def test_a_country_is_backed_up_and_restored_on_both_engines(
    cluster: Cluster, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """How fast that is is the bench's matter."""
    assert cluster  # the bench has a server of its own; without an installed one there is nothing to try
    monkeypatch.setattr(lasting, "SENDERS", 5)
    monkeypatch.setattr(lasting, "TRIES", 1)
    await lasting.measure(Report(), submissions=2000)
    told = capsys.readouterr().out
    for engine in ("SQLite", "PostgreSQL"):
        assert f"{engine}: a backup, proved, while people send" in told
        assert f"{engine}: its restore" in told
    assert "PostgreSQL: a beat that finds nothing" in told
