"""`nhacnop invites` on paper and as a file: what is written where, and what is said when it cannot be."""

import csv
import shutil
import sqlite3
import subprocess
import sys

import pytest

from tests.commands.conftest import Office

needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler is not installed")


@pytest.fixture
def filled(office: Office) -> Office:
    """The office with its roster imported."""
    assert office.run("roster", "import", office.roster, "--yes").code == 0
    return office


def codes_issued(office: Office) -> int:
    with sqlite3.connect(office.folder / "nhacnop.db") as connection:
        return int(connection.execute("SELECT count(*) FROM invite").fetchone()[0])


@needs_poppler
def test_a_sheet_has_a_page_for_the_district_and_one_for_the_province(filled: Office) -> None:
    printed = filled.run("invites", "--format", "pdf", "--out", "thu.pdf")
    assert (printed.code, printed.out) == (0, "")
    assert "wrote thu.pdf" in printed.err
    told = subprocess.run(["pdftotext", "-layout", "thu.pdf", "-"], capture_output=True, check=True).stdout.decode()
    province, district = sorted(told.split("\f")[:-1], key=lambda page: "Huyện Một" in page)
    assert "Lê Văn Tỉnh" in province and "Nguyễn Thị Hạnh" not in province
    for name in ("Huyện Một", "Trần Văn Một", "Xã An Phú", "Nguyễn Thị Hạnh", "Xã Tân Lập", "Phạm Văn Lập"):
        assert name in district, name
    assert "Hoà Sơn" not in told  # vacant
    assert (filled.folder / "thu.pdf").stat().st_mode & 0o077 == 0


def test_a_table_goes_to_a_file_too(filled: Office) -> None:
    assert filled.run("invites", "--unit", "H1", "--out", "ma.csv").code == 0
    with (filled.folder / "ma.csv").open(encoding="utf-8") as file:
        assert [row["unit"] for row in csv.DictReader(file)] == ["H1", "X1", "X2"]


def test_where_nothing_can_be_written_no_code_is_issued(filled: Office) -> None:
    for target in (".", "nowhere/thu.pdf"):
        printed = filled.run("invites", "--format", "pdf", "--out", target)
        assert printed.code == 2
        assert f"{target} cannot be written; no code was issued" in printed.err
    assert codes_issued(filled) == 0


def test_a_disk_that_is_full_is_told_with_what_became_of_the_codes(
    filled: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: object, target: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", full)
    printed = filled.run("invites", "--out", "ma.csv")
    assert printed.code == 1
    assert "no space left on the disk" in printed.err and "run this again for fresh ones" in printed.err
    assert list(filled.folder.glob("*.csv*")) == [filled.roster]


def test_when_everybody_is_linked_no_sheet_is_written(office: Office) -> None:
    office.run("migrate")
    printed = office.run("invites", "--format", "pdf", "--out", "thu.pdf")
    assert "no code was issued" in printed.err
    assert not (office.folder / "thu.pdf").exists()


@pytest.mark.long
def test_without_a_file_the_sheet_goes_into_the_pipe(filled: Office) -> None:
    command = [sys.executable, "-m", "bot", "invites", "--format", "pdf"]
    done = subprocess.run(command, cwd=filled.folder, capture_output=True, check=True)
    assert done.stdout.startswith(b"%PDF") and done.stdout.rstrip().endswith(b"%%EOF")
