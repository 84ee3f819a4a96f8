"""Secrets come from the environment and show themselves nowhere."""

import copy
from pathlib import Path

import pytest

from bot.config import Config, config_of
from bot.config_faults import TELEGRAM_TOKEN, ConfigError, zalo_token
from bot.secret_text import SecretText, database_url, secret

NAME = TELEGRAM_TOKEN
POSTGRES = config_of({"database": {"url": "postgresql+asyncpg://bot@db:5432/nhacnop"}})


def test_a_secret_hides_itself() -> None:
    hidden = SecretText("geheim")
    assert "geheim" not in f"{hidden} {hidden!r} {[hidden]}"
    assert hidden.reveal() == "geheim"
    with pytest.raises(TypeError):
        copy.copy(hidden)


def test_a_secret_comes_from_the_variable_or_from_the_file_that_it_names(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("\ufeff from-file\r\n", encoding="utf-8")
    from_variable, from_file = secret(NAME, {NAME: "from-variable\n"}), secret(NAME, {f"{NAME}_FILE": str(file)})
    assert from_variable is not None and from_variable.reveal() == "from-variable"
    assert from_file is not None and from_file.reveal() == "from-file"


def test_a_secret_that_is_not_set_is_none() -> None:
    assert secret(NAME, {}) is None
    assert secret(NAME, {NAME: "", f"{NAME}_FILE": ""}) is None


@pytest.mark.parametrize(
    ("environ", "told"),
    [
        (
            {f"{NAME}_FILE": "/nowhere/x"},
            f'{NAME}_FILE is "/nowhere/x"; it should be the path of a text file that can be read',
        ),
        ({NAME: "a", f"{NAME}_FILE": "b"}, f"{NAME} is set; it should be alone, but {NAME}_FILE is set too"),
        ({NAME: "  "}, f"{NAME} is empty; it should be a secret, or unset"),
        ({NAME: "geheim geheim"}, f"{NAME} is a secret with blanks or control characters; it should be one word"),
        ({NAME: "geheim\x00"}, f"{NAME} is a secret with blanks or control characters; it should be one word"),
    ],
)
def test_a_secret_that_cannot_be_used_is_told_but_not_shown(environ: dict[str, str], told: str) -> None:
    with pytest.raises(ConfigError) as refused:
        secret(NAME, environ)
    assert str(refused.value).startswith(f"environment: {told}")
    assert "geheim" not in str(refused.value)


def test_each_zalo_bot_has_its_own_variable() -> None:
    assert zalo_token("zalo-1") == "NHACNOP_ZALO_TOKEN_ZALO_1"


def test_the_databases_password_is_put_into_its_url() -> None:
    url = database_url(POSTGRES, {"NHACNOP_DATABASE_PASSWORD": "p@ss/w:rd"})
    assert url.reveal() == "postgresql+asyncpg://bot:p%40ss%2Fw%3Ard@db:5432/nhacnop"
    assert database_url(POSTGRES, {}).reveal() == POSTGRES.database_url
    assert database_url(Config(), {"NHACNOP_DATABASE_PASSWORD": "x"}).reveal() == Config().database_url


def test_a_password_without_a_user_is_told() -> None:
    nobody = config_of({"database": {"url": "postgresql+asyncpg://db/nhacnop"}})
    with pytest.raises(ConfigError, match=r"NHACNOP_DATABASE_PASSWORD is set; it should be for a user"):
        database_url(nobody, {"NHACNOP_DATABASE_PASSWORD": "x"})
