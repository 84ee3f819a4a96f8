"""`nhacnop doctor` and the other commands with a database that cannot be used: what it is, and how it is mended."""

import asyncio
import os
import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import SystemClock
from db.migrate import head
from tests.commands.conftest import CONFIG, Office
from tests.commands.test_doctor_command import found, sql
from tests.commands.test_doctor_command import house as house  # noqa: PLC0414 - fixtures of the office
from tests.commands.test_doctor_command import imported as imported  # noqa: PLC0414 - as above
from tests.db.test_half_migrations import ask
from tests.postgresql.cluster import Cluster

COMMANDS = (["status"], ["plan"], ["migrate"], ["admin-invite"], ["backup", "elsewhere"], ["run"])


def at(place: Office, url: str) -> None:
    """The settings name another database."""
    place.config.write_text(CONFIG.replace("sqlite+aiosqlite:///nhacnop.db", url), encoding="utf-8")


def says(place: Office, words: list[str]) -> str:
    """What a command says on stderr when it fails: one line without anybody else's links."""
    printed = place.run(*words)
    assert printed.code == 1, (words, printed)
    assert "sqlalche.me" not in printed.err
    assert "Traceback" not in printed.err
    assert len(printed.err.strip().splitlines()) == 1, printed.err
    return printed.err


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_a_file_that_is_no_database_is_left_alone(office: Office, words: list[str]) -> None:
    file = office.folder / "nhacnop.db"
    file.write_bytes(b"not a database at all " * 100)
    file.chmod(0o600)
    said = says(office, words)
    assert "file is not a database; nothing was changed. To mend: the file is damaged" in said
    assert "nhacnop restore" in said
    assert file.read_bytes() == b"not a database at all " * 100


def test_doctor_still_looks_at_all_the_rest(house: Office) -> None:
    (house.folder / "nhacnop.db").write_bytes(b"not a database at all " * 100)
    printed = house.run("doctor")
    assert printed.code == 1
    assert "WRONG the database cannot be used (file is not a database); nothing else in it was looked at" in printed.out
    assert "nhacnop restore" in printed.out
    assert "ok    there is room on the disk" in printed.out
    assert found(house.run("doctor", "--json")).keys() == {"database"}
    assert "database: cannot be used (file is not a database); to mend: the file is damaged" in house.run("check").out


def test_a_newer_database_is_named_by_doctor_and_check_and_left_alone(house: Office) -> None:
    sql(house, "UPDATE alembic_version SET version_num = '9999'")
    printed = house.run("doctor")
    assert 'WRONG the database is of a newer version of nhacnop (revision "9999")' in printed.out
    assert "to mend: use that version" in printed.out
    assert '"9999"), to mend: use that version' in house.run("check").out.replace(");", "),")
    for words in COMMANDS:
        assert 'of a newer version of nhacnop (revision "9999") and was left untouched' in says(house, words)
    assert sql(house, "SELECT version_num FROM alembic_version") == [("9999",)]


def test_a_half_made_database_is_refused_with_how_to_mend_it(house: Office) -> None:
    sql(house, "DELETE FROM alembic_version")
    printed = house.run("doctor")
    assert "WRONG the database is half made (it has the table " in printed.out
    assert "to mend: move it away and bring the newest backup back with nhacnop restore" in printed.out
    assert "database: half made" in house.run("check").out
    for words in COMMANDS:
        said = says(house, words)
        assert "is half made" in said and "was left untouched" in said and "nhacnop restore" in said
    assert sql(house, "SELECT count(*) FROM unit") == [(3,)]


def test_an_older_database_is_backed_up_as_doctor_says_and_comes_back(house: Office) -> None:
    for newer in ("settings_taken", "relief_telling"):
        sql(house, f"DROP TABLE {newer}")
    sql(house, "UPDATE alembic_version SET version_num = '0013'")
    assert "to mend: nhacnop backup DIR, then nhacnop migrate" in house.run("doctor").out
    made = house.run("backup", "elsewhere")
    assert made.code == 0, made.err
    assert sql(house, "SELECT version_num FROM alembic_version") == [("0013",)]
    shutil.move(house.folder / "nhacnop.db", house.folder / "before.db")
    back = house.run("restore", made.out.strip())
    assert back.code == 0, back.err
    assert sql(house, "SELECT version_num FROM alembic_version") == [(head(),)]
    assert sql(house, "SELECT count(*) FROM unit") == [(3,)]


# ---- PostgreSQL ----------------------------------------------------------------------------------------------------


def test_a_server_that_does_not_answer_and_one_that_knows_no_such_database(office: Office, cluster: Cluster) -> None:
    at(office, cluster.url("nobody_made_it"))
    said = says(office, ["status"])
    assert 'database "nobody_made_it" does not exist' in said
    assert "To mend: see that database.url names the right user and database" in said
    at(office, "postgresql+asyncpg://nhacnop@127.0.0.1:9/nhacnop")
    assert "To mend: see that the database server runs" in says(office, ["status"])
    printed = office.run("doctor")
    assert "WRONG the database cannot be used (" in printed.out
    assert "to mend: see that the database server runs" in printed.out


def test_an_older_database_on_a_server_is_backed_up_by_its_own_version(office: Office, empty_postgresql: str) -> None:
    at(office, empty_postgresql)
    assert office.run("migrate").code == 0
    _execute(empty_postgresql, "UPDATE alembic_version SET version_num = '0013'")
    assert "Back it up with that version of nhacnop, or with pg_dump" in says(office, ["backup", "elsewhere"])


@pytest.mark.parametrize(("seconds", "told"), [(310, "5 minutes ahead of"), (-310, "5 minutes behind"), (0, None)])
def test_a_clock_that_is_not_the_database_servers_is_wrong(
    office: Office, empty_postgresql: str, monkeypatch: pytest.MonkeyPatch, seconds: int, told: str | None
) -> None:
    at(office, empty_postgresql)
    assert office.run("doctor").code == 0
    real = SystemClock.now
    monkeypatch.setattr(SystemClock, "now", lambda self: real(self) + timedelta(seconds=seconds))
    printed = office.run("doctor")
    assert printed.code == (0 if told is None else 1)
    assert ("WRONG this machine's clock is wrong; to mend: have the clock set" in printed.out) is (told is not None)
    if told is not None:
        assert f"it is {told} the database server's" in printed.out


def _execute(url: str, statement: str) -> None:
    asyncio.run(ask(url, statement))


# ---- rights and folders --------------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name != "posix", reason="rights as POSIX has them")
def test_a_database_that_others_can_open_is_named_with_how_to_mend_it(house: Office) -> None:
    file = house.folder / "nhacnop.db"
    file.chmod(0o644)
    printed = house.run("doctor")
    assert "WRONG 1 file or folder that others on this machine can open or change; to mend: chmod 600" in printed.out
    assert found(house.run("doctor", "--json"))["rights"]["rows"][0]["mend"] == f"chmod 600 {file}"


def test_a_folder_that_is_a_file_cannot_be_written(house: Office) -> None:
    (house.folder / "media").write_text("a file is in the way", encoding="utf-8")
    (house.folder / "media").chmod(0o600)
    printed = house.run("doctor")
    told = f"WRONG 1 folder that cannot be written; to mend: {house.folder / 'media'} is a file: move it away"
    assert told in printed.out
    with closing(sqlite3.connect(Path("nhacnop.db"))) as rows:
        assert rows.execute("SELECT count(*) FROM unit").fetchone() == (3,)
