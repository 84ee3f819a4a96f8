"""What the command line says of itself and of what it does not understand: a sentence, and no word of a programmer."""

import re
from pathlib import Path

import pytest

from bot.cli import COMMANDS
from bot.commands.writable import mend, nearest, refused
from tests.commands.conftest import Office

PLACES = [[], *([name] for name in COMMANDS), ["roster", "import"], ["roster", "export"]]


@pytest.mark.parametrize("place", PLACES, ids=" ".join)
def test_the_help_names_no_types_of_the_programming_language(office: Office, place: list[str]) -> None:
    printed = office.run(*place, "--help")
    assert printed.code == 0
    assert re.findall(r"<[a-z].*?>|<=|list\[|\bstr\b|\bint\b", printed.out) == []


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["invites", "--format", "doc"], "--format takes csv or pdf"),
        (["run", "--role", "boss"], "--role takes all or web or worker"),
        (["demo", "--port", "abc"], "--port takes a whole number from 0 to 65535"),
        (["plan", "--days", "99"], "--days takes a whole number from 1 to 62"),
        (["replay", "--compliance", "2"], "--compliance takes a number from 0 to 1"),
        (["replay", "--seed", "x"], "--seed takes a whole number"),
        (["report", "--limit", "0", "--out", "o"], "--limit takes a whole number from 1 on"),
        (["report"], "--out is missing"),
        (["restore"], "FILE is missing"),
        (["roster", "import"], "FILE is missing"),
        (["report", "--month"], "--month is followed by nothing"),
        (["status", "--json=1"], "--json stands alone, without a value"),
        (["check", "--bogus"], "there is no option --bogus"),
        (["doctor", "--jsn"], "there is no option --jsn; was --json meant?"),
        (["statsu"], 'there is no command "statsu"; was status meant?'),
        (["roster", "delete"], 'there is no command "delete"'),
        (["demo", "one", "two"], 'nothing is done with "one two"'),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, list) else "",
)
def test_what_is_not_understood_is_said_in_one_line(office: Office, typed: list[str], told: str) -> None:
    printed = office.run(*typed)
    assert (printed.code, printed.out) == (2, "")
    line = printed.err.strip()
    assert line.startswith(told)
    assert "\n" not in line
    if "--month" not in typed and "--json=1" not in typed:
        assert line.endswith(" --help")


@pytest.mark.parametrize("year", ["0001", "1999", "3000", "9999"])
def test_a_day_far_out_of_the_calendar_is_refused_in_a_sentence(office: Office, year: str) -> None:
    for typed in (
        ["replay", "--weeks", "1", "--from", f"{year}-12-31"],
        ["run", "--rehearse-from", f"{year}-12-31T00:00"],
    ):
        printed = office.run(*typed)
        assert printed.code == 2
        assert "is of no year from 2000 to 2999; nothing was" in printed.err
    assert not (office.folder / "nhacnop.db").exists()


def test_config_without_a_file_is_said_so(office: Office) -> None:
    printed = office.run("check", "--config")
    assert (printed.code, printed.err.strip()) == (2, "--config names no file; write --config FILE")


def test_a_command_alone_that_has_commands_below_it_shows_its_help(office: Office) -> None:
    printed = office.run("roster")
    assert printed.code == 2
    assert "import" in printed.out + printed.err


def test_whether_files_can_be_made_is_tried_and_not_asked(tmp_path: Path) -> None:
    assert refused(tmp_path) is None
    assert list(tmp_path.iterdir()) == []
    processes = Path("/proc/self")
    if processes.exists():  # root has every right there, and makes no file
        error = refused(nearest(processes / "media"))
        assert error is not None
        assert "name another folder" in mend(processes, error)


def test_a_file_where_a_folder_should_be_is_called_one(tmp_path: Path) -> None:
    (tmp_path / "media").write_bytes(b"")
    place = nearest(tmp_path / "media" / "pictures")
    error = refused(place)
    assert error is not None
    assert mend(place, error) == f"{tmp_path / 'media'} is a file: move it away, or name another folder"


def test_no_code_is_issued_for_a_file_that_root_could_not_make_either(office: Office) -> None:
    if not Path("/proc/self").exists():
        pytest.skip("there is no /proc here")
    office.run("roster", "import", "roster.csv", "--yes")
    printed = office.run("invites", "--out", "/proc/self/codes.csv")
    assert printed.code == 2
    assert "cannot be written; no code was issued" in printed.err
