"""The database is away in the middle of a beat: nothing is lost, and nobody gets a traceback to read."""

import logging
from datetime import datetime

import pytest
from sqlalchemy.exc import OperationalError

from db import periods
from scheduler.opening import Opening
from tests.journeys.stage import Stage
from tests.scheduler.test_failing import away


async def test_a_beat_stops_there_and_the_next_one_makes_up_for_it(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    product = stage.installation

    async def fails(self: Opening, now: datetime) -> None:
        raise away()

    with monkeypatch.context() as patched:
        patched.setattr(Opening, "open_due", fails)
        with pytest.raises(OperationalError):
            await product.heartbeat.beat(product.clock.now())
    assert [each for each in caplog.records if each.levelno >= logging.ERROR] == []
    await product.heartbeat.beat(product.clock.now())
    async with product.database.snapshot() as tx:
        assert len(await periods.unsettled(tx)) == 1
