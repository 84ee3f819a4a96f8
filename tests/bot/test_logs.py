"""The log: a line each, for people or for machines, and which event it is about."""

import asyncio
import io
import json
import logging
from collections.abc import Iterator

import pytest

from bot.logs import LogFormat, write_logs
from core.events import current_event, during

_log = logging.getLogger("tests.room")


@pytest.fixture(autouse=True)
def root() -> Iterator[None]:
    """The root logger is left as it was."""
    before = list(logging.getLogger().handlers)
    yield
    logging.getLogger().handlers = before


def written(form: LogFormat) -> io.StringIO:
    stream = io.StringIO()
    write_logs(form, stream)
    return stream


def test_a_line_for_people_names_the_event() -> None:
    stream = written(LogFormat.TEXT)
    with during("in:17"):
        _log.warning("không đọc được %s", "ảnh")
    _log.warning("outside")
    assert stream.getvalue().splitlines() == ["không đọc được ảnh [in:17]", "outside"]


def test_a_line_for_machines_is_one_document() -> None:
    stream = written(LogFormat.JSON)
    try:
        raise ValueError("hỏng\nhai dòng")
    except ValueError:
        with during("out:42"):
            _log.exception("a send failed")
    (line,) = stream.getvalue().splitlines()
    said = json.loads(line)
    assert (said["level"], said["room"], said["event"], said["text"]) == (
        "error",
        "tests.room",
        "out:42",
        "a send failed",
    )
    assert said["at"].endswith("Z")
    assert "ValueError: hỏng" in said["error"]


def test_a_second_call_replaces_the_first() -> None:
    first, second = written(LogFormat.TEXT), written(LogFormat.TEXT)
    _log.warning("once")
    assert (first.getvalue(), second.getvalue()) == ("", "once\n")


async def test_tasks_side_by_side_keep_their_events_apart() -> None:
    async def work(name: str) -> str:
        with during(name):
            await asyncio.sleep(0)
            return current_event()

    assert list(await asyncio.gather(work("in:1"), work("in:2"))) == ["in:1", "in:2"]
    assert current_event() == ""
