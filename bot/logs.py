"""What is written about the bot's work: to stderr, a line each, for people or for machines.

Names and telephone numbers are masked in whatever is written, tracebacks included.
"""

import json
import logging
import sys
from datetime import UTC, datetime
from enum import StrEnum
from typing import IO

from core.events import current_event
from core.masking import masked


class LogFormat(StrEnum):
    """TEXT for people; JSON, one document a line, for whatever collects logs."""

    TEXT = "text"
    JSON = "json"


ROOMS = ("bot", "web", "channels", "scheduler", "handlers", "reports", "media", "db")

_log = logging.getLogger("bot")


def write_logs(form: LogFormat, stream: IO[str] | None = None) -> None:
    """From now on warnings and worse are written in this form. A second call replaces the first.

    For machines each event's way through the rooms is written as well: what came in, what it led to, what went out.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.addFilter(_with_event)
    handler.setFormatter(_Json() if form is LogFormat.JSON else _Text())
    root = logging.getLogger()
    for earlier in [each for each in root.handlers if getattr(each, "nhacnop", False)]:
        root.removeHandler(earlier)
    for room in ROOMS:
        logging.getLogger(room).setLevel(logging.INFO if form is LogFormat.JSON else logging.NOTSET)
    handler.nhacnop = True  # type: ignore[attr-defined]  # so that a second call finds it
    root.addHandler(handler)


def tell(line: str, *, bad: bool = False) -> None:
    """A line that whoever started the program reads on stderr; where logs are for machines, in their form."""
    if _log.level == logging.INFO:
        _log.log(logging.ERROR if bad else logging.INFO, "%s", line)
    else:
        sys.stderr.write(f"{line}\n")
        sys.stderr.flush()


def _with_event(record: logging.LogRecord) -> bool:
    record.event = current_event()
    return True


class _Text(logging.Formatter):
    """The sentence, and which event it is about."""

    def format(self, record: logging.LogRecord) -> str:
        event = getattr(record, "event", "")
        return masked(super().format(record)) + (f" [{event}]" if event else "")


class _Json(logging.Formatter):
    """`at` (UTC), `level`, `room`, `event`, `text`, and `error` with a traceback where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        document = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat().replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "room": record.name,
            "event": getattr(record, "event", ""),
            "text": masked(record.getMessage()),
        }
        if record.exc_info:
            document["error"] = masked(self.formatException(record.exc_info))
        return json.dumps({name: value for name, value in document.items() if value}, ensure_ascii=False)
