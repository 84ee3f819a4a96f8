"""`nhacnop doctor`: the clock and the disks, each border from both sides."""

import shutil
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pytest

from bot.clock import SystemClock
from bot.commands.doctor_machine import (
    GIGABYTE,
    LEAST,
    MEGABYTE,
    PLENTY,
    SHARE,
    WRONG_BY,
    in_words,
    nearly_full,
    wrong_by,
)
from db import upkeep
from tests.commands.conftest import Office
from tests.commands.test_doctor_command import ago, found, happens, sql
from tests.commands.test_doctor_command import house as house  # noqa: PLC0414 - fixtures of the office
from tests.commands.test_doctor_command import imported as imported  # noqa: PLC0414 - as above

NOW = datetime(2026, 11, 26, 2, tzinfo=UTC)
SECOND = timedelta(seconds=1)


class Usage(NamedTuple):
    """What a disk has."""

    total: int
    used: int
    free: int


@pytest.mark.parametrize("sign", [1, -1])
def test_a_clock_may_be_a_minute_from_another_one(sign: int) -> None:
    assert wrong_by(NOW, NOW + sign * WRONG_BY) is None
    told = wrong_by(NOW, NOW + sign * (WRONG_BY + SECOND))
    assert told == f"61 seconds {'behind' if sign > 0 else 'ahead of'}"


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (SECOND, "1 second"), (119 * SECOND, "119 seconds"), (120 * SECOND, "2 minutes"),
        (timedelta(hours=2), "2 hours"), (timedelta(hours=47), "47 hours"), (timedelta(days=2), "2 days"),
    ],
)  # fmt: skip
def test_lengths_are_told_in_whole_units(length: timedelta, words: str) -> None:
    assert in_words(length) == words


@pytest.mark.parametrize(
    ("size", "free", "full"),
    [
        (10 * GIGABYTE, LEAST, False),
        (10 * GIGABYTE, LEAST - 1, True),
        (100 * GIGABYTE, int(100 * GIGABYTE * SHARE), False),
        (100 * GIGABYTE, int(100 * GIGABYTE * SHARE) - 1, True),
        (2000 * GIGABYTE, PLENTY, False),
        (2000 * GIGABYTE, PLENTY - 1, True),
    ],
)
def test_a_disk_is_nearly_full_with_little_left_of_little(size: int, free: int, full: bool) -> None:
    assert nearly_full(size, free) is full


@pytest.mark.parametrize(("ahead", "wrong"), [(WRONG_BY - 10 * SECOND, False), (WRONG_BY + 10 * SECOND, True)])
def test_a_last_beat_that_is_still_to_come_says_that_the_clock_is_wrong(
    house: Office, ahead: timedelta, wrong: bool
) -> None:
    happens(house, lambda tx: upkeep.beat(tx, ago(-ahead), rehearsed=False))
    printed = house.run("doctor")
    assert ("WRONG this machine's clock is wrong; to mend: have the clock set" in printed.out) is wrong
    assert ("ahead of it: one of the two was wrong" in printed.out) is wrong


@pytest.mark.parametrize(("free", "full"), [(GIGABYTE, False), (GIGABYTE - 1, True)])
def test_a_disk_that_is_nearly_full_is_named_once_with_what_lies_there(
    house: Office, monkeypatch: pytest.MonkeyPatch, free: int, full: bool
) -> None:
    usage = Usage(10 * GIGABYTE, 0, free)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    printed = house.run("doctor")
    assert ("WRONG 1 disk nearly full; to mend: make room there" in printed.out) is full
    assert (f"{house.folder} (database): 1.0 of 10 GB are free" in printed.out) is full


def test_a_small_disk_is_told_in_megabytes(house: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = Usage(GIGABYTE - MEGABYTE, 0, 4_400_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    assert f"{house.folder} (database): 4 of 999 MB are free" in house.run("doctor").out


def test_an_older_database_is_told_of_and_left_alone(house: Office) -> None:
    sql(house, "UPDATE alembic_version SET version_num = '0001'")
    printed = house.run("doctor")
    assert printed.code == 1
    assert "WRONG the database is at revision 0001, this program is at" in printed.out
    assert "to mend: nhacnop backup DIR, then nhacnop migrate" in printed.out
    assert sql(house, "SELECT version_num FROM alembic_version") == [("0001",)]
    assert set(found(house.run("doctor", "--json"))) == {"migrations"}


def test_documents_that_could_not_be_made_are_named_with_the_reason(house: Office) -> None:
    done_at = (SystemClock().now() - timedelta(days=8)).strftime("%Y-%m-%d %H:%M:%S.%f")
    sql(
        house,
        "INSERT INTO errand (key, kind, wanted, receivers, state, wanted_at, not_before, tries, round, done, total,"
        " done_at, files, error) VALUES ('draft:2026-11:4', 'month', '{}', '[]', 'FAILED', ?1, ?1, 3, 0, 0, 0, ?1,"
        " '[]', 'no room on the disk')",
        done_at,
    )
    assert house.run("doctor").code == 0  # long past
    printed = house.run("doctor", "--days", "9")
    assert "WRONG 1 document could not be made; to mend: mend what the line says" in printed.out
    assert "draft:2026-11:4, " in printed.out and ": no room on the disk" in printed.out
    assert set(found(house.run("doctor", "--days", "9", "--json"))) == {"errands"}


@pytest.mark.parametrize(("seen", "told"), [(timedelta(minutes=59), True), (timedelta(minutes=61), False)])
def test_a_program_that_shares_a_bots_token_is_told_for_an_hour(house: Office, seen: timedelta, told: bool) -> None:
    happens(house, lambda tx: upkeep.rival(tx, "telegram", ago(seen)))
    printed = house.run("doctor")
    assert ("WRONG another program uses the token of telegram: each of the two loses" in printed.out) is told
    assert ("to mend: stop the other installation" in printed.out) is told
