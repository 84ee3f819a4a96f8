"""A full disk, a database that another process keeps, a clock that is set back: nothing is lost, nothing is doubled."""

import asyncio
import resource
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from tests.telegram.crash_load import SECRETARIES, Load
from tests.telegram.office_process import PATIENCE, Life, ProcessOffice, opened_process_office

pytestmark = [pytest.mark.long, pytest.mark.skipif(sys.platform != "linux", reason="limits of a process from outside")]

REMINDING = "2026-11-19 19:30:05"
HOUR = timedelta(hours=1)


@contextmanager
def full_disk(life: Life) -> Iterator[None]:
    """Whatever this process writes to a file fails: the system refuses every byte."""
    pid = life.process.pid
    assert pid is not None
    before = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, before)


@contextmanager
def kept_database(office: ProcessOffice) -> Iterator[None]:
    """Another process is writing and does not come to an end."""
    with closing(sqlite3.connect(office.folder / "nhacnop.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE unit SET name = name")
        yield
        other.execute("ROLLBACK")


# ---- the disk is full ----------------------------------------------------------------------------------------------


async def test_what_comes_in_while_the_disk_is_full_stays_with_telegram(tmp_path: Path, linked_office: Path) -> None:
    async with opened_process_office(tmp_path, linked_office) as office:
        load = Load(office)
        life = office.starts()
        await life.is_ready()
        with full_disk(life):
            load.everybody_sends()
            polls = len(office.fake.calls.of("getUpdates"))
            await office.fake.until(lambda: len(office.fake.calls.of("getUpdates")) >= polls + 2, within=PATIENCE)
            assert office.fake.updates.waiting  # nothing was confirmed
            assert not [heard for name in SECRETARIES for heard in office.person(name).received]
        assert await office.calms_down(life)
        load.check()
        assert not load.repeated()


async def test_a_picture_that_finds_the_disk_full_is_stored_later(tmp_path: Path, linked_office: Path) -> None:
    async with opened_process_office(tmp_path, linked_office) as office:
        office.changes("bot.beating", "BEAT_SECONDS", 0.5)
        load = Load(office)
        slow = office.fake.when("download", times=3).holds(1.0)
        life = office.starts()
        await life.is_ready()
        load.everybody_sends(("hanh", "hai", "lam"))
        await office.fake.until(lambda: slow.met == 3, within=PATIENCE)
        with full_disk(life):  # the updates are in the inbox, their pictures on the way
            await asyncio.sleep(3)
        assert await office.calms_down(life)
        await office.has_all_pictures()
        load.check()


async def test_receipts_that_are_under_way_when_the_disk_fills_up(tmp_path: Path, linked_office: Path) -> None:
    async with opened_process_office(tmp_path, linked_office) as office:
        office.changes("bot.beating", "BEAT_SECONDS", 0.5)
        load = Load(office)
        life = office.starts()
        await life.is_ready()
        slow = office.fake.when("sendMessage", times=4).waits(0.5)
        load.everybody_sends()
        await office.fake.until(lambda: slow.met == 4, within=PATIENCE)
        with full_disk(life):
            await asyncio.sleep(2)
        assert await office.calms_down(life)
        await office.has_all_pictures()
        load.check()
        assert not load.repeated()  # what was sent is marked as soon as it can be


# ---- another process keeps the database ----------------------------------------------------------------------------


async def test_the_database_is_kept_by_another_process_for_twenty_seconds(tmp_path: Path, linked_office: Path) -> None:
    async with opened_process_office(tmp_path, linked_office, REMINDING) as office:
        load = Load(office)
        load.everybody_sends()
        life = office.starts()
        await life.is_ready()
        with kept_database(office):
            load.everybody_sends()
            await asyncio.sleep(20)
        assert await office.calms_down(life)
        load.check()
        assert not load.repeated()
        assert "Traceback" not in life.log


async def test_the_database_is_kept_longer_than_the_bot_waits(tmp_path: Path, linked_office: Path) -> None:
    async with opened_process_office(tmp_path, linked_office) as office:
        office.changes("db.engine", "BUSY_SECONDS", 0.3)
        load = Load(office)
        life = office.starts()
        await life.is_ready()
        load.everybody_sends()
        with kept_database(office):
            load.everybody_sends()
            await asyncio.sleep(4)
        assert await office.calms_down(life)
        load.check()
        assert not load.repeated()


# ---- the clock is set back -----------------------------------------------------------------------------------------


async def test_the_clock_is_set_back_an_hour(tmp_path: Path, linked_office: Path) -> None:
    async with opened_process_office(tmp_path, linked_office, REMINDING) as office:
        office.changes("bot.beating", "BEAT_SECONDS", 0.5)
        load = Load(office)
        load.everybody_sends(("hanh", "hai"))
        life = office.starts()
        assert await office.calms_down(life)
        office.clock.steps(-HOUR)
        load.everybody_sends(("hanh", "hai", "lam"))
        assert await office.calms_down(life)
        await life.stops()
        life = office.starts()  # and started again while the clock is wrong
        load.everybody_sends()
        assert await office.calms_down(life)
        office.clock.steps(HOUR)
        load.everybody_sends()
        assert await office.calms_down(life)
        load.check()
        assert not load.repeated()
        assert "Traceback" not in office.logs()


async def test_a_receipt_that_waits_while_the_clock_is_set_back_comes_all_the_same(
    tmp_path: Path, linked_office: Path
) -> None:
    async with opened_process_office(tmp_path, linked_office) as office:
        load = Load(office)
        life = office.starts()
        assert await office.calms_down(life)  # what the first beat tells the admin is no answer, and may wait an hour
        failing = office.fake.when("sendMessage", times=3).answers(502)
        load.everybody_sends()
        await office.fake.until(lambda: failing.met == 3, within=PATIENCE)
        office.clock.steps(-HOUR)
        assert await office.calms_down(life)
        load.check()


async def test_the_beat_goes_on_when_the_clock_is_set_back(tmp_path: Path, linked_office: Path) -> None:
    async with opened_process_office(tmp_path, linked_office) as office:
        office.changes("bot.beating", "BEAT_SECONDS", 0.5)
        load = Load(office)
        life = office.starts()
        await life.is_ready()
        office.clock.steps(-HOUR)
        office.fake.when("download", times=5).answers(500)
        load.photo(office.person("hanh"))
        assert await office.calms_down(life)
        assert not office.ledger.pictures()  # counted, and still to come
        office.clock.steps(timedelta(seconds=31))
        await office.comes_to(lambda: bool(office.ledger.pictures()), within=20)  # the next try alone: in 30 s
        load.check()
