"""The database is away in the middle of a beat: nothing is lost, and nobody gets a traceback to read."""

import logging
from datetime import datetime

import pytest
from sqlalchemy.exc import OperationalError

from core.notices import Notice, NoticeKind
from core.ports import Address
from db import outbox, periods
from scheduler.opening import Opening
from tests.journeys.stage import Stage
from tests.scheduler.test_failing import away


async def test_what_was_claimed_when_nobody_could_know_it_is_sent_at_the_next_look(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when the answer to a commit is lost: what it wrote is there, and whoever wrote it does not know."""
    dispatcher, hanh = stage.installation.dispatcher, stage.hanh

    def fails(read: object) -> None:
        raise away()

    async with stage.installation.database.transaction() as tx:
        notice = Notice(
            "a",
            NoticeKind.REPLY,
            "Một lời nhắn ạ.",
            address=Address(stage.channel.name, stage.channel.account, hanh.chat),
        )
        await outbox.queue(tx, [notice], stage.installation.clock.now())
    dispatcher.wake()
    with monkeypatch.context() as patched:
        patched.setattr(dispatcher.metering, "counted", fails)
        with pytest.raises(OperationalError):
            await dispatcher.drain()
    await dispatcher.drain()
    assert hanh.hears().count("Một lời nhắn ạ.") == 1


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
