"""Where do tokens and passwords come from? From the environment, never from `config.yaml`."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

from bot.config import Config
from bot.config_faults import DATABASE_PASSWORD, ConfigError, ConfigFault


class SecretText:
    """A text that shows itself only when asked to: not in a log, not in a traceback's `repr`."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The text itself."""
        return self._text

    def __repr__(self) -> str:
        return "SecretText(hidden)"

    def __reduce__(self) -> str:
        raise TypeError("a secret is not written anywhere")


def secret(name: str, environ: Mapping[str, str]) -> SecretText | None:
    """The secret in the variable `name`, or in the file that `<name>_FILE` names; None when neither is set.

    Blanks around it are dropped. Raises ConfigError when both are set, when the file cannot be read, and when
    the secret is empty or has blanks or control characters inside. No message ever shows a secret.
    """
    variable = f"{name}_FILE"
    if environ.get(name) and environ.get(variable):
        raise _error(name, "set", f"alone, but {variable} is set too; unset one of them")
    if environ.get(name):
        return _secret(environ[name], name)
    if environ.get(variable):
        return _secret(_read(variable, environ[variable]), variable)
    return None


def database_url(config: Config, environ: Mapping[str, str]) -> SecretText:
    """The database's URL with the password from NHACNOP_DATABASE_PASSWORD, when there is one.

    Raises ConfigError as `secret` does, or when there is a password but the URL names no user.
    """
    return with_password(config.database_url, environ)


def with_password(url: str, environ: Mapping[str, str]) -> SecretText:
    """A database's URL with that password, as `database_url`."""
    parts = urlsplit(url)
    password = secret(DATABASE_PASSWORD, environ) if parts.netloc else None
    if password is None:
        return SecretText(url)
    user, at, host = parts.netloc.rpartition("@")
    if not at:
        raise _error(DATABASE_PASSWORD, "set", "for a user; database.url names none")
    return SecretText(urlunsplit(parts._replace(netloc=f"{user}:{quote(password.reveal(), safe='')}@{host}")))


def _read(variable: str, path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8-sig")
    except (OSError, ValueError):
        raise _error(variable, f'"{path}"', "the path of a text file that can be read") from None


def _secret(text: str, variable: str) -> SecretText:
    stripped = text.strip()
    if not stripped:
        raise _error(variable, "empty", "a secret, or unset")
    if any(character.isspace() or not character.isprintable() for character in stripped):
        raise _error(variable, "a secret with blanks or control characters", "one word")
    return SecretText(stripped)


def _error(variable: str, value: str, right: str) -> ConfigError:
    return ConfigError([ConfigFault(None, variable, value, right)], "environment")
