"""The other commands: what they print for people, for scripts, and when something is wrong."""

import csv
import io
import sqlite3
from contextlib import closing

from core.standing import Standing
from tests.commands.conftest import Office


def test_link_prints_a_line_for_each_link_and_needs_no_settings(office: Office) -> None:
    office.config.unlink()
    printed = office.run("link", "https://www.facebook.com/a/posts/1?utm_source=x", "http://localhost/x", "nonsense")
    assert printed.out.splitlines() == ["facebook.com/a/posts/1", "refused: local", "refused: not a link"]


def test_config_counts_before_and_after_the_command(office: Office) -> None:
    other = office.folder / "other.yaml"
    other.write_text('database: {url: "sqlite+aiosqlite:///other.db"}\n', encoding="utf-8")
    assert office.run("--config", other, "migrate").code == 0
    assert (office.folder / "other.db").exists()
    (office.folder / "other.db").unlink()
    assert office.run("migrate", "--config", other).code == 0
    assert (office.folder / "other.db").exists()


def test_an_unknown_key_is_refused_with_its_line_and_exit_2(office: Office) -> None:
    office.config.write_text("organisation:\n  nmae: X\n", encoding="utf-8")
    printed = office.run("status")
    assert printed.code == 2
    assert "line 2" in printed.err
    assert "nmae" in printed.err
    assert "name" in printed.err


def test_a_missing_settings_file_says_what_to_do(office: Office) -> None:
    office.config.unlink()
    printed = office.run("status")
    assert printed.code == 2
    assert "--config" in printed.err


def test_migrate_says_whether_it_changed_anything(office: Office) -> None:
    assert "is now at revision" in office.run("migrate").out
    assert "was already at revision" in office.run("migrate").out


def test_a_database_of_a_newer_version_is_refused_and_left_alone(office: Office) -> None:
    office.run("migrate")
    rows = sqlite3.connect(office.folder / "nhacnop.db")
    rows.execute("UPDATE alembic_version SET version_num = '9999'")
    rows.commit()
    rows.close()
    printed = office.run("status")
    assert printed.code == 1
    assert 'of a newer version of nhacnop (revision "9999") and was left untouched' in printed.err


def test_a_file_that_is_no_database_is_said_in_one_line(office: Office) -> None:
    (office.folder / "nhacnop.db").write_text(
        "this is a letter, not a database, and it is long enough", encoding="utf-8"
    )
    printed = office.run("status")
    assert printed.code == 1
    assert "the database cannot be used" in printed.err
    assert "Traceback" not in printed.err


def test_check_names_what_is_missing_and_how_to_mend_it(office: Office) -> None:
    assert office.run("check").code == 0
    office.run("migrate")
    printed = office.run("check")
    assert printed.code == 1
    assert "WRONG database: no roster yet; to mend: nhacnop roster import FILE" in printed.out
    office.run("roster", "import", office.roster, "--yes")
    assert office.run("check").code == 0


def test_check_sees_levels_and_units_that_the_roster_does_not_have(office: Office) -> None:
    office.run("migrate")
    office.run("roster", "import", office.roster, "--yes")
    settings = office.config.read_text(encoding="utf-8")
    task = "tasks: [{code: tuan, owed_by: [xã, xa], quotas: {X1: 2, X999: 0, huyện: 1}}]\n"
    office.config.write_text(settings + task, encoding="utf-8")
    printed = office.run("check")
    assert printed.code == 1
    known = '"huyện", "tỉnh", "xã"'
    assert f'tasks[0].owed_by is "xa", a level that no unit of the roster has; to mend: one of {known}' in printed.out
    assert (
        'tasks[0].quotas has "X999", which is no unit\'s code; to mend: a unit\'s code, or a level of "xã"'
        in printed.out
    )
    assert '"huyện", which is no unit\'s code' in printed.out and '"X1"' not in printed.out


def test_check_sees_a_consent_that_says_something_else_under_its_version(office: Office) -> None:
    office.run("migrate")
    office.run("roster", "import", office.roster, "--yes")
    with closing(sqlite3.connect(office.folder / "nhacnop.db")) as database, database:
        database.execute(
            "INSERT INTO consent_wording (version, language, wording, first_shown_at) VALUES (1, 'vi', 'khác', ?)",
            ("2026-11-16 00:00:00",),
        )
    printed = office.run("check")
    assert printed.code == 1
    assert "WRONG consent: version 1 was shown to people with other words than now (vi)" in printed.out
    assert "set personal_data.consent_version to 2" in printed.out


def test_check_misses_the_token_of_an_enabled_channel(office: Office) -> None:
    office.config.write_text("channels: {telegram: {enabled: true}}\nholidays: {country: null}\n", encoding="utf-8")
    printed = office.run("check")
    assert printed.code == 1
    assert printed.out.count("set NHACNOP_TELEGRAM_TOKEN or NHACNOP_TELEGRAM_TOKEN_FILE") == 1


def test_check_looks_at_the_folder_of_the_backups(office: Office) -> None:
    (office.folder / "letter").write_text("a file, not a folder", encoding="utf-8")
    office.config.write_text("backup: {dir: letter/backups}\nholidays: {country: null}\n", encoding="utf-8")
    printed = office.run("check")
    assert printed.code == 1
    assert "WRONG folder of the backups: " in printed.out


def test_check_says_what_viber_would_cost_before_it_is_switched_on(office: Office) -> None:
    prices = "channels: {viber: {price: 0.05, monthly: 100}}\n"
    office.config.write_text(office.config.read_text(encoding="utf-8") + prices, encoding="utf-8")
    office.run("roster", "import", office.roster, "--yes")
    said = "viber: with everybody there a month like the last 30 days would cost 100.00: 100.00 and 0 of 0 messages"
    assert said in office.run("check").out


def test_invites_gives_a_code_for_each_held_seat_that_is_not_linked(office: Office) -> None:
    office.run("roster", "import", office.roster, "--yes")
    rows = list(csv.DictReader(io.StringIO(office.run("invites").out)))
    assert [(row["unit"], row["seat"], row["member"]) for row in rows] == [
        ("T1", "coordinator", "Lê Văn Tỉnh"),
        ("H1", "coordinator", "Trần Văn Một"),
        ("X1", "secretary", "Nguyễn Thị Hạnh"),
        ("X2", "secretary", "Phạm Văn Lập"),
    ]
    assert list(rows[0]) == ["unit", "unit_name", "seat", "member", "code", "link"]
    again = list(csv.DictReader(io.StringIO(office.run("invites", "--unit", "X1").out)))
    assert len(again) == 1
    assert again[0]["code"] not in {row["code"] for row in rows}


def test_invites_for_a_unit_that_is_not_there_issues_nothing(office: Office) -> None:
    office.run("roster", "import", office.roster, "--yes")
    printed = office.run("invites", "--unit", "X99")
    assert (printed.code, printed.out) == (1, "")
    assert 'there is no unit with the code "X99"; no code was issued' in printed.err


def test_invites_without_a_roster_says_what_comes_first(office: Office) -> None:
    printed = office.run("invites")
    assert (printed.code, printed.out) == (1, "")
    assert "no roster yet; no code was issued. First: nhacnop roster import FILE" in printed.err


def test_admin_invite_wants_a_name_that_can_be_read(office: Office) -> None:
    for name in ("  ", "x" * 101):
        printed = office.run("admin-invite", "--name", name)
        assert (printed.code, printed.out) == (2, "")
        assert "a name has 1 to 100; no code was issued" in printed.err
    assert office.run("admin-invite", "--name", " Lê  Lan ").code == 0


def test_admin_invite_prints_one_code(office: Office) -> None:
    assert len(office.run("admin-invite").out.strip().replace("-", "")) == 13


def test_status_before_the_first_week_says_how_it_begins(office: Office) -> None:
    printed = office.run("status")
    assert printed.code == 1
    assert "import a roster and start the bot" in printed.err


def test_status_of_a_task_or_unit_that_is_not_there_is_refused(office: Office) -> None:
    assert 'there is no task "x"; there are: tuan' in office.run("status", "--task", "x").err


def test_status_json_has_the_shape_that_scripts_rely_on(office: Office) -> None:
    _live_one_week(office)
    document = office.run("status", "--json").json
    assert list(document) == [
        "now", "task", "period", "opens_at", "due_at", "closes_at", "obligations", "totals", "vacant",
    ]  # fmt: skip
    assert document["vacant"] == ["X3"]
    assert set(document["totals"]) == {state.value for state in Standing}
    assert sum(document["totals"].values()) == len(document["obligations"])
    first = office.run("status", "--json", "--period", "2023-W40", "--unit", "X1").json["obligations"]
    assert [row["unit"] for row in first] == ["X1"]
    assert list(first[0]) == [
        "unit", "unit_name", "member", "linked", "required", "counted", "standing", "due_at", "flag",
    ]  # fmt: skip
    assert first[0]["due_at"] == "2023-10-08T13:00:00Z"
    assert first[0]["linked"] is True


def test_plan_names_the_steps_of_the_coming_days_and_who_would_hear(office: Office) -> None:
    _live_one_week(office)
    steps = office.run("plan", "--days", "7", "--json").json
    coming = [step for step in steps if step["period"] == "2023-W41"]
    assert [(step["at"], step["kind"]) for step in coming] == [
        ("2023-10-12T12:30:00Z", "reminder"),  # that of Monday has gone out
        ("2023-10-14T13:00:00Z", "at_risk"),
        ("2023-10-15T02:00:00Z", "reminder"),
    ]
    assert {receiver["unit"] for receiver in coming[0]["to"]} == {"X1", "X2"}
    assert [receiver["unit"] for receiver in coming[1]["to"]] == ["H1"]
    assert set(coming[0]) == {"at", "kind", "task", "period", "to"}


def test_plan_says_why_nobody_would_hear(office: Office) -> None:
    assert "no roster yet, so nobody hears anything. First: nhacnop roster import FILE" in office.run("plan").err
    office.run("roster", "import", office.roster, "--yes")
    assert "4 seats are held but not linked to a chat, so their holders hear nothing yet" in office.run("plan").err


def test_plan_names_the_months_draft_its_reminders_and_its_freeze(office: Office) -> None:
    _live_one_week(office)
    steps = [step for step in office.run("plan", "--days", "30", "--json").json if step["kind"].startswith("report")]
    assert [(step["at"], step["kind"]) for step in steps] == [
        ("2023-10-22T05:00:00Z", "report draft"),
        ("2023-10-23T01:00:00Z", "report remind"),
        ("2023-10-24T01:00:00Z", "report remind"),
        ("2023-10-24T05:00:00Z", "report freeze"),
    ]
    assert {step["period"] for step in steps} == {"2023-10"}
    assert [receiver["unit"] for receiver in steps[0]["to"]] == ["H1", "T1"]


def test_an_unknown_command_is_said_in_words(office: Office) -> None:
    printed = office.run("frobnicate")
    assert printed.code == 2
    assert "frobnicate" in printed.err


def test_a_day_that_is_none_is_refused_with_an_example(office: Office) -> None:
    printed = office.run("replay", "--from", "30/2")
    assert (printed.code, '"30/2" is no day; write it as 2023-10-02' in printed.err) == (2, True)


def _live_one_week(office: Office) -> None:
    """A replayed week, and settings that look at its database."""
    out = office.folder / "out"
    printed = office.run("replay", "--weeks", "1", "--roster", office.roster, "--out", out, "--json")
    assert printed.code == 0, printed.err
    office.config.write_text(
        'database: {url: "sqlite+aiosqlite:///out/replay.db"}\nholidays: {country: null}\n', encoding="utf-8"
    )
