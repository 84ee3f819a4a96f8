"""How commands print: one JSON document, or lines and tables for people."""

import asyncio
import json
import sys
from collections.abc import Coroutine
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from rich.console import Console

Result = TypeVar("Result")


def run(work: Coroutine[Any, Any, Result]) -> Result:
    """Run a command's asynchronous part."""
    return asyncio.run(work)


def print_json(document: object) -> None:
    """One JSON document on stdout and nothing else; moments in ISO 8601, UTC."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=1, default=_plain) + "\n")


def console() -> "Console":
    """Where tables go. Into a pipe they are as wide as they need."""
    from rich.console import Console  # noqa: PLC0415 - `run` prints nothing of the kind, and keeps what it imports

    return Console() if sys.stdout.isatty() else Console(width=140)


def progress_console() -> "Console":
    """Where progress goes: stderr, so that stdout stays clean."""
    from rich.console import Console  # noqa: PLC0415 - likewise

    return Console(stderr=True)


def moment(value: datetime) -> str:
    """A moment as JSON shows it."""
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return moment(value)
    raise TypeError(f"{value!r} has no JSON form")
