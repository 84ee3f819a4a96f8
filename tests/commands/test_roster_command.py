"""`nhacnop roster import|export` as an office uses it."""

from tests.commands.conftest import ROSTER, Office


def test_the_first_import_counts_units_and_vacant_seats_and_writes_after_yes(office: Office) -> None:
    printed = office.run("roster", "import", office.roster, "--yes")
    assert printed.code == 0
    assert "5 units; 3 of a level that owes: 2 held, 1 vacant" in printed.out
    assert printed.out.endswith("written\n")


def test_importing_the_same_file_again_changes_nothing(office: Office) -> None:
    office.run("roster", "import", office.roster, "--yes")
    assert "nothing to change" in office.run("roster", "import", office.roster, "--yes").out


def test_a_dry_run_shows_the_difference_and_writes_nothing(office: Office) -> None:
    office.run("roster", "import", office.roster, "--yes")
    office.roster.write_text(ROSTER.replace("Phạm Văn Lập", "Võ Thị Mới"), encoding="utf-8")
    shown = office.run("roster", "import", office.roster, "--dry-run").out
    assert "other holder: X2 Phạm Văn Lập -> Võ Thị Mới" in shown
    assert "dry run: nothing was written" in shown
    assert "Phạm Văn Lập" in _exported(office)


def test_without_yes_and_without_anybody_to_ask_nothing_is_written(office: Office) -> None:
    printed = office.run("roster", "import", office.roster)
    assert printed.code == 1
    assert "nothing was written: there is nobody to ask here; add --yes to write" in printed.err


def test_every_fault_is_listed_by_the_sheets_own_row_and_nothing_is_written(office: Office) -> None:
    broken = ROSTER + "X4,Xã Lạc,xã,H9,Bí thư,Ai Đó,\nX5,,xã,H1,Bí thư,Ai Nữa,\n"
    office.roster.write_text(broken, encoding="utf-8")
    printed = office.run("roster", "import", office.roster, "--yes")
    assert printed.code == 1
    lines = printed.err.splitlines()
    assert [line.split(":")[0] for line in lines] == ["row 7", "row 8", "nothing was changed"]
    assert office.run("roster", "export", office.folder / "out.csv").code == 0
    assert len((office.folder / "out.csv").read_text(encoding="utf-8-sig").splitlines()) == 1


def test_a_missing_file_is_said_in_one_line(office: Office) -> None:
    printed = office.run("roster", "import", office.folder / "nowhere.csv", "--yes")
    assert printed.code == 1
    why, what_was_not_done = printed.err.splitlines()
    assert why.endswith("nowhere.csv: cannot be read (No such file or directory); see that the path is right")
    assert what_was_not_done == "nothing was changed"


def test_the_export_has_the_columns_of_the_import_and_comes_back_unchanged(office: Office) -> None:
    office.run("roster", "import", office.roster, "--yes")
    for name in ("out.csv", "out.xlsx"):
        assert office.run("roster", "export", office.folder / name).code == 0
        assert "nothing to change" in office.run("roster", "import", office.folder / name, "--yes").out


def test_an_export_under_another_ending_is_refused(office: Office) -> None:
    printed = office.run("roster", "export", office.folder / "out.pdf")
    assert (printed.code, "nothing was written" in printed.err) == (2, True)


def test_a_vanished_unit_stays_and_is_named(office: Office) -> None:
    office.run("roster", "import", office.roster, "--yes")
    office.roster.write_text("\n".join(ROSTER.splitlines()[:-2]) + "\n", encoding="utf-8")
    shown = office.run("roster", "import", office.roster, "--yes").out
    assert "not in the file, stays as it is: X2 Xã Tân Lập" in shown
    assert "X2" in _exported(office)


def _exported(office: Office) -> str:
    office.run("roster", "export", office.folder / "now.csv")
    return (office.folder / "now.csv").read_text(encoding="utf-8-sig")


def test_units_that_are_not_in_the_file_are_closed_only_when_told_so(office: Office) -> None:
    office.run("roster", "import", office.roster, "--yes")
    fewer = "".join(line for line in ROSTER.splitlines(keepends=True) if not line.startswith("X2,"))
    office.roster.write_text(fewer, encoding="utf-8")
    stays = office.run("roster", "import", office.roster, "--yes").out
    assert "not in the file, stays as it is: X2" in stays and "nothing to change" in stays
    closed = office.run("roster", "import", office.roster, "--yes", "--close").out
    assert "not in the file, is closed: X2" in closed and closed.endswith("written\n")
    assert "X2," not in _exported(office)
    assert "not in the file" not in office.run("roster", "import", office.roster, "--yes", "--close").out


def test_an_export_into_a_folder_that_is_not_there_names_the_file_and_what_to_do(office: Office) -> None:
    printed = office.run("roster", "export", office.folder / "nowhere" / "out.csv")
    assert (printed.code, printed.out) == (1, "")
    assert "out.csv: No such file or directory; the file was not written. Name another file" in printed.err
    assert ".part" not in printed.err
