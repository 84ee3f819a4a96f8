"""What may a request hold? The platform's methods and their parameters, and nothing else."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from tests.zalo.fake.bots import Json

Check = Callable[[Any], str | None]
"""Says what is wrong with a value; None when nothing is."""

TEXT_LENGTH: Final = 2000


class Violation(Exception):
    """A request that the documents do not allow."""


def _text(least: int, most: int) -> Check:
    def check(value: Any) -> str | None:
        if not isinstance(value, str):
            return f"{value!r} is no text"
        # Whether an emoji counts once or twice is not documented: as strict as either.
        length = len(value.encode("utf-16-le")) // 2
        return None if least <= length <= most else f"a text of {length}, allowed are {least} to {most}"

    return check


def _seconds(value: Any) -> str | None:
    return None if isinstance(value, int) and 0 <= value <= 60 else f"{value!r} are no seconds"


def _https(value: Any) -> str | None:
    parts = urlsplit(value) if isinstance(value, str) else None
    if parts is None or not parts.hostname:
        return f"{value!r} is no URL"
    loopback = re.fullmatch(r"127\.0\.0\.1|localhost", parts.hostname)  # where the tests live
    return None if parts.scheme == "https" or loopback else f"{value!r} is not https"


_CHAT: Final = _text(1, 64)
METHODS: Final[Mapping[str, tuple[Mapping[str, Check], frozenset[str]]]] = {
    "getMe": ({}, frozenset()),
    "getUpdates": ({"timeout": _seconds}, frozenset()),
    "setWebhook": ({"url": _https, "secret_token": _text(8, 256)}, frozenset({"url", "secret_token"})),
    "deleteWebhook": ({}, frozenset()),
    "getWebhookInfo": ({}, frozenset()),
    "sendMessage": ({"chat_id": _CHAT, "text": _text(1, TEXT_LENGTH)}, frozenset({"chat_id", "text"})),
    "sendPhoto": (
        {"chat_id": _CHAT, "photo": _https, "caption": _text(1, TEXT_LENGTH)},
        frozenset({"chat_id", "photo"}),
    ),
    "sendChatAction": (
        {"chat_id": _CHAT, "action": lambda value: None if value == "typing" else f"no action {value!r}"},
        frozenset({"chat_id", "action"}),
    ),
}
"""The parameters of each method with their checks, and those that must be there."""


def check(method: str, said: Json) -> None:
    """Raises Violation for what the documents do not allow."""
    if method not in METHODS:
        raise Violation(f"there is no method {method}")
    known, needed = METHODS[method]
    if missing := needed - said.keys():
        raise Violation(f"{method}: {', '.join(sorted(missing))} is missing")
    for name, value in said.items():
        if name not in known:
            raise Violation(f"{method}: there is no parameter {name}")
        if wrong := known[name](value):
            raise Violation(f"{method}: {name}: {wrong}")
