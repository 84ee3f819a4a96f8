"""`nhacnop doctor`: everything that needs a person is listed, with how to mend it; and nothing else is."""

import asyncio
import shutil
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.clock import SystemClock
from bot.config import Config
from bot.organisation import organisation_of
from bot.roster_import import accept
from core.notices import Notice, NoticeKind
from core.ports import Address, RawUpdate
from db import inbox, metering, outbox, people, upkeep
from db.engine import Tx, open_database
from db.migrate import migrate
from tests.commands.conftest import Office, Printed
from tests.core.rosters import roster

ROWS = (
    ("T1", "Tỉnh Mẫu", "tỉnh", "", "Điều phối", "Lê Văn Tỉnh", ""),
    ("X1", "Xã An Phú", "xã", "T1", "Bí thư", "Nguyễn Thị Hạnh", ""),
    ("X2", "Xã Tân Lập", "xã", "T1", "Bí thư", "Phạm Văn Lập", ""),
)
MINUTE = timedelta(minutes=1)
CHAT = Address("telegram", "1", "11")
TRACEBACK = 'Traceback (most recent call last):\n  File "submit.py", line 3, in submit\nRuntimeError: for the test\n'

Deed = Callable[[Tx], Awaitable[object]]


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with a roster. Never opened, only copied."""
    file = tmp_path_factory.mktemp("imported") / "nhacnop.db"

    async def write() -> None:
        await migrate(url_of(file))
        database = open_database(url_of(file), passing=True)
        await accept(database, organisation_of(Config()), roster(*ROWS), SystemClock().now())
        await database.close()

    asyncio.run(write())
    file.chmod(0o600)
    return file


@pytest.fixture
def house(office: Office, imported: Path) -> Office:
    """An office whose roster is imported."""
    shutil.copy(imported, office.folder / "nhacnop.db")
    return office


def url_of(file: Path) -> str:
    """The database's address."""
    return f"sqlite+aiosqlite:///{file.as_posix()}"


def ago(wait: timedelta) -> datetime:
    """So long before now."""
    return SystemClock().now() - wait


def happens(office: Office, deed: Deed) -> None:
    """Something is written into the office's database."""

    async def write() -> None:
        database = open_database(url_of(office.folder / "nhacnop.db"), passing=True)
        async with database.transaction() as tx:
            await deed(tx)
        await database.close()

    asyncio.run(write())


def sql(office: Office, statement: str, *values: object) -> list[Any]:
    """A statement by hand; what it returns."""
    with closing(sqlite3.connect(office.folder / "nhacnop.db", isolation_level=None)) as connection:
        return connection.execute(statement, values).fetchall()


def stored(*keys: str, at: datetime) -> Deed:
    """Updates come in."""
    return lambda tx: inbox.store(tx, "telegram", "1", [RawUpdate(key, CHAT.chat, {}) for key in keys], at)


def set_aside(*keys: str, at: datetime) -> Deed:
    """Updates raise three times."""

    async def deed(tx: Tx) -> None:
        await stored(*keys, at=at)(tx)
        rows = [row.id for row in await inbox.waiting(tx, 0, 100)]
        for _ in range(inbox.TRIES):
            await inbox.mark_failed(tx, rows, TRACEBACK, at)

    return deed


def queued(keys: Sequence[str], at: datetime, kind: NoticeKind = NoticeKind.REPLY) -> Deed:
    """Messages are to go."""
    return lambda tx: outbox.queue(tx, [Notice(key, kind, "Dạ", address=CHAT) for key in keys], at)


def failed(keys: Sequence[str], error: str, at: datetime) -> Deed:
    """Messages end without being sent."""

    async def deed(tx: Tx) -> None:
        await queued(keys, at)(tx)
        for row in await outbox.waiting(tx, at, False, 100):
            await outbox.mark(tx, row.id, "FAILED", at, error)

    return deed


def linked(office: Office, name: str, chat: Address, *, dead: bool) -> Deed:
    """Somebody of the roster has a chat, perhaps a dead one."""
    ((member,),) = sql(office, "SELECT id FROM member WHERE name = ?", name)

    async def deed(tx: Tx) -> None:
        await people.link(tx, member, chat, ago(timedelta(hours=2)), revoke_others=False)
        if dead:
            await people.mark_address(tx, chat, "DEAD", ago(timedelta(hours=1)))

    return deed


def found(printed: Printed) -> dict[str, Any]:
    """The findings that are not fine, by kind."""
    assert printed.json["healthy"] is (printed.code == 0)
    return {each["kind"]: each for each in printed.json["findings"] if each["number"]}


def test_a_healthy_office_is_told_so_line_by_line(house: Office) -> None:
    printed = house.run("doctor")
    assert printed.code == 0
    assert len(printed.out.splitlines()) == 22
    assert all(line.startswith("ok    ") for line in printed.out.splitlines())
    assert printed.err == ""
    assert house.run("doctor", "--json").json["healthy"] is True


def test_updates_set_aside_are_listed_with_the_last_line_of_their_traceback(house: Office) -> None:
    happens(house, set_aside("1", "2", at=ago(MINUTE)))
    printed = house.run("doctor")
    assert printed.code == 1
    assert "WRONG 2 updates set aside after raising three times; to mend: the senders were asked" in printed.out
    assert "inbox 2, telegram, " in printed.out and printed.out.count(": RuntimeError: for the test") == 2
    assert "Traceback" not in printed.out
    aside = found(house.run("doctor", "--json"))["set_aside"]
    assert [row["error"] for row in aside["rows"]] == [TRACEBACK, TRACEBACK]
    assert aside["mend"]


def test_what_is_long_past_is_listed_only_when_asked_for(house: Office) -> None:
    happens(house, set_aside("1", at=ago(timedelta(days=8))))
    happens(house, failed(["a"], "Refused: too long", ago(timedelta(days=8))))
    assert house.run("doctor").code == 0
    assert found(house.run("doctor", "--days", "9", "--json")).keys() == {"set_aside", "failed"}


def test_messages_that_failed_are_summed_up_by_their_reason(house: Office) -> None:
    happens(house, failed(["a", "b"], "Refused: too long", ago(MINUTE)))
    happens(house, failed(["c"], "Misconfigured", ago(MINUTE)))
    printed = house.run("doctor")
    assert "WRONG 3 messages failed for good" in printed.out
    assert "2 × reply, last " in printed.out and ": Refused: too long" in printed.out
    assert "Misconfigured: nhacnop check" in printed.out


@pytest.mark.parametrize("error", ["no address", "unreachable"])
def test_a_message_to_somebody_who_cannot_be_reached_is_no_failure_of_its_own(house: Office, error: str) -> None:
    happens(house, failed(["a"], error, ago(MINUTE)))
    assert house.run("doctor").code == 0


def test_plans_near_their_end_are_listed_and_so_is_what_they_left_unsaid(house: Office) -> None:
    text = house.config.read_text(encoding="utf-8")
    house.config.write_text(
        text + 'channels: {zalo: {enabled: true, bots: [zalo-1, zalo-2], people: 1, messages: 100, api_url: "'
        'http://127.0.0.1:9/bot"}}\n',
        encoding="utf-8",
    )
    assert found(house.run("doctor", "--json")).keys() == {"tokens"}  # these bots have none
    month = SystemClock().now().astimezone(Config().timezone).strftime("%Y-%m")
    happens(house, lambda tx: metering.add(tx, month, {("zalo", "zalo-1"): 60}, {("zalo", "zalo-1"): 25}))
    happens(house, linked(house, "Nguyễn Thị Hạnh", Address("zalo", "zalo-2", "x"), dead=False))
    happens(house, lambda tx: metering.refused(tx, month, [("zalo", "zalo-2")], ago(MINUTE)))
    happens(house, failed(["a"], "OutOfQuota: used up", ago(MINUTE)))
    printed = house.run("doctor")
    assert "WRONG 3 plans near the end; to mend: raise the plan" in printed.out
    assert "zalo-1: 85 of 100 messages this month, 85 %\n" in printed.out
    assert "zalo-2: 0 of 100 messages this month, 0 %; its platform takes no more" in printed.out
    assert "zalo-2: 1 of 1 people, 100 %" in printed.out
    assert "WRONG 1 message left unsaid because a plan was used up" in printed.out
    assert "1 × reply, a stranger" in printed.out
    assert found(house.run("doctor", "--json")).keys() == {"plans", "unsaid", "tokens"}


def test_dead_addresses_are_listed_by_unit(house: Office) -> None:
    happens(house, linked(house, "Phạm Văn Lập", Address("telegram", "1", "12"), dead=True))
    happens(house, linked(house, "Nguyễn Thị Hạnh", CHAT, dead=True))
    printed = house.run("doctor")
    assert "WRONG 2 seats whose holder blocked the bot or left; to mend: call them" in printed.out
    lines = [line.strip() for line in printed.out.splitlines() if line.startswith("      ")]
    assert lines[0].startswith("X1 Xã An Phú, secretary Nguyễn Thị Hạnh: telegram, ")
    assert lines[1].startswith("X2 Xã Tân Lập, secretary Phạm Văn Lập: telegram, ")


def test_whoever_has_another_chat_or_never_had_one_is_not_listed(house: Office) -> None:
    happens(house, linked(house, "Nguyễn Thị Hạnh", CHAT, dead=True))
    happens(house, linked(house, "Nguyễn Thị Hạnh", Address("local", "local", "hanh"), dead=False))
    assert house.run("doctor").code == 0


@pytest.mark.parametrize(("waits", "stuck"), [(9 * MINUTE, False), (11 * MINUTE, True)])
def test_updates_and_answers_that_wait_for_more_than_ten_minutes_are_stuck(
    house: Office, waits: timedelta, stuck: bool
) -> None:
    happens(house, stored("1", at=ago(waits)))
    happens(house, queued(["a"], ago(waits)))
    happens(house, queued(["b"], ago(waits), NoticeKind.REMINDER))  # waits for the morning, perhaps
    wrong = found(house.run("doctor", "--json"))
    assert wrong.keys() == ({"unhandled", "unanswered"} if stuck else set())
    assert all(each["number"] == 1 for each in wrong.values())


@pytest.mark.parametrize(("lease_ends", "stuck"), [(MINUTE, False), (-MINUTE, True)])
def test_messages_claimed_past_their_lease_are_stuck(house: Office, lease_ends: timedelta, stuck: bool) -> None:
    async def deed(tx: Tx) -> None:
        await queued(["a"], ago(MINUTE))(tx)
        await outbox.claim(tx, [1], ago(-lease_ends))

    happens(house, deed)
    printed = house.run("doctor")
    assert ("WRONG 1 message not marked after it was claimed; to mend: see that nhacnop run" in printed.out) is stuck


@pytest.mark.parametrize(("ended", "overdue"), [(-MINUTE, False), (MINUTE, True)])
def test_pictures_that_should_have_been_given_up_are_listed(house: Office, ended: timedelta, overdue: bool) -> None:
    now, give_up_at = (moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f") for moment in (ago(MINUTE), ago(ended)))
    sql(
        house,
        "INSERT INTO submission (id, period_id, unit_id, task, member_id, kind, state, effective_at, recorded_at,"
        " channel, account, chat, message, item) SELECT 7, 1, id, 'tuan', 1, 'photo', 'COUNTED', ?1, ?1,"
        " 'telegram', '1', '11', '5', 0 FROM unit WHERE code = 'X1'",
        now,
    )
    sql(
        house,
        "INSERT INTO pending_picture (submission_id, channel, account, reference, tries, next_try_at, give_up_at)"
        " VALUES (7, 'telegram', '1', '{}', 3, ?1, ?2)",
        now,
        give_up_at,
    )
    printed = house.run("doctor")
    assert ("WRONG 1 picture counted, never fetched and not given up; to mend: see that" in printed.out) is overdue
    assert ("BC-7, Xã An Phú, since " in printed.out) is overdue


def test_an_office_where_nothing_beats_any_more_is_named(house: Office) -> None:
    happens(house, lambda tx: upkeep.beat(tx, ago(MINUTE), rehearsed=False))
    assert "ok    it beat last" in house.run("doctor").out
    sql(house, "DELETE FROM upkeep")
    happens(house, lambda tx: upkeep.beat(tx, ago(30 * MINUTE), rehearsed=False))
    assert "WRONG nothing has beaten since" in house.run("doctor").out
    assert set(found(house.run("doctor", "--json"))) == {"beat"}
