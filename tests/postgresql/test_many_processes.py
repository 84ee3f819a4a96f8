"""`nhacnop run` several times at one database: one polls, beats and sends; when it dies another goes on."""

import asyncio
import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.invitations import issue_for_seats
from core.codes import written_code
from db.copying import sums
from db.engine import Database, open_database
from db.leadership import Leadership
from db.migrate import migrate
from db.tables import SUBMISSION
from tests.journeys.pictures import photo
from tests.journeys.stage import organisation
from tests.postgresql.cluster import Cluster
from tests.telegram.fake import FakeTelegram, Person, serving
from tests.telegram.office import write_office_at
from tests.telegram.test_run_process import comes_in

SLOWLY = 60.0
"""Seconds that anything may take on a busy machine."""

TAKEN_OVER = 10.0
"""Seconds after a death until another process beats and sends; promised, where a process starts in STARTED seconds."""

STARTED = 2.5
"""A machine that is so busy that this takes longer has as many times longer to take over."""

CONFIG = """\
organisation: {{name: Tỉnh Quảng Trị}}
database: {{url: "{url}"}}
media: {{dir: media}}
holidays: {{country: null}}
web: {{enabled: false}}
channels: {{telegram: {{enabled: true, api_url: "{api_url}", file_url: "{file_url}"}}}}
"""


class Crowd:
    """Processes at one database, started and killed."""

    def __init__(self, folder: Path, fake: FakeTelegram, url: str) -> None:
        self._folder = folder
        self._fake = fake
        self._processes: list[subprocess.Popen[bytes]] = []
        config = CONFIG.format(url=url, api_url=fake.api_url, file_url=fake.file_url)
        (folder / "config.yaml").write_text(config, encoding="utf-8")

    def log(self, number: int) -> str:
        """What this process wrote to stderr."""
        return (self._folder / f"process-{number}.log").read_text(encoding="utf-8")

    def begins(self, *options: str) -> int:
        """One more process; its number."""
        number = len(self._processes)
        environment = {**os.environ, "NHACNOP_TELEGRAM_TOKEN": self._fake.token}
        command = [sys.executable, "-m", "bot", "run", "--config", str(self._folder / "config.yaml"), *options]
        with (self._folder / f"process-{number}.log").open("wb") as log:
            self._processes.append(subprocess.Popen(command, env=environment, stderr=log))
        return number

    async def is_ready(self, number: int) -> None:
        """Wait until it says so."""
        await self.until(lambda: "ready:" in self.log(number))

    async def leader(self) -> int:
        """The process that polls, beats and sends."""
        living = [number for number, process in enumerate(self._processes) if process.poll() is None]
        await self.until(lambda: any("now polls" in self.log(number) for number in living))
        return next(number for number in living if "now polls" in self.log(number))

    def dies(self, number: int) -> None:
        """kill -9."""
        self._processes[number].kill()
        self._processes[number].wait()

    def stops(self, number: int) -> int:
        """TERM; how it ended."""
        self._processes[number].send_signal(signal.SIGTERM)
        return self._processes[number].wait(timeout=SLOWLY)

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait for something that another process does."""
        async with asyncio.timeout(SLOWLY):
            while not condition():  # noqa: ASYNC110 - another process rings no bell
                await asyncio.sleep(0.05)

    def reads_again(self, number: int, settings: str) -> None:
        """The file that all of them have says this besides now, and one is told so: HUP."""
        with (self._folder / "config.yaml").open("a", encoding="utf-8") as file:
            file.write(settings)
        self._processes[number].send_signal(signal.SIGHUP)

    def end(self) -> None:
        """Whatever happened, nothing runs on."""
        for process in self._processes:
            process.kill()
            process.wait()


@pytest.fixture
async def fake() -> AsyncIterator[FakeTelegram]:
    """Telegram, with the machine's clock."""
    async with serving() as served:
        yield served


@pytest.fixture
async def database(empty_postgresql: str) -> AsyncIterator[Database]:
    """The province on PostgreSQL, imported now; nobody is linked."""
    await migrate(empty_postgresql)
    await write_office_at(empty_postgresql, SystemClock().now())
    opened = open_database(empty_postgresql)
    yield opened
    await opened.close()


@pytest.fixture
def crowd(tmp_path: Path, fake: FakeTelegram, database: Database, empty_postgresql: str) -> Iterator[Crowd]:
    """No process yet."""
    assert database
    made = Crowd(tmp_path, fake, empty_postgresql)
    yield made
    made.end()


async def joins(fake: FakeTelegram, database: Database, unit: str) -> Person:
    """The secretary of this unit, registered."""
    issued = await issue_for_seats(database, organisation(), SystemClock().now(), unit)
    person = fake.person(f"Người của {unit}")
    await comes_in(person, written_code(issued[0].code))
    return person


async def items(database: Database) -> int:
    """How many items are recorded."""
    async with database.snapshot() as tx:
        return (await sums(tx, SUBMISSION)).rows


async def test_when_the_process_that_beats_is_killed_another_goes_on_and_nothing_is_lost(
    crowd: Crowd, fake: FakeTelegram, database: Database
) -> None:
    began = time.monotonic()
    for number in (crowd.begins(), crowd.begins()):
        await crowd.is_ready(number)
    busy = max(1.0, (time.monotonic() - began) / STARTED)
    first = await crowd.leader()
    person = await joins(fake, database, "X1")
    for number in range(5):
        person.sends_photo(photo(f"bài {number}"))
    crowd.dies(first)
    died = time.monotonic()
    for number in range(5, 10):
        person.sends_photo(photo(f"bài {number}"))
    await crowd.until(lambda: "now polls" in crowd.log(1 - first))
    assert time.monotonic() - died < TAKEN_OVER * busy
    await crowd.until(lambda: len(_numbers(person)) == 10)
    assert await items(database) == 10
    repeated = sum(times - 1 for times in Counter(heard.text for heard in person.received).values())
    assert repeated <= 1  # one send to a chat is in flight at a time
    assert crowd.stops(1 - first) == 0
    assert "Traceback" not in crowd.log(1 - first)


async def test_both_handle_what_one_of_them_received(crowd: Crowd, fake: FakeTelegram, database: Database) -> None:
    for number in (crowd.begins("--role", "worker"), crowd.begins("--role", "worker")):
        await crowd.is_ready(number)
    people = [await joins(fake, database, unit) for unit in ("X1", "X2", "X3")]
    for number in range(8):
        for each, person in enumerate(people):
            person.says(f"https://vi-du.example/{each}-{number}")
    await crowd.until(lambda: all(len(_numbers(person)) == 8 for person in people))
    assert await items(database) == 24
    for person in people:
        receipts = [number for heard in person.received for number in _in(heard.text)]
        assert receipts == sorted(receipts)  # a chat's messages are answered in order, whoever handles them
    assert [crowd.stops(number) for number in (0, 1)] == [0, 0]


async def test_a_server_that_is_away_is_waited_for_and_nothing_is_lost(
    crowd: Crowd, cluster: Cluster, fake: FakeTelegram, database: Database
) -> None:
    await crowd.is_ready(crowd.begins())
    await crowd.leader()
    person = await joins(fake, database, "X1")
    await database.close()
    cluster.stop()
    try:
        person.sends_photo(photo("khi máy chủ nghỉ"))
        number = crowd.begins()
        await crowd.until(lambda: "does not answer" in crowd.log(number) and "waiting for it" in crowd.log(number))
    finally:
        cluster.start_again()
    await crowd.is_ready(number)
    await crowd.until(lambda: _numbers(person))
    assert [crowd.stops(each) for each in (0, 1)] == [0, 0]


async def test_one_lock_is_held_by_one_and_freed_by_its_end(database: Database, empty_postgresql: str) -> None:
    other = open_database(empty_postgresql)
    one, two = Leadership(database), Leadership(other)
    assert await one.take()
    assert (one.held, await one.still_held(), await two.take(), two.held) == (True, True, False, False)
    await one.release()
    assert (one.held, await one.still_held(), await two.take()) == (False, False, True)
    await two.release()
    await other.close()


def test_a_single_file_has_a_single_process(tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    config.write_text("database: {url: 'sqlite+aiosqlite:///a.db'}\n", encoding="utf-8")
    command = [sys.executable, "-m", "bot", "run", "--config", str(config), "--role", "web"]
    ended = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert (ended.returncode, "a SQLite file has one process" in ended.stderr) == (2, True)


def _numbers(person: Person) -> set[int]:
    """The items that this person has a receipt for."""
    return {number for heard in person.received for number in _in(heard.text)}


def _in(text: str) -> list[int]:
    if "Đã nhận" not in text:
        return []
    spans = [(int(first), int(last or first)) for first, last in re.findall(r"BC-(\d+)(?: đến BC-(\d+))?", text)]
    return [number for first, last in spans for number in range(first, last + 1)]


async def test_what_one_process_is_told_to_read_again_every_other_one_takes_too(crowd: Crowd) -> None:
    first, second = crowd.begins(), crowd.begins()
    for number in (first, second):
        await crowd.is_ready(number)
    crowd.reads_again(first, "invitations: {valid: 2 days}\n")
    told = "setting invitations.valid: 30 days -> 2 days"
    await crowd.until(lambda: told in crowd.log(first) and told in crowd.log(second))
