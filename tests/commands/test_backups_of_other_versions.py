"""Backups of a database that another version of the program wrote: the way back after an upgrade, and the way on."""

import asyncio
import json
import sqlite3
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import pytest

from bot.backup.manifest import digest
from db.backup_file import look_into
from db.copying import TABLES, sums
from db.engine import open_database
from db.migrate import head, migrate
from tests.commands.conftest import CONFIG, Office
from tests.db.test_migrations import REVISIONS, fill, read, url_of

pytestmark = pytest.mark.long

OLDER = REVISIONS[-2]


@pytest.fixture
def older(office: Office) -> Office:
    """An office whose database an earlier version wrote."""
    office.config.write_text(f"{CONFIG}backup: {{dir: backups, keep: 2}}\n", encoding="utf-8")
    _write(office, OLDER)
    return office


def _write(office: Office, revision: str) -> Path:
    file = office.folder / "nhacnop.db"
    file.unlink(missing_ok=True)
    asyncio.run(migrate(url_of(file), revision))
    fill(file)
    file.chmod(0o600)
    return file


def _made(office: Office) -> Path:
    printed = office.run("backup")
    assert printed.code == 0, printed.err
    return Path(printed.out.strip())


def _changes(manifest: Path, statement: str) -> None:
    """Somebody changes the backup's database and makes the manifest fit its bytes again."""
    database = manifest.with_suffix(".db")
    with closing(sqlite3.connect(database)) as rows, rows:
        rows.execute(statement)
    said = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps({**said, "sha256": digest(database), "size": database.stat().st_size}))


def test_a_backup_from_before_an_upgrade_is_restored_after_it(older: Office) -> None:
    file = older.folder / "nhacnop.db"
    written = read(file)
    manifest = _made(older)
    said = json.loads(manifest.read_text(encoding="utf-8"))
    assert (said["revision"], said["tables"]["member"]["rows"]) == (OLDER, len(written["member"]))
    file.unlink()
    back = older.run("restore", manifest)
    assert back.code == 0, back.err
    assert {row["id"] for row in read(file)["member"]} == {row["id"] for row in written["member"]}
    with closing(sqlite3.connect(file)) as rows:
        assert rows.execute("SELECT version_num FROM alembic_version").fetchone() == (head(),)


def test_what_was_changed_in_it_since_is_found_in_any_version(older: Office) -> None:
    manifest = _made(older)
    _changes(manifest, "DELETE FROM audit WHERE id = (SELECT max(id) FROM audit)")
    (older.folder / "nhacnop.db").unlink()
    refused = older.run("restore", manifest)
    assert (refused.code, "the rows of its database are not those that were written" in refused.err) == (1, True)
    assert not (older.folder / "nhacnop.db").exists()


def test_a_backup_of_a_newer_version_is_refused_and_nothing_is_restored(older: Office) -> None:
    manifest = _made(older)
    _changes(manifest, "UPDATE alembic_version SET version_num = '9999'")
    (older.folder / "nhacnop.db").unlink()
    refused = older.run("restore", manifest)
    assert refused.code == 1
    assert 'the backup is of a newer version of nhacnop (revision "9999"); use that version' in refused.err
    assert "Nothing was restored" in refused.err
    assert not (older.folder / "nhacnop.db").exists()


def test_a_file_says_of_itself_what_the_models_say_of_it(office: Office) -> None:
    file = _write(office, head())

    async def compare() -> None:
        held = await look_into(file)
        database = open_database(url_of(file))
        async with database.snapshot() as tx:
            known = {table.name: asdict(await sums(tx, table)) for table in TABLES}
        await database.close()
        assert {name: asdict(figures) for name, figures in held.tables.items()} == known

    asyncio.run(compare())
