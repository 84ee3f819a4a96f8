"""Nobody else on the machine reads the database, the pictures or a token; and it is said when somebody could."""

import os
import stat
from pathlib import Path

import pytest

from bot.config import Config, load_config
from bot.file_rights import for_us_alone, too_open
from db.migrate import migrate

pytestmark = pytest.mark.skipif(os.name != "posix", reason="rights as POSIX has them")


@pytest.fixture
def config(tmp_path: Path) -> Config:
    file = tmp_path / "config.yaml"
    file.write_text("organisation: {name: Tỉnh A}\n", encoding="utf-8")
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
    assert too_open(config, {}) == []


def test_what_others_can_open_is_named_with_how_to_mend_it(config: Config, tmp_path: Path) -> None:
    config.media_dir.mkdir(parents=True)
    database, token = tmp_path / "data" / "nhacnop.db", tmp_path / "token"
    for path in (database, token):
        path.write_text("x", encoding="utf-8")
        path.chmod(0o644)
    config.media_dir.chmod(0o755)
    environ = {"NHACNOP_TELEGRAM_TOKEN_FILE": str(token), "HOME": str(tmp_path)}
    assert too_open(config, environ) == [
        f"others on this machine can open {database}; chmod 600 {database}",
        f"others on this machine can open {config.media_dir}; chmod 700 {config.media_dir}",
        f"others on this machine can open {token}; chmod 600 {token}",
    ]
    config.media_dir.chmod(0o700)
    for path in (database, token):
        path.chmod(0o600)
    assert too_open(config, environ) == []
