"""How is the address of a machine, a site, a bot or a database written? Readers as in `bot.config_values`.

A token or a password inside an address is refused, and the address is then not shown.
"""

import re
from typing import Annotated
from urllib.parse import SplitResult, urlsplit

from pydantic import PlainValidator

from bot.config_faults import BOT_TOKEN, DATABASE_PASSWORD, Wrong

_HOST = re.compile(r"[A-Za-z0-9_.:-]+")
_DATABASES = {"sqlite+aiosqlite", "postgresql+asyncpg"}
_DATABASE_RIGHT = '"sqlite+aiosqlite:///data/nhacnop.db" or "postgresql+asyncpg://user@host/name"'


def _bot_name(value: object) -> str:
    if isinstance(value, str) and re.fullmatch("[a-z0-9-]{1,32}", value):
        return value
    raise Wrong("made of a-z, 0-9 and -, at most 32 characters")


def _host(value: object) -> str:
    if isinstance(value, str) and _HOST.fullmatch(value):
        return value
    raise Wrong('a host name or an address such as "127.0.0.1", without a port')


def _web_url(value: object) -> str:
    """An http(s) URL without a slash at its end. One that holds a bot's token is refused and not shown."""
    text = str(value)
    if BOT_TOKEN.search(text):
        raise Wrong("the URL up to the token, which comes from the environment")
    parts = _split(text)
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname or " " in text:
        raise Wrong('a URL such as "https://example.org"')
    if parts.password is not None:
        raise Wrong("a URL without a password", "a URL with a password")
    return text.rstrip("/")


def _optional_web_url(value: object) -> str | None:
    return None if value is None else _web_url(value)


def _username(value: object) -> str | None:
    if value is None:
        return None
    name = str(value).removeprefix("@")
    if re.fullmatch("[A-Za-z0-9_]{5,32}", name):
        return name
    raise Wrong('the bot\'s name such as "nhac_nop_bot", or null')


def database_address(value: object) -> str:
    """A database's URL as it is kept: without its password. Raises Wrong, which says what would be right."""
    text = str(value)
    parts = _split(text)
    if parts is not None and (parts.password is not None or "password=" in parts.query):
        right = f"a URL without it; put the password into the environment variable {DATABASE_PASSWORD}"
        raise Wrong(right, "a URL with a password")
    if parts is None or parts.scheme not in _DATABASES or " " in text:
        raise Wrong(_DATABASE_RIGHT)
    if parts.scheme.startswith("sqlite"):
        usable = not parts.netloc and parts.path.strip("/") not in ("", ":memory:")
    else:
        usable = bool(parts.hostname and parts.path.strip("/"))
    if not usable:
        raise Wrong(_DATABASE_RIGHT)
    return text


def _split(url: str) -> SplitResult | None:
    """The URL's parts; None when it cannot be one."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts


BotName = Annotated[str, PlainValidator(_bot_name)]
Host = Annotated[str, PlainValidator(_host)]
WebUrl = Annotated[str, PlainValidator(_web_url)]
OptionalWebUrl = Annotated[str | None, PlainValidator(_optional_web_url)]
Username = Annotated[str | None, PlainValidator(_username)]
DatabaseUrl = Annotated[str, PlainValidator(database_address)]
