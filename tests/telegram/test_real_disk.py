"""A disk that is really full, cannot be written, or fails, under `nhacnop run` and the other commands.

The limits of a process that the other tests of hardship use are refused in other ways than a disk refuses.
"""

import asyncio
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.invitations import issue_for_seats
from db.engine import open_database
from tests.databases import on_postgresql, url_of
from tests.disks import Disk, failing_disk, small_disk
from tests.journeys.pictures import photo
from tests.journeys.stage import organisation
from tests.telegram.fake import FakeTelegram, Person, serving
from tests.telegram.office import write_office
from tests.telegram.office_process import CONFIG
from tests.telegram.test_run_process import SLOWLY, comes_in

pytestmark = [pytest.mark.long, pytest.mark.skipif(on_postgresql(), reason="it is SQLite's disk")]

MOST = 60.0
"""Seconds in which it must go on by itself."""

_TO_COME = """
import sqlite3, sys
database = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True, timeout=30)
print(database.execute("SELECT count(*) FROM pending_picture").fetchone()[0])
"""


class DiskOffice:
    """An office all of whose files lie on a small disk; Hạnh holds the seat of X1 and has a code."""

    def __init__(self, folder: Path, disk: Disk, fake: FakeTelegram, code: str) -> None:
        self.folder = folder
        self.disk = disk
        self.code = code
        self.hanh: Person = fake.person("Hạnh")
        self._environment = {
            **os.environ,
            "NHACNOP_TELEGRAM_TOKEN": fake.token,
            "NHACNOP_CONFIG": str(folder / "config.yaml"),
        }
        self._log = folder.parent / "log"

    @property
    def log(self) -> str:
        """What `run` has written so far."""
        return self._log.read_text(encoding="utf-8")

    async def command(self, *words: str) -> tuple[int | None, str]:
        """How a command ended and all that it printed: never a traceback, never somebody else's links."""
        process = await asyncio.create_subprocess_exec(
            *self.disk.inside, sys.executable, "-m", "bot", *words, env=self._environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        said, _ = await process.communicate()
        assert b"Traceback" not in said and b"sqlalche.me" not in said, said.decode()
        return process.returncode, said.decode()

    @contextmanager
    def running(self, *ends: int) -> Iterator[None]:
        """`run`, stopped in the end as a service manager does it; it exits with 0 or one of these."""
        with self._log.open("w") as log:
            process = subprocess.Popen(
                [*self.disk.inside, sys.executable, "-m", "bot", "run"], env=self._environment, stderr=log
            )
            try:
                yield
                process.send_signal(signal.SIGTERM)
                assert process.wait(timeout=SLOWLY) in {0, *ends}
            finally:
                process.kill()
                process.wait()
        assert "Traceback" not in self.log

    async def logs(self, words: str, times: int = 1) -> None:
        """Wait until it says so."""
        async with asyncio.timeout(MOST):
            while self.log.count(words) < times:  # noqa: ASYNC110 - another process rings no bell
                await asyncio.sleep(0.1)

    def rows(self, statement: str) -> list[tuple[object, ...]]:
        """What lies in the database, when nobody runs."""
        copy = self.folder.parent / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        copy.mkdir()
        for file in self.disk.here.glob("nhacnop.db*"):
            shutil.copy(file, copy)
        with closing(sqlite3.connect(copy / "nhacnop.db")) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            return connection.execute(statement).fetchall()

    async def pictures_come(self, count: int) -> None:
        """Wait until so many are stored, and the running bot has written down that none is still to come."""
        async with asyncio.timeout(MOST * 2):
            while len(self.pictures()) < count or await self._are_to_come():  # noqa: ASYNC110 - no bell rings
                await asyncio.sleep(0.2)

    async def _are_to_come(self) -> bool:
        process = await asyncio.create_subprocess_exec(
            *self.disk.inside, sys.executable, "-c", _TO_COME, str(self.folder / "nhacnop.db"), stdout=subprocess.PIPE
        )
        printed, _ = await process.communicate()
        return printed.strip() != b"0"

    def pictures(self) -> list[Path]:
        """The whole files and what is half written."""
        return [path for path in (self.disk.here / "media").glob("*/*") if path.parent.name != "thumbnails"]


@asynccontextmanager
async def _office_on(disk: Disk, tmp_path: Path) -> AsyncIterator[DiskOffice]:
    now = SystemClock().now()
    await write_office(tmp_path / "nhacnop.db", linked=False, at=now)
    database = open_database(url_of(tmp_path / "nhacnop.db"))
    issued = await issue_for_seats(database, organisation(), now, "X1")
    await database.close()
    shutil.copy(tmp_path / "nhacnop.db", disk.here)
    (disk.here / "nhacnop.db").chmod(0o600)
    async with serving() as fake:
        config = CONFIG.format(api_url=fake.api_url, file_url=fake.file_url)
        (disk.here / "config.yaml").write_text(config, encoding="utf-8")
        yield DiskOffice(tmp_path / "disk", disk, fake, issued[0].code)


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[DiskOffice]:
    """Its disk has room for the database and a few pictures."""
    with small_disk(tmp_path / "disk", "6m") as disk:
        async with _office_on(disk, tmp_path) as office:
            yield office


COUNTED = "SELECT count(*) FROM submission WHERE state = 'COUNTED'"
HALF = "SELECT (SELECT count(*) FROM inbox WHERE state != 'DONE') + (SELECT count(*) FROM pending_picture)"


async def test_what_is_sent_while_the_disk_is_full_is_taken_in_when_there_is_room(office: DiskOffice) -> None:
    with office.running():
        await comes_in(office.hanh, office.code)
        await asyncio.sleep(1)
        with office.disk.full():
            office.hanh.sends_photo(photo("bài"), "Em gửi bài ạ")
            await office.logs("the database is away (database or disk is full)", 2)
            assert not [heard for heard in office.hanh.unheard if "Đã nhận" in heard.text]  # no receipt, no promise
        await office.hanh.hears("Đã nhận 1 ảnh", within=MOST)
        await office.pictures_come(1)
    assert office.rows(COUNTED) == [(1,)]
    assert office.rows(HALF) == [(0,)]


async def test_a_picture_that_finds_no_room_is_counted_told_and_fetched_later(office: DiskOffice) -> None:
    """Room for the rows, none for the picture: its folder cannot be written."""
    (office.disk.here / "media").mkdir()
    with office.running():
        await comes_in(office.hanh, office.code)
        with office.disk.read_only("media"):
            office.hanh.sends_photo(photo("bài"), "Em gửi bài ạ")
            receipt = await office.hanh.hears("Đã nhận 1 ảnh", within=SLOWLY)
            assert "tải" in receipt.text  # it says that the picture is still to come
            await office.logs("a picture could not be stored yet: Read-only file system")
        await office.pictures_come(1)
    assert office.rows(COUNTED) == [(1,)]
    assert office.rows(HALF) == [(0,)]


@pytest.mark.parametrize("room", [0, 120_000], ids=["to the last byte", "room for a part"])
async def test_a_backup_and_a_sheet_on_a_full_disk_leave_nothing_half(office: DiskOffice, room: int) -> None:
    backups, out = office.folder / "backups", office.folder / "out.xlsx"
    code, said = await office.command("backup", str(backups))
    assert code == 0, said
    before = sorted(path.name for path in (office.disk.here / "backups").iterdir())
    with office.disk.full(but=room):
        code, said = await office.command("backup", str(backups))
        assert code == 1
        assert "To mend: make room" in said
        code, said = await office.command("roster", "export", str(out))
        assert code == (0 if room else 1), "a sheet is small"
        assert room or "make room" in said
        code, said = await office.command("doctor")
        assert code == 1
        assert "disk" in said and "nearly full; to mend: make room there" in said
    kept = sorted(path.name for path in (office.disk.here / "backups").iterdir())
    assert kept == before, "what was begun is swept, what was there stays"
    code, said = await office.command("backup", str(backups))
    assert code == 0, said


async def test_a_folder_that_is_read_only_is_said_at_once_with_what_to_do(office: DiskOffice) -> None:
    with office.disk.read_only():
        for words in ("run", "status", "plan", "migrate", "admin-invite"):
            code, said = await office.command(words)
            assert code == 1
            assert "nothing" in said and "To mend: " in said and "mount" in said, (words, said)
            assert len(said.splitlines()) == 1
        for words in ("doctor", "check"):
            code, said = await office.command(words)
            assert code == 1
            assert "cannot be written" in said
            assert "is mounted read-only: find out why, and mount it for writing" in said
        code, said = await office.command("backup", str(office.folder.parent / "elsewhere"))
        assert code == 0 or "copy the whole folder to another one" in said
    code, said = await office.command("migrate")
    assert code == 0, said


async def test_a_disk_that_fails_under_the_running_bot_costs_nothing_that_was_told(tmp_path: Path) -> None:
    with failing_disk(tmp_path / "disk", "40m") as disk:
        async with _office_on(disk, tmp_path) as office:
            disk.keeps_what_is_there()
            with office.running(1):
                await comes_in(office.hanh, office.code)
                office.hanh.sends_photo(photo("một"), "Em gửi bài ạ")
                await office.hanh.hears("Đã nhận 1 ảnh", within=SLOWLY)
                disk.fails()
                office.hanh.sends_photo(photo("hai"), "Em gửi thêm ạ")
                await office.logs("the database is away", 2)
                assert not [heard for heard in office.hanh.unheard if "Đã nhận" in heard.text]
                code, said = await office.command("doctor")
                assert code == 1
                assert "is mounted read-only" in said
            reasons = set(re.findall(r"the database is away \((.*)\)", office.log))
            assert reasons <= {"disk I/O error", "attempt to write a readonly database"}
            disk.is_mended()
            with office.running():
                await office.hanh.hears("Đã nhận 1 ảnh", within=MOST)
                await office.pictures_come(2)
            assert office.rows(COUNTED) == [(2,)]
            assert office.rows(HALF) == [(0,)]
