"""`nhacnop run` as people start it, in a process of its own, against Telegram: a person's first day with the bot."""

import asyncio
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO

import pytest

from bot.clock import SystemClock
from bot.invitations import issue_for_seats
from db.engine import open_database
from tests.databases import url_of
from tests.journeys.pictures import photo
from tests.journeys.stage import organisation
from tests.telegram.fake import FakeTelegram, Person, serving
from tests.telegram.office import write_office
from tests.telegram.office_process import CONFIG

SLOWLY = 60.0
"""Seconds that a process may take that has just been started on a busy machine."""

ROSTER = """\
Mã đơn vị,Tên đơn vị,Cấp,Mã cấp trên,Chức vụ,Họ và tên,Số điện thoại
T1,Tỉnh Quảng Trị,tỉnh,,Điều phối,Lê Văn Tỉnh,0912000099
H1,Thành phố Đông Hà,huyện,T1,Điều phối,Trần Văn Một,0912000101
X1,Phường 1,xã,H1,Bí thư,Trần Thị Hạnh,0912000001
X2,Phường 2,xã,H1,Bí thư,Phạm Văn Hải,0912000002
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals work otherwise on Windows")


@pytest.fixture
async def fake() -> AsyncIterator[FakeTelegram]:
    """Telegram, with the machine's clock."""
    async with serving() as served:
        yield served


class House:
    """A folder with the settings, in which commands run as processes."""

    def __init__(self, folder: Path, fake: FakeTelegram) -> None:
        self.folder = folder
        self.environment = {**os.environ, "NHACNOP_TELEGRAM_TOKEN": fake.token, "NHACNOP_CONFIG": "config.yaml"}
        config = CONFIG.format(api_url=fake.api_url, file_url=fake.file_url)
        (folder / "config.yaml").write_text(config, encoding="utf-8")

    async def command(self, *words: str) -> str:
        """What a command prints; it must go well."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *words, cwd=self.folder, env=self.environment, stdout=subprocess.PIPE
        )
        printed, _ = await process.communicate()
        assert process.returncode == 0
        return printed.decode()

    @contextmanager
    def running(self, log: IO[str]) -> Iterator["subprocess.Popen[bytes]"]:
        """The bot, started and in the end stopped as a service manager does it."""
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"], cwd=self.folder, env=self.environment, stderr=log
        )
        try:
            yield process
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=SLOWLY) == 0
        finally:
            process.kill()
            process.wait()

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """What lies in the database."""
        with closing(sqlite3.connect(self.folder / "nhacnop.db")) as connection:
            return connection.execute(sql).fetchall()


async def comes_in(person: Person, code: str) -> None:
    """By the link of an invitation, to the welcome."""
    person.opens_link(code)
    await person.hears("đúng không", within=SLOWLY)
    person.presses("Đúng")
    await person.hears("đồng ý", within=SLOWLY)
    person.presses("Tôi đồng ý")
    await person.hears("không cần lệnh gì", within=SLOWLY)


async def hands_in(person: Person) -> None:
    """Everything that can be handed in, and a change of mind."""
    person.sends_photo(photo("bài"), "Em gửi bài ạ")
    await person.hears("Đã nhận 1 ảnh", within=SLOWLY)
    sent = person.says("https://vi-du.example/bai-1")
    await person.hears("Đã nhận 1 đường dẫn", within=SLOWLY)
    person.edits(sent, "https://vi-du.example/bai-2")
    await person.hears("tính thay cho BC-2", within=SLOWLY)
    person.sends_album([photo(f"trang {number}") for number in range(3)])
    await person.hears("Đã nhận 3 ảnh", within=SLOWLY)
    person.presses("Gửi nhầm, rút lại")
    await person.hears("đã rút lại BC-4, BC-5 và BC-6", within=SLOWLY)


@pytest.mark.long
async def test_a_person_comes_in_hands_in_and_leaves(fake: FakeTelegram, tmp_path: Path) -> None:
    house = House(tmp_path, fake)
    now = SystemClock().now()
    await write_office(tmp_path / "nhacnop.db", linked=False, at=now)
    database = open_database(url_of(tmp_path / "nhacnop.db"))
    issued = await issue_for_seats(database, organisation(), now, "X1")
    await database.close()
    hanh = fake.person("Hạnh")
    with (tmp_path / "log").open("w+") as log, house.running(log):
        await comes_in(hanh, issued[0].code)
        await hands_in(hanh)
        stranger = fake.person("Người lạ")
        await fake.until(lambda: "tiendo" in stranger.menu, within=SLOWLY)
        hanh.blocks()
        hai = fake.person("Hải", started=True)
        hai.says("xin chào")  # the queue goes on behind it
        await hai.hears("Kính chào", within=SLOWLY)
    assert house.rows("SELECT state FROM address") == [("DEAD",)]
    assert house.rows("SELECT count(*) FROM inbox WHERE state != 'DONE'") == [(0,)]
    assert hanh.unanswered == 0
    told = (tmp_path / "log").read_text()
    assert told.splitlines()[-2:] == ["ready: telegram; stop with Ctrl-C", "stopped; what was taken in is stored"]


@pytest.mark.long
async def test_an_office_begins_with_nothing_but_a_roster(fake: FakeTelegram, tmp_path: Path) -> None:
    house = House(tmp_path, fake)
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    await house.command("roster", "import", "roster.csv", "--yes")
    assert "the bot is @nhacnop_bot" in await house.command("check")
    invites = (await house.command("invites")).splitlines()
    links = {line.split(",")[0]: line.rsplit("=", 1)[1] for line in invites[1:]}
    assert all(f"https://t.me/{fake.username}?start=" in line for line in invites[1:])
    admin_link = re.search(r"start=(\w+)", await house.command("admin-invite"))
    assert admin_link is not None
    hanh, nam, khai = fake.person("Hạnh"), fake.person("Nam"), fake.person("Khải")
    with (tmp_path / "log").open("w+") as log, house.running(log):
        khai.opens_link(admin_link[1])
        await khai.hears("quản trị", within=SLOWLY)
        khai.presses("Đúng")
        await khai.hears("đồng ý", within=SLOWLY)
        khai.presses("Tôi đồng ý")
        await khai.hears("đã là quản trị", within=SLOWLY)
        await comes_in(hanh, links["X1"])
        nam.opens_link(links["H1"])
        await nam.hears("cán bộ phụ trách thành phố Đông Hà", within=SLOWLY)
        nam.presses("Đúng")
        await nam.hears("đồng ý", within=SLOWLY)
        nam.presses("Tôi đồng ý")
        await nam.hears("ai chưa nộp", within=SLOWLY)
        await hands_in(hanh)
        nam.says("ai chưa nộp")
        await nam.hears("em không nhắc được: phường 2", within=SLOWLY)
    assert json.loads(await house.command("status", "--json"))["totals"]["MET"] == 1
