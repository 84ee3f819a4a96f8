"""The settings: what ships, what is left out, and where relative paths lead."""

import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import time, timedelta
from pathlib import Path
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
import yaml
from pydantic import BaseModel

from bot.config import Config, config_of, load_config
from bot.config_section import Section
from core.calendar import HolidayPolicy, WeekMoment
from core.task import ChronicRule

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "config.yaml"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.yaml"


def test_the_shipped_file_says_what_holds_when_it_says_nothing() -> None:
    shipped, defaults = load_config(SHIPPED), Config()
    for name in set(Config.model_fields) - {"organisation"}:
        assert getattr(shipped, name) == getattr(defaults, name), name
    for name in set(type(defaults.organisation).model_fields) - {"name"}:
        assert getattr(shipped.organisation, name) == getattr(defaults.organisation, name), name


def test_the_shipped_file_has_every_setting() -> None:
    written = {re.sub(r"\[\d+\]", "", key) for key, _ in _written_settings(_shipped_nodes(), "")}
    assert written == set(_settings(Config, ""))


def test_every_setting_of_the_shipped_file_has_a_comment() -> None:
    lines = SHIPPED.read_text(encoding="utf-8").splitlines()
    without = [
        key
        for key, line in _written_settings(_shipped_nodes(), "")
        if not re.search(r"\s# \S", lines[line]) and not re.match(r"\s*# \S", lines[line - 1])
    ]
    assert not without, f"settings without a comment in config.yaml: {', '.join(without)}"


def test_an_empty_file_means_the_defaults(file: Path) -> None:
    for text in ("", "\n", "# nothing\n", "\ufeff", "media:\nweb: # empty\n"):
        file.write_text(text, encoding="utf-8")
        config = load_config(file)
        assert all(getattr(config, name) == getattr(Config(), name) for name in Config.model_fields)


def test_values_mean_what_they_say_not_what_yaml_makes_of_them(file: Path) -> None:
    file.write_text("quiet_hours: {from: 21:00, to: 22:30}\nholidays: {country: NO}\norganisation: {name: 365}\n")
    config = load_config(file)
    assert (config.quiet_hours.start, config.quiet_hours.end) == (time(21), time(22, 30))
    assert config.holidays.country == "NO"
    assert config.organisation.name == "365"


def test_every_kind_of_setting_is_understood() -> None:
    config = config_of(
        {
            "timezone": "Europe/Berlin",
            "media": {"keep": "2 years"},
            "channels": {"telegram": {"username": "@nhac_nop_bot", "api_url": "http://localhost:8081/bot/"}},
            "web": {"port": 443, "enabled": False, "public_url": "https://example.org/"},
            "tasks": [
                {
                    "week": {"due": "Friday 17:00", "grace": "90m"},
                    "reminders": ["thu 9:00"],
                    "at_risk": "2 days before due",
                    "escalate": {"unacknowledged": "36 hours", "misses_in_a_row": "3", "chronic": "2 of 6"},
                }
            ],
            "holidays": {"country": None, "policy": "skip_week"},
            "invitations": {"valid": "2 weeks"},
        }
    )
    task = config.tasks[0]
    assert config.timezone == ZoneInfo("Europe/Berlin")
    assert config.media.keep == 24
    assert config.channels.telegram.username == "nhac_nop_bot"
    assert config.channels.telegram.api_url == "http://localhost:8081/bot"
    assert (config.web.port, config.web.enabled, config.web.public_url) == (443, False, "https://example.org")
    assert task.week.opens == WeekMoment.parse("mon 00:00")
    assert task.week.due == WeekMoment.parse("fri 17:00")
    assert task.week.grace == timedelta(minutes=90)
    assert task.reminders == (WeekMoment.parse("thu 09:00"),)
    assert task.at_risk == timedelta(days=2)
    assert (task.escalate.unacknowledged, task.escalate.misses_in_a_row) == (timedelta(hours=36), 3)
    assert task.escalate.chronic == ChronicRule(2, 6)
    assert (config.holidays.country, config.holidays.policy) == (None, HolidayPolicy.SKIP_WEEK)
    assert config.invitations.valid == timedelta(days=14)


def test_relative_paths_start_at_the_files_folder(file: Path) -> None:
    file.write_text("media: {dir: pictures}\n")
    config, folder = load_config(file), file.parent
    assert config.resolve("x/y") == folder / "x/y"
    assert config.resolve(Path("/abs")) == Path("/abs")
    assert config.media_dir == folder / "pictures"
    assert config.database_url == f"sqlite+aiosqlite:///{folder.as_posix()}/data/nhacnop.db"


def test_without_a_file_paths_start_at_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert Config().resolve("a") == tmp_path / "a"


@pytest.mark.parametrize(
    ("url", "absolute"),
    [
        ("sqlite+aiosqlite:////var/n.db", "sqlite+aiosqlite:////var/n.db"),
        ("sqlite+aiosqlite:///n.db?timeout=5", "sqlite+aiosqlite:///{folder}/n.db?timeout=5"),
        ("postgresql+asyncpg://bot@db:5432/nhacnop", "postgresql+asyncpg://bot@db:5432/nhacnop"),
    ],
)
def test_the_database_url_is_absolute(file: Path, url: str, absolute: str) -> None:
    file.write_text(f"database: {{url: '{url}'}}\n")
    assert load_config(file).database_url == absolute.format(folder=file.parent.as_posix())


def test_settings_are_frozen() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Config().web.port = 1


def test_reading_settings_loads_nothing_heavy() -> None:
    code = "import bot.config, sys; bot.config.Config(); print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split()
    assert not {"holidays", "sqlalchemy", "sqlmodel", "telegram", "PIL", "openpyxl", "typer", "rich"} & set(loaded)


def _settings(model: type[BaseModel], above: str) -> Iterator[str]:
    """Every setting that holds a value, by its dotted name."""
    for name, field in model.model_fields.items():
        kind = next(iter(get_args(field.annotation)), field.annotation)
        key = f"{above}{field.validation_alias or name}"
        is_there = field.default not in (None, ())  # else its keys stand in a comment
        if isinstance(kind, type) and issubclass(kind, Section) and is_there:
            yield from _settings(kind, f"{key}.")
        else:
            yield key


def _shipped_nodes() -> yaml.Node:
    node = yaml.compose(SHIPPED.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    assert node is not None
    return node


def _written_settings(node: yaml.Node, key: str) -> Iterator[tuple[str, int]]:
    """Every setting in the file with its line, counted from 0."""
    if isinstance(node, yaml.MappingNode) and node.value:
        for name, value in node.value:
            below = f"{key}.{name.value}".removeprefix(".")
            if (isinstance(value, yaml.MappingNode) and value.value) or _holds_sections(value):
                yield from _written_settings(value, below)
            else:
                yield below, name.start_mark.line
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _written_settings(item, f"{key}[0]")


def _holds_sections(node: yaml.Node) -> bool:
    return isinstance(node, yaml.SequenceNode) and any(isinstance(item, yaml.MappingNode) for item in node.value)
