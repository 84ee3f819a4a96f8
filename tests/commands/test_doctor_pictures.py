"""`nhacnop doctor` holds the table of pictures and the pictures' folder against each other."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.commands import doctor_pictures
from media.store import MediaStore
from tests.commands.conftest import Office


def sql(office: Office, statement: str, *values: object) -> None:
    """A statement by hand."""
    with closing(sqlite3.connect(office.folder / "nhacnop.db", isolation_level=None)) as connection:
        connection.execute(statement, values)


def put(office: Office, content: bytes, *, with_row: bool) -> tuple[str, Path]:
    """A picture in the store, by its SHA-256, and where it lies."""
    store = MediaStore(office.folder / "media")
    sha256 = store.put_here(content, "jpg")
    if with_row:
        row = (sha256, "image/jpeg", len(content), 9, 16, "2026-11-16 00:00:00.000000")
        sql(
            office,
            "INSERT INTO media (sha256, content_type, size, width, height, stored_at) VALUES (?,?,?,?,?,?)",
            *row,
        )
    path = store.path(sha256)
    assert path is not None
    return sha256, path


def test_a_picture_without_its_file_and_a_file_without_its_row_are_told(office: Office) -> None:
    office.run("status")  # makes the database new
    put(office, b"one", with_row=True)
    lost, path = put(office, b"two", with_row=True)
    path.unlink()
    _, purged = put(office, b"three", with_row=True)
    purged.unlink()
    sql(office, "UPDATE media SET purged_at = '2026-11-17 00:00:00.000000' WHERE sha256 LIKE ?", f"%{purged.stem}")
    left, old = put(office, b"four", with_row=False)
    put(office, b"five", with_row=False)
    os.utime(old, (old.stat().st_mtime - 3 * 86_400,) * 2)
    printed = office.run("doctor")
    assert printed.code == 1
    assert "WRONG 1 picture without a file; to mend: put them back into" in printed.out
    assert f"no item: {lost}" in printed.out
    assert "WRONG 1 file that no row names" in printed.out
    wrong = {each["kind"]: each for each in office.run("doctor", "--json").json["findings"]}
    assert wrong["missing_pictures"]["rows"] == [{"sha256": lost, "submission": None}]
    assert wrong["unclaimed_pictures"]["rows"] == [{"sha256": left}]


def test_of_many_missing_pictures_those_with_items_are_named_first() -> None:
    missing = {f"{number:064x}": number if number % 2 else None for number in range(30)}
    lines = doctor_pictures.named(doctor_pictures.Pictures(missing, []))
    assert lines[0] == f"BC-1: {1:064x}"
    assert lines[-1] == "and 10 more (--json lists all)" and len(lines) == 21
