"""A small chat platform with two people on it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from channels.local.platform import LocalPlatform

MONDAY = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)


@pytest.fixture
def platform(tmp_path: Path) -> Iterator[LocalPlatform]:
    """Chị An and anh Ba, on a Monday morning that stands still."""
    with LocalPlatform(tmp_path, lambda: MONDAY) as opened:
        opened.open_chat("an", "Chị An")
        opened.open_chat("ba", "Anh Ba")
        yield opened
