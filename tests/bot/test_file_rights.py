"""Nobody else on the machine reads the database, the pictures or a token; and it is said when somebody could."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from bot.config import Config, load_config
from bot.file_rights import for_us_alone, too_open
from db.migrate import migrate
from tests.commands.conftest import Office
from tests.commands.conftest import office as office  # noqa: PLC0414 - a fixture
from tests.processes import waited_for

pytestmark = pytest.mark.skipif(os.name != "posix", reason="rights as POSIX has them")


@pytest.fixture
def config(tmp_path: Path) -> Config:
    file = tmp_path / "config.yaml"
    file.write_text("organisation: {name: Tỉnh A}\n", encoding="utf-8")
    tmp_path.chmod(0o755)
    file.chmod(0o644)
    return load_config(file)


def rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


async def test_what_the_program_makes_is_its_own_users_alone(config: Config, tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        for_us_alone()
        await migrate(config.database_url)
        config.media_dir.mkdir(parents=True)
    finally:
        os.umask(before)
    assert rights(tmp_path / "data" / "nhacnop.db") == 0o600
    assert rights(tmp_path / "data") == rights(config.media_dir) == 0o700
    assert too_open(config, {}, tmp_path / "config.yaml") == []


def test_what_others_can_open_is_named_with_how_to_mend_it(config: Config, tmp_path: Path) -> None:
    config.media_dir.mkdir(parents=True)
    database, token = tmp_path / "data" / "nhacnop.db", tmp_path / "token"
    for path in (database, token):
        path.write_text("x", encoding="utf-8")
        path.chmod(0o644)
    config.media_dir.chmod(0o755)
    environ = {"NHACNOP_TELEGRAM_TOKEN_FILE": str(token), "HOME": str(tmp_path)}
    assert too_open(config, environ, tmp_path / "config.yaml") == [
        f"others on this machine can open {database}; chmod 600 {database}",
        f"others on this machine can open {config.media_dir}; chmod 700 {config.media_dir}",
        f"others on this machine can open {token}; chmod 600 {token}",
    ]
    config.media_dir.chmod(0o700)
    for path in (database, token):
        path.chmod(0o600)
    assert too_open(config, environ, tmp_path / "config.yaml") == []


@pytest.mark.parametrize(
    "name", ["data/link.key", "data/local", "data/documents", "backups/nhacnop-20261126T020000Z.db"]
)
def test_whatever_holds_something_of_people_is_looked_at(tmp_path: Path, name: str) -> None:
    (tmp_path / "config.yaml").write_text("backup: {dir: backups}\n", encoding="utf-8")
    config = load_config(tmp_path / "config.yaml")
    path = tmp_path / name
    path.parent.mkdir(mode=0o700, exist_ok=True)
    if path.suffix:
        path.write_text("x", encoding="utf-8")
    else:
        path.mkdir()
    path.chmod(0o755)
    (told,) = too_open(config, {}, tmp_path / "config.yaml")
    assert str(path) in told
    assert "; chmod " in told
    path.chmod(0o700)
    assert too_open(config, {}, tmp_path / "config.yaml") == []


def test_settings_that_others_can_change_are_named_and_those_they_can_read_are_not(
    config: Config, tmp_path: Path
) -> None:
    file = tmp_path / "config.yaml"
    assert too_open(config, {}, file) == []
    file.chmod(0o646)
    assert too_open(config, {}, file) == [f"others on this machine can change {file}; chmod o-w {file}"]
    file.chmod(0o644)
    tmp_path.chmod(0o777)  # where the file can be put away and another one put there
    assert too_open(config, {}, file) == [f"others on this machine can change {tmp_path}; chmod o-w {tmp_path}"]


def test_run_names_them_before_it_does_anything(office: Office) -> None:
    """As a process, as it is started; a token in a file that others can read is named, and not shown."""
    token = office.folder / "token"
    token.write_text("7100000001:SECRET", encoding="utf-8")
    token.chmod(0o644)
    office.config.chmod(0o666)
    environ = {**os.environ, "NHACNOP_TELEGRAM_TOKEN_FILE": str(token)}
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "run"], cwd=office.folder, env=environ, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        said = []
        with waited_for(process):
            for line in process.stderr:
                said.append(line)
                if line.startswith("ready"):
                    process.terminate()
                    break
            process.stderr.read()
    assert said[0] == f"others on this machine can open {token}; chmod 600 {token}\n"
    assert said[1] == "others on this machine can change config.yaml; chmod o-w config.yaml\n"
    assert "SECRET" not in "".join(said)
