"""A settings file with a mistake: one clear line with the place, the value and what would be right."""

from pathlib import Path

import pytest

from bot.config import config_of, load_config
from bot.config_faults import ConfigError, ConfigFault

TEXT = "a text of one line, at most 200 characters"
SECTIONS = (
    "organisation, timezone, database, media, backup, channels, web, tasks, report, quiet_hours, holidays, "
    "invitations, personal_data, watch, logs, health"
)
DATABASES = '"sqlite+aiosqlite:///data/nhacnop.db" or "postgresql+asyncpg://user@host/name"'

MOMENT = 'a weekday and a time such as "sun 20:00"'
REMINDER = 'such as "sun 20:00", "opening 08:00", "3 days before due 08:00" or "due 07:30"'
DAY = 'a day of the month and a time such as "22 12:00"'
GRACE = 'a time such as "12h", from "0h" to "7 days"'
AT_RISK = 'a time such as "24h before due", at most 7 days'
WAIT = 'a time such as "24h", at most 30 days'
VALID = 'a time such as "30 days", from "1h" to "366 days"'
KEEPING = 'a time such as "30 days", from "7 days" to "366 days"'
KEEP = 'a number of months from 1 to 120, such as "12 months"'
LIST = "a list, written [one, another]"
SAIGON = 'a time zone such as "Asia/Ho_Chi_Minh"'
COUNTRY = 'a country\'s two letters such as "VN", or null for no holidays'
FORMS = "one of anh_chi, anh, chi, dong_chi, thay_co, ban, you"
HOST = 'a host name or an address such as "127.0.0.1", without a port'
URL = 'a URL such as "https://example.org"'
USERNAME = 'the bot\'s name such as "nhac_nop_bot", or null'
CODE = "made of a-z, 0-9, _ and -, at most 32 characters"
BOT = "made of a-z, 0-9 and -, at most 32 characters"
PORT = "a whole number from 1 to 65535"
QUOTA = "a whole number from 1 to 100"
LASTING = 'a time such as "30 days", from "1 day" to "3660 days"'
PERCENT = 'a share in whole percent such as "90%", from "0%" to "100%"'
OFTEN = 'so many of so many weeks, such as "3 of 4", at most 52 weeks, or null for never'
MISSES = "a whole number from 1 to 52"
MEMORY = "sqlite+aiosqlite:///:memory:"
MADE_OF_SECTIONS = 'it should be made of sections such as "organisation:" and "tasks:"'
TWICE = "is written twice; it should be there once; it stands in line"

BAD_VALUES = [
    ("tasks: [{week: {due: sunn 20:00}}]", "tasks[0].week.due", '"sunn 20:00"', MOMENT),
    ("tasks: [{week: {opens: 1 08:00}}]", "tasks[0].week.opens", '"1 08:00"', MOMENT),
    ("tasks: [{week: {grace: 8 days}}]", "tasks[0].week.grace", '"8 days"', GRACE),
    ("tasks: [{reminders: [mon 08:00, thu]}]", "tasks[0].reminders[1]", '"thu"', REMINDER),
    ("tasks: [{reminders: mon 08:00}]", "tasks[0].reminders", '"mon 08:00"', LIST),
    ("tasks: [{at_risk: 8 days before due}]", "tasks[0].at_risk", '"8 days before due"', AT_RISK),
    ("tasks: [{at_risk: 0h}]", "tasks[0].at_risk", '"0h"', AT_RISK),
    ("tasks: [{escalate: {unacknowledged: a day}}]", "tasks[0].escalate.unacknowledged", '"a day"', WAIT),
    ("tasks: [{escalate: {misses_in_a_row: 0}}]", "tasks[0].escalate.misses_in_a_row", '"0"', MISSES),
    ("tasks: [{escalate: {chronic: 5 of 4}}]", "tasks[0].escalate.chronic", '"5 of 4"', OFTEN),
    ("tasks: [{month: {closes: 32 12:00}}]", "tasks[0].month.closes", '"32 12:00"', DAY),
    ("tasks: [{quota: 0}]", "tasks[0].quota", '"0"', QUOTA),
    ("tasks: [{quota: 101}]", "tasks[0].quota", '"101"', QUOTA),
    ("tasks: [{quota: 1.5}]", "tasks[0].quota", '"1.5"', QUOTA),
    ("tasks: [{code: Tuần}]", "tasks[0].code", '"Tuần"', CODE),
    ("tasks: [{title: ''}]", "tasks[0].title", '""', TEXT),
    ("tasks: [{owed_by: }]", "tasks[0].owed_by", "empty", TEXT),
    ("tasks: []", "tasks", "an empty list", "a list with at least one item"),
    ("tasks:", "tasks", "empty", LIST),
    ("tasks: {code: a}", "tasks", "a section", LIST),
    ("media: data/media", "media", '"data/media"', "a section with dir, keep, keep_refused"),
    ("media: [a]", "media", "a list", "a section with dir, keep, keep_refused"),
    ("media: {keep: 0 months}", "media.keep", '"0 months"', KEEP),
    ("media: {dir: [a]}", "media.dir", "a list", TEXT),
    ("timezone: Asia/Ho_Chi_Min", "timezone", '"Asia/Ho_Chi_Min"', SAIGON),
    ("timezone: Asia/Hanoi", "timezone", '"Asia/Hanoi"', SAIGON),
    ("timezone: Europe/Berln", "timezone", '"Europe/Berln"', 'a time zone such as "Europe/Berlin"'),
    ("timezone: ../../etc/passwd", "timezone", '"../../etc/passwd"', SAIGON),
    ("organisation: {language: fr}", "organisation.language", '"fr"', "one of vi, en"),
    ("organisation: {address_form: sir}", "organisation.address_form", '"sir"', FORMS),
    ("holidays: {country: XX}", "holidays.country", '"XX"', COUNTRY),
    ("holidays: {policy: never}", "holidays.policy", '"never"', "one of move_due, skip_week, ignore"),
    ("quiet_hours: {to: 24:00}", "quiet_hours.to", '"24:00"', 'a time of day such as "21:00"'),
    ("personal_data: {incoming: 1 day}", "personal_data.incoming", '"1 day"', KEEPING),
    ("personal_data: {answer_days: 0}", "personal_data.answer_days", '"0"', "a whole number from 1 to 10"),
    ("invitations: {valid: 2 years}", "invitations.valid", '"2 years"', VALID),
    ("report: {place: ''}", "report.place", '""', TEXT),
    ("report: {keep: 0 days}", "report.keep", '"0 days"', LASTING),
    ("report: {keep: true}", "report.keep", '"true"', LASTING),
    ("report: {ratings: [{title: a, met: 101%}]}", "report.ratings[0].met", '"101%"', PERCENT),
    ("report: {ratings: [{title: a, met: 0.9}]}", "report.ratings[0].met", '"0.9"', PERCENT),
    ("web: {port: 0}", "web.port", '"0"', PORT),
    ("web: {port: 65536}", "web.port", '"65536"', PORT),
    ("web: {enabled: yes}", "web.enabled", '"yes"', "true or false"),
    ("web: {host: 'localhost:80/'}", "web.host", '"localhost:80/"', HOST),
    ("web: {public_url: example.org}", "web.public_url", '"example.org"', URL),
    ("web: {public_url: 'https://x:y'}", "web.public_url", '"https://x:y"', URL),
    ("channels: {telegram: {username: nhắc nộp}}", "channels.telegram.username", '"nhắc nộp"', USERNAME),
    ("channels: {zalo: {receive: push}}", "channels.zalo.receive", '"push"', "polling, or webhook"),
    ("channels: {zalo: {bots: [Zalo 1]}}", "channels.zalo.bots[0]", '"Zalo 1"', BOT),
    ("database: {url: nhacnop.db}", "database.url", '"nhacnop.db"', DATABASES),
    (f"database: {{url: '{MEMORY}'}}", "database.url", f'"{MEMORY}"', DATABASES),
    ("database: {url: 'postgresql+asyncpg:///x'}", "database.url", '"postgresql+asyncpg:///x"', DATABASES),
]  # fmt: skip

UNKNOWN_KEYS = [
    ("tasks: [{remindrs: []}]", "tasks[0].remindrs", 'no setting; it should be "reminders"'),
    ("quiet_hour: {}", "quiet_hour", 'no setting; it should be "quiet_hours"'),
    ("quiet_hours: {start: 21:00}", "quiet_hours.start", "no setting; it should be one of from, to"),
    ("xyz: 1", "xyz", f"no setting; it should be one of {SECTIONS}"),
    ("channels: {signal: {}}", "channels.signal", "no setting; it should be one of telegram, zalo, viber"),
]

SECRETS = [
    ("channels: {telegram: {token: geheim}}", "channels.telegram.token", "NHACNOP_TELEGRAM_TOKEN"),
    ("channels: {zalo: {tokens: {a: geheim}}}", "channels.zalo.tokens", "NHACNOP_ZALO_TOKEN_<BOT> of each bot"),
    ("database: {Password: geheim}", "database.Password", "NHACNOP_DATABASE_PASSWORD"),
    ("web: {secret_key: geheim}", "web.secret_key", "NHACNOP_WEB_SECRET_KEY"),
]

BROKEN_FILES = [
    (b"- a\n- b\n", f"line 1: the file is a list; {MADE_OF_SECTIONS}"),
    (b"hello\n", f"line 1: the file is a single value; {MADE_OF_SECTIONS}"),
    (b"web:\n  port: 1\nweb:\n  port: 2\n", f"line 3: web {TWICE} 1 already"),
    (b"web:\n  port: 1\n  port: 2\n", f"line 3: web.port {TWICE} 2 already"),
    (b"web:\n  host: \xff\n", "line 2: the file is not UTF-8; it should be saved as UTF-8 text"),
    (b"a: 1\nb: !secret x\n", "line 2: b is marked !secret; it should be a plain value without a mark"),
    (b"a: &x {}\nb: *x\n", "line 1: b is written with an anchor and an alias; it should be written out"),
    (b"? [a]\n: b\n", "line 1: the file is without a plain name for a value; it should be written `name: value`"),
]  # fmt: skip

NO_YAML = [
    (b"web:\n  host: a: b\n", 2),
    (b"web: {port: 1\n", 2),
    (b"web:\n\tport: 1\n", 2),
    (b"web:\n  port: 1\n bad: 2\n", 3),
    (b"a: 1\nb: \x01\n", 2),
    (b"a: *unknown\n", 1),
    (b"a: 1\n---\nb: 2\n", 2),
    (b"a: 'unfinished\n", 2),
]


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """config.yaml in the working folder, as people have it."""
    monkeypatch.chdir(tmp_path)
    return Path("config.yaml")


def refusal(file: Path, text: str | bytes) -> ConfigError:
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ConfigError) as refused:
        load_config(file)
    return refused.value


@pytest.mark.parametrize(("text", "key", "value", "right"), BAD_VALUES)
def test_a_bad_value_is_told_with_what_would_be_right(file: Path, text: str, key: str, value: str, right: str) -> None:
    error = refusal(file, f"# a comment\n{text}\n")
    assert error.faults == [ConfigFault(2, key, value, right)]
    assert str(error) == f"config.yaml line 2: {key} is {value}; it should be {right}"


@pytest.mark.parametrize(("text", "key", "told"), UNKNOWN_KEYS)
def test_an_unknown_key_is_told_with_the_nearest_one(file: Path, text: str, key: str, told: str) -> None:
    assert str(refusal(file, text)) == f"config.yaml line 1: {key} is {told}"


@pytest.mark.parametrize(("text", "key", "variable"), SECRETS)
def test_a_secret_in_the_file_is_refused_and_never_shown(file: Path, text: str, key: str, variable: str) -> None:
    told = str(refusal(file, text))
    assert told.startswith(
        f"config.yaml line 1: {key} is a secret; it should be in the environment variable {variable}, or in"
    )
    assert "geheim" not in told


@pytest.mark.parametrize(
    "text",
    [
        "channels: {telegram: {api_url: 'https://t.me/bot123456789:AAEgeheimgeheimgeheimgeheimgeheim'}}",
        "channels: {telegram: {username: '123456789:AAEgeheimgeheimgeheimgeheimgeheim'}}",
        "web: {public_url: 'https://me:geheim@example.org'}",
        "database: {url: 'postgresql+asyncpg://u:geheim@db/x'}",
        "database: {url: 'postgresql+asyncpg://u@db/x?password=geheim'}",
        "channels: {telegram: {token: geheim: x}}",
    ],
)
def test_a_secret_inside_a_value_is_never_shown(file: Path, text: str) -> None:
    assert "geheim" not in str(refusal(file, text))


@pytest.mark.parametrize(("text", "told"), BROKEN_FILES)
def test_a_broken_file_is_told_in_one_line(file: Path, text: bytes, told: str) -> None:
    assert f"config.yaml {told}" in str(refusal(file, text)).splitlines()


@pytest.mark.parametrize(("text", "line"), NO_YAML)
def test_a_syntax_error_is_one_line_with_its_number(file: Path, text: bytes, line: int) -> None:
    told = str(refusal(file, text))
    assert told.startswith(f"config.yaml line {line}: the file is no YAML here (")
    assert "\n" not in told


def test_the_line_is_that_of_the_key_in_a_long_file(file: Path) -> None:
    text = "web:\n  port: 1\n\ntasks:\n  - code: a\n    week:\n      opens: mon 00:00\n      due: sunn 20:00\n"
    assert str(refusal(file, text)) == (
        'config.yaml line 8: tasks[0].week.due is "sunn 20:00"; it should be a weekday and a time such as "sun 20:00"'
    )


def test_every_fault_is_told_at_once_in_the_order_of_the_file(file: Path) -> None:
    told = str(refusal(file, "tasks: [{quota: 0}, 7]\nweb: {port: 0}\nxyz: 1\nmedia: 3\n")).splitlines()
    assert [line.split(" is ")[0] for line in told] == [
        "config.yaml line 1: tasks[0].quota",
        "config.yaml line 1: tasks[1]",
        "config.yaml line 2: web.port",
        "config.yaml line 3: xyz",
        "config.yaml line 4: media",
    ]


def test_a_missing_file_is_told_with_its_full_path_and_what_to_do(file: Path, tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as refused:
        load_config(file)
    assert str(refused.value) == (
        f"config.yaml: the file is missing; it should be at {tmp_path / 'config.yaml'}; "
        "or name another file with --config FILE or NHACNOP_CONFIG"
    )


def test_a_folder_in_place_of_the_file_is_told(file: Path) -> None:
    file.mkdir()
    with pytest.raises(ConfigError, match=r"config\.yaml: the file is not readable \(.*\); it should be"):
        load_config(file)


def test_a_long_value_is_cut_and_control_characters_are_escaped(file: Path) -> None:
    error = refusal(file, f'web: {{host: "{"x" * 100} \\n y"}}')
    assert error.faults[0].value == '"' + "x" * 79 + '…"'
    assert refusal(file, r'web: {host: "a\nb\e"}').faults[0].value == '"a\\nb\\u001b"'


def test_settings_without_a_file_are_told_without_a_line() -> None:
    with pytest.raises(ConfigError) as refused:
        config_of({"web": {"port": 0}})
    assert str(refused.value) == 'settings: web.port is "0"; it should be a whole number from 1 to 65535'
