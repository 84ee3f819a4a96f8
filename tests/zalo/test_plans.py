"""Bots that take few people and few messages a month: who goes where, who hears of the end, and what is still said."""

import csv
import io
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.cli import main
from bot.roster_import import accept
from bot.session import CONFIG_VARIABLE
from core.notices import Notice, NoticeKind
from core.plans import Plan
from db import admins, metering, outbox
from db.engine import open_database
from db.migrate import migrate
from tests.databases import copy_database, only_sqlite, url_of
from tests.journeys.cast import wanted
from tests.journeys.pictures import photo
from tests.journeys.stage import BEGIN, moment, organisation
from tests.zalo.office import Office, opened_office

RECEIPT = "Tuần 47: 1/1, đã đủ."


@pytest.fixture
def plan() -> Plan:
    """Two people a bot, plenty of messages; a test may ask for another by parametrizing this."""
    return Plan(people=2, messages=3000)


@pytest.fixture
async def office(tmp_path: Path, province: Path, plan: Plan) -> AsyncIterator[Office]:
    """Monday 06:30 of week 47, two bots, the roster is imported, nobody is linked."""
    copy_database(province, tmp_path / "nhacnop.db")
    async with opened_office(tmp_path, plan) as opened:
        yield opened


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the province's roster. Never opened, only copied."""
    file = tmp_path_factory.mktemp("zalo") / "nhacnop.db"
    await migrate(url_of(file))
    database = open_database(url_of(file))
    await accept(database, organisation(), wanted(), moment(BEGIN))
    await database.close()
    return file


# ---- people --------------------------------------------------------------------------------------------------------


async def test_a_code_names_the_bot_with_room_and_the_same_again(office: Office) -> None:
    khai = await office.linked(None, "Khải")
    links = {name: f"https://zalo.me/{bot.account_name}" for name, bot in office.fake.bots.items()}
    khai.says("/moi Tân Lập")
    first = await office.answer_to(khai)
    assert f"• Zalo: mở {links['zalo-2']} rồi nhắn mã này" in first, "zalo-1 has somebody already"
    khai.says("/moi Hải Lệ")
    assert links["zalo-1"] in await office.answer_to(khai) or links["zalo-2"] in first
    khai.says("/moi Tân Lập")
    assert links["zalo-2"] in await office.answer_to(khai), "whoever was invited keeps the bot"


async def test_a_full_bot_sends_on_and_the_code_is_still_good(office: Office) -> None:
    for unit, name in (("X1", "Hạnh"), ("X2", "Hải")):
        await office.linked(unit, name)
    code = await office.code_for("X3")
    lam = office.fake.person("Lâm")
    lam.says(code)
    told = await office.answer_to(lam)
    other = office.fake.bots["zalo-2"].account_name
    assert f"trợ lý này đã đủ người nên em chưa nhận thêm được. Anh/chị mở https://zalo.me/{other}" in told
    again = office.fake.person("Lâm", bot="zalo-2")
    again.says(code)
    assert "đúng không ạ?" in await office.answer_to(again)


async def test_when_every_bot_is_full_whoever_comes_is_let_in_all_the_same(office: Office) -> None:
    for unit, name, bot in (("X1", "Hạnh", 1), ("X2", "Hải", 1), ("X4", "Mai", 2), ("X5", "Sơn", 2)):
        await office.linked(unit, name, f"zalo-{bot}")
    lam = office.fake.person("Lâm")
    lam.says(await office.code_for("X3"))
    assert "đúng không ạ?" in await office.answer_to(lam)


async def test_admins_hear_that_a_bot_fills_up(office: Office) -> None:
    khai = await office.linked(None, "Khải")
    await office.at("2026-11-16 07:00")
    assert "zalo-1" not in await office.answer_to(khai)
    await office.linked("X1", "Hạnh")
    await office.at("2026-11-16 07:10")
    assert "Trợ lý zalo-1 đã có 2/2 người. Người mới, em mời sang trợ lý zalo-2 ạ." in await office.answer_to(khai)
    await office.linked("X2", "Hải", "zalo-2")
    await office.linked("X3", "Lâm", "zalo-2")
    await office.at("2026-11-16 08:00")
    told = await office.answer_to(khai)
    assert "Trợ lý zalo-2 đã có 2/2 người, và không còn trợ lý nào khác còn chỗ." in told
    await office.at("2026-11-16 12:00")
    assert await office.answer_to(khai) == "", "told once a month"


def test_a_whole_provinces_codes_are_shared_out_among_its_bots(
    tmp_path: Path, province: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    only_sqlite("the command opens its own database")
    copy_database(province, tmp_path / "nhacnop.db")
    with sqlite3.connect(tmp_path / "nhacnop.db") as connection:
        connection.execute(
            "INSERT INTO bot_account (channel, account, username, link, seen_at) "
            "VALUES ('zalo', 'zalo-1', 'bot.a', 'https://zalo.me/bot.a', '2026-11-16 00:00:00.000000')"
        )
    config = tmp_path / "config.yaml"
    config.write_text(
        'database: {url: "sqlite+aiosqlite:///nhacnop.db"}\nholidays: {country: null}\n'
        "channels: {zalo: {enabled: true, people: 3, bots: [zalo-1, zalo-2]}}\n",
        encoding="utf-8",
    )
    monkeypatch.setenv(CONFIG_VARIABLE, str(config))
    with pytest.raises(SystemExit) as ended:
        main(["invites"])
    assert not ended.value.code
    printed = capsys.readouterr()
    rows = list(csv.DictReader(io.StringIO(printed.out)))
    named = [row["bot"] for row in rows]
    assert (len(rows), named.count("zalo-1"), named.count("zalo-2"), named.count("")) == (9, 3, 3, 3)
    assert {row["bot_link"] for row in rows if row["bot"] == "zalo-1"} == {"https://zalo.me/bot.a"}
    assert "no bot has room for everybody" in printed.err


# ---- messages ------------------------------------------------------------------------------------------------------


async def used(office: Office) -> dict[str, tuple[int, int]]:
    """What each bot sent and received this month, by our count."""
    async with office.installation.database.snapshot() as tx:
        usages = await metering.usages(tx, "2026-11", office.now)
    return {account: (usage.sent, usage.received) for (_, account), usage in usages.items()}


async def test_what_goes_out_and_comes_in_is_counted_by_bot_and_month(office: Office) -> None:
    hanh, hai = await office.linked("X1", "Hạnh"), await office.linked("X2", "Hải", "zalo-2")
    await office.at("2026-11-16 08:00")
    hanh.sends_photo(photo("bài"))
    hanh.says("/tiendo")
    assert RECEIPT in await office.answer_to(hanh)
    assert await used(office) == {"zalo-1": (3, 2), "zalo-2": (1, 0)}
    assert [len(person.received) for person in (hanh, hai)] == [3, 1]


async def test_each_piece_that_went_out_is_counted_once_also_of_a_message_that_failed_half_way(office: Office) -> None:
    khai = await office.linked(None, "Khải")
    await office.beats()
    sent, _ = (await used(office)).get("zalo-1", (0, 0))
    assert sent == len(khai.received)
    office.fake.when("sendMessage", nth=3).answers(502)
    text = "\n\n".join(f"{number}: " + "chữ " * 400 for number in range(4))
    async with office.installation.database.transaction() as tx:
        (admin,) = await admins.reachable_admins(tx)
        await outbox.queue(tx, [Notice("long", NoticeKind.ADMIN, text, member=admin)], office.now)
    office.installation.dispatcher.wake()
    await office.settles()
    assert (len(khai.received), await used(office)) == (sent + 2, {"zalo-1": (sent + 2, 0)})
    await office.at("2026-11-16 06:32")
    assert (len(khai.received), await used(office)) == (sent + 4, {"zalo-1": (sent + 4, 0)})


@pytest.mark.parametrize("plan", [Plan(people=50, messages=20, both_ways=False)])
async def test_near_the_end_receipts_go_out_and_reminders_do_not_and_both_are_told(office: Office) -> None:
    khai, hanh = await office.linked(None, "Khải", "zalo-2"), await office.linked("X1", "Hạnh")
    hai = await office.linked("X2", "Hải")
    await office.at("2026-11-16 12:00")
    heard = len(hanh.received)
    async with office.installation.database.transaction() as tx:
        await metering.add(tx, "2026-11", {("zalo", "zalo-1"): 16 - 2 * heard}, {})
    await office.at("2026-11-17 09:00")
    assert "Trợ lý zalo-1 đã dùng 16/20 tin của tháng 11 (quá 80%)" in await office.answer_to(khai)
    hai.sends_photo(photo("bài"))
    await office.answer_to(hai)
    hai.says("/tiendo")
    await office.answer_to(hai)
    hai.says("/lichsu")
    await office.answer_to(hai)
    await office.at("2026-11-18 09:00")
    assert "Từ giờ đến hết tháng, qua đó em chỉ gửi câu trả lời, xác nhận và cảnh báo" in await office.answer_to(khai)
    await office.at("2026-11-19 20:30")
    assert len(hanh.received) == heard, "Thursday's reminder is left out"
    hanh.sends_photo(photo("bài của chị Hạnh"))
    assert RECEIPT in await office.answer_to(hanh)
    await office.at("2026-11-20 08:00")
    told = await office.answer_to(khai)
    assert "1 tin em chưa gửi được vì hết hạn mức" in told
    assert "• Trần Thị Hạnh: 1 lời nhắc" in told


async def test_a_plan_that_its_platform_says_is_used_up_is_told_and_listed(office: Office) -> None:
    khai, hanh = await office.linked(None, "Khải", "zalo-2"), await office.linked("X1", "Hạnh")
    await office.at("2026-11-17 09:12")
    await office.answer_to(khai)
    await office.answer_to(hanh)
    office.fake.bots["zalo-1"].quota = 0
    hanh.sends_photo(photo("bài"))
    assert await office.answer_to(hanh) == ""
    await office.at("2026-11-17 09:20")
    assert "Trợ lý zalo-1 đã hết tin của tháng 11" in await office.answer_to(khai)
    assert len(office.fake.calls.of("sendMessage")) - len(office.fake.calls.sends) == 1, "not tried again"
    await office.at("2026-11-18 08:00")
    assert "• Trần Thị Hạnh: 1 xác nhận" in await office.answer_to(khai)
    office.fake.bots["zalo-1"].quota = None
    hanh.says("/tiendo")
    assert "1/1, đã đủ" in await office.answer_to(hanh), "what was handed in is recorded all the same"
