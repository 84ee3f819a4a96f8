"""When Telegram, the network or the disk is in trouble: the person gets the receipt all the same, and only one."""

import asyncio
import errno
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event

from db.engine import DatabaseAway
from media.store import MediaStore
from tests.journeys.pictures import photo
from tests.journeys.rows import ZONE
from tests.telegram.fake import FakeTelegram
from tests.telegram.office import Office

pytestmark = pytest.mark.long  # the whole file takes seconds

PLENTY = 1 << 30
RECEIPT = "Tuần 47: 1/1, đã đủ."


async def minutes_later(office: Office, minutes: float = 1) -> None:
    """Time goes on, with everything that follows from it."""
    await office.at((office.now + timedelta(minutes=minutes)).astimezone(ZONE).strftime("%Y-%m-%d %H:%M:%S"))


@pytest.fixture(autouse=True)
def in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whatever sleeps, on either side, sleeps a hundredth of its time; rates and time-outs are as they are."""
    sleep = asyncio.sleep

    async def shortly(seconds: float, result: Any = None) -> Any:
        return await sleep(seconds / 100, result)

    monkeypatch.setattr("channels.telegram.polling.asyncio.sleep", shortly)
    yield


Trouble = Callable[[FakeTelegram], object]

TROUBLES: dict[str, Trouble] = {
    "the poll answers with a proxy's page": lambda fake: fake.when("getUpdates", times=3).answers(502),
    "the poll is reset": lambda fake: fake.when("getUpdates", times=3).resets(),
    "the poll's answer is lost": lambda fake: fake.when("getUpdates", nth=2, times=3).loses_answer(),
    "the poll is throttled": lambda fake: fake.when("getUpdates", times=3).answers(429, retry_after=1),
    "updates come twice": lambda fake: fake.repeats_updates(3),
    "the file's path is refused": lambda fake: fake.when("getFile", times=2).answers(500),
    "the file's path is throttled": lambda fake: fake.when("getFile", times=2).answers(429, retry_after=1),
    "the file is reset": lambda fake: fake.when("download", times=2).resets(),
    "the file is somebody's page": lambda fake: fake.when("download", times=2).answers(502),
    "sending is throttled": lambda fake: fake.when("sendMessage", times=2).answers(429, retry_after=1),
    "sending meets a proxy's page": lambda fake: fake.when("sendMessage", times=3).answers(503),
    "sending is reset": lambda fake: fake.when("sendMessage", times=3).resets("before"),
    "a relay does not find the bot": lambda fake: fake.when("sendMessage", times=2).answers(404, html=True),
    "everything is slow": lambda fake: fake.when(times=None).waits(3.0),
}


@pytest.mark.parametrize("trouble", TROUBLES)
async def test_whatever_goes_wrong_the_photo_is_recorded_once_and_has_one_receipt(office: Office, trouble: str) -> None:
    hanh, hai = office.hanh, office.hai
    TROUBLES[trouble](office.fake)
    hanh.sends_photo(photo("bài"))
    hai.sends_photo(photo("bài của anh Hải"))
    await office.settles()
    for _ in range(4):
        await minutes_later(office)
    assert (await office.answer_to(hanh)).count(RECEIPT) == 1
    assert (await office.answer_to(hai)).count(RECEIPT) == 1
    hanh.says("/lichsu")
    assert (await office.answer_to(hanh)).count("•") == 1


async def test_an_answer_that_is_lost_repeats_one_receipt_and_no_item(office: Office) -> None:
    hanh = office.hanh
    office.fake.when("sendMessage").loses_answer()
    hanh.sends_photo(photo("bài"))
    await office.settles()
    await minutes_later(office)
    assert (await office.answer_to(hanh)).count(RECEIPT) == 2
    await minutes_later(office)
    assert await office.answer_to(hanh) == ""
    hanh.says("/lichsu")
    assert (await office.answer_to(hanh)).count("•") == 1


async def test_of_a_throttled_crowd_nobody_is_refused_twice(office: Office) -> None:
    """The clock moves, not each waiter: nobody writes during the pause, and after it no herd starts at once."""
    first, *others = [office.hanh, office.hai, office.lam, office.mai, office.son]
    storm = office.fake.when("sendMessage").answers(429, retry_after=1)
    first.sends_photo(photo("bài đầu"))
    await office.settles()
    assert storm.met == 1
    for each in others:
        each.sends_photo(photo(f"bài của {each.name}"))
    await office.settles()
    await minutes_later(office)
    for each in (first, *others):
        assert (await office.answer_to(each)).count(RECEIPT) == 1
    (refused,) = office.fake.calls.refused
    assert refused.done_at is not None
    sent = [call.at for call in office.fake.calls.of("sendMessage") if call.delivered]
    assert len(sent) == 5
    assert min(sent) >= refused.done_at + 0.99


async def test_a_slow_message_is_not_overtaken_by_the_next_to_its_chat(office: Office) -> None:
    hanh, hai = office.hanh, office.hai
    slow = office.fake.when("sendMessage", chat=hanh).holds(30)  # a hundredth of it, see above
    hanh.sends_photo(photo("bài một"))
    hanh.says("/tiendo")
    hai.sends_photo(photo("bài của anh Hải"))
    hai.says("/tiendo")
    await office.settles()
    assert slow.met == 1
    receipt, standing = hanh.received
    assert RECEIPT in receipt and receipt.id < standing.id and RECEIPT not in standing


async def test_a_storm_does_not_fill_the_log(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    storm = office.fake.when("getUpdates", times=8).answers(502)
    office.hanh.sends_photo(photo("bài"))
    assert RECEIPT in await office.answer_to(office.hanh)
    assert storm.met == 8
    told = [record.message for record in caplog.records if record.name.startswith("channels.")]
    assert len(told) == 2  # that it began, and that it is over
    assert "Bad Gateway" not in caplog.text and "<html>" not in caplog.text


async def test_a_message_that_telegram_refuses_is_logged_once_and_holds_up_nobody(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    hanh = office.hanh
    office.fake.when("sendMessage").answers(400, "Bad Request: message text is odd")
    hanh.sends_photo(photo("bài"))
    await office.settles()
    await minutes_later(office)
    assert hanh.received == []
    assert len(await office.outbox("FAILED")) == 1
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    hanh.says("/tiendo")
    assert "1/1, đã đủ" in await office.answer_to(hanh)


async def test_a_picture_that_finds_the_disk_of_the_pictures_full_is_counted_and_comes_later(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hanh = office.hanh

    def full(store: MediaStore, target: Path, content: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    await office.at("2026-11-17 09:12")
    await office.answer_to(hanh)
    with monkeypatch.context() as patched:
        patched.setattr(MediaStore, "_write", full)
        hanh.sends_photo(photo("bài"))
        answer = await office.answer_to(hanh)
        assert RECEIPT in answer and "Ảnh đang tải về, em đã ghi nhận trước" in answer
        await minutes_later(office)
        assert not list((tmp_path / "media").glob("*/*.jpg"))
    await minutes_later(office, 5)
    assert len(list((tmp_path / "media").glob("*/*.jpg"))) == 1
    assert await office.answer_to(hanh) == ""
    hanh.sends_photo(photo("bài"))
    assert "lần này em chưa tính" in await office.answer_to(hanh)


class Disk:
    """As many pages as the database file may have: SQLite says "full" as it does when the disk is."""

    def __init__(self, office: Office) -> None:
        self._most = PLENTY
        event.listen(office.installation.database._engine.sync_engine, "begin", self._limit)

    def _limit(self, connection: Connection) -> None:
        connection.exec_driver_sql(f"PRAGMA max_page_count={self._most}")

    @contextmanager
    def full(self) -> Iterator[None]:
        """Not a page more than there is."""
        self._most = 1
        yield
        self._most = PLENTY


async def test_updates_that_find_the_disk_of_the_database_full_are_not_confirmed(office: Office) -> None:
    hanh, disk = office.hanh, Disk(office)
    with disk.full():
        hanh.sends_photo(photo("bài"), "a" * 1000)
        for _ in range(9):
            hanh.says("a" * 4000)
        with pytest.raises(DatabaseAway, match="full"):
            await office.settles()
        assert len(office.fake.updates.waiting) == 10
    office.receives_again()
    assert RECEIPT in await office.answer_to(hanh)


async def test_items_that_find_the_disk_of_the_database_full_wait_in_the_inbox_and_are_not_set_aside(
    office: Office,
) -> None:
    hanh, disk, intake = office.hanh, Disk(office), office.installation.intake
    hanh.says(" ".join(f"https://vi-du.example/{'a' * 30}/{number}" for number in range(50)))
    await office.takes_everything_in()
    with disk.full():
        for _ in range(5):
            with pytest.raises(DatabaseAway, match="full"):
                await intake.drain()
    assert "Đã nhận 50 đường dẫn" in await office.answer_to(hanh)
    assert await office.set_aside() == 0
