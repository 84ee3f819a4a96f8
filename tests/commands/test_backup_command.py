"""Backups: made while the bot runs, proved, kept for a while, brought back on another machine; nothing overwritten."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from filelock import FileLock

from media.store import MediaStore
from tests.commands.conftest import CONFIG, Office
from tests.postgresql.cluster import Cluster

pytestmark = pytest.mark.long  # the whole file takes seconds


@pytest.fixture
def lived(office: Office) -> Office:
    """An office with a roster, three pictures and a word on where backups go."""
    office.config.write_text(f"{CONFIG}backup: {{dir: backups, keep: 2}}\n", encoding="utf-8")
    assert office.run("roster", "import", office.roster, "--yes").code == 0
    for number in range(3):
        _add_picture(office, f"picture {number}".encode())
    return office


def _add_picture(office: Office, content: bytes) -> str:
    sha256 = MediaStore(office.folder / "media").put_here(content, "jpg")
    with closing(sqlite3.connect(office.folder / "nhacnop.db")) as rows, rows:
        columns = [name for _, name, _, must, default, _ in rows.execute("PRAGMA table_info(media)") if must]
        values = {"sha256": sha256, "size": len(content), "width": 1, "height": 1, "extension": "jpg"}
        filled = [values.get(name, "2026-11-16 00:00:00.000000") for name in columns]
        marks = ",".join("?" * len(columns))
        rows.execute(f"INSERT INTO media ({','.join(columns)}) VALUES ({marks})", filled)
    return sha256


def _made(office: Office) -> Path:
    """A backup; its manifest."""
    printed = office.run("backup")
    assert printed.code == 0, printed.err
    assert "proved by a restore" in printed.err
    return Path(printed.out.strip())


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each look at the clock sees another second, so that no two backups have one name."""
    moments = (datetime(2026, 11, 26, 2, tzinfo=UTC) + timedelta(seconds=number) for number in range(1000))
    monkeypatch.setattr("bot.clock.SystemClock.now", lambda _: next(moments))
    yield


def test_a_backup_comes_back_on_another_machine(lived: Office, tmp_path: Path) -> None:
    before = lived.run("roster", "export", lived.folder / "before.csv")
    manifest = _made(lived)
    said = json.loads(manifest.read_text(encoding="utf-8"))
    assert (said["pictures"], said["missing"], said["tables"]["unit"]["rows"]) == (3, [], 5)
    shutil.move(lived.folder / "backups", lived.folder / "elsewhere")
    shutil.move(lived.folder / "nhacnop.db", lived.folder / "lost.db")
    shutil.rmtree(lived.folder / "media")
    back = lived.run("restore", lived.folder / "elsewhere" / manifest.name)
    assert back.code == 0, back.err
    assert "3 pictures" in back.out
    after = lived.run("roster", "export", lived.folder / "after.csv")
    assert (before.code, after.code) == (0, 0)
    assert (lived.folder / "after.csv").read_bytes() == (lived.folder / "before.csv").read_bytes()
    assert len(list((lived.folder / "media").glob("??/*"))) == 3


def test_nothing_that_is_there_is_overwritten(lived: Office) -> None:
    manifest = _made(lived)
    held = (lived.folder / "nhacnop.db").read_bytes()
    refused = lived.run("restore", manifest)
    assert (refused.code, "is there already and is never overwritten" in refused.err) == (1, True)
    assert (lived.folder / "nhacnop.db").read_bytes() == held


@pytest.mark.parametrize("end", ["-wal", "-journal"])
def test_what_a_lost_database_left_is_not_read_into_the_restored_one(lived: Office, end: str) -> None:
    manifest = _made(lived)
    shutil.move(lived.folder / "nhacnop.db", lived.folder / "lost.db")
    left = lived.folder / f"nhacnop.db{end}"
    left.write_bytes(b"pages of the lost one")
    refused = lived.run("restore", manifest)
    assert (refused.code, f"{left} is there still" in refused.err) == (1, True)
    assert not (lived.folder / "nhacnop.db").exists()
    left.unlink()
    assert lived.run("restore", manifest).code == 0


def test_a_picture_is_copied_once_however_many_backups_name_it(lived: Office, later: None) -> None:
    first = _made(lived)
    files = {file: file.stat().st_mtime_ns for file in (first.parent / "media").glob("??/*")}
    _add_picture(lived, b"another one")
    printed = lived.run("backup")
    assert "4 pictures (1 new)" in printed.err
    after = {file: file.stat().st_mtime_ns for file in (first.parent / "media").glob("??/*")}
    assert len(after) == 4
    assert {file: after[file] for file in files} == files


def test_only_the_newest_are_kept_with_the_pictures_they_name(lived: Office, later: None) -> None:
    gone = _add_picture(lived, b"only for a while")
    first = _made(lived)
    with closing(sqlite3.connect(lived.folder / "nhacnop.db")) as rows, rows:
        rows.execute("UPDATE media SET purged_at = '2026-11-16 00:00:00.000000' WHERE sha256 = ?", [gone])
    second, third = _made(lived), _made(lived)
    assert sorted((first.parent).glob("*.json")) == [second, third]
    assert not first.with_suffix(".db").exists()
    assert MediaStore(first.parent / "media").path(gone) is None
    assert len(list((first.parent / "media").glob("??/*"))) == 3


@pytest.mark.parametrize("damage", ["cut", "changed", "without a manifest", "a picture away"])
def test_a_damaged_backup_is_refused_and_nothing_is_restored(lived: Office, damage: str) -> None:
    manifest = _made(lived)
    database = manifest.with_suffix(".db")
    if damage == "cut":
        database.write_bytes(database.read_bytes()[:-5000])
    elif damage == "changed":
        content = bytearray(database.read_bytes())
        content[5000:5010] = b"x" * 10
        database.write_bytes(content)
    elif damage == "without a manifest":
        manifest.unlink()
    else:
        next((manifest.parent / "media").glob("??/*")).unlink()
    (lived.folder / "nhacnop.db").unlink()
    refused = lived.run("restore", database)
    assert refused.code == 1
    assert "Nothing was restored" in refused.err
    assert not (lived.folder / "nhacnop.db").exists()


def test_what_an_interrupted_backup_left_is_swept_by_the_next_one(lived: Office, later: None) -> None:
    folder = lived.folder / "backups"
    folder.mkdir()
    (folder / "nhacnop-20260101T000000Z.db.part").write_bytes(b"half")
    (folder / "nhacnop-20260102T000000Z.db").write_bytes(b"whole, but nobody wrote what is in it")
    manifest = _made(lived)
    assert {file.name for file in folder.glob("nhacnop-*")} == {manifest.name, manifest.with_suffix(".db").name}


def test_a_backup_that_fails_its_proof_leaves_nothing_and_the_earlier_one_stays(lived: Office, later: None) -> None:
    earlier = _made(lived)
    with closing(sqlite3.connect(lived.folder / "nhacnop.db")) as rows, rows:
        rows.execute("UPDATE unit SET parent_id = 4711 WHERE parent_id IS NOT NULL")
    refused = lived.run("backup")
    assert (refused.code, "rows of unit that point to nothing" in refused.err) == (1, True)
    assert {file.name for file in earlier.parent.glob("nhacnop-*")} == {earlier.name, earlier.with_suffix(".db").name}


def test_a_missing_picture_is_told_and_does_not_fail_the_backup(lived: Office) -> None:
    next((lived.folder / "media").glob("??/*")).unlink()
    printed = lived.run("backup")
    assert (printed.code, "1 pictures were not to be had" in printed.err) == (0, True)
    assert len(json.loads(Path(printed.out.strip()).read_text(encoding="utf-8"))["missing"]) == 1


def test_a_picture_whose_bytes_changed_is_not_backed_up_as_if_it_were_whole(lived: Office) -> None:
    next((lived.folder / "media").glob("??/*")).write_bytes(b"tampered")
    assert "1 pictures were not to be had" in lived.run("backup").err


def test_two_backups_into_one_folder_do_not_meet(lived: Office) -> None:
    (lived.folder / "backups").mkdir()
    with FileLock(lived.folder / "backups" / ".lock"):
        refused = lived.run("backup")
    assert (refused.code, "is under way; nothing was written" in refused.err) == (1, True)


def test_without_a_folder_or_a_database_it_says_what_to_do(office: Office) -> None:
    refused = office.run("backup")
    assert (refused.code, "set backup.dir in config.yaml" in refused.err) == (2, True)
    refused = office.run("backup", office.folder / "backups")
    assert (refused.code, "nhacnop migrate" in refused.err) == (1, True)


def test_a_folder_or_a_letter_is_no_backup_and_the_newest_one_is_named(lived: Office) -> None:
    made = _made(lived)
    said = lived.run("restore", made.parent).err
    assert f"is a folder; name one of the backups in it, the newest is {made.name}. Nothing was restored" in said
    assert "but none is there. Nothing was restored" in lived.run("restore", lived.folder).err
    said = lived.run("restore", lived.roster).err
    assert "this is not what a backup writes; name a nhacnop-….json or nhacnop-….db. Nothing was restored" in said


def test_a_file_where_the_folder_should_be_is_said_in_words(lived: Office) -> None:
    said = lived.run("backup", lived.roster).err
    assert f"the backup failed: {lived.roster}: File exists; earlier backups are as they were. To mend:" in said
    assert "Errno" not in said


def test_a_folder_that_cannot_be_written_is_said_and_noted(lived: Office) -> None:
    (lived.folder / "backups").write_text("a file is in the way", encoding="utf-8")
    refused = lived.run("backup")
    assert refused.code == 1
    assert "Traceback" not in refused.err
    with closing(sqlite3.connect(lived.folder / "nhacnop.db")) as rows:
        assert rows.execute("SELECT what, fine_at FROM upkeep").fetchall() == [("backup", None)]


def test_backups_are_for_their_owner_only(lived: Office) -> None:
    manifest = _made(lived)
    for file in (manifest, manifest.with_suffix(".db")):
        assert file.stat().st_mode & 0o077 == 0


def test_a_backup_of_postgresql_comes_back_on_postgresql_and_as_a_file(lived: Office, cluster: Cluster) -> None:
    first, second = (cluster.url(cluster.database(f"backup {number}")) for number in (1, 2))
    assert lived.run("migrate", "--to", first).code == 0
    lived.run("roster", "export", lived.folder / "before.csv")
    lived.config.write_text(_settings(first), encoding="utf-8")
    manifest = _made(lived)
    refused = lived.run("restore", manifest)
    assert (refused.code, "is not empty and is never overwritten" in refused.err) == (1, True)
    for number, url in enumerate((second, "sqlite+aiosqlite:///back.db")):
        lived.config.write_text(_settings(url), encoding="utf-8")
        back = lived.run("restore", manifest)
        assert back.code == 0, back.err
        lived.run("roster", "export", lived.folder / f"{number}.csv")
        assert (lived.folder / f"{number}.csv").read_bytes() == (lived.folder / "before.csv").read_bytes()
    assert lived.run("admin-invite").code == 0


def _settings(url: str) -> str:
    return CONFIG.replace("sqlite+aiosqlite:///nhacnop.db", url) + "backup: {dir: backups}\n"
