"""The settings' file read again: every difference by its name, what needs a restart apart, nothing of a wrong file."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.config import Config, load_config
from bot.organisation import organisation_of
from bot.settings_file import AFTER_RESTART, FileSettings
from core.settings_change import Change

BEFORE = """\
organisation: {name: Tỉnh Mẫu}
holidays: {country: null}
tasks:
  - {code: tuan, quota: 1}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "config.yaml").write_text(BEFORE, encoding="utf-8")
    return tmp_path / "config.yaml"


@pytest.fixture
def settings(file: Path) -> FileSettings:
    return FileSettings(file, load_config(file))


def now_says(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")


async def changes(settings: FileSettings) -> list[tuple[str, str, str]]:
    return [(each.key, each.before, each.after) for each in (await settings.compare()).changes]


async def test_a_file_that_is_the_same_changes_nothing(settings: FileSettings, file: Path) -> None:
    assert await changes(settings) == []
    now_says(file, BEFORE + "# a remark\n")
    assert await changes(settings) == []


@pytest.mark.parametrize(
    ("line", "change"),
    [
        ('quiet_hours: {from: "22:00"}', ("quiet_hours.from", "21:00", "22:00")),
        ("invitations: {valid: 2 days}", ("invitations.valid", "30 days", "2 days")),
        ("holidays: {country: null, policy: skip_week}", ("holidays.policy", "move_due", "skip_week")),
        ("media: {keep: 6 months}", ("media.keep", "12", "6")),
        ("health: {at: null}", ("health.at", "07:00", "null")),
    ],
)
async def test_a_difference_is_told_as_the_file_writes_it(
    settings: FileSettings, file: Path, line: str, change: tuple[str, str, str]
) -> None:
    kept = BEFORE.replace("holidays: {country: null}\n", "") if line.startswith("holidays") else BEFORE
    now_says(file, f"{kept}{line}\n")
    assert await changes(settings) == [change]


async def test_tasks_go_by_their_codes(settings: FileSettings, file: Path) -> None:
    now_says(
        file,
        BEFORE.replace("  - {code: tuan, quota: 1}", "  - {code: moi, title: Mới}\n  - {code: tuan, quota: 2, "
                       'week: {grace: 90m}, escalate: {chronic: 2 of 3}, reminders: ["mon 09:00"], active: false}'),
    )  # fmt: skip
    found = {key: (before, after) for key, before, after in await changes(settings)}
    of_old = {key.removeprefix("tasks[tuan]."): each for key, each in found.items() if key.startswith("tasks[tuan]")}
    assert of_old == {
        "quota": ("1", "2"),
        "active": ("true", "false"),
        "week.grace": ("12h", "90m"),
        "escalate.chronic": ("3 of 4", "2 of 3"),
        "reminders": ("[mon 08:00, thu 19:30, sun 09:00]", "[mon 09:00]"),
    }
    assert found["tasks[moi].title"] == ("–", "Mới")
    assert (await settings.compare()).gone == frozenset()


async def test_a_task_that_is_not_there_any_more_is_named(settings: FileSettings, file: Path) -> None:
    now_says(file, BEFORE.replace("code: tuan", "code: khac"))
    assert (await settings.compare()).gone == {"tuan"}


async def test_what_needs_a_restart_is_named_and_stays_as_it_is(settings: FileSettings, file: Path) -> None:
    restart = "timezone: Asia/Tokyo\nweb: {port: 8081}\nmedia: {dir: elsewhere, keep: 6 months}\n"
    now_says(
        file, BEFORE + restart + 'channels: {telegram: {enabled: true}}\ndatabase: {url: "sqlite+aiosqlite:///b.db"}\n'
    )
    config, compared = await settings.read()
    assert {change.key for change in compared.after_restart} == {
        "timezone", "web.port", "media.dir", "channels.telegram.enabled", "database.url",
    }  # fmt: skip
    assert compared.at_once == (Change("media.keep", "12", "6"),)
    rules = organisation_of(config)
    assert (str(rules.calendar.zone), rules.media_months) == ("Asia/Ho_Chi_Minh", 6)
    assert (config.web.port, config.media.dir, config.channels.telegram.enabled) == (8080, "data/media", False)
    assert config.database_url == load_config(file).absolute_url(Config().database.url)


async def test_what_was_taken_is_what_the_next_file_is_compared_with(settings: FileSettings, file: Path) -> None:
    now_says(file, BEFORE + "invitations: {valid: 2 days}\n")
    config, _ = await settings.read()
    assert config.invitations.valid == timedelta(days=2)
    assert await changes(settings) != []
    settings.taken(config)
    assert await changes(settings) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (BEFORE + "qiet_hours: {}\n", "line 5: qiet_hours is no setting"),
        (BEFORE.replace("quota: 1", "quota: viele"), 'line 4: tasks[0].quota is "viele"'),
        ("organisation: [", "no YAML here"),
    ],
)
async def test_of_a_wrong_file_nothing_is_taken(settings: FileSettings, file: Path, text: str, fault: str) -> None:
    running = (await settings.read())[0]
    now_says(file, text)
    config, compared = await settings.read()
    assert fault in "\n".join(compared.faults)
    assert config == running and compared.changes == ()


async def test_a_file_that_is_gone_is_a_fault(tmp_path: Path) -> None:
    assert "No such file" in (await FileSettings(tmp_path / "gone.yaml", Config()).compare()).faults[0]


def test_every_name_of_what_needs_a_restart_is_a_setting() -> None:
    config: object = Config()
    for name in AFTER_RESTART:
        section, _, key = name.partition(".")
        assert hasattr(config, section) and (not key or hasattr(getattr(config, section), key)), name
